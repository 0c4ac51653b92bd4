# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Look-ups: tables that max_norm changes, offsets and classes that depend on values."""

from .. import _arrays
from ._binding import adapter, ops, source_of, write
from ._common import dtype_name, kind_of, shape


def _padding_idx(padding_idx, weight):
    rows = shape(weight)[0]
    if padding_idx is None:
        return None
    if not -rows <= padding_idx < rows:
        raise AssertionError(f"Padding_idx must be within num_embeddings: {padding_idx} with {rows} rows")
    return padding_idx


def _renormalised(results, weight, max_norm, count):
    """With max_norm the last result is the table as it is after the look-up: it is written back."""
    if max_norm is None or not isinstance(results, tuple) or len(results) <= count:
        return results
    new = results[-1]
    write(weight.detach() if hasattr(weight, "detach") else weight, new.detach() if hasattr(new, "detach") else new)
    return results[0] if count == 1 else results[:-1]


@adapter
def embedding(input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False):
    padding_idx = _padding_idx(padding_idx, weight)
    table = source_of(weight) if max_norm is not None else weight
    results = ops.embedding(input, table, padding_idx=padding_idx, max_norm=max_norm, norm_type=norm_type,
                            scale_grad_by_freq=scale_grad_by_freq, sparse=sparse)
    return _renormalised(results, weight, max_norm, 1)


@adapter
def one_hot(tensor, num_classes=-1):
    kind = kind_of(tensor, "one_hot", "tensor")
    if _arrays.kind_of_type(type(tensor)) is None:
        tensor = _arrays.adopt(tensor)[0]
    if dtype_name(tensor) != "int64":
        raise RuntimeError(f"one_hot is only applicable to index tensor of type LongTensor, got {dtype_name(tensor)}")
    if num_classes == -1:
        # The number of classes depends on the values: it is read here, and what is compiled does not depend on it.
        if 0 in shape(tensor):
            raise RuntimeError("Can not infer total number of classes from empty tensor.")
        num_classes = int(kind.item(tensor.max())) + 1
    if num_classes < 1:
        raise RuntimeError("num_classes should be positive")
    return ops.one_hot(tensor, num_classes=num_classes)
