# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Calling one op: from arrays and attributes to a kernel, and what is kept for the next call.

    from nnf._ops import ops
    y = ops.leaky_relu(x, negative_slope=0.2)        # operands by position or name, attributes by name

A call with sizes, strides and types that were seen before finds its plan in a dictionary: a plan knows its kernel, makes
the results and keeps descriptors, of which a call only fills in addresses.
"""

import ctypes
import re
import struct
import threading

from . import _arrays, _session, native
from ._arrays import CODES, FLOATS, MLIR_TYPES, NAMES
from ._records import records
from ._session import session

_MAX_PLANS = 4096
# By family and operand: the dimension from which on sizes are compiled in. A model has few kernels, and their sizes decide
# how a convolution is computed.
_FIXED_SIZES = {("Convolution", "weight"): 2}
_MISSING = (KeyError, TypeError, AttributeError, RuntimeError)

# What PyTorch's Python code checks of a function's attributes before the op sees them: functions of the op's attributes by
# name, called when a plan is made.
checks = {}

# How the key of an array is read, by its type. Types that are not here take the slow way once.
signatures = {}


class _NegativeZero:
    """Stands for -0.0 in keys, where it would be found equal to 0.0."""

    def __repr__(self):
        return "-0.0"


_NEGATIVE_ZERO = _NegativeZero()


def zero(value):
    """A falsy attribute value as a key: -0.0 is not 0.0."""
    if isinstance(value, float) and value == 0 and struct.pack("<d", value)[7]:
        return _NEGATIVE_ZERO
    return value


class Options(threading.local):
    """`static`: compile for the very sizes instead of for all sizes of a rank."""
    static = False


options = Options()


# -- attributes --------------------------------------------------------------------------------------------------------


def _number(op, attribute, value):
    kind = _arrays.kind_of_type(type(value))
    if kind is not None:
        # PyTorch takes tensors of one element where it takes numbers.
        if kind.requires_grad(value) or len(kind.shape(value)) != 0:
            raise TypeError(f"{op}(): argument '{attribute}' must be a number, not {type(value).__name__}")
        value = kind.item(value)
    elif _arrays.is_foreign(value):
        value = value.item()
    return value


def _as_float(op, attribute, value):
    value = zero(value) if value == 0 else value
    if value is _NEGATIVE_ZERO:
        return value
    value = _number(op, attribute, value)
    if isinstance(value, (int, float)):
        return zero(float(value))
    try:
        if not isinstance(value, (str, bytes)):
            return zero(float(value))
    except (TypeError, ValueError):
        pass
    raise TypeError(f"{op}(): argument '{attribute}' must be a number, not {type(value).__name__}")


def _as_int(op, attribute, value):
    value = _number(op, attribute, value)
    if isinstance(value, int):
        return int(value)
    if hasattr(value, "__index__"):
        return value.__index__()
    raise TypeError(f"{op}(): argument '{attribute}' must be an integer, not {type(value).__name__}")


def _as_bool(op, attribute, value):
    value = _number(op, attribute, value)
    if isinstance(value, (bool, int)):
        return bool(value)
    raise TypeError(f"{op}(): argument '{attribute}' must be True or False, not {type(value).__name__}")


def _as_ints(op, attribute, value, count=None):
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{op}(): argument '{attribute}' must be a tuple of integers, not str")
    if not hasattr(value, "__iter__") or _arrays.is_array(value) and not hasattr(value, "__len__"):
        value = (value,)
    value = tuple(_as_int(op, attribute, v) for v in value)
    if count is not None and len(value) == 1:
        value *= count
    return value


def spatial_rank(op):
    """2 for "max_pool2d"; None where the name says no number of dimensions."""
    found = re.search(r"([123])d\b|([123])d_", op)
    return int(found.group(1) or found.group(2)) if found else None


def canonical(op, attribute, value):
    """An attribute's value in its one form; TypeError or ValueError where it is not of its kind."""
    kind, name = attribute["kind"], attribute["name"]
    if value is None:
        if attribute["optional"]:
            return None
        if kind in ("ints", "ints_or_string", "floats") and attribute.get("default") == "{}":
            return ()
        raise TypeError(f"{op}(): argument '{name}' must not be None")
    if kind == "float":
        return _as_float(op, name, value)
    if kind == "int":
        return _as_int(op, name, value)
    if kind == "bool":
        return _as_bool(op, name, value)
    if kind == "ints_or_string" and isinstance(value, str):
        return value
    if kind in ("ints", "ints_or_string"):
        return _as_ints(op, name, value, spatial_rank(op))
    if kind == "floats":
        value = value if hasattr(value, "__iter__") else (value,)
        return tuple(_as_float(op, name, v) for v in value)
    if kind == "bools":
        value = value if hasattr(value, "__iter__") else (value,)
        return tuple(_as_bool(op, name, v) for v in value)
    if kind == "enum":
        if value not in attribute["cases"]:
            choices = ", ".join(repr(c) for c in attribute["cases"])
            raise _session.Error(f"{op}(): {value} is not a valid value for {name}, expected one of {choices}")
        return value
    if kind in ("string", "type"):
        return str(value)
    if kind == "unit":
        return bool(value)
    raise AssertionError(kind)


