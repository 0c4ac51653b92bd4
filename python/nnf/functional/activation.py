# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Activations whose Python function does more than its op."""

from .. import _random
from .._ops import checks
from ._binding import adapter, ops, source_of, write
from ._common import kind_of


def _hardtanh(shapes, min_val, max_val, **_):
    if float(repr(min_val)) > float(repr(max_val)):
        raise ValueError(f"min_val cannot be greater than max_val, got {min_val} and {max_val}")


checks["hardtanh"] = _hardtanh


@adapter
def rrelu(input, lower=1/8, upper=1/3, training=False, inplace=False):
    kind = kind_of(input, "rrelu", "input")
    x = source_of(input) if inplace else input
    seed, offset = _random.draw(kind) if training else (None, None)
    result = ops.rrelu(x, seed=seed, offset=offset, lower=lower, upper=upper, training=training)
    return write(input, result) if inplace else result
