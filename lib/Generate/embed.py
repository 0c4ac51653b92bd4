# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the documented examples of all ops as a string of C++: embed.py EXAMPLES.PY OPS.JSON OUT."""

import pathlib
import subprocess
import sys

text = subprocess.run([sys.executable, sys.argv[1], sys.argv[2]], check=True, capture_output=True, text=True).stdout
# Strings have a length that compilers promise to take.
parts = ['R"mlir(%s)mlir"' % text[i : i + 8000] for i in range(0, len(text), 8000)]
pathlib.Path(sys.argv[3]).write_text("\n".join(parts) + "\n", encoding="utf-8")