def _text(attribute, value):
    """A canonical value in MLIR's syntax."""
    kind = attribute["kind"]
    if kind == "float":
        return "0x%s : f64" % struct.pack(">d", -0.0 if value is _NEGATIVE_ZERO else value).hex().upper()
    if kind == "int":
        return f"{value} : i64"
    if kind == "bool":
        return "true" if value else "false"
    if kind == "enum":
        return f"{attribute['cases'][value]} : i32"
    if kind == "string" or isinstance(value, str) and kind == "ints_or_string":
        return '"%s"' % value.replace("\\", "\\\\").replace('"', '\\"')
    if kind == "type":
        return value
    if kind in ("ints", "ints_or_string"):
        return "array<i64: %s>" % ", ".join(map(str, value)) if value else "array<i64>"
    if kind == "floats":
        bits = ["0x" + struct.pack(">d", -0.0 if v is _NEGATIVE_ZERO else v).hex().upper() for v in value]
        return "array<f64: %s>" % ", ".join(bits) if bits else "array<f64>"
    if kind == "bools":
        return "array<i1: %s>" % ", ".join("true" if v else "false" for v in value) if value else "array<i1>"
    return "unit"


def _default(attribute):
    """The default of a record as a Python value, or None."""
    text = attribute.get("default")
    if text is None:
        return None
    kind = attribute["kind"]
    if kind == "float":
        return {"INFINITY": float("inf"), "-INFINITY": -float("inf")}.get(text) if "INF" in text else float(text)
    if kind == "int":
        return int(text)
    if kind in ("bool", "unit"):
        return text == "true"
    if kind in ("ints", "ints_or_string"):
        return tuple(int(v) for v in text.strip("{} ").split(",") if v.strip())
    if kind == "floats":
        return tuple(float(v) for v in text.strip("{} ").split(",") if v.strip())
    if kind == "bools":
        return tuple(v.strip() == "true" for v in text.strip("{} ").split(",") if v.strip())
    return text.strip('"')


# -- plans -------------------------------------------------------------------------------------------------------------


class _Slot:
    """What a plan knows of one input: its sizes and strides, or that it is a number."""

    __slots__ = ("shape", "strides", "code", "scalar")

    def __init__(self, shape, strides, code, scalar=False):
        self.shape, self.strides, self.code, self.scalar = shape, strides, code, scalar


