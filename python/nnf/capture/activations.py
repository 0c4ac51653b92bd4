# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the activations of a model are like: which are dead or saturated, sparse, NaN or infinite.

The captured program is rewritten to return what each of its nnf ops computes, and the slope of each activation at every
element (the pass nnf-watch-values). Nothing is fused away then, so this is no way to time anything.
"""

import copy
import ctypes
import re

import torch

from .. import native
from .._compilers import compiler
from .program import capture
from .runtime import Bound
from .table import Table

# A slope below this hardly lets a gradient through.
SATURATED = 0.01

_RESULT = re.compile(r'tensor<((?:\d+x)*)(f16|bf16|f32|f64)> \{([^{}]*)\}')
_ATTRIBUTE = re.compile(r'nnf\.(\w+) = (?:"((?:[^"\\]|\\.)*)"|(-?\d+) : i64)')
_TYPES = {"f16": torch.float16, "bf16": torch.bfloat16, "f32": torch.float32, "f64": torch.float64}


class Activation:
    """One value. `module`, `op`, `place` ("model.py:12:1"), `shape`; `bytes`; shares in [0, 1]: `sparsity` (zeros), `dead` (the
    slope is 0), `saturated` (it is below SATURATED; both None for what is no activation); `nans`, `infinities`; `low`, `high`
    of the finite elements."""

    def __init__(self, module, op, place, value):
        self.module, self.op, self.place, self.shape = module, op, place, tuple(value.shape)
        self.bytes = value.numel() * value.element_size()
        count, finite = max(value.numel(), 1), value[torch.isfinite(value)]
        self.sparsity = int((value == 0).sum()) / count
        self.nans, self.infinities = int(value.isnan().sum()), int(value.isinf().sum())
        self.low, self.high = (float(finite.min()), float(finite.max())) if finite.numel() else (0.0, 0.0)
        self.dead = self.saturated = None

    def add_slope(self, slope):
        slope, count = slope.abs(), max(slope.numel(), 1)
        self.dead = int((slope == 0).sum()) / count
        self.saturated = int(((slope > 0) & (slope < SATURATED)).sum()) / count


class Activations(Table, list):
    """The Activation of each value, in the order of the program. Prints as text, shows as a table in a notebook. `fused`: bytes
    that the values would take beside one another but do not in the program as it runs, which fuses ops, computes in place and
    shares memory; `memory`: what that program takes for temporaries and results."""

    HEAD = ("module", "op", "result", "bytes", "zero", "dead", "saturated", "nan", "inf", "lowest", "highest")

    def __init__(self, name, rows, memory):
        super().__init__(rows)
        self.name, self.memory = name, memory
        self.fused = max(sum(r.bytes for r in rows) - memory, 0)

    def _lines(self):
        def share(x):
            return "" if x is None else "%.1f %%" % (100 * x)
        for r in self:
            yield (r.module, r.op, "x".join(map(str, r.shape)) or "scalar", str(r.bytes), share(r.sparsity), share(r.dead),
                   share(r.saturated), str(r.nans or ""), str(r.infinities or ""), "%.4g" % r.low, "%.4g" % r.high)
        yield ("saved by fusion and in place", "", "", str(self.fused), "", "", "", "", "", "", "")


def _rewritten(text, threads):
    """The module that returns the values, as text."""
    c, source, message = compiler(threads), text.encode(), ctypes.c_void_p()
    library = c._library
    module = library.nnf_parse(c._compiler, source, len(source), None, ctypes.byref(message))
    if not module:
        raise native.Error(c._take(message))
    try:
        if library.nnf_module_watch(module, ctypes.byref(message)):
            raise native.Error(c._take(message))
        return c._take(ctypes.c_void_p(library.nnf_module_text(module)))
    finally:
        library.nnf_module_destroy(module)


def _watched(text):
    """(sizes, dtype, attributes) of each result of the rewritten function."""
    head = text[text.index("func.func @"):]
    head = head[head.index("->"):head.index("\n")]
    found = []
    for sizes, dtype, attributes in _RESULT.findall(head):
        known = {name: value if number == "" else int(number) for name, value, number in _ATTRIBUTE.findall(attributes)}
        found.append((tuple(int(s) for s in sizes.split("x") if s), _TYPES[dtype], known))
    return found


def watch(name, function, args, kwargs, threads=0):
    """The Activations of `function(*args, **kwargs)`."""
    program = capture(function, args, kwargs)
    leaves = torch.utils._pytree.tree_flatten((args, kwargs))[0]
    text = _rewritten(program.text, threads)
    results = _watched(text)
    changed = copy.copy(program)
    changed.text, changed.results = text, [(sizes, dtype) for sizes, dtype, _ in results]
    with torch.no_grad():
        values = Bound(changed, threads).run(leaves)
    by_result, rows = {}, []
    for i, (value, (_, _, known)) in enumerate(zip(values, results)):
        if "slope_of" in known:
            by_result[known["slope_of"]].add_slope(value)
        else:
            by_result[i] = Activation(known.get("module", ""), known["watch"], known.get("place", ""), value)
            rows.append(by_result[i])
    bound = Bound(program, threads)
    with torch.no_grad():
        memory = bound.peak(leaves)
    return Activations(name, rows, memory)
