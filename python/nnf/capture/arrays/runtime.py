# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A captured program of NumPy arrays, compiled and run. Unsigned integers pass as signed ones of the same bits."""

import ctypes

import numpy

from .sizes import Size
from ... import _arrays, _random, native
from ..._compilers import compiler


def _code(dtype):
    return _arrays.CODES[dtype.name.removeprefix("u") if dtype.kind == "u" else dtype.name]


def _sizes(values):
    return (ctypes.c_int64 * max(len(values), 1))(*values)


class Bound:
    """A compiled program. `freeze`: arrays that the function reached by itself are taken as they are now."""

    def __init__(self, program, threads=0, freeze=False):
        self.program, self._threads = program, threads
        self.bound = [x.copy() if freeze else x for x in program.bound]
        c = compiler(threads)
        with c.busy:
            self._kernel = c.compile(program.text, "main")
        self._table, self._handle = self._kernel._kernel, self._kernel._handle
        self._static = all(not isinstance(s, Size) for sizes, _ in program.results for s in sizes)
        self._shapes_checked = [x.shape for x in program.bound]
        # With fixed sizes descriptors are made once; a call writes addresses into them.
        self._fixed = not program.conditions.symbols
        self._inputs = self._outputs = None
        self._address = _arrays.numpy_kind().address

    @staticmethod
    def _view(x, keep):
        """The descriptor of an array."""
        x = numpy.asarray(x)
        size = x.itemsize
        if not x.flags.aligned or any(s % size for s in x.strides):
            x = x.copy()
        shape = _sizes(x.shape)
        strides = None if x.flags.c_contiguous else _sizes([s // size for s in x.strides])
        keep += [x, shape, strides]
        return native._Tensor(x.ctypes.data, shape, strides, x.ndim, _code(x.dtype))

    def run(self, leaves):
        program, keep = self.program, []
        given = [leaves[i] for i in program.inputs] + self.bound
        for x, shape in zip(program.bound, self._shapes_checked):
            if x.shape != shape:
                raise ValueError("nnf.jit: an array that the function reads by itself changed its shape from %s to %s" % (shape, x.shape))
        if program.seeded:
            seed, offset = _random.draw(_arrays.numpy_kind())
            given += [numpy.array(seed, "int64"), numpy.array(offset, "int64")]
        c = compiler(self._threads)
        if self._fixed and self._static:
            return self._run_fixed(c, given)
        inputs = (native._Tensor * max(len(given), 1))(*[self._view(x, keep) for x in given])
        with c.busy:
            results = self._results(c, inputs, keep)
            outputs = (native._Tensor * max(len(results), 1))(*[self._view(y, keep) for y in results])
            if self._table.run(self._handle, c._context, inputs, outputs):
                c._check(1)
        return results

    def _run_fixed(self, c, given):
        results, keep = [numpy.empty(sizes, dtype) for sizes, dtype in self.program.results], []
        address = self._address
        with c.busy:
            if self._inputs is None:
                self._keep = []
                self._inputs = (native._Tensor * max(len(given), 1))(*[self._view(x, self._keep) for x in given])
                self._outputs = (native._Tensor * max(len(results), 1))(*[self._view(y, self._keep) for y in results])
                self._keep = [x for x in self._keep if not isinstance(x, numpy.ndarray)]
                self._ins = [self._inputs[i] for i in range(len(given))]
                self._outs = [self._outputs[i] for i in range(len(results))]
            for view, x in zip(self._ins, given):
                if not isinstance(x, numpy.ndarray):
                    x = numpy.asarray(x)
                    keep.append(x)
                flags = x.flags
                if not flags.c_contiguous or not flags.aligned:
                    other = self._view(x, keep)
                    view.data, view.strides = other.data, other.strides
                    continue
                view.data, view.strides = address(x), None
            for view, y in zip(self._outs, results):
                view.data = address(y)
            if self._table.run(self._handle, c._context, self._inputs, self._outputs):
                c._check(1)
        return results

    def _results(self, c, inputs, keep):
        results = self.program.results
        if self._static:
            return [numpy.empty(sizes, dtype) for sizes, dtype in results]
        described = (native._Tensor * max(len(results), 1))()
        shapes = []
        for view, (sizes, dtype) in zip(described, results):
            shape = _sizes([0] * len(sizes))
            shapes.append(shape)
            view.shape = ctypes.cast(shape, ctypes.POINTER(ctypes.c_int64))
            view.rank, view.dtype = len(sizes), _code(dtype)
        if self._table.shapes(self._handle, c._context, inputs, described):
            c._check(1)
        return [numpy.empty(shape[:len(sizes)], dtype) for shape, (sizes, dtype) in zip(shapes, results)]
