# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Capture of functions written with NumPy arrays and nnf.functional: see program.capture. Nothing here imports torch."""
