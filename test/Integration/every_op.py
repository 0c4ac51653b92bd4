# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles and runs every example of a module that test/meta/examples.py printed, and compares with the reference.

    every_op.py examples.mlir nnf-runner

`?` becomes 3, or what makes the example valid: open sizes that must agree are all the same. Numbers are drawn from (0.1, 0.9),
which probabilities and targets of every loss lie in; whole numbers are 0 or 1, which every label and position can be.
Ends with "N ops agree"; exit status 1 where one does not, with what nnf-runner said of it.
"""

import re
import subprocess
import sys


def value(argument):
    kind = argument.replace("?", "3").removeprefix("tensor<").removesuffix(">")
    element = kind.rpartition("x")[2]
    if element.startswith(("f", "bf")):
        return f"--input={kind}=uniform(0.1,0.9)"
    kind = kind[: len(kind) - len(element)] + ("i64" if element == "index" else element)
    return f"--input={kind}=0"


def main():
    module, runner = sys.argv[1:]
    with open(module, encoding="utf-8") as f:
        functions = re.findall(r"^func\.func @(\w+)\((.*?)\) -> ", f.read(), re.MULTILINE)
    failures = []
    for name, arguments in functions:
        inputs = [value(part.split(": ", 1)[1]) for part in re.split(r", (?=%arg)", arguments) if part]
        command = [runner, module, f"--function={name}", "--compare-with=reference", "--guard-pages", "--output=", *inputs]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode and "expected an --output= for each" in run.stderr:
            command.remove("--output=")
            run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode or "[SUCCESS]" not in run.stdout:
            failures.append(f"@{name}: {(run.stdout + run.stderr).strip()}\n    {' '.join(command)}")
    print("\n".join(failures + [f"{len(functions) - len(failures)} ops agree"]))
    sys.exit(1 if failures or not functions else 0)


main()
