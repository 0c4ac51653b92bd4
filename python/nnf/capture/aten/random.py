# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random tensors: drawn by PyTorch from its generator before each call, and handed in. So they are PyTorch's own numbers."""

import torch

from . import lower
from ..report import Unsupported


@lower("rand", "rand_like")
def _rand(t, out, *args, **kwargs):
    return t.draw(out, lambda sizes, dtype: torch.rand(sizes, dtype=dtype))


@lower("randn", "randn_like")
def _randn(t, out, *args, **kwargs):
    return t.draw(out, lambda sizes, dtype: torch.randn(sizes, dtype=dtype))


@lower("randint", "randint_like")
def _randint(t, out, *args, **kwargs):
    numbers = [a for a in args if isinstance(a, int) and not isinstance(a, bool)]
    low, high = (0, numbers[0]) if len(numbers) == 1 else numbers[:2]
    return t.draw(out, lambda sizes, dtype: torch.randint(low, high, sizes, dtype=dtype))


@lower("randperm")
def _randperm(t, out, *args, **kwargs):
    return t.draw(out, lambda sizes, dtype: torch.randperm(sizes[0], dtype=dtype))


@lower("bernoulli_")
def _bernoulli_(t, out, x, p=0.5, generator=None):
    return _bernoulli(t, out, x, p, generator)


@lower("bernoulli")
def _bernoulli(t, out, x, p=None, generator=None):
    if generator is not None:
        raise Unsupported("it draws from a generator of its own", "use torch's default generator")
    if isinstance(p, torch.Tensor) or p is None:
        probability = x if p is None else p
        uniform = t.draw(out, lambda sizes, dtype: torch.rand(sizes, dtype=torch.float32), torch.float32)
        return t.builder.map(uniform.sizes, out.dtype, [uniform, t.builder.cast(t.value(probability), torch.float32)],
                             lambda b, u, q: b.compare("lt", u, q))
    return t.draw(out, lambda sizes, dtype: torch.empty(sizes, dtype=dtype).bernoulli_(p))


@lower("uniform_")
def _uniform(t, out, x, low=0.0, high=1.0, generator=None):
    return t.draw(out, lambda sizes, dtype: torch.empty(sizes, dtype=dtype).uniform_(low, high))


@lower("normal_")
def _normal(t, out, x, mean=0.0, std=1.0, generator=None):
    return t.draw(out, lambda sizes, dtype: torch.empty(sizes, dtype=dtype).normal_(mean, std))


@lower("exponential_")
def _exponential(t, out, x, rate=1.0, generator=None):
    return t.draw(out, lambda sizes, dtype: torch.empty(sizes, dtype=dtype).exponential_(rate))


