# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""NumPy's functions that change shapes, join, cut, pad and repeat, on captured arrays. Arguments are NumPy's."""

import builtins
import operator

import numpy

from . import reduce as reductions
from .emit import arange
from .registry import LAYOUT, copy, fresh, lower, stored
from .sizes import Size, broadcast, product, same, same_all
from ..body import Scalar
from ..report import Unsupported


# -- shapes -----------------------------------------------------------------------------------------------------------------


def wanted_shape(x, shape):
    """A shape with -1 written out."""
    shape = list(shape) if isinstance(shape, (tuple, list)) else [shape]
    shape = [s if isinstance(s, Size) else operator.index(s) for s in shape]
    unknown = [i for i, s in enumerate(shape) if not isinstance(s, Size) and s == -1]
    total = x.size
    bad = ValueError("cannot reshape array of size %s into shape %s" % (total, tuple(shape)))
    if len(unknown) > 1:
        raise ValueError("can only specify one unknown dimension")
    if unknown:
        rest = product([s for i, s in enumerate(shape) if i != unknown[0]])
        if same(rest, 0) or not same(total % rest, 0) and total % rest != 0:
            raise bad
        shape[unknown[0]] = total // rest
    elif not same(product(shape), total) and product(shape) != total:
        raise bad
    return tuple(shape)


def reshaped(t, x, shape, order="C"):
    if order not in ("C", "K", "A"):
        raise Unsupported("the order %s has no lowering" % order, "transpose before and after")
    e = t.emitter
    shape = wanted_shape(x, shape)
    return x.part(shape, lambda v: e.reshape(v, shape), lambda v, part: e.reshape(part, v.sizes), contiguous=x.contiguous,
                  why_not=None if x.contiguous else LAYOUT)


@lower(numpy.reshape)
def reshape(t, a, /, shape=None, order="C", *, newshape=None, copy=None):
    made = reshaped(t, t.array(a), shape if newshape is None else newshape, order)
    return fresh(t, made.value()) if copy else made


@lower(method="reshape")
def _reshape_method(t, a, *shape, order="C", copy=None):
    return reshape(t, a, shape[0] if len(shape) == 1 else shape, order, copy=copy)


@lower(numpy.ravel, method="ravel")
def ravel(t, a, order="C"):
    return reshaped(t, t.array(a), -1, order)


@lower(method="flatten")
def flatten(t, a, order="C"):
    return fresh(t, reshaped(t, t.array(a), -1, order).value())


def permuted(t, x, order):
    e = t.emitter
    back = [order.index(i) for i in range(len(order))]
    shape = tuple(x.shape[i] for i in order)
    long = [i for i in order if not same(x.shape[i], 1)]
    return x.part(shape, lambda v: e.permute(v, order), lambda v, part: e.permute(part, back),
                  contiguous=x.contiguous if long == sorted(long) else None)


@lower(numpy.transpose, numpy.permute_dims)
def transpose(t, a, axes=None):
    a = t.array(a)
    order = list(range(a.ndim))[::-1] if axes is None else list(numpy.lib.array_utils.normalize_axis_tuple(axes, a.ndim))
    if len(order) != a.ndim:
        raise ValueError("axes don't match array")
    return permuted(t, a, order)


@lower(method="transpose")
def _transpose_method(t, a, *axes):
    axes = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes
    return transpose(t, a, axes or None)


@lower(numpy.swapaxes, method="swapaxes")
def swapaxes(t, a, axis1, axis2):
    a = t.array(a)
    order = list(range(a.ndim))
    i, j = (numpy.lib.array_utils.normalize_axis_index(x, a.ndim) for x in (axis1, axis2))
    order[i], order[j] = order[j], order[i]
    return permuted(t, a, order)


@lower(numpy.matrix_transpose)
def matrix_transpose(t, x):
    return swapaxes(t, x, -1, -2)


@lower(numpy.moveaxis)
def moveaxis(t, a, source, destination):
    a = t.array(a)
    source, destination = (list(numpy.lib.array_utils.normalize_axis_tuple(x, a.ndim)) for x in (source, destination))
    order = [i for i in range(a.ndim) if i not in source]
    for d, s in sorted(zip(destination, source)):
        order.insert(d, s)
    return permuted(t, a, order)


