#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""docs/generated/status.md: what every op does for every element type, found by doing it.

    scripts/status.py --build build                         # all of it: a few minutes
    scripts/status.py --build build --only 'relu|softmax' --check docs/generated/status.md

The documented example of an op is taken to each element type, with static sizes and with all sizes open. Where that
verifies, it is lowered to linalg, lowered to PTX, and compiled, run and compared with the reference interpreter. With
--check nothing is written: what the table says of the ops that --only names must still hold.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
TYPES = ("f32", "f64", "f16", "bf16", "i64", "i32", "i16", "i8", "ui8", "i1", "f8E4M3FN", "f8E5M2")
STEPS = {"verify": "V", "linalg": "L", "cpu": "C", "ptx": "P"}
FUNCTION = re.compile(r"^func\.func @(\w+)\((.*?)\) -> \((.*?)\) \{\n(.*?)\n\}", re.MULTILINE | re.DOTALL)
TENSOR = re.compile(r"tensor<((?:(?:\?|\d+)x)*)(\w+)>")
REMARK = re.compile(r"Function=(\w+) \| Remark=\"'([\w.]+)' stays on the host: ([^:\"]*)")


def examples(build):
    """The documented example of each op, in its simplest form: {op: text of a function}."""
    run = subprocess.run([sys.executable, ROOT / "test/meta/examples.py", build / "ops.json"], capture_output=True,
                         text=True, check=True)
    functions = {m[1]: m[0] for m in FUNCTION.finditer(run.stdout)}
    return {name: text for name, text in functions.items() if not re.search(r"_\d+$", name) or name[:-2] not in functions}


def primary(text):
    """The element type that an example is about: of its first floating-point operand, else of its first."""
    elements = [e for _, e in TENSOR.findall(text.split(") -> ", 1)[0])]
    return next((e for e in elements if e.startswith(("f", "bf"))), elements[0])


def retyped(text, old, new, results):
    """The example with elements `new`; those of its results stay as they are where `results` is false."""
    def each(part):
        return TENSOR.sub(lambda m: f"tensor<{m[1]}{new if m[2] == old else m[2]}>", part)
    if results:
        return each(text)
    signature, body = text.split("\n", 1)
    arguments, kept = signature.split(") -> ", 1)
    op, rest = body.split("\n", 1)
    if " -> " not in op:
        # `%r = nnf.op %a : type` has to name both.
        left, kind = op.rsplit(" : ", 1)
        return f"{each(arguments)}) -> {kept}\n{left} : {each(kind)} -> {kind}\n{rest}"
    left, result = op.rsplit(" -> ", 1)
    return f"{each(arguments)}) -> {kept}\n{each(left)} -> {result}\n{rest}"


def resized(text, dynamic):
    """All sizes open, or each open size 3 (those that must agree do)."""
    if not dynamic:
        return TENSOR.sub(lambda m: m[0].replace("?", "3"), text)
    return TENSOR.sub(lambda m: f"tensor<{re.sub(chr(92) + 'd+', '?', m[1])}{m[2]}>", text)


def opened(text):
    """Open sizes in order of what an op may still want to know: all; those of operands before the last only; the first
    dimension of each; as the example has them."""
    first = TENSOR.sub(lambda m: f"tensor<{re.sub('^[?0-9]+x', '?x', m[1])}{m[2]}>", text)
    operands = TENSOR.findall(text.split(") -> ", 1)[0])
    forms = [resized(text, True), first]
    if "?" in "".join(d for d, _ in operands):
        forms.append(text)
    return forms


