# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Attention: dropout's seeds, and the function around torch.nn.MultiheadAttention, which is three projections, one
attention over all heads, and a projection of what the heads found."""

import math
import warnings

from .. import _random
from .._session import Error
from ._binding import adapter, ops
from ._common import cast, dtype_name, kind_of, shape


@adapter
def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None,
                                 enable_gqa=False):
    kind = kind_of(query, "scaled_dot_product_attention", "query")
    seed, offset = _random.draw(kind) if dropout_p > 0 else (None, None)
    query, key, value = _of_one_batch(kind, query, key, value)
    return ops.scaled_dot_product_attention(query, key, value, attn_mask=attn_mask, seed=seed, offset=offset,
                                            dropout_p=dropout_p, is_causal=is_causal, scale=scale, enable_gqa=enable_gqa)


def _of_one_batch(kind, *arrays):
    """Views of one rank: batch dimensions that an array lacks are of size 1."""
    ranks = [len(shape(x)) for x in arrays]
    if min(ranks) < 2 or len(set(ranks)) == 1:
        return arrays
    return [kind.reshape(x, (1,) * (max(ranks) - rank) + shape(x)) for x, rank in zip(arrays, ranks)]


_NAME, _HALF = "multi_head_attention_forward", ("float16", "bfloat16")


def _require(holds, text):
    if not holds:
        raise Error(f"{_NAME}(): {text}")


def _check_shapes(query, key, value, key_padding_mask, attn_mask, num_heads):
    """Whether there is a batch dimension."""
    rank = len(shape(query))
    _require(rank in (2, 3), f"expects query to have rank 2 or 3, but got rank {rank}")
    for name, x in (("key", key), ("value", value)):
        _require(len(shape(x)) == rank, f"expects {name} to have the rank of query, {rank}, but got {len(shape(x))}")
    if key_padding_mask is not None:
        got = len(shape(key_padding_mask))
        _require(got == rank - 1, f"expects key_padding_mask to have rank {rank - 1}, but got rank {got}")
    if attn_mask is not None:
        _require(len(shape(attn_mask)) in (2, 3), f"expects attn_mask to have rank 2 or 3, but got {len(shape(attn_mask))}")
    if attn_mask is not None and rank == 2 and len(shape(attn_mask)) == 3:
        wanted = (num_heads, shape(query)[0], shape(key)[0])
        _require(shape(attn_mask) == wanted, f"expects attn_mask of sizes {list(wanted)}, got {list(shape(attn_mask))}")
    return rank == 3


def _added(kind, mask, name, dtype):
    """A mask as what is added to the scores: a bool one forbids where it is true."""
    if mask is None:
        return None
    if dtype_name(mask) == "bool":
        return kind.module.where(mask, kind.filled((), -math.inf, dtype), kind.filled((), 0.0, dtype))
    _require("float" in dtype_name(mask), f"expects {name} to be of bools or floating point, but got {dtype_name(mask)}")
    return mask


def _joined(kind, arrays, dim):
    return kind.module.concatenate(tuple(arrays), dim)


def _with_column(kind, mask):
    """One more key that nothing is added to."""
    return None if mask is None else _joined(kind, [mask, kind.filled((*shape(mask)[:-1], 1), 0.0, dtype_name(mask))], -1)


def _projections(query, key, value, packed, bias, separate):
    """The three weights' products, biases included."""
    embed = shape(query)[-1]
    if separate is None:
        _require(packed is not None, "use_separate_proj_weight is False, but in_proj_weight is None")
        separate = [packed[i * embed:(i + 1) * embed] for i in range(3)]
    for name, weight in zip("qkv", separate):
        _require(weight is not None, f"use_separate_proj_weight is True, but {name}_proj_weight is None")
    biases = [None] * 3 if bias is None else [bias[i * embed:(i + 1) * embed] for i in range(3)]
    return [ops.linear(x, w, b) for x, w, b in zip((query, key, value), separate, biases)]


