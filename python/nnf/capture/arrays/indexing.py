# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""`x[…]` and `x[…] = y`: slices are views, arrays of indices gather and scatter, masks write. Indices that arrays hold are
checked before anything is computed."""

import operator

import numpy

from . import scalars
from .array import Array
from .emit import BOOL
from .sizes import Size, broadcast, same, same_all
from ..report import Unsupported


def _normal(t, x, key):
    """The key as one entry for each dimension of `x`, and None for new ones: slices, ints, Sizes, Arrays of indices."""
    key = key if isinstance(key, tuple) else (key,)
    items = []
    for k in key:
        if isinstance(k, (list, numpy.ndarray)) and not _traced(k):
            k = numpy.asarray(k)
            if k.dtype == bool:
                if k.ndim == 0:
                    raise Unsupported("it is indexed by a bool", "use numpy.where")
                items += list(t.constant_of(k).nonzero())
                continue
            if k.size == 0:
                k = k.astype("int64")
        elif isinstance(k, (bool, numpy.bool)):
            raise Unsupported("it is indexed by a bool", "use numpy.where")
        items.append(t.array(k) if isinstance(k, list) else k)
    used = 0
    for k in items:
        if isinstance(k, Array) and k.dtype == BOOL:
            used += k.ndim
        elif k is not None and k is not Ellipsis:
            used += 1
    if sum(k is Ellipsis for k in items) > 1:
        raise IndexError("an index can only have a single ellipsis ('...')")
    if used > x.ndim:
        raise IndexError("too many indices for array: array is %d-dimensional, but %d were indexed" % (x.ndim, used))
    missing = [slice(None)] * (x.ndim - used)
    made, seen = [], False
    for k in items:
        if k is Ellipsis:
            made += missing
            seen = True
        else:
            made.append(k)
    return made if seen else made + missing


def _traced(k):
    return isinstance(k, list) and any(isinstance(y, (Array, Size)) or _traced(y) for y in k)


def _is_index_array(k):
    return isinstance(k, (Array, numpy.ndarray))


def _place(k, size, axis):
    """A whole number as an index from the front."""
    if isinstance(k, Size):
        if k >= size:
            raise IndexError("index %s is out of bounds for axis %d with size %s" % (k, axis, size))
        return k
    k = operator.index(k)
    if not -size <= k < size:
        raise IndexError("index %d is out of bounds for axis %d with size %s" % (k, axis, size))
    return k + size if k < 0 else k


def _limits(s, size):
    """(start, length, step) of a slice."""
    step = 1 if s.step is None else operator.index(s.step)
    if not isinstance(size, Size):
        r = range(*slice(None if s.start is None else operator.index(s.start), None if s.stop is None else operator.index(s.stop),
                         step).indices(size))
        return r.start, len(r), step
    if step < 0:
        start, length = (size - 1, size) if s.start is None and s.stop is None else (None, None)
        if start is None:
            return _limits(s, int(size))
        return start, (length if step == -1 else (length + (-step - 1)) // -step), step

    def bound(v, default):
        if v is None:
            return default
        v = v if isinstance(v, Size) else operator.index(v)
        if not isinstance(v, Size) and v < 0:
            v = v + size
            return v if v >= 0 else 0
        return v if v <= size else size

    start, stop = bound(s.start, 0), bound(s.stop, size)
    length = stop - start
    if not length > 0:
        return start, 0, step
    return start, (length if step == 1 else (length + (step - 1)) // step), step


def _basic(t, x, entries):
    """A view by slices, whole numbers and new dimensions."""
    e = t.emitter
    offsets, sizes, steps, dropped, shape, axis = [], [], [], [], [], 0
    for k in entries:
        if k is None:
            shape.append(1)
            continue
        size = x.shape[axis]
        if isinstance(k, slice):
            start, length, step = _limits(k, size)
            shape.append(length)
        else:
            start, length, step = _place(k, size, axis), 1, 1
            dropped.append(axis)
        offsets.append(start)
        sizes.append(length)
        steps.append(step)
        axis += 1
    shape = tuple(shape)
    if all(same(o, 0) for o in offsets) and same_all(sizes, x.shape) and all(s == 1 for s in steps) and not dropped:
        return x.part(shape, lambda v: e.reshape(v, shape), lambda v, part: e.reshape(part, v.sizes), contiguous=x.contiguous)
    backwards = [i for i, s in enumerate(steps) if s < 0]
    # Whole blocks of a row-major array.
    first = next((i for i in range(x.ndim) if not (same(offsets[i], 0) and same(sizes[i], x.shape[i]) and steps[i] == 1)), 0)
    block = bool(x.contiguous) and steps[first] == 1 and all(i in dropped for i in range(first)) and all(
        same(offsets[i], 0) and same(sizes[i], x.shape[i]) and steps[i] == 1 for i in range(first + 1, x.ndim))

    def reversed_(v, dims):
        if any(same(s, 0) for s in v.sizes):
            return v
        e.ready(v)
        last = {i: e.size(v.sizes[i] - 1) for i in dims}
        from ..body import Scalar

        def body(b, args):
            at = [b.index(i) for i in range(v.rank)]
            return [e.extract(b, v, [b.binary("arith.subi", Scalar(last[i], "index"), c) if i in dims else c for i, c in enumerate(at)])]

        return e.generic(v.sizes, [], [(v.sizes, v.dtype, list(range(v.rank)), None)], body)[0]

    # A slice backwards is one forwards, turned around: the first element of the one is the last of the other.
    forward = [o + s * (n - 1) if s < 0 else o for o, s, n in zip(offsets, steps, sizes)]
    strides = [abs(s) for s in steps]

    def read(v):
        if any(same(s, 0) for s in sizes):
            return e.empty(shape, v.dtype)
        if not backwards:
            return e.reshape(e.cut(v, offsets, sizes, steps, dropped), shape)
        part = e.cut(v, forward, sizes, strides)
        return e.reshape(reversed_(part, backwards), shape)

    def write(v, part):
        if any(same(s, 0) for s in sizes):
            return v
        part = e.reshape(part, sizes)
        if backwards:
            part = reversed_(part, backwards)
        return e.paste(part, v, forward, sizes, strides)

    made = x.part(shape, read, write, contiguous=block)
    made.scalar = not shape and len(dropped) == x.ndim and not any(k is None for k in entries)
    return made


class _Gather:
    """The plan of an access by arrays of indices: `indices` by dimension of `x`; their shapes broadcast to `shape`, which
    stands at `front` in the result."""

    def __init__(self, t, x, indices, front):
        self.t, self.x, self.indices, self.front = t, x, indices, front
        self.values = {d: i.value() for d, i in indices.items()}
        self.shape = broadcast(*[i.shape for i in indices.values()])
        self.others = [d for d in range(x.ndim) if d not in indices]
        rest = [x.shape[d] for d in self.others]
        self.sizes = tuple(rest[:front]) + self.shape + tuple(rest[front:])

    def check(self):
        """Refuses, at run time, indices outside of [-size, size)."""
        e = self.t.emitter
        for d, v in self.values.items():
            if any(same(s, 0) for s in v.sizes):
                continue
            v = e.cast(v, "int64")
            b = e.body
            limits = []
            for how, start in (("lt", (1 << 63) - 1), ("gt", -(1 << 63))):
                r = e.generic(v.sizes, [(v, list(range(v.rank)))], [((), v.dtype, [], start)],
                              lambda b, a, how=how: [scalars.pick(how)(b, a[0], a[1])], range(v.rank))[0]
                limits.append(b.op("tensor.extract %s[] : tensor<i64>" % r.name, "i64"))
            n = b.convert(e.index(self.x.shape[d]), "i64")
            least = b.sub(b.constant(0, "i64"), n)
            good = b.binary("arith.andi", b.compare("ge", limits[0], least), b.compare("lt", limits[1], n))
            e.line('cf.assert %s, "numpy indexing: indices from {0} to {2}, expected them in [{1}, {3})"' % good.name)

    def coordinates(self, b, at, args):
        """The place in `x` for the coordinates `at` of the result, with the indices there."""
        e, place, n = self.t.emitter, [None] * self.x.ndim, len(self.shape)
        for d, c in zip(self.others, at[:self.front] + at[self.front + n:]):
            place[d] = c
        for (d, _), a in zip(self.indices.items(), args):
            place[d] = e.wrapped(b, a, self.x.shape[d])
        return place

    def read(self, v):
        e = self.t.emitter
        if any(same(s, 0) for s in self.sizes):
            return e.empty(self.sizes, v.dtype)
        self.check()
        e.ready(v)
        ins = [(i, e.aligned(i, self.shape, self.front)) for i in self.values.values()]
        rank = len(self.sizes)
        return e.generic(self.sizes, ins, [(self.sizes, v.dtype, list(range(rank)), None)], lambda b, args: [
            e.extract(b, v, self.coordinates(b, [b.index(k) for k in range(rank)], args))])[0]

    def write(self, v, part):
        """In order, so that the last of several values for one place stays."""
        e = self.t.emitter
        if any(same(s, 0) for s in self.sizes):
            return v
        self.check()
        e.ready(v, part, *self.values.values())
        whole = e.copy(v)

        def body(at, tensor):
            b, n = e.body, len(self.shape)
            lead = at[self.front:self.front + n]
            args = []
            for i in self.values.values():
                own = lead[n - i.rank:]
                args.append(e.extract(b, i, [e.index(0) if same(s, 1) else c for s, c in zip(i.sizes, own)]))
            place = self.coordinates(b, at, args)
            result = e.fresh()
            e.line("%s = tensor.insert %s into %s[%s] : %s" % (result, e.extract(b, part, at).name, tensor, ", ".join(
                c.name for c in place), e.type_of(v)))
            return result

        return e.loop(self.sizes, whole, body)


def _advanced(t, x, entries):
    """(a view by the slices of a key, the _Gather of its arrays on that view)."""
    positions = [p for p, k in enumerate(entries) if _is_index_array(k) or not (k is None or isinstance(k, slice))]
    basic = [slice(None) if p in positions else k for p, k in enumerate(entries)]
    y = _basic(t, x, basic)
    indices = {}
    for p in positions:
        k = entries[p]
        axis = p  # new dimensions and slices give one dimension each
        if not _is_index_array(k):
            k = numpy.asarray(_place(k, y.shape[axis], axis)) if not isinstance(k, Size) else k
        k = t.array(k)
        if k.dtype.kind not in "iu":
            raise IndexError("arrays used as indices must be of integer (or boolean) type")
        indices[axis] = k
    together = positions == list(range(positions[0], positions[-1] + 1))
    return y, _Gather(t, y, indices, positions[0] if together else 0)


def _mask_of(entries):
    masks = [k for k in entries if isinstance(k, Array) and k.dtype == BOOL]
    return masks[0] if masks else None


def get(t, x, key):
    x.value()
    entries = _normal(t, x, key)
    if _mask_of(entries) is not None:
        raise Unsupported("how many elements a mask picks depends on values", "use numpy.where, which keeps the shape")
    if not any(_is_index_array(k) for k in entries):
        return _basic(t, x, entries)
    y, plan = _advanced(t, x, entries)
    v = plan.read(y.value())
    return Array(t, v, plan.sizes, x.dtype, scalar=not plan.sizes)


def put(t, x, key, value):
    x.value()
    entries = _normal(t, x, key)
    mask = _mask_of(entries)
    if mask is not None:
        return _put_masked(t, x, entries, mask, value)
    if not any(_is_index_array(k) for k in entries):
        _basic(t, x, entries).store(value)
        return None
    y, plan = _advanced(t, x, entries)
    part = Array(t, t.emitter.empty(plan.sizes, x.dtype), plan.sizes, x.dtype)
    part.store(value)
    y.assign(plan.write(y.value(), part.value()))
    return None


def _put_masked(t, x, entries, mask, value):
    """`x[mask] = value` with one value for all places that the mask picks."""
    if sum(_is_index_array(k) for k in entries) > 1 or any(k is not mask and not (isinstance(k, slice) and k == slice(None)) for k in entries):
        raise Unsupported("a mask stands together with other indices", "write with numpy.where")
    lead = next(p for p, k in enumerate(entries) if k is mask)
    value = t.array(value)
    rest = x.ndim - lead - mask.ndim
    for s, m in zip(x.shape[lead:], mask.shape):
        if s != m:
            raise IndexError("boolean index did not match indexed array: sizes are %s, those of the mask %s" % (x.shape, mask.shape))
    if value.ndim > rest and not (value.ndim == rest + 1 and same(value.shape[0], 1)):
        raise Unsupported("as many values as the mask picks are written", "write with numpy.where")
    wide = numpy.reshape(mask, mask.shape + (1,) * rest)
    x.store(numpy.where(wide, t.array(value.astype(x.dtype)), x))
    return None
