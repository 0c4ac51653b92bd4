# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Capture of PyTorch code as nnf modules: see program.capture."""

from .report import CaptureError, Problem

__all__ = ["CaptureError", "Problem"]
