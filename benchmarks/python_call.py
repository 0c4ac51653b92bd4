#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a warm call of nnf.functional costs beside its kernel: `python benchmarks/python_call.py`.

Prints, for a few functions on eight numbers: the call, the kernel alone (its entry with descriptors that are ready), the
difference, and PyTorch's call where it is installed. Best of several rounds, in microseconds.
"""

import pathlib
import sys
import timeit

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "python"))
import nnf.functional as F  # noqa: E402
from nnf import _plans  # noqa: E402

try:
    import torch
except ImportError:
    torch = None

ROUNDS, CALLS = 15, 3000
kernels = []


def watch_kernels():
    """Every kernel call's arguments, so that it can be repeated alone."""
    make = _plans.make_plan

    def watched(op, kind, form, slots, kernel, likes):
        run = kernel.run

        def remember(*arguments):
            kernels.append((run, arguments))
            return run(*arguments)
        kernel.run = remember
        plan = make(op, kind, form, slots, kernel, likes)
        kernel.run = run
        return plan
    return watched


def best(call):
    return min(timeit.timeit(call, number=CALLS) for _ in range(ROUNDS)) / CALLS * 1e6


def measure(name, arguments, keywords):
    from nnf import _ops
    before, _ops.make_plan = _ops.make_plan, watch_kernels()
    function = getattr(F, name)
    function(*arguments, **keywords)
    _ops.make_plan = before
    keep = function(*arguments, **keywords)
    run, kernel_arguments = kernels[-1]
    getattr(_ops.ops, name).plans.clear()
    function(*arguments, **keywords)
    return best(lambda: function(*arguments, **keywords)), best(lambda: run(*kernel_arguments)), keep


def main():
    print(f"{'call':34} {'call':>7} {'kernel':>7} {'beside':>7} {'PyTorch':>8}")
    kinds = [("NumPy", lambda *s: np.random.default_rng(0).standard_normal(s).astype("float32"))]
    if torch is not None:
        kinds.append(("torch", lambda *s: torch.randn(*s)))
    for kind, array in kinds:
        for name, arguments, keywords in [("relu", (array(8),), {}), ("leaky_relu", (array(8), 0.1), {}),
                                          ("softmax", (array(2, 4),), {"dim": 1}),
                                          ("mse_loss", (array(8), array(8)), {}),
                                          ("linear", (array(2, 4), array(3, 4), array(3)), {})]:
            call, kernel, _ = measure(name, arguments, keywords)
            peer = ""
            if kind == "torch":
                theirs = getattr(torch.nn.functional, name)
                peer = f"{best(lambda: theirs(*arguments, **keywords)):8.2f}"
            print(f"{kind + ' ' + name:34} {call:7.2f} {kernel:7.2f} {call - kernel:7.2f} {peer}")


if __name__ == "__main__":
    main()
