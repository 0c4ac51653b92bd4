# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions made from their signatures and the op records.

A line of signatures.txt whose parameters are the op's operands and attributes becomes a Python function of exactly these
parameters, so that Python itself refuses wrong calls. A few parameters mean the same everywhere: `inplace` (and a name
that ends in "_") writes the result into the first argument, `size_average` and `reduce` are the old spelling of
`reduction`. An adapter of the same name, if the family's file has one, comes first.
"""

import inspect
import warnings

from .. import _arrays
from .._attributes import zero
from .._ops import Op, ops, signatures
from .._records import records

# Functions written by hand, by name: adapters of the families' files.
adapters = {}


def adapter(function):
    """Registers a function of a family's file under its name."""
    adapters[function.__name__] = function
    return function


def legacy_reduction(size_average, reduce, reduction):
    """`reduction`, or what the deprecated pair says."""
    if size_average is None and reduce is None:
        return reduction
    # As torch has it: whatever is not None counts as a condition.
    mean, reduced = size_average is None or bool(size_average), reduce is None or bool(reduce)
    found = ("mean" if mean else "sum") if reduced else "none"
    warnings.warn(f"size_average and reduce args will be deprecated, please use reduction='{found}' instead.",
                  stacklevel=3)
    return found


def write(target, result):
    """In place: the result's elements into the array that was given, which is returned."""
    kind = _arrays.kind_of_type(type(target))
    if kind is not None:
        kind.copy_into(target, result)
        return target
    if not _arrays.is_foreign(target) or not hasattr(target, "__dlpack__"):
        raise TypeError(f"in place: a {type(target).__name__} cannot be written")
    view, _ = _arrays.adopt(target)
    _arrays.numpy_kind().copy_into(view, _arrays.adopt(result)[0])
    return target


def source_of(x):
    """What an in-place function computes from: gradients must not see the array after it was written."""
    if getattr(x, "requires_grad", False):
        return x.clone()
    return x


class Signature:
    """A line of signatures.txt."""

    def __init__(self, line, family):
        self.name, _, rest = line.partition("(")
        self.family = family
        self.parameters = rest.rstrip()[:-1]
        namespace = {}
        exec(f"def f({self.parameters}): pass", namespace)  # noqa: S102 (a line of this package)
        self.signature = inspect.signature(namespace["f"])

    @property
    def op(self):
        return self.name.rstrip("_")

    @property
    def in_place(self):
        return self.name.endswith("_")


def read(text):
    """The signatures of a table, by name."""
    found, family = {}, ""
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("["):
            family = line[1:-1]
        elif line and not line.startswith("#"):
            signature = Signature(line, family)
            found[signature.name] = signature
    return found


def unbound(signature):
    """Why the op of this name does not fit the signature one to one; "" where it does."""
    record = records().get(signature.op)
    if record is None:
        return f"the library has no op nnf.{signature.op}"
    known = {o["name"] for o in record["operands"]} | {a["name"] for a in record["attributes"]}
    extra = {"inplace", "size_average", "reduce"}
    names = list(signature.signature.parameters)
    for name in names:
        if name not in known and name not in extra:
            return f"nnf.{signature.op} has no operand or attribute '{name}'"
    for operand in record["operands"]:
        if operand["name"] not in names and not operand["optional"]:
            return f"the function has no parameter for the operand '{operand['name']}' of nnf.{signature.op}"
    for attribute in record["attributes"]:
        if attribute["name"] not in names and "default" not in attribute and not attribute["optional"]:
            return f"the function has no parameter for the attribute '{attribute['name']}' of nnf.{signature.op}"
    if "size_average" in names and "reduction" not in names:
        return "size_average without reduction"
    return ""


