#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.functional against PyTorch, on PyTorch's own test inputs.

    conformance.py                                   # all of it, and docs/generated/conformance.md
    conformance.py --only 'softmax|.*_loss' --verbose
    conformance.py --slice --check slice.json        # a few samples each; fails where a count dropped

PyTorch carries a database of test inputs for its functions (OpInfo): for each function the element types it takes, sample
inputs, larger reference inputs, and wrong inputs with the error that they must raise. Every sample is computed by both and
compared under the tolerances that the database states for tests that compare two implementations; every sample once more with
tensors that are not contiguous; every wrong input must be an error of the same class here. What a sample is compared with:

  1. PyTorch's result in the sample's own types.
  2. Where a 16-bit float is not within the tolerance of that: PyTorch's result in float32 on the same numbers, rounded to the
     type, under the same tolerance. PyTorch's own test of its compiler on this database does so on CPUs (test_comprehensive
     of test_torchinductor_opinfo.py, reference_in_float): an op that rounds once is not to be compared with one that rounds
     between its steps.
  3. Where that fails as well: our result may be no further from PyTorch's in float64 than PyTorch's own result is, in the sum
     of absolute differences. This is the rule of PyTorch's test of its reference implementations (test_python_ref of
     test_ops.py).

The counts of the three are kept apart. A function runs in a process of its own, so that one that crashes costs its own counts
only.
"""

import argparse
import collections
import json
import multiprocessing
import os
import pathlib
import re
import signal
import sys
import time
import traceback
import types
import unittest
import warnings

ROOT = pathlib.Path(__file__).resolve().parents[2]
DTYPES = ("float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool")
# Entries of the database that are not named nn.functional.<function>.
OTHER_NAMES = {"softmax": "softmax", "log_softmax": "log_softmax", "tanh": "tanh", "sigmoid": "sigmoid"}
# By which of the comparisons above a sample agrees, and the first comparison's message where it is not by that.
SAME, IN_FLOAT, NEARER = "same", "in float32", "nearer"
# Tests of PyTorch that compare one implementation of a function with another on the CPU, whose overrides of tolerances count.
# (Others differentiate, compare other machines or formats, or run PyTorch's own kernels twice.)
COMPARING_TESTS = {None, "TestCommon", "TestUnaryUfuncs", "TestDecomp", "TestInductorOpInfo"}
RANDOM = {"dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout", "rrelu",
          "gumbel_softmax", "scaled_dot_product_attention", "multi_head_attention_forward",
          "fractional_max_pool2d", "fractional_max_pool3d"}


def load_database():
    """OpInfo entries by function. The database imports a package for snapshot tests that nothing here uses."""
    try:
        import expecttest  # noqa: F401
    except ImportError:
        stand_in = types.ModuleType("expecttest")
        stand_in.TestCase = unittest.TestCase
        stand_in.assert_expected_inline = None
        sys.modules["expecttest"] = stand_in
    from torch.testing._internal.common_methods_invocations import op_db
    found = collections.defaultdict(list)
    for op in op_db:
        name = op.name.removeprefix("nn.functional.") if op.name.startswith("nn.functional.") else OTHER_NAMES.get(op.name)
        if name:
            found[name].append(op)
    import cases
    for name, entries in cases.entries().items():
        found.setdefault(name, entries)
    return dict(found)


def tolerance(op, dtype, torch):
    """(rtol, atol) for results of a type: PyTorch's defaults, or what the entry's overrides for COMPARING_TESTS say."""
    from torch.testing._comparison import default_tolerances
    from torch.testing._internal.common_device_type import precisionOverride, toleranceOverride
    from torch.testing._internal.opinfo.core import DecorateInfo
    rtol, atol = default_tolerances(dtype)
    for info in op.decorators:
        if not isinstance(info, DecorateInfo) or info.device_type not in (None, "cpu"):
            continue
        if info.dtypes is not None and dtype not in info.dtypes or info.cls_name not in COMPARING_TESTS:
            continue
        for decorator in info.decorators:
            if isinstance(decorator, toleranceOverride) and dtype in decorator.d:
                rtol, atol = max(rtol, decorator.d[dtype].rtol), max(atol, decorator.d[dtype].atol)
            elif isinstance(decorator, precisionOverride) and dtype in decorator.d:
                atol = max(atol, decorator.d[dtype])
    return rtol, atol


def tensors_of(value, torch):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for v in value for t in tensors_of(v, torch)]
    return []


def describe(sample, torch):
    """A sample in a line: sizes and types instead of values."""
    def show(v):
        if isinstance(v, torch.Tensor):
            kind = str(v.dtype).removeprefix("torch.")
            return f"{kind}{list(v.shape)}" + ("" if v.is_contiguous() else "strided")
        if isinstance(v, (list, tuple)):
            return "(" + ", ".join(map(show, v)) + ")"
        return repr(v)
    parts = [show(sample.input), *map(show, sample.args), *(f"{k}={show(v)}" for k, v in sample.kwargs.items())]
    return ", ".join(parts)[:300]


def compare_random(name, sample, ours, theirs, torch):
    """Random functions: the result has PyTorch's sizes and type, and what it must be whatever was drawn."""
    for a, b in zip(tensors_of(ours, torch), tensors_of(theirs, torch), strict=True):
        if a.shape != b.shape or a.dtype != b.dtype:
            raise AssertionError(f"got {a.dtype} {list(a.shape)}, expected {b.dtype} {list(b.shape)}")
    arguments = dict(sample.kwargs)
    x, y = sample.input, tensors_of(ours, torch)[0]
    if name in ("dropout", "dropout1d", "dropout2d", "dropout3d"):
        p = arguments.get("p", sample.args[0] if sample.args else 0.5)
        kept = y != 0
        scaled = torch.where(kept, x * (1 / (1 - p) if p < 1 else 0), torch.zeros_like(x))
        torch.testing.assert_close(y, scaled, equal_nan=True)
        if y.numel() > 400 and 0 < p < 1 and name == "dropout":
            rate, n = kept.double().mean().item(), y.numel()
            if abs(rate - (1 - p)) > 6 * (p * (1 - p) / n) ** 0.5:
                raise AssertionError(f"keep rate {rate}, expected {1 - p}")
    elif name == "gumbel_softmax" and y.numel():
        dim = arguments.get("dim", -1)
        torch.testing.assert_close(y.sum(dim), torch.ones_like(y.sum(dim)))
    elif name == "rrelu":
        lower, upper = arguments.get("lower", 1 / 8), arguments.get("upper", 1 / 3)
        ratio = torch.where(x < 0, y.double() / x.double(), torch.ones((), dtype=torch.float64))
        low, high = min(lower, upper) * 0.99, max(lower, upper, 1) * 1.01
        if not ((ratio >= low) & (ratio <= high))[(x != 0) & x.isfinite()].all():
            raise AssertionError("a slope lies outside [lower, upper]")


