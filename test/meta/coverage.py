# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads ops.json and the tests, and fails with the list of what is missing.

    coverage.py ops.json SOURCE_ROOT

Every op: a summary, a description that starts with its formula and links to the definition it follows, an example, and a
format that answers a misspelt clause. Its example is what these tests go through,
op by op: test/IR/roundtrip.test (every way of writing it down), test/IR/every-op-refused.test (wrong types), examples.test
(lowering) and test/Integration/every-op.test (compiled, run and compared with the reference).

Every family: test/IR/<Family>/invalid.mlir, with an error for each requirement that the family's shape rules make; and
stored answers of PyTorch, whose modules in test/Integration/Inputs are all run by goldens.test.
"""

import json
import pathlib
import re
import sys

STRING = r'"((?:[^"\\]|\\.)*)"'


def callArguments(code, start):
    """What stands between the parenthesis before `start` and its partner."""
    depth = 1
    for end in range(start, len(code)):
        depth += (code[end] == "(") - (code[end] == ")")
        if depth == 0:
            return code[start:end]
    return code[start:]


def requirements(root, family):
    """The first words of every requirement in the family's shape rules: what it is called in messages."""
    files = root / "lib/IR/ops" / f"{family}.cpp", root / "dialect/nnf/IR/ops" / f"{family}.td"
    code = "\n".join(f.read_text(encoding="utf-8") for f in files if f.exists())
    for call in re.finditer(r"c\.require\w*\(", code):
        label = re.search(STRING, callArguments(code, call.end()))
        if label:
            yield label[1].replace('\\\\"', '"').replace('\\"', '"')


def opGaps(op):
    mnemonic, text = op["opName"], op["description"].strip()
    if not op["summary"].strip():
        yield "no summary"
    if "ormula" not in text:
        yield "no formula in the description"
    if "](https://" not in text:
        yield "no link to the definition it follows"
    if f"nnf.{mnemonic} " not in text or "```mlir" not in text:
        yield "no example"
    if "oilist" in op.get("assemblyFormat", "") and "ClausesEnd" not in op["assemblyFormat"]:
        yield "a misspelt clause gets no suggestion: its format has an oilist without Nnf_ClausesEnd after it"


def familyGaps(root, family, mnemonics):
    tests = root / "test/IR" / family / "invalid.mlir"
    text = tests.read_text(encoding="utf-8") if tests.exists() else ""
    if "expected-error" not in text or not any(f"nnf.{m} " in text for m in mnemonics):
        yield f"{tests.relative_to(root)} expects no error of one of its ops"
        return
    for label in sorted(set(requirements(root, family))):
        if label not in text:
            yield f"{tests.relative_to(root)} has no case of the requirement '{label}'"


def main():
    table = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    root = pathlib.Path(sys.argv[2])
    gaps, families = [], {}
    for name in table["!instanceof"]["Nnf_Op"]:
        op = table[name]
        families.setdefault(op["family"], []).append(op["opName"])
        gaps += [f"nnf.{op['opName']}: {gap}" for gap in opGaps(op)]
    for family, mnemonics in sorted(families.items()):
        gaps += [f"{family}: {gap}" for gap in familyGaps(root, family, mnemonics)]
    goldens = (root / "test/Integration/goldens.test").read_text(encoding="utf-8")
    for module in sorted((root / "test/Integration/Inputs").glob("*.mlir")):
        if f"Inputs/{module.name} " not in goldens:
            gaps.append(f"test/Integration/goldens.test does not run Inputs/{module.name}")
    if not families:
        gaps.append(f"{sys.argv[1]} has no ops")
    sys.exit("\n".join(gaps) if gaps else 0)


main()
