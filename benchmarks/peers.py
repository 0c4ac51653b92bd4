#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Times nnf beside the peers that are installed, in one process, round robin, and checks every result.

    benchmarks/peers.py [--threads 1,2] [--only TEXT] [--peers eager,inductor,ort,openvino] [--rounds N]
                        [--seconds S] [--markdown FILE] [--json FILE] [--join A.json,B.json]

Each round calls every contender for about `--seconds`; what is printed is the median over rounds of a round's best call
in milliseconds with the largest error against float64 in parentheses (relative to the largest value), the ratio of nnf to
the best peer (below 1: nnf is faster), and nnf's fraction of the limit that the machine itself showed in the same run: copy
bandwidth for what is bound by memory, multiply-adds for the rest. Inputs and outputs are warm; outputs are the same buffers
at each call where a peer allows it.

`nnf` has weights as constants (freeze=True), as ONNX Runtime and OpenVINO have them; `default` is nnf.jit as it is by
default, where weights may change from call to call, for the cases that have some. inductor is torch.compile with freezing,
where a C++ compiler is there. `--join` measures nothing: it makes one table of what several runs wrote with --json.
"""

import argparse
import concurrent.futures
import copy
import ctypes
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))


def limits(threads):
    """(copy bytes/s, flop/s) of this machine with `threads` threads, measured now."""
    here = pathlib.Path(__file__).resolve().parent
    with tempfile.TemporaryDirectory() as folder:
        library = os.path.join(folder, "limits.so")
        compiler = next((c for c in ("clang-22", "clang", "cc") if subprocess.run(
            ["which", c], capture_output=True, check=False).returncode == 0), "cc")
        subprocess.run([compiler, "-O3", "-march=native", "-shared", "-fPIC", "-o", library, str(here / "limits.c")], check=True)
        lib = ctypes.CDLL(library)
    lib.nnf_fma.restype = lib.nnf_copy.restype = ctypes.c_double
    lib.nnf_copy.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    import torch
    n = 16 << 20
    a, b = torch.rand(n), torch.rand(n)
    sink = [ctypes.c_float() for _ in range(threads)]

    def rate(work):
        best = 0.0
        with concurrent.futures.ThreadPoolExecutor(threads) as pool:
            for _ in range(7):
                start = time.perf_counter()
                done = sum(pool.map(work, range(threads)))
                best = max(best, done / (time.perf_counter() - start))
        return best

    part = n // threads
    copy = rate(lambda t: lib.nnf_copy(a.data_ptr() + 4 * part * t, b.data_ptr() + 4 * part * t, part))
    fma = rate(lambda t: lib.nnf_fma(ctypes.c_long(4_000_000), ctypes.byref(sink[t])))
    return copy, fma


class Contenders:
    """Makes a callable of a case for each peer; a callable's `result()` is its output."""

    def __init__(self, threads):
        import torch
        from nnf import native
        self.threads, self.torch = threads, torch
        torch.set_num_threads(threads)
        self.compiler = native.Compiler(threads=threads)

    def nnf(self, case):
        if case.text is None or case.weights:
            return self._captured(case, freeze=True)
        run = self.compiler.compile(case.text).plan(*case.inputs)
        return run, lambda: run.outputs[0]

    def default(self, case):
        if not case.weights and not isinstance(case.function, self.torch.nn.Module):
            raise RuntimeError("has no weights")
        return self._captured(case, freeze=False)

    def _captured(self, case, freeze):
        import nnf
        activations = case.inputs[: len(case.inputs) - case.weights]
        compiled, last = nnf.jit(self._module(case), freeze=freeze, num_threads=self.threads), [None]

        def call():
            with self.torch.inference_mode():
                last[0] = compiled(*activations)
        return call, lambda: last[0]

    def eager(self, case):
        last = [None]

        def call():
            with self.torch.inference_mode():
                last[0] = case.function(*case.inputs)
        return call, lambda: last[0]

    def inductor(self, case):
        import torch._inductor.config
        torch._inductor.config.freezing = True
        self.torch._dynamo.reset()
        compiled, last = self.torch.compile(self._module(case), dynamic=False), [None]
        activations = case.inputs[: len(case.inputs) - case.weights]

        def call():
            with self.torch.no_grad():
                last[0] = compiled(*activations)
        return call, lambda: last[0]

    def _module(self, case):
        """Weights as parameters, so that a peer may prepare them."""
        torch = self.torch
        if isinstance(case.function, torch.nn.Module):
            return case.function

        class Module(torch.nn.Module):
            def __init__(self):
                super().__init__()
                first = len(case.inputs) - case.weights
                self.weights = torch.nn.ParameterList([torch.nn.Parameter(w, w.is_floating_point()) for w in case.inputs[first:]])

            def forward(self, *xs):
                return case.function(*xs, *self.weights)
        return Module().eval()

    def ort(self, case):
        import onnxruntime
        torch, activations = self.torch, case.inputs[: len(case.inputs) - case.weights]
        if any(x.dtype == torch.bfloat16 for x in activations):
            raise RuntimeError("bfloat16 cannot be bound")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "case.onnx")
            torch.onnx.export(self._module(case), tuple(activations), path, dynamo=True, optimize=True, verbose=False)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = self.threads
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        binding = session.io_binding()
        for given, x in zip(session.get_inputs(), activations):
            binding.bind_cpu_input(given.name, x.numpy())
        for output in session.get_outputs():
            binding.bind_output(output.name)
        return (lambda: session.run_with_iobinding(binding)), lambda: torch.from_numpy(binding.copy_outputs_to_cpu()[0])

    def openvino(self, case):
        import openvino
        torch, activations = self.torch, case.inputs[: len(case.inputs) - case.weights]
        if any(x.dtype == torch.bfloat16 for x in activations):
            raise RuntimeError("bfloat16 is computed otherwise")
        model = openvino.convert_model(self._module(case), example_input=tuple(activations))
        for given, x in zip(model.inputs, activations):
            given.get_node().set_partial_shape(openvino.PartialShape(list(x.shape)))
        model.validate_nodes_and_infer_types()
        compiled = openvino.Core().compile_model(model, "CPU", {
            "INFERENCE_NUM_THREADS": self.threads, "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"})
        request = compiled.create_infer_request()
        for k, x in enumerate(activations):
            request.set_input_tensor(k, openvino.Tensor(x.numpy(), shared_memory=True))
        return request.infer, lambda: torch.from_numpy(request.get_output_tensor(0).data.copy())


