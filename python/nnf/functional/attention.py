# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention: dropout's seeds, and batch dimensions that broadcast."""

from .. import _random
from ._binding import adapter, ops
from ._common import kind_of


@adapter
def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None,
                                 enable_gqa=False):
    kind = kind_of(query, "scaled_dot_product_attention", "query")
    seed, offset = _random.draw(kind) if dropout_p > 0 else (None, None)
    return ops.scaled_dot_product_attention(query, key, value, attn_mask=attn_mask, seed=seed, offset=offset,
                                            dropout_p=dropout_p, is_causal=is_causal, scale=scale, enable_gqa=enable_gqa)