@lower(numpy.squeeze, method="squeeze")
def squeeze(t, a, axis=None):
    a = t.array(a)
    gone = [i for i, s in enumerate(a.shape) if same(s, 1)] if axis is None else reductions.axes_of(a, axis)
    if any(not same(a.shape[i], 1) for i in gone):
        raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
    return a[tuple(0 if i in gone else slice(None) for i in range(a.ndim))] if gone and len(gone) < a.ndim else reshaped(
        t, a, [s for i, s in enumerate(a.shape) if i not in gone])


@lower(numpy.expand_dims)
def expand_dims(t, a, axis):
    a = t.array(a)
    axis = axis if isinstance(axis, (tuple, list)) else (axis,)
    rank = a.ndim + len(axis)
    axis = numpy.lib.array_utils.normalize_axis_tuple(axis, rank)
    return a[tuple(None if i in axis else slice(None) for i in range(rank))]


@lower(numpy.broadcast_to)
def broadcast_to(t, array, shape, subok=False):
    a = t.array(array)
    shape = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    if not same_all(broadcast(a.shape, shape), shape) and broadcast(a.shape, shape) != shape:
        raise ValueError("operands could not be broadcast together with remapped shapes")
    return a.part(shape, lambda v: t.emitter.broadcast(v, shape), None, contiguous=None, why_not="it is broadcast and read-only")


@lower(numpy.broadcast_arrays)
def broadcast_arrays(t, *args, subok=False):
    arrays = [t.array(a) for a in args]
    shape = broadcast(*[a.shape for a in arrays])
    return tuple(broadcast_to(t, a, shape) for a in arrays)


def _at_least(n):
    def f(t, *arrays):
        made = []
        for a in map(t.array, arrays):
            if n == 1:
                a = a[None] if a.ndim == 0 else a
            elif n == 2:
                a = a[(None,) * (2 - a.ndim)] if a.ndim < 2 else a
            else:
                a = a[None, None, None] if a.ndim == 0 else a[None, :, None] if a.ndim == 1 else a[:, :, None] if a.ndim == 2 else a
            made.append(a)
        return made[0] if len(made) == 1 else tuple(made)
    return f


lower(numpy.atleast_1d)(_at_least(1))
lower(numpy.atleast_2d)(_at_least(2))
lower(numpy.atleast_3d)(_at_least(3))


@lower(numpy.flip)
def flip(t, m, axis=None):
    m = t.array(m)
    axes = reductions.axes_of(m, axis)
    return m[tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(m.ndim))]


lower(numpy.fliplr)(lambda t, m: flip(t, m, 1))
lower(numpy.flipud)(lambda t, m: flip(t, m, 0))


@lower(numpy.rot90)
def rot90(t, m, k=1, axes=(0, 1)):
    m = t.array(m)
    k %= 4
    if k == 0:
        return m[...]
    if k == 2:
        return flip(t, m, axes)
    return flip(t, swapaxes(t, m, *axes), axes[0]) if k == 1 else swapaxes(t, flip(t, m, axes[0]), *axes)


@lower(numpy.diagonal, method="diagonal")
def diagonal(t, a, offset=0, axis1=0, axis2=1):
    a = t.array(a)
    i, j = (numpy.lib.array_utils.normalize_axis_index(x, a.ndim) for x in (axis1, axis2))
    if i == j:
        raise ValueError("axis1 and axis2 cannot be the same")
    m, n = a.shape[i], a.shape[j]
    rows, columns = (m, n - offset) if offset >= 0 else (m + offset, n)
    length = rows if rows <= columns else columns
    length = length if length > 0 else 0
    others = [s for k, s in enumerate(a.shape) if k not in (i, j)]
    shape, e = tuple(others) + (length,), t.emitter

    def read(v):
        if any(same(s, 0) for s in shape):
            return e.empty(shape, v.dtype)
        e.ready(v)
        shift = e.index(builtins.abs(offset))

        def body(b, args):
            at, d, place = [b.index(k) for k in range(len(shape) - 1)], b.index(len(shape) - 1), []
            far = b.binary("arith.addi", d, shift)
            for k in range(v.rank):
                place.append((d if offset >= 0 else far) if k == i else (far if offset >= 0 else d) if k == j else at.pop(0))
            return [e.extract(b, v, place)]

        return e.generic(shape, [], [(shape, v.dtype, list(range(len(shape))), None)], body)[0]

    return a.part(shape, read, None, contiguous=None, why_not="diagonals are read-only")


