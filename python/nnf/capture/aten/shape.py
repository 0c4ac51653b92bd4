# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Views, and what joins, cuts, pads and repeats tensors."""

import sympy

from . import lower
from ..body import Scalar
from ..report import Unsupported
from ..types import tensor_type
from ..values import Value, expr


def sizes_of(t):
    return [expr(s) for s in t.shape]


# -- reshaping ----------------------------------------------------------------------------------------------------------


def product(sizes):
    total = 1
    for s in sizes:
        total = total * s
    return expr(sympy.expand(total)) if isinstance(total, sympy.Basic) else total


def _relation(x, y):
    """-1 where x divides y and is less, 0 where equal, 1 where y divides x, None where it cannot be told."""
    if x == y:
        return 0
    if isinstance(x, int) and isinstance(y, int):
        return -1 if x < y else 1
    if sympy.expand(x - y) == 0:
        return 0
    for a, b, answer in ((y, x, -1), (x, y, 1)):
        quotient = sympy.cancel(sympy.sympify(a) / b)
        if quotient.as_numer_denom()[1] == 1:
            return answer
    return None


def _groups(have, want):
    """Pairs of runs of dimensions with equal products, or None."""
    pairs, i, j = [], 0, 0
    while i < len(have) and j < len(want):
        left, right, a, b = [i], [j], have[i], want[j]
        i, j = i + 1, j + 1
        while True:
            r = _relation(a, b)
            if r == 0:
                break
            if r is None or (r < 0 and i >= len(have)) or (r > 0 and j >= len(want)):
                return None
            if r < 0:
                left.append(i)
                a, i = product([a, have[i]]), i + 1
            else:
                right.append(j)
                b, j = product([b, want[j]]), j + 1
        pairs.append((left, right))
    for rest, side in ((range(i, len(have)), 0), (range(j, len(want)), 1)):
        sizes = have if side == 0 else want
        for k in rest:
            if sizes[k] != 1 or not pairs:
                return None
            pairs[-1][side].append(k)
    return pairs


def retype(b, v, sizes):
    """`v` with other knowledge of its sizes."""
    if all(isinstance(x, int) == isinstance(y, int) for x, y in zip(v.sizes, sizes)):
        return v
    return b.op("tensor.cast %s : %s to %s" % (v.name, b.type_of(v), tensor_type(sizes, v.type)), sizes, v.dtype, v.type)


def reshape(b, v, want):
    have, want = list(v.sizes), list(want)
    if have == want:
        return v
    if 0 in want or 0 in have:
        return b.empty(want, v.dtype, v.type)
    pairs = _groups(have, want) if have and want else []
    if pairs is None:
        pairs = [(list(range(len(have))), list(range(len(want))))]
    middle = [product([have[i] for i in left]) for left, _ in pairs]

    def spell(groups):
        return "[%s]" % ", ".join("[%s]" % ", ".join(map(str, g)) for g in groups)

    if len(middle) != len(have) or not pairs:
        # A run of static and open sizes together is open.
        sizes = [m if all(isinstance(have[i], int) for i in left) else _open(m) for m, (left, _) in zip(middle, pairs)]
        if len(sizes) != len(have):
            to = tensor_type(sizes, v.type)
            v = b.op("tensor.collapse_shape %s %s : %s into %s" % (v.name, spell([p[0] for p in pairs]), b.type_of(v), to),
                     sizes, v.dtype, v.type)
    if len(middle) != len(want):
        known = [product([want[j] for j in right]) if all(isinstance(want[j], int) for j in right) else _open(m)
                 for m, (_, right) in zip(middle, pairs)]
        v = retype(b, v, known)
        to = tensor_type(want, v.type)
        v = b.op("tensor.expand_shape %s %s output_shape %s : %s into %s" % (
            v.name, spell([p[1] for p in pairs]), b.static_or_ssa(want), b.type_of(v), to), want, v.dtype, v.type)
    return retype(b, v, want)


class _Open:
    """A size whose value nobody needs."""


def _open(size):
    return size if not isinstance(size, int) else _Open()


@lower("view", "reshape", "_unsafe_view", "_reshape_alias", "flatten", "squeeze", "unsqueeze", "view_copy", "_unsafe_view_copy",
       "reshape_copy", "prims.broadcast_in_dim_view", "unflatten", "split_dim", "collapse_view")