def diagnosed(tool, flags, chunks):
    """Runs a tool over chunks of one file; the numbers of those with an error, and what it printed beside the module."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "all.mlir"
        starts, lines = [], []
        for chunk in chunks:
            starts.append(len(lines) + 1)
            lines += [*chunk.split("\n"), "// -----"]
        path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
        run = subprocess.run([tool, "--split-input-file", path, "-o", os.devnull, *flags], capture_output=True, text=True,
                             check=False)
    if run.returncode < 0:
        sys.exit(f"{tool} {' '.join(flags)} ended with signal {-run.returncode}: {run.stderr[-2000:]}")
    bad = set()
    for match in re.finditer(r"all\.mlir:(\d+):\d+: error: ", run.stderr):
        bad.add(max(i for i, start in enumerate(starts) if start <= int(match[1])))
    if run.returncode and not bad:
        sys.exit(f"{tool} {' '.join(flags)} failed without saying where: {run.stderr[-2000:]}")
    return bad, run.stderr


def value(argument, main):
    """An input for an argument: numbers that every op takes, labels and positions 0, and 1 where integers are the data."""
    kind = argument.replace("?", "3").removeprefix("tensor<").removesuffix(">")
    element = kind.rpartition("x")[2]
    if element.startswith(("f8",)):
        return f"--input={kind}=0.5"
    if element.startswith(("f", "bf")):
        return f"--input={kind}=uniform(0.1,0.9)"
    return f"--input={kind}={1 if element == main and element != 'i1' else 0}"


def runs(runner, name, text, sizes, main):
    """Whether the example, compiled, says what the reference says."""
    arguments = re.split(r", (?=%arg)", sizes.split("(", 1)[1].split(") -> ", 1)[0])
    inputs = [value(part.split(": ", 1)[1], main) for part in arguments if part]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "one.mlir"
        path.write_text(text + "\n", encoding="utf-8")
        command = [runner, path, f"--function={name}", "--no-cache", "--compare-with=reference", "--output=", *inputs]
        for attempt in (command, [c for c in command if c != "--output="]):
            run = subprocess.run(attempt, capture_output=True, text=True, check=False)
            if "expected an --output= for each" not in run.stderr:
                break
    return run.returncode == 0 and "[SUCCESS]" in run.stdout, (run.stdout + run.stderr).strip()


def measure(build, only, jobs, verbose):
    """{(op, type, dynamic): letters of the steps that succeeded}, and {op: what stays on the host}."""
    opt, runner = build / "bin/nnf-opt", build / "bin/nnf-runner"
    found = {n: t for n, t in examples(build).items() if re.fullmatch(only, n)}
    # Every form that may verify, in order of preference.
    candidates = []
    for name, text in found.items():
        main = primary(text)
        for kind in TYPES:
            for dynamic in (False, True):
                for results in (True, False):
                    form = retyped(text, main, kind, results)
                    if kind == main and not results:
                        continue
                    for shaped in (opened(form) if dynamic else [resized(form, False)]):
                        candidates.append(((name, kind, dynamic), shaped, resized(form, False)))
    bad, _ = diagnosed(opt, [], [text for _, text, _ in candidates])
    chosen = {}
    for i, (key, text, sizes) in enumerate(candidates):
        # An open form without an open size is no open form.
        if i not in bad and not (key[2] and "?" not in text):
            chosen.setdefault(key, (text, sizes))
    keys = list(chosen)
    result = {key: "V" for key in keys}
    texts = [chosen[key][0] for key in keys]
    flags = {"L": ["--nnf-to-linalg"], "P": ["--nnf-to-nvvm=chip=sm_80 ptx=true"]}
    failed = {letter: diagnosed(opt, f, texts)[0] for letter, f in flags.items()}
    remarks = diagnosed(opt, ["--nnf-to-nvvm", "--remarks-filter-analyse=nnf-gpu-launch", "--remark-format=emitRemark"],
                        [chosen[k][0] for k in keys if k[2] and k[1] == primary(found[k[0]])])[1]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        answers = list(pool.map(lambda k: runs(runner, k[0], *chosen[k], k[1]), keys))
    for i, (key, (good, said)) in enumerate(zip(keys, answers)):
        result[key] += "" if i in failed["L"] else "L"
        result[key] += "C" if good else ""
        result[key] += "" if i in failed["P"] else "P"
        if not good and verbose:
            print(f"{key}: {said[:600]}\n{chosen[key][0]}", file=sys.stderr)
    host = {}
    for name, op, why in REMARK.findall(remarks):
        host.setdefault(name, {})[op] = why
    return result, host, list(found)


def cell(result, name, kind):
    """"✓" where all steps succeeded with static and open sizes; otherwise which did."""
    both = [result.get((name, kind, dynamic), "") for dynamic in (False, True)]
    if not any(both):
        return ""
    return "✓" if both == ["VLCP"] * 2 else f"{both[0] or '–'}/{both[1] or '–'}"


def rows(result, host, names):
    for name in names:
        cells = [cell(result, name, kind) for kind in TYPES]
        there = sorted(op.rpartition(".")[2] for op in host.get(name, {}))
        yield name, f"| {name} | " + " | ".join(cells) + f" | {', '.join(there)} |"


def markdown(result, host, names):
    done = sum(value == "VLCP" for value in result.values())
    lines = ["<!-- Made by scripts/status.py; do not edit -->", "", "# Status", "",
             "What every op does for every element type, found by doing it on the op's documented example: **V**erify, lower to "
             "**L**inalg, compile for the **C**PU, run there and agree with the reference interpreter, and lower to **P**TX "
             "(`--nnf-to-nvvm=ptx=true`). ✓: all four, with static sizes and with open ones; otherwise static/open, – where that form "
             "does not verify. Empty: the op does not take the type. *Host*: what `--nnf-to-nvvm` leaves to the host beside sizes and "
             "launches, each with a remark: `load` and `if` are mostly the search for a bad index, `for` is a recurrence.", "",
             f"{done} of {len(result)} combinations that verify pass all steps; {len(names)} ops.", "",
             "| op | " + " | ".join(TYPES) + " | host |", "|---|" + "---|" * (len(TYPES) + 1)]
    lines += [row for _, row in rows(result, host, names)]
    if host:
        lines += ["", "| on the host | why |", "|---|---|"]
        why = {op: text for kinds in host.values() for op, text in kinds.items()}
        lines += [f"| {op} | {text} |" for op, text in sorted(why.items())]
    return "\n".join(lines) + "\n"


def check(path, made):
    """The lines of the table whose ops were measured, compared with what was."""
    known = {line.split(" | ", 1)[0].removeprefix("| "): line for line in path.read_text(encoding="utf-8").splitlines()
             if line.startswith("| ")}
    wrong = [f"{name}: the table says\n  {known.get(name)}\nnow it is\n  {line}" for name, line in made if known.get(name) != line]
    print("\n".join(wrong) or f"{len(made)} ops are as the table says")
    return 1 if wrong or not made else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build")
    parser.add_argument("--only", default=".*", help="a regular expression of op names")
    parser.add_argument("--output", type=pathlib.Path, default=ROOT / "docs/generated/status.md")
    parser.add_argument("--check", type=pathlib.Path, help="compare with this table instead of writing one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--verbose", "-v", action="store_true", help="print what the runner said where it failed")
    options = parser.parse_args()
    result, host, names = measure(options.build.resolve(), options.only, options.jobs, options.verbose)
    if options.check:
        sys.exit(check(options.check, list(rows(result, host, names))))
    options.output.write_text(markdown(result, host, names), encoding="utf-8")
    print(f"{options.output} written")


if __name__ == "__main__":
    main()
