# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reductions over some dimensions or all, and what goes along a dimension step by step. Result types are NumPy's own, found
by asking NumPy for an array of one element."""

import math

import numpy

from . import scalars
from .array import Array
from .emit import INT64, compute_type, is_unsigned, ones
from .sizes import Size, product, same
from ..body import Scalar
from ..report import Unsupported

_NOTHING = object()


def axes_of(x, axis):
    """The dimensions that are reduced, in order."""
    if axis is None:
        return list(range(x.ndim))
    axis = axis if isinstance(axis, (tuple, list)) else (axis,)
    return sorted(numpy.lib.array_utils.normalize_axis_tuple(axis, x.ndim))


def _sum(b, x, y):
    return b.binary("arith.addf", x, y, " fastmath<reassoc>") if x.is_float else b.add(x, y)


def _worst(dtype, largest):
    if dtype.kind == "f":
        return -math.inf if largest else math.inf
    if dtype.kind == "b":
        return not largest
    return numpy.iinfo(dtype).min if largest else numpy.iinfo(dtype).max


# ufunc: (how two are combined, the value that changes nothing or None)
_COMBINE = {"add": (_sum, 0), "multiply": (lambda b, x, y: b.mul(x, y), 1), "maximum": (scalars.pick("gt"), None),
            "minimum": (scalars.pick("lt"), None), "logical_and": (lambda b, x, y: b.binary("arith.andi", x, y), True),
            "logical_or": (lambda b, x, y: b.binary("arith.ori", x, y), False),
            "bitwise_and": (lambda b, x, y: b.binary("arith.andi", x, y), -1),
            "bitwise_or": (lambda b, x, y: b.binary("arith.ori", x, y), 0),
            "bitwise_xor": (lambda b, x, y: b.binary("arith.xori", x, y), 0),
            "logical_xor": (lambda b, x, y: b.binary("arith.xori", x, y), False)}


def loop_type(name, dtype, wanted=None):
    """The type in which NumPy reduces elements of `dtype`."""
    return getattr(numpy, name).reduce(ones(1, dtype), dtype=wanted).dtype


def raw(t, v, dims, dtype, init, combine):
    """A reduction of a value in `dtype`, without the reduced dimensions."""
    e = t.emitter
    kept = [i for i in range(v.rank) if i not in dims]
    return e.generic(v.sizes, [(v, list(range(v.rank)))], [([v.sizes[i] for i in kept], dtype, kept, init)],
                     lambda b, args: [combine(b, args[1], e.converted(args[0], dtype))], dims)[0]


def finished(t, x, dims, v, dtype, keepdims, out=None):
    """In the result's type and shape."""
    e = t.emitter
    v = e.cast(v, dtype)
    shape = tuple(1 if i in dims else s for i, s in enumerate(x.shape)) if keepdims else v.sizes
    made = Array(t, e.reshape(v, shape), shape, dtype, scalar=not shape, contiguous=bool(x.contiguous))
    if out is not None:
        out = out[0] if isinstance(out, tuple) else out
        t.array(out).store(made)
        return out
    return made


def reduce_by(t, name, x, axis=0, dtype=None, out=None, keepdims=False, initial=_NOTHING, where=True):
    """ufunc.reduce."""
    if name not in _COMBINE:
        raise Unsupported("a reduction by numpy.%s has no lowering" % name)
    x, e = t.array(x), t.emitter
    combine, identity = _COMBINE[name]
    dims = axes_of(x, axis)
    initial = _NOTHING if initial is numpy._NoValue else initial
    d = loop_type(name, x.dtype, dtype)
    c = compute_type(d)
    logic = name.startswith("logical")
    if identity is None:
        if initial is _NOTHING and any(same(x.shape[i], 0) for i in dims):
            raise ValueError("zero-size array to reduction operation %s which has no identity" % name)
        if where is not True and initial is _NOTHING:
            raise ValueError("reduction operation '%s' does not have an identity, so to use a where mask one has to specify "
                             "'initial'" % name)
        identity = _worst(c, name == "maximum")
    if where is not True:
        x = numpy.where(where, x, numpy.asarray(_worst(x.dtype, name == "maximum") if name in ("maximum", "minimum") else identity, x.dtype))
        x = t.array(x)
    v = x.value()
    if logic:
        v = e.cast(v, "bool")
    total = raw(t, v, dims, c, identity, combine)
    if initial is not _NOTHING and initial is not None:
        value = numpy.asarray(initial).astype(d).item()
        total = e.map(total.sizes, c, [total], lambda b, s: combine(b, s, e.constant(value, c)))
    made = finished(t, x, dims, total, d, keepdims, out)
    t.note("numpy.%s.reduce" % name, [v], t.array(made))
    return made


