# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints a module with the documentation's example of every op, read from ops.json; fails where an op has none.

An example is one line a use: results, op, operands in the order of their types. `%x:2 = nnf.op %a, %b ... : (ta, tb) -> (r, s)` or
`%x = nnf.op %a ... : ta` (or `: ta -> r`). Each becomes a function whose arguments are the operands.
"""

import json
import re
import sys


def splitTypes(text):
    """Splits at top-level commas."""
    parts, depth, current = [], 0, ""
    for c in text:
        depth += c in "<([" and 1 or (c in ">)]" and -1 or 0)
        if c == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += c
    return parts + [current.strip()] if current.strip() else parts


def function(name, line):
    """One example line as a func.func."""
    left, op = line.split(" = ", 1)
    body, types = op.rsplit(" : ", 1)
    operands = re.findall(r"%\w+", body)
    if types.startswith("("):
        depth = end = 0
        for end, c in enumerate(types):
            depth += (c == "(") - (c == ")")
            if depth == 0:
                break
        inputs = splitTypes(types[1:end])
        results = types[end + 1 :].replace("->", "", 1).strip()
        results = splitTypes(results[1:-1]) if results.startswith("(") else [results]
    else:
        both = [t.strip() for t in types.split("->")]
        inputs, results = [both[0]], [both[-1]]
    if len(operands) != len(inputs):
        raise ValueError(f"{name}: {len(operands)} operands, {len(inputs)} types in: {line}")
    arguments = ", ".join(f"%arg{i}: {t}" for i, t in enumerate(inputs))
    for i, operand in enumerate(operands):
        body = body.replace(operand, f"%arg{i}", 1)
    count = len(results)
    values = "%r" if count == 1 else ", ".join(f"%r#{i}" for i in range(count))
    suffix = "" if count == 1 else f":{count}"
    return (
        f"func.func @{name}({arguments}) -> ({', '.join(results)}) {{\n"
        f"  %r{suffix} = {body} : {types}\n"
        f"  return {values} : {', '.join(results)}\n}}\n"
    )


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        records = json.load(f)
    missing, out = [], []
    for name in sorted(records["!instanceof"]["Nnf_Op"]):
        record = records[name]
        mnemonic = record["opName"]
        block = re.search(r"```mlir\n(.*?)```", record["description"], re.S)
        if not record["summary"] or not block or "Formula" not in record["description"] and mnemonic != "dropout":
            missing.append(mnemonic)
            continue
        lines = [l.strip() for l in block.group(1).splitlines() if l.strip()]
        for i, line in enumerate(lines):
            out.append(function(mnemonic if i == 0 else f"{mnemonic}_{i}", line))
    if missing:
        sys.exit("no summary, formula or example: " + ", ".join(missing))
    print("\n".join(out), end="")


main()
