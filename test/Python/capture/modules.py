# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Every class of torch.nn with the arguments and inputs of PyTorch's own module database, in float32, evaluation and training.

    modules.py [--every N] [--only TEXT] [--verbose] [--allow NAME ...]

Results are compared with PyTorch's; those of random functions by the mean and the second moment of each element. Ends with the counts by outcome, and with
status 1 where a result differs. What cannot be captured is counted, and listed with --verbose.
"""

import argparse
import collections
import copy
import sys
import types
import unittest
import warnings

import torch

if "expecttest" not in sys.modules:  # for snapshot tests, which nothing here uses
    sys.modules["expecttest"] = types.ModuleType("expecttest")
    sys.modules["expecttest"].TestCase, sys.modules["expecttest"].assert_expected_inline = unittest.TestCase, None
from torch.testing._internal.common_modules import module_db
from torch.utils import _pytree as pytree

import nnf

RANDOM = ("Dropout", "RReLU", "FractionalMaxPool", "AlphaDropout")


def runs(only):
    for info in module_db:
        if only and only not in info.name:
            continue
        for training in (False, True):
            try:
                inputs = info.module_inputs_func(info, device="cpu", dtype=torch.float32, requires_grad=False, training=training)
            except Exception as e:  # a database entry that does not hold here
                print("skipped", info.name, e)
                continue
            for k, given in enumerate(inputs):
                yield info, training, k, given


def differ(got, want):
    a, b = pytree.tree_leaves(got), pytree.tree_leaves(want)
    if len(a) != len(b):
        return "%d results, expected %d" % (len(a), len(b))
    for x, y in zip(a, b):
        if not isinstance(y, torch.Tensor):
            if x != y:
                return "%r, expected %r" % (x, y)
            continue
        if x.shape != y.shape or x.dtype != y.dtype:
            return "%s %s, expected %s %s" % (x.dtype, list(x.shape), y.dtype, list(y.shape))
        if not torch.allclose(x.double(), y.double(), rtol=1e-4, atol=1e-5, equal_nan=True):
            return "a difference of %g" % (x.double() - y.double()).abs().max().item()
    return ""


def moments(call, draws=200):
    """Mean and second moment of each element over some draws, and the variances of these."""
    drawn = torch.stack([torch.cat([t.double().reshape(-1) for t in pytree.tree_leaves(call())]) for _ in range(draws)])
    both = torch.stack([drawn, drawn ** 2])
    return both.mean(1), both.var(1) / draws


def differ_as_random(got, want):
    """Whether two random results have other distributions: some moment of an element apart by more than 6 deviations."""
    with torch.no_grad():
        (a, va), (b, vb) = moments(got), moments(want)
    apart = (a - b).abs() > 6 * (va + vb).sqrt() + 1e-5 * (1 + b.abs())
    return "%d of %d moments" % (apart.sum(), apart.numel()) if apart.any() else ""


def run(info, training, given):
    construct, forward = given.constructor_input, given.forward_input
    torch.manual_seed(0)
    module = info.module_cls(*construct.args, **construct.kwargs)
    module.to(torch.float32).train(training)
    other = copy.deepcopy(module)
    if forward is None:
        return "none", ""
    args, kwargs = copy.deepcopy((forward.args, forward.kwargs))
    random = info.name.startswith("nn.FractionalMaxPool") and construct.kwargs.get("_random_samples") is None or training and any(r in info.name for r in RANDOM) or (
        training and any(isinstance(m, (torch.nn.Dropout, torch.nn.MultiheadAttention)) and getattr(m, "p", getattr(m, "dropout", 0))
                         for m in module.modules()))
    with torch.no_grad():
        try:
            torch.manual_seed(1)
            want = other(*forward.args, **forward.kwargs)
        except Exception as e:
            return "refused by torch", str(e).split("\n")[0]
        try:
            torch.manual_seed(1)
            compiled = nnf.jit(module)
            got = compiled(*args, **kwargs)
        except nnf.CaptureError as e:
            return "not captured", "; ".join(sorted({"%s: %s" % (p.function, p.why) for p in e.problems}))
        except Exception as e:
            return "error", "%s: %s" % (type(e).__name__, str(e).split("\n")[0])
    if random:
        bad = [1 for x, y in zip(pytree.tree_leaves(got), pytree.tree_leaves(want)) if x.shape != y.shape or x.dtype != y.dtype]
        if bad:
            return "different", "shape of a random result"
        what = differ_as_random(lambda: compiled(*args, **kwargs), lambda: other(*forward.args, **forward.kwargs))
        return ("different", what) if what else ("random", "")
    what = differ(got, want) or differ(dict(module.named_buffers()), dict(other.named_buffers()))
    return ("different", what) if what else ("equal", "")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    warnings.simplefilter("ignore")
    counts, listed = collections.Counter(), collections.defaultdict(list)
    for n, (info, training, k, given) in enumerate(runs(args.only)):
        if n % args.every != args.offset:
            continue
        outcome, why = run(info, training, given)
        counts[outcome] += 1
        if why:
            listed[outcome, why].append("%s/%s/%d" % (info.name, "train" if training else "eval", k))
    for (outcome, why), names in sorted(listed.items()):
        if args.verbose or outcome in ("different", "error"):
            print("%s: %s: %d runs: %s" % (outcome, why, len(names), ", ".join(names[:4])))
    print(", ".join("%d %s" % (c, o) for o, c in sorted(counts.items())))
    sys.exit(1 if counts["different"] or counts["error"] else 0)


if __name__ == "__main__":
    main()
