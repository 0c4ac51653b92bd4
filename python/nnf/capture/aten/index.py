# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Elements by index tensors: reading them is a tensor.extract at computed places, writing them a loop.

Indices that tensors hold are checked before anything is read: a place outside is an error of the call.
"""

import sympy
import torch

from . import lower
from .pointwise import pick
from .reduce import reduce, worst
from .shape import reshape, sizes_of
from ..body import Scalar
from ..report import Unsupported
from ..values import Value


def check(t, v, size, name, least=None):
    """Refuses, at run time, indices outside of [-size, size), or of [least, size)."""
    if 0 in v.sizes:
        return
    b = t.builder
    v = b.cast(v, torch.int64)
    low, high = (reduce(t, v, list(range(v.rank)), torch.int64, worst(torch.int64, largest),
                        lambda s, x, y, how=how: pick(s, how, x, y)) for largest, how in ((False, "lt"), (True, "gt")))
    s = b.body
    low, high = (s.op("tensor.extract %s[] : tensor<i64>" % x.name, "i64") for x in (low, high))
    n = s.convert(Scalar(b.size(size), "index"), "i64")
    least = s.sub(s.constant(0, "i64"), n) if least is None else s.constant(least, "i64")
    good = s.binary("arith.andi", s.compare("ge", low, least), s.compare("lt", high, n))
    b.line('cf.assert %s, "%s: indices from {0} to {2}, expected them in [{1}, {3})"' % (good.name, name))


def wrapped(b, body, x, size):
    """An index of a body as a place: counted from the end where it is negative."""
    x = body.convert(x, "index") if x.type != "i64" else body.to_index(x)
    zero, n = Scalar(b.size(0), "index"), Scalar(b.size(size), "index")
    return body.select(body.compare("lt", x, zero), body.binary("arith.addi", x, n), x)


def _ready(b, *values):
    """Names and sizes that a body uses are made outside of it."""
    b.size(0), b.size(1)
    for v in values:
        v.name, [b.size(s) for s in v.sizes]


def _taken(b, v, dims, dim):
    """The body of a loop along `dims`: the element of `v` there, but along `dim` where the loop's operand says."""
    _ready(b, v)

    def body(s, args):
        at = [s.index(d) for d in dims]
        at[dim] = wrapped(b, s, args[0], v.sizes[dim])
        return [b.extract(s, v, at)]

    return body


@lower("gather")
def _gather(t, out, x, dim, index, sparse_grad=False):
    b, v, i = t.builder, t.value(x), t.value(index)
    sizes = sizes_of(out)
    if v.rank == 0 or i.rank == 0:
        v, i = (reshape(b, w, [1]) if w.rank == 0 else w for w in (v, i))
    if 0 in sizes:
        return b.empty(sizes, out.dtype)
    dim = dim % v.rank
    check(t, i, v.sizes[dim], "torch.gather")
    dims = list(range(i.rank))
    body = _taken(b, v, dims, dim)
    return reshape(b, b.generic(i.sizes, [(i, dims)], [(i.sizes, out.dtype, dims, None)], body)[0], sizes)


@lower("index_select")
def _index_select(t, out, x, dim, index):
    b, v, i = t.builder, t.value(x), t.value(index)
    if v.rank == 0:
        return v
    dim, sizes = dim % v.rank, sizes_of(out)
    if 0 in sizes:
        return b.empty(sizes, out.dtype)
    i = reshape(b, i, [sizes[dim]])
    check(t, i, v.sizes[dim], "torch.index_select")
    dims = list(range(v.rank))
    body = _taken(b, v, dims, dim)
    return b.generic(sizes, [(i, [dim])], [(sizes, out.dtype, dims, None)], body)[0]


def _layout(x_rank, indices):
    """Where the dimensions of `x[indices]` come from: (the indexed dimensions, where the broadcast index dimensions stand,
    their number is added by the caller). Indices that are not side by side go to the front."""
    used = [d for d, i in enumerate(indices) if i is not None]
    together = used == list(range(used[0], used[-1] + 1))
    return used, used[0] if together else 0


