# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases of activations with weights, gates and other types; see torch_cases.py."""

import torch
import torch.nn.functional as F
from torch_cases import MLIR, clauses, family, loosely, pick


def glu(m, name, dtype):
    shape = m.shape(1, 4)
    dim = m.rng.randrange(-len(shape), len(shape))
    shape[dim] = 2 * max(shape[dim] // 2, 1) if m.rng.random() < 0.9 else 0
    return m.case(name, lambda a: "nnf.glu %s%s" % (a, clauses(dim=dim)), [m.randn(shape, dtype, 3)], lambda a: F.glu(a, dim),
                  **loosely(dtype, 3e-6))


def prelu(m, name, dtype):
    shape = m.shape(0, 4, empty=0)
    weight = m.rng.choice([[], [1]] + ([[shape[1]]] * 3 if len(shape) > 1 else []))
    x = m.randn(shape, dtype)
    if x.numel():
        x.view(-1)[0] = 0
    # PyTorch cannot differentiate with a weight of rank 0 without an input of rank 0.
    return m.case(name, lambda a, w: "nnf.prelu %s, %s" % (a, w), [x, m.randn(weight, dtype)], lambda a, w: F.prelu(a, w),
                  **loosely(dtype, 2e-5))


def rrelu(m, name, dtype):
    lower, upper = m.rng.choice([(0.125, 1 / 3), (0.1, 0.5)])
    dtype = torch.float32 if dtype == torch.float16 else dtype
    return m.case(name, lambda a: "nnf.rrelu %s%s" % (a, clauses(lower=lower, upper=upper)), [m.randn(m.shape(), dtype)],
                  lambda a: F.rrelu(a, lower, upper), **loosely(dtype, 1e-6))


def converted(m, name, dtype):
    """softmax and its kin with a dtype."""
    op = m.rng.choice(["softmax", "log_softmax", "softmin"])
    shape = m.shape(1, 3)
    dim = m.rng.randrange(-len(shape), len(shape))
    source = m.rng.choice([torch.int64, torch.int32, torch.int8, torch.uint8, torch.bool, torch.float32, torch.float16])
    to = m.rng.choice([torch.float32, torch.float64])
    x = m.randn(shape, source, 3) if source.is_floating_point else m.integers(shape, 0, 2 if source == torch.bool else 120, source)
    return m.case(name, lambda a: "nnf.%s %s dim = %d dtype = %s" % (op, a, dim, MLIR[to]), [x],
                  lambda a: getattr(F, op)(a.to(to).double() if a.is_floating_point() else a, dim, dtype=torch.float64),
                  gradients=source.is_floating_point, dtypes=[to], custom=lambda types, results: "%s -> %s" % (types[0], results[0]),
                  **loosely(to, 1e-5))


@family(stored=8)
def Gates(m, name):
    f = pick(name, [glu, prelu, rrelu, converted])
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16, torch.bfloat16])
    return f(m, name + "_" + f.__name__, dtype)
