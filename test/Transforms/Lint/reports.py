# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Many programs through nnf-lint in one run."""

import json
import subprocess
import sys


def nnf_opt(program, *flags):
    return subprocess.run(["nnf-opt", "-", *flags], input=program, capture_output=True, text=True, check=False)


def reports(programs):
    """The report on each of the programs, parsed. Places count from the beginning of the first one."""
    run = nnf_opt("\n// -----\n".join(programs), "--split-input-file", "--nnf-lint=level=remark fail-on=never format=json", "-o", "/dev/null")
    if run.returncode:
        sys.exit(run.stderr)
    made, rest = [], run.stderr.lstrip()
    while rest:
        report, end = json.JSONDecoder().raw_decode(rest)
        made.append(report)
        rest = rest[end:].lstrip()
    if len(made) != len(programs):
        sys.exit("%d programs, %d reports" % (len(programs), len(made)))
    return made
