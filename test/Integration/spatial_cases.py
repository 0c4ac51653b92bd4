# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases of pooling, vision, transposed convolutions and embedding bags: more families for torch_cases."""

import math

import torch
import torch.nn.functional as F

from torch_cases import clauses, family

HALF = (torch.float16, torch.bfloat16)


def loose(dtype, rtol=1.6e-2, atol=2e-2):
    """Tolerances where a sum is rounded once here and in float64 there."""
    if dtype in HALF:
        return dict(rtol=rtol, atol=atol if dtype == torch.float16 else 4 * atol)
    return dict(rtol=5e-6, atol=2e-5) if dtype == torch.float32 else {}


def image(m, n, sizes, dtype, channels=(1, 2, 3)):
    """(N, C, sizes...) or (C, sizes...)."""
    lead = [] if m.rng.random() < 0.2 else [m.rng.choice([1, 2, 2, 3])]
    return m.randn(lead + [m.rng.choice(channels)] + list(sizes), dtype)


@family
def PoolingAverage(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    kernel = [m.rng.choice([1, 2, 3, 4]) for _ in range(n)]
    stride = None if m.rng.random() < 0.4 else [m.rng.choice([1, 2, 3]) for _ in range(n)]
    padding = [m.rng.choice([0, k // 2]) for k in kernel]
    sizes = [max(m.rng.choice([3, 4, 5, 7]), k) for k in kernel]
    ceil, include = m.rng.random() < 0.5, m.rng.random() < 0.5
    divisor = m.rng.choice([None, None, 3, -2]) if n > 1 else None
    attrs = clauses(kernel_size=kernel, stride=stride, padding=padding, ceil_mode=ceil, count_include_pad=include,
                    divisor_override=divisor)
    pool = getattr(F, "avg_pool%dd" % n)
    more = {} if n == 1 else dict(divisor_override=divisor)
    if m.rng.random() < 0.1:
        x = m.integers([2, 3] + sizes, -20, 20)
        return m.case("%s_%dd_i64" % (name, n), lambda a: "nnf.avg_pool%dd %s%s" % (n, a, attrs), [x],
                      lambda v: pool(v, kernel, stride, padding, ceil, include, **more), gradients=False)
    dtype = m.dtype()
    return m.case("%s_%dd" % (name, n), lambda a: "nnf.avg_pool%dd %s%s" % (n, a, attrs), [image(m, n, sizes, dtype)],
                  lambda v: pool(v, kernel, stride, padding, ceil, include, **more), **loose(dtype))


@family
def PoolingAdaptive(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    sizes = [m.rng.choice([1, 2, 4, 5, 6, 9]) for _ in range(n)]
    out = [m.rng.choice([1, 1, 2, 3, 5, None, max(s // 2, 1)]) for s in sizes]
    if m.rng.random() < 0.3:
        out = [1] * n
    kind = m.rng.choice(["avg", "avg", "max", "max", "max_with"])
    dtype = m.dtype()
    x = image(m, n, sizes, dtype)
    if kind == "max" and m.rng.random() < 0.3:  # ties
        x = x.round()
    op = "adaptive_%s_pool%dd" % (kind[:3], n)
    call = getattr(F, op)
    attrs = clauses(output_size=[-1 if o is None else o for o in out])
    if n == 1:
        out = out if out[0] is not None else [sizes[0]]
    if kind == "avg":
        return m.case("%s_avg_%dd" % (name, n), lambda a: "nnf.%s %s%s" % (op, a, attrs), [x],
                      lambda v: call(v, out), **loose(dtype))
    indices = kind == "max_with" or m.rng.random() < 0.5
    if kind == "max_with":
        op += "_with_indices"
    elif indices:
        attrs += " return_indices = true"
    return m.case("%s_%s_%dd" % (name, kind, n), lambda a: "nnf.%s %s%s" % (op, a, attrs), [x],
                  lambda v: call(v, out, indices), **loose(dtype))


@family
def PoolingNorm(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    stride = None if m.rng.random() < 0.5 else [m.rng.choice([1, 2, 3]) for _ in range(n)]
    sizes = [max(m.rng.choice([3, 4, 5]), k) for k in kernel]
    p = m.rng.choice([1.0, 2.0, 2.0, 3.0, 4.0, 1.5])
    ceil = m.rng.random() < 0.5
    dtype = m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16])
    x = image(m, n, sizes, dtype)
    if p not in (2.0, 4.0):  # roots of sums that may not be negative
        x = x.abs()
    if p >= 2 and m.rng.random() < 0.3:
        x[..., :2] = 0
    half = dtype in HALF
    # Windows may reach over the end in PyTorch only where `stride` says so.
    return m.case("%s_%dd" % (name, n), lambda a: "nnf.lp_pool%dd %s%s" % (
        n, a, clauses(norm_type=p, kernel_size=kernel, stride=stride, ceil_mode=ceil)), [x],
        lambda v: getattr(F, "lp_pool%dd" % n)(v, p, kernel[0] if n == 1 else kernel, stride, ceil),
        rtol=2e-2 if half else 2e-5 if dtype == torch.float32 else None, atol=5e-2 if half else 2e-5 if dtype == torch.float32 else None)


@family
def PoolingBack(m, name):
    n = m.rng.choice([1, 2, 2, 3])
    kernel = [m.rng.choice([1, 2, 3]) for _ in range(n)]
    stride = None if m.rng.random() < 0.5 else [m.rng.choice([k, k + 1]) for k in kernel]
    steps = stride or kernel
    padding = [m.rng.choice([0, k // 2]) for k in kernel]
    sizes = [max(m.rng.choice([4, 5, 6, 7]), k) for k in kernel]
    dtype = m.dtype()
    y, at = getattr(F, "max_pool%dd" % n)(image(m, n, sizes, torch.float32), kernel, stride, padding, return_indices=True)
    x = m.randn(y.shape, dtype)
    usual = [(s - 1) * t + k - 2 * p for s, t, k, p in zip(y.shape[-n:], steps, kernel, padding)]
    given = list(sizes) if any(a <= b - c or a >= b + c for a, b, c in zip(usual, sizes, steps)) is False else None
    if given is None or (m.rng.random() < 0.3 and list(usual) == list(sizes)):
        given, at = None, at % max(math.prod(usual), 1)
    attrs = clauses(kernel_size=kernel, stride=stride, padding=padding, output_size=given)
    unpool = getattr(F, "max_unpool%dd" % n)
    if m.rng.random() < 0.1:
        at = at.clone()
        at.view(-1)[-1] = bad = math.prod(given or usual) + 2
        case = m.case(name + "_error", lambda a, i: "nnf.max_unpool%dd %s, %s%s" % (n, a, i, attrs), [x, at],
                      lambda a, i: unpool(a, i.clamp(max=bad - 3), kernel, stride, padding, given), gradients=False)
        case.error = "indices[%d] is %d, but must be at least 0 and less than %d" % (at.numel() - 1, bad, bad - 2)
        return case
    # Where elements meet, the last one stays, and PyTorch's gradient is that of each of them.
    return m.case("%s_%dd" % (name, n), lambda a, i: "nnf.max_unpool%dd %s, %s%s" % (n, a, i, attrs), [x, at],
                  lambda a, i: unpool(a, i, kernel, stride, padding, given))