def _heads(kind, x, static, name, count, head_dim):
    """(S, N, E) as (N * heads, S, E / heads), or what was given in its place."""
    if static is None:
        return kind.permute(kind.reshape(x, (shape(x)[0], count, head_dim)), (1, 0, 2))
    _require(len(shape(static)) == 3 and shape(static)[0] == count and shape(static)[2] == head_dim,
             f"expects {name} of sizes [{count}, S, {head_dim}], got {list(shape(static))}")
    return static


def _wide(arrays):
    """Arrays of half precision as float32: what lies between the projections is not rounded."""
    return [cast(x, "float32") if x is not None and dtype_name(x) in _HALF else x for x in arrays]


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
        key_padding_mask: (N, S): true, or -inf, for keys that nobody looks at
        need_weights: whether the weights are returned
        attn_mask: (L, S) or (N * num_heads, L, S): true for what is masked, or what is added to the scores
        use_separate_proj_weight: q_proj_weight, k_proj_weight, v_proj_weight instead of in_proj_weight
        static_k, static_v: (N * num_heads, S, E / num_heads) instead of the projected keys and values
        average_attn_weights: the weights' mean over the heads, (N, L, S); otherwise (N, num_heads, L, S)
        is_causal: a hint that attn_mask is the causal one

    Returns: the result of query's sizes, and the weights or None."""
    kind = kind_of(query, _NAME, "query")
    if dtype_name(query) in _HALF:
        half = dtype_name(query)
        (query, key, value, in_proj_weight, in_proj_bias, bias_k, bias_v, out_proj_weight, out_proj_bias, key_padding_mask,
         attn_mask, q_proj_weight, k_proj_weight, v_proj_weight, static_k, static_v) = _wide((
             query, key, value, in_proj_weight, in_proj_bias, bias_k, bias_v, out_proj_weight, out_proj_bias, key_padding_mask,
             attn_mask, q_proj_weight, k_proj_weight, v_proj_weight, static_k, static_v))
        found = multi_head_attention_forward(
            query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn,
            dropout_p, out_proj_weight, out_proj_bias, training, key_padding_mask, need_weights, attn_mask,
            use_separate_proj_weight, q_proj_weight, k_proj_weight, v_proj_weight, static_k, static_v, average_attn_weights,
            is_causal)
        return tuple(x if x is None else cast(x, half) for x in found)
    batched = _check_shapes(query, key, value, key_padding_mask, attn_mask, num_heads)
    if not batched:
        query, key, value = (kind.reshape(x, (shape(x)[0], 1, shape(x)[1])) for x in (query, key, value))
        key_padding_mask = None if key_padding_mask is None else key_padding_mask[None]
    (length, batch, embed), keys = shape(query), shape(key)[0]
    if is_causal and attn_mask is None:
        raise Error(f"{_NAME}(): is_causal is a hint about attn_mask, which is None")
    if key_padding_mask is not None and attn_mask is not None and dtype_name(key_padding_mask) != dtype_name(attn_mask):
        warnings.warn("Support for mismatched key_padding_mask and attn_mask is deprecated. Use same type for both instead.",
                      stacklevel=2)
    dtype = dtype_name(query)
    key_padding_mask = _added(kind, key_padding_mask, "key_padding_mask", dtype)
    # The hint is followed where nothing else is masked and nobody asks for the weights.
    causal = is_causal and key_padding_mask is None and not need_weights
    attn_mask = None if causal else _added(kind, attn_mask, "attn_mask", dtype)
    _require(embed == embed_dim_to_check, f"expects an embedding dimension of {embed_dim_to_check}, but got {embed}")
    head_dim = embed // num_heads
    _require(head_dim * num_heads == embed, f"embed_dim {embed} is not divisible by num_heads {num_heads}")
    sizes = [shape(x)[:2] if use_separate_proj_weight else shape(x) for x in (key, value)]
    _require(sizes[0] == sizes[1], f"expects key and value of the same sizes, got {list(sizes[0])} and {list(sizes[1])}")
    separate = (q_proj_weight, k_proj_weight, v_proj_weight) if use_separate_proj_weight else None
    q, k, v = _projections(query, key, value, in_proj_weight, in_proj_bias, separate)
    count = batch * num_heads
    if attn_mask is not None:
        if len(shape(attn_mask)) == 2:
            attn_mask = attn_mask[None]
        wanted = (shape(attn_mask)[0] if shape(attn_mask)[0] in (1, count) else count, length, keys)
        _require(shape(attn_mask) == wanted, f"expects attn_mask of sizes {list(wanted)}, got {list(shape(attn_mask))}")
    _require((bias_k is None) == (bias_v is None), "expects bias_k and bias_v, or neither")
    if bias_k is not None:
        _require(static_k is None and static_v is None, "a bias cannot be added to static_k or static_v")
        k, v = (_joined(kind, [x, kind.expand(b, (1, batch, embed))], 0) for x, b in ((k, bias_k), (v, bias_v)))
        attn_mask, key_padding_mask = _with_column(kind, attn_mask), _with_column(kind, key_padding_mask)
    q = _heads(kind, q, None, "", count, head_dim)
    k, v = _heads(kind, k, static_k, "static_k", count, head_dim), _heads(kind, v, static_v, "static_v", count, head_dim)
    if add_zero_attn:
        k, v = (_joined(kind, [x, kind.filled((count, 1, head_dim), 0.0, dtype_name(x))], 1) for x in (k, v))
        attn_mask, key_padding_mask = _with_column(kind, attn_mask), _with_column(kind, key_padding_mask)
    keys = shape(k)[1]
    q, k, v = (kind.reshape(x, (batch, num_heads, shape(x)[1], head_dim)) for x in (q, k, v))
    mask = None
    if attn_mask is not None:
        mask = attn_mask[None] if shape(attn_mask)[0] == 1 else kind.reshape(attn_mask, (batch, num_heads, length, keys))
    if key_padding_mask is not None:
        _require(shape(key_padding_mask) == (batch, keys),
                 f"expects key_padding_mask of sizes [{batch}, {keys}], got {list(shape(key_padding_mask))}")
        padding = kind.reshape(key_padding_mask, (batch, 1, 1, keys))
        mask = padding if mask is None else mask + padding
    if mask is not None and need_weights:
        # Weights of a query that may look at nothing are NaN, and so is what they give.
        nothing = (mask == -math.inf).all(-1)[..., None]
        mask = kind.module.where(nothing, kind.filled((), math.nan, dtype_name(mask)), mask)
    if mask is not None:
        mask = cast(mask, dtype)
    dropout_p = float(dropout_p) if training else 0.0
    seed, offset = _random.draw(kind) if dropout_p > 0 else (None, None)

    def attend(values):
        return ops.scaled_dot_product_attention(q, k, values, attn_mask=mask, seed=seed, offset=offset, dropout_p=dropout_p,
                                                is_causal=causal)
    found = kind.reshape(kind.permute(attend(v), (2, 0, 1, 3)), (length * batch, embed))
    result = kind.reshape(ops.linear(found, out_proj_weight, out_proj_bias), (length, batch, shape(out_proj_weight)[0]))
    weights = None
    if need_weights:
        # What attention gives for the unit vectors.
        unit = kind.module.eye(keys, dtype=kind.dtype(dtype))
        weights = attend(kind.expand(unit, (batch, num_heads, keys, keys)))
        weights = weights.mean(1) if average_attn_weights else weights
    if not batched:
        result = result[:, 0]
        weights = weights[0] if need_weights else None
    return result, weights


multi_head_attention_forward.needs = ("linear", "scaled_dot_product_attention")
