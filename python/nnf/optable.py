# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The ops of the dialect as data, and how one is spelled: all of it read from the op table that the build writes.

    op = optable.ops()["conv2d"]
    op.spell({"input": "%x", "weight": "%w"}, {"stride": [2, 2]}, ["tensor<1x3x8x8xf32>", …], ["tensor<1x4x4x4xf32>"])
    # 'nnf.conv2d %x, %w stride = [2, 2] : (tensor<…>, tensor<…>) -> tensor<…>'

Nothing here names an op: a record that is added to the dialect is found without a change.
"""

import functools
import json
import math
import os
import pathlib
import re


# What the format has only to check what was read: nothing is written for it.
_CHECKS = re.compile(r"``\s*custom<ClausesEnd>\(\"[^)]*\)")


class Op:
    """One record: `operands` and `attributes` by torch's names, in the order of the assembly format."""

    def __init__(self, record, table):
        self.name, self.family = record["opName"], record["family"]
        self.torch_name = record["torchName"]
        self.operands, self.optional_operands, self.attributes, self.kinds, self.scalars = [], set(), [], {}, set()
        for definition, name in record["arguments"]["args"]:
            constraint = table[definition["def"]]
            supers = constraint["!superclasses"]
            if "AttrConstraint" in supers:
                self.attributes.append(name)
                base = constraint.get("baseAttr")
                self.kinds[name] = base["def"] if isinstance(base, dict) else definition["def"]
                continue
            self.operands.append(name)
            if "Optional" in supers:
                self.optional_operands.add(name)
                constraint = table[constraint["baseType"]["def"]]
            if "RankedTensorOf" not in constraint["!superclasses"]:
                self.scalars.add(name)
        self.results = [name for _, name in record["results"]["args"]]
        # The assembly format is: what must be there, in order; oilist(…) of what may be; the types.
        head, _, types = record["assemblyFormat"].replace("\n", " ").partition("attr-dict")
        self._required, _, clauses = _CHECKS.sub("", head).partition("oilist(")
        self._types = " ".join(types.split())
        self.clauses = {c.split("`")[1] for c in clauses.split("|") if "`" in c}

    def spell(self, operands, attributes, operand_types, result_types):
        """The op's text. `operands`: names of values by operand, without those that are absent; `attributes`: texts by
        attribute, without those at their default; types in the order of the operands."""
        words = self._required.split()
        text = "nnf." + self.name
        for word in words:
            if word == "`,`":
                text += ","
            elif word.startswith("$"):
                text += " " + (operands[word[1:]] if word[1:] in operands else attributes[word[1:]])
            else:
                text += " " + word.strip("`")
        for name in self.operands + self.attributes:
            if "$" + name in words:
                continue
            if name in operands or name in attributes:
                text += " %s = %s" % (name, operands.get(name) or attributes[name])
        if "functional-type" in self._types:
            results = result_types[0] if len(result_types) == 1 else "(%s)" % ", ".join(result_types)
            return text + " : (%s) -> %s" % (", ".join(operand_types), results)
        text += " : " + operand_types[0]
        if "UnaryTypes" in self._types and operand_types[0] != result_types[0]:
            text += " -> " + result_types[0]
        return text


def spell_attribute(value, kind=""):
    """A Python value as the assembly format reads it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return spell_float(value) if "F64" in kind else str(value)
    if isinstance(value, float):
        return spell_float(value)
    if isinstance(value, str):
        return '"%s"' % value if "Padding" in kind or "String" in kind else value
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(spell_attribute(v, kind) for v in value)
    raise TypeError("no attribute can be made of " + type(value).__name__)


def spell_float(value, width=64):
    """A float literal that reads back to the same bits."""
    value = float(value)
    if math.isnan(value):
        return {64: "0x7FF8000000000000", 32: "0x7FC00000", 16: "0x7E00"}[width]
    if math.isinf(value):
        return {64: "0x%sFF0000000000000", 32: "0x%sF800000", 16: "0x%sC00"}[width] % ("7" if value > 0 else "F")
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    return (mantissa if "." in mantissa else mantissa + ".0") + e + exponent


def _find():
    """ops.json: in the package, beside $NNF_LIBRARY, or in the build folders of the checkout this file is in."""
    here = pathlib.Path(__file__).resolve().parent
    places = [here / "ops.json"]
    if "NNF_LIBRARY" in os.environ:
        places.append(pathlib.Path(os.environ["NNF_LIBRARY"]).resolve().parents[1] / "ops.json")
    places += [here.parents[1] / build / "ops.json" for build in ("build", "build-dev")]
    for place in places:
        if place.exists():
            return place
    raise FileNotFoundError("ops.json was not found; build the target nnf-op-table")


@functools.lru_cache(maxsize=None)
def ops():
    """Every op by its torch name."""
    table = json.loads(_find().read_text())
    records = [table[name] for name in table["!instanceof"]["Nnf_Op"]]
    return {r["torchName"]: Op(r, table) for r in records}