class _Descriptors:
    """nnf_tensor arrays of one call at a time."""

    def __init__(self, slots, outputs):
        n, m = len(slots), len(outputs)
        self.inputs, self.outputs = (native._Tensor * max(n, 1))(), (native._Tensor * max(m, 1))()
        self.keep, self.numbers = [], []
        pointer = ctypes.POINTER(ctypes.c_int64)
        for view, slot in zip(self.inputs, slots):
            view.rank, view.dtype = len(slot.shape), slot.code
            view.shape = self._sizes(slot.shape)
            if slot.strides is not None:
                view.strides = self._sizes(slot.strides)
            number = ctypes.c_int64() if slot.scalar else None
            if number is not None:
                view.data = ctypes.addressof(number)
            self.numbers.append(number)
        for view, (code, shape) in zip(self.outputs, outputs):
            view.rank, view.dtype = len(shape), code
            view.shape = self._sizes(shape)
        del pointer
        # Element objects are made once: indexing makes a new one each time.
        self.ins, self.outs = [self.inputs[i] for i in range(n)], [self.outputs[i] for i in range(m)]
        self.addresses = (ctypes.addressof(self.inputs), ctypes.addressof(self.outputs))

    def _sizes(self, values):
        array = (ctypes.c_int64 * max(len(values), 1))(*values)
        self.keep.append(array)
        return ctypes.cast(array, ctypes.POINTER(ctypes.c_int64))


def _row_major(shape):
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= size
    return tuple(reversed(strides))


def _is_row_major(shape, strides):
    return 0 in shape or all(size == 1 or a == b for size, a, b in zip(shape, strides, _row_major(shape)))


def _fills_memory(shape, strides):
    """Whether the elements lie in one block without gaps or overlap, in any order of dimensions."""
    step = 1
    for stride, size in sorted((s, n) for s, n in zip(strides, shape) if n != 1):
        if stride != step:
            return False
        step *= size
    return True


def _result_shapes(kernel, slots, name):
    """Sizes of the results: a call of the kernel's `shapes`."""
    s = session()
    outputs = [(code, (0,) * rank) for code, rank in kernel.outputs]
    d = _Descriptors(slots, outputs)
    context = s.take_context()
    if kernel.shapes(kernel.handle, context, *d.addresses):
        raise refused(name, s.error(context))
    s.idle.append(context)
    return [(code, tuple(view.shape[i] for i in range(rank))) for (code, rank), view in zip(kernel.outputs, d.outs)]


_OUT_OF_RANGE = re.compile(r"\bdim(ension)? .*(out of range|outside|must be in|in the range)|"
                           r"expects dim to be in|\w\[[^]]*\] is -?\d+, but must be at least 0 and less")


def refused(name, text):
    """The exception for what an op said: the class that PyTorch raises, with the op's words."""
    text = re.sub(r"^'nnf\.(\w+)' op ", r"nnf.\1: ", text)
    return (_session.OutOfRange if _OUT_OF_RANGE.search(text) else _session.Error)(text)


