#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the commands that a document shows and compares what they print with what the document says they print.

    run_commands.py DOCUMENT SOURCE BUILD SCRATCH

Read are the fenced blocks of kind `console`: a line that begins with "$ " is a command, "> " continues it (a here
document), the lines up to the next command are its output, standard error included. In an output, a line of just "..."
stands for any number of lines, "…" for anything within a line, and a number before a unit of time, size or speed for
any number; of time, for any unit, too. A command with no output shown may print anything, but must succeed unless its block says `console fails`.

Commands run in SCRATCH, where everything of SOURCE is linked to and `build` is BUILD, one after the other, so that a
later one finds what an earlier one wrote.
"""
import difflib
import pathlib
import re
import shutil
import subprocess
import sys

TIME = r"(?:ns|us|µs|ms|s)"
OTHER = r"(?:B|kB|KiB|MiB|GB/s|GF/s|%)"
NUMBER = r"[0-9][0-9.,]*(?:e[-+]?[0-9]+)?"


def blocks(text):
    """(first line number, may it fail, lines) of each console block."""
    lines, number = text.split("\n"), 0
    while number < len(lines):
        match = re.fullmatch(r"```console( fails)?", lines[number].rstrip())
        number += 1
        if match:
            end = next(i for i in range(number, len(lines)) if lines[i].startswith("```"))
            yield number + 1, bool(match.group(1)), lines[number:end]
            number = end + 1


def commands(first, lines):
    """(line number, command, output lines) of each command of a block."""
    found = []
    for number, line in enumerate(lines, first):
        if line.startswith("$ "):
            found.append((number, line[2:], []))
        elif not found:
            sys.exit(f"line {number}: a console block begins with a command")
        elif line.startswith("> ") and not found[-1][2]:
            found[-1] = (found[-1][0], found[-1][1] + "\n" + line[2:], [])
        else:
            found[-1][2].append(line)
    return found


def line_pattern(line):
    parts = []
    for part in re.split(rf"(…|{NUMBER} ?(?:{TIME}|{OTHER})(?!\w))", line.rstrip()):
        if part == "…":
            parts.append(".*")
        elif re.fullmatch(rf"{NUMBER} ?{TIME}", part):
            parts.append(rf"{NUMBER} ?{TIME}")
        elif re.fullmatch(rf"{NUMBER} ?{OTHER}", part):
            parts.append(NUMBER + re.escape(re.sub(rf"^{NUMBER}", "", part)))
        else:
            parts.append(re.escape(part))
    return "".join(parts)


def output_pattern(lines):
    return "".join("(?:.*\n)*?" if line.strip() == "..." else line_pattern(line) + "[ \t]*\n" for line in lines)


def main():
    document, source, build, scratch = (pathlib.Path(arg).resolve() for arg in sys.argv[1:5])
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    for entry in source.iterdir():
        if not entry.name.startswith((".git", "build")):
            (scratch / entry.name).symlink_to(entry)
    (scratch / "build").symlink_to(build)

    count = failures = 0
    for first, may_fail, lines in blocks(document.read_text(encoding="utf-8")):
        for number, command, expected in commands(first, lines):
            count += 1
            run = subprocess.run(["bash", "-c", command], cwd=scratch, stdin=subprocess.DEVNULL, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            wrong_status = (run.returncode != 0) != may_fail
            while expected and not expected[-1].strip():
                expected.pop()
            if not wrong_status and (not expected or re.fullmatch(output_pattern(expected), run.stdout.rstrip() + "\n")):
                continue
            failures += 1
            print(f"{document.name}:{number}: {command}\n  exit status {run.returncode}; shown (-) and printed (+):")
            print("\n".join(difflib.unified_diff(expected, run.stdout.rstrip().split("\n"), lineterm="", n=2)))
    print(f"{document.name}: {count} commands, {failures} not as shown")
    sys.exit(1 if failures or not count else 0)


if __name__ == "__main__":
    main()
