# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads ops.json and fails with the list of what is missing.

Every op: a summary, a description that starts with its formula and links to the definition it follows, and an example.
Every family: test/IR/<Family>/invalid.mlir, which names an op of it. (The examples go through every way of writing an op
down in test/IR/roundtrip.test, and are lowered in test/meta/examples.test.)
"""

import json
import pathlib
import sys


def main():
    table = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    root = pathlib.Path(sys.argv[2])
    gaps, families = [], {}
    for name in table["!instanceof"]["Nnf_Op"]:
        op = table[name]
        mnemonic, text = op["opName"], op["description"].strip()
        families.setdefault(op["family"], []).append(mnemonic)
        if not op["summary"].strip():
            gaps.append(f"nnf.{mnemonic}: no summary")
        if "ormula" not in text:
            gaps.append(f"nnf.{mnemonic}: no formula in the description")
        if "](https://" not in text:
            gaps.append(f"nnf.{mnemonic}: no link to the definition it follows")
        if f"nnf.{mnemonic} " not in text or "```mlir" not in text:
            gaps.append(f"nnf.{mnemonic}: no example")
    for family, mnemonics in sorted(families.items()):
        tests = root / "test/IR" / family / "invalid.mlir"
        text = tests.read_text(encoding="utf-8") if tests.exists() else ""
        if "expected-error" not in text or not any(f"nnf.{m} " in text for m in mnemonics):
            gaps.append(f"{family}: {tests.relative_to(root)} expects no error of one of its ops")
    if not families:
        gaps.append(f"{sys.argv[1]} has no ops")
    sys.exit("\n".join(gaps) if gaps else 0)


main()
