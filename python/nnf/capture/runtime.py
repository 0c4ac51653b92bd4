# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A captured program, compiled: binds parameters, checks that they are the same, and runs with as little work as it can.

The descriptors of a program's arguments are made once; a call writes the addresses of its inputs into them. One compiled
function serves one call at a time: calls from several threads wait for each other.
"""

import ctypes
import math

import sympy
import torch

from .. import _pool, native
from .._arrays import kind_of_type
from .._compilers import compiler, forks
from ..native import Error, _Tensor


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
    with c.busy:
        options = native.CompileOptions(ctypes.sizeof(native.CompileOptions), 1, 1, 1)  # kept on disk
        executable = c._library.nnf_compile(c._compiler, source, len(source), None, ctypes.byref(options), ctypes.byref(message))
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


class Changed(Exception):
    """A tensor of the model has another type or other sizes than it had when the program was captured."""


class Bound:
    """A compiled program with its parameters. `freeze`: parameters are taken as they are now, and never looked at again."""

    def __init__(self, program, threads=0, freeze=False):
        self.program, self.freeze, self._threads = program, freeze, threads
        self.compiler = compiler(threads)
        self._executable = _compile(self.compiler, program.text)
        self._library = self.compiler._library
        self.cached = bool(self._library.nnf_executable_was_cached(self._executable))
        kernel = self._library.nnf_executable_kernel(self._executable)
        self._table = _Table(kernel.contents)
        arguments = program.arguments
        self.inputs = [a for a in arguments if not a.parameter]
        self.parameters = [a for a in arguments if a.parameter]
        # Of what is packed, nothing is read again.
        self._reads = [self._library.nnf_kernel_reads_parameter(kernel, i) != 0 for i in range(len(self.parameters))]
        self._tensors = self._taken()
        self._watched = [] if freeze else [t for t in self._tensors if not t.is_inference()]
        self._handle = self._state = None
        self._descriptors = _Descriptors(len(self.inputs))
        for i, a in enumerate(self.inputs):
            self._descriptors.set_type(i, a.sizes, a.dtype)
        self._results = _Descriptors(len(program.results))
        for i, (sizes, dtype) in enumerate(program.results):
            self._results.set_type(i, sizes, dtype)
        self._open_results = [i for i, (sizes, _) in enumerate(program.results) if not all(isinstance(s, int) for s in sizes)]
        self._make = [self._maker(sizes, dtype) for sizes, dtype in program.results]
        # (word of the address, leaf) of inputs of fixed sizes, and what takes more work.
        fixed = [all(isinstance(s, int) for s in a.sizes) for a in self.inputs]
        self._plain = [(4 * i, i, a.index) for i, a in enumerate(self.inputs) if a.kind == "input" and fixed[i]]
        self._open = [(i, a.index) for i, a in enumerate(self.inputs) if a.kind == "input" and not fixed[i]]
        self._others = [(i, a) for i, a in enumerate(self.inputs) if a.kind != "input"]
        for a in arguments:
            if a.kind == "bound":
                a.shape = torch.Size(a.sizes)
        self._sizes = {}
        self._late = frozenset(program.late)
        self._attach()
        if freeze:
            self.prepare()

    def _attach(self):
        """To this process's threads."""
        self._fork = forks()
        self.compiler = compiler(self._threads)
        self._context, self._busy = self.compiler._context, self.compiler.busy
        self._arguments = (self._handle, self._context, ctypes.addressof(self._descriptors.array),
                           ctypes.addressof(self._results.array))

    # -- parameters -----------------------------------------------------------------------------------------------------

    def _taken(self):
        """The tensors to bind: those of the model, or copies of them as far as they are read again."""
        return [a.tensor.detach().clone() if self.freeze and reads else a.tensor for a, reads in zip(self.parameters, self._reads)]

    def prepare(self):
        """Packs the parameters, if that is not done yet."""
        with self._busy:
            if self._state is None:
                self._bind(self._current())

    def refresh(self):
        """Takes the parameters anew, whatever is known about them."""
        self._tensors, self._state = self._taken(), None
        if self.freeze:
            self.prepare()

    def memory(self, leaves=None):
        """Bytes by kind, as Memory has them; of temporaries and results where there are leaves to run with."""
        self.prepare()
        size = lambda t: t.numel() * t.element_size()  # noqa: E731
        owned = {(t.data_ptr(), size(t)) for a in self.program.arguments if a.kind == "bound" for t in [a.tensor]}
        made, peak = [], 0
        if leaves is not None:
            with torch.random.fork_rng(devices=[]):
                peak = self.compiler.peak(lambda: made.extend(self.run(leaves)))
        return {"parameters": sum(n for _, n in owned), "packed": self._library.nnf_handle_bytes(self._handle),
                "copies": sum(size(t) for t, reads in zip(self._tensors, self._reads) if self.freeze and reads),
                "temporaries": peak, "results": sum(map(size, made))}

    def serves(self, program):
        """Whether another program of the same text takes its inputs from the same leaves, and has results of the same types."""
        ours, key = self.program, lambda a: (a.kind, a.index, a.sizes, a.dtype)  # noqa: E731
        return list(map(key, ours.arguments)) == list(map(key, program.arguments)) and ours.results == program.results and (
            ours.symbols == program.symbols)

    def matches(self):
        """Whether the tensors of the model have the types and sizes that the code is for."""
        return self.freeze or all(a.tensor.dtype is a.dtype and tuple(a.tensor.shape) == tuple(a.sizes)
                                  for a in self.program.arguments if a.kind == "bound")

    def _bind(self, state):
        if not self.matches():
            raise Changed()
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
        self._attach()

    def _current(self):
        return [t.data_ptr() for t in self._watched] + [t._version for t in self._watched]

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
        if self._fork != forks():
            self._attach()
        with self._busy:
            if self._state is None or self._state != self._current():
                self._bind(self._current())
            d, words = self._descriptors, self._descriptors.words
            strided = d.strided
            for word, i, leaf in self._plain:
                t = leaves[leaf]
                if t.is_contiguous() and not strided[i]:
                    words[word] = t.data_ptr() or _nothing
                else:
                    d.set(i, t)
            for i, leaf in self._open:
                d.set(i, leaves[leaf])
            keep = self._draw(leaves) if self._others else None
            if self._open_results and self._table.shapes(*self._arguments):
                self.compiler._check(1)
            results, words, word = [], self._results.words, 0
            for make in self._make:
                if self._late and (word >> 2) in self._late:  # the context makes it, and knows its sizes then
                    words[word] = 0
                    results.append(None)
                    word += 4
                    continue
                y = make() if make else self._open_result(word >> 2)
                words[word] = y.data_ptr() or _nothing
                word += 4
                results.append(y)
            if self._table.run(*self._arguments):
                self.compiler._check(1)
            del keep
            for i in self._late:
                results[i] = self._take(i)
            return results

    def peak(self, leaves):
        """The bytes that a call takes beside its inputs and parameters: the most temporaries in use at once, and results."""
        self.run(leaves)  # what the handle keeps is made in the first call
        held, counters = native.Counters(), native.Counters()
        with self._busy:
            self._library.nnf_context_reset_counters(self._context)
            self._library.nnf_context_counters(self._context, ctypes.byref(held))  # threads' workspaces, from earlier calls
        results = self.run(leaves)
        self._library.nnf_context_counters(self._context, ctypes.byref(counters))
        return counters.peak_bytes - held.peak_bytes + sum(y.numel() * y.element_size() for y in results)

    @staticmethod
    def _maker(sizes, dtype):
        """A function that makes a result's tensor; None where its sizes come with the call. Large ones get memory that an
        earlier result has given back."""
        if not all(isinstance(s, int) for s in sizes):
            return None
        return kind_of_type(torch.Tensor).maker(tuple(sizes), str(dtype).removeprefix("torch."))

    def _open_result(self, i):
        sizes, dtype = self.program.results[i]
        shape = self._results.keep[i]
        sizes = [shape[k] for k in range(len(sizes))]
        if math.prod(sizes) * dtype.itemsize < _pool.LARGE:
            return torch.empty(sizes, dtype=dtype)
        return self._maker(sizes, dtype)()

    def _take(self, i):
        """Result `i` out of the context's memory."""
        (sizes, dtype), address, shape = self.program.results[i], self._results.words[4 * i], self._results.keep[i]
        y = torch.empty([shape[k] for k in range(len(sizes))], dtype=dtype)
        if y.numel():
            ctypes.memmove(y.data_ptr(), address, y.numel() * y.element_size())
        self._library.nnf_context_free(self._context, address)
        return y

    def _draw(self, leaves):
        """Random numbers, and what the function reached by itself and may change at any time."""
        keep = []
        for i, a in self._others:
            if a.kind == "bound":
                t = a.tensor
                if t.dtype is not a.dtype or t.shape != a.shape:
                    raise Changed()
            elif a.kind == "seed":
                t = torch.randint(-(1 << 63), (1 << 63) - 1, (), dtype=torch.int64)
            else:
                t = a.make([self._size(s, leaves) for s in a.sizes], a.dtype)
            keep.append(t)
            self._descriptors.set(i, t)
        return keep

    def __del__(self):
        if getattr(self, "_handle", None) is not None:
            self._table.destroy(self._handle)
        if getattr(self, "_executable", None):
            self._library.nnf_executable_destroy(self._executable)


_functions = {"FloorDiv": lambda a, b: a // b, "CleanDiv": lambda a, b: a // b, "Mod": lambda a, b: a % b,
              "PythonMod": lambda a, b: a % b, "CeilDiv": lambda a, b: -(-a // b), "Max": max, "Min": min,
              "floor": lambda a: a // 1}
