# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Assembles every .ptx file of a folder with ptxas; fails where one is refused, or none is there."""

import pathlib
import subprocess
import sys

files = sorted(pathlib.Path(sys.argv[1]).glob("*.ptx"))
refused = [f.name for f in files
           if subprocess.run(["ptxas", f"-arch={sys.argv[2]}", str(f), "-o", "/dev/null"], check=False).returncode]
if refused or not files:
    sys.exit(f"{len(refused)} of {len(files)} files refused: {' '.join(refused)}")
