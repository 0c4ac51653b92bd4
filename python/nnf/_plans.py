# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Plans: what is known of a call before it comes, and the shortest way through one.

A plan is a function of arrays whose sizes, strides and types are settled. It knows its kernel and its results' sizes, and
keeps the descriptors that the kernel takes, of which a call only fills in addresses.
"""

import ctypes
import re

from . import _session, native
from ._arrays import NAMES
from ._session import session


class Slot:
    """What a plan knows of one input: its sizes and strides, or that it is a number."""

    __slots__ = ("shape", "strides", "code", "scalar")

    def __init__(self, shape, strides, code, scalar=False):
        self.shape, self.strides, self.code, self.scalar = shape, strides, code, scalar


class _Descriptors:
    """nnf_tensor arrays of one call at a time."""

    def __init__(self, slots, outputs):
        n, m = len(slots), len(outputs)
        self.inputs, self.outputs = (native._Tensor * max(n, 1))(), (native._Tensor * max(m, 1))()
        self.keep, self.numbers = [], []
        for view, slot in zip(self.inputs, slots):
            view.rank, view.dtype = len(slot.shape), slot.code
            view.shape = self._sizes(slot.shape)
            if slot.strides is not None:
                view.strides = self._sizes(slot.strides)
            number = ctypes.c_int64() if slot.scalar else None
            if number is not None:
                view.data = ctypes.addressof(number)
            self.numbers.append(number)
        for view, (code, shape) in zip(self.outputs, outputs):
            view.rank, view.dtype = len(shape), code
            view.shape = self._sizes(shape)
        # Element objects are made once: indexing makes a new one each time.
        self.ins, self.outs = [self.inputs[i] for i in range(n)], [self.outputs[i] for i in range(m)]
        self.addresses = (ctypes.addressof(self.inputs), ctypes.addressof(self.outputs))

    def _sizes(self, values):
        array = (ctypes.c_int64 * max(len(values), 1))(*values)
        self.keep.append(array)
        return ctypes.cast(array, ctypes.POINTER(ctypes.c_int64))


def row_major(shape):
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= size
    return tuple(reversed(strides))


def is_row_major(shape, strides):
    return 0 in shape or all(size == 1 or a == b for size, a, b in zip(shape, strides, row_major(shape)))


def fills_memory(shape, strides):
    """Whether the elements lie in one block without gaps or overlap, in any order of dimensions."""
    step = 1
    for stride, size in sorted((s, n) for s, n in zip(strides, shape) if n != 1):
        if stride != step:
            return False
        step *= size
    return True


def _result_shapes(kernel, slots, name):
    """Sizes of the results: a call of the kernel's `shapes`."""
    s = session()
    outputs = [(code, (0,) * rank) for code, rank in kernel.outputs]
    d = _Descriptors(slots, outputs)
    context = s.take_context()
    if kernel.shapes(kernel.handle, context, *d.addresses):
        raise refused(name, s.error(context))
    s.idle.append(context)
    return [(code, tuple(view.shape[i] for i in range(rank))) for (code, rank), view in zip(kernel.outputs, d.outs)]


_OUT_OF_RANGE = re.compile(r"\bdim(ension)? .*(out of range|outside|must be in|in the range)|"
                           r"expects dim to be in|\w\[[^]]*\] is -?\d+, but must be at least 0 and less")


def refused(name, text):
    """The exception for what an op said: the class that PyTorch raises, with the op's words."""
    text = re.sub(r"^'nnf\.(\w+)' op ", r"nnf.\1: ", text)
    return (_session.OutOfRange if _OUT_OF_RANGE.search(text) else _session.Error)(text)


def make_plan(op, kind, slots, kernel, likes):
    """A function of the arrays (numbers among them) that runs the kernel and returns its results. `likes`: the array whose
    sizes and strides the results have, for an elementwise op, which runs on its elements in memory order."""
    s = session()
    shapes = _result_shapes(kernel, slots, op.name)
    late = [i for i, (_, shape) in enumerate(shapes) if -1 in shape]
    flat = likes is not None
    makers = [None if i in late else kind.maker(kind.shape(likes) if flat else shape, NAMES[code], likes)
              for i, (code, shape) in enumerate(shapes)]
    if late:
        return _late_plan(op, kind, slots, kernel, shapes, makers)
    free = []
    pop, push = free.pop, free.append
    idle_pop, idle_push, take_context = s.idle.pop, s.idle.append, s.take_context
    run, handle, address = kernel.run, kernel.handle, kind.address

    def fresh():
        d = _Descriptors(slots, shapes)
        return d, *d.addresses, d.ins[0] if d.ins else None, d.outs[0]

    if len(slots) == 1 and len(shapes) == 1 and not slots[0].scalar:
        make = makers[0]

        def one(x):
            try:
                d = pop()
            except IndexError:
                d = fresh()
            try:
                context = idle_pop()
            except IndexError:
                context = take_context()
            y = make()
            d[3].data = address(x)
            d[4].data = address(y)
            if run(handle, context, d[1], d[2]):
                text = s.error(context)
                if not kind.is_aligned(x):
                    return one(kind.contiguous(x))
                raise refused(op.name, text)
            idle_push(context)
            push(d)
            return y

        return one

    positions = [i for i, slot in enumerate(slots) if not slot.scalar]
    numbers = [i for i, slot in enumerate(slots) if slot.scalar]

    def several(*values):
        try:
            d = pop()
        except IndexError:
            d = fresh()
        ins, outs = d[0].ins, d[0].outs
        for i in positions:
            ins[i].data = address(values[i])
        for i in numbers:
            d[0].numbers[i].value = values[i]
        results = [make() for make in makers]
        for view, y in zip(outs, results):
            view.data = address(y)
        context = take_context()
        if run(handle, context, d[1], d[2]):
            text = s.error(context)
            if not all(kind.is_aligned(values[i]) for i in positions):
                return several(*[kind.contiguous(v) if i in positions else v for i, v in enumerate(values)])
            raise refused(op.name, text)
        idle_push(context)
        push(d)
        return results[0] if len(results) == 1 else tuple(results)

    return several


def _late_plan(op, kind, slots, kernel, shapes, makers):
    """A plan of results whose sizes are known when they are computed: the context allocates, and they are copied."""
    s = session()
    address = kind.address

    def call(*values):
        d = _Descriptors(slots, [(code, tuple(max(n, 0) for n in shape)) for code, shape in shapes])
        results = []
        for view, slot, number, value in zip(d.ins, slots, d.numbers, values):
            if slot.scalar:
                number.value = value
            else:
                view.data = address(value)
        for view, make in zip(d.outs, makers):
            results.append(make() if make else None)
            if make:
                view.data = address(results[-1])
        context = s.take_context()
        if kernel.run(kernel.handle, context, *d.addresses):
            raise refused(op.name, s.error(context))
        for i, (view, (code, shape)) in enumerate(zip(d.outs, shapes)):
            if results[i] is None:
                sizes = tuple(view.shape[k] for k in range(len(shape)))
                results[i] = y = kind.empty(sizes, NAMES[code])
                count = 1
                for n in sizes:
                    count *= n
                if count:
                    ctypes.memmove(address(y), view.data, count * y.itemsize)
                s.library.nnf_context_free(context, view.data)
        s.idle.append(context)
        return results[0] if len(results) == 1 else tuple(results)

    return call
