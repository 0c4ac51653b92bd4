# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Programs with which nothing is wrong have no warning: as they are, and as functions whose gradient is taken.

    precision.py Inputs/correct.mlir      the programs, one after the other; programs.py makes them
"""

import pathlib
import re
import subprocess
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
programs = [p for p in re.split(r"^// -----$", text, flags=re.MULTILINE) if "func.func" in p]
training = re.sub(r"^(func\.func .*) \{$", r'\1 attributes {nnf.mode = "training"} {', text, flags=re.MULTILINE)
assert training.count('nnf.mode = "training"') == len(programs), "every program is one function"
alarms = 0
for what, program in (("as they are", text), ("in training", training)):
    run = subprocess.run(["nnf-opt", "-", "--split-input-file", "--nnf-lint=fail-on=warning", "-o", "/dev/null"], input=program,
                         capture_output=True, text=True, check=False)
    alarms += run.stderr.count("NNF") or run.returncode != 0
    if run.stderr:
        print("%s:\n%s" % (what, run.stderr))
print("%d correct programs, %d warnings" % (len(programs), alarms))
sys.exit(alarms or len(programs) < 60)
