# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the examples of every rule: the wrong one has a finding of it, the right one has none, and what a fix leaves has none."""

import pathlib
import re
import sys

from reports import nnf_opt, reports

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
failures = []
sections = re.findall(r"^## (NNF\d+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
rules = [rule for rule, _ in sections]
examples = [re.findall(r"```mlir\n(.*?)```", section, re.DOTALL) for _, section in sections]
for rule, (_, section), pair in zip(rules, sections, examples):
    if len(pair) != 2 or len(section.split("Wrong:")[0]) < 80:
        sys.exit("%s: expected a text and two examples" % rule)
wrong, right = reports([e[0] for e in examples]), reports([e[1] for e in examples])
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
for rule, left in zip(fixed, reports(list(fixed.values()))):
    failures += ["%s: after the fix there is still %s" % (rule, f) for f in left if f["rule"] == rule]
print("%d rules, %d with a fix" % (len(sections), len(fixed)))
sys.exit("\n".join(failures) or 0)
