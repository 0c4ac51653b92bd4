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
import warnings

import torch
from torch.utils import _pytree as pytree

from .capture import CaptureError, gradient, guards
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

    def __init__(self, program, bound, shapes, bindings, gradient):
        self.program, self.bound, self.shapes, self.bindings, self.gradient = program, bound, shapes, bindings, gradient
        self.simple = not program.writes and not program.speculations and all(o[0] == "result" and o[1] == i and o[2] is None
                                                 for i, o in enumerate(program.outputs))


_MISS = object()


class _Fast:
    """The last program, for a call like the last one: tensors as positional arguments, of the same types and sizes."""

    @staticmethod
    def of(jitted, entry, args, kwargs):
        if kwargs or not entry.simple or entry.gradient or not entry.shapes.static or entry.shapes.same:
            return None
        if not args or any(type(a) is not torch.Tensor for a in args):
            return None
        return _Fast(jitted, entry, args)

    def __init__(self, jitted, entry, args):
        self.run, self.bindings, self.modules = entry.bound.run, entry.bindings, jitted._modules
        self.types = [(a.dtype, a.shape) for a in args]
        self.environment, self.flags = guards.environment(), [m.training for m in jitted._modules]
        self.count, self.trains, self.parameters = len(args), torch.is_grad_enabled() and bool(jitted._trains()), jitted._parameters
        spec = entry.program.out_spec
        self.single = spec.is_leaf()
        self.spec = None if self.single or (spec.type is tuple and all(c.is_leaf() for c in spec.children())) else spec

    def __call__(self, args):
        if len(args) != self.count or self.environment != guards.environment() or self.trains:
            return _MISS
        recording = self.environment[0]
        for x, (dtype, shape) in zip(args, self.types):
            if type(x) is not torch.Tensor or x.dtype is not dtype or x.shape != shape or (recording and x.requires_grad):
                return _MISS
            if x.is_cpu is False:
                return _MISS
        if self.flags != [m.training for m in self.modules] or (recording and any([p.requires_grad for p in self.parameters])):
            return _MISS
        for d, n, t in self.bindings:
            if d.get(n) is not t:
                return _MISS
        results = self.run(args)
        if self.single:
            return results[0]
        return tuple(results) if self.spec is None else pytree.tree_unflatten(results, self.spec)


