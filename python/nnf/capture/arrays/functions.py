# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""NumPy's functions on captured arrays, by the function, and the methods of an array, by name. Arguments are NumPy's."""

import builtins
import operator

import numpy

from . import linear, reduce as reductions
from .array import Array
from .emit import arange, mlir_type, ones
from .sizes import Size, broadcast, product, same, same_all
from ..body import Scalar
from ..report import Unsupported

FUNCTIONS, METHODS = {}, {}
_nothing = numpy._NoValue
LAYOUT = "whether it is a view depends on how the array lies in memory"


def lower(*functions, method=None):
    def register(f):
        for g in functions:
            FUNCTIONS[g] = f
        for name in ([method] if isinstance(method, str) else method or []):
            METHODS[name] = f
        return f
    return register


def fresh(t, v, dtype=None, scalar=False):
    return Array(t, v, v.sizes, dtype or v.dtype, scalar=scalar)


def _given(**kwargs):
    return {k: v for k, v in kwargs.items() if v is not _nothing and v is not None}


# -- reductions ---------------------------------------------------------------------------------------------------------


def _register_reduction(ufunc, *functions, method):
    def reduction(t, a, axis=None, dtype=None, out=None, keepdims=_nothing, initial=_nothing, where=_nothing):
        return reductions.reduce_by(t, ufunc, a, axis, **_given(dtype=dtype, out=out, keepdims=keepdims, initial=initial, where=where))

    def plain(t, a, axis=None, out=None, keepdims=_nothing, initial=_nothing, where=_nothing):
        return reduction(t, a, axis, None, out, keepdims, initial, where)

    lower(*functions, method=method)(reduction if ufunc in ("add", "multiply") else plain)


_register_reduction("add", numpy.sum, method="sum")
_register_reduction("multiply", numpy.prod, method="prod")
_register_reduction("maximum", numpy.max, numpy.amax, method="max")
_register_reduction("minimum", numpy.min, numpy.amin, method="min")


def _register_logic(ufunc, function, method):
    @lower(function, method=method)
    def logic(t, a, axis=None, out=None, keepdims=_nothing, *, where=_nothing):
        return reductions.reduce_by(t, ufunc, a, axis, **_given(out=out, keepdims=keepdims, where=where))


_register_logic("logical_and", numpy.all, "all")
_register_logic("logical_or", numpy.any, "any")


@lower(numpy.mean, method="mean")
def mean(t, a, axis=None, dtype=None, out=None, keepdims=_nothing, *, where=True):
    return reductions.mean(t, a, axis, dtype, out, keepdims is True, where)


def _variance(root):
    def variance(t, a, axis=None, dtype=None, out=None, ddof=0, keepdims=_nothing, *, where=True, mean=None, correction=None):
        return reductions.variance(t, a, axis, dtype, out, ddof, keepdims is True, root=root, where=where, mean=mean,
                                   correction=correction)
    return variance


lower(numpy.var, method="var")(_variance(False))
lower(numpy.std, method="std")(_variance(True))


def _arg(largest):
    def arg(t, a, axis=None, out=None, *, keepdims=_nothing):
        return reductions.arg_extreme(t, a, largest, axis, out, keepdims is True)
    return arg


lower(numpy.argmax, method="argmax")(_arg(True))
lower(numpy.argmin, method="argmin")(_arg(False))


@lower(numpy.ptp)
def ptp(t, a, axis=None, out=None, keepdims=_nothing):
    more = _given(keepdims=keepdims)
    return numpy.subtract(numpy.max(a, axis, **more), numpy.min(a, axis, **more), **_given(out=out))


@lower(numpy.count_nonzero)
def count_nonzero(t, a, axis=None, *, keepdims=False):
    a = t.array(a)
    made = numpy.sum(a != 0 if a.dtype.kind != "b" else a, axis=axis, dtype="int64", keepdims=keepdims)
    return made


@lower(numpy.average)
def average(t, a, axis=None, weights=None, returned=False, *, keepdims=_nothing):
    a, more = t.array(a), _given(keepdims=keepdims)
    if weights is None:
        if returned:
            raise Unsupported("the sum of weights that are not given has no lowering", "give weights")
        return numpy.mean(a, axis, **more)
    w = t.array(weights)
    d = numpy.result_type(a.dtype, w.dtype, "float64") if a.dtype.kind in "bui" else numpy.result_type(a.dtype, w.dtype)
    if not same_all(a.shape, w.shape):
        if axis is None or w.ndim != 1:
            raise TypeError("Axis must be specified when shapes of a and weights differ.")
        w = t.array(numpy.reshape(w, (1,) * (axis % a.ndim) + w.shape + (1,) * (a.ndim - axis % a.ndim - 1)))
    scale = numpy.sum(numpy.broadcast_to(w, a.shape), axis=axis, dtype=d, **more)
    made = numpy.divide(numpy.sum(numpy.multiply(a, w, dtype=d), axis=axis, **more), scale)
    return (made, scale) if returned else made


