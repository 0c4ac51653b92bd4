# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Look-ups: tables that max_norm changes, offsets and classes that depend on values."""

import warnings

from .. import _arrays
from ._binding import adapter, ops, source_of, write
from ._common import dtype_name, kind_of, shape


def _padding_idx(padding_idx, weight):
    if len(shape(weight)) != 2:
        raise RuntimeError(f"embedding: 'weight' must be 2-D, got {list(shape(weight))}")
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


@adapter
def embedding_bag(input, weight, offsets=None, max_norm=None, norm_type=2, scale_grad_by_freq=False, mode="mean",
                  sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None):
    kind_of(input, "embedding_bag", "input")
    if _is_index(weight) and not _is_index(input):
        # The order of arguments before PyTorch 1.0, with a warning there.
        warnings.warn("Argument order of nn.functional.embedding_bag was changed. Usage `embedding_bag(weight, input, ...)` "
                      "is deprecated, and should now be `embedding_bag(input, weight, ...)`.", stacklevel=2)
        input, weight = weight, input
    if per_sample_weights is not None and shape(per_sample_weights) != shape(input):
        raise ValueError(f"embedding_bag: If per_sample_weights ({list(shape(per_sample_weights))}) is not None, then it must "
                         f"have the same shape as the input ({list(shape(input))})")
    if len(shape(input)) == 2:
        if offsets is not None:
            raise ValueError("if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed "
                             "length sequences")
    elif len(shape(input)) == 1:
        if offsets is None:
            raise ValueError("offsets has to be a 1D Tensor but got None")
        if len(shape(offsets)) != 1:
            raise ValueError(f"offsets has to be a 1D Tensor, got {list(shape(offsets))}")
    else:
        raise ValueError(f"input has to be 1D or 2D Tensor, but got Tensor of dimension {len(shape(input))}")
    if mode not in ("sum", "mean", "max"):
        raise ValueError("mode has to be one of sum, mean or max")
    if mode == "max" and scale_grad_by_freq:
        raise ValueError("max mode does not support scaling the gradient by the frequency")
    if mode == "max" and sparse:
        raise ValueError("max mode does not support sparse weights")
    if per_sample_weights is not None and mode != "sum":
        raise NotImplementedError("embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for "
                                  f"mode='sum' (got mode='{mode}').")
    table = source_of(weight) if max_norm is not None else weight
    results = ops.embedding_bag(input, table, offsets, per_sample_weights, padding_idx=padding_idx, max_norm=max_norm,
                                norm_type=norm_type, scale_grad_by_freq=scale_grad_by_freq, mode=mode, sparse=sparse,
                                include_last_offset=include_last_offset)
    return _renormalised(results, weight, max_norm, 1)


def _is_index(x):
    return dtype_name(x) in ("int64", "int32")
