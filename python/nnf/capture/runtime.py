# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A captured program, compiled: binds parameters, checks that they are the same, and runs with as little work as it can.

The descriptors of a program's arguments are made once; a call writes the addresses of its inputs into them. One compiled
function serves one call at a time: calls from several threads wait for each other.
"""

import ctypes
import os
import threading

import sympy
import torch

from .. import native
from ..native import Error, _Tensor

_compilers, _lock = {}, threading.Lock()


def compiler(threads):
    """The process's compiler for a number of threads. A child of a fork makes its own: threads do not survive it."""
    key = (os.getpid(), threads)
    with _lock:
        found = _compilers.get(key)
        if found is None:
            found = _compilers[key] = native.Compiler(threads=threads)
        return found


class _Descriptors:
    """An array of nnf_tensor whose addresses are written as words."""

    def __init__(self, count):
        self.count = count
        self.array = (_Tensor * max(count, 1))()
        self.words = (ctypes.c_int64 * (max(count, 1) * (ctypes.sizeof(_Tensor) // 8))).from_buffer(self.array)
        self.keep = [None] * count
        self.strided = [False] * count

    def set_type(self, i, sizes, dtype):
        rank = len(sizes)
        shape = (ctypes.c_int64 * max(rank, 1))(*[s if isinstance(s, int) else 0 for s in sizes])
        self.array[i] = _Tensor(None, shape, None, rank, native._CODES[str(dtype).removeprefix("torch.")])
        self.keep[i] = shape
        return shape

    def set(self, i, t):
        """All of a tensor but its type."""
        shape = self.keep[i][0] if isinstance(self.keep[i], tuple) else self.keep[i]
        for d, s in enumerate(t.shape):
            shape[d] = s
        if t.is_contiguous():
            self.words[4 * i + 2] = 0
            self.keep[i], self.strided[i] = shape, False
        else:
            strides = (ctypes.c_int64 * max(t.dim(), 1))(*t.stride())
            self.array[i].strides = ctypes.cast(strides, ctypes.POINTER(ctypes.c_int64))
            self.keep[i], self.strided[i] = (shape, strides), True
        self.words[4 * i] = t.data_ptr() or _nothing


# An address for tensors without elements.
_memory = ctypes.create_string_buffer(64)
_nothing = ctypes.addressof(_memory)


def _compile(c, text):
    source, message = text.encode(), ctypes.c_void_p()
    with _lock:  # a compiler serves one call at a time
        executable = c._library.nnf_compile(c._compiler, source, len(source), None, None, ctypes.byref(message))
    if not executable:
        raise Error(c._take(message))
    return executable


class _Table:
    """The entries of a kernel, with addresses for arguments: a call converts nothing."""

    def __init__(self, kernel):
        def entry(function, *arguments):
            address = ctypes.cast(function, ctypes.c_void_p).value
            return ctypes.CFUNCTYPE(ctypes.c_int, *[ctypes.c_void_p] * len(arguments))(address)
        self.create, self.destroy = entry(kernel.create, 1, 2, 3), kernel.destroy
        self.run, self.shapes = entry(kernel.run, 1, 2, 3, 4), entry(kernel.shapes, 1, 2, 3, 4)


class Bound:
    """A compiled program with its parameters. `freeze`: parameters are taken as they are now, and never looked at again."""

    def __init__(self, program, threads=0, freeze=False, executable=None):
        self.program, self.freeze = program, freeze
        self.compiler = compiler(threads)
        self._pid = os.getpid()
        self._executable = executable or _compile(self.compiler, program.text)
        self._table = _Table(self.compiler._library.nnf_executable_kernel(self._executable).contents)
        self._busy = threading.Lock()
        arguments = program.arguments
        self.inputs = [a for a in arguments if not a.parameter]
        self.parameters = [a for a in arguments if a.parameter]
        self._tensors = [a.tensor.detach().clone() if freeze else a.tensor for a in self.parameters]
        self._handle = None
        self._state = None
        self._descriptors = _Descriptors(len(self.inputs))
        for i, a in enumerate(self.inputs):
            self._descriptors.set_type(i, a.sizes, a.dtype)
        self._static = [all(isinstance(s, int) for s in a.sizes) for a in self.inputs]
        self._results = _Descriptors(len(program.results))
        self._result_static = []
        for i, (sizes, dtype) in enumerate(program.results):
            self._results.set_type(i, sizes, dtype)
            self._result_static.append(all(isinstance(s, int) for s in sizes))
        self._all_results_static = all(self._result_static)
        self._leaf_inputs = [(i, a.index) for i, a in enumerate(self.inputs) if a.kind == "input"]
        self._other_inputs = [(i, a) for i, a in enumerate(self.inputs) if a.kind != "input"]
        self._sizes = {}
        self._context = self.compiler._context

    # -- parameters -----------------------------------------------------------------------------------------------------

    def refresh(self):
        """Takes the parameters anew, whatever is known about them."""
        if self.freeze:
            self._tensors = [a.tensor.detach().clone() for a in self.parameters]
        self._state = None

    def _bind(self, state):
        if self._handle is not None:
            self._table.destroy(self._handle)
            self._handle = None
        d = _Descriptors(len(self._tensors))
        for i, t in enumerate(self._tensors):
            d.set_type(i, tuple(t.shape), t.dtype)
            d.set(i, t)
        handle = ctypes.c_void_p()
        self.compiler._check(self._table.create(ctypes.addressof(handle), self._context, ctypes.addressof(d.array) if d.count else None))
        self._handle, self._state, self._bound_descriptors = handle, state, d
        self._arguments = (handle, self._context, ctypes.addressof(self._descriptors.array),
                           ctypes.addressof(self._results.array))

    def _current(self):
        return [(t.data_ptr(), t._version) for t in self._tensors] if not self.freeze else ()

    # -- calls ------------------------------------------------------------------------------------------------------------

    def _size(self, e, leaves):
        if isinstance(e, int):
            return e
        made = self._sizes.get(e)
        if made is None:
            symbols = sorted(e.free_symbols, key=str)
            made = self._sizes[e] = (sympy.lambdify(symbols, e, modules=[_functions, "math"]),
                                     [self.program.symbols[s] for s in symbols])
        function, places = made
        return int(function(*[leaves[i].shape[d] for i, d in places]))

    def run(self, leaves):
        """The results' tensors for the leaves of a call, whose types and sizes fit."""
        with self._busy:
            return self._run(leaves)

    def _run(self, leaves):
        state = self._current()
        if self._state is None or state != self._state:
            self._bind(state)
        d, words, keep = self._descriptors, self._descriptors.words, []
        for i, leaf in self._leaf_inputs:
            t = leaves[leaf]
            if self._static[i] and not d.strided[i] and t.is_contiguous():
                words[4 * i] = t.data_ptr() or _nothing
            else:
                d.set(i, t)
        for i, a in self._other_inputs:
            if a.kind == "bound":
                t = a.tensor
            elif a.kind == "seed":
                t = torch.randint(-(1 << 63), (1 << 63) - 1, (), dtype=torch.int64)
            else:
                t = a.make([self._size(s, leaves) for s in a.sizes], a.dtype)
            keep.append(t)
            d.set(i, t)
        r = self._results
        if not self._all_results_static:
            status = self._table.shapes(*self._arguments)
            if status:
                self.compiler._check(status)
        results, rwords = [], r.words
        for i, (sizes, dtype) in enumerate(self.program.results):
            if not self._result_static[i]:
                sizes = [r.keep[i][k] for k in range(len(sizes))]
            y = torch.empty(sizes, dtype=dtype)
            rwords[4 * i] = y.data_ptr() or _nothing
            results.append(y)
        status = self._table.run(*self._arguments)
        if status:
            self.compiler._check(status)
        return results

    def __del__(self):
        if getattr(self, "_pid", None) != os.getpid():
            return
        if getattr(self, "_handle", None) is not None:
            self._table.destroy(self._handle)
        if getattr(self, "_executable", None):
            self.compiler._library.nnf_executable_destroy(self._executable)


_functions = {"FloorDiv": lambda a, b: a // b, "CleanDiv": lambda a, b: a // b, "Mod": lambda a, b: a % b,
              "PythonMod": lambda a, b: a % b, "CeilDiv": lambda a, b: -(-a // b), "Max": max, "Min": min,
              "floor": lambda a: a // 1}
