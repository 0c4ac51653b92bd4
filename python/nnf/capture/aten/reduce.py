# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reductions over some dimensions or all."""

import math

import sympy
import torch

from . import lower
from .pointwise import pick
from .shape import product, reshape, sizes_of
from ..body import Scalar
from ..types import MLIR, compute_type



def dimensions(dims, rank):
    """The dimensions that are reduced, in order; none given means all."""
    if dims is None or (isinstance(dims, (list, tuple)) and not dims):
        return list(range(rank))
    dims = [dims] if isinstance(dims, int) else dims
    return sorted({d % rank for d in dims}) if rank else []


def _reassoc(b, x, y):
    return b.binary("arith.addf", x, y, " fastmath<reassoc>") if x.is_float else b.add(x, y)


def reduce(t, v, dims, dtype, init, combine, before=None):
    """Without the reduced dimensions, in `dtype`; `before` is applied to each element."""
    b = t.builder
    kept = [i for i in range(v.rank) if i not in dims]
    c, unsigned = MLIR[dtype], dtype == torch.uint8

    def body(s, args):
        x = s.convert(args[0], c, unsigned)
        return [combine(s, args[1], before(s, x) if before else x)]

    return b.generic(v.sizes, [(v, list(range(v.rank)))], [([v.sizes[i] for i in kept], dtype, kept, init)], body, dims)[0]


def finish(t, out, v):
    """In the result's dtype and rank."""
    return reshape(t.builder, t.builder.cast(v, out.dtype), sizes_of(out))


@lower("sum")
def _sum(t, out, x, dim=None, keepdim=False, *, dtype=None):
    v = t.value(x)
    return finish(t, out, reduce(t, v, dimensions(dim, v.rank), compute_type(out.dtype), 0, _reassoc))


def mean_of(t, v, dims, dtype):
    b = t.builder
    total = reduce(t, v, dims, dtype, 0, _reassoc)
    count = product([v.sizes[d] for d in dims])
    c = MLIR[dtype]
    if isinstance(count, int):
        return b.map(total.sizes, dtype, [total], lambda s, x: s.binary("arith.divf", x, s.constant(count, c)))
    n = Scalar(b.size(count), "index")
    return b.map(total.sizes, dtype, [total], lambda s, x: s.binary("arith.divf", x, s.convert(s.convert(n, "i64"), c)))


@lower("mean")
def _mean(t, out, x, dim=None, keepdim=False, *, dtype=None):
    v = t.value(x)
    return finish(t, out, mean_of(t, v, dimensions(dim, v.rank), compute_type(out.dtype)))


@lower("prod")
def _prod(t, out, x, dim=None, keepdim=False, *, dtype=None):
    v = t.value(x)
    return finish(t, out, reduce(t, v, dimensions(dim, v.rank), compute_type(out.dtype), 1, lambda b, u, w: b.mul(u, w)))


@lower("any")
def _any(t, out, x, dim=None, keepdim=False):
    v = t.builder.cast(t.value(x), torch.bool)
    return finish(t, out, reduce(t, v, dimensions(dim, v.rank), torch.bool, False, lambda b, u, w: b.binary("arith.ori", u, w)))


@lower("all")
def _all(t, out, x, dim=None, keepdim=False):
    v = t.builder.cast(t.value(x), torch.bool)
    return finish(t, out, reduce(t, v, dimensions(dim, v.rank), torch.bool, True, lambda b, u, w: b.binary("arith.andi", u, w)))


def worst(dtype, largest):
    """What every number beats, when the largest (smallest) is wanted."""
    if dtype.is_floating_point:
        return -math.inf if largest else math.inf
    if dtype == torch.bool:
        return not largest
    low, high = torch.iinfo(dtype).min, torch.iinfo(dtype).max
    return low if largest else high


def some(t, v, dims):
    """Of nothing there is no largest element. PyTorch saw all sizes but those that values decide."""
    for d in dims:
        if t.builder.is_late(v.sizes[d]):
            t.builder.check(sympy.Gt(v.sizes[d], 0), "expected a dimension that is not empty, its size is {0}")


def extreme(t, v, dims, largest):
    some(t, v, dims)
    return reduce(t, v, dims, v.dtype, worst(v.dtype, largest), lambda b, u, w: pick(b, "gt" if largest else "lt", u, w))


@lower("amax")
def _amax(t, out, x, dim=(), keepdim=False):
    v = t.value(x)
    return finish(t, out, extreme(t, v, dimensions(dim, v.rank), True))