@lower("index", "_unsafe_index", "index.Tensor")
def _index(t, out, x, indices):
    b, v = t.builder, t.value(x)
    indices = list(indices) + [None] * (v.rank - len(indices))
    used, front = _layout(v.rank, indices)
    sizes = sizes_of(out)
    if 0 in sizes:
        return b.empty(sizes, out.dtype)
    tensors = [t.value(indices[d]) for d in used]
    extra = max(i.rank for i in tensors)
    for i, d in zip(tensors, used):
        check(t, i, v.sizes[d], "indexing")
    _ready(b, v)
    shape = sizes[front:front + extra]
    ins = []
    for i in tensors:
        offset = extra - i.rank
        ins.append((i, [None if s == 1 and shape[offset + k] != 1 else front + offset + k for k, s in enumerate(i.sizes)]))
    others = [d for d in range(v.rank) if d not in used]
    places = [p for p in range(len(sizes)) if not front <= p < front + extra]

    def body(s, args):
        at = [None] * v.rank
        for d, p in zip(others, places):
            at[d] = s.index(p)
        for d, a in zip(used, args):
            at[d] = wrapped(b, s, a, v.sizes[d])
        return [b.extract(s, v, at)]

    dims = list(range(len(sizes)))
    return b.generic(sizes, ins, [(sizes, out.dtype, dims, None)], body)[0]


@lower("embedding")
def _embedding(t, out, weight, indices, *args, **kwargs):
    return _index(t, out, weight, [indices])


# -- writing --------------------------------------------------------------------------------------------------------------


def write_loop(t, whole, space, body):
    """Elements of `whole` written one after the other: `body(s, coordinates, tensor)` gets the coordinates of the iteration
    space and the tensor's name, and returns the name after its writes."""
    b = t.builder
    if 0 in space:
        return whole
    bounds = [b.size(n) for n in space]
    zero, one = b.size(0), b.size(1)
    type = b.type_of(whole)

    def nest(depth, tensor, at):
        if depth == len(space):
            return body(b.body, at, tensor)
        i, inner, result = b.fresh(), b.fresh(), b.fresh()
        b.line("%s = scf.for %s = %s to %s step %s iter_args(%s = %s) -> (%s) {" % (
            result, i, zero, bounds[depth], one, inner, tensor, type), located=False)
        with b.region():
            last = nest(depth + 1, inner, at + [Scalar(i, "index")])
            b.line("scf.yield %s : %s" % (last, type))
        b.line("}")
        return result

    return Value(nest(0, whole.name, []), whole.sizes, whole.dtype, whole.type)


def copied(b, v):
    """A value of its own, which loops may write to."""
    dims = list(range(v.rank))
    return b.generic(v.sizes, [(v, dims)], [(v.sizes, v.dtype, dims, None)], lambda s, args: [args[0]])[0]


def _combine(how):
    return {None: lambda s, old, new: new, "add": lambda s, old, new: s.add(old, new), "sum": lambda s, old, new: s.add(old, new),
            "multiply": lambda s, old, new: s.mul(old, new), "prod": lambda s, old, new: s.mul(old, new),
            "amax": lambda s, old, new: pick(s, "gt", old, new), "amin": lambda s, old, new: pick(s, "lt", old, new)}[how]


def scattered(t, x, dim, index, source, how):
    b, i = t.builder, index if isinstance(index, Value) else t.value(index)
    v = x
    if v.rank == 0:
        v = reshape(b, v, [1])
    i = reshape(b, i, [1]) if i.rank == 0 else i
    dim = dim % v.rank
    check(t, i, v.sizes[dim], "torch.scatter")
    if isinstance(source, (torch.Tensor, Value)):
        src = b.cast(source if isinstance(source, Value) else t.value(source), v.dtype)
        src = reshape(b, src, [1]) if src.rank == 0 else src
        _ready(b, src)
    _ready(b, v, i)
    combine = _combine(how)
    unsigned = v.dtype == torch.uint8

    def body(s, at, tensor):
        place = list(at)
        place[dim] = wrapped(b, s, b.extract(s, i, at), v.sizes[dim])
        new = b.extract(s, src, at) if isinstance(source, (torch.Tensor, Value)) else s.constant(source, v.type, unsigned)
        return _put(b, s, v, tensor, place, new, combine, how)

    return reshape(b, write_loop(t, copied(b, v), i.sizes, body), x.sizes)


def _put(b, s, v, tensor, place, new, combine, how):
    names = ", ".join(c.name for c in place)
    type = b.type_of(v)
    if how is not None:
        old = s.op("tensor.extract %s[%s] : %s" % (tensor, names, type), v.type, v.dtype == torch.uint8)
        wide = v.type in ("f16", "bf16")
        new = combine(s, s.convert(old, "f32") if wide else old, s.convert(new, "f32") if wide else new)
        new = s.convert(new, v.type)
    result = b.fresh()
    b.line("%s = tensor.insert %s into %s[%s] : %s" % (result, new.name, tensor, names, type))
    return result


@lower("scatter")
def _scatter(t, out, x, dim, index, src=None, value=None, reduce=None):
    return scattered(t, t.value(x), dim, index, value if src is None else src, reduce)