def _plan(op, kind, arrays, slots, kernel, likes):
    """A function of the arrays (numbers among them) that runs the kernel and returns its results."""
    s = session()
    shapes = _result_shapes(kernel, slots, op.name)
    late = [i for i, (_, shape) in enumerate(shapes) if -1 in shape]
    flat = likes is not None
    # An elementwise op runs on its elements in memory order; the result has the operand's sizes and strides.
    makers = [None if i in late else kind.maker(kind.shape(likes) if flat else shape, NAMES[code], likes)
              for i, (code, shape) in enumerate(shapes)]
    if late:
        return _late_plan(op, kind, slots, kernel, shapes, makers)
    free = []
    pop, push = free.pop, free.append
    idle_pop, idle_push, take_context = s.idle.pop, s.idle.append, s.take_context
    run, handle, address = kernel.run, kernel.handle, kind.address

    def fresh():
        d = _Descriptors(slots, shapes)
        return d, *d.addresses, d.ins[0] if d.ins else None, d.outs[0]

    if len(slots) == 1 and len(shapes) == 1 and not slots[0].scalar:
        make = makers[0]

        def one(x):
            try:
                d = pop()
            except IndexError:
                d = fresh()
            try:
                context = idle_pop()
            except IndexError:
                context = take_context()
            y = make()
            d[3].data = address(x)
            d[4].data = address(y)
            if run(handle, context, d[1], d[2]):
                text = s.error(context)
                if not kind.is_aligned(x):
                    return one(kind.contiguous(x))
                raise refused(op.name, text)
            idle_push(context)
            push(d)
            return y

        return one

    positions = [i for i, slot in enumerate(slots) if not slot.scalar]
    numbers = [i for i, slot in enumerate(slots) if slot.scalar]

    def several(*values):
        try:
            d = pop()
        except IndexError:
            d = fresh()
        ins, outs = d[0].ins, d[0].outs
        for i in positions:
            ins[i].data = address(values[i])
        for i in numbers:
            d[0].numbers[i].value = values[i]
        results = [make() for make in makers]
        for view, y in zip(outs, results):
            view.data = address(y)
        context = take_context()
        if run(handle, context, d[1], d[2]):
            text = s.error(context)
            if not all(kind.is_aligned(values[i]) for i in positions):
                return several(*[kind.contiguous(v) if i in positions else v for i, v in enumerate(values)])
            raise refused(op.name, text)
        idle_push(context)
        push(d)
        return results[0] if len(results) == 1 else tuple(results)

    return several


def _late_plan(op, kind, slots, kernel, shapes, makers):
    """A plan of results whose sizes are known when they are computed: the context allocates, and they are copied."""
    s = session()
    address = kind.address

    def call(*values):
        d = _Descriptors(slots, [(code, tuple(max(n, 0) for n in shape)) for code, shape in shapes])
        results = []
        for view, slot, number, value in zip(d.ins, slots, d.numbers, values):
            if slot.scalar:
                number.value = value
            else:
                view.data = address(value)
        for view, make in zip(d.outs, makers):
            results.append(make() if make else None)
            if make:
                view.data = address(results[-1])
        context = s.take_context()
        if kernel.run(kernel.handle, context, *d.addresses):
            raise refused(op.name, s.error(context))
        for i, (view, (code, shape)) in enumerate(zip(d.outs, shapes)):
            if results[i] is None:
                sizes = tuple(view.shape[k] for k in range(len(shape)))
                results[i] = y = kind.empty(sizes, NAMES[code])
                count = 1
                for n in sizes:
                    count *= n
                if count:
                    ctypes.memmove(address(y), view.data, count * y.itemsize)
                s.library.nnf_context_free(context, view.data)
        s.idle.append(context)
        return results[0] if len(results) == 1 else tuple(results)

    return call


# -- ops ---------------------------------------------------------------------------------------------------------------


