# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""small-disk.py command...: runs the command where no file may be larger than 8 KiB."""
import os
import resource
import sys

os.environ["NNF_CACHE_DIR"] = "/dev/null"  # Nothing but the output may be written.
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
os.execvp(sys.argv[1], sys.argv[1:])
