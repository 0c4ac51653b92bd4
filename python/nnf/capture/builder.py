# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the text of one function: SSA names, locations, sizes, and linalg.generic over values.

Sizes are ints, or sympy expressions over the symbols of the capture, each of which is the size of a dimension of an input.
Iteration spaces are given as lists of sizes, operands by the dimensions that they run along: `(value, [0, None, 2])`, None
for a dimension of size 1 that is read at 0.
"""

import contextlib

import sympy
import torch
from torch._subclasses.fake_tensor import unset_fake_temporarily

from .body import Body, Scalar
from .report import Unsupported
from .types import MLIR, compute_type, tensor_type
from .values import Value


# By sympy's names.
_CONDITIONS = {"Equality": "eq", "Unequality": "ne", "StrictLessThan": "lt", "LessThan": "le", "StrictGreaterThan": "gt",
               "GreaterThan": "ge"}


class Builder:
    def __init__(self):
        self.lines, self.names, self.arguments = [], 0, []
        self.symbols = {}  # sympy symbol: SSA name of an index
        self.late = {}  # the same for sizes that values decide
        self._sizes = {}  # expression: SSA name
        self._locations, self.place = {}, None
        self.body = Body(self)
        self._indent = "  "

    # -- text -------------------------------------------------------------------------------------------------------

    def fresh(self):
        self.names += 1
        return "%%%d" % self.names

    def line(self, text, located=True):
        place = self.place
        if located and place:
            text += " loc(%s)" % self._locations.setdefault(place, "#at%d" % len(self._locations))
        self.lines.append(self._indent + text)

    def location_aliases(self):
        """`#at0 = loc("block.0"("model.py":3:1))` for all that were used."""
        for (file, line, module), alias in self._locations.items():
            at = '"%s":%d:1' % (file.replace("\\", "\\\\").replace('"', '\\"'), line)
            yield "%s = loc(%s)" % (alias, '"%s"(%s)' % (module, at) if module else at)

    # -- sizes ------------------------------------------------------------------------------------------------------

    def size(self, e):
        """The SSA name of an index that is `e`."""
        known = self._sizes.get(e)
        if known:
            return known
        name = self._sizes[e] = self._size(e)
        return name

    def _size(self, e):
        if isinstance(e, int) or e.is_Integer:
            return self._index_op("arith.constant %d : index" % int(e))
        if e.is_Symbol:
            found = self.symbols.get(e) or self.late.get(e)
            if found is None:
                raise Unsupported("its result has a size that depends on values")
            return found
        kind = type(e).__name__
        if e.is_Add or e.is_Mul:
            if e.is_Mul and any(a.is_Rational and not a.is_Integer for a in e.args):
                numerator, denominator = e.as_numer_denom()
                return self._index_op("arith.floordivsi %s, %s : index" % (self.size(numerator), self.size(denominator)))
            op = "arith.addi" if e.is_Add else "arith.muli"
            name = self.size(e.args[0])
            for a in e.args[1:]:
                name = self._index_op("%s %s, %s : index" % (op, name, self.size(a)))
            return name
        if e.is_Pow and e.exp.is_Integer and e.exp > 0:
            name = self.size(e.base)
            for _ in range(int(e.exp) - 1):
                name = self._index_op("arith.muli %s, %s : index" % (name, self.size(e.base)))
            return name
        ops = {"FloorDiv": "arith.floordivsi", "CleanDiv": "arith.floordivsi", "Mod": "arith.remsi", "PythonMod": "arith.remsi",
               "CeilDiv": "arith.ceildivsi", "Max": "arith.maxsi", "Min": "arith.minsi", "CeilToInt": None}
        if ops.get(kind):
            name = self.size(e.args[0])
            for a in e.args[1:]:
                name = self._index_op("%s %s, %s : index" % (ops[kind], name, self.size(a)))
            return name
        raise Unsupported("no index can be computed of the size " + str(e))

    def _index_op(self, text):
        name = self.fresh()
        self.line("%s = %s" % (name, text))
        return name

    def is_late(self, e):
        """Whether values decide a size."""
        return isinstance(e, sympy.Basic) and any(s in self.late for s in e.free_symbols)

    def check(self, e, message):
        """Ends the call at run time where a condition on sizes does not hold."""
        holds = self._condition(e)
        self.line('cf.assert %s, "%s"' % (holds.name, message.replace('"', "'")))

    def _condition(self, e):
        kind, body = type(e).__name__, self.body
        if e in (sympy.true, sympy.false):
            return body.constant(bool(e), "i1")
        if kind in ("And", "Or"):
            made = self._condition(e.args[0])
            for a in e.args[1:]:
                made = body.binary("arith.andi" if kind == "And" else "arith.ori", made, self._condition(a))
            return made
        if kind == "Not":
            return body.not_(self._condition(e.args[0]))
        if kind not in _CONDITIONS:
            raise Unsupported("no condition can be computed of " + str(e))
        x, y = (body.convert(Scalar(self.size(a), "index"), "i64") for a in e.args)
        return body.compare(_CONDITIONS[kind], x, y)

    def static_or_ssa(self, sizes):
        """`[2, %3, 4]` as slices take sizes."""
        return "[%s]" % ", ".join(str(s) if isinstance(s, int) else self.size(s) for s in sizes)

    # -- values -----------------------------------------------------------------------------------------------------

    def type_of(self, v):
        return tensor_type(v.sizes, v.type)

    def op(self, text, sizes, dtype, type=None):
        """A value from the text of an op with one result."""
        name = self.fresh()
        self.line("%s = %s" % (name, text))
        return Value(name, sizes, dtype, type or MLIR[dtype])

    def empty(self, sizes, dtype, type=None):
        type = type or MLIR[dtype]
        open_sizes = ", ".join(self.size(s) for s in sizes if not isinstance(s, int))
        return self.op("tensor.empty(%s) : %s" % (open_sizes, tensor_type(sizes, type)), sizes, dtype, type)

    def filled(self, sizes, dtype, number, type=None):
        type = type or MLIR[dtype]
        c = self.body.constant(number, type)
        e = self.empty(sizes, dtype, type)
        t = self.type_of(e)
        return self.op("linalg.fill ins(%s : %s) outs(%s : %s) -> %s" % (c.name, type, e.name, t, t), sizes, dtype, type)

    def dense(self, tensor):
        """A constant of a small real tensor."""
        type = MLIR[tensor.dtype]
        with unset_fake_temporarily():
            flat = [self.literal(x, tensor.dtype) for x in tensor.detach().reshape(-1).tolist()]

        def nest(sizes, at):
            if not sizes:
                return flat[at]
            step = 1
            for s in sizes[1:]:
                step *= s
            return "[%s]" % ", ".join(nest(sizes[1:], at + i * step) for i in range(sizes[0]))

        sizes = tuple(tensor.shape)
        if 0 in sizes:
            return self.empty(sizes, tensor.dtype)
        text = flat[0] if len(set(flat)) == 1 else nest(sizes, 0)
        return self.op("arith.constant dense<%s> : %s" % (text, tensor_type(sizes, type)), sizes, tensor.dtype)

    @staticmethod
    def literal(x, dtype):
        from ..optable import spell_float
        if dtype == torch.bool:
            return "true" if x else "false"
        if dtype.is_floating_point:
            text = spell_float(x, {torch.float64: 64, torch.float32: 32}.get(dtype, 16))
            if dtype == torch.bfloat16:
                text = {"0x7E00": "0x7FC0", "0x7C00": "0x7F80", "0xFC00": "0xFF80"}.get(text, text)
            return text
        return str(x - 256 if dtype == torch.uint8 and x > 127 else x)

    @contextlib.contextmanager
    def region(self):
        self._indent += "  "
        yield
        self._indent = self._indent[:-2]

    def generic(self, space, ins, outs, body, reductions=()):
        """One linalg.generic over the iteration space `space`.

        `ins`: (value, dims) each; `outs`: (sizes, dtype, dims, init) each, init a value, a number to start from, or None;
        `body(b, args)` gets a Body and the scalars of ins, then of outs, and returns one scalar for each out. Results have
        their dtype's element type, whatever the body returns (it is converted)."""
        rank = len(space)
        maps, operands, types = [], [], []
        dims_text = "(%s)" % ", ".join("d%d" % i for i in range(rank))

        def add_map(dims):
            maps.append("affine_map<%s -> (%s)>" % (dims_text, ", ".join("0" if d is None else "d%d" % d for d in dims)))

        for v, dims in ins:
            add_map(dims)
            operands.append(v.name)
            types.append(self.type_of(v))
        inits = []
        for sizes, dtype, dims, init in outs:
            add_map(dims)
            if init is None:
                init = self.empty(sizes, dtype)
            elif not isinstance(init, Value):
                init = self.filled(sizes, dtype, init)
            inits.append(init)
        init_types = [self.type_of(v) for v in inits]
        kinds = ", ".join('"reduction"' if i in reductions else '"parallel"' for i in range(rank))
        results = [self.fresh() for _ in outs]
        args, scalars = [], []
        for v in [v for v, _ in ins] + inits:
            name = self.fresh()
            args.append("%s: %s" % (name, v.type))
            scalars.append(Scalar(name, v.type, v.dtype == torch.uint8))
        text = "%s = linalg.generic {indexing_maps = [%s], iterator_types = [%s]}" % (
            ", ".join(results), ", ".join(maps), kinds)
        if ins:
            text += " ins(%s : %s)" % (", ".join(operands), ", ".join(types))
        text += " outs(%s : %s) {" % (", ".join(v.name for v in inits), ", ".join(init_types))
        self.line(text, located=False)
        self.line("^bb0(%s):" % ", ".join(args), located=False)
        with self.region():
            yields = body(self.body, scalars)
            yields = [self.body.convert(y, v.type, v.dtype == torch.uint8) for y, v in zip(yields, inits)]
            self.line("linalg.yield %s : %s" % (", ".join(y.name for y in yields), ", ".join(y.type for y in yields)))
        arrow = init_types[0] if len(outs) == 1 else "(%s)" % ", ".join(init_types)
        self.line("} -> " + arrow)
        return [Value(n, v.sizes, v.dtype, v.type) for n, v in zip(results, inits)]

    # -- elementwise --------------------------------------------------------------------------------------------------

    @staticmethod
    def aligned(v, sizes):
        """The dimensions of `sizes` that `v` runs along when it broadcasts to them."""
        offset = len(sizes) - v.rank
        return [None if s == 1 and sizes[offset + i] != 1 else offset + i for i, s in enumerate(v.sizes)]

    def map(self, sizes, dtype, values, body):
        """One value of `sizes` and `dtype`; `body(b, *scalars)` gets the operands as they are, and returns a scalar."""
        ins = [(v, self.aligned(v, sizes)) for v in values]
        return self.generic(sizes, ins, [(sizes, dtype, list(range(len(sizes))), None)],
                            lambda b, args: [body(b, *args[:len(values)])])[0]

    def cast(self, v, dtype):
        """`v.to(dtype)`."""
        if v.dtype == dtype:
            return v
        return self.map(v.sizes, dtype, [v], lambda b, x: b.convert(x, MLIR[dtype], dtype == torch.uint8))

    def widened(self, b, x, dtype):
        """A scalar in the type in which results of `dtype` are computed."""
        c = compute_type(dtype)
        return b.convert(x, MLIR[c], c == torch.uint8)

    def broadcast(self, v, sizes):
        """`v.expand(sizes)` as a value of its own."""
        if tuple(v.sizes) == tuple(sizes):
            return v
        return self.map(sizes, v.dtype, [v], lambda b, x: x)

    # -- views --------------------------------------------------------------------------------------------------------

    def _split_position(self, b, position, layout):
        """The coordinates of the element of a view at a position of the storage, from large strides to small ones, and
        whether there is one. Strides of views nest: each is at least the extent of the smaller ones together."""
        rest = b.binary("arith.subi", position, Scalar(self.size(layout.offset), "index"))
        zero = Scalar(self.size(0), "index")
        inside = b.compare("ge", rest, zero)
        order = sorted((i for i, s in enumerate(layout.sizes) if s != 1), key=lambda i: _rank_key(layout.strides[i]), reverse=True)
        coordinates = {}
        for i in order:
            stride = Scalar(self.size(layout.strides[i]), "index")
            c = b.binary("arith.divsi", rest, stride)
            rest = b.binary("arith.remsi", rest, stride)
            size = Scalar(self.size(layout.sizes[i]), "index")
            inside = b.binary("arith.andi", inside, b.compare("lt", c, size))
            # Outside the view any coordinate in bounds will do: what is read there is not used.
            last = b.binary("arith.subi", size, Scalar(self.size(1), "index"))
            coordinates[i] = b.binary("arith.maxsi", b.binary("arith.minsi", c, last), zero)
        inside = b.binary("arith.andi", inside, b.compare("eq", rest, zero))
        return [coordinates.get(i, zero) for i in range(len(layout.sizes))], inside

    def _position(self, b, coordinates, layout):
        position = Scalar(self.size(layout.offset), "index")
        for c, stride in zip(coordinates, layout.strides):
            position = b.binary("arith.addi", position, b.binary("arith.muli", c, Scalar(self.size(stride), "index")))
        return position

    def extract(self, b, v, coordinates):
        text = "tensor.extract %s[%s] : %s" % (v.name, ", ".join(c.name for c in coordinates), self.type_of(v))
        return b.op(text, v.type, v.dtype == torch.uint8)

    def _prepare_layout(self, *layouts):
        for layout in layouts:  # indices are made outside of bodies
            for e in (layout.offset, *layout.sizes, *layout.strides, 0, 1):
                self.size(e)

    def read_view(self, base_value, base, layout):
        """The elements of a storage that `layout` views; the storage's contents are `base_value`, laid out as `base`."""
        self._prepare_layout(base, layout)
        rank = len(layout.sizes)

        def body(b, args):
            position = self._position(b, [b.index(i) for i in range(rank)], layout)
            coordinates, _ = self._split_position(b, position, base)
            return [self.extract(b, base_value, coordinates)]

        return self.generic(layout.sizes, [], [(layout.sizes, base_value.dtype, list(range(rank)), None)], body)[0]

    def write_view(self, base_value, base, layout, value):
        """The storage's contents after the elements that `layout` views were replaced by `value`."""
        if 0 in layout.sizes:
            return base_value
        self._prepare_layout(base, layout)
        rank = len(base.sizes)

        def body(b, args):
            position = self._position(b, [b.index(i) for i in range(rank)], base)
            coordinates, inside = self._split_position(b, position, layout)
            return [b.select(inside, self.extract(b, value, coordinates), args[0])]

        dims = list(range(rank))
        return self.generic(base.sizes, [(base_value, dims)], [(base.sizes, base_value.dtype, dims, None)], body)[0]


def _rank_key(stride):
    """An order of strides that may hold symbols: by the value at large sizes."""
    if isinstance(stride, int):
        return stride
    return int(stride.subs({s: 1 << 20 for s in stride.free_symbols})) if isinstance(stride, sympy.Basic) else int(stride)