def _reshape(t, out, x, *args, **kwargs):
    if out.dtype != x.dtype:
        raise Unsupported("it sees the bits of %s as %s" % (x.dtype, out.dtype))
    return reshape(t.builder, t.value(x), sizes_of(out))


@lower("expand", "expand_copy", "broadcast_to", "expand_as")
def _expand(t, out, x, *args, **kwargs):
    return t.builder.broadcast(t.value(x), sizes_of(out))


def permute(b, v, order):
    """Made when somebody asks for it: a contraction reads its operand as it was."""
    order = [p % v.rank for p in order] if v.rank else []
    if order == list(range(v.rank)):
        return v
    sizes = [v.sizes[p] for p in order]
    source, source_order = v, order
    if v.permuted is not None:
        source, before = v.permuted
        source_order = [before[p] for p in order]

    def make():
        dims = [source_order.index(p) for p in range(source.rank)]
        return b.generic(sizes, [(source, dims)], [(sizes, v.dtype, list(range(len(sizes))), None)],
                         lambda body, args: [args[0]])[0].name

    if source_order == list(range(source.rank)):
        return source
    lazy = Value(make, sizes, v.dtype, v.type)
    lazy.permuted = (source, source_order)
    return lazy


@lower("permute", "permute_copy")
def _permute(t, out, x, dims):
    return permute(t.builder, t.value(x), list(dims))


@lower("transpose", "swapaxes", "swapdims", "transpose_copy")
def _transpose(t, out, x, a, c):
    order = list(range(x.dim()))
    if order:
        order[a], order[c] = order[c], order[a]
    return permute(t.builder, t.value(x), order)


@lower("t", "numpy_T", "mT", "adjoint", "t_copy")
def _t(t, out, x):
    order = list(range(x.dim()))
    if len(order) >= 2:
        order[-1], order[-2] = order[-2], order[-1]
    return permute(t.builder, t.value(x), order)


@lower("as_strided", "diagonal", "unfold")
def _strided(t, out, x, *args, **kwargs):
    """Read from the storage, by offset, sizes and strides, when somebody asks for it."""
    t.value(x)
    return None


# -- slices ---------------------------------------------------------------------------------------------------------------


def cut(b, v, offsets, sizes, steps, dropped=()):
    """`v[offset : … : step]` in each dimension; those in `dropped` have size 1 and go."""
    kept = [s for i, s in enumerate(sizes) if i not in dropped]
    text = "tensor.extract_slice %s%s %s [%s] : %s to %s" % (
        v.name, b.static_or_ssa(offsets), b.static_or_ssa(sizes), ", ".join(map(str, steps)), b.type_of(v),
        tensor_type(kept, v.type))
    return b.op(text, kept, v.dtype, v.type)


def paste(b, part, whole, offsets, steps=None):
    """`whole` with `part` at `offsets`; part has whole's rank."""
    steps = steps or [1] * whole.rank
    text = "tensor.insert_slice %s into %s%s %s [%s] : %s into %s" % (
        part.name, whole.name, b.static_or_ssa(offsets), b.static_or_ssa(part.sizes), ", ".join(map(str, steps)),
        b.type_of(part), b.type_of(whole))
    return b.op(text, whole.sizes, whole.dtype, whole.type)


def _start(start, size):
    """Where a slice begins, counted from the front."""
    start = 0 if start is None else expr(start)
    if isinstance(start, int) and start < 0:
        start = start + size
        return max(start, 0) if isinstance(start, int) else expr(start)
    return min(start, size) if isinstance(start, int) and isinstance(size, int) else start


@lower("slice", "slice_copy", "narrow")
def _slice(t, out, x, dim=0, start=None, end=None, step=1):
    v = t.value(x)
    sizes, dim = sizes_of(out), dim % v.rank
    if list(v.sizes) == sizes and step == 1:
        return v
    if 0 in sizes:
        return t.builder.empty(sizes, v.dtype, v.type)
    offsets, steps = [0] * v.rank, [1] * v.rank
    offsets[dim], steps[dim] = _start(start, v.sizes[dim]), int(step)
    return cut(t.builder, v, offsets, sizes, steps)


