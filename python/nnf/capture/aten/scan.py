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
from ..types import MLIR, compute_type
from ..values import Value


def _nest(b, bounds, tensors, body):
    """Loops over `bounds` that carry values by name: `body(coordinates, names)` returns the names after the innermost step.
    `tensors`: (name, type) each."""
    types = ", ".join(type for _, type in tensors)

    def level(depth, names, at):
        if depth == len(bounds):
            return body(at, names)
        i, inner, result = b.fresh(), [b.fresh() for _ in names], b.fresh()
        b.line("%s%s = scf.for %s = %s to %s step %s iter_args(%s) -> (%s) {" % (
            result, ":%d" % len(names) if len(names) > 1 else "", i, b.size(0), bounds[depth], b.size(1),
            ", ".join("%s = %s" % p for p in zip(inner, names)), types), located=False)
        with b.region():
            last = level(depth + 1, inner, at + [Scalar(i, "index")])
            b.line("scf.yield %s : %s" % (", ".join(last), types))
        b.line("}")
        return [result + ("#%d" % k if len(names) > 1 else "") for k in range(len(names))]

    return level(0, [name for name, _ in tensors], [])


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

    names = _nest(b, [n for i, n in enumerate(bounds) if i != dim], [(whole.name, type)], row)
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


def _before(s, x, y, largest):
    """Whether y must stand before x, which was there first: NaN is the largest number."""
    strictly = s.compare("gt" if largest else "lt", y, x)
    if not x.is_float:
        return strictly
    x_nan, y_nan = s.is_nan(x), s.is_nan(y)
    if largest:
        only = s.binary("arith.andi", y_nan, s.not_(x_nan))
    else:
        only = s.binary("arith.andi", x_nan, s.not_(y_nan))
    return s.binary("arith.ori", strictly, only)


