# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The dropout family: every call in training draws a seed."""

import warnings

from .. import _random
from ._binding import adapter, ops, source_of, write
from ._common import kind_of, shape


def _probability(p):
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")


def _drop(op, name, input, p, training, inplace):
    _probability(p)
    kind = kind_of(input, name, "input")
    x = source_of(input) if inplace else input
    if training and p > 0:
        seed, offset = _random.draw(kind)
        result = op(x, seed=seed, offset=offset, p=p, training=True)
    else:
        result = op(x, p=p, training=False)
    return write(input, result) if inplace else result


@adapter
def dropout(input, p=0.5, training=True, inplace=False):
    return _drop(ops.dropout, "dropout", input, p, training, inplace)


@adapter
def alpha_dropout(input, p=0.5, training=False, inplace=False):
    return _drop(ops.alpha_dropout, "alpha_dropout", input, p, training, inplace)


@adapter
def feature_alpha_dropout(input, p=0.5, training=False, inplace=False):
    return _drop(ops.feature_alpha_dropout, "feature_alpha_dropout", input, p, training, inplace)


def _check_rank(name, input, usual):
    rank = len(shape(input))
    if rank not in usual:
        warnings.warn(f"{name}: Received a {rank}-D input to {name}, which is deprecated and will result in an error in a "
                      f"future release. To retain the behavior and silence this warning, please use dropout instead. "
                      f"Note that {name} exists to provide channel-wise dropout on inputs with {usual[0] - 1 or 1} or more "
                      "spatial dimensions, a channel dimension, and an optional batch dimension.", stacklevel=3)


@adapter
def dropout1d(input, p=0.5, training=True, inplace=False):
    _probability(p)
    rank = len(shape(input))
    if rank not in (2, 3):
        raise RuntimeError(f"dropout1d: Expected 2D or 3D input, but received a {rank}D input. Note that dropout1d exists to "
                           "provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an "
                           "optional batch dimension.")
    return _drop(ops.dropout1d, "dropout1d", input, p, training, inplace)


@adapter
def dropout2d(input, p=0.5, training=True, inplace=False):
    _check_rank("dropout2d", input, (3, 4))
    return _drop(ops.dropout2d, "dropout2d", input, p, training, inplace)


@adapter
def dropout3d(input, p=0.5, training=True, inplace=False):
    _check_rank("dropout3d", input, (4, 5))
    return _drop(ops.dropout3d, "dropout3d", input, p, training, inplace)
