# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Captures, compiles and compares the architectures of `transformers`: logits, hidden states and whatever else they return.

    models.py [--only NAME ...] [--threads N] [--write docs/generated/models.md]

Each must be captured without a fallback and equal PyTorch's results within 1e-4 of the largest magnitude of each result;
ends with status 1 where one is not. With --write the table goes into that file.
"""

import argparse
import contextlib
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import nnf

if "--footprint" not in sys.argv or sys.argv[sys.argv.index("--footprint") + 1] in ("eager", "nnf", "save"):
    import architectures
    import torch
    from torch.utils import _pytree as pytree

_TOLERANCE = 1e-4
_HEAD = """# Models

Architectures of the package `transformers` %s, small, with random weights, under `nnf.jit` and PyTorch %s.
A model is captured where all of it becomes one program, without a fallback; it is equal where every result (logits, hidden
states, and all else that it returns) differs from PyTorch's by less than 1e-4 of that result's largest magnitude. The ratio
is nnf's time for a call divided by eager PyTorch's, the median of rounds in turn on %d thread%s: these models are so small
that much of it is the overhead of calls. Made by `test/Models/models.py --write docs/generated/models.md`.

| Model | Parameters | Captured | Compiled | Equal | Largest difference | Time / eager | First call |
|---|--:|:-:|:-:|:-:|--:|--:|--:|
"""


def difference(got, want):
    """The largest difference of a result, relative to the largest magnitude in it; inf where they are not alike."""
    a, b = pytree.tree_leaves(got), pytree.tree_leaves(want)
    if len(a) != len(b):
        return float("inf")
    worst = 0.0
    for x, y in zip(a, b):
        if not isinstance(y, torch.Tensor):
            worst = worst if x == y else float("inf")
            continue
        if x.shape != y.shape or x.dtype != y.dtype:
            return float("inf")
        if y.numel() == 0:
            continue
        x, y = x.double(), y.double()
        apart = torch.where(x == y, torch.zeros_like(x), (x - y).abs())
        if apart.isnan().any():
            return float("inf")
        scale = y[y.isfinite()].abs().max().item() if y.isfinite().any() else 0.0
        worst = max(worst, apart.max().item() / max(scale, 1e-6))
    return worst


def ratio(mine, theirs, rounds=7, seconds=0.05):
    """Median of mine / theirs over rounds in turn."""
    found = []
    for _ in range(rounds):
        spent = []
        for call in (mine, theirs):
            count, began = 0, time.perf_counter()
            while count < 3 or time.perf_counter() - began < seconds:
                call()
                count += 1
            spent.append((time.perf_counter() - began) / count)
        found.append(spent[0] / spent[1])
    return statistics.median(found)


def examine(name, threads):
    """A row: parameters, captured, compiled, difference, ratio, seconds of the first call, and what went wrong."""
    torch.manual_seed(0)
    model, inputs = architectures.ARCHITECTURES[name]()
    parameters = sum(p.numel() for p in model.parameters())
    with torch.no_grad():
        want = model(**inputs, output_hidden_states=True)
        compiled = nnf.jit(model, num_threads=threads)
        began = time.perf_counter()
        try:
            got = compiled(**inputs, output_hidden_states=True)
        except nnf.CaptureError as e:
            return parameters, False, False, float("inf"), None, None, str(e)
        except Exception as e:  # noqa: BLE001 (the table says what failed)
            return parameters, True, False, float("inf"), None, None, "%s: %s" % (type(e).__name__, e)
        first = time.perf_counter() - began
        apart = difference(got, want)
        plain = nnf.jit(model, num_threads=threads)
        plain(**inputs)
        return parameters, True, True, apart, ratio(lambda: plain(**inputs), lambda: model(**inputs)), first, ""


def footprint(mode):
    """In a process of its own: prints the bytes that it holds before the first call of BERT's base model, and the most that it
    ever held after three calls. `mode`: eager, nnf, or a file that f.save wrote, whose arguments follow in its name."""
    import numpy

    def held(name):
        text = pathlib.Path("/proc/self/status").read_text(encoding="ascii")
        return int(text.split(name + ":")[1].split()[0]) * 1024
    if mode not in ("eager", "nnf", "save"):
        call, x = nnf.load(mode, num_threads=1), numpy.arange(128).reshape(1, 128)
        before = 0
    else:
        import transformers
        torch.set_num_threads(1)
        torch.manual_seed(0)
        model, x = transformers.BertModel(transformers.BertConfig()).eval(), torch.arange(128).reshape(1, 128)
        before = held("VmRSS")
        call = model if mode == "eager" else nnf.jit(model, num_threads=1)
    with torch.no_grad() if "torch" in sys.modules else contextlib.nullcontext():
        for _ in range(3):
            call(x)
        if mode == "save":
            call.save(sys.argv[sys.argv.index("--footprint") + 2])
        memory = str(call.memory(x).packed) if mode == "nnf" else ""
    print(before, held("VmHWM"), memory)


def footprints():
    """The paragraph on memory."""
    def of(*mode):
        run = subprocess.run([sys.executable, __file__, "--footprint", *mode], check=True, stdout=subprocess.PIPE, text=True)
        return [int(n) / 1e6 for n in run.stdout.split()]
    with tempfile.TemporaryDirectory() as folder:
        file = str(pathlib.Path(folder, "bert.so"))
        of("save", file)
        rows, packed = [], 0
        for name, mode in (("eager PyTorch", "eager"), ("nnf.jit", "nnf"), ("nnf.load of what f.save wrote, without PyTorch", file)):
            before, peak, *more = of(mode)
            packed = more[0] if more else packed
            rows.append("| %s | %s | %.0f MB | %s |" % (name, "%.0f MB" % before if before else "", peak,
                                                        "%.0f MB" % (peak - before) if before else ""))
    return _MEMORY % packed + "\n".join(rows) + "\n"


_MEMORY = """
## Memory

BERT with twelve layers (`BertConfig()`, 438 MB of parameters), one text of 128 tokens, 1 thread: what the process holds when the
model is made, and the most that it ever held after three calls, as the kernel counts resident memory. `nnf.jit` adds copies
of weights in the order in which its kernels read them (%.0f MB here; `f.memory(x)` and `f.summary(x)` tell) and the
compiler, most of whose memory is code that processes share.

| | before the first call | at most | in between |
|---|--:|--:|--:|
"""


def main():
    if "--footprint" in sys.argv:
        return footprint(sys.argv[sys.argv.index("--footprint") + 1])
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", nargs="*", default=list(architectures.ARCHITECTURES))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--write")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(args.threads)
    import transformers
    transformers.logging.set_verbosity_error()
    rows, bad = [], []
    for name in args.only:
        parameters, captured, compiled, apart, times, first, why = examine(name, args.threads)
        equal = apart < _TOLERANCE
        if not (captured and compiled and equal):
            bad.append(name)
        mark = {True: "yes", False: "**no**"}
        rows.append("| %s | %d | %s | %s | %s | %s | %s | %s |" % (
            name, parameters, mark[captured], mark[compiled], mark[equal], "%.1e" % apart if compiled else "",
            "%.2f" % times if times else "", "%.1f s" % first if first else ""))
        print(rows[-1] + (" " + why if why else ""), flush=True)
    print("%d models, %d captured, compiled and equal" % (len(rows), len(rows) - len(bad)))
    if args.write:
        head = _HEAD % (transformers.__version__, torch.__version__, args.threads, "" if args.threads == 1 else "s")
        pathlib.Path(args.write).write_text(head + "\n".join(rows) + "\n" + footprints(), encoding="utf-8")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
