# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where the time of a captured program goes: each of its ops compiled on its own and timed, beside the whole program.

In the whole program ops are fused and glue lies between them, so the sum over the ops is not its time; both are printed.
"""

import re
import time

import torch

from .program import Argument, Program
from .runtime import Bound
from .table import Table, count
from .types import tensor_type
from .values import Value

_SECONDS = 0.02  # for each different op


def _best(call):
    """Seconds of the fastest call in a short while, after one that is not counted."""
    call()
    best, end = float("inf"), time.perf_counter() + _SECONDS
    while time.perf_counter() < end or best == float("inf"):
        began = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - began)
    return best


def _example(sizes, dtype):
    """Values that any op takes: numbers of float type in (0, 1), indices and labels that are there."""
    return torch.rand(sizes).to(dtype) if dtype.is_floating_point else torch.zeros(sizes, dtype=dtype)


def _alone(text, operands, types, results):
    """A Program of one op: weights and tensors of the model are parameters, everything else is input."""
    program, names, lines = Program(), {}, []
    for v, type in zip(operands, types):
        name = v.name if isinstance(v, Value) else v
        if name in names:
            continue
        sizes, dtype = (v.sizes, v.dtype) if isinstance(v, Value) else ((), torch.int64)
        bound = name.startswith("%w")
        a = Argument("bound" if bound else "input", "%%x%d" % len(names), type, sizes, dtype, index=len(names),
                     tensor=_example(sizes, dtype) if bound else None)
        a.parameter = bound
        names[name] = a.name
        program.arguments.append(a)
        lines.append("%s: %s%s" % (a.name, type, " {nnf.parameter}" if bound else ""))
    text = re.sub(r"%[\w#]+", lambda m: names.get(m.group(), m.group()), text)
    made = ", ".join(tensor_type(s, d) for s, d in results)
    many = ":%d" % len(results) if len(results) > 1 else ""
    returned = ", ".join("%%y#%d" % i for i in range(len(results))) if many else "%y"
    program.text = "func.func @main(%s) -> (%s) {\n  %%y%s = %s\n  return %s : %s\n}\n" % (
        ", ".join(lines), made, many, text, returned, made)
    program.results = [(tuple(s), d) for s, d in results]
    return program


class Profile(Table):
    """`rows`: (module, op, shape of the result, seconds or None, operations) each; `seconds`: of the whole program. Prints as
    text, shows as a table in a notebook."""

    HEAD = ("module", "op", "result", "time", "share", "operations/s")

    def __init__(self, name, rows, seconds):
        self.name, self.rows, self.seconds = name, rows, seconds

    def _lines(self):
        total = sum(r[3] for r in self.rows if r[3]) or 1.0
        for module, op, shape, seconds, work in self.rows:
            known = seconds is not None
            yield (module, op, shape, "%.3f ms" % (1e3 * seconds) if known else "", "%.1f %%" % (100 * seconds / total) if known else "",
                   count(int(work / seconds)) if known and isinstance(work, int) else "")
        yield ("ops alone", "%d calls" % len(self.rows), "", "%.3f ms" % (1e3 * sum(r[3] for r in self.rows if r[3])), "", "")
        yield ("whole program", "", "", "%.3f ms" % (1e3 * self.seconds), "", "")


def profile(name, program, run, threads):
    """The Profile of a program with fixed sizes; `run` runs the whole of it."""
    known, rows = {}, []
    for (_, _, module), op, _, results, work, alone in program.calls:
        seconds = None
        if alone is not None and all(d != torch.uint8 for d in [d for _, d in results] + [
                v.dtype for v in alone[1] if isinstance(v, Value)]):
            one = _alone(*alone, results)
            seconds = known.get(one.text)
            if seconds is None:
                bound = Bound(one, threads)
                leaves = [None if a.kind == "bound" else _example(a.sizes, a.dtype) for a in one.arguments]
                seconds = known[one.text] = _best(lambda: bound.run(leaves))
        rows.append((module or "", op, "x".join(map(str, results[0][0])) or "scalar", seconds, work))
    return Profile(name, rows, _best(run))