def is_random(name, sample):
    arguments = sample.kwargs
    if name == "rrelu":
        return arguments.get("training", sample.args[2] if len(sample.args) > 2 else False)
    if name == "scaled_dot_product_attention":
        return bool(arguments.get("dropout_p"))
    if name == "multi_head_attention_forward":
        return bool(arguments.get("dropout_p", sample.args[9] if len(sample.args) > 9 else 0))
    if name in ("fractional_max_pool2d", "fractional_max_pool3d"):
        return arguments.get("_random_samples") is None
    if "dropout" in name:
        return arguments.get("training", sample.args[1] if len(sample.args) > 1 else "alpha" not in name)
    return name in RANDOM


class Replaced:
    """An entry that is no function of torch but calls one, such as embedding's with its arguments the other way round:
    ours stands in torch.nn.functional while it runs."""

    def __init__(self, name, op, ours, torch):
        self.name, self.op, self.ours, self.functional = name, op, ours, torch.nn.functional

    def __call__(self, *args, **kwargs):
        before = getattr(self.functional, self.name)
        setattr(self.functional, self.name, self.ours)
        try:
            return self.op(*args, **kwargs)
        finally:
            setattr(self.functional, self.name, before)


def ours_for(name, op, function, torch):
    if getattr(op, "wrap", None):
        return op.wrap(function)
    code = getattr(op.op, "__code__", None)
    if code is not None and "torch/testing" in code.co_filename.replace(os.sep, "/"):
        return Replaced(name, op.op, function, torch)
    return function


def clone(sample, torch):
    def each(t):
        return t.detach().clone(memory_format=torch.preserve_format) if isinstance(t, torch.Tensor) else t
    return sample.transform(each)