class Jitted:
    """What nnf.jit returns: call it as the function."""

    def __init__(self, function, freeze, dynamic, num_threads, fallback):
        self.function, self.freeze, self.dynamic = function, freeze, dynamic
        self.num_threads, self.fallback = num_threads, fallback
        self._entries, self._lock = {}, threading.RLock()
        self._seen = {}  # key: sizes of the calls so far, to see which change
        self._look()
        self.__name__ = getattr(function, "__name__", type(function).__name__)
        self.open_dims = ()  # known from the start, as (leaf, dimension)
        self._warned, self._fast, self._parts = False, None, None

    def __call__(self, *args, **kwargs):
        if self._fast is not None and not kwargs:
            result = self._fast(args)
            if result is not _MISS:
                return result
        if self._parts is not None:
            return self._parts(*args, **kwargs)
        leaves, spec = pytree.tree_flatten((args, kwargs))
        try:
            entry = self._find(leaves, spec, args, kwargs)
        except CaptureError as e:
            if not self.fallback:
                raise
            return self._split(args, kwargs, e)
        if entry.gradient:
            return self._run_with_gradients(entry, leaves, spec)
        result = self._run(entry, leaves, args, kwargs)
        self._fast = _Fast.of(self, entry, args, kwargs)
        return result

    # -- finding a program ------------------------------------------------------------------------------------------------

    def _key(self, leaves, spec):
        return (spec, tuple(map(guards.describe, leaves)), guards.environment(),
                tuple([m.training for m in self._modules]), torch.is_grad_enabled() and self._trains())

    def _trains(self):
        """Which parameters want gradients."""
        return tuple([p.requires_grad for p in self._parameters]) if any([p.requires_grad for p in self._parameters]) else ()

    def _split(self, args, kwargs, error):
        """With fallback: TorchDynamo finds the parts, PyTorch runs what is none."""
        log.info("%s", error)
        from . import dynamo
        self._parts = torch.compile(self.function, backend=lambda graph, inputs: dynamo.compile_graph(graph, inputs, self.num_threads))
        return self._parts(*args, **kwargs)

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
        if self.open_dims:
            return {(i, d) for i, d in self.open_dims if leaves[i].shape[d] > 1}, "first call with these types"
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
        self._initialise(args, kwargs)
        began = time.perf_counter()
        open_dims, why = self._open(key, leaves, args, kwargs)
        wanted = torch.is_grad_enabled() and (
            any(isinstance(t, torch.Tensor) and t.requires_grad for t in leaves) or self._trains())
        program = capture(self.function, args, kwargs, open_dims, repeatable=wanted)
        wanted = wanted and (any(a.tensor.requires_grad for a in program.arguments if a.kind == "bound") or any(
            isinstance(t, torch.Tensor) and t.requires_grad for t in leaves))
        if wanted:
            self._warn(program)
        captured = time.perf_counter()
        bound = Bound(program, self.num_threads, self.freeze)
        log.info("%s compiled (%s): captured in %.0f ms, compiled in %.0f ms", self.__name__, why, 1e3 * (captured - began),
                 1e3 * (time.perf_counter() - captured))
        entry = _Entry(program, bound, guards.Shapes(program, leaves), self._bindings(program), wanted)
        entries = self._entries.setdefault(key, [])
        entries.insert(0, entry)
        del entries[_MOST_PROGRAMS:]
        return entry

    def _initialise(self, args, kwargs):
        """Lazy modules make their parameters from the first inputs that they see."""
        if any(torch.nn.parameter.is_lazy(p) for m in self._modules for p in (*m._parameters.values(), *m._buffers.values())):
            with torch.no_grad(), torch.random.fork_rng():
                self.function(*args, **kwargs)
            self._look()

    def _look(self):
        """The module's parts as they are now."""
        is_module = isinstance(self.function, torch.nn.Module)
        self._modules = list(self.function.modules()) if is_module else []
        self._parameters = list(self.function.parameters()) if is_module else []

    def _bindings(self, program):
        """Where the module keeps the tensors that the program was bound to: (dictionary, name, tensor)."""
        if self.freeze:
            return []
        used = {id(a.tensor) for a in program.arguments if a.kind == "bound"}
        return [(d, n, t) for m in self._modules for d in (m._parameters, m._buffers) for n, t in d.items()
                if t is not None and id(t) in used]

    # -- running ------------------------------------------------------------------------------------------------------------

    def _warn(self, program):
        if program.writes and any(kind == "input" for (kind, _), _ in program.writes):
            raise CaptureError([], "%s (it writes to an input while gradients are recorded: write to a copy, or use "
                               "torch.no_grad())" % self.__name__)
        if not self._warned:
            self._warned = True
            warnings.warn("nnf.jit: gradients of %s are computed by PyTorch, which repeats the forward in the backward" % self.__name__,
                          stacklevel=5)

    def _run_with_gradients(self, entry, leaves, spec):
        call = gradient.Call(self, entry, leaves, spec)
        program = entry.program
        made = gradient.Region.apply(call, *call.tensors())
        wanted = sorted({o[1] for o in program.outputs if o[0] == "result"})
        results = list(call.results)
        for k, y in zip(wanted, made):
            results[k] = y
        return self._finish(entry, results, leaves)

    def _run(self, entry, leaves, args, kwargs):
        results = entry.bound.run(leaves)
        program = entry.program
        if program.speculations and any(bool(results[k]) for k in program.speculations):
            log.info("%s: a check of values failed, PyTorch runs this call", self.__name__)
            return self.function(*args, **kwargs)
        return self._finish(entry, results, leaves)

    def _finish(self, entry, results, leaves):
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
        return self._program(args, kwargs).text

    def _program(self, args, kwargs):
        leaves, spec = pytree.tree_flatten((args, kwargs))
        return self._find(leaves, spec, args, kwargs).program

    def summary(self, *args, **kwargs):
        """A table of the calls that a run with these arguments makes: module, op, shapes, parameters, operations, bytes."""
        from .capture.summary import summary
        return summary(self.__name__, self._program(args, kwargs), self.function)

    def refresh(self):
        """Parameters were changed where nobody could see it (through `.data` or NumPy): take them anew."""
        for entries in self._entries.values():
            for entry in entries:
                entry.bound.refresh()