@lower(numpy.diag)
def diag(t, v, k=0):
    v = t.array(v)
    if v.ndim == 2:
        return diagonal(t, v, k)
    if v.ndim != 1:
        raise ValueError("Input must be 1- or 2-d.")
    n = v.shape[0] + builtins.abs(k)
    e, x = t.emitter, v.value()
    e.ready(x)
    last = e.size(v.shape[0] - 1)
    if same(v.shape[0], 0):
        return fresh(t, e.filled((n, n), v.dtype, 0))

    def body(b, args):
        row, column = b.convert(b.index(0), "i64"), b.convert(b.index(1), "i64")
        here = b.compare("eq", column, b.add(row, b.constant(k, "i64")))
        at = b.binary("arith.minsi", b.index(0 if k >= 0 else 1), Scalar(last, "index"))
        return [b.select(here, e.extract(b, x, [at]), e.constant(0, v.dtype))]

    return fresh(t, e.generic((n, n), [], [((n, n), v.dtype, [0, 1], None)], body)[0])


def _triangle(how):
    def f(t, m, k=0):
        m, e = t.array(m), t.emitter
        if m.ndim == 1:
            m = t.array(numpy.broadcast_to(m, (m.shape[0], m.shape[0])))
        v, rank = m.value(), m.ndim

        def body(b, args):
            row, column = b.convert(b.index(rank - 2), "i64"), b.convert(b.index(rank - 1), "i64")
            return [b.select(b.compare(how, column, b.add(row, b.constant(k, "i64"))), args[0], e.constant(0, m.dtype))]

        return fresh(t, e.generic(v.sizes, [(v, list(range(rank)))], [(v.sizes, v.dtype, list(range(rank)), None)], body)[0])
    return f


lower(numpy.tril)(_triangle("le"))
lower(numpy.triu)(_triangle("ge"))


# -- joining, splitting, repeating ------------------------------------------------------------------------------------------