@lower("select", "select_copy")
def _select(t, out, x, dim, index):
    v = t.value(x)
    dim = dim % v.rank
    index = expr(index)
    if isinstance(index, int) and index < 0:
        index = expr(index + v.sizes[dim])
    sizes = list(v.sizes)
    sizes[dim] = 1
    if 0 in sizes:
        return t.builder.empty(sizes_of(out), v.dtype, v.type)
    return cut(t.builder, v, [index if i == dim else 0 for i in range(v.rank)], sizes, [1] * v.rank, (dim,))


def _pieces(t, outs, x, dim):
    v, at, made = t.value(x), 0, []
    dim = dim % v.rank
    for o in outs:
        sizes = sizes_of(o)
        if 0 in sizes:
            made.append(t.builder.empty(sizes, v.dtype, v.type))
        else:
            made.append(cut(t.builder, v, [at if i == dim else 0 for i in range(v.rank)], sizes, [1] * v.rank))
        at = expr(at + sizes[dim])
    return made


@lower("split", "split_with_sizes", "chunk", "tensor_split", "unsafe_split", "unsafe_chunk", "split_with_sizes_copy", "split_copy",
       "unsafe_split_with_sizes")
def _split(t, outs, x, size, dim=0):
    return _pieces(t, outs, x, dim)


@lower("unbind", "unbind_copy")
def _unbind(t, outs, x, dim=0):
    return [_select(t, o, x, dim, i) for i, o in enumerate(outs)]


# -- joining ----------------------------------------------------------------------------------------------------------------


@lower("cat", "concat", "concatenate")
def _cat(t, out, tensors, dim=0):
    b, rank = t.builder, out.dim()
    values = [b.cast(t.value(x), out.dtype) for x in tensors if x.dim() == rank]
    values = [v for v in values if v.sizes[dim % rank] != 0]
    if not values or 0 in sizes_of(out):
        return b.empty(sizes_of(out), out.dtype)
    if len(values) == 1:
        return values[0]
    whole, at = b.empty(sizes_of(out), out.dtype), 0
    for v in values:
        whole = paste(b, v, whole, [at if i == dim % rank else 0 for i in range(rank)])
        at = expr(at + v.sizes[dim % rank])
    return whole


@lower("stack")
def _stack(t, out, tensors, dim=0):
    b, rank = t.builder, out.dim()
    if 0 in sizes_of(out):
        return b.empty(sizes_of(out), out.dtype)
    dim, whole = dim % rank, b.empty(sizes_of(out), out.dtype)
    sizes = sizes_of(out)
    sizes[dim] = 1
    for i, x in enumerate(tensors):
        part = reshape(b, b.cast(t.value(x), out.dtype), sizes)
        whole = paste(b, part, whole, [i if d == dim else 0 for d in range(rank)])
    return whole


