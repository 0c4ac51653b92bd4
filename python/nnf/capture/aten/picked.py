# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Results whose sizes depend on values: what a mask picks, places that are not zero, what occurs at all.

Such a size is a symbol like that of an open dimension, but computed by the program: one pass counts, a second one writes. All
of it comes down to `nonzero`; masks are lists of places that it makes.
"""

import sympy
import torch

from . import lower, rewrite
from .index import check, place_by_place, scattered
from .reduce import reduce
from .shape import product, reshape, sizes_of
from ..body import Scalar
from ..report import Unsupported
from ..values import Value

aten = torch.ops.aten


def _total(t, v):
    """The sum of a vector of i64, as an index."""
    b = t.builder
    total = reduce(t, v, [0], torch.int64, 0, lambda s, x, y: s.add(x, y))
    b.size(0), b.size(1)
    return b.body.to_index(b.body.op("tensor.extract %s[] : tensor<i64>" % total.name, "i64"))


def _filled(t, size, count, steps, element):
    """A vector of i64 of `count` elements, an index whose expression is `size`, written one after the other: `element(s, i)` gives
    for each of `steps` the number to write, and how many times: a bool, or a number for a loop of its own.

    The buffer has room for one more: each step writes, and goes on to the next place only where it was to write."""
    b, s = t.builder, t.builder.body
    zero, one, end = b.size(0), b.size(1), b.size(steps)
    room = s.binary("arith.addi", count, Scalar(one, "index"))
    buffer = b.op("tensor.empty(%s) : tensor<?xi64>" % room.name, (size + 1,), torch.int64)
    result, i, at, inner = b.fresh(), b.fresh(), b.fresh(), b.fresh()
    b.line("%s:2 = scf.for %s = %s to %s step %s iter_args(%s = %s, %s = %s) -> (index, tensor<?xi64>) {" % (
        result, i, zero, end, one, at, zero, inner, buffer.name), located=False)
    with b.region():
        number, times = element(s, Scalar(i, "index"))
        if times.is_bool:
            after = b.fresh()
            b.line("%s = tensor.insert %s into %s[%s] : tensor<?xi64>" % (after, number.name, inner, at))
        else:
            after, k, tensor, place, new = (b.fresh() for _ in range(5))
            b.line("%s = scf.for %s = %s to %s step %s iter_args(%s = %s) -> (tensor<?xi64>) {" % (
                after, k, zero, s.to_index(times).name, one, tensor, inner), located=False)
            with b.region():
                b.line("%s = arith.addi %s, %s : index" % (place, at, k))
                b.line("%s = tensor.insert %s into %s[%s] : tensor<?xi64>" % (new, number.name, tensor, place))
                b.line("scf.yield %s : tensor<?xi64>" % new)
            b.line("}")
        onwards = s.op("arith.index_castui %s : i1 to index" % times.name, "index") if times.is_bool else s.to_index(times)
        following = s.binary("arith.addi", Scalar(at, "index"), onwards)
        b.line("scf.yield %s, %s : index, tensor<?xi64>" % (following.name, after))
    b.line("}")
    return b.op("tensor.extract_slice %s#1[0] [%s] [1] : tensor<?xi64> to tensor<?xi64>" % (result, count.name), (size,), torch.int64)


def _late_size(t, out, count, message):
    """The expression of a result's first size, which values decide: `count`, an index. Where PyTorch knows a number, or takes
    it for that of another size, the count must be that."""
    b, s, size = t.builder, t.builder.body, sizes_of(out)[0]
    if isinstance(size, int) or not size.is_Symbol or size in b.late or size in b.symbols:
        want = s.convert(Scalar(b.size(size), "index"), "i64")
        b.line('cf.assert %s, "%s"' % (s.compare("eq", s.convert(count, "i64"), want).name, message))
        size = sympy.Symbol("size_%d" % len(b.late), integer=True, nonnegative=True)
    b.late[size] = count.name
    return size


@lower("nonzero")
def _nonzero(t, out, x):
    b = t.builder
    v = b.cast(t.value(x), torch.bool)
    sizes = v.sizes
    if 0 in sizes:
        return b.empty(sizes_of(out), torch.int64)
    flat = reshape(b, v, [product(sizes)])
    count = _total(t, b.cast(flat, torch.int64))
    size = _late_size(t, out, count, "torch.nonzero: {0} elements are not zero, expected {1}")
    flat.name
    places = _filled(t, size, count, flat.sizes[0], lambda s, i: (s.convert(i, "i64"), b.extract(s, flat, [i])))
    if v.rank == 0:
        return b.empty((size, 0), torch.int64)
    if v.rank == 1:
        return reshape(b, places, [size, 1])
    steps = [product(sizes[d + 1:]) for d in range(v.rank)]
    for e in (*steps, *sizes, *range(v.rank)):
        b.size(e)

    def body(s, args):
        rest, column, found = s.to_index(args[0]), s.index(1), None
        for d, (step, n) in enumerate(zip(steps, sizes)):
            here = s.binary("arith.remui", s.binary("arith.divui", rest, Scalar(b.size(step), "index")), Scalar(b.size(n), "index"))
            found = here if found is None else s.select(s.compare("eq", column, Scalar(b.size(d), "index")), here, found)
        return [s.convert(found, "i64")]

    whole = (size, v.rank)
    return b.generic(whole, [(places, [0])], [(whole, torch.int64, [0, 1], None)], body)[0]


@lower("repeat_interleave")
def _repeat_interleave(t, out, repeats, output_size=None):
    """Each place as many times as `repeats` says."""
    b = t.builder
    v = b.cast(t.value(repeats), torch.int64)
    if 0 in v.sizes:
        return b.empty((0,), out.dtype)
    check(t, v, 1 << 62, "torch.repeat_interleave: repeats", least=0)
    count = _total(t, v)
    size = _late_size(t, out, count, "torch.repeat_interleave: the repeats add up to {0}, expected output_size, which is {1}")
    v.name
    made = _filled(t, size, count, v.sizes[0], lambda s, i: (s.convert(i, "i64"), b.extract(s, v, [i])))
    return b.cast(made, out.dtype)


@lower("bincount")
def _bincount(t, out, x, weights=None, minlength=0):
    b, s = t.builder, t.builder.body
    v = b.cast(t.value(x), torch.int64)
    if 0 in v.sizes:
        size = _late_size(t, out, Scalar(b.size(int(minlength)), "index"), "torch.bincount: {0} bins, expected {1}")
        return b.filled((size,), out.dtype, 0)
    check(t, v, 1 << 62, "torch.bincount", least=0)
    most = reduce(t, v, [0], torch.int64, int(minlength) - 1, lambda body, p, q: body.binary("arith.maxsi", p, q))
    last = s.op("tensor.extract %s[] : tensor<i64>" % most.name, "i64")
    count = s.to_index(s.add(last, s.constant(1, "i64")))
    size = _late_size(t, out, count, "torch.bincount: {0} bins, expected {1}")
    ones = b.filled(v.sizes, out.dtype, 1) if weights is None else b.cast(t.value(weights), out.dtype)
    return scattered(t, b.filled((size,), out.dtype, 0), 0, v, ones, "add")


# -- in terms of these ------------------------------------------------------------------------------------------------------


def _places(t, mask):
    """Places of a mask among all of its elements, the same tensor for the same mask."""
    name = t.value(mask).name
    if name not in t.places:
        t.places[name] = aten.nonzero(mask.reshape(-1)).squeeze(-1)
    return t.places[name]


def _is_mask(i):
    return i is not None and i.dtype in (torch.bool, torch.uint8)


@rewrite("index", "_unsafe_index")
def _index(t, func, x, indices):
    indices = [i.to(torch.bool) if i is not None and i.dtype == torch.uint8 else i for i in indices]
    masks = [d for d, i in enumerate(indices) if _is_mask(i)]
    if not masks:
        return NotImplemented
    with t.muted():
        func(x, indices)  # refuses what PyTorch refuses
    if len(masks) == 1 and sum(i is not None for i in indices) == 1:
        d, mask = masks[0], indices[masks[0]]
        if mask.dim() == 0:
            x, mask = x.unsqueeze(d), mask.reshape(1)
        elif mask.dim() > 1:
            x = x.flatten(d, d + mask.dim() - 1)
        return aten.index_select(x, d, _places(t, mask))
    return aten.index.Tensor(x, _as_places(t, indices))


def _as_places(t, indices):
    """Masks as places along each of their dimensions."""
    listed = []
    for i in indices:
        if not _is_mask(i):
            listed.append(i)
        elif i.dim() == 1:
            listed.append(_places(t, i))
        else:
            listed += aten.nonzero(i).unbind(1)
    return listed


@rewrite("index_put", "_unsafe_index_put", "_index_put_impl")
def _index_put(t, func, x, indices, values, accumulate=False, unsafe=False):
    """Where one value is written to all places that a mask picks, the lowering needs no places."""
    masks = [d for d, i in enumerate(indices) if _is_mask(i)]
    if not masks or (len(masks) == 1 and sum(i is not None for i in indices) == 1 and not accumulate):
        lead = masks[0] if masks else 0
        rest = x.dim() - lead - indices[lead].dim() if masks else 0
        if not masks or values.dim() < rest + 1 or (values.dim() == rest + 1 and sizes_of(values)[0] == 1):
            return NotImplemented
    if any(indices[d].dim() == 0 for d in masks):
        raise Unsupported("a mask without dimensions together with several values", "write with torch.where")
    if any(values.shape[k] == 0 for k in range(values.dim()) if isinstance(values.shape[k], int)):
        return aten.clone(x)
    with t.muted():
        out = torch.empty_like(x)
    t.define(out, place_by_place(t, x, _as_places(t, indices), values, accumulate))
    return out


@rewrite("masked_select")
def _masked_select(t, func, x, mask):
    if x.shape != mask.shape:
        x, mask = torch.broadcast_tensors(x, mask)
    return aten.index_select(x.reshape(-1), 0, _places(t, mask))


def _masked_scatter(x, mask, source):
    x, mask = torch.broadcast_tensors(x, mask)
    if not source.numel():
        source = source.new_zeros(1)  # any write is refused: there is a place 0 only where nothing is picked
    flat = mask.reshape(-1)
    at = aten.cumsum(flat.to(torch.int64), 0) - 1
    at = aten.where(flat, at, 0)
    return aten.where(mask, aten.gather(source.reshape(-1), 0, at).reshape(x.shape), x)


def _occurring(s, order, inverse, counts):
    """Of a vector whose equal elements stand side by side: each of them once, for each place of the original its number, and how many there are.
    `order`: the places in the original that the elements come from, or None."""
    n = s.shape[0]
    nothing = s.new_empty(0, dtype=torch.int64)
    if n == 0:
        return s, nothing, nothing
    first = aten.cat([s.new_ones(1, dtype=torch.bool), aten.ne(s[1:], s[:-1])])
    at = aten.nonzero(first).squeeze(-1)
    number = aten.cumsum(first.to(torch.int64), 0) - 1
    there = number if order is None else aten.scatter(aten.zeros_like(number), 0, order, number)
    many = aten.scatter_add(aten.zeros_like(at), 0, number, aten.ones_like(number)) if counts else nothing
    return aten.index_select(s, 0, at), there if inverse else nothing, many


def _unique2(x, sorted=True, return_inverse=False, return_counts=False):
    s, order = aten.sort(x.reshape(-1))
    values, inverse, counts = _occurring(s, order, return_inverse, return_counts)
    return values, inverse.reshape(x.shape) if return_inverse else inverse, counts


def _unique_consecutive(x, return_inverse=False, return_counts=False, dim=None):
    if dim is not None and x.dim() != 1:
        raise Unsupported("it compares slices", "use fallback=True to let PyTorch run it")
    values, inverse, counts = _occurring(x.reshape(-1), None, return_inverse, return_counts)
    return values, inverse.reshape(x.shape) if return_inverse else inverse, counts


TABLE = {aten.masked_scatter.default: _masked_scatter, aten._unique2.default: _unique2,
         aten.unique_consecutive.default: _unique_consecutive}