@lower(numpy.concatenate, numpy.concat)
def concatenate(t, arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    arrays, e = [t.array(a) for a in arrays], t.emitter
    if not arrays:
        raise ValueError("need at least one array to concatenate")
    d = numpy.dtype(dtype) if dtype is not None else numpy.result_type(*[a.dtype for a in arrays])
    if axis is None:
        arrays, axis = [t.array(a.reshape(-1)) for a in arrays], 0
    rank = arrays[0].ndim
    if not rank:
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    axis = numpy.lib.array_utils.normalize_axis_index(axis, rank)
    for a in arrays:
        if a.ndim != rank or any(i != axis and not same(s, r) and s != r for i, (s, r) in enumerate(zip(a.shape, arrays[0].shape))):
            raise ValueError("all the input array dimensions except for the concatenation axis must match exactly, but the shapes are "
                             + " and ".join(str(x.shape) for x in arrays))
    total = sum([a.shape[axis] for a in arrays], 0)
    sizes = tuple(total if i == axis else s for i, s in enumerate(arrays[0].shape))
    whole, at = e.empty(sizes, d), 0
    for a in arrays:
        v = e.cast(a.value(), d)
        if same_all(v.sizes, sizes):
            whole = v
            break
        whole = e.paste(v, whole, [at if i == axis else 0 for i in range(rank)], v.sizes, [1] * rank)
        at = at + a.shape[axis]
    made = fresh(t, whole)
    t.note("numpy.concatenate", [a.value() for a in arrays], made)
    return made if out is None else stored(t, made, out)


@lower(numpy.stack)
def _stack(t, arrays, axis=0, out=None, *, dtype=None, casting="same_kind"):
    arrays = [t.array(a) for a in arrays]
    if not arrays:
        raise ValueError("need at least one array to stack")
    if any(a.ndim != arrays[0].ndim or any(not same(s, r) and s != r for s, r in zip(a.shape, arrays[0].shape)) for a in arrays):
        raise ValueError("all input arrays must have the same shape")
    axis = numpy.lib.array_utils.normalize_axis_index(axis, arrays[0].ndim + 1)
    return concatenate(t, [numpy.expand_dims(a, axis) for a in arrays], axis, out, dtype=dtype, casting=casting)


def stack(t, items):
    """numpy.array of a list."""
    return _stack(t, items)


@lower(numpy.vstack)
def vstack(t, tup, *, dtype=None, casting="same_kind"):
    return concatenate(t, [_at_least(2)(t, a) for a in tup], 0, dtype=dtype)


@lower(numpy.hstack)
def hstack(t, tup, *, dtype=None, casting="same_kind"):
    arrays = [t.array(_at_least(1)(t, a)) for a in tup]
    return concatenate(t, arrays, 0 if arrays[0].ndim == 1 else 1, dtype=dtype)


@lower(numpy.dstack)
def dstack(t, tup):
    return concatenate(t, [_at_least(3)(t, a) for a in tup], 2)


@lower(numpy.column_stack)
def column_stack(t, tup):
    return concatenate(t, [a[:, None] if a.ndim == 1 else a[None, None] if a.ndim == 0 else a for a in map(t.array, tup)], 1)


@lower(numpy.append)
def append(t, arr, values, axis=None):
    return concatenate(t, [t.array(arr), t.array(values)], axis)


def _split(t, a, sections, axis=0, even=False):
    a = t.array(a)
    axis = numpy.lib.array_utils.normalize_axis_index(axis, a.ndim)
    n = a.shape[axis]
    if isinstance(sections, (tuple, list, numpy.ndarray)):
        ends = [0, *map(int, sections), None]
        cuts = list(zip(ends[:-1], ends[1:]))
    else:
        sections = operator.index(sections)
        if even and not same(n % sections, 0) and n % sections != 0:
            raise ValueError("array split does not result in an equal division")
        each, extra = (n // sections, 0) if even else divmod(int(n), sections)
        cuts, at = [], 0
        for i in range(sections):
            cuts.append((at, at + each + (1 if not isinstance(extra, Size) and i < extra else 0)))
            at = cuts[-1][1]
    return [a[(slice(None),) * axis + (slice(i, j),)] for i, j in cuts]


lower(numpy.split)(lambda t, ary, indices_or_sections, axis=0: _split(t, ary, indices_or_sections, axis, True))
lower(numpy.array_split)(lambda t, ary, indices_or_sections, axis=0: _split(t, ary, indices_or_sections, axis))
lower(numpy.vsplit)(lambda t, ary, indices_or_sections: _split(t, ary, indices_or_sections, 0, True))
lower(numpy.hsplit)(lambda t, ary, indices_or_sections: _split(t, ary, indices_or_sections, 0 if t.array(ary).ndim == 1 else 1, True))
lower(numpy.dsplit)(lambda t, ary, indices_or_sections: _split(t, ary, indices_or_sections, 2, True))


@lower(numpy.unstack)
def unstack(t, x, /, *, axis=0):
    x = t.array(x)
    return tuple(numpy.moveaxis(x, axis, 0))


@lower(numpy.repeat, method="repeat")
def repeat(t, a, repeats, axis=None):
    a = t.array(a)
    if not isinstance(repeats, (int, numpy.integer)):
        raise Unsupported("repeats differ from element to element", "use one number")
    if axis is None:
        a, axis = t.array(a.reshape(-1)), 0
    axis = numpy.lib.array_utils.normalize_axis_index(axis, a.ndim)
    wide = numpy.broadcast_to(numpy.expand_dims(a, axis + 1), a.shape[:axis + 1] + (int(repeats),) + a.shape[axis + 1:])
    return numpy.reshape(wide, a.shape[:axis] + (a.shape[axis] * int(repeats),) + a.shape[axis + 1:]).copy()


@lower(numpy.tile)
def tile(t, A, reps):  # noqa: N803 (NumPy's name)
    reps = tuple(reps) if isinstance(reps, (tuple, list)) else (reps,)
    a = t.array(A)
    rank = builtins.max(a.ndim, len(reps))
    reps = (1,) * (rank - len(reps)) + reps
    a = a[(None,) * (rank - a.ndim)] if rank > a.ndim else a
    for i, n in enumerate(reps):
        if n != 1:
            a = concatenate(t, [a] * n, i) if n else a[(slice(None),) * i + (slice(0, 0),)]
    return copy(t, a)


@lower(numpy.roll)
def roll(t, a, shift, axis=None):
    a = t.array(a)
    if axis is None:
        return numpy.reshape(roll(t, a.reshape(-1), shift, 0), a.shape)
    axes = axis if isinstance(axis, (tuple, list)) else (axis,)
    shifts = shift if isinstance(shift, (tuple, list)) else (shift,) * len(axes)
    for s, i in zip(shifts, axes):
        i = numpy.lib.array_utils.normalize_axis_index(i, a.ndim)
        n = a.shape[i]
        if same(n, 0):
            continue
        s = operator.index(s) % (n if not isinstance(n, Size) else int(n))
        if s:
            lead = (slice(None),) * i
            a = concatenate(t, [a[(*lead, slice(-s, None))], a[(*lead, slice(None, -s))]], i)
    return copy(t, a)


@lower(numpy.pad)
def pad(t, array, pad_width, mode="constant", **kwargs):
    a = t.array(array)
    if isinstance(pad_width, dict):
        pad_width = [pad_width.get(i, pad_width.get(i - a.ndim, (0, 0))) for i in range(a.ndim)]
        pad_width = [(p, p) if isinstance(p, int) else p for p in pad_width]
    pairs = [tuple(map(int, p)) for p in numpy.broadcast_to(numpy.asarray(pad_width), (a.ndim, 2))]
    if any(p < 0 for pair in pairs for p in pair):
        raise ValueError("index can't contain negative values")
    if mode == "constant":
        values = numpy.broadcast_to(numpy.asarray(kwargs.get("constant_values", 0)), (a.ndim, 2))
        for i, (low, high) in enumerate(pairs):
            parts = []
            for n, value in ((low, values[i][0]), (high, values[i][1])):
                shape = tuple(n if k == i else s for k, s in enumerate(a.shape))
                parts.append([fresh(t, t.emitter.filled(shape, a.dtype, value.astype(a.dtype).item()))] if n else [])
            if low or high:
                a = concatenate(t, [*parts[0], a, *parts[1]], i)
        return a if any(low or high for low, high in pairs) else copy(t, a)
    if mode not in ("edge", "reflect", "symmetric", "wrap") or kwargs.get("reflect_type", "even") != "even":
        raise Unsupported("padding in mode %r has no lowering" % mode, "use constant, edge, reflect, symmetric or wrap")
    for i, (low, high) in enumerate(pairs):
        if low or high:
            places = numpy.pad(arange(int(a.shape[i])), (low, high), mode)
            t.constants[id(places)] = places
            a = take(t, a, places, i)
    return copy(t, a)


@lower(numpy.take, method="take")
def take(t, a, indices, axis=None, out=None, mode="raise"):
    a = t.array(a)
    if mode != "raise":
        raise Unsupported("take in mode %r has no lowering" % mode, "clip or wrap the indices before")
    if axis is None:
        a, axis = t.array(a.reshape(-1)), 0
    axis = numpy.lib.array_utils.normalize_axis_index(axis, a.ndim)
    made = a[(slice(None),) * axis + (t.array(indices),)]
    return made if out is None else stored(t, made, out)


@lower(numpy.take_along_axis)
def take_along_axis(t, arr, indices, axis=-1):
    a, i = t.array(arr), t.array(indices)
    if axis is None:
        a, axis = t.array(a.reshape(-1)), 0
    axis = numpy.lib.array_utils.normalize_axis_index(axis, a.ndim)
    if i.ndim != a.ndim:
        raise ValueError("`indices` and `arr` must have the same number of dimensions")
    key = []
    for k, s in enumerate(a.shape):
        key.append(i if k == axis else _ramp(t, s, k, a.ndim))
    return a[tuple(key)]


def _ramp(t, n, dim, rank):
    e = t.emitter
    v = e.generic((n,), [], [((n,), numpy.dtype("int64"), [0], None)], lambda b, a: [b.convert(b.index(0), "i64")])[0]
    return fresh(t, e.reshape(v, tuple(n if i == dim else 1 for i in range(rank))))


@lower(numpy.meshgrid)
def meshgrid(t, *xi, copy=True, sparse=False, indexing="xy"):
    arrays = [t.array(x).reshape(-1) for x in xi]
    rank, swap = len(arrays), indexing == "xy" and len(arrays) > 1
    made = []
    for i, a in enumerate(arrays):
        place = {0: 1, 1: 0}.get(i, i) if swap else i
        made.append(a[tuple(slice(None) if k == place else None for k in range(rank))])
    return tuple(made) if sparse else tuple(x.copy() for x in broadcast_arrays(t, *made))
