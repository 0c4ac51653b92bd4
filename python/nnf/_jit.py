# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.jit: a PyTorch module or function, captured and compiled at its first call.

    f = nnf.jit(model)
    y = f(x)              # torch in, torch out
    print(f.mlir(x))
"""

import collections
import logging
import operator
import threading
import time
import warnings

import torch
from torch.utils import _pytree as pytree

from ._compilers import add_lock
from ._lint import warn_about
from .capture import CaptureError, gradient, guards
from .capture.program import capture, flatten, refuse_inputs
from .capture.runtime import Bound, Changed
from .capture.show import Text
from .capture.watch import Reached, Watch

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
    """One compiled program. `watch`: what it depends on besides its arguments. `recorded`: tensors whose gradients it has,
    or must not have to have."""

    def __init__(self, program, bound, shapes, watch, gradient):
        self.program, self.bound, self.shapes, self.watch, self.gradient = program, bound, shapes, watch, gradient
        self.simple = not (program.writes or program.speculations or program.attributes) and all(
            o[0] == "result" and o[1] == i and o[2] is None for i, o in enumerate(program.outputs))
        self.tensors = [a.tensor for a in program.arguments if a.kind == "bound"]
        self.trains = [t.requires_grad for t in self.tensors]

    def fits(self, leaves):
        if not self.shapes.fit(leaves) or (self.watch is not None and not self.watch.same()):
            return False
        return not torch.is_grad_enabled() or [t.requires_grad for t in self.tensors] == self.trains


_MISS = object()


class _Fast:
    """The last program, for a call like the last one: tensors as positional arguments, of the same types and sizes."""

    @staticmethod
    def of(entry, args, kwargs):
        if kwargs or not entry.simple or entry.gradient or not entry.shapes.static or entry.shapes.same:
            return None
        if not args or any(type(a) is not torch.Tensor for a in args):
            return None
        return _Fast(entry, args)

    def __init__(self, entry, args):
        self.run, self.watch = entry.bound.run, entry.watch
        self.types = [(a.dtype, a.shape) for a in args]
        self.environment, self.count, self.tensors = guards.environment(), len(args), entry.tensors
        spec = entry.program.out_spec
        self.single = spec.is_leaf()
        self.spec = None if self.single or (spec.type is tuple and all(c.is_leaf() for c in spec.children())) else spec

    def __call__(self, args):
        if len(args) != self.count or self.environment != guards.environment():
            return _MISS
        recording = self.environment[0]
        for x, (dtype, shape) in zip(args, self.types):
            if type(x) is not torch.Tensor or x.dtype is not dtype or x.layout is not torch.strided or x.is_nested:
                return _MISS
            if x.shape != shape or not x.is_cpu or x.is_neg() or (recording and x.requires_grad):
                return _MISS
        if self.watch is not None and not self.watch.same():
            return _MISS
        if recording and any([t.requires_grad for t in self.tensors]):
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
        self._entries = collections.OrderedDict()
        add_lock(self, threading.RLock)
        self._seen = {}  # key: sizes of the calls so far, to see which change
        self._look()
        self.__name__ = getattr(function, "__name__", type(function).__name__)
        self._keep = []
        self._last = None  # the program of the last call, and the arguments' leaves and structure
        self.open_dims = ()  # known from the start, as (leaf, dimension)
        self._told = set()  # findings of nnf-lint that were raised already
        self._warned, self._stormed, self._fast, self._parts = False, False, None, None

    def __call__(self, *args, **kwargs):
        try:
            if self._fast is not None and not kwargs:
                result = self._fast(args)
                if result is not _MISS:
                    return result
            return self._call(args, kwargs)
        except Changed:  # model.double() and the like
            self._fast = None
            with self._lock:
                for key, entries in list(self._entries.items()):
                    self._entries[key] = [e for e in entries if e.bound.matches()]
            return self._call(args, kwargs)

    def _call(self, args, kwargs):
        if self._parts is not None:
            return self._parts(*args, **kwargs)
        leaves, spec = self._flatten(args, kwargs)
        try:
            entry = self._find(leaves, spec, args, kwargs)
        except CaptureError as e:
            if not self.fallback:
                raise
            return self._split(args, kwargs, e)
        self._last = entry.program, [type(t) if isinstance(t, torch.Tensor) else t for t in leaves], spec
        if entry.gradient:
            return self._run_with_gradients(entry, leaves, spec)
        result = self._run(entry, leaves, args, kwargs)
        self._fast = _Fast.of(entry, args, kwargs)
        return result

    @staticmethod
    def _flatten(args, kwargs):
        leaves, spec = flatten((args, kwargs))
        return [t.resolve_neg() if isinstance(t, torch.Tensor) and t.layout is torch.strided and t.is_neg() else t
                for t in leaves], spec

    # -- finding a program ------------------------------------------------------------------------------------------------

    def _key(self, leaves, spec):
        return (spec, tuple(map(guards.describe, leaves)), guards.environment(), tuple([m.training for m in self._modules]))

    def _split(self, args, kwargs, error):
        """With fallback: TorchDynamo finds the parts, PyTorch runs what is none."""
        log.info("%s", error)
        from . import dynamo
        self._parts = torch.compile(self.function, backend=lambda graph, inputs: dynamo.compile_graph(graph, inputs, self.num_threads))
        return self._parts(*args, **kwargs)

    def _find(self, leaves, spec, args, kwargs):
        key = self._key(leaves, spec)
        for entry in self._entries.get(key, ()):
            if entry.fits(leaves):
                return entry
        with self._lock:
            self._look()
            key = self._key(leaves, spec)
            for entry in self._entries.get(key, ()):
                if entry.fits(leaves):
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
        given = torch.is_grad_enabled() and any(isinstance(t, torch.Tensor) and t.requires_grad for t in leaves)
        wanted = given or (torch.is_grad_enabled() and any(p.requires_grad for p in self._reached.parameters()))
        program = capture(self.function, args, kwargs, open_dims, repeatable=wanted)
        trains = torch.is_grad_enabled() and any(a.tensor.requires_grad for a in program.arguments if a.kind == "bound")
        if trains and not wanted:  # a tensor that was found in the capture only
            program = capture(self.function, args, kwargs, open_dims, repeatable=True)
        wanted = given or trains
        if wanted:
            self._warn(program)
        captured = time.perf_counter()
        warn_about(program.text, self._told)
        bound = self._same_bound(program) or Bound(program, self.num_threads, self.freeze)
        log.info("%s compiled (%s): captured in %.0f ms, %s in %.0f ms", self.__name__, why, 1e3 * (captured - began),
                 "read from the disk" if bound.cached else "compiled", 1e3 * (time.perf_counter() - captured))
        written = [(d, n) for d, n, _, _ in program.attributes]
        watch = None if self.freeze else Watch(self._reached, written)
        entry = _Entry(program, bound, guards.Shapes(program, leaves), watch, wanted)
        # What a key knows by its address must not make room for another object.
        self._keep += [x for x in leaves if not isinstance(x, torch.Tensor) and guards.by_address(x)]
        entries = self._entries.setdefault(key, [])
        entries.insert(0, entry)
        del entries[_MOST_PROGRAMS:]
        self._entries.move_to_end(key)
        if sum(map(len, self._entries.values())) > _MOST_PROGRAMS:
            self._forget()
        return entry

    def _same_bound(self, program):
        """What an earlier program of the same text and tensors was bound to, as where gradients were recorded and are no more:
        packed weights are there once."""
        held = [a.tensor for a in program.arguments if a.kind == "bound"]
        if program.random:
            return None
        plain = lambda p: p.text.partition("\n#at")[0]  # noqa: E731 (without lines of files)
        for entry in [e for entries in self._entries.values() for e in entries]:
            if plain(entry.program) == plain(program) and not entry.program.random and len(entry.tensors) == len(held) and all(
                    map(operator.is_, entry.tensors, held)) and entry.bound.serves(program):
                return entry.bound
        return None

    def _forget(self):
        """Drops the key that was compiled for first."""
        self._entries.popitem(last=False)
        if not self._stormed:
            self._stormed = True
            log.warning("%s was compiled more than %d times: an argument that is no tensor, an attribute or a size with conditions "
                        "differs from call to call; the oldest programs are dropped", self.__name__, _MOST_PROGRAMS)

    def _initialise(self, args, kwargs):
        """Lazy modules, and those of Keras, make their parameters from the first inputs that they see."""
        if any(torch.nn.parameter.is_lazy(p) for m in self._modules for p in (*m._parameters.values(), *m._buffers.values())) or (
                any(getattr(m, "built", True) is False for m in self._modules)):
            with torch.no_grad(), torch.random.fork_rng():
                self.function(*args, **kwargs)
            self._look()

    def _look(self):
        """What the function gets at as it is now."""
        self._reached = Reached(self.function)
        self._modules = self._reached.modules

    # -- running ------------------------------------------------------------------------------------------------------------

    def _warn(self, program):
        if program.writes and any(kind == "input" for (kind, _), _ in program.writes):
            raise CaptureError([], "nnf.jit: %s writes to an input while gradients are recorded: write to a copy, or use "
                               "torch.no_grad()" % self.__name__)
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
        program = entry.program
        if program.writes:
            self._refuse_overlaps(entry, leaves)
        results = entry.bound.run(leaves)
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
        for d, name, spec, first in program.attributes:
            d[name] = pytree.tree_unflatten(outputs[first:first + spec.num_leaves], spec)
        return pytree.tree_unflatten(outputs[:program.out_spec.num_leaves], program.out_spec)

    def _refuse_overlaps(self, entry, leaves):
        """A write to one tensor must not be one to another that the program took for a different one."""
        held = {}
        for i, t in enumerate(leaves):
            if isinstance(t, torch.Tensor) and t.numel():
                held.setdefault(t.untyped_storage().data_ptr(), {})[id(t)] = "input %d" % i
        for t in entry.tensors:
            held.setdefault(t.untyped_storage().data_ptr(), {})[id(t)] = "a tensor of the model"
        for owner, _ in entry.program.writes:
            sharing = held.get(self._owner(entry, owner, leaves).untyped_storage().data_ptr(), ())
            if len(sharing) > 1 and any(what != "a tensor of the model" for what in sharing.values()):
                raise CaptureError([], "nnf.jit: %s writes to %s, which share memory: pass a copy" % (
                    self.__name__, " and ".join(sorted(set(sharing.values())))))

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
        """The module that a call with these arguments runs: a str, in colours in a notebook."""
        return Text(self._program(args, kwargs).text)

    def _program(self, args, kwargs):
        leaves, spec = self._flatten(args, kwargs)
        return self._find(leaves, spec, args, kwargs).program

    def save(self, path, *args, cpus=None, **kwargs):
        """Writes the program for these arguments (without any, that of the last call) as a shared library with its weights:
        nnf.load runs it, without PyTorch or a compiler. `cpus`: processors that it holds code for, such as ["x86-64-v3",
        "x86-64-v4"], instead of this machine's alone. Open sizes stay open."""
        from .capture.save import save
        if args or kwargs:
            leaves, spec = self._flatten(args, kwargs)
            self._last = self._find(leaves, spec, args, kwargs).program, [
                type(t) if isinstance(t, torch.Tensor) else t for t in leaves], spec
        if self._last is None:
            raise ValueError("save: %s was not called yet: call it, or give the arguments to save it for" % self.__name__)
        program, leaves, spec = self._last
        return save(program, leaves, spec, path, cpus)

    def summary(self, *args, **kwargs):
        """A table of the calls that a run with these arguments makes: module, op, shapes, parameters, operations, bytes;
        below it the memory of the parameters and of their packed copies."""
        from .capture.summary import summary
        leaves, spec = self._flatten(args, kwargs)
        entry = self._find(leaves, spec, args, kwargs)
        return summary(self.__name__, entry.program, self.function, entry.bound.memory())

    def memory(self, *args, **kwargs):
        """The memory that the program for these arguments takes, in bytes by kind: packed copies of parameters, temporaries of a
        call (which is made, but for its writes) and more; see nnf.capture.memory.Memory."""
        from .capture.memory import Memory
        leaves, spec = self._flatten(args, kwargs)
        entry = self._find(leaves, spec, args, kwargs)
        with torch.no_grad():
            return Memory(self.__name__, **entry.bound.memory(leaves))

    def profile(self, *args, **kwargs):
        """A table of the time that each op of a run with these arguments takes on its own, beside that of the whole program."""
        from .capture.profile import profile
        leaves, spec = self._flatten(args, kwargs)
        entry = self._find(leaves, spec, args, kwargs)
        program = entry.program if entry.shapes.static else capture(self.function, args, kwargs)
        with torch.no_grad():
            return profile(self.__name__, program, lambda: entry.bound.run(leaves), self.num_threads)

    def refresh(self):
        """Parameters were changed where nobody could see it (through `.data` or NumPy): take them anew."""
        for entries in self._entries.values():
            for entry in entries:
                entry.bound.refresh()
