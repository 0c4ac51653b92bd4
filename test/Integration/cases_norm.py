# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases of the norms; see torch_cases.py."""

import math

import torch
import torch.nn.functional as F
from torch_cases import clauses, family, loosely, pick, spelled


def statistics(m, c, dtype):
    return m.randn([c], dtype), m.uniform([c], dtype, 0.5, 2)


def maybe(m, shape, dtype, p=0.6):
    return m.randn(shape, dtype) if m.rng.random() < p else None


def rms_norm(m, name, dtype):
    shape = m.shape(1, 4)
    inner = shape[m.rng.randrange(len(shape)):]
    eps = m.rng.choice([None, 1e-5, 1e-3])
    default = 2.0 ** (-52 if dtype == torch.float64 else -23)
    return m.case(name, lambda a, w: "nnf.rms_norm %s normalized_shape = %s%s" % (a, list(inner), clauses(weight=w, eps=eps)),
                  [m.randn(shape, dtype), maybe(m, inner, dtype)],
                  lambda a, w: F.rms_norm(a, inner, w, default if eps is None else eps), **loosely(dtype, 1e-5))


def group_norm(m, name, dtype):
    groups = m.rng.choice([1, 2, 3])
    c = groups * m.rng.choice([1, 2, 4])
    shape = [m.rng.choice([1, 2, 3]), c] + m.shape(0, 2, empty=0) + [m.rng.choice([2, 5])]
    eps = m.rng.choice([1e-5, 1e-3])
    weight = maybe(m, [c], dtype)
    bias = None if weight is None else maybe(m, [c], dtype)  # PyTorch cannot differentiate with a bias alone
    return m.case(name, lambda a, w, b: "nnf.group_norm %s num_groups = %d%s" % (a, groups, clauses(weight=w, bias=b, eps=eps)),
                  [m.randn(shape, dtype), weight, bias], lambda a, w, b: F.group_norm(a, groups, w, b, eps), **loosely(dtype, 2e-5))


def instance_norm(m, name, dtype):
    shape = [m.rng.choice([1, 2, 5]), m.rng.choice([1, 3, 4])] + m.shape(0, 2, empty=0) + [m.rng.choice([2, 6])]
    c = shape[1]
    own, tracked = m.rng.random() < 0.7, m.rng.random() < 0.5
    mean, var = statistics(m, c, dtype) if tracked or not own else (None, None)
    values = [m.randn(shape, dtype), mean, var, maybe(m, [c], dtype), maybe(m, [c], dtype)]

    def run(a, mean, var, w, b):
        kept = [None if v is None else v.detach().clone() for v in (mean, var)]
        y = F.instance_norm(a, kept[0], kept[1], w, b, own, 0.3, 1e-3)
        return (y, kept[0], kept[1]) if own and tracked else y

    # PyTorch has no gradients by the statistics, nor of the new ones.
    present = [i for i, v in enumerate(values) if v is not None]
    wanted = [present.index(i) for i in (0, 3, 4) if values[i] is not None]
    case = m.case(name, lambda a, mean, var, w, b: "nnf.instance_norm %s%s" % (a, clauses(
        running_mean=mean, running_var=var, weight=w, bias=b, use_input_stats=own, momentum=0.3, eps=1e-3)),
        values, run, gradients=wanted, **loosely(dtype, 2e-5))
    case.cotangents = case.cotangents[:1] + [torch.zeros_like(v) for v in case.cotangents[1:]]
    return case


def local_response_norm(m, name, dtype):
    shape = [m.rng.choice([1, 2, 3]), m.rng.choice([1, 3, 7]), m.rng.choice([0, 1, 5])] + m.shape(0, 2, empty=0)
    size, alpha, beta, k = m.rng.choice([1, 2, 3, 5, 10]), m.rng.choice([1e-4, 0.5]), m.rng.choice([0.75, 1.5]), m.rng.choice([1.0, 2.0])
    return m.case(name, lambda a: "nnf.local_response_norm %s size = %d%s" % (a, size, clauses(alpha=alpha, beta=beta, k=k)),
                  [m.randn(shape, dtype)], lambda a: F.local_response_norm(a, size, alpha, beta, k), **loosely(dtype, 3e-6))


def normalize(m, name, dtype):
    shape = m.shape(1, 4, empty=0)
    dims = m.rng.sample(range(len(shape)), m.rng.choice([1, 1, min(2, len(shape))]))
    dims = [d - len(shape) if m.rng.random() < 0.3 else d for d in dims]
    p = m.rng.choice([2.0, 2.0, 1.0, 3.0, 0.5, 1.5, 0.0, math.inf, -math.inf])
    x = m.randn(shape, dtype)
    eps = m.rng.choice([1e-12, 0.5])
    return m.case(name, lambda a: "nnf.normalize %s%s" % (a, clauses(p=spelled(p), dim=dims, eps=eps)), [x],
                  lambda a: F.normalize(a, p, dims, eps), **loosely(dtype, 1e-5))


@family(stored=10)
def Norms(m, name):
    f = pick(name, [rms_norm, group_norm, instance_norm, local_response_norm, normalize])
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16, torch.bfloat16])
    return f(m, name + "_" + f.__name__, dtype)
