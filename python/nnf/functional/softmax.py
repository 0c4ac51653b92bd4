# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Softmax and its kin: the implicit dimension, and results of another element type."""

import warnings

from .. import _arrays
from ._binding import adapter, ops
from ._common import cast, dtype_name, shape


def _dim(name, input, dim, stacklevel):
    if dim is not None:
        return dim
    warnings.warn(f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an "
                  "argument.", stacklevel=stacklevel + 1)
    return 0 if len(shape(input)) in (0, 1, 3) else 1


def _call(op, name, input, dim, stacklevel, dtype):
    if dim is None:
        dim = _dim(name, input, dim, stacklevel)
    if dtype is not None:
        input = cast(input, dtype)
    elif not _arrays.is_array(input):
        raise TypeError(f"{name}(): argument 'input' (position 1) must be an array, not {type(input).__name__}")
    elif dtype_name(input) in ("bool", "int8", "uint8", "int16", "int32", "int64"):
        raise NotImplementedError(f"nnf.{name}: expected floating-point elements, got {dtype_name(input)}; give the "
                                  "result's type as dtype")
    return op(input, dim=dim)


@adapter
def softmax(input, dim=None, _stacklevel=3, dtype=None):
    if dtype is None and dim is not None:
        return ops.softmax.call((input,), (dim, "nan")) if _simple(input) else _call(
            ops.softmax, "softmax", input, dim, _stacklevel, dtype)
    return _call(ops.softmax, "softmax", input, dim, _stacklevel, dtype)


def _simple(input):
    kind = _arrays.kind_of_type(type(input))
    return kind is not None and (input.dtype.is_floating_point if kind.name == "torch" else input.dtype.kind == "f")


@adapter
def log_softmax(input, dim=None, _stacklevel=3, dtype=None):
    return _call(ops.log_softmax, "log_softmax", input, dim, _stacklevel, dtype)


@adapter
def softmin(input, dim=None, _stacklevel=3, dtype=None):
    return _call(ops.softmin, "softmin", input, dim, _stacklevel, dtype)
