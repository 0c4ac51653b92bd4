# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the examples of every rule: the wrong one has a finding of it, the right one has none, and what a fix leaves has none."""

import json
import pathlib
import re
import subprocess
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")


def nnf_opt(program, *flags):
    return subprocess.run(["nnf-opt", "-", *flags], input=program, capture_output=True, text=True, check=False)


def findings(programs):
    """The findings on each of the programs, in one run: a report after the other."""
    run = nnf_opt("\n// -----\n".join(programs), "--split-input-file", "--nnf-lint=level=remark fail-on=never format=json", "-o", "/dev/null")
    if run.returncode:
        sys.exit(run.stderr)
    reports, rest = [], run.stderr.lstrip()
    while rest:
        report, end = json.JSONDecoder().raw_decode(rest)
        reports.append(report)
        rest = rest[end:].lstrip()
    assert len(reports) == len(programs), "%d reports" % len(reports)
    return reports


failures = []
sections = re.findall(r"^## (NNF\d+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
rules = [rule for rule, _ in sections]
examples = [re.findall(r"```mlir\n(.*?)```", section, re.DOTALL) for _, section in sections]
for rule, (_, section), pair in zip(rules, sections, examples):
    if len(pair) != 2 or len(section.split("Wrong:")[0]) < 80:
        sys.exit("%s: expected a text and two examples" % rule)
wrong, right = findings([e[0] for e in examples]), findings([e[1] for e in examples])
fixed = {}
for rule, pair, bad, good in zip(rules, examples, wrong, right):
    mine = [f for f in bad if f["rule"] == rule]
    if not mine:
        failures.append("%s: the wrong example is not found" % rule)
    # Nothing else is wrong with the right one.
    failures += ["%s: in the right example there is %s" % (rule, f) for f in good if f["rule"] == rule or f["level"] != "remark"]
    if any(f.get("fix") for f in mine):
        run = nnf_opt(pair[0], "--nnf-lint=fix rules=%s fail-on=never" % rule)
        if run.returncode:
            failures.append("%s: the fix fails: %s" % (rule, run.stderr))
        fixed[rule] = run.stdout
for rule, left in zip(fixed, findings(fixed.values())):
    failures += ["%s: after the fix there is still %s" % (rule, f) for f in left if f["rule"] == rule]
print("%d rules, %d with a fix" % (len(sections), len(fixed)))
sys.exit("\n".join(failures) or 0)