def _without_nan(function, filler):
    def f(t, a, axis=None, *args, **kwargs):
        a = t.array(a)
        if a.dtype.kind == "f":
            a = numpy.where(numpy.isnan(a), numpy.asarray(filler, a.dtype), a)
        return function(a, axis, *args, **kwargs)
    return f


lower(numpy.nansum)(_without_nan(numpy.sum, 0))
lower(numpy.nanprod)(_without_nan(numpy.prod, 1))


def _nan_extreme(ufunc, function):
    def f(t, a, axis=None, out=None, keepdims=_nothing):
        a = t.array(a)
        more = _given(keepdims=keepdims, out=out)
        if a.dtype.kind != "f":
            return function(a, axis, **more)
        gone = numpy.isnan(a)
        filled = numpy.where(gone, numpy.asarray(-numpy.inf if ufunc == "maximum" else numpy.inf, a.dtype), a)
        keep = _given(keepdims=keepdims)
        found = numpy.where(numpy.all(gone, axis, **keep), numpy.asarray(numpy.nan, a.dtype), function(filled, axis, **keep))
        return reductions_scalar(found) if out is None else _stored(t, found, out)
    return f


def reductions_scalar(x):
    x.scalar = not x.shape
    return x


def _stored(t, x, out):
    t.array(out).store(x)
    return out


lower(numpy.nanmax)(_nan_extreme("maximum", numpy.max))
lower(numpy.nanmin)(_nan_extreme("minimum", numpy.min))


@lower(numpy.nanmean)
def nanmean(t, a, axis=None, dtype=None, out=None, keepdims=_nothing):
    a, more = t.array(a), _given(keepdims=keepdims)
    if a.dtype.kind != "f":
        return numpy.mean(a, axis, dtype, out, **more)
    good = numpy.isnan(a) == False  # noqa: E712 (an array)
    total = numpy.sum(numpy.where(good, a, numpy.asarray(0, a.dtype)), axis, dtype, **more)
    return numpy.divide(total, numpy.sum(good, axis, total.dtype, **more), **_given(out=out))


@lower(numpy.cumsum, method="cumsum")
def cumsum(t, a, axis=None, dtype=None, out=None):
    a = t.array(a)
    return reductions.accumulate(t, "add", a.reshape(-1) if axis is None else a, axis or 0, dtype or _wide(a.dtype), out)


@lower(numpy.cumprod, method="cumprod")
def cumprod(t, a, axis=None, dtype=None, out=None):
    a = t.array(a)
    return reductions.accumulate(t, "multiply", a.reshape(-1) if axis is None else a, axis or 0, dtype or _wide(a.dtype), out)


def _wide(dtype):
    return numpy.cumsum(ones(1, dtype)).dtype


@lower(numpy.diff)
def diff(t, a, n=1, axis=-1, prepend=_nothing, append=_nothing):
    a = t.array(a)
    axis = numpy.lib.array_utils.normalize_axis_index(axis, a.ndim)
    parts = []
    for x in (prepend, a, append):
        if x is not _nothing:
            x = t.array(x)
            parts.append(numpy.broadcast_to(x, tuple(1 if i == axis else s for i, s in enumerate(a.shape))) if x.ndim == 0 else x)
    a = numpy.concatenate(parts, axis) if len(parts) > 1 else a
    for _ in range(n):
        head = a[(slice(None),) * axis + (slice(1, None),)]
        tail = a[(slice(None),) * axis + (slice(None, -1),)]
        a = numpy.not_equal(head, tail) if a.dtype.kind == "b" else numpy.subtract(head, tail)
    return a


# -- elementwise --------------------------------------------------------------------------------------------------------


