# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ATen ops as other ATen ops, where PyTorch has no decomposition of its own: each is written as PyTorch's kernel computes."""

import inspect

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


def _at(values, order, k, dim, keepdim):
    """Elements of sorted values, and where they were, at places `k` along `dim`: a number or a tensor."""
    k = aten.full([1] * values.dim(), k, dtype=torch.int64) if not isinstance(k, torch.Tensor) else k
    sizes = [1 if d == dim else n for d, n in enumerate(values.shape)]
    k = k.expand(sizes)
    values, order = aten.gather(values, dim, k), aten.gather(order, dim, k)
    return (values, order) if keepdim else (values.squeeze(dim), order.squeeze(dim))


def _along(function):
    """Tensors without dimensions have one element along dimension 0."""
    names = [n for n in inspect.signature(function).parameters if n != "x"]

    def wrapped(x, *args, **kwargs):
        given = {"dim": -1, "keepdim": False, **dict(zip(names, args)), **kwargs}
        dim, keepdim = given.pop("dim"), given.pop("keepdim")
        if x.dim() == 0:
            return x.clone(), aten.zeros([], dtype=torch.int64)
        dim = dim % x.dim()
        if isinstance(x.shape[dim], int) and x.shape[dim] == 0:
            raise IndexError("expected dimension %d to have a size that is not 0" % dim)
        return function(x, *given.values(), dim, keepdim)
    return wrapped


@_along
def _kth_value(x, k, dim, keepdim):
    if isinstance(x.shape[dim], int) and not 1 <= k <= x.shape[dim]:
        raise RuntimeError("kthvalue(): selected number k out of range for dimension %d" % dim)
    return _at(*aten.sort(x, dim), k - 1, dim, keepdim)


@_along
def _median_along(x, dim, keepdim):
    """The lower of the two in the middle; the first NaN where there is one."""
    values, order = aten.sort(x, dim)
    value, place = _at(values, order, (x.shape[dim] - 1) // 2, dim, True)
    if x.dtype.is_floating_point:
        nan = aten.isnan(x)
        some = aten.any(nan, dim, True)
        value = aten.where(some, float("nan"), value)
        place = aten.where(some, aten.argmax(nan.to(torch.int64), dim, True), place)
    return (value, place) if keepdim else (value.squeeze(dim), place.squeeze(dim))


@_along
def _nan_median_along(x, dim, keepdim):
    if not x.dtype.is_floating_point:
        return _median_along(x, dim=dim, keepdim=keepdim)
    count = aten.sum(aten.logical_not(aten.isnan(x)).to(torch.int64), [dim], True)
    return _at(*aten.sort(x, dim), aten.clamp(aten.div(count - 1, 2, rounding_mode="floor"), min=0), dim, keepdim)


@_along
def _mode(x, dim, keepdim):
    """The value that occurs most, of several the smallest, at its last place."""
    values, order = aten.sort(x, dim)
    n = x.shape[dim]
    step = aten.arange(n).reshape([n if d == dim else 1 for d in range(x.dim())]).expand(x.shape)
    first = aten.cat([aten.ones_like(values.narrow(dim, 0, 1), dtype=torch.bool),
                      aten.ne(values.narrow(dim, 1, n - 1), values.narrow(dim, 0, n - 1))], dim)
    length = step - aten.cummax(aten.where(first, step, 0), dim)[0]
    return _at(values, order, aten.argmax(length, dim, True), dim, keepdim)


def _flat_median(x):
    x = x.reshape(-1)
    return x.new_full([], float("nan")) if isinstance(x.shape[0], int) and x.shape[0] == 0 else _median_along(x, dim=0)[0]


def _nan_median(x):
    x = x.reshape(-1)
    return x.new_full([], float("nan")) if isinstance(x.shape[0], int) and x.shape[0] == 0 else _nan_median_along(x, dim=0)[0]


def _multinomial(p, count, replacement=False, *, generator=None):
    """Without replacement, or for one draw: the largest quotients of the probabilities and exponential noise, as PyTorch's kernel."""
    if not replacement or count == 1:
        q = p / aten.exponential_(aten.empty_like(p), 1)
        return aten.argmax(q, -1, True) if count == 1 else aten.topk(q, count)[1]
    total = aten.cumsum(p, -1)
    total = total / total.narrow(-1, p.shape[-1] - 1, 1)
    u = aten.rand([*p.shape[:-1], count], dtype=p.dtype)
    return aten.clamp(aten.sum(aten.le(total.unsqueeze(-2), u.unsqueeze(-1)), [-1]), max=p.shape[-1] - 1)


def _normal(mean, std=1, *, generator=None):
    of = mean if isinstance(mean, torch.Tensor) else std
    sizes = torch.broadcast_shapes(*[t.shape for t in (mean, std) if isinstance(t, torch.Tensor)])
    return aten.randn(sizes, dtype=of.dtype) * std + mean


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


TABLE = {aten.histc.default: _histc, aten.median.default: _flat_median, aten.median.dim: _median_along,
         aten.nanmedian.default: _nan_median, aten.nanmedian.dim: _nan_median_along, aten.kthvalue.default: _kth_value,
         aten.mode.default: _mode, aten.multinomial.default: _multinomial, aten.normal.Tensor_float: _normal,
         aten.normal.Tensor_Tensor: _normal, aten.normal.float_Tensor: _normal,
         aten._cdist_forward.default: _cdist, aten.dist.default: _dist,
         aten.ldexp.Tensor: _ldexp, aten.searchsorted.Tensor: _searchsorted}
