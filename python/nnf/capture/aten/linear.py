# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Products of matrices: one linalg.generic each, which reads its operands as they lie."""

import torch

from . import lower
from .shape import sizes_of
from ..types import MLIR, compute_type


def contract(t, out, x, y, x_dims, y_dims, space, out_dims, reductions):
    """sum over `reductions` of x[x_dims] * y[y_dims]; a transposed operand is read where it came from."""
    b = t.builder
    dtype = compute_type(out.dtype)
    ins = []
    for v, dims in ((t.value(x), x_dims), (t.value(y), y_dims)):
        if v.permuted is not None:
            source, order = v.permuted
            dims = [dims[order.index(i)] for i in range(source.rank)]
            v = source
        ins.append((v, dims))
    c = MLIR[dtype]

    def body(s, args):
        u, w = s.convert(args[0], c, dtype == torch.uint8), s.convert(args[1], c, dtype == torch.uint8)
        if not u.is_float:
            return [s.add(args[2], s.mul(u, w))]
        return [s.binary("arith.addf", args[2], s.binary("arith.mulf", u, w, " fastmath<contract>"),
                         " fastmath<reassoc,contract>")]

    total = b.generic(space, ins, [([space[d] for d in out_dims], dtype, out_dims, 0)], body, reductions)[0]
    return b.cast(total, out.dtype)


@lower("mm")
def _mm(t, out, x, y, **kwargs):
    m, n = sizes_of(out)
    return contract(t, out, x, y, [0, 2], [2, 1], [m, n, sizes_of(x)[1]], [0, 1], [2])


@lower("bmm")
def _bmm(t, out, x, y, **kwargs):
    b, m, n = sizes_of(out)
    return contract(t, out, x, y, [0, 1, 3], [0, 3, 2], [b, m, n, sizes_of(x)[2]], [0, 1, 2], [3])


@lower("mv")
def _mv(t, out, x, y):
    return contract(t, out, x, y, [0, 1], [1], sizes_of(x), [0], [1])


@lower("dot", "vdot")
def _dot(t, out, x, y):
    return contract(t, out, x, y, [0], [0], sizes_of(x), [], [0])
