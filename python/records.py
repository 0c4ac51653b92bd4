#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The op records as Python needs them: `records.py build/ops.json nnf-ops.json`.

ops.json holds every record that llvm-tblgen knows, a megabyte of them. What the package ships beside the library is, for
every op: its family, texts, operands, attributes with kinds, defaults and cases, results, and how it may be called.
"""

import json
import pathlib
import re
import sys

# Classes of attributes by the record that describes their storage.
_KINDS = {"Nnf_F64Base": "float", "Nnf_I64Base": "int", "BoolAttr": "bool", "DenseI64ArrayAttr": "ints",
          "DenseF64ArrayAttr": "floats", "Nnf_Padding": "ints_or_string", "StrAttr": "string", "UnitAttr": "unit",
          "TypeAttr": "type", "TypeAttrBase": "type", "DenseBoolArrayAttr": "bools"}


class Unknown(Exception):
    """An op that Python cannot call, and why."""


def _attribute(table, name, record):
    base = record
    while base.get("baseAttr"):
        base = table[base["baseAttr"]["def"]]
    out = {"name": name, "optional": bool(record.get("isOptional"))}
    if "enumerants" in base:
        cases = [table[case["def"]] for case in base["enumerants"]]
        out["kind"] = "enum"
        out["cases"] = {case["str"]: case["value"] for case in cases}
    else:
        known = [k for k in (base["!name"], *reversed(base["!superclasses"])) if k in _KINDS]
        if not known:
            raise Unknown(f"attribute '{name}': no kind is known for {base['!name']} ({base.get('summary')})")
        out["kind"] = _KINDS[known[0]]
    default = record.get("defaultValue")
    if isinstance(default, str) and default != "":
        text = default.strip()
        if out["kind"] == "enum":
            symbol = text.rsplit("::", 1)[-1]
            text = next(case["str"] for case in cases if case["symbol"] == symbol)
        out["default"] = text
    return out


def _types(table, record):
    """What a constraint says it accepts, in words."""
    return re.sub(r"\s+", " ", record.get("summary", ""))


def _op(table, record):
    operands, attributes = [], []
    for value, name in record["arguments"]["args"]:
        argument = table[value["def"]]
        if "Attr" in argument["!superclasses"]:
            attributes.append(_attribute(table, name, argument))
            continue
        if "Variadic" in argument["!superclasses"]:
            raise Unknown(f"operand '{name}': any number of operands")
        base = table[argument["baseType"]["def"]] if "Optional" in argument["!superclasses"] else argument
        operands.append({"name": name, "optional": "Optional" in argument["!superclasses"],
                         "scalar": "ShapedContainerType" not in base["!superclasses"],
                         "types": _types(table, argument)})
    results = []
    for value, name in record["results"]["args"]:
        argument = table[value["def"]]
        results.append({"name": name, "optional": "Optional" in argument["!superclasses"],
                        "types": _types(table, argument)})
    traits = {trait["def"] for trait in record["traits"]}
    return {"family": record["family"], "summary": record["summary"], "description": record["description"].strip(),
            "operands": operands, "attributes": attributes, "results": results,
            "segments": "AttrSizedOperandSegments" in traits,
            # One operand and one result of its shape, element by element: memory order does not matter.
            "elementwise": "Nnf_Activation" in record["!superclasses"] and len(operands) == 1,
            # Computes integers in float32, as PyTorch does; bools count as integers there.
            "promotes": record.get("integers") == "promote",
            "references": record.get("references", [])}


def make(table):
    made = {}
    for name in sorted(table["!instanceof"]["Nnf_Op"]):
        try:
            made[table[name]["opName"]] = _op(table, table[name])
        except Unknown as reason:
            print(f"nnf-ops.json: nnf.{table[name]['opName']} is left out: {reason}", file=sys.stderr)
    return made


def main():
    table = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    pathlib.Path(sys.argv[2]).write_text(json.dumps(make(table), separators=(",", ":"), sort_keys=True) + "\n",
                                         encoding="utf-8")


if __name__ == "__main__":
    main()