def count_of(x, dims):
    return product([x.shape[i] for i in dims])


def divided(t, v, count, dtype):
    """v / count, for a count that may be open."""
    e = t.emitter
    if isinstance(count, Size):
        e.size(count)
        return e.map(v.sizes, dtype, [v], lambda b, x: scalars.divide(b, x, e.converted(b.convert(e.index(count), "i64"), dtype)))
    return e.map(v.sizes, dtype, [v], lambda b, x: scalars.divide(b, x, e.constant(count, dtype)))


def _masked(x, where, other):
    return x if where is True or where is numpy._NoValue else numpy.where(where, x, numpy.asarray(other, x.dtype))


def mean(t, x, axis=None, dtype=None, out=None, keepdims=False, where=True):
    x = t.array(x)
    dims = axes_of(x, axis)
    d = numpy.mean(ones(1, x.dtype), dtype=dtype).dtype
    keepdims = keepdims is True
    if where is not True and where is not numpy._NoValue:
        return numpy.divide(numpy.sum(x, axis, d, keepdims=keepdims, where=where), numpy.sum(
            numpy.broadcast_to(where, x.shape), axis, d, keepdims=keepdims))
    c = compute_type(d)
    if d.kind != "f":
        c = d = numpy.dtype("float64")
    total = raw(t, x.value(), dims, c, 0, _sum)
    made = finished(t, x, dims, divided(t, total, count_of(x, dims), c), d, keepdims, out)
    t.note("numpy.mean", [x.value()], t.array(made))
    return made


def variance(t, x, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, root=False, where=True, mean=None, correction=None):
    if where is not True and where is not numpy._NoValue:
        raise Unsupported("a variance with where= has no lowering", "compute it from numpy.mean with where=")
    if correction is not None and correction is not numpy._NoValue:
        ddof = correction
    x, e = t.array(x), t.emitter
    dims = axes_of(x, axis)
    d = numpy.var(ones(1, x.dtype), dtype=dtype).dtype
    c = compute_type(d)
    v = x.value()
    count = count_of(x, dims)
    kept = [i for i in range(v.rank) if i not in dims]
    if mean is None or mean is numpy._NoValue:
        middle = divided(t, raw(t, v, dims, c, 0, _sum), count, c)
    else:
        middle = e.reshape(e.cast(t.value(mean), c), [v.sizes[i] for i in kept])

    def body(b, args):
        off = b.sub(e.converted(args[0], c), args[1])
        return [_sum(b, args[2], b.mul(off, off))]

    squares = e.generic(v.sizes, [(v, list(range(v.rank))), (middle, kept)], [(middle.sizes, c, kept, 0)], body, dims)[0]
    free = count - ddof if isinstance(count, Size) and isinstance(ddof, int) else (int(count) - ddof)
    made = divided(t, squares, free if isinstance(free, Size) else max(free, 0), c)
    if root:
        made = e.map(made.sizes, c, [made], lambda b, s: b.unary("math.sqrt", s))
    made = finished(t, x, dims, made, d, keepdims is True, out)
    t.note("numpy.std" if root else "numpy.var", [v], t.array(made))
    return made


