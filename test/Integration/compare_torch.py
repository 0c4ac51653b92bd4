# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases of every op against the installed PyTorch, values and gradients, on one or more targets.

    python compare_torch.py --tool build/bin/nnf-goldens --count 50 --seed 7
    python compare_torch.py --tool build/bin/nnf-goldens --families Convolution --target cpu --filter _2d

Ends with "N passed, N failed" for all targets together; exit status 1 where one failed. --keep DIR leaves the modules and
arrays there, to be run again by nnf-goldens or, one function at a time, by nnf-runner.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--tool", default="build/bin/nnf-goldens", help="the nnf-goldens to use")
    p.add_argument("--target", action="append", help="cpu, reference; both by default")
    p.add_argument("--families", default="", help="a comma-separated list; all by default")
    p.add_argument("--count", type=int, default=20, help="cases of each family")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--filter", default="", help="only cases whose names match this regular expression")
    p.add_argument("--keep", help="a folder for the modules and arrays")
    options = p.parse_args()
    try:
        import torch_cases as cases
        import spatial_cases  # noqa: F401, adds families
    except ImportError as missing:
        sys.exit("compare_torch.py: error: %s; scripts/test.sh --torch installs it" % missing)
    cases.load()
    wanted = options.families.split(",") if options.families else list(cases.FAMILIES)
    for name in wanted:
        if name not in cases.FAMILIES:
            sys.exit("compare_torch.py: error: no family '%s'; there are %s" % (name, ", ".join(cases.FAMILIES)))
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or scratch
        os.makedirs(folder, exist_ok=True)
        for name in wanted:
            module, arrays = (os.path.join(folder, name + end) for end in (".mlir", ".npy"))
            cases.write(cases.make([name], options.count, options.seed), module, arrays)
            for target in options.target or ["reference", "cpu"]:
                command = [options.tool, module, arrays, "--target=" + target]
                if options.filter:
                    command.append("--filter=" + options.filter)
                run = subprocess.run(command, capture_output=True, text=True)
                lines = run.stdout.splitlines()
                total = re.fullmatch(r"(\d+) passed, (\d+) failed", lines[-1]) if lines else None
                for line in lines[:-1] if total else lines:
                    print("%s: %s" % (target, line))
                if total:
                    passed += int(total[1])
                    failed += int(total[2])
                else:
                    failed += 1
                    print("%s: %s ended with status %d: %s" % (target, name, run.returncode, run.stderr.strip()[-2000:]))
                print("%-20s %-10s %s" % (name, target, lines[-1] if total else "no result"), flush=True)
    print("%d passed, %d failed" % (passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