@lower("amin")
def _amin(t, out, x, dim=(), keepdim=False):
    v = t.value(x)
    return finish(t, out, extreme(t, v, dimensions(dim, v.rank), False))


def arg_extreme(t, v, dim, largest):
    """(value, place of its first occurrence) along `dim`; the first NaN wins."""
    b = t.builder
    some(t, v, [dim])
    kept = [i for i in range(v.rank) if i != dim]
    sizes = [v.sizes[i] for i in kept]
    how = "gt" if largest else "lt"

    def body(s, args):
        x, best, at = args
        better = s.compare(how, x, best)
        if x.is_float:
            better = s.select(s.is_nan(best), s.constant(False, "i1"), s.binary("arith.ori", better, s.is_nan(x)))
        i = s.convert(s.index(dim), "i64")
        return [s.select(better, x, best), s.select(better, i, at)]

    return b.generic(v.sizes, [(v, list(range(v.rank)))], [
        (sizes, v.dtype, kept, worst(v.dtype, largest)), (sizes, torch.int64, kept, 0)], body, [dim])


def _register_arg(name, largest):
    @lower("arg" + name)
    def arg(t, out, x, dim=None, keepdim=False):
        v = t.value(x)
        if dim is None:
            v, dim = reshape(t.builder, v, [product(v.sizes)]), 0
        if v.rank == 0:
            return t.builder.filled((), torch.int64, 0)
        return finish(t, out, arg_extreme(t, v, dim % v.rank, largest)[1])

    @lower(name)
    def both(t, outs, x, dim=None, keepdim=False):
        v = t.value(x)
        if dim is None:
            return finish(t, outs, extreme(t, v, dimensions(None, v.rank), largest))
        if v.rank == 0:
            return [v, t.builder.filled((), torch.int64, 0)]
        value, place = arg_extreme(t, v, dim % v.rank, largest)
        return [finish(t, outs[0], value), finish(t, outs[1], place)]


_register_arg("max", True)
_register_arg("min", False)


def variance(t, v, dims, correction, dtype):
    """Two passes: the squares of the distances from the mean, over the number of elements less `correction`."""
    b, c = t.builder, MLIR[dtype]
    mean = mean_of(t, v, dims, dtype)
    kept = [i for i in range(v.rank) if i not in dims]
    sizes = [v.sizes[i] for i in kept]

    def body(s, args):
        d = s.sub(s.convert(args[0], c), args[1])
        return [s.binary("arith.addf", args[2], s.mul(d, d), " fastmath<reassoc>")]

    squares = b.generic(v.sizes, [(v, list(range(v.rank))), (mean, kept)], [(sizes, dtype, kept, 0)], body, dims)[0]
    count = product([v.sizes[d] for d in dims])
    if isinstance(count, int):
        divisor = max(float(count) - correction, 0.0)
        return b.map(sizes, dtype, [squares], lambda s, x: s.binary("arith.divf", x, s.constant(divisor, c))), mean
    n = Scalar(b.size(count), "index")

    def divide(s, x):
        free = s.sub(s.convert(s.convert(n, "i64"), c), s.constant(correction, c))
        return s.binary("arith.divf", x, s.binary("arith.maximumf", free, s.constant(0, c)))

    return b.map(sizes, dtype, [squares], divide), mean


def _parse_variance(dim, args, kwargs):
    """(dimensions, correction) of the three forms: (unbiased), (dim, unbiased, keepdim), (dim, *, correction, keepdim)."""
    unbiased = kwargs.get("unbiased", True)
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    elif args:
        unbiased = args[0]
    correction = kwargs.get("correction")
    return dim, (1.0 if unbiased else 0.0) if correction is None else float(correction)


@lower("var")
def _var(t, out, x, dim=None, *args, **kwargs):
    v = t.value(x)
    dim, correction = _parse_variance(dim, args, kwargs)
    return finish(t, out, variance(t, v, dimensions(dim, v.rank), correction, compute_type(out.dtype))[0])


@lower("var_mean")
def _var_mean(t, outs, x, dim=None, *args, **kwargs):
    v = t.value(x)
    dim, correction = _parse_variance(dim, args, kwargs)
    both = variance(t, v, dimensions(dim, v.rank), correction, compute_type(outs[0].dtype))
    return [finish(t, o, r) for o, r in zip(outs, both)]