@lower(numpy.where)
def where(t, condition, x=_nothing, y=_nothing):
    if x is _nothing or y is _nothing:
        raise Unsupported("how many elements are nonzero depends on values", "use numpy.where with three arguments")
    from .ufuncs import operand
    e, condition = t.emitter, t.array(condition)
    picked = [operand(t, v) for v in (x, y)]
    weak = [v for v, k in picked]
    d = numpy.result_type(*[v if isinstance(k, type) and not isinstance(v, Size) else 0 if isinstance(v, Size) else k for v, k in picked])
    mlir_type(d)
    constants = [None if isinstance(v, (Array, Size)) else numpy.asarray(v, d).item() for v in weak]
    arrays = [v for v in weak if isinstance(v, Array)]
    shape = broadcast(condition.shape, *[v.shape for v in arrays])
    for v in weak:
        if isinstance(v, Size):
            e.size(v)

    def body(b, c, *args):
        args, made = list(args), []
        for v, number in zip(weak, constants):
            made.append(e.constant(number, d) if number is not None else e.converted(
                args.pop(0) if isinstance(v, Array) else b.convert(e.index(v), "i64"), d))
        return b.select(b.convert(c, "i1"), *made)

    v = e.map(shape, d, [condition.value(), *[a.value() for a in arrays]], body)
    made = fresh(t, v)
    t.note("numpy.where", [condition.value()], made)
    return made


@lower(numpy.select)
def select(t, conditions, choices, default=0):
    d = numpy.result_type(*[t.array(c).dtype if not isinstance(c, (int, float)) else c for c in choices],
                          default if isinstance(default, (int, float)) else t.array(default).dtype)
    made = t.array(default)
    made = made.astype(d)
    for c, x in reversed(list(zip(conditions, choices))):
        made = numpy.where(c, t.array(x).astype(d), made)
    return made


@lower(numpy.clip, method="clip")
def clip(t, a, a_min=_nothing, a_max=_nothing, out=None, *, min=_nothing, max=_nothing, dtype=None):  # noqa: A002
    low, high = (a_min if min is _nothing else min), (a_max if max is _nothing else max)
    low, high = (None if v is _nothing else v for v in (low, high))
    given = {"dtype": dtype} if dtype is not None else {}
    made = t.array(a)
    if low is not None:
        made = numpy.maximum(made, low, **given)
    if high is not None:
        made = numpy.minimum(made, high, **given)
    if low is None and high is None:
        made = numpy.positive(made)
    return made if out is None else _stored(t, made, out)


@lower(numpy.round, numpy.around, method="round")
def round_(t, a, decimals=0, out=None):
    a = t.array(a)
    if a.dtype.kind in "iub" and decimals >= 0:
        made = a.astype("float16") if a.dtype.kind == "b" else numpy.positive(a)
    elif a.dtype.kind in "iub":
        raise Unsupported("whole numbers are rounded to tens", "divide, round and multiply")
    elif decimals == 0:
        made = numpy.rint(a)
    else:
        scale = a.dtype.type(10.0 ** builtins.abs(decimals))
        made = numpy.divide(numpy.rint(numpy.multiply(a, scale)), scale) if decimals > 0 else numpy.multiply(
            numpy.rint(numpy.divide(a, scale)), scale)
    return made if out is None else _stored(t, made, out)


@lower(numpy.fix)
def fix(t, x, out=None):
    return numpy.trunc(x, **_given(out=out))


@lower(numpy.nan_to_num)
def nan_to_num(t, x, copy=True, nan=0.0, posinf=None, neginf=None):
    a = t.array(x)
    if a.dtype.kind != "f":
        return numpy.positive(a) if a.dtype.kind != "b" else a.copy()
    info = numpy.finfo(a.dtype)
    made = numpy.where(numpy.isnan(a), a.dtype.type(nan), a)
    made = numpy.where(a == numpy.inf, a.dtype.type(info.max if posinf is None else posinf), made)
    made = numpy.where(a == -numpy.inf, a.dtype.type(info.min if neginf is None else neginf), made)
    if not copy:
        a.store(made)
        return a
    return made


