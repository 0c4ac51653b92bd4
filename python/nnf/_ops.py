# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calling one op: from arrays and attributes to a kernel, and what is kept for the next call.

    from nnf._ops import ops
    y = ops.leaky_relu(x, negative_slope=0.2)        # operands by position or name, attributes by name

A call with sizes, strides and types that were seen before finds its plan in a dictionary: a plan knows its kernel, makes
the results and keeps descriptors, of which a call only fills in addresses.
"""

from . import _arrays, _session
from ._arrays import CODES, MLIR_TYPES, NAMES
from ._attributes import canonical, default_of, spatial_count, text_of, zero
from ._plans import Slot, fills_memory, is_row_major, make_plan, refused
from ._records import records
from ._session import session

_MAX_PLANS = 4096
# By family and operand: the dimension from which on sizes are compiled in. A model has few kernels, and their sizes decide
# how a convolution is computed.
_FIXED_SIZES = {("Convolution", "weight"): 2}
_MISSING = (KeyError, TypeError, AttributeError, RuntimeError, ValueError)

# What PyTorch checks of a function's sizes and attributes and the op cannot see: functions of the operands' shapes and the
# op's attributes by name, called when a plan is made.
checks = {}

# How the key of an array is read, by its type. Types that are not here take the slow way once.
signatures = {}


_static = False


def compile_for_sizes(very):
    """Whether kernels are compiled for the very sizes of their operands instead of for all sizes of a rank."""
    global _static
    _static = bool(very)
    for op in vars(ops).values():
        op.plans.clear()


class Op:
    """An op of the dialect, callable with operands and attributes."""

    def __init__(self, name, record):
        self.name, self.record = name, record
        self.operands, self.attributes = record["operands"], record["attributes"]
        self.operand_names = [o["name"] for o in self.operands]
        self.attribute_names = [a["name"] for a in self.attributes]
        self.defaults = {a["name"]: default_of(a) for a in self.attributes}
        self.count = spatial_count(name, self.attributes)
        self.plans = {}

    def __call__(self, *operands, **named):
        """Operands by position or name, attributes by name; what is not given has the record's default."""
        operands = list(operands)
        for name in self.operand_names[len(operands):]:
            operands.append(named.pop(name, None))
        values = []
        for attribute in self.attributes:
            name = attribute["name"]
            value = named.pop(name) if name in named else self.defaults[name]
            values.append(zero(value) if type(value) is float and value == 0 else value)
        if named:
            raise TypeError(f"{self.name}(): unexpected arguments {', '.join(named)}")
        return self.call(tuple(operands), tuple(values))

    def call(self, operands, attributes):
        """The same with all operands (None for one that is absent) and attributes in the record's order."""
        try:
            plan = self.plans[(attributes, *[None if x is None else signatures[type(x)](x) for x in operands])]
        except _MISSING:
            plan = None
        return plan(*operands) if plan is not None else self.slow(operands, attributes)

    def slow(self, operands, attributes):
        """Checks everything, makes the plan that was missing and calls it."""
        if _arrays.traced is not None and any(type(x) is _arrays.traced.array_type for x in operands):
            return _arrays.traced.emit(self, operands, attributes)
        attributes = tuple(canonical(self.name, a, v, self.count) for a, v in zip(self.attributes, attributes))
        foreign = [i for i, x in enumerate(operands)
                   if x is not None and not self.operands[i]["scalar"] and _arrays.kind_of_type(type(x)) is None]
        if foreign:
            return self._call_foreign(operands, attributes, foreign)
        kind = self._kind(operands)
        key = None
        try:
            key = (attributes, *[None if x is None else signatures[type(x)](x) for x in operands])
            plan = self.plans.get(key)
        except _MISSING:
            plan = None
        if plan is None:
            if self.name in checks:
                shapes = [None if x is None or o["scalar"] else kind.shape(x) for x, o in zip(operands, self.operands)]
                checks[self.name](shapes, **dict(zip(self.attribute_names, attributes)))
            plan = self._make(kind, operands, attributes)
            if key is not None:
                if len(self.plans) >= _MAX_PLANS:
                    self.plans.clear()
                self.plans[key] = plan
        return plan(*operands)

    def _call_foreign(self, operands, attributes, foreign):
        """Arrays of another library are seen as NumPy's; results go back the way the first one came."""
        operands, back = list(operands), None
        for i in foreign:
            x = operands[i]
            if not _arrays.is_foreign(x):
                raise TypeError(f"{self.name}(): argument '{self.operand_names[i]}' (position {i + 1}) must be an "
                                f"array, not {type(x).__name__}")
            operands[i], restore = _arrays.adopt(x)
            back = back or restore
        result = self.call(tuple(operands), attributes)
        return tuple(map(back, result)) if isinstance(result, tuple) else back(result)

    def _kind(self, operands):
        kind = None
        for x, operand in zip(operands, self.operands):
            if x is None:
                if not operand["optional"]:
                    raise TypeError(f"{self.name}(): argument '{operand['name']}' must be an array, not None")
                continue
            if operand["scalar"]:
                signatures.setdefault(type(x), lambda value: "number")
                continue
            found = _arrays.kind_of_type(type(x))
            if kind is not None and found is not kind:
                raise TypeError(f"{self.name}(): argument '{operand['name']}' is a {type(x).__name__}, the ones before "
                                f"are arrays of {kind.name}")
            kind = found
            if type(x) not in signatures:
                signatures[type(x)] = kind.signature
            if kind.name == "torch":
                kind.check(x)
        return kind

    def types_text(self, slots, operands):
        """Operand types for a kernel. A dimension of size 1 may broadcast, so it is part of what is compiled; all others
        are open."""
        tensors = sum(not slot.scalar for slot in slots)
        texts = []
        names = [o["name"] for o, x in zip(self.operands, operands) if x is not None]
        for name, slot in zip(names, slots):
            element = MLIR_TYPES[NAMES[slot.code]]
            if slot.scalar:
                texts.append(element)
                continue
            fixed = _FIXED_SIZES.get((self.record["family"], name), len(slot.shape))
            dims = [str(n) if _static or i >= fixed or n == 1 and tensors > 1 else "?"
                    for i, n in enumerate(slot.shape)]
            texts.append("tensor<%s>" % "x".join([*dims, element]))
        return ", ".join(texts)

    def attributes_text(self, attributes, operands):
        parts = [f"{a['name']} = {text_of(a, v)}" for a, v in zip(self.attributes, attributes)
                 if v is not None and not (a["kind"] == "unit" and not v)]
        if self.record["segments"]:
            parts.append("operandSegmentSizes = array<i32: %s>" % ", ".join(str(int(x is not None)) for x in operands))
        return "{%s}" % ", ".join(parts)

    def _make(self, kind, operands, attributes):
        """A plan for operands with the key of these."""
        if kind.name == "torch" and any(x is not None and not o["scalar"] and x.requires_grad
                                        for x, o in zip(operands, self.operands)):
            from ._autograd import differentiable_plan
            return differentiable_plan(self, attributes, self._make_plain(kind, operands, attributes, ()))
        return self._make_plain(kind, operands, attributes, ())

    def _make_plain(self, kind, operands, attributes, gradients, cotangents=()):
        given = [(x, o["name"], o["scalar"]) for x, o in zip(operands, self.operands) if x is not None]
        given += [(x, "grad_output", False) for x in cotangents]
        slots, copied = [], []
        for i, (x, name, scalar) in enumerate(given):
            if scalar:
                slots.append(Slot((), None, CODES["int64"], True))
                continue
            element = kind.dtype_name(x)
            if element not in MLIR_TYPES:
                raise _session.UnsupportedType(
                    f"{self.name}(): argument '{name}' has element type {element}, which nnf does not have")
            shape, strides = kind.shape(x), kind.strides(x)
            negative = kind.name == "torch" and x.is_neg()
            if strides is None or negative:
                copied.append(i)
                strides = None
            elif is_row_major(shape, strides):
                strides = None
            if element == "bool" and self.record.get("promotes"):
                element = "uint8"  # the same bytes
            slots.append(Slot(shape, strides, CODES[element]))
        like = None
        if self.record["elementwise"] and not copied and self._same_layout(slots):
            # Memory order does not matter: one kernel of rank 1 for all ranks and layouts.
            count = 1
            for n in slots[0].shape:
                count *= n
            like = given[0][0]
            slots = [Slot((count,), None, slot.code) for slot in slots]
        own = len(slots) - len(cotangents)
        for (x, name, _), slot in zip(given, slots):
            if slot.strides is not None and _session.log_level() > 1:
                _session.log(2, f"nnf.{self.name}: '{name}' of sizes {slot.shape} and strides {slot.strides} is copied")
        try:
            kernel = session().kernel(self.name, self.types_text(slots[:own], operands), self.attributes_text(attributes, operands),
                                      gradients)
        except _session.Error as error:
            raise refused(self.name, str(error)) from None
        form = "".join("-" if x is None else "n" if o["scalar"] else "t" for x, o in zip(operands, self.operands))
        form += "t" * len(cotangents)
        plan = make_plan(self, kind, form, slots, kernel, like)
        places = [i for i, f in enumerate(form) if f != "-"]
        wanted = {places[i] for i in copied}
        if kind.name == "torch":
            # A tensor of one element is contiguous whatever its strides, so its key does not say that it stands for its
            # negative (the imaginary part of a conjugate).
            wanted |= {i for i, slot in zip(places, slots) if not slot.scalar and all(n == 1 for n in slot.shape)}
        if not wanted:
            return plan
        return lambda *values: plan(*[kind.contiguous(v) if i in wanted else v for i, v in enumerate(values)])

    @staticmethod
    def _same_layout(slots):
        first = slots[0]
        return all(s.shape == first.shape and s.strides == first.strides and not s.scalar for s in slots) and (
            first.strides is None or 0 in first.shape or fills_memory(first.shape, first.strides))

    def gradients(self, kind, operands, attributes, cotangents, wanted):
        """Gradients by the operands `wanted` (indices), given a cotangent for every floating-point result."""
        present = [i for i, x in enumerate(operands) if x is not None]
        arguments = tuple(present.index(i) for i in wanted)
        key = (attributes, arguments, *[None if x is None else signatures[type(x)](x) for x in operands],
               *[signatures[type(x)](x) for x in cotangents])
        plan = self.plans.get(key)
        if plan is None:
            plan = self.plans[key] = self._make_plain(kind, operands, attributes, arguments, cotangents)
        result = plan(*operands, *cotangents)
        return result if isinstance(result, tuple) else (result,)


class Ops:
    """The ops of the library, as attributes."""

    def __getattr__(self, name):
        record = records().get(name)
        if record is None:
            raise AttributeError(f"the library has no op nnf.{name}")
        op = Op(name, record)
        setattr(self, name, op)
        return op

    def __contains__(self, name):
        return name in records()


ops = Ops()
