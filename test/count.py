#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the suites through lit and ends with one plain line, "N passed, N failed".

The exit status is 0 only where at least one test ran and none failed. A test that could not run here (no CUDA device,
no ptxas) is counted as neither; how many there were is on the line before.

    test/count.py --build build/test                     all suites
    test/count.py --build build/test --suite quick       one of them: quick, integration, unit
    test/count.py --build build/test -- --filter softmax  what follows -- goes to lit
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

SUITES = {"quick": "", "integration": "Integration", "unit": "Unit"}
PASSED = {"PASS", "FLAKYPASS", "XFAIL"}
NOT_RUN = {"UNSUPPORTED", "SKIPPED", "EXCLUDED"}


def runSuite(args, suite):
    """One lit run. Returns (passed, failed, not run); all 0 where the suite has no tests."""
    folder = os.path.join(args.build, SUITES[suite])
    with tempfile.TemporaryDirectory(prefix="nnf-tests-") as scratch:
        report = os.path.join(scratch, "report.json")
        command = [sys.executable, args.lit, "-sv", "--no-progress-bar", "--order=lexical", f"--output={report}"]
        command += [f"-j{args.jobs}"] if args.jobs else []
        run = subprocess.run(command + args.lit_args + [folder], check=False, stderr=subprocess.PIPE, text=True)
        # A suite without tests, or without one that the caller's --filter lets through.
        if "did not discover any tests" in run.stderr or "filter did not match any tests" in run.stderr:
            return 0, 0, 0
        sys.stderr.write(run.stderr)
        try:
            with open(report, encoding="utf-8") as f:
                tests = json.load(f)["tests"]
        except (OSError, ValueError, KeyError):
            tests = []
    codes = [test["code"] for test in tests]
    passed = sum(code in PASSED for code in codes)
    ignored = sum(code in NOT_RUN for code in codes)
    failed = len(codes) - passed - ignored
    # lit that died, or says no without naming a test, is a failure too.
    return passed, failed + (run.returncode != 0 and failed == 0), ignored


def main():
    parser = argparse.ArgumentParser(description="Run nnf's test suites and count.")
    parser.add_argument("--build", required=True, help="the test folder of the build, e.g. build/test")
    parser.add_argument("--lit", default="/usr/lib/llvm-22/bin/lit", help="LLVM's lit")
    parser.add_argument("--suite", action="append", choices=list(SUITES), help="only this suite (repeatable)")
    parser.add_argument("--jobs", "-j", type=int, default=0, help="tests at a time (default: one a core)")
    parser.add_argument("lit_args", nargs="*", help="after --: arguments for lit")
    args = parser.parse_args()
    if not os.path.exists(os.path.join(args.build, "lit.site.cfg.py")):
        sys.exit(f"count.py: {args.build} is no test folder of a build: it has no lit.site.cfg.py")

    total = [0, 0, 0]
    for suite in args.suite or SUITES:
        counts = runSuite(args, suite)
        print(f"{suite}: {counts[0]} passed, {counts[1]} failed, {counts[2]} not run here", flush=True)
        total = [a + b for a, b in zip(total, counts)]
    if total[0] + total[1] == 0:
        print("count.py: no test was found", flush=True)
    print(f"{total[0]} passed, {total[1]} failed")
    sys.exit(0 if total[0] and not total[1] else 1)


if __name__ == "__main__":
    main()
