# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""missing.py OURS THEIRS FLAG: fails with what THEIRS lists under FLAG and OURS does not (test dialects and passes apart)."""

import re
import subprocess
import sys


def listed(tool, flag):
    text = subprocess.run([tool, flag], check=True, capture_output=True, text=True).stdout
    if flag == "--show-dialects":
        return set(text.partition(":")[2].replace(",", " ").split()) or set(text.split())
    # "      --name=<value>   - sentence" with the passes' indentation (their options have more), of passes that are no tests:
    # those have names of these kinds.
    names = re.findall(r"^ {6}--?([\w-]+)", text, re.MULTILINE)
    return {n for n in names if re.match("affine-|arith-|async-|convert-|gpu-|linalg-|memref-|scf-|sparse-|tosa-|vector-", n)}


ours, theirs = (listed(tool, sys.argv[3]) for tool in sys.argv[1:3])
missing = {name for name in theirs - ours if "test" not in name}
if len(theirs) < 20 or missing:
    sys.exit(f"{sys.argv[2]} lists {len(theirs)}, and {sys.argv[1]} lacks {', '.join(sorted(missing))}")