class Op:
    """An op of the dialect, callable with operands and attributes."""

    def __init__(self, name, record):
        self.name, self.record = name, record
        self.operands, self.attributes = record["operands"], record["attributes"]
        self.operand_names = [o["name"] for o in self.operands]
        self.attribute_names = [a["name"] for a in self.attributes]
        self.defaults = {a["name"]: _default(a) for a in self.attributes}
        self.plans = {}
        self.texts = {}

    def __call__(self, *operands, **named):
        """Operands by position or name, attributes by name; what is not given has the record's default."""
        operands = list(operands)
        for name in self.operand_names[len(operands):]:
            operands.append(named.pop(name, None))
        values = []
        for attribute in self.attributes:
            name = attribute["name"]
            values.append(named.pop(name) if name in named else self.defaults[name])
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
        attributes = tuple(canonical(self.name, a, v) for a, v in zip(self.attributes, attributes))
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
                checks[self.name](**dict(zip(self.attribute_names, attributes)))
            plan, keep = self._make(kind, operands, attributes)
            if keep and key is not None:
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
            dims = [str(n) if options.static or i >= fixed or n == 1 and tensors > 1 else "?"
                    for i, n in enumerate(slot.shape)]
            texts.append("tensor<%s>" % "x".join([*dims, element]))
        return ", ".join(texts)

    def attributes_text(self, attributes, operands):
        parts = [f"{a['name']} = {_text(a, v)}" for a, v in zip(self.attributes, attributes)
                 if v is not None and not (a["kind"] == "unit" and not v)]
        if self.record["segments"]:
            parts.append("operandSegmentSizes = array<i32: %s>" % ", ".join(str(int(x is not None)) for x in operands))
        return "{%s}" % ", ".join(parts)

    def _make(self, kind, operands, attributes):
        """A plan for these operands, and whether it may serve others with the same key."""
        if kind.name == "torch" and any(x is not None and not o["scalar"] and x.requires_grad
                                        for x, o in zip(operands, self.operands)):
            from ._autograd import differentiable_plan
            plain, keep = self._make_plain(kind, operands, attributes, ())
            return differentiable_plan(self, attributes, plain), keep
        return self._make_plain(kind, operands, attributes, ())

    def _make_plain(self, kind, operands, attributes, gradients, cotangents=()):
        given = [(x, o["name"], o["scalar"]) for x, o in zip(operands, self.operands) if x is not None]
        given += [(x, "grad_output", False) for x in cotangents]
        slots, copied = [], []
        for i, (x, name, scalar) in enumerate(given):
            if scalar:
                slots.append(_Slot((), None, CODES["int64"], True))
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
            elif _is_row_major(shape, strides):
                strides = None
            slots.append(_Slot(shape, strides, CODES[element]))
        like = None
        if self.record["elementwise"] and not copied and self._same_layout(slots):
            # Memory order does not matter: one kernel of rank 1 for all ranks and layouts.
            count = 1
            for n in slots[0].shape:
                count *= n
            like = given[0][0]
            slots = [_Slot((count,), None, slot.code) for slot in slots]
        own = len(slots) - len(cotangents)
        for (x, name, _), slot in zip(given, slots):
            if slot.strides is not None and _session.log_level() > 1:
                _session.log(2, f"nnf.{self.name}: '{name}' of sizes {slot.shape} and strides {slot.strides} is copied")
        try:
            kernel = session().kernel(self.name, self.types_text(slots[:own], operands), self.attributes_text(attributes, operands),
                                      gradients)
        except _session.Error as error:
            raise refused(self.name, str(error)) from None
        plan = _plan(self, kind, given, slots, kernel, like)
        absent = [i for i, x in enumerate(operands) if x is None]
        if not absent and not copied:
            return plan, True
        present = [i for i, x in enumerate(operands) if x is not None] + list(
            range(len(operands), len(operands) + len(cotangents)))
        wanted = set(copied)

        def selected(*values):
            values = [values[i] for i in present]
            return plan(*[kind.contiguous(v) if i in wanted else v for i, v in enumerate(values)])

        # A tensor that must be negated first has no mark of it in its key.
        return selected, not copied

    @staticmethod
    def _same_layout(slots):
        first = slots[0]
        return all(s.shape == first.shape and s.strides == first.strides and not s.scalar for s in slots) and (
            first.strides is None or 0 in first.shape or _fills_memory(first.shape, first.strides))

    def gradients(self, kind, operands, attributes, cotangents, wanted):
        """Gradients by the operands `wanted` (indices), given a cotangent for every floating-point result."""
        present = [i for i, x in enumerate(operands) if x is not None]
        arguments = tuple(present.index(i) for i in wanted)
        key = (attributes, arguments, *[None if x is None else signatures[type(x)](x) for x in operands],
               *[signatures[type(x)](x) for x in cotangents])
        plan = self.plans.get(key)
        if plan is None:
            plan, keep = self._make_plain(kind, operands, attributes, arguments, cotangents)
            if keep:
                self.plans[key] = plan
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


def is_float(kind, x):
    return kind.dtype_name(x) in FLOATS