def compare(op, ours, theirs, torch):
    """Raises where results differ by more than the tolerances of their type."""
    a, b = tensors_of(ours, torch), tensors_of(theirs, torch)
    if len(a) != len(b):
        raise AssertionError(f"got {len(a)} results, expected {len(b)}")
    for x, y in zip(a, b):
        rtol, atol = tolerance(op, y.dtype, torch)
        torch.testing.assert_close(x, y, rtol=rtol, atol=atol, equal_nan=True, check_stride=False)


def in_precision(op, sample, low, wide, torch):
    """PyTorch's results with every tensor of type `low`, and the type itself, replaced by `wide`; None where it has none."""
    widened = clone(sample, torch).transform(
        lambda t: t.to(wide) if isinstance(t, torch.Tensor) and t.dtype == low else wide if t is low else t)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return tensors_of(op.op(widened.input, *widened.args, **widened.kwargs), torch)
    except Exception:  # noqa: BLE001 (PyTorch cannot)
        return None


def distance(results, precise, torch):
    """The sum of absolute differences; infinity for other sizes and for integers that differ."""
    total = 0.0
    for x, e in zip(results, precise):
        if x.shape != e.shape or not x.is_floating_point() and not torch.equal(x, e):
            return float("inf")
        x, e = x.double(), e.double()
        off = torch.where((x == e) | (x.isnan() & e.isnan()), torch.zeros_like(x), (x - e).abs())
        total += off.sum().item()
    return float("inf") if total != total else total


def judge(op, ours, theirs, sample, torch):
    """How results agree that are not within the tolerances: IN_FLOAT, NEARER or None; and whether ours are no further from
    PyTorch's in float64 than PyTorch's own (None where it has none)."""
    ours, theirs = tensors_of(ours, torch), tensors_of(theirs, torch)
    low = next((t.dtype for t in theirs if t.is_floating_point() and t.dtype != torch.float64), None)
    if low is None or [t.dtype for t in ours] != [t.dtype for t in theirs]:
        return None, None
    precise = in_precision(op, sample, low, torch.float64, torch)
    near = None
    if precise is not None and len(precise) == len(ours) == len(theirs):
        our_distance = distance(ours, precise, torch)
        near = our_distance < float("inf") and our_distance <= distance(theirs, precise, torch)
    if low in (torch.float16, torch.bfloat16):
        float32 = in_precision(op, sample, low, torch.float32, torch)
        if float32 is not None and len(float32) == len(theirs):
            try:
                compare(op, ours, [e.to(t.dtype) for e, t in zip(float32, theirs)], torch)
                return IN_FLOAT, near
            except AssertionError:
                pass
    return (NEARER, near) if near else (None, near)


