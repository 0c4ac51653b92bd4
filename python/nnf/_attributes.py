# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attributes of ops: from what a caller gives to one form for each value, which is a key and has a text in IR."""

import re
import struct

from . import _arrays, _session


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


def _number(op, attribute, value):
    kind = _arrays.kind_of_type(type(value))
    if kind is not None:
        # PyTorch takes tensors of one element where it takes numbers.
        if kind.requires_grad(value) or len(kind.shape(value)) != 0:
            raise TypeError(f"{op}(): argument '{attribute}' must be a number, not {type(value).__name__}")
        value = kind.item(value)
    elif _arrays.is_foreign(value) and hasattr(value, "item"):
        value = value.item()
    return value


def _as_float(op, attribute, value):
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


def spatial_count(op, attributes):
    """How many numbers a tuple such as a stride has, where the name or a default says it."""
    defaults = [default_of(a) for a in attributes if a["kind"] in ("ints", "ints_or_string")]
    return spatial_rank(op) or max([len(d) for d in defaults if isinstance(d, tuple)], default=0) or None


def canonical(op, attribute, value, count=None):
    """An attribute's value in its one form; TypeError or ValueError where it is not of its kind. `count`: the length of a
    tuple for which one number may stand."""
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
        return _as_ints(op, name, value, count)
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


def text_of(attribute, value):
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


def default_of(attribute):
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
