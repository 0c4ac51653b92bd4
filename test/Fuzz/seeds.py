#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fills a folder with what a fuzzer begins with: the corpus that is checked in and, for modules, each op's documented example.

    seeds.py NAME OPS.JSON FOLDER
"""
import pathlib
import subprocess
import shutil
import sys

here = pathlib.Path(__file__).resolve().parent


def main():
    name, ops, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    for seed in sorted((here / "Corpus" / name).iterdir()):
        shutil.copy(seed, folder / seed.name)
    if name == "module":
        script = here.parent / "meta" / "examples.py"
        text = subprocess.run([sys.executable, script, ops], check=True, capture_output=True, text=True).stdout
        for number, function in enumerate(text.split("func.func ")[1:]):
            (folder / f"op-{number:03}.mlir").write_text("func.func " + function, encoding="utf-8")
    print(f"{len(list(folder.iterdir()))} inputs")


main()
