# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.jit for functions of NumPy arrays, and the choice between the two kinds of nnf.jit."""

import collections
import dis
import inspect
import logging
import sys
import threading
import time
import types

import numpy

from ._compilers import add_lock
from .capture.arrays.program import capture, flatten, is_array, refuse_input, unflatten
from .capture.arrays.runtime import Bound
from .capture.report import CaptureError
from .capture.show import Text

log = logging.getLogger("nnf.jit")
_MOST_PROGRAMS = 32
_PLAIN = (bool, int, float, complex, str, bytes, type(None))


def _describe(x):
    """The part of a key for a leaf: types of arrays, values of everything else."""
    if type(x) is numpy.ndarray:
        return (numpy.ndarray, x.dtype, x.ndim, x.flags.c_contiguous)
    if is_array(x):
        return (type(x), x.dtype.str, x.ndim, x.flags.c_contiguous)
    try:
        hash(x)
    except TypeError:
        return (type(x), id(x))
    return (type(x), repr(x) if isinstance(x, float) else x)


class _Watch:
    """The variables that a function names in its closure, globals and defaults, and the attributes of its object: plain
    values by value, everything else by which object it is."""

    def __init__(self, function):
        self._places = []  # (what reads a value, the value as it was)
        self._seen = set()
        self._keep = []
        self._look(function)

    def _look(self, f):
        if isinstance(f, types.MethodType):
            self._object(f.__self__)
            f = f.__func__
        if not isinstance(f, types.FunctionType):
            if not isinstance(f, (type, types.BuiltinFunctionType, types.ModuleType)) and hasattr(type(f), "__call__"):
                self._object(f)
                f = getattr(type(f), "__call__")
            if not isinstance(f, types.FunctionType):
                return
        if f in self._seen or f.__module__ and f.__module__.split(".")[0] in ("numpy", "nnf"):
            return
        self._seen.add(f)
        for cell in f.__closure__ or ():
            self._place(lambda cell=cell: cell.cell_contents)
        names = {i.argval for i in dis.get_instructions(f.__code__) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
        for code in [c for c in f.__code__.co_consts if isinstance(c, types.CodeType)]:
            names |= {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
        for name in sorted(n for n in names if n in f.__globals__):
            self._place(lambda g=f.__globals__, name=name: g[name])

    def _object(self, x):
        for name in list(getattr(x, "__dict__", {})):
            self._place(lambda d=x.__dict__, name=name: d[name])

    def _place(self, read):
        try:
            value = read()
        except (KeyError, ValueError):
            return
        self._keep.append(value)
        self._places.append((read, self._mark(value)))
        if isinstance(value, (types.FunctionType, types.MethodType)):
            self._look(value)

    @staticmethod
    def _mark(x):
        return (type(x), repr(x)) if isinstance(x, _PLAIN) else id(x)

    def same(self):
        try:
            return all(self._mark(read()) == mark for read, mark in self._places)
        except (KeyError, ValueError):
            return False


class _Entry:
    def __init__(self, program, bound, leaves, watch):
        self.program, self.bound, self.watch = program, bound, watch
        conditions = program.conditions
        self.symbols, self._check = conditions.symbols, conditions.check()
        open_ = set(conditions.symbols)
        opened = {i for i, _ in open_}
        self.shapes = [(i, leaves[i].shape) for i in program.inputs if i not in opened]
        self.static = [(i, d, leaves[i].shape[d]) for i in opened for d in range(leaves[i].ndim) if (i, d) not in open_]
        self.same = self._same(leaves)
        sizes = [o[1] for o in program.outputs if o[0] == "size"]
        self._sizes = conditions.function(sizes) if sizes else None

    @staticmethod
    def _same(leaves):
        """Which arrays are the same object."""
        first = {}
        return [first.setdefault(id(x), i) for i, x in enumerate(leaves) if isinstance(x, numpy.ndarray)]

    def values(self, leaves):
        return [leaves[i].shape[d] for i, d in self.symbols]

    def fits(self, leaves):
        for i, shape in self.shapes:
            if leaves[i].shape != shape:
                return False
        if any(leaves[i].shape[d] != n for i, d, n in self.static) or self._same(leaves) != self.same or not self.watch.same():
            return False
        if any(not numpy.array_equal(x, held) for x, held in self.program.constants):
            return False
        return not self.symbols or all(self._check(*self.values(leaves)))

    def run(self, leaves):
        program = self.program
        if program.writes:
            self._refuse_overlaps(leaves)
        results = self.bound.run(leaves)
        for (kind, i), k in program.writes:
            numpy.copyto(leaves[i] if kind == "input" else program.bound[i], results[k])
        sizes = iter(self._sizes(*self.values(leaves)) if self._sizes else ())
        made = []
        for o in program.outputs:
            if o[0] == "given":
                kind, i = o[1]
                made.append(leaves[i] if kind == "input" else program.bound[i])
            elif o[0] == "result":
                made.append(results[o[1]][()] if o[2] else results[o[1]])
            else:
                made.append(next(sizes) if o[0] == "size" else o[1])
        return unflatten(made, program.spec)

    def _refuse_overlaps(self, leaves):
        arrays = {("input", i): leaves[i] for i in self.program.inputs}
        arrays.update({("bound", k): x for k, x in enumerate(self.program.bound)})
        for owner, _ in self.program.writes:
            target = arrays[owner]
            if isinstance(target, numpy.generic) or not target.flags.writeable:
                raise ValueError("nnf.jit: the function writes to an array that is read-only")
            for other, x in arrays.items():
                if other != owner and isinstance(x, numpy.ndarray) and numpy.may_share_memory(target, x):
                    raise CaptureError([], "nnf.jit: the function writes to an array that shares memory with another one: pass a copy")


class JittedArrays:
    """What nnf.jit returns for a function of NumPy arrays: call it as the function."""

    def __init__(self, function, freeze=False, dynamic=None, num_threads=0, fallback=False):
        self.function, self.freeze, self.dynamic = function, freeze, dynamic
        self.num_threads, self.fallback = num_threads, fallback
        self.__name__ = getattr(function, "__name__", type(function).__name__)
        self._entries, self._seen, self._keep = collections.OrderedDict(), {}, []
        self._stormed = False
        add_lock(self, threading.RLock)

    def __call__(self, *args, **kwargs):
        leaves, spec = flatten((args, kwargs))
        try:
            entry = self._find(leaves, spec, args, kwargs)
        except CaptureError as e:
            if not self.fallback:
                raise
            log.info("%s", e)
            return self.function(*args, **kwargs)
        return entry.run(leaves)

    def _find(self, leaves, spec, args, kwargs):
        key = (spec, tuple(map(_describe, leaves)))
        for entry in self._entries.get(key, ()):
            if entry.fits(leaves):
                return entry
        with self._lock:
            for entry in self._entries.get(key, ()):
                if entry.fits(leaves):
                    return entry
            return self._make(key, leaves, args, kwargs)

    def _open(self, key, leaves, args, kwargs):
        """The dimensions to leave open, and why a program is made."""
        if self.dynamic:
            return self._wanted(leaves, args, kwargs), "first call with these types"
        shapes = {i: x.shape for i, x in enumerate(leaves) if is_array(x)}
        before = self._seen.setdefault(key, [])
        changed = {(i, d) for old in before for i, sizes in old.items() for d, s in enumerate(sizes) if s != shapes[i][d]}
        before.append(shapes)
        del before[:-8]
        changed = {(i, d) for i, d in changed if shapes[i][d] > 1}
        return changed, "first call with these types" if not changed else "new sizes: %s open" % ", ".join(
            "dimension %d of array %d" % (d, i) for i, d in sorted(changed))

    def _wanted(self, leaves, args, kwargs):
        bound = inspect.signature(self.function).bind(*args, **kwargs).arguments
        wanted = set()
        for name, dims in self.dynamic.items():
            if name not in bound:
                raise ValueError("nnf.jit: dynamic names %r, but %s has the parameters %s" % (name, self.__name__, ", ".join(bound)))
            ids = {id(x) for x in flatten(bound[name])[0] if is_array(x)}
            for i, x in enumerate(leaves):
                if id(x) in ids:
                    for d in dims:
                        if not -x.ndim <= d < x.ndim:
                            raise ValueError("nnf.jit: dynamic names dimension %d of %s, which has %d" % (d, name, x.ndim))
                        wanted.add((i, d % x.ndim))
        return {(i, d) for i, d in wanted if leaves[i].shape[d] > 1}

    def _make(self, key, leaves, args, kwargs):
        for i, x in enumerate(leaves):
            if isinstance(x, numpy.ndarray):
                refuse_input(i, x)
            elif type(x).__module__.split(".")[0] == "torch":
                raise TypeError("nnf.jit: input %d is a tensor of torch, which was not loaded when nnf.jit was called: import torch "
                                "before" % i)
        began = time.perf_counter()
        open_dims, why = self._open(key, leaves, args, kwargs)
        watch = _Watch(self.function)
        program = capture(self.function, args, kwargs, open_dims)
        captured = time.perf_counter()
        bound = Bound(program, self.num_threads, self.freeze)
        log.info("%s compiled (%s): captured in %.0f ms, compiled in %.0f ms", self.__name__, why, 1e3 * (captured - began),
                 1e3 * (time.perf_counter() - captured))
        entry = _Entry(program, bound, leaves, watch)
        self._keep += [x for x in leaves if not is_array(x)]
        entries = self._entries.setdefault(key, [])
        entries.insert(0, entry)
        del entries[_MOST_PROGRAMS:]
        if sum(map(len, self._entries.values())) > _MOST_PROGRAMS:
            self._entries.popitem(last=False)
            if not self._stormed:
                self._stormed = True
                log.warning("%s was compiled more than %d times: an argument that is no array, a variable or a size with conditions "
                            "differs from call to call; the oldest programs are dropped", self.__name__, _MOST_PROGRAMS)
        return entry

    def _program(self, args, kwargs):
        leaves, spec = flatten((args, kwargs))
        return self._find(leaves, spec, args, kwargs).program

    def mlir(self, *args, **kwargs):
        """The module that a call with these arguments runs: a str, in colours in a notebook."""
        return Text(self._program(args, kwargs).text)

    def refresh(self):
        """Takes frozen arrays anew."""
        self._entries.clear()


def jit(function, freeze=False, dynamic=None, num_threads=0, fallback=False):
    """`function` (a torch.nn.Module, or a function of tensors or NumPy arrays) as one that nnf compiles.

    freeze: parameters and buffers are constants, changes to them are not seen. dynamic: `{"x": {0: "batch"}}` leaves sizes
    open; without it the first call's sizes are taken as they are, and those that change later become open. num_threads: 0
    for one per physical core. fallback: what cannot be captured runs as it is, instead of a CaptureError."""
    if not callable(function):
        raise TypeError("nnf.jit takes a module or a function, got %s" % type(function).__name__)
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "nn"):
        return JittedArrays(function, freeze, dynamic, num_threads, fallback)
    if isinstance(function, torch.nn.Module):
        from ._jit import jit as jit_module
        return jit_module(function, freeze, dynamic, num_threads, fallback)
    return Either(function, (freeze, dynamic, num_threads, fallback))


def _mentions(x, kind):
    return any(isinstance(leaf, kind) for leaf in flatten(x)[0])


class Either:
    """A plain function, where torch is loaded: each call goes to the nnf.jit of the arrays that it gets."""

    def __init__(self, function, options):
        from ._jit import jit as jit_tensors
        self._torch, self._arrays = jit_tensors(function, *options), JittedArrays(function, *options)
        self._tensor = sys.modules["torch"].Tensor
        self.__name__ = self._torch.__name__

    def _pick(self, args, kwargs):
        given = (args, kwargs)
        return self._arrays if _mentions(given, (numpy.ndarray, numpy.generic)) and not _mentions(given, self._tensor) else self._torch

    def __call__(self, *args, **kwargs):
        for x in args:
            if isinstance(x, self._tensor):
                return self._torch(*args, **kwargs)
        return self._pick(args, kwargs)(*args, **kwargs)

    def mlir(self, *args, **kwargs):
        return self._pick(args, kwargs).mlir(*args, **kwargs)

    def __getattr__(self, name):
        return getattr(self._torch, name)