def bestCall(call, seconds):
    """The best time of one call in about `seconds`, at least 3 calls."""
    best, calls, end = math.inf, 0, time.perf_counter() + seconds
    while calls < 3 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - start)
        calls += 1
    return best


def measure(case, peers, contenders, rounds, seconds, torch):
    row = {"case": case.name, "bytes": case.bytes, "flops": case.flops, "ms": {}, "failed": {}}
    with torch.inference_mode():
        wide = [x.double() if x.is_floating_point() else x for x in case.inputs]
        function = case.function
        expected = (copy.deepcopy(function).double() if isinstance(function, torch.nn.Module) else function)(*wide)
    ready = {}
    for peer in ["nnf", "default", *peers]:
        try:
            call, result = getattr(contenders, peer)(case)
            call()
            got = result().double()
            error = ((got - expected).abs().max() / expected.abs().max().clamp_min(1e-30)).item() if got.numel() else 0.0
            if not error < 2e-2:
                raise RuntimeError(f"wrong result, off by {error:.2g}")
            row.setdefault("error", {})[peer] = error
            ready[peer] = call
        except Exception as e:  # pylint: disable=broad-except
            row["failed"][peer] = str(e).strip().splitlines()[0][:200] if str(e).strip() else type(e).__name__
    times = {peer: [] for peer in ready}
    for _ in range(rounds):
        for peer, call in ready.items():
            times[peer].append(bestCall(call, seconds))
    row["ms"] = {peer: statistics.median(t) * 1e3 for peer, t in times.items()}
    return row


def hasCompiler():
    """Whether torch.compile finds the C++ compiler that it generates code for."""
    import shutil
    return any(shutil.which(c) for c in (os.environ.get("CXX", "g++"), "g++", "clang++"))