def bind(signature):
    """The function of a signature that fits its op one to one. What is written out here for leaky_relu is

        def leaky_relu(input, negative_slope=0.01, inplace=False):
            if not inplace:
                try:
                    plan = plans[(negative_slope or zero(negative_slope),), signatures[type(input)](input)]
                except missing:
                    plan = None
                if plan is not None:
                    return plan(input)
            ...
    """
    op = getattr(ops, signature.op)
    names = list(signature.signature.parameters)
    in_place = "True" if signature.in_place else "inplace" if "inplace" in names else None
    lines = [f"def {signature.name}({signature.parameters}):"]
    if "size_average" in names:
        lines.append("    if size_average is not None or reduce is not None:")
        lines.append("        reduction = legacy_reduction(size_average, reduce, reduction)")
    values = []
    for attribute in op.attributes:
        name = attribute["name"]
        if name not in names or name == "inplace":
            values.append(f"defaults[{name!r}]")
        elif attribute["kind"] == "float":
            values.append(f"{name} or zero({name})")
        else:
            values.append(name)
    attributes = "(%s)" % "".join(v + ", " for v in values)
    given = "(%s)" % "".join(v.partition(" or ")[0] + ", " for v in values)
    operands = "(%s)" % "".join((o["name"] if o["name"] in names else "None") + ", " for o in op.operands)
    first = op.operands[0]["name"]
    call = f"slow({operands}, {given})"
    if in_place != "True":
        indent = "    "
        if in_place:
            lines.append("    if not inplace:")
            indent += "    "
        keys = []
        for operand in op.operands:
            name = operand["name"]
            key = f"signatures[type({name})]({name})"
            keys.append("None" if name not in names else f"{name} if {name} is None else {key}" if operand["optional"] else key)
        lines.append(f"{indent}try:")
        lines.append(f"{indent}    plan = plans[{attributes}, {', '.join(keys)}]")
        lines.append(f"{indent}except missing:")
        lines.append(f"{indent}    plan = None")
        lines.append(f"{indent}if plan is not None:")
        lines.append(f"{indent}    return plan{operands.replace(', )', ')')}")
    if in_place:
        lines.append(f"    if {in_place}:")
        lines.append(f"        given, {first} = {first}, source_of({first})")
        lines.append(f"        return write(given, {call})")
    lines.append(f"    return {call}")
    namespace = {"plans": op.plans, "signatures": signatures,
                 "missing": (KeyError, TypeError, AttributeError, RuntimeError, ValueError), "zero": zero, "slow": op.slow, "defaults": op.defaults, "legacy_reduction": legacy_reduction,
                 "write": write, "source_of": source_of, "__name__": "nnf.functional"}
    exec("\n".join(lines), namespace)  # noqa: S102 (made from the package's own table)
    return namespace[signature.name]


def in_place_adapter(signature, function):
    """relu_ for an adapter named relu."""
    def function_(*args, **kwargs):
        bound = signature.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        (first, given), *rest = bound.arguments.items()
        return write(given, function(source_of(given), **dict(rest)))
    function_.__name__ = function_.__qualname__ = signature.name
    function_.__signature__ = signature.signature
    return function_


def make(signature):
    """The function of a signature, or the reason why there is none."""
    function = adapters.get(signature.name)
    if function is None and signature.in_place and signature.op in adapters:
        function = in_place_adapter(signature, adapters[signature.op])
    if function is None:
        reason = unbound(signature)
        if reason:
            return reason
        function = bind(signature)
    else:
        missing = [name for name in getattr(function, "needs", (signature.op,)) if name not in ops]
        if missing:
            return "the library has no op " + ", ".join("nnf." + name for name in missing)
    function.__module__ = "nnf.functional"
    function.__qualname__ = signature.name
    from ._docs import docstring, with_errors
    function.__doc__ = with_errors(function.__doc__, signature) if function.__doc__ else docstring(signature)
    return function


__all__ = ["Op", "adapter", "adapters", "bind", "legacy_reduction", "make", "ops", "read", "source_of", "unbound", "write"]