def sort(t, v, dim, largest):
    """(values, places) in order along `dim`; equal values keep their order. Merge sort from runs of 1 upwards, between two
    pairs of buffers."""
    b, s = t.builder, t.builder.body
    n = v.sizes[dim]
    places = b.generic(v.sizes, [], [(v.sizes, torch.int64, list(range(v.rank)), None)], lambda body, args: [
        body.convert(body.index(dim), "i64")])[0]
    if n in (0, 1) or 0 in v.sizes:
        return v, places

    values = copied(b, v)
    types = [b.type_of(values), b.type_of(places)] * 2
    spare = [b.empty(v.sizes, v.dtype, v.type), b.empty(v.sizes, torch.int64)]
    zero, one, two = Scalar(b.size(0), "index"), Scalar(b.size(1), "index"), Scalar(b.size(2), "index")
    length = Scalar(b.size(n), "index")
    bounds = [b.size(x) for i, x in enumerate(v.sizes) if i != dim]
    state = [(x.name, type) for x, type in zip([values, places] + spare, types)]
    names = ", ".join(types)
    unsigned = v.dtype == torch.uint8

    def place(at, i):
        return ", ".join(c.name for c in at[:dim] + [i] + at[dim:])

    def get(at, tensor, type, element, i):
        return s.op("tensor.extract %s[%s] : %s" % (tensor, place(at, i), type), element, unsigned and element == v.type)

    def put(at, tensor, type, x, i):
        name = b.fresh()
        b.line("%s = tensor.insert %s into %s[%s] : %s" % (name, x.name, tensor, place(at, i), type))
        return name

    def merge(at, tensors, width):
        """One pass: each output place p takes the head of one of the two runs of its pair."""
        result, p, i, j = b.fresh(), b.fresh(), b.fresh(), b.fresh()
        outs = [b.fresh(), b.fresh()]
        b.line("%s:4 = scf.for %s = %s to %s step %s iter_args(%s = %s, %s = %s, %s = %s, %s = %s) -> (index, index, %s, %s) {" % (
            result, p, zero.name, length.name, one.name, i, zero.name, j, zero.name, outs[0], tensors[2], outs[1], tensors[3],
            types[0], types[1]), located=False)
        with b.region():
            here = Scalar(p, "index")
            pair = s.binary("arith.muli", width, two)
            begin = s.binary("arith.subi", here, s.binary("arith.remui", here, pair))
            fresh = s.compare("eq", here, begin)
            middle = s.binary("arith.minsi", s.binary("arith.addi", begin, width), length)
            end = s.binary("arith.minsi", s.binary("arith.addi", begin, pair), length)
            left = s.select(fresh, begin, Scalar(i, "index"))
            right = s.select(fresh, middle, Scalar(j, "index"))
            has_left, has_right = s.compare("lt", left, middle), s.compare("lt", right, end)
            last = s.binary("arith.subi", length, one)
            l_at, r_at = s.binary("arith.minsi", left, last), s.binary("arith.minsi", right, last)
            x, y = get(at, tensors[0], types[0], v.type, l_at), get(at, tensors[0], types[0], v.type, r_at)
            wins = s.binary("arith.andi", has_right, s.binary("arith.ori", s.not_(has_left), _before(s, x, y, largest)))
            value = s.select(wins, y, x)
            source = s.select(wins, get(at, tensors[1], types[1], "i64", r_at), get(at, tensors[1], types[1], "i64", l_at))
            next_left = s.select(wins, left, s.binary("arith.addi", left, one))
            next_right = s.select(wins, s.binary("arith.addi", right, one), right)
            after = [put(at, outs[0], types[0], value, here), put(at, outs[1], types[1], source, here)]
            b.line("scf.yield %s, %s, %s, %s : index, index, %s, %s" % (
                next_left.name, next_right.name, after[0], after[1], types[0], types[1]))
        b.line("}")
        return [result + "#2", result + "#3"]

    def copy_back(at, tensors, merged):
        result, p, outs = b.fresh(), b.fresh(), [b.fresh(), b.fresh()]
        b.line("%s:2 = scf.for %s = %s to %s step %s iter_args(%s = %s, %s = %s) -> (%s, %s) {" % (
            result, p, zero.name, length.name, one.name, outs[0], tensors[0], outs[1], tensors[1], types[0], types[1]),
            located=False)
        with b.region():
            here = Scalar(p, "index")
            after = [put(at, o, type, get(at, m, type, element, here), here)
                     for o, m, type, element in zip(outs, merged, types, (v.type, "i64"))]
            b.line("scf.yield %s, %s : %s, %s" % (after[0], after[1], types[0], types[1]))
        b.line("}")
        return [result + "#0", result + "#1"]

    # Widths 1, 2, 4 …: as many passes as the length has bits.
    bits = s.op("arith.constant 64 : index", "index") if not isinstance(n, int) else s.op(
        "arith.constant %d : index" % (n - 1).bit_length(), "index")

    def row(at, tensors):
        result, k, inner = b.fresh(), b.fresh(), [b.fresh() for _ in tensors]
        width, nextw = b.fresh(), None
        b.line("%s:5 = scf.for %s = %s to %s step %s iter_args(%s = %s, %s) -> (index, %s) {" % (
            result, k, zero.name, bits.name, one.name, width, one.name,
            ", ".join("%s = %s" % q for q in zip(inner, tensors)), names), located=False)
        with b.region():
            merged = merge(at, inner, Scalar(width, "index"))
            back = copy_back(at, inner, merged)
            # Past the length a pass changes nothing, and its width must not overflow.
            nextw = s.binary("arith.minsi", s.binary("arith.muli", Scalar(width, "index"), two), length)
            b.line("scf.yield %s, %s, %s, %s, %s : index, %s" % (nextw.name, *back, *merged, names))
        b.line("}")
        return [result + "#%d" % q for q in range(1, 5)]

    done = _nest(b, bounds, state, row)
    return Value(done[0], v.sizes, v.dtype, v.type), Value(done[1], v.sizes, torch.int64, "i64")


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


