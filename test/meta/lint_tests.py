# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fails where a rule of docs/generated/Lints.md is expected by no test of test/Transforms/Lint."""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
rules = re.findall(r"^## (NNF\d+)$", (root / "docs/generated/Lints.md").read_text(encoding="utf-8"), re.MULTILINE)
tests = "".join(f.read_text(encoding="utf-8") for f in (root / "test/Transforms/Lint").glob("*.mlir"))
missing = [rule for rule in rules if f"[{rule}]}}}}" not in tests]
if not rules or missing:
    sys.exit(f"no test expects these lint rules: {', '.join(missing)}" if rules else "there are no lint rules")