def check(name, op, function, sample, torch):
    """Computes a sample with both; raises where the results differ. How they agree, where not by the first comparison what that
    said, and judge's second result; None where PyTorch itself refuses the sample."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs_in, ours_in = clone(sample, torch), clone(sample, torch)
        try:
            theirs = op.op(theirs_in.input, *theirs_in.args, **theirs_in.kwargs)
        except Exception:  # noqa: BLE001 (whatever PyTorch says)
            return None
        ours = function(ours_in.input, *ours_in.args, **ours_in.kwargs)
    if name in RANDOM and is_random(name, sample):
        compare_random(name, sample, ours, theirs, torch)
        return SAME, "", None
    found = SAME, "", None
    try:
        compare(op, ours, theirs, torch)
    except AssertionError as error:
        how, near = judge(op, ours, theirs, sample, torch)
        if how is None:
            raise
        found = how, " ".join(str(error).split())[:400], near
    # What a function writes to besides its results: running statistics, in-place inputs.
    for x, y in zip(tensors_of([ours_in.input, ours_in.args, list(ours_in.kwargs.values())], torch),
                    tensors_of([theirs_in.input, theirs_in.args, list(theirs_in.kwargs.values())], torch)):
        rtol, atol = tolerance(op, y.dtype, torch)
        torch.testing.assert_close(x, y, rtol=rtol, atol=atol, equal_nan=True, check_stride=False)
    return found


def pick(samples, limit):
    """Evenly spread over all, so that a slice sees every kind."""
    samples = list(samples)
    if limit is None or len(samples) <= limit:
        return samples
    return [samples[i * len(samples) // limit] for i in range(limit)]


def run_entry(name, op, function, options, result, torch):
    from nnf._ops import compile_for_sizes
    for text in options.dtypes:
        dtype = getattr(torch, text)
        if dtype not in op.supported_dtypes("cpu"):
            continue
        groups = [("samples", lambda: op.sample_inputs("cpu", dtype))]
        if not options.slice:
            groups.append(("reference", lambda: op.reference_inputs("cpu", dtype)))
        for group, make in groups:
            torch.manual_seed(7)
            try:
                samples = pick(make(), options.limit)
            except Exception:  # noqa: BLE001 (an entry that cannot make samples of a type)
                continue
            if group == "reference":
                known = {describe(s, torch) for s in op.sample_inputs("cpu", dtype)}
                samples = [s for s in samples if describe(s, torch) not in known]
            for index, sample in enumerate(samples):
                variants = [(text, sample, False)]
                if group == "samples" and (not options.slice or index < 2):
                    try:
                        variants.append((text + " strided", sample.noncontiguous(), False))
                    except Exception:  # noqa: BLE001
                        pass
                if group == "samples" and text == "float32" and index < options.static:
                    variants.append((text + " static", sample, True))
                for column, variant, static in variants:
                    if static:
                        compile_for_sizes(True)
                    one(name, column, result, lambda: check(name, op, function, variant, torch),
                        lambda: f"{op.formatted_name} {group} {index}: {describe(variant, torch)}")
                    if static:
                        compile_for_sizes(False)


def one(name, column, result, test, place):
    counts = result["counts"].setdefault(column, [0, 0, 0, 0])
    try:
        found = test()
        if found is None:
            return
        how, said, near = found
        if how != SAME:
            result["judged"].append([column, place(), how, said, near])
        counts[0] += 1
        counts[2] += how == IN_FLOAT
        counts[3] += how == NEARER
    except BaseException as error:  # noqa: BLE001
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        text = " ".join(str(error).split())[:400]
        result["failures"].append([column, place(), type(error).__name__, text])
        if os.environ.get("NNF_CONFORMANCE_TRACE"):
            traceback.print_exc()
    counts[1] += 1


def check_error(function, case):
    sample = case.sample_input
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            function(sample.input, *sample.args, **sample.kwargs)
        except case.error_type:
            return SAME, "", None
        except Exception as error:  # noqa: BLE001
            raise AssertionError(f"raised {type(error).__name__} ({error}), expected {case.error_type.__name__} "
                                 f"({case.error_regex})") from None
    raise AssertionError(f"raised nothing, expected {case.error_type.__name__} ({case.error_regex})")


def run_function(name, entries, options, pipe):
    """In a process of its own: sends the counts and failures of a function."""
    import torch
    torch.set_num_threads(1)
    result = {"counts": {}, "failures": [], "judged": []}
    sys.path.insert(0, str(ROOT / "python"))
    import nnf
    import nnf.functional
    nnf.set_num_threads(options.threads)
    for op in entries:
        function = ours_for(name, op, getattr(nnf.functional, name), torch)
        run_entry(name, op, function, options, result, torch)
        if op.error_inputs_func is not None:
            for index, case in enumerate(op.error_inputs("cpu")):
                one(name, "errors", result, lambda: check_error(function, case),
                    lambda: f"{op.formatted_name} error {index}: {describe(case.sample_input, torch)}")
        pipe.send(result)
    pipe.close()


def merge(into, result):
    into.update(result)


def run_all(database, names, options):
    """Runs every function in its own process, `options.jobs` at a time. Results by function."""
    context = multiprocessing.get_context("fork")
    waiting, running, results = list(names), {}, {}
    while waiting or running:
        while waiting and len(running) < options.jobs:
            name = waiting.pop(0)
            ours, theirs = context.Pipe(False)
            process = context.Process(target=run_function, args=(name, database[name], options, theirs))
            process.start()
            theirs.close()
            running[name] = (process, ours, time.monotonic())
            results[name] = {"counts": {}, "failures": []}
        multiprocessing.connection.wait([pipe for _, pipe, _ in running.values()], timeout=1)
        for name, (process, pipe, began) in list(running.items()):
            over = False
            try:
                while pipe.poll():
                    merge(results[name], pipe.recv())
            except EOFError:
                over = True
            if time.monotonic() - began > options.timeout:
                process.kill()
                process.join()
                results[name]["failures"].append(["crash", name, "timeout", f"not done after {options.timeout} s"])
            elif not over:
                continue
            process.join()
            if process.exitcode and process.exitcode != -signal.SIGKILL:
                results[name]["failures"].append(["crash", name, "crash", f"exit code {process.exitcode}"])
            seconds = results[name]["seconds"] = round(time.monotonic() - began, 1)
            del running[name]
            if options.json:
                # A run that is interrupted has not been for nothing: --merge takes it up.
                done = {n: r for n, r in results.items() if n not in running}
                pathlib.Path(options.json).write_text(json.dumps(done, indent=1), encoding="utf-8")
            passed, total = total_of(results[name])
            print(f"{name:40} {passed:6}/{total:<6} {seconds:6.1f} s", flush=True)
            if options.verbose:
                for failure in results[name]["failures"][:options.verbose * 10]:
                    print("    " + " | ".join(failure))
    return results


def total_of(result):
    counts = result["counts"].values()
    crashes = sum(f[0] == "crash" for f in result["failures"])
    return sum(c[0] for c in counts), sum(c[1] for c in counts) + crashes


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=".*", help="a regular expression of function names")
    parser.add_argument("--dtypes", default=",".join(DTYPES))
    parser.add_argument("--slice", action="store_true", help="a few samples for each function")
    parser.add_argument("--limit", type=int, help="samples for each entry and type")
    parser.add_argument("--static", type=int, default=4, help="samples that are also compiled for their very sizes")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=1200, help="seconds for one function")
    parser.add_argument("--json", help="write counts and failures here")
    parser.add_argument("--merge", help="counts of functions that do not run now, from an earlier --json")
    parser.add_argument("--report", help="write the table here (all functions: docs/generated/conformance.md)")
    parser.add_argument("--check", help="fail where a count is lower than in this file, or write it with --update")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--verbose", "-v", action="count", default=0)
    options = parser.parse_args()
    options.dtypes = [d for d in options.dtypes.split(",") if d]
    if options.slice:
        options.limit = options.limit or 4
        options.static = min(options.static, 1)
    sys.path.insert(0, str(ROOT / "python"))
    import torch
    torch.set_num_threads(1)
    import nnf.functional
    database = load_database()
    pattern = re.compile(f"(?:{options.only})$")
    names = [n for n in sorted(database) if pattern.match(n) and n in nnf.functional.__all__]
    began = time.monotonic()
    results = run_all(database, names, options)
    passed, total = map(sum, zip(*map(total_of, results.values()))) if results else (0, 0)
    print(f"{passed} of {total} samples agree ({100 * passed / max(total, 1):.2f} %) in {time.monotonic() - began:.0f} s")
    if options.merge:
        results = {**json.loads(pathlib.Path(options.merge).read_text(encoding="utf-8")), **results}
    if options.json:
        pathlib.Path(options.json).write_text(json.dumps(results, indent=1), encoding="utf-8")
    everything = options.only == ".*" and not options.slice and not options.limit
    if options.report or everything:
        import report
        path = pathlib.Path(options.report or ROOT / "docs/generated/conformance.md")
        path.write_text(report.markdown(results, sorted(database), torch.__version__, options.limit), encoding="utf-8")
        print(f"{path} written")
    if options.check:
        wanted = [n for n in nnf.functional._signatures if pattern.match(n)]
        sys.exit(check_counts(pathlib.Path(options.check), results, options.update, wanted))


def counts_of(result):
    """[agreeing, all, agreeing with PyTorch's result in the same types]."""
    passed, total = total_of(result)
    return [passed, total, passed - sum(c[2] + c[3] for c in result["counts"].values())]


def check_counts(path, results, update, names):
    """Compares counts with those on record: none may have dropped, and none of `names` may be missing."""
    now = {name: counts_of(result) for name, result in sorted(results.items())}
    if update:
        rows = ",\n".join(f'"{name}": {json.dumps(counts)}' for name, counts in now.items())
        path.write_text(f"{{\n{rows}\n}}\n", encoding="utf-8")
        return 0
    before = json.loads(path.read_text(encoding="utf-8"))
    worse = [f"{name}: {now[name][0]} of {now[name][1]} samples agree, {now[name][2]} in the same types; "
             f"{before[name][0]} of {before[name][1]}, {before[name][2]} in the same types, before"
             for name in now if name in before and (now[name][0] < before[name][0] or now[name][2] < before[name][2])]
    worse += [f"{name}: not run, {before[name][0]} samples agreed before" for name in names if name in before and name not in now]
    print("\n".join(worse) if worse else f"no function has lost a sample ({len(now)} functions)")
    return 1 if worse else 0


if __name__ == "__main__":
    main()
