# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What goes along a dimension step by step: cumulative sums and the like, sorting, the largest k."""

import math

import torch

from . import lower
from .index import copied
from .pointwise import pick
from .reduce import worst
from .shape import cut, sizes_of
from ..body import Scalar
from ..sorting import merge_sort, nest, places_along
from ..types import MLIR, compute_type
from ..values import Value


def scan(t, v, dim, dtype, init, step):
    """Along `dim`: acc = step(acc, x), and the result holds every acc; in `dtype`."""
    b = t.builder
    if 0 in v.sizes:
        return b.empty(v.sizes, dtype)
    v = b.cast(v, dtype)
    c, s = MLIR[dtype], b.body
    b.size(0), b.size(1)
    bounds = [b.size(n) for n in v.sizes]
    start = s.constant(init, c, dtype == torch.uint8)
    whole = b.empty(v.sizes, dtype)
    type = b.type_of(whole)
    v.name

    def row(at, names):
        result, i, acc, tensor = b.fresh(), b.fresh(), b.fresh(), b.fresh()
        b.line("%s:2 = scf.for %s = %s to %s step %s iter_args(%s = %s, %s = %s) -> (%s, %s) {" % (
            result, i, b.size(0), bounds[dim], b.size(1), acc, start.name, tensor, names[0], c, type), located=False)
        with b.region():
            place = at[:dim] + [Scalar(i, "index")] + at[dim:]
            new = step(s, Scalar(acc, c, dtype == torch.uint8), b.extract(s, v, place))
            after = b.fresh()
            b.line("%s = tensor.insert %s into %s[%s] : %s" % (after, new.name, tensor, ", ".join(p.name for p in place), type))
            b.line("scf.yield %s, %s : %s, %s" % (new.name, after, c, type))
        b.line("}")
        return [result + "#1"]

    names = nest(b, [n for i, n in enumerate(bounds) if i != dim], [(whole.name, type)], row)
    return Value(names[0], v.sizes, dtype, c)


def _register(name, init, step):
    @lower(name)
    def lowering(t, out, x, dim, dtype=None):
        v = t.value(x)
        if v.rank == 0:
            return t.builder.cast(v, out.dtype)
        return t.builder.cast(scan(t, v, dim % v.rank, compute_type(out.dtype), init, step), out.dtype)


_register("cumsum", 0, lambda s, acc, x: s.add(acc, x))
_register("cumprod", 1, lambda s, acc, x: s.mul(acc, x))


def _log_add_exp(s, x, y):
    """log(exp(x) + exp(y)): equal infinities are what they are, as their difference is not a number."""
    high, low = s.select(s.compare("gt", x, y), x, y), s.select(s.compare("gt", x, y), y, x)
    nan = s.binary("arith.addf", x, y)
    total = s.add(high, s.unary("math.log1p", s.unary("math.exp", s.sub(low, high))))
    same = s.select(s.compare("eq", x, y), s.add(high, s.constant(0.6931471805599453, x.type)), total)
    return s.select(s.is_nan(nan), s.select(s.compare("eq", x, y), x, nan), same)


_register("logcumsumexp", -math.inf, _log_add_exp)


def _register_extreme(name, largest):
    how = "gt" if largest else "lt"

    @lower(name)
    def lowering(t, outs, x, dim):
        """The running extreme, and its last place: NaN stays, each one at its own."""
        b, v = t.builder, t.value(x)
        if v.rank == 0:
            return [v, b.filled((), torch.int64, 0)]
        dim = dim % v.rank
        values = scan(t, v, dim, v.dtype, worst(v.dtype, largest), lambda s, acc, y: pick(s, how, acc, y))

        def place(s, y, most):
            here = s.compare("eq", y, most)
            here = s.binary("arith.ori", here, s.is_nan(y)) if y.is_float else here
            return s.select(here, s.convert(s.index(dim), "i64"), s.constant(0, "i64"))

        places = b.map(v.sizes, torch.int64, [v, values], place)
        return [values, scan(t, places, dim, torch.int64, 0, lambda s, acc, y: pick(s, "gt", acc, y))]


_register_extreme("cummax", True)
_register_extreme("cummin", False)


def sort(t, v, dim, largest):
    """(values, places) in order along `dim`."""
    b = t.builder
    if v.sizes[dim] in (0, 1) or 0 in v.sizes:
        return v, places_along(b, v, dim, torch.int64)
    values, places = merge_sort(b, v, dim, largest, torch.int64, copied(b, v), v.dtype == torch.uint8)
    return Value(values, v.sizes, v.dtype, v.type), Value(places, v.sizes, torch.int64, "i64")


@lower("sort")
def _sort(t, outs, x, *args, **kwargs):
    args = [a for a in args]
    if "stable" in kwargs or (args and isinstance(args[0], bool) and len(args) == 3):
        args = args[1:] if args and (args[0] is None or isinstance(args[0], bool)) and len(args) > 1 else args
    dim = kwargs.get("dim", args[0] if args else -1)
    descending = kwargs.get("descending", args[1] if len(args) > 1 else False)
    v = t.value(x)
    if v.rank == 0:
        return [v, t.builder.filled((), torch.int64, 0)]
    return list(sort(t, v, dim % v.rank, descending))


@lower("topk")
def _topk(t, outs, x, k, dim=-1, largest=True, sorted=True):
    b, v = t.builder, t.value(x)
    if v.rank == 0:
        return [v, b.filled((), torch.int64, 0)]
    dim = dim % v.rank
    sizes = sizes_of(outs[0])
    made = sort(t, v, dim, largest)
    if 0 in sizes:
        return [b.empty(sizes, o.dtype) for o in outs]
    return [cut(b, m, [0] * v.rank, sizes, [1] * v.rank) for m in made]


