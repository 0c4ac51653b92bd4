# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention: dropout's seeds, and the results of several heads."""

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


@adapter
def multi_head_attention_forward(query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k,
                                 bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True,
                                 key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False,
                                 q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None,
                                 average_attn_weights=True, is_causal=False):
    """Attention of several heads between projections, as torch.nn.MultiheadAttention computes it.

    Parameters:
        query, key, value: (L, N, E), (S, N, E), (S, N, E), or without N
        embed_dim_to_check: E
        num_heads: the number of heads, a divisor of E
        in_proj_weight, in_proj_bias: (3 E, E) and (3 E), or None: the projections of query, key and value, one after the
            other
        bias_k, bias_v: one more key and value for every sample, (1, 1, E), or None
        add_zero_attn: one more key and value, of zeros
        dropout_p: the probability that a weight is dropped where `training`
        out_proj_weight, out_proj_bias: (E, E) and (E) or None
        key_padding_mask: (N, S): true for keys that nobody looks at, or what is added to the scores
        need_weights: whether the weights are returned
        attn_mask: (L, S) or (N * num_heads, L, S): true for what is masked, or what is added to the scores
        use_separate_proj_weight: q_proj_weight, k_proj_weight, v_proj_weight instead of in_proj_weight
        static_k, static_v: (N * num_heads, S, E / num_heads) instead of the projected keys and values
        average_attn_weights: the weights' mean over the heads, (N, L, S); otherwise (N, num_heads, L, S)
        is_causal: a hint that attn_mask is the causal one

    Returns: the result of query's sizes, and the weights or None."""
    kind = kind_of(query, "multi_head_attention_forward", "query")
    seed, offset = _random.draw(kind) if training and dropout_p > 0 else (None, None)
    if use_separate_proj_weight:
        in_proj_weight = None
    else:
        q_proj_weight = k_proj_weight = v_proj_weight = None
    result = ops.multi_head_attention_forward(
        query, key, value, out_proj_weight, out_proj_bias, in_proj_weight, in_proj_bias, q_proj_weight, k_proj_weight,
        v_proj_weight, bias_k, bias_v, static_k, static_v, key_padding_mask, attn_mask, seed, offset, num_heads=num_heads,
        embed_dim_to_check=embed_dim_to_check, add_zero_attn=add_zero_attn, dropout_p=dropout_p, training=training,
        need_weights=need_weights, use_separate_proj_weight=use_separate_proj_weight,
        average_attn_weights=average_attn_weights, is_causal=is_causal)
    return result if need_weights else (result, None)
