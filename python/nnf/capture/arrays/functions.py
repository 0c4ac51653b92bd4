# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""NumPy's reductions, choices and products on captured arrays. Arguments are NumPy's."""

import builtins

import numpy

from . import linear, reduce as reductions
from .array import Array
from .emit import mlir_type, ones
from .registry import NOTHING, fresh, given, lower, stored
from .sizes import Size, broadcast, product, same_all
from ..report import Unsupported


# -- reductions ---------------------------------------------------------------------------------------------------------


def _register_reduction(ufunc, *functions, method):
    def reduction(t, a, axis=None, dtype=None, out=None, keepdims=NOTHING, initial=NOTHING, where=NOTHING):
        return reductions.reduce_by(t, ufunc, a, axis, **given(dtype=dtype, out=out, keepdims=keepdims, initial=initial, where=where))

    def plain(t, a, axis=None, out=None, keepdims=NOTHING, initial=NOTHING, where=NOTHING):
        return reduction(t, a, axis, None, out, keepdims, initial, where)

    lower(*functions, method=method)(reduction if ufunc in ("add", "multiply") else plain)


_register_reduction("add", numpy.sum, method="sum")
_register_reduction("multiply", numpy.prod, method="prod")
_register_reduction("maximum", numpy.max, numpy.amax, method="max")
_register_reduction("minimum", numpy.min, numpy.amin, method="min")


def _register_logic(ufunc, function, method):
    @lower(function, method=method)
    def logic(t, a, axis=None, out=None, keepdims=NOTHING, *, where=NOTHING):
        return reductions.reduce_by(t, ufunc, a, axis, **given(out=out, keepdims=keepdims, where=where))


_register_logic("logical_and", numpy.all, "all")
_register_logic("logical_or", numpy.any, "any")


@lower(numpy.mean, method="mean")
def mean(t, a, axis=None, dtype=None, out=None, keepdims=NOTHING, *, where=True):
    return reductions.mean(t, a, axis, dtype, out, keepdims is True, where)


def _variance(root):
    def variance(t, a, axis=None, dtype=None, out=None, ddof=0, keepdims=NOTHING, *, where=True, mean=None, correction=None):
        return reductions.variance(t, a, axis, dtype, out, ddof, keepdims is True, root=root, where=where, mean=mean,
                                   correction=correction)
    return variance


lower(numpy.var, method="var")(_variance(False))
lower(numpy.std, method="std")(_variance(True))


def _arg(largest):
    def arg(t, a, axis=None, out=None, *, keepdims=NOTHING):
        return reductions.arg_extreme(t, a, largest, axis, out, keepdims is True)
    return arg


lower(numpy.argmax, method="argmax")(_arg(True))
lower(numpy.argmin, method="argmin")(_arg(False))


@lower(numpy.ptp)
def ptp(t, a, axis=None, out=None, keepdims=NOTHING):
    more = given(keepdims=keepdims)
    return numpy.subtract(numpy.max(a, axis, **more), numpy.min(a, axis, **more), **given(out=out))


@lower(numpy.count_nonzero)
def count_nonzero(t, a, axis=None, *, keepdims=False):
    a = t.array(a)
    made = numpy.sum(a != 0 if a.dtype.kind != "b" else a, axis=axis, dtype="int64", keepdims=keepdims)
    return made


@lower(numpy.average)
def average(t, a, axis=None, weights=None, returned=False, *, keepdims=NOTHING):
    a, more = t.array(a), given(keepdims=keepdims)
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
    def f(t, a, axis=None, out=None, keepdims=NOTHING):
        a = t.array(a)
        more = given(keepdims=keepdims, out=out)
        if a.dtype.kind != "f":
            return function(a, axis, **more)
        gone = numpy.isnan(a)
        filled = numpy.where(gone, numpy.asarray(-numpy.inf if ufunc == "maximum" else numpy.inf, a.dtype), a)
        keep = given(keepdims=keepdims)
        found = numpy.where(numpy.all(gone, axis, **keep), numpy.asarray(numpy.nan, a.dtype), function(filled, axis, **keep))
        return reductions_scalar(found) if out is None else stored(t, found, out)
    return f


def reductions_scalar(x):
    x.scalar = not x.shape
    return x


lower(numpy.nanmax)(_nan_extreme("maximum", numpy.max))
lower(numpy.nanmin)(_nan_extreme("minimum", numpy.min))


@lower(numpy.nanmean)
def nanmean(t, a, axis=None, dtype=None, out=None, keepdims=NOTHING):
    a, more = t.array(a), given(keepdims=keepdims)
    if a.dtype.kind != "f":
        return numpy.mean(a, axis, dtype, out, **more)
    good = numpy.isnan(a) == False  # noqa: E712 (an array)
    total = numpy.sum(numpy.where(good, a, numpy.asarray(0, a.dtype)), axis, dtype, **more)
    return numpy.divide(total, numpy.sum(good, axis, total.dtype, **more), **given(out=out))


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
def diff(t, a, n=1, axis=-1, prepend=NOTHING, append=NOTHING):
    a = t.array(a)
    axis = numpy.lib.array_utils.normalize_axis_index(axis, a.ndim)
    parts = []
    for x in (prepend, a, append):
        if x is not NOTHING:
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
def where(t, condition, x=NOTHING, y=NOTHING):
    if x is NOTHING or y is NOTHING:
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
def clip(t, a, a_min=NOTHING, a_max=NOTHING, out=None, *, min=NOTHING, max=NOTHING, dtype=None):  # noqa: A002
    low, high = (a_min if min is NOTHING else min), (a_max if max is NOTHING else max)
    low, high = (None if v is NOTHING else v for v in (low, high))
    given = {"dtype": dtype} if dtype is not None else {}
    made = t.array(a)
    if low is not None:
        made = numpy.maximum(made, low, **given)
    if high is not None:
        made = numpy.minimum(made, high, **given)
    if low is None and high is None:
        made = numpy.positive(made)
    return made if out is None else stored(t, made, out)


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
    return made if out is None else stored(t, made, out)


@lower(numpy.fix)
def fix(t, x, out=None):
    return numpy.trunc(x, **given(out=out))


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
