# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the text of one function whose values have NumPy's element types.

Integers are signless in the text; a value knows by its dtype whether it has a sign. Sizes are ints or Sizes. Iteration
spaces are lists of sizes, operands are given with the dimensions that they run along, None for one of size 1 read at 0.
"""

import contextlib

import numpy

from .sizes import Size, product, same, same_all
from ..body import Body, Scalar
from ..report import Unsupported
from ...optable import spell_float

MLIR = {numpy.dtype(d): m for d, m in (
    ("bool", "i1"), ("int8", "i8"), ("int16", "i16"), ("int32", "i32"), ("int64", "i64"), ("uint8", "i8"), ("uint16", "i16"),
    ("uint32", "i32"), ("uint64", "i64"), ("float16", "f16"), ("float32", "f32"), ("float64", "f64"))}
# NumPy's own, whatever a capture puts in its place.
ones, zeros, arange = numpy.ones, numpy.zeros, numpy.arange
INT64, BOOL = numpy.dtype("int64"), numpy.dtype("bool")


def mlir_type(dtype):
    found = MLIR.get(dtype)
    if found is None:
        raise Unsupported("its elements are %s" % dtype, "use bool, integers, float16, float32 or float64")
    return found


def is_unsigned(dtype):
    return dtype.kind == "u"


def compute_type(dtype):
    """float16 computes in float32."""
    return numpy.dtype("float32") if dtype == numpy.float16 else dtype


def tensor_type(sizes, element):
    return "tensor<%s>" % "x".join(["?" if isinstance(s, Size) else str(s) for s in sizes] + [element])


class Value:
    """`name` in SSA, its sizes and dtype."""

    __slots__ = ("name", "sizes", "dtype", "type")

    def __init__(self, name, sizes, dtype):
        self.name, self.sizes, self.dtype, self.type = name, tuple(sizes), numpy.dtype(dtype), mlir_type(numpy.dtype(dtype))

    @property
    def rank(self):
        return len(self.sizes)


class Emitter:
    """The lines of one function. `place` (file, line) is the location of what is written."""

    def __init__(self):
        self.lines, self.names, self.place = [], 0, None
        self.symbols = {}  # name of a symbol: SSA name of an index
        self._sizes, self._locations, self._indent = {}, {}, "  "
        self.body = Body(self)

    # -- text -------------------------------------------------------------------------------------------------------------

    def fresh(self):
        self.names += 1
        return "%%%d" % self.names

    def line(self, text, located=True):
        if located and self.place:
            text += " loc(%s)" % self._locations.setdefault(self.place, "#at%d" % len(self._locations))
        self.lines.append(self._indent + text)

    def location_aliases(self):
        for (file, line), alias in self._locations.items():
            yield '%s = loc("%s":%d:1)' % (alias, file.replace("\\", "\\\\").replace('"', '\\"'), line)

    @contextlib.contextmanager
    def region(self):
        self._indent += "  "
        yield
        self._indent = self._indent[:-2]

    # -- sizes ------------------------------------------------------------------------------------------------------------

    def size(self, s):
        """The SSA name of an index."""
        if not isinstance(s, Size):
            return self._index(("n", s), lambda: "arith.constant %d : index" % s)
        return self._polynomial(s.terms, s.conditions)

    def _index(self, key, text):
        name = self._sizes.get(key)
        if name is None:
            made = text()
            name = self._sizes[key] = self.fresh()
            self.line("%s = %s" % (name, made))
        return name

    def _polynomial(self, terms, conditions):
        total = None
        for names, factor in sorted(terms.items()):
            name = self._monomial(names, factor, conditions)
            before = total
            total = name if before is None else self._index(("+", before, name), lambda: "arith.addi %s, %s : index" % (before, name))
        return total or self.size(0)

    def _monomial(self, names, factor, conditions):
        result = None if factor != 1 or not names else self._atom(names[0], conditions)
        rest = names if result is None else names[1:]
        result = result or self.size(factor)
        for n in rest:
            x, y = result, self._atom(n, conditions)
            result = self._index(("*", x, y), lambda: "arith.muli %s, %s : index" % (x, y))
        return result

    def _atom(self, name, conditions):
        if name in self.symbols:
            return self.symbols[name]
        op, x, y = conditions.atoms[name]
        a, b = self._polynomial(x, conditions), self._polynomial(y, conditions)
        return self._index((op, a, b), lambda: "arith.%s %s, %s : index" % ("floordivsi" if op == "//" else "remsi", a, b))

    def _list(self, sizes):
        return "[%s]" % ", ".join(self.size(s) if isinstance(s, Size) else str(s) for s in sizes)

    # -- values -----------------------------------------------------------------------------------------------------------

    def type_of(self, v):
        return tensor_type(v.sizes, v.type)

    def op(self, text, sizes, dtype):
        name = self.fresh()
        self.line("%s = %s" % (name, text))
        return Value(name, sizes, dtype)

    def empty(self, sizes, dtype):
        opened = ", ".join(self.size(s) for s in sizes if isinstance(s, Size))
        return self.op("tensor.empty(%s) : %s" % (opened, tensor_type(sizes, mlir_type(dtype))), sizes, dtype)

    def filled(self, sizes, dtype, number):
        c = self.constant(number, dtype)
        e = self.empty(sizes, dtype)
        t = self.type_of(e)
        return self.op("linalg.fill ins(%s : %s) outs(%s : %s) -> %s" % (c.name, c.type, e.name, t, t), sizes, dtype)

    def constant(self, number, dtype):
        return self.body.constant(number, mlir_type(dtype), is_unsigned(dtype))

    def dense(self, array):
        """A constant of a small array."""
        sizes, type = array.shape, mlir_type(array.dtype)
        if 0 in sizes:
            return self.empty(sizes, array.dtype)

        def literal(x):
            if array.dtype == BOOL:
                return "true" if x else "false"
            if array.dtype.kind == "f":
                return spell_float(float(x), 8 * array.dtype.itemsize)
            x, bits = int(x), 8 * array.dtype.itemsize
            return str(x - (1 << bits) if x >= 1 << (bits - 1) else x)

        def nest(x):
            return literal(x) if x.ndim == 0 else "[%s]" % ", ".join(map(nest, x))

        return self.op("arith.constant dense<%s> : %s" % (nest(array), tensor_type(sizes, type)), sizes, array.dtype)

    def generic(self, space, ins, outs, body, reductions=()):
        """One linalg.generic. `ins`: (value, dims) each; `outs`: (sizes, dtype, dims, init) each, init a value, a number or
        None; `body(b, args)` returns one scalar for each out."""
        dims_text = "(%s)" % ", ".join("d%d" % i for i in range(len(space)))

        def map_of(dims):
            return "affine_map<%s -> (%s)>" % (dims_text, ", ".join("0" if d is None else "d%d" % d for d in dims))

        inits = []
        for sizes, dtype, _, init in outs:
            if init is None:
                init = self.empty(sizes, dtype)
            elif not isinstance(init, Value):
                init = self.filled(sizes, dtype, init)
            inits.append(init)
        maps = [map_of(d) for _, d in ins] + [map_of(o[2]) for o in outs]
        kinds = ", ".join('"reduction"' if i in reductions else '"parallel"' for i in range(len(space)))
        results = [self.fresh() for _ in outs]
        scalars = [Scalar(self.fresh(), v.type, is_unsigned(v.dtype)) for v in [v for v, _ in ins] + inits]
        types = [self.type_of(v) for v in inits]
        text = "%s = linalg.generic {indexing_maps = [%s], iterator_types = [%s]}" % (", ".join(results), ", ".join(maps), kinds)
        if ins:
            text += " ins(%s : %s)" % (", ".join(v.name for v, _ in ins), ", ".join(self.type_of(v) for v, _ in ins))
        self.line(text + " outs(%s : %s) {" % (", ".join(v.name for v in inits), ", ".join(types)), located=False)
        self.line("^bb0(%s):" % ", ".join("%s: %s" % (s.name, s.type) for s in scalars), located=False)
        with self.region():
            made = [self.converted(y, v.dtype) for y, v in zip(body(self.body, scalars), inits)]
            self.line("linalg.yield %s : %s" % (", ".join(y.name for y in made), ", ".join(y.type for y in made)))
        self.line("} -> " + (types[0] if len(types) == 1 else "(%s)" % ", ".join(types)))
        return [Value(n, v.sizes, v.dtype) for n, v in zip(results, inits)]

    # -- elementwise ------------------------------------------------------------------------------------------------------

    def converted(self, x, dtype):
        """A scalar in another type."""
        return self.body.convert(x, mlir_type(dtype), is_unsigned(dtype))

    @staticmethod
    def aligned(v, sizes, first=0):
        """The dimensions of `sizes` that `v` runs along when it broadcasts to them."""
        offset = len(sizes) - v.rank
        return [None if not isinstance(s, Size) and s == 1 and not same(sizes[offset + i], 1) else first + offset + i
                for i, s in enumerate(v.sizes)]

    def map(self, sizes, dtype, values, body):
        """`body(b, *scalars)` for each element of `sizes`."""
        ins = [(v, self.aligned(v, sizes)) for v in values]
        return self.generic(sizes, ins, [(sizes, dtype, list(range(len(sizes))), None)],
                            lambda b, args: [body(b, *args[:len(values)])])[0]

    def cast(self, v, dtype):
        dtype = numpy.dtype(dtype)
        if v.dtype == dtype:
            return v
        if v.type == mlir_type(dtype):  # another view on the sign
            return Value(v.name, v.sizes, dtype)
        return self.map(v.sizes, dtype, [v], lambda b, x: self.converted(x, dtype))

    def broadcast(self, v, sizes):
        return v if same_all(v.sizes, sizes) else self.map(sizes, v.dtype, [v], lambda b, x: x)

    # -- shapes -----------------------------------------------------------------------------------------------------------

    def reshape(self, v, want):
        """The same elements in row-major order."""
        want = tuple(want)
        if same_all(v.sizes, want):
            return v
        if any(same(s, 0) for s in (*v.sizes, *want)):
            return self.empty(want, v.dtype)
        groups = _groups(v.sizes, want)
        if groups is None:
            groups = [(list(range(v.rank)), list(range(len(want))))] if v.rank and want else []
        middle = [product([v.sizes[i] for i in left]) for left, _ in groups]
        if not (v.rank and want):
            middle = []

        def spell(side):
            return "[%s]" % ", ".join("[%s]" % ", ".join(map(str, g[side])) for g in groups)

        if len(middle) != v.rank:
            to = tensor_type(middle, v.type)
            if any(isinstance(s, Size) for s in v.sizes):  # a run with an open size is open, whatever the product is
                loose = [m if not any(isinstance(v.sizes[i], Size) for i in left) else None for m, (left, _) in zip(middle, groups)]
                to = "tensor<%s>" % "x".join(["?" if m is None or isinstance(m, Size) else str(m) for m in loose] + [v.type])
            name = self.fresh()
            self.line("%s = tensor.collapse_shape %s %s : %s into %s" % (name, v.name, spell(0), self.type_of(v), to))
            v = self._retyped(Value(name, middle, v.dtype), to)
        if len(middle) != len(want):
            open_groups = [any(isinstance(want[j], Size) for j in right) for _, right in groups]
            given = "tensor<%s>" % "x".join(["?" if o or isinstance(m, Size) else str(m) for o, m in zip(open_groups, middle)] + [v.type])
            if given != self.type_of(v):
                name = self.fresh()
                self.line("%s = tensor.cast %s : %s to %s" % (name, v.name, self.type_of(v), given))
                v = Value(name, v.sizes, v.dtype)
            to = tensor_type(want, v.type)
            v = self.op("tensor.expand_shape %s %s output_shape %s : %s into %s" % (v.name, spell(1), self._list(want), given, to),
                        want, v.dtype)
        have = self.type_of(v)
        return self._retyped(Value(v.name, want, v.dtype), have)

    def _retyped(self, v, have):
        """`v`, whose type in the text is `have`, in the type of its sizes."""
        if have == self.type_of(v):
            return v
        return self.op("tensor.cast %s : %s to %s" % (v.name, have, self.type_of(v)), v.sizes, v.dtype)

    def permute(self, v, order):
        order = list(order)
        if order == list(range(v.rank)):
            return v
        sizes = [v.sizes[p] for p in order]
        return self.generic(sizes, [(v, [order.index(p) for p in range(v.rank)])], [(sizes, v.dtype, list(range(v.rank)), None)],
                            lambda b, args: [args[0]])[0]

    def cut(self, v, offsets, sizes, steps, dropped=()):
        """`v[offset : … : step]` in each dimension, steps forwards; dimensions in `dropped` have size 1 and go."""
        kept = [s for i, s in enumerate(sizes) if i not in dropped]
        if any(same(s, 0) for s in kept):
            return self.empty(kept, v.dtype)
        return self.op("tensor.extract_slice %s%s %s [%s] : %s to %s" % (
            v.name, self._list(offsets), self._list(sizes), ", ".join(map(str, steps)), self.type_of(v),
            tensor_type(kept, v.type)), kept, v.dtype)

    def paste(self, part, whole, offsets, sizes, steps):
        """`whole` with `part`, which may lack dimensions of size 1, at `offsets`."""
        if any(same(s, 0) for s in part.sizes):
            return whole
        return self.op("tensor.insert_slice %s into %s%s %s [%s] : %s into %s" % (
            part.name, whole.name, self._list(offsets), self._list(sizes), ", ".join(map(str, steps)), self.type_of(part),
            self.type_of(whole)), whole.sizes, whole.dtype)

    def copy(self, v):
        """A value of its own, for loops that write to it."""
        return self.generic(v.sizes, [(v, list(range(v.rank)))], [(v.sizes, v.dtype, list(range(v.rank)), None)],
                            lambda b, args: [args[0]])[0]

    # -- elements ---------------------------------------------------------------------------------------------------------

    def ready(self, *values):
        """Sizes that a body uses are made outside of it."""
        for v in values:
            for s in (*v.sizes, 0, 1):
                self.size(s)

    def extract(self, b, v, coordinates):
        return b.op("tensor.extract %s[%s] : %s" % (v.name, ", ".join(c.name for c in coordinates), self.type_of(v)), v.type,
                    is_unsigned(v.dtype))

    def index(self, s):
        return Scalar(self.size(s), "index")

    def wrapped(self, b, x, size):
        """An index of a body as a place: counted from the end where it is negative."""
        x = b.to_index(x)
        return b.select(b.compare("lt", x, self.index(0)), b.binary("arith.addi", x, self.index(size)), x)

    def loop(self, bounds, carried, body):
        """Nested loops over `bounds` that carry a tensor: `body(coordinates, name)` returns the name after a step."""
        type = self.type_of(carried)
        bounds = [self.size(s) for s in bounds]
        self.size(0), self.size(1)

        def level(depth, name, at):
            if depth == len(bounds):
                return body(at, name)
            i, inner, result = self.fresh(), self.fresh(), self.fresh()
            self.line("%s = scf.for %s = %s to %s step %s iter_args(%s = %s) -> (%s) {" % (
                result, i, self.size(0), bounds[depth], self.size(1), inner, name, type), located=False)
            with self.region():
                last = level(depth + 1, inner, at + [Scalar(i, "index")])
                self.line("scf.yield %s : %s" % (last, type))
            self.line("}")
            return result

        return Value(level(0, carried.name, []), carried.sizes, carried.dtype)


def _groups(have, want):
    """Pairs of runs of dimensions with equal products, or None where it is not plain."""
    if any(isinstance(s, Size) for s in (*have, *want)):
        lead = 0  # dimensions that stay as they are, from the left
        while lead < min(len(have), len(want)) - 1 and same(have[lead], want[lead]):
            lead += 1
        if not have or not want:
            return None
        return [([k], [k]) for k in range(lead)] + [(list(range(lead, len(have))), list(range(lead, len(want))))]
    pairs, i, j = [], 0, 0
    while i < len(have) and j < len(want):
        left, right, a, b = [i], [j], have[i], want[j]
        i, j = i + 1, j + 1
        while a != b:
            if a < b:
                left.append(i)
                a, i = a * have[i], i + 1
            else:
                right.append(j)
                b, j = b * want[j], j + 1
        pairs.append((left, right))
    if not pairs:
        return None
    pairs[-1][0].extend(range(i, len(have)))
    pairs[-1][1].extend(range(j, len(want)))
    return pairs
