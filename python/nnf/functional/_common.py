# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What adapters of several families need of arrays."""

from .. import _arrays


def kind_of(x, function="", argument=""):
    """The kind of an array; foreign ones are NumPy's. TypeError for what is no array."""
    kind = _arrays.kind_of_type(type(x))
    if kind is None:
        if not _arrays.is_foreign(x):
            raise TypeError(f"{function}(): argument '{argument}' must be an array, not {type(x).__name__}")
        kind = _arrays.numpy_kind()
    return kind


def shape(x):
    return tuple(x.shape)


def dtype_name(x):
    kind = _arrays.kind_of_type(type(x))
    return kind.dtype_name(x) if kind else str(x.dtype)


def name_of_dtype(dtype):
    """"float32" for torch.float32, numpy.float32, numpy.dtype("float32") and "float32"."""
    if isinstance(dtype, str):
        return dtype.removeprefix("torch.")
    if isinstance(dtype, type):
        return dtype.__name__
    name = getattr(dtype, "name", None)
    return name if name else str(dtype).removeprefix("torch.")


def cast(x, dtype):
    """x with elements of a type; x itself where it has them already."""
    kind = kind_of(x)
    if _arrays.kind_of_type(type(x)) is None:
        x = _arrays.adopt(x)[0]
    return kind.cast(x, name_of_dtype(dtype))
