# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""status.py N command...: runs the command and fails unless it exits with status N."""
import subprocess
import sys

run = subprocess.run(sys.argv[2:], check=False, capture_output=True, text=True)
if run.returncode != int(sys.argv[1]):
    sys.exit(f"expected status {sys.argv[1]}, got {run.returncode}\n{run.stdout}\n{run.stderr}")
