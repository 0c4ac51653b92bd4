# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tensors that are made from nothing: constants, ranges, identities."""

import torch

from . import lower
from .shape import sizes_of
from ..body import Scalar
from ..report import Unsupported
from ..types import MLIR, compute_type
from ..values import expr


def _number(t, value, dtype):
    """A number of Python as what a fill takes."""
    if isinstance(value, torch.SymInt):
        value = expr(value)
    if isinstance(value, complex):
        raise Unsupported("it is made of complex numbers", "use real dtypes")
    return bool(value) if dtype == torch.bool else value


def filled(t, out, value):
    b, value = t.builder, _number(t, value, out.dtype)
    if isinstance(value, (int, float)):
        if not out.dtype.is_floating_point and out.dtype != torch.bool:
            value = int(value)
        return b.filled(sizes_of(out), out.dtype, value)
    size = Scalar(b.size(value), "index")
    return b.map(sizes_of(out), out.dtype, [], lambda body: body.convert(body.convert(size, "i64"), MLIR[out.dtype]))


@lower("full", "new_full", "full_like")
def _full(t, out, shape, *args, **kwargs):
    value = kwargs.get("fill_value")
    return filled(t, out, args[-1 if len(args) == 1 else (1 if isinstance(shape, torch.Tensor) and len(args) > 1 else 0)]
                  if value is None else value)


@lower("zeros", "zeros_like", "new_zeros", "zero")
def _zeros(t, out, *args, **kwargs):
    return filled(t, out, 0)


@lower("ones", "ones_like", "new_ones")
def _ones(t, out, *args, **kwargs):
    return filled(t, out, 1)


@lower("empty", "empty_like", "new_empty", "empty_strided", "new_empty_strided", "empty_permuted", "prims.empty_strided")
def _empty(t, out, *args, **kwargs):
    """Memory that nobody has written yet reads as zeros: the same in every run."""
    return filled(t, out, 0)


@lower("scalar_tensor")
def _scalar(t, out, value, **kwargs):
    if isinstance(value, (torch.SymFloat, torch.SymBool)):
        raise Unsupported("it makes a tensor of a number that depends on an open size")
    return filled(t, out, value)


@lower("fill")
def _fill(t, out, x, value):
    if isinstance(value, torch.Tensor):
        return t.builder.broadcast(t.builder.cast(t.value(value), out.dtype), sizes_of(out))
    return filled(t, out, value)


def _ramp(t, out, start, step):
    """start + i * step, in the type that results of `out` are computed in (64 bits for whole numbers)."""
    b, sizes = t.builder, sizes_of(out)
    c = "f64" if any(isinstance(v, float) for v in (start, step)) or out.dtype.is_floating_point else "i64"
    for v in (start, step):
        if isinstance(v, torch.SymInt):
            b.size(expr(v))

    def number(body, v):
        if isinstance(v, torch.SymInt) and not isinstance(expr(v), int):
            return body.convert(body.convert(Scalar(b.size(expr(v)), "index"), "i64"), c)
        return body.constant(v if not isinstance(v, torch.SymInt) else expr(v), c)

    def element(body, args):
        i = body.convert(body.convert(body.index(0), "i64"), c)
        return [body.convert(body.add(number(body, start), body.mul(i, number(body, step))), MLIR[compute_type(out.dtype)],
                             out.dtype == torch.uint8)]

    return b.generic(sizes, [], [(sizes, out.dtype, [0], None)], element)[0]


@lower("arange")
def _arange(t, out, *args, **kwargs):
    start, end, step = 0, None, 1
    if "start" in kwargs or len(args) >= 2:
        start = kwargs.get("start", args[0] if args else 0)
    if len(args) >= 3:
        step = args[2]
    step = kwargs.get("step", step)
    assert end is None
    return _ramp(t, out, start, step)


@lower("iota")
def _iota(t, out, length, *, start=0, step=1, **kwargs):
    return _ramp(t, out, start, step)


@lower("linspace")
def _linspace(t, out, start, end, steps, **kwargs):
    if isinstance(start, torch.Tensor) or isinstance(end, torch.Tensor):
        raise Unsupported("its ends are tensors", "give them as numbers")
    steps = int(steps)
    b, sizes = t.builder, sizes_of(out)
    c = MLIR[compute_type(out.dtype)] if out.dtype.is_floating_point else "f64"
    step = (float(end) - float(start)) / (steps - 1) if steps > 1 else 0.0

    def element(body, args):
        i = body.convert(body.index(0), "i64")
        # From both ends, as PyTorch does: the last element is exactly `end`.
        back = body.sub(body.constant(steps - 1, "i64"), i)
        low = body.add(body.constant(float(start), c), body.mul(body.convert(i, c), body.constant(step, c)))
        high = body.sub(body.constant(float(end), c), body.mul(body.convert(back, c), body.constant(step, c)))
        return [body.select(body.compare("lt", i, body.constant(steps // 2 if steps > 1 else 1, "i64")), low, high)]

    return b.generic(sizes, [], [(sizes, out.dtype, [0], None)], element)[0]


@lower("eye")
def _eye(t, out, *args, **kwargs):
    b, sizes = t.builder, sizes_of(out)
    return b.generic(sizes, [], [(sizes, out.dtype, [0, 1], None)], lambda body, args: [
        body.convert(body.compare("eq", body.index(0), body.index(1)), MLIR[out.dtype])])[0]