@lower("constant_pad_nd")
def _pad(t, out, x, pad, value=0):
    b, v = t.builder, t.value(x)
    pairs = [(expr(pad[2 * i]), expr(pad[2 * i + 1])) for i in range(len(pad) // 2)]
    low = [0] * (v.rank - len(pairs)) + [p[0] for p in reversed(pairs)]
    high = [0] * (v.rank - len(pairs)) + [p[1] for p in reversed(pairs)]
    if 0 in v.sizes or 0 in sizes_of(out):
        return b.filled(sizes_of(out), out.dtype, value)
    # Negative padding cuts off first.
    cuts = [(-p if isinstance(p, int) and p < 0 else 0, -q if isinstance(q, int) and q < 0 else 0) for p, q in zip(low, high)]
    if any(p or q for p, q in cuts):
        sizes = [expr(s - p - q) for s, (p, q) in zip(v.sizes, cuts)]
        v = cut(b, v, [p for p, _ in cuts], sizes, [1] * v.rank)
        low, high = [p if not isinstance(p, int) else max(p, 0) for p in low], [q if not isinstance(q, int) else max(q, 0) for q in high]
    if not any(p != 0 for p in low + high):
        return v
    c = b.body.constant(value, v.type)
    result = b.fresh()
    b.line("%s = tensor.pad %s low%s high%s {" % (result, v.name, b.static_or_ssa(low), b.static_or_ssa(high)), located=False)
    b.line("^bb0(%s):" % ", ".join("%s: index" % b.fresh() for _ in low), located=False)
    with b.region():
        b.line("tensor.yield %s : %s" % (c.name, v.type))
    sizes = sizes_of(out)
    b.line("} : %s to %s" % (b.type_of(v), tensor_type(sizes, v.type)))
    return Value(result, sizes, v.dtype, v.type)


# -- moving -----------------------------------------------------------------------------------------------------------------


def moved(t, out, x, source):
    """Each element of the result from the one of `x` at `source(b, coordinates)`."""
    b, v, sizes = t.builder, t.value(x), sizes_of(out)
    if 0 in sizes:
        return b.empty(sizes, v.dtype, v.type)
    v.name, [b.size(s) for s in [*v.sizes, 0, 1]]
    return b.generic(sizes, [], [(sizes, v.dtype, list(range(len(sizes))), None)], lambda body, args: [
        b.extract(body, v, source(body, [body.index(i) for i in range(len(sizes))]))])[0]


@lower("flip", "prims.rev")
def _flip(t, out, x, dims):
    b, dims = t.builder, {d % max(x.dim(), 1) for d in dims}
    if x.dim() == 0:
        return t.value(x)

    def source(body, at):
        sizes = sizes_of(x)
        last = [body.binary("arith.subi", Scalar(b.size(s), "index"), Scalar(b.size(1), "index")) for s in sizes]
        return [body.binary("arith.subi", last[i], c) if i in dims else c for i, c in enumerate(at)]

    return moved(t, out, x, source)


@lower("repeat")
def _repeat(t, out, x, repeats):
    b, lead = t.builder, out.dim() - x.dim()
    sizes = sizes_of(x)

    def source(body, at):
        return [body.op("arith.remui %s, %s : index" % (c.name, b.size(s)), "index") for c, s in zip(at[lead:], sizes)]

    return moved(t, out, x, source)


@lower("roll")
def _roll(t, out, x, shifts, dims=()):
    b = t.builder
    if x.dim() == 0 or 0 in sizes_of(x):
        return t.value(x)
    if not dims:
        flat = reshape(b, t.value(x), [product(sizes_of(x))])
        rolled = _rolled(b, flat, expr(shifts[0]), 0)
        return reshape(b, rolled, sizes_of(out))
    v = t.value(x)
    for shift, dim in zip(shifts, dims):
        v = _rolled(b, v, expr(shift), dim % v.rank)
    return v


def _rolled(b, v, shift, dim):
    """Two slices that change places."""
    n = v.sizes[dim]
    shift = shift % n if isinstance(shift, int) and isinstance(n, int) else expr(sympy.Mod(shift, n))
    if shift == 0:
        return v
    ones = [1] * v.rank

    def sized(s):
        return [s if i == dim else z for i, z in enumerate(v.sizes)]

    def offsets(p):
        return [p if i == dim else 0 for i in range(v.rank)]

    head = cut(b, v, offsets(0), sized(expr(n - shift)), ones)
    tail = cut(b, v, offsets(expr(n - shift)), sized(shift), ones)
    whole = paste(b, tail, b.empty(v.sizes, v.dtype, v.type), offsets(0))
    return paste(b, head, whole, offsets(shift))


def _triangle(t, out, x, diagonal, how):
    b, v, sizes = t.builder, t.value(x), sizes_of(out)
    if 0 in sizes:
        return v
    dims = list(range(v.rank))

    def body(s, args):
        row, column = s.convert(s.index(v.rank - 2), "i64"), s.convert(s.index(v.rank - 1), "i64")
        keep = s.compare(how, column, s.add(row, s.constant(diagonal, "i64")))
        return [s.select(keep, args[0], s.constant(0, v.type))]

    return b.generic(sizes, [(v, dims)], [(sizes, v.dtype, dims, None)], body)[0]


@lower("tril")
def _tril(t, out, x, diagonal=0):
    return _triangle(t, out, x, diagonal, "le")


@lower("triu")
def _triu(t, out, x, diagonal=0):
    return _triangle(t, out, x, diagonal, "ge")
