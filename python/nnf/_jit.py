# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.jit: a PyTorch module or function, captured and compiled at its first call.

    f = nnf.jit(model)
    y = f(x)              # torch in, torch out
    print(f.mlir(x))
"""

import logging
import threading
import time

import torch
from torch.utils import _pytree as pytree

from .capture import guards
from .capture.program import capture, refuse_inputs
from .capture.runtime import Bound

log = logging.getLogger("nnf.jit")
# Programs for one function beyond which the oldest go: an endless number of shapes must not fill the memory.
_MOST_PROGRAMS = 32


def jit(function, freeze=False, dynamic=None, num_threads=0, fallback=False):
    """`function` (a torch.nn.Module or a function of tensors) as one that nnf compiles.

    freeze: parameters and buffers are constants, changes to them are not seen. dynamic: `{"x": {0: "batch"}}` leaves sizes
    open; without it the first call's sizes are taken as they are, and those that change later become open. num_threads: 0
    for one per physical core. fallback: what cannot be captured runs in PyTorch, instead of a CaptureError."""
    if not callable(function):
        raise TypeError("nnf.jit takes a module or a function, got %s" % type(function).__name__)
    return Jitted(function, freeze, dynamic, num_threads, fallback)


class _Entry:
    """One compiled program."""

    def __init__(self, program, bound, shapes, flags, bindings):
        self.program, self.bound, self.shapes, self.flags, self.bindings = program, bound, shapes, flags, bindings
        self.simple = not program.writes and all(o[0] == "result" and o[1] == i and o[2] is None
                                                 for i, o in enumerate(program.outputs))


class Jitted:
    """What nnf.jit returns: call it as the function."""

    def __init__(self, function, freeze, dynamic, num_threads, fallback):
        self.function, self.freeze, self.dynamic = function, freeze, dynamic
        self.num_threads, self.fallback = num_threads, fallback
        self._entries, self._lock = {}, threading.RLock()
        self._seen = {}  # key: sizes of the calls so far, to see which change
        self._modules = list(function.modules()) if isinstance(function, torch.nn.Module) else []
        self.__name__ = getattr(function, "__name__", type(function).__name__)
        self._refused = set()

    def __call__(self, *args, **kwargs):
        leaves, spec = pytree.tree_flatten((args, kwargs))
        entry = self._find(leaves, spec, args, kwargs)
        if entry is None:
            return self.function(*args, **kwargs)
        return self._run(entry, leaves)

    # -- finding a program ------------------------------------------------------------------------------------------------

    def _key(self, leaves, spec):
        return (spec, tuple(map(guards.describe, leaves)), guards.environment(),
                tuple([m.training for m in self._modules]))

    def _find(self, leaves, spec, args, kwargs):
        key = self._key(leaves, spec)
        for entry in self._entries.get(key, ()):
            if entry.shapes.fit(leaves) and all(d.get(n) is t for d, n, t in entry.bindings):
                return entry
        with self._lock:
            for entry in self._entries.get(key, ()):
                if entry.shapes.fit(leaves) and all(d.get(n) is t for d, n, t in entry.bindings):
                    return entry
            return self._make(key, leaves, args, kwargs)

    def _open(self, key, leaves, args, kwargs):
        """The dimensions to leave open, and why a program is made."""
        if self.dynamic:
            wanted = guards.open_dimensions(self.dynamic, args, kwargs, self.function)
            return {(i, d) for i, d in wanted if leaves[i].shape[d] > 1}, "first call with these types"
        shapes = {i: tuple(t.shape) for i, t in enumerate(leaves) if isinstance(t, torch.Tensor)}
        before = self._seen.setdefault(key, [])
        changed = {(i, d) for old in before for i, sizes in old.items() for d, s in enumerate(sizes) if s != shapes[i][d]}
        before.append(shapes)
        del before[:-8]
        changed = {(i, d) for i, d in changed if shapes[i][d] > 1}
        why = "first call with these types" if not changed else "new sizes: %s open" % ", ".join(
            "dimension %d of tensor %d" % (d, i) for i, d in sorted(changed))
        return changed, why

    def _make(self, key, leaves, args, kwargs):
        refuse_inputs(leaves)
        began = time.perf_counter()
        open_dims, why = self._open(key, leaves, args, kwargs)
        program = capture(self.function, args, kwargs, open_dims, self.freeze)
        captured = time.perf_counter()
        bound = Bound(program, self.num_threads, self.freeze)
        log.info("%s compiled (%s): captured in %.0f ms, compiled in %.0f ms", self.__name__, why, 1e3 * (captured - began),
                 1e3 * (time.perf_counter() - captured))
        entry = _Entry(program, bound, guards.Shapes(program, leaves), None, self._bindings(program))
        entries = self._entries.setdefault(key, [])
        entries.insert(0, entry)
        del entries[_MOST_PROGRAMS:]
        return entry

    def _bindings(self, program):
        """Where the module keeps the tensors that the program was bound to: (dictionary, name, tensor)."""
        if self.freeze:
            return []
        used = {id(a.tensor) for a in program.arguments if a.kind == "bound"}
        return [(d, n, t) for m in self._modules for d in (m._parameters, m._buffers) for n, t in d.items()
                if t is not None and id(t) in used]

    # -- running ------------------------------------------------------------------------------------------------------------

    def _run(self, entry, leaves):
        results = entry.bound.run(leaves)
        program = entry.program
        if entry.simple:
            return pytree.tree_unflatten(results, program.out_spec)
        for owner, k in program.writes:
            self._owner(entry, owner, leaves).detach().copy_(results[k])
        outputs = [self._output(entry, o, results, leaves) for o in program.outputs]
        return pytree.tree_unflatten(outputs, program.out_spec)

    @staticmethod
    def _owner(entry, owner, leaves):
        kind, i = owner
        return leaves[i] if kind == "input" else next(a for a in entry.program.arguments if a.name == "%%w%d" % i).tensor

    def _output(self, entry, o, results, leaves):
        kind = o[0]
        if kind == "constant":
            return o[1]
        if kind == "size":
            return entry.bound._size(o[1], leaves)
        if kind == "result":
            y = results[o[1]]
            return y if o[2] is None else y.permute(o[2])
        t = self._owner(entry, o[1], leaves)
        layout = o[2]
        if layout is None:
            return t
        size = lambda e: entry.bound._size(e, leaves)  # noqa: E731
        return t.as_strided([size(s) for s in layout.sizes], [size(s) for s in layout.strides],
                            size(layout.offset) + t.storage_offset())

    # -- looking inside -------------------------------------------------------------------------------------------------------

    def mlir(self, *args, **kwargs):
        """The module that a call with these arguments runs, as text."""
        leaves, spec = pytree.tree_flatten((args, kwargs))
        return self._find(leaves, spec, args, kwargs).program.text

    def refresh(self):
        """Parameters were changed where nobody could see it (through `.data` or NumPy): take them anew."""
        for entries in self._entries.values():
            for entry in entries:
                entry.bound.refresh()
