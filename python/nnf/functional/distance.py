# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Losses of distances: those that take the distance as a function."""

from ._binding import adapter, ops
from ._common import kind_of, shape


@adapter
def triplet_margin_with_distance_loss(anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False,
                                      reduction="mean"):
    kind = kind_of(anchor, "triplet_margin_with_distance_loss", "anchor")
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    ranks = [len(shape(x)) for x in (anchor, positive, negative)]
    if len(set(ranks)) != 1:
        raise RuntimeError("The anchor, positive, and negative tensors are expected to have the same number of dimensions, "
                           "but got: anchor %dD, positive %dD, and negative %dD inputs" % tuple(ranks))
    if distance_function is None:
        return ops.triplet_margin_with_distance_loss(anchor, positive, negative, margin=margin, swap=swap,
                                                     reduction=reduction)
    near, far = distance_function(anchor, positive), distance_function(anchor, negative)
    if swap:
        far = kind.module.minimum(far, distance_function(positive, negative))
    # max(0, near - far + margin) is margin_ranking_loss for targets that are 1.
    ones = kind.filled(shape(far), 1, kind.dtype_name(far))
    return ops.margin_ranking_loss(far, near, ones, margin=margin, reduction=reduction)


@adapter
def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, size_average=None, reduce=None,
                        reduction="mean"):
    from ._binding import legacy_reduction
    if size_average is not None or reduce is not None:
        reduction = legacy_reduction(size_average, reduce, reduction)
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    return ops.triplet_margin_loss(anchor, positive, negative, margin=margin, p=p, eps=eps, swap=swap, reduction=reduction)
