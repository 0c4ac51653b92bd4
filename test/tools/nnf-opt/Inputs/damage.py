# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Damages a file of bytecode in many ways and has a command read each: it must end by itself, with 0 or with one line.

    damage.py FILE SCRATCH COUNT COMMAND...      ({} in the command stands for the file)
"""
import pathlib
import random
import subprocess
import sys


def damaged(data, seed):
    """Some bytes changed, left out or doubled; the head of the file stays, or nobody would take it for bytecode."""
    pick = random.Random(seed)
    data = bytearray(data)
    for _ in range(pick.choice([1, 1, 2, 4, 16])):
        at = pick.randrange(5, len(data))
        how = pick.randrange(4)
        if how == 0:
            data[at] = pick.randrange(256)
        elif how == 1:
            data[at] ^= 1 << pick.randrange(8)
        elif how == 2:
            del data[at : at + pick.randrange(1, 8)]
        else:
            data[at:at] = bytes(pick.randrange(256) for _ in range(pick.randrange(1, 8)))
    return bytes(data)


def main():
    original, scratch, count = pathlib.Path(sys.argv[1]).read_bytes(), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    read = refused = crashed = 0
    for seed in range(count):
        scratch.write_bytes(damaged(original, seed))
        command = [part.replace("{}", str(scratch)) for part in sys.argv[4:]]
        run = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=120, check=False)
        read += run.returncode == 0
        refused += run.returncode > 0
        crashed += "the reader ended by signal" in run.stderr or "asks for more memory" in run.stderr
        if run.returncode < 0 or (run.returncode > 0 and "error:" not in run.stderr):
            sys.exit(f"seed {seed}: exit status {run.returncode}\n{run.stderr[:2000]}")
    print(f"{count} files: {read} read, {refused} refused, {crashed} of them after a crash of the reader")


main()
