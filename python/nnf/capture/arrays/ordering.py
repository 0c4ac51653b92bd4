# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions of NumPy that put elements in order, and those whose results have sizes that depend on values, which are refused."""

import numpy

from .array import Array
from .emit import INT64, Value, is_unsigned
from .registry import lower, stored
from .sizes import Size, same
from ..report import Unsupported
from ..sorting import merge_sort, places_along


def _axis(x, axis):
    """(array, axis): flat where there is none."""
    return (x.reshape(-1), 0) if axis is None else (x, numpy.lib.array_utils.normalize_axis_index(axis, x.ndim))


def _refuse_order(order, stable=None):
    if order is not None:
        raise ValueError("Cannot specify order when the array has no fields.")


def _sorted(t, x, axis):
    """(values, places) of an array along an axis."""
    e, v = t.emitter, x.value()
    if any(same(s, 0) for s in x.shape) or same(x.shape[axis], 1):
        return x, Array(t, places_along(e, v, axis, INT64), x.shape, INT64)
    values, places = merge_sort(e, v, axis, False, INT64, e.copy(v), is_unsigned(v.dtype))
    return (Array(t, Value(values, v.sizes, v.dtype), x.shape, x.dtype, contiguous=True),
            Array(t, Value(places, v.sizes, INT64), x.shape, INT64, contiguous=True))


@lower(numpy.sort)
def sort(t, a, axis=-1, kind=None, order=None, *, stable=None):
    _refuse_order(order)
    a, axis = _axis(t.array(a), axis)
    return _sorted(t, a, axis)[0].copy()


@lower(numpy.partition)
def partition(t, a, kth, axis=-1, kind="introselect", order=None):
    """Sorted altogether, which is one of its results."""
    return sort(t, a, axis, None, order)


@lower(method="sort")
def sort_in_place(t, a, axis=-1, kind=None, order=None, *, stable=None):
    _refuse_order(order)
    a.store(_sorted(t, a, numpy.lib.array_utils.normalize_axis_index(axis, a.ndim))[0])


@lower(numpy.argsort, method="argsort")
def argsort(t, a, axis=-1, kind=None, order=None, *, stable=None):
    """Equal elements keep their order, whatever `kind` allows."""
    _refuse_order(order)
    a, axis = _axis(t.array(a), axis)
    return _sorted(t, a, axis)[1]


def _real(x):
    return x if isinstance(x, Array) else numpy.asarray(x)


def _quantiles(t, a, q, axis, method, keepdims, name, wide=None):
    """One result for each number of `q`, which comes first."""
    if method not in ("linear", "lower", "higher", "midpoint", "nearest"):
        raise Unsupported("the method %r of %s has no lowering" % (method, name), "use linear, lower, higher, midpoint or nearest")
    a = t.array(a)
    if a.dtype.kind not in "fiu":
        raise TypeError("a must be an array of real numbers")
    if isinstance(axis, (tuple, list)):
        raise Unsupported("several axes of %s have no lowering" % name, "reshape them into one")
    whole, (x, d) = a.ndim, _axis(a, axis)
    picked = method in ("lower", "higher", "nearest")
    dtype = a.dtype if picked else numpy.result_type(a.dtype, wide or a.dtype if a.dtype.kind == "f" else "float64")
    n = x.shape[d]
    if same(n, 0):
        return numpy.full(x.shape[:d] + x.shape[d + 1:], numpy.nan, dtype)
    values = _sorted(t, x, d)[0]
    last = t.array(n) - 1 if isinstance(n, Size) else numpy.int64(n - 1)
    at = last * numpy.float64(q)
    below = numpy.floor(at)
    part = at - below
    if method == "nearest":
        low = numpy.rint(at)  # halves go to the even place, as NumPy's do
        high = low
    else:
        low = numpy.ceil(at) if method == "higher" else below
        high = low if method in ("lower", "higher") else numpy.minimum(below + 1, last)
        part = numpy.where(part > 0, 0.5, 0.0) if method == "midpoint" else part
    one, other = (numpy.take(values, _real(i).astype("int64"), axis=d).astype(dtype) for i in (low, high))
    made = one
    if not picked:
        part, step = _real(part).astype(dtype), other - one
        made = numpy.where(part < 0.5, one + step * part, other - step * (1 - part)).astype(dtype)
    if a.dtype.kind == "f":  # sorting puts NaN last
        end = numpy.take(values, -1, axis=d)
        made = numpy.where(numpy.isnan(end), end, made)
    if keepdims:
        made = numpy.reshape(made, [1] * whole if axis is None else x.shape[:d] + (1,) + x.shape[d + 1:])
    made.scalar = not made.shape
    return made


def _quantile(name, scale):
    def quantile(t, a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None):
        if weights is not None:
            raise Unsupported("weights of %s have no lowering" % name)
        if isinstance(q, Array):
            raise Unsupported("the numbers that it is asked for are computed", "give them as numbers")
        asked = numpy.asarray(q, "float64") / scale
        if not ((asked >= 0) & (asked <= 1)).all():
            raise ValueError("%s must be in the range [0, %d]" % ("Percentiles" if scale == 100 else "Quantiles", scale))
        if asked.ndim > 1:
            raise Unsupported("the numbers that it is asked for have %d dimensions" % asked.ndim, "give a list of numbers")
        # A number of Python has no type of its own.
        wide = None if isinstance(q, (int, float)) and not isinstance(q, numpy.generic) else numpy.asarray(q).dtype
        wide = wide if wide is None or wide.kind == "f" else numpy.dtype("float64")
        made = [_quantiles(t, a, float(p), axis, method, keepdims, name, wide) for p in asked.reshape(-1)]
        made = numpy.stack(made) if asked.ndim else made[0]
        return made if out is None else stored(t, made, out)
    return quantile


lower(numpy.quantile)(_quantile("quantile", 1))
lower(numpy.percentile)(_quantile("percentile", 100))


@lower(numpy.median)
def median(t, a, axis=None, out=None, overwrite_input=False, keepdims=False):
    if isinstance(axis, (tuple, list)) or t.array(a).dtype.kind == "b":
        raise Unsupported("several axes, or bools, have no lowering", "reshape, or convert them")
    made = _quantiles(t, a, 0.5, axis, "midpoint", keepdims, "median")
    return made if out is None else stored(t, made, out)


def _refused(name, instead):
    def refuse(t, *args, **kwargs):
        raise Unsupported("its result has a size that depends on the values of arrays", instead)
    return refuse


for _name, _instead in (("unique", "sort, and compare neighbours"), ("nonzero", "use the mask with numpy.where or as an index that writes"),
                        ("flatnonzero", "use the mask with numpy.where"), ("argwhere", "use the mask with numpy.where"),
                        ("extract", "use numpy.where, which keeps the shape"), ("compress", "use numpy.where, which keeps the shape"),
                        ("bincount", "compare with numpy.arange(n) and sum"), ("trim_zeros", "use numpy.where, which keeps the shape"),
                        ("intersect1d", "compute it outside of the function"), ("union1d", "compute it outside of the function"),
                        ("setdiff1d", "compute it outside of the function"), ("unique_values", "sort, and compare neighbours"),
                        ("unique_counts", "sort, and compare neighbours"), ("unique_inverse", "sort, and compare neighbours"),
                        ("unique_all", "sort, and compare neighbours")):
    lower(getattr(numpy, _name))(_refused(_name, _instead + ", or use fallback=True"))
