# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Element types: what MLIR calls them, in which type an op computes, and conversions between them inside a body."""

import torch

from .body import WIDTH  # noqa: F401 (who asks for types asks for their widths)

# A uint8 is a byte whose users know that it has no sign: bodies of upstream ops take signless integers only.
MLIR = {torch.float32: "f32", torch.float64: "f64", torch.float16: "f16", torch.bfloat16: "bf16", torch.int64: "i64",
        torch.int32: "i32", torch.int16: "i16", torch.int8: "i8", torch.uint8: "i8", torch.bool: "i1"}


def is_supported(dtype):
    return dtype in MLIR


def is_float(dtype):
    return dtype.is_floating_point


def compute_type(dtype):
    """f16 and bf16 compute in f32, as PyTorch does."""
    return torch.float32 if dtype in (torch.float16, torch.bfloat16) else dtype


def tensor_type(sizes, element):
    """`sizes` are ints, or anything else for an open size; `element` a dtype or MLIR's name."""
    element = element if isinstance(element, str) else MLIR[element]
    return "tensor<%s>" % "x".join([str(s) if isinstance(s, int) else "?" for s in sizes] + [element])
