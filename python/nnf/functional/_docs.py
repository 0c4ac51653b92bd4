# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Docstrings and type stubs, from the op records and the signatures."""

import collections
import functools
import inspect
import pathlib
import re
import textwrap

from .._records import records

_TYPES = {"float": "float", "int": "int", "bool": "bool", "ints": "int | Sequence[int]", "string": "str",
          "ints_or_string": "int | Sequence[int] | str", "floats": "float | Sequence[float]", "enum": "str",
          "type": "str", "unit": "bool", "bools": "Sequence[bool]"}


def _record(signature):
    name = signature.op
    found = records().get(name)
    if found is None and name.endswith("_with_indices"):
        found = records().get(name.removesuffix("_with_indices"))
    return found


def _prose(record):
    """The description without its example of IR."""
    text = textwrap.dedent("    " + record["description"])
    text = re.sub(r"```mlir.*?```", "", text, flags=re.S)
    text = re.sub(r"\[([^][]*)\]\((https[^)]*)\)", r"\1: \2", text)
    return re.sub(r"\n\s*\n+", "\n\n", "\n".join(line.strip() for line in text.splitlines())).strip()


_ELEMENTS = {"32-bit float": "float32", "64-bit float": "float64", "16-bit float": "float16", "bfloat16 type": "bfloat16",
             "f8E4M3FN type": "float8_e4m3fn", "f8E5M2 type": "float8_e5m2", "1-bit signless integer": "bool",
             **{f"{n}-bit {sign} integer": f"{prefix}int{n}" for n in (8, 16, 32, 64)
                for sign, prefix in (("signless", ""), ("signed", ""), ("unsigned", "u"))}}


def _types(text):
    """What a constraint of the dialect says, in NumPy's words: "array of float32, float64 or float16"."""
    found = re.fullmatch(r"(?:(?:optional )?ranked )?tensor of (.*) values", text)
    if not found:
        return text
    names = [_ELEMENTS.get(part, part) for part in found[1].split(" or ")]
    return "array of " + (", ".join(names[:-1]) + " or " if len(names) > 1 else "") + names[-1]


@functools.lru_cache(None)
def _requirements():
    """What the verifiers and shape rules require, by op: requirements.txt, which scripts/update-generated.sh makes of them."""
    found = collections.defaultdict(dict)
    for line in pathlib.Path(__file__).with_name("requirements.txt").read_text(encoding="utf-8").splitlines():
        op, _, text = line.partition(": expects ")
        # One line for what is required of each dimension.
        found[op][re.sub(r"\b(dimension|entry) \d+", r"\1 i", text)] = None
    return {op: list(texts) for op, texts in found.items()}


def _raises(signature, record, names):
    """The errors of a function, a line each: what its parameters may be, and what the op's rules require."""
    operands = [o for o in record["operands"] if o["name"] in names]
    attributes = [a for a in record["attributes"] if a["name"] in names]
    lines = ["    TypeError: an argument is of another kind than said above, or an array of another element type"]
    # Seeds are no parameters: these functions draw them.
    required = [text for text in _requirements().get(signature.op, ()) if not text.startswith("seed and offset")]
    for attribute in attributes:
        if attribute.get("cases") and not any(text.startswith(attribute["name"] + " to be ") for text in required):
            lines.append(f"    ValueError: {attribute['name']} is none of {', '.join(map(repr, attribute['cases']))}")
    if "dim to be in [-rank, rank - 1]" in required:
        required.remove("dim to be in [-rank, rank - 1]")
        lines.append("    IndexError: dim is not in [-rank, rank - 1]")
    for operand in operands:
        if re.search(r"\bint64", _types(operand["types"])) and "float" not in _types(operand["types"]):
            lines.append(f"    IndexError: an element of {operand['name']} is out of range")
    if required:
        lines.append("    RuntimeError, which is a ValueError as well, unless it finds")
        lines += [f"        {text}" for text in required]
    return lines


def with_errors(text, signature):
    """A docstring written by hand, with the errors of its op; as it is where no op has the function's name."""
    record = _record(signature)
    if record is None:
        return text
    return "\n".join([inspect.cleandoc(text), "", "Raises:", *_raises(signature, record, signature.signature.parameters)])


def docstring(signature):
    record = _record(signature)
    if record is None:
        return f"torch.nn.functional.{signature.name}."
    summary = record["summary"]
    lines = [summary[:1].upper() + summary[1:] + ".", ""]
    if signature.in_place:
        lines += [f"Writes the result into `{next(iter(signature.signature.parameters))}` and returns it.", ""]
    lines += [_prose(record), "", "Parameters:"]
    operands = {o["name"]: o for o in record["operands"]}
    attributes = {a["name"]: a for a in record["attributes"]}
    for name, parameter in signature.signature.parameters.items():
        default = "" if parameter.default is parameter.empty else f", by default {parameter.default!r}"
        if name in operands:
            lines.append(f"    {name}: {_types(operands[name]['types']) or 'array'}{default}")
        elif name in attributes:
            attribute = attributes[name]
            kind = " or ".join(repr(c) for c in attribute.get("cases", ())) or _TYPES[attribute["kind"]]
            lines.append(f"    {name}: {kind}{default}")
        elif name == "inplace":
            lines.append(f"    {name}: write the result into the first argument{default}")
        elif name in ("size_average", "reduce"):
            lines.append(f"    {name}: the deprecated spelling of `reduction`")
        else:
            lines.append(f"    {name}{default}")
    lines += ["", "Raises:", *_raises(signature, record, signature.signature.parameters)]
    return "\n".join(lines)


def stub(signatures):
    """The text of functional/__init__.pyi, for the functions whose ops the library has."""
    from . import __all__ as names
    lines = ["# Made from the op records and signatures.txt.", "from collections.abc import Callable, Sequence",
             "from typing import Any, TypeVar", "", '_Array = TypeVar("_Array")', ""]
    lines += [_stub(signatures[name]) for name in names]
    return "\n".join(lines) + "\n"


def _stub(signature):
    record = _record(signature)
    operands = {o["name"] for o in record["operands"]} if record else set()
    attributes = {a["name"]: a for a in record["attributes"]} if record else {}
    parts, keyword_only = [], False
    for i, (name, parameter) in enumerate(signature.signature.parameters.items()):
        if parameter.kind is parameter.KEYWORD_ONLY and not keyword_only:
            parts.append("*")
            keyword_only = True
        if name in attributes:
            kind = _TYPES[attributes[name]["kind"]]
        elif i == 0 or name in operands:
            kind = "_Array"
        else:
            kind = {"inplace": "bool", "size_average": "bool | None", "reduce": "bool | None", "return_indices": "bool",
                    "training": "bool", "distance_function": "Callable[[Any, Any], Any] | None"}.get(name, "Any")
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        if parameter.default is None and "None" not in kind and kind != "Any":
            kind += " | None"
        parts.append(f"{name}: {kind}{default}")
    result = "_Array"
    if signature.name.endswith("_with_indices"):
        result = "tuple[_Array, _Array]"
    elif "return_indices" in signature.signature.parameters:
        result = "_Array | tuple[_Array, _Array]"
    elif signature.name in ("multi_head_attention_forward", "data_parallel"):
        result = "Any"
    return f"def {signature.name}({', '.join(parts)}) -> {result}: ..."