@lower(numpy.isclose)
def isclose(t, a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    a, b = t.array(a), t.array(b)
    b = b if b.dtype.kind == "f" else b.astype(numpy.result_type(b.dtype, 1.0))
    close = numpy.less_equal(numpy.abs(numpy.subtract(a, b)), atol + rtol * numpy.abs(b))
    made = numpy.logical_or(numpy.logical_and(close, numpy.isfinite(b)), numpy.equal(a, b))
    return numpy.logical_or(made, numpy.logical_and(numpy.isnan(a), numpy.isnan(b))) if equal_nan else made


@lower(numpy.sinc)
def sinc(t, x):
    x = t.array(x)
    x = x if x.dtype.kind == "f" else x.astype("float64")
    y = numpy.multiply(numpy.where(x == 0, x.dtype.type(1e-20 if x.dtype != "float16" else 6e-8), x), x.dtype.type(numpy.pi))
    return numpy.divide(numpy.sin(y), y)


@lower(numpy.real, method=["conj", "conjugate"])
def real(t, x):
    return t.array(x)


@lower(numpy.astype, method="astype")
def astype(t, x, dtype, order="K", casting="unsafe", subok=True, copy=True, device=None):
    x, dtype = t.array(x), numpy.dtype(dtype)
    mlir_type(dtype)
    if not numpy.can_cast(x.dtype, dtype, casting):
        raise TypeError("Cannot cast array data from %r to %r according to the rule '%s'" % (x.dtype, dtype, casting))
    if dtype == x.dtype and not copy:
        return x
    return Array(t, t.emitter.cast(x.value(), dtype), x.shape, dtype, scalar=x.scalar, contiguous=x.contiguous)


@lower(numpy.copy, method=["copy", "__copy__"])
def copy(t, a, order="K", subok=False):
    a = t.array(a)
    return Array(t, a.value(), a.shape, a.dtype, scalar=False, contiguous=True if order == "C" else a.contiguous)


METHODS["__deepcopy__"] = lambda t, a, memo=None: copy(t, a)


@lower(numpy.shape)
def shape(t, a):
    return t.array(a).shape


@lower(numpy.ndim)
def ndim(t, a):
    return t.array(a).ndim


@lower(numpy.size)
def size(t, a, axis=None):
    a = t.array(a)
    return a.size if axis is None else product([a.shape[i] for i in reductions.axes_of(a, axis)])


@lower(numpy.result_type)
def result_type(t, *args):
    return numpy.result_type(*[a.dtype if isinstance(a, Array) else a for a in args])


@lower(numpy.can_cast)
def can_cast(t, from_, to, casting="safe"):
    return numpy.can_cast(from_.dtype if isinstance(from_, Array) else from_, to, casting)


lower(numpy.iscomplexobj)(lambda t, x: False)
lower(numpy.isrealobj)(lambda t, x: True)


# -- made like others -----------------------------------------------------------------------------------------------------


def _like(value):
    def like(t, a, dtype=None, order="K", subok=True, shape=None, *, device=None):
        a = t.array(a)
        shape = a.shape if shape is None else (tuple(shape) if isinstance(shape, (tuple, list)) else (shape,))
        return fresh(t, t.emitter.filled(shape, numpy.dtype(dtype or a.dtype), value))
    return like


lower(numpy.zeros_like, numpy.empty_like)(_like(0))
lower(numpy.ones_like)(_like(1))


@lower(numpy.full_like)
def full_like(t, a, fill_value, dtype=None, order="K", subok=True, shape=None, *, device=None):
    made = _like(0)(t, a, dtype, order, subok, shape)
    made.store(fill_value)
    made.written = False
    return made


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
    return made if out is None else _stored(t, made, out)


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
    return made if out is None else _stored(t, made, out)


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


# -- products -----------------------------------------------------------------------------------------------------------------

lower(numpy.dot, method="dot")(linear.dot)
lower(numpy.inner)(linear.inner)
lower(numpy.outer)(linear.outer)
lower(numpy.vdot)(linear.vdot)
lower(numpy.tensordot, numpy.linalg.tensordot)(linear.tensordot)
lower(numpy.einsum)(linear.einsum)
lower(numpy.linalg.norm)(linear.norm)
lower(numpy.trace, method="trace")(linear.trace)
lower(numpy.linalg.matmul)(linear.matmul)


@lower(numpy.linalg.vector_norm)
def vector_norm(t, x, /, *, axis=None, keepdims=False, ord=2):  # noqa: A002
    x = t.array(x)
    if axis is None:
        made = linear.norm(t, x.reshape(-1), ord, 0)
        return numpy.reshape(made, (1,) * x.ndim) if keepdims else made
    return linear.norm(t, x, ord, axis, keepdims)


@lower(method="fill")
def fill(t, a, value):
    a.store(value)


@lower(method="view")
def view(t, a, dtype=None, type=None):  # noqa: A002
    if dtype is None or dtype is numpy.ndarray or numpy.dtype(dtype) == a.dtype:
        return a[...]
    raise Unsupported("it sees the bits of %s as %s" % (a.dtype, numpy.dtype(dtype)))