def arg_extreme(t, x, largest, axis=None, out=None, keepdims=False):
    x, e = t.array(x), t.emitter
    flat = axis is None
    rank = x.ndim
    if flat:
        x = t.array(x.reshape(-1))
    dim = 0 if flat else numpy.lib.array_utils.normalize_axis_index(axis, x.ndim)
    if same(x.shape[dim], 0):
        raise ValueError("attempt to get %s of an empty sequence" % ("argmax" if largest else "argmin"))
    v = x.value()
    kept = [i for i in range(v.rank) if i != dim]
    sizes = [v.sizes[i] for i in kept]
    how = "gt" if largest else "lt"

    def body(b, args):
        s, best, at = args
        i = b.convert(b.index(dim), "i64")
        better = b.compare(how, s, best)
        if s.is_float:  # the first NaN wins
            better = b.binary("arith.andi", b.not_(b.is_nan(best)), b.binary("arith.ori", better, b.is_nan(s)))
        return [b.select(better, s, best), b.select(better, i, at)]

    place = e.generic(v.sizes, [(v, list(range(v.rank)))], [(sizes, v.dtype, kept, _worst(v.dtype, largest)), (sizes, INT64, kept, 0)],
                      body, [dim])[1]
    if keepdims is True:
        shape = (1,) * rank if flat else tuple(1 if i == dim else s for i, s in enumerate(x.shape))
        place = e.reshape(place, shape)
    made = Array(t, place, place.sizes, INT64, scalar=not place.sizes)
    t.note("numpy.argmax" if largest else "numpy.argmin", [v], made)
    if out is not None:
        t.array(out).store(made)
        return out
    return made


def accumulate(t, name, x, axis=0, dtype=None, out=None):
    """ufunc.accumulate."""
    if name not in ("add", "multiply", "maximum", "minimum"):
        raise Unsupported("numpy.%s.accumulate has no lowering" % name)
    combine, identity = _COMBINE[name]
    x, e = t.array(x), t.emitter
    d = getattr(numpy, name).accumulate(ones(1, x.dtype), dtype=dtype).dtype
    c = d  # float16 is rounded in each step
    dim = numpy.lib.array_utils.normalize_axis_index(axis, x.ndim)
    v = e.cast(x.value(), c)
    identity = _worst(c, name == "maximum") if identity is None else identity
    if not any(same(s, 0) for s in v.sizes):
        others = [s for i, s in enumerate(v.sizes) if i != dim]
        start = e.constant(identity, c)
        whole = e.empty(v.sizes, c)
        type = e.type_of(whole)
        e.ready(v)
        bound = e.size(v.sizes[dim])

        def row(at, tensor):
            result, i, acc, inner = e.fresh(), e.fresh(), e.fresh(), e.fresh()
            e.line("%s:2 = scf.for %s = %s to %s step %s iter_args(%s = %s, %s = %s) -> (%s, %s) {" % (
                result, i, e.size(0), bound, e.size(1), acc, start.name, inner, tensor, start.type, type), located=False)
            with e.region():
                place = at[:dim] + [Scalar(i, "index")] + at[dim:]
                new = combine(e.body, Scalar(acc, start.type, is_unsigned(c)), e.extract(e.body, v, place))
                after = e.fresh()
                e.line("%s = tensor.insert %s into %s[%s] : %s" % (after, new.name, inner, ", ".join(p.name for p in place), type))
                e.line("scf.yield %s, %s : %s, %s" % (new.name, after, start.type, type))
            e.line("}")
            return result + "#1"

        v = e.loop(others, whole, row)
    made = Array(t, e.cast(v, d), x.shape, d, contiguous=bool(x.contiguous))
    t.note("numpy.%s.accumulate" % name, [v], made)
    if out is not None:
        out = out[0] if isinstance(out, tuple) else out
        t.array(out).store(made)
        return out
    return made