@lower("scatter_add")
def _scatter_add(t, out, x, dim, index, src):
    return scattered(t, t.value(x), dim, index, src, "add")


@lower("scatter_reduce")
def _scatter_reduce(t, out, x, dim, index, src, reduce, include_self=True):
    if not include_self or reduce == "mean":
        raise Unsupported("scatter_reduce with %s" % ("mean" if reduce == "mean" else "include_self=False"))
    return scattered(t, t.value(x), dim, index, src, reduce)


@lower("index_add")
def _index_add(t, out, x, dim, index, source, alpha=1):
    b, v, i, src = t.builder, t.value(x), t.value(index), t.builder.cast(t.value(source), x.dtype)
    if v.rank == 0:
        raise Unsupported("index_add of a tensor without dimensions")
    dim = dim % v.rank
    check(t, i, v.sizes[dim], "torch.index_add")
    i = reshape(b, i, [src.sizes[dim]])
    _ready(b, v, i, src)

    def body(s, at, tensor):
        place = list(at)
        place[dim] = wrapped(b, s, b.extract(s, i, [at[dim]]), v.sizes[dim])
        new = b.extract(s, src, at)
        if alpha != 1:
            new = s.mul(new, s.constant(alpha, new.type, new.unsigned))
        return _put(b, s, v, tensor, place, new, _combine("add"), "add")

    return write_loop(t, copied(b, v), src.sizes, body)


@lower("index_put", "_unsafe_index_put", "_index_put_impl")
def _index_put(t, out, x, indices, values, accumulate=False, *args):
    b, v = t.builder, t.value(x)
    masks = [i for i in indices if i is not None and i.dtype in (torch.bool, torch.uint8)]
    if masks:
        return _masked_put(t, v, indices, values)
    return place_by_place(t, x, indices, values, accumulate)


def place_by_place(t, x, indices, values, accumulate):
    """x[indices] = values, or += where they accumulate, one element after the other."""
    b, v = t.builder, t.value(x)
    indices = list(indices) + [None] * (v.rank - len(indices))
    used, front = _layout(v.rank, indices)
    tensors = [t.value(indices[d]) for d in used]
    extra = max(i.rank for i in tensors)
    shape = [1] * extra
    for i in tensors:
        for k, s in enumerate(i.sizes):
            if s != 1:
                shape[extra - i.rank + k] = s
    others = [d for d in range(v.rank) if d not in used]
    rest = [v.sizes[d] for d in others]
    before = sum(1 for d in others if d < used[0]) if front == used[0] else 0
    space = rest[:before] + shape + rest[before:]
    src = b.cast(t.value(values), v.dtype)
    for i, d in zip(tensors, used):
        check(t, i, v.sizes[d], "index_put")
    for k, (have, want) in enumerate(zip(reversed(src.sizes), reversed(space))):
        if b.is_late(have) or b.is_late(want) and have != 1:
            b.check(sympy.Eq(have, want), "shape mismatch: dimension %d from the end of the values is {0}, expected {1}" % (k + 1))
    _ready(b, v, src, *tensors)
    zero = Scalar(b.size(0), "index")

    def aligned(w, at):
        lead = len(at) - w.rank
        return [zero if s == 1 else at[lead + k] for k, s in enumerate(w.sizes)]

    def body(s, at, tensor):
        place = [None] * v.rank
        for d, c in zip(others, at[:before] + at[before + extra:]):
            place[d] = c
        for d, i in zip(used, tensors):
            place[d] = wrapped(b, s, b.extract(s, i, aligned(i, at[before:before + extra])), v.sizes[d])
        how = "add" if accumulate else None
        return _put(b, s, v, tensor, place, b.extract(s, src, aligned(src, at)), _combine(how), how)

    return write_loop(t, copied(b, v), space, body)


def _masked_put(t, v, indices, values):
    """x[mask] = value, where the value is the same for all places that the mask picks."""
    b = t.builder
    lead = next(k for k, i in enumerate(indices) if i is not None)
    mask = t.value(indices[lead])
    src = b.cast(t.value(values), v.dtype)
    rest = v.rank - lead - mask.rank
    if src.rank == rest + 1:
        src = reshape(b, src, src.sizes[1:])
    dims = list(range(v.rank))
    offset = v.rank - src.rank
    src_dims = [None if s == 1 and v.sizes[offset + k] != 1 else offset + k for k, s in enumerate(src.sizes)]

    def body(s, args):
        return [s.select(s.convert(args[1], "i1"), args[2], args[0])]

    return b.generic(v.sizes, [(v, dims), (mask, list(range(lead, lead + mask.rank))), (src, src_dims)],
                     [(v.sizes, v.dtype, dims, None)], body)[0]