def table(run):
    """The Markdown of one run: a dictionary as --json writes it."""
    rows, peers = run["rows"], run["peers"]
    lines = [f"{run['threads']} thread(s); copy {run['copy'] / 1e9:.1f} GB/s (read + write), multiply-adds {run['fma'] / 1e9:.0f} GF/s; "
             f"PyTorch {run['torch']}; milliseconds a call (largest error)", "",
             "| case | nnf | default | " + " | ".join(peers) + " | nnf / best peer | of the limit |", "|---" * (len(peers) + 5) + "|"]
    return lines + [line(row, peers) for row in rows] + summary(rows)


def line(row, peers):
    def cell(p):
        if p not in row["ms"]:
            return f"({row['failed'][p]})" if p == "nnf" else "—"
        return f"{row['ms'][p]:.4g} ({row['error'][p]:.0e})"
    ratio = f"{row['ratio']:.2f}" if row["ratio"] else ""
    limit = f"{100 * row['limit']:.0f} %" if row["limit"] else ""
    return f"| {row['case']} | " + " | ".join(map(cell, ["nnf", "default", *peers])) + f" | {ratio} | {limit} |"


def summary(rows):
    ratios = [row["ratio"] for row in rows if row["ratio"]]
    if not ratios:
        return []
    mean = math.exp(statistics.mean(map(math.log, ratios)))
    return ["", f"Geometric mean of nnf / best peer: {mean:.2f} over {len(ratios)} cases; "
            f"{sum(r > 1.1 for r in ratios)} above 1.1, {sum(r > 1.0 for r in ratios)} above 1.0."]


def runAll(threads, peers, options):
    """One run of all cases that were asked for, as a dictionary; prints each line when it is known."""
    import torch
    from cases import cases
    bandwidth, fma = limits(threads)
    contenders = Contenders(threads)
    run = {"threads": threads, "copy": bandwidth, "fma": fma, "torch": torch.__version__, "peers": peers, "rows": []}
    print("\n".join(table(run)))
    for case in cases():
        if not any(part in case.name for part in options.only.split("|")):
            continue
        row = measure(case, peers, contenders, options.rounds, options.seconds, torch)
        ms = row["ms"]
        best = min((ms[p] for p in peers if p in ms), default=None)
        row["ratio"] = ms["nnf"] / best if best and "nnf" in ms else None
        row["limit"] = None
        if "nnf" in ms:
            seconds = ms["nnf"] / 1e3
            row["limit"] = max((case.bytes or 0) / seconds / bandwidth, (case.flops or 0) / seconds / fma) or None
        run["rows"].append(row)
        print(line(row, peers), flush=True)
    print("\n".join(summary(run["rows"])))
    return run


def join(runs):
    """Runs of parts of the cases as one for each number of threads: a later measurement of a case takes the place of an earlier
    one, the limits are the best that were seen."""
    joined = {}
    for run in runs:
        whole = joined.setdefault(run["threads"], dict(run, rows=[]))
        whole["copy"], whole["fma"] = max(whole["copy"], run["copy"]), max(whole["fma"], run["fma"])
        places = {row["case"]: i for i, row in enumerate(whole["rows"])}
        for row in run["rows"]:
            if row["case"] in places:
                whole["rows"][places[row["case"]]] = row
            else:
                whole["rows"].append(row)
    return list(joined.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--threads", default="1", help="numbers of threads, with commas")
    parser.add_argument("--only", default="", help="cases whose name contains this (several: a|b)")
    parser.add_argument("--peers", default="eager,inductor,ort,openvino")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.1)
    parser.add_argument("--markdown")
    parser.add_argument("--json")
    parser.add_argument("--join", help="files of --json, with commas")
    options = parser.parse_args()
    if options.join:
        runs = join(run for name in options.join.split(",") for run in json.loads(pathlib.Path(name).read_text(encoding="utf-8")))
    else:
        import importlib.util
        there = {"ort": lambda: importlib.util.find_spec("onnxruntime"), "openvino": lambda: importlib.util.find_spec("openvino"),
                 "inductor": hasCompiler}
        peers = [p for p in options.peers.split(",") if p and there.get(p, lambda: True)()]
        runs = [runAll(int(n), peers, options) for n in options.threads.split(",")]
    text = "\n\n".join("\n".join([f"## {run['threads']} thread{'s' * (run['threads'] > 1)}", "", *table(run)]) for run in runs)
    if options.join and not options.markdown:
        print(text)
    if options.markdown:
        pathlib.Path(options.markdown).write_text(text + "\n", encoding="utf-8")
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(runs, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
