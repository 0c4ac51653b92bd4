# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ATen ops as other ATen ops, where PyTorch has no decomposition of its own: each is written as PyTorch's kernel computes."""

import torch

aten = torch.ops.aten


def _histc(x, bins=100, min=0, max=0):
    """Elements outside of the range and NaN are in no bin; the last bin holds its right edge."""
    x = x.reshape(-1)
    if min == max and x.numel():  # from the smallest element to the largest
        low, high = aten.amin(x, [0]), aten.amax(x, [0])
        same = aten.eq(low, high)
        low, high = aten.where(same, low - 1, low), aten.where(same, high + 1, high)
    else:
        if min == max:
            min, max = min - 1, max + 1
        low, high = aten.full([], min, dtype=x.dtype), aten.full([], max, dtype=x.dtype)
    inside = aten.logical_and(aten.ge(x, low), aten.le(x, high))
    at = (aten.where(inside, x, low) - low) * bins / (high - low)
    at = aten.clamp(at.to(torch.int64), 0, bins - 1)
    return aten.scatter_add(aten.zeros([bins], dtype=x.dtype), 0, at, inside.to(x.dtype))


def _median(x):
    """The lower of the two in the middle; NaN where there is one, as sorting puts NaN last."""
    values = aten.sort(x.reshape(-1))[0]
    last = values[-1]
    return aten.where(aten.ne(last, last), last, values[(values.shape[0] - 1) // 2])


def _cdist(x, y, p, mode=None):
    return aten.linalg_vector_norm(x.unsqueeze(-2) - y.unsqueeze(-3), p, [-1])


def _dist(x, y, p=2):
    return aten.linalg_vector_norm(x - y, p)


def _ldexp(x, exponent):
    return x * aten.pow(2.0, exponent)


def _searchsorted(sequence, values, *, out_int32=False, right=False, side=None, sorter=None):
    """How many elements lie before each value. NaN comes after all numbers."""
    if sorter is not None:
        sequence = aten.gather(sequence, -1, sorter)
    if sequence.dim() > 1:
        sequence = sequence.unsqueeze(-2)
    right = right or side == "right"
    after = (aten.gt if right else aten.ge)(sequence, values.unsqueeze(-1))
    found = aten.sum(aten.logical_not(after), [-1])
    return found.to(torch.int32) if out_int32 else found


TABLE = {aten.histc.default: _histc, aten.median.default: _median, aten._cdist_forward.default: _cdist, aten.dist.default: _dist,
         aten.ldexp.Tensor: _ldexp, aten.searchsorted.Tensor: _searchsorted}
