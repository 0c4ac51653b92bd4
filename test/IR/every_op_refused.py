# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Spoils every example of a module that test/meta/examples.py printed, and sees to it that each gets one error of its op.

    every_op_refused.py examples.mlir nnf-opt

Each is spoilt in three ways: its first result gets another dimension, its first operand complex elements, and it gets
another operand. What a type or a count is wrong for differs from op to op; that the verifier says so once does not.
"""

import re
import subprocess
import sys


def longerResult(head, op, types):
    before, after = types.rsplit("->", 1)
    return head, op, before + "->" + re.sub(r"tensor<([^<>]*)>", r"tensor<7x\1>", after, count=1)


def complexOperand(head, op, types):
    first = re.search(r"tensor<((?:[?\d]+x)*)[^<>]*>", head)
    wrong = f"tensor<{first[1]}complex<f32>>"
    return head.replace(first[0], wrong, 1), op, types.replace(first[0], wrong, 1)


def onemoreOperand(head, op, types):
    first = re.search(r"\((%arg\d+)", op)[1]
    kind = re.search(r"\((tensor<[^<>]*>)", types)[1]
    # As often as no op takes it.
    return head, re.sub(r"\(%arg", "(" + f"{first}, " * 9 + "%arg", op, count=1), types.replace("(", "(" + f"{kind}, " * 9, 1)


def run(tool, text, *flags):
    return subprocess.run([tool, *flags], input=text, capture_output=True, text=True, check=False)


def main():
    module, tool = sys.argv[1:]
    with open(module, encoding="utf-8") as f:
        text = f.read()
    # Without results of the functions, whose types would have to follow.
    text = re.sub(r"^  return .*", "  return", re.sub(r"^(func\.func .*?\)) -> .* \{$", r"\1 {", text, flags=re.M), flags=re.M)
    generic = run(tool, text, "--mlir-print-op-generic").stdout
    functions = re.findall(r"^ *\^bb0\((.*)\):\n\s*(?:%\S+ = )?(\"nnf\..*) : (\(.*)$", generic, re.MULTILINE)
    problems = []
    for spoil in (longerResult, complexOperand, onemoreOperand):
        chunks, names = [], []
        for function in functions:
            head, op, types = spoil(*function)
            names.append(re.match(r'"(nnf\.\w+)"', op)[1])
            chunks.append(f"func.func @f({head}) {{\n  {op} : {types}\n  return\n}}\n")
        errors = re.findall(r"error: (.*)", run(tool, "\n// -----\n".join(chunks), "--split-input-file").stderr)
        for i, (name, chunk) in enumerate(zip(names, chunks)):
            if i >= len(errors) or f"'{name}' op" not in errors[i]:
                got = errors[i] if i < len(errors) else "nothing"
                problems.append(f"{spoil.__name__}: expected one error of {name}, but got: {got}\n{chunk}")
                break
        else:
            if len(errors) != len(chunks):
                problems.append(f"{spoil.__name__}: {len(errors)} errors of {len(chunks)} ops")
    print("\n".join(problems + [f"{len(functions)} examples refused"]))
    sys.exit(1 if problems or len(functions) != text.count("func.func") else 0)


main()
