# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Plans: what is known of a call before it comes, and the shortest way through one.

A plan is a function of arrays whose sizes, strides and types are settled. It knows its kernel and its results' sizes, and
keeps the descriptors that the kernel takes, of which a call only fills in addresses.
"""

import ctypes
import functools
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


@functools.lru_cache(maxsize=None)
def _factory(inputs, results):
    """What makes plans of a form: `inputs` has a letter for each operand, t for a tensor, n for a number, - for one that is
    absent. For "t-" and one result the plan is

        def plan(x0, x1):
            try:
                d = pop()
            except IndexError:
                d = fresh()
            try:
                context = idle_pop()
            except IndexError:
                context = take_context()
            y0 = make0()
            d[2].data = address(x0)
            d[3].data = address(y0)
            if run(handle, context, d[0], d[1]):
                return failed(plan, context, (x0, x1))
            idle_push(context)
            push(d)
            return y0
    """
    names = [f"x{i}" for i in range(len(inputs))]
    lines = ["def factory(makers, pop, push, fresh, idle_pop, idle_push, take_context, run, handle, address, failed):",
             "    %s= makers" % "".join(f"make{i}, " for i in range(results)),
             f"    def plan({', '.join(names)}):",
             "        try:", "            d = pop()", "        except IndexError:", "            d = fresh()",
             "        try:", "            context = idle_pop()", "        except IndexError:",
             "            context = take_context()"]
    lines += [f"        y{i} = make{i}()" for i in range(results)]
    place = 2
    for name, form in zip(names, inputs):
        if form != "-":
            lines.append(f"        d[{place}].data = address({name})" if form == "t" else f"        d[{place}].value = {name}")
            place += 1
    for i in range(results):
        lines.append(f"        d[{place + i}].data = address(y{i})")
    lines += ["        if run(handle, context, d[0], d[1]):",
              f"            return failed(plan, context, ({''.join(n + ', ' for n in names)}))",
              "        idle_push(context)", "        push(d)",
              "        return " + ", ".join(f"y{i}" for i in range(results)), "    return plan"]
    namespace = {}
    exec("\n".join(lines), namespace)  # noqa: S102 (the text above)
    return namespace["factory"]


def make_plan(op, kind, form, slots, kernel, likes):
    """A function of an op's operands (None for one that is absent) that runs the kernel and returns its results. `form`: see
    _factory. `likes`: the array whose sizes and strides the results have, for an elementwise op, which runs on its elements
    in memory order."""
    s = session()
    shapes = _result_shapes(kernel, slots, op.name)
    late = [i for i, (_, shape) in enumerate(shapes) if -1 in shape]
    makers = [None if i in late else kind.maker(kind.shape(likes) if likes is not None else shape, NAMES[code], likes)
              for i, (code, shape) in enumerate(shapes)]
    if late:
        return _late_plan(op, kind, form, slots, kernel, shapes, makers)

    def fresh():
        d = _Descriptors(slots, shapes)
        return [*d.addresses, *[view if number is None else number for view, number in zip(d.ins, d.numbers)], *d.outs, d]

    def failed(plan, context, values):
        text = s.error(context)
        tensors = [i for i, f in enumerate(form) if f == "t"]
        if not all(kind.is_aligned(values[i]) for i in tensors):
            return plan(*[kind.contiguous(v) if i in tensors else v for i, v in enumerate(values)])
        raise refused(op.name, text)

    free = []
    return _factory(form, len(shapes))(makers, free.pop, free.append, fresh, s.idle.pop, s.idle.append, s.take_context,
                                       kernel.run, kernel.handle, kind.address, failed)


def _late_plan(op, kind, form, slots, kernel, shapes, makers):
    """A plan of results whose sizes are known when they are computed: the context allocates, and they are copied."""
    s = session()
    address = kind.address

    def call(*values):
        values = [v for v, f in zip(values, form) if f != "-"]
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
