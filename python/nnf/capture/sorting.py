# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Loops that carry tensors, and sorting by them: for tensors of torch and NumPy arrays alike.

`b` is the one or the other's builder: `line`, `fresh`, `region`, `size`, `empty`, `generic` and `type_of` are the same.
"""

from .body import Scalar


def nest(b, bounds, tensors, body):
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


def places_along(b, v, dim, i64):
    """Where each element of `v` stands along `dim`; `i64` is how `b` names that type."""
    return b.generic(v.sizes, [], [(v.sizes, i64, list(range(v.rank)), None)], lambda body, args: [
        body.convert(body.index(dim), "i64")])[0]


def merge_sort(b, v, dim, largest, i64, values, unsigned):
    """The names of the values in order along `dim`, and of their places before; equal values keep their order. Merge sort from
    runs of 1 upwards, between two pairs of buffers. `values`: a copy of `v`, which is written to."""
    s, n = b.body, v.sizes[dim]
    places = places_along(b, v, dim, i64)
    types = [b.type_of(values), b.type_of(places)] * 2
    spare = [b.empty(v.sizes, v.dtype), b.empty(v.sizes, i64)]
    zero, one, two = Scalar(b.size(0), "index"), Scalar(b.size(1), "index"), Scalar(b.size(2), "index")
    length = Scalar(b.size(n), "index")
    bounds = [b.size(x) for i, x in enumerate(v.sizes) if i != dim]
    state = [(x.name, type) for x, type in zip([values, places] + spare, types)]
    names = ", ".join(types)

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

    done = nest(b, bounds, state, row)
    return done[0], done[1]
