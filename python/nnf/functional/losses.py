# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Losses whose Python function does more than its op."""

import warnings

from .. import _arrays
from .._ops import checks
from ._binding import adapter, legacy_reduction, ops
from ._common import kind_of, shape


def _same_sizes(name):
    """The op broadcasts; the function wants a target of the input's sizes: (N) beside (N, 1) would be N x N losses."""
    def check(shapes, **attributes):
        input, target = shapes[0], shapes[1]
        if tuple(input) != tuple(target):
            raise ValueError(f"{name}(): expected target to have the sizes of input, {list(input)}, but got {list(target)}")
    return check


for _name in ("binary_cross_entropy", "binary_cross_entropy_with_logits"):
    checks[_name] = _same_sizes(_name)


def _sum_over_batch(loss, input):
    """The mean over the first dimension of a sum over all."""
    return loss / shape(input)[0] if len(shape(input)) and shape(input)[0] else loss


@adapter
def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False):
    if size_average is not None or reduce is not None:
        reduction = legacy_reduction(size_average, reduce, reduction)
    elif reduction == "mean":
        warnings.warn("reduction: 'mean' divides the total loss by both the batch size and the support size. 'batchmean' "
                      "divides only by the batch size, and aligns with the KL div math definition. 'mean' will be changed "
                      "to behave the same as 'batchmean' in the next major release.", stacklevel=2)
    kind_of(input, "kl_div", "input")
    cases = next(a for a in ops.kl_div.attributes if a["name"] == "reduction")["cases"]
    if reduction == "batchmean" and "batchmean" not in cases:
        return _sum_over_batch(ops.kl_div(input, target, reduction="sum", log_target=log_target), input)
    return ops.kl_div(input, target, reduction=reduction, log_target=log_target)


@adapter
def gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction="mean"):
    kind = kind_of(input, "gaussian_nll_loss", "input")
    if isinstance(var, (int, float)):
        if var < 0:
            raise ValueError("var has negative entry/entries")
        var = kind.filled((), var, kind.dtype_name(input))
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    return ops.gaussian_nll_loss(input, target, var, full=full, eps=eps, reduction=reduction)


@adapter
def cosine_embedding_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction="mean"):
    if size_average is not None or reduce is not None:
        reduction = legacy_reduction(size_average, reduce, reduction)
    return ops.cosine_embedding_loss(input1, input2, target, margin=margin, reduction=reduction)


def _lengths(value, like):
    """Lengths as an array of 64-bit integers beside the targets."""
    if _arrays.is_array(value):
        return value
    return kind_of(like).from_list([int(v) for v in value], "int64")


@adapter
def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction="mean", zero_infinity=False):
    kind_of(log_probs, "ctc_loss", "log_probs")
    return ops.ctc_loss(log_probs, targets, _lengths(input_lengths, log_probs), _lengths(target_lengths, log_probs),
                        blank=blank, reduction=reduction, zero_infinity=zero_infinity)


@adapter
def linear_cross_entropy(input, linear_weight, target, *, linear_bias=None, weight=None, reduction="mean",
                         ignore_index=None, label_smoothing=0.0, options=None):
    # `options` says how PyTorch splits the work, not what is computed.
    return ops.linear_cross_entropy(input, linear_weight, target, linear_bias, weight, reduction=reduction,
                                    ignore_index=ignore_index, label_smoothing=label_smoothing)
