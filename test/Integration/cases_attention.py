# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases of attention of several heads, of operands of several ranks, and of products of groups; see torch_cases.py."""

import torch
import torch.nn.functional as F
from torch_cases import clauses, family, loosely, pick


def mask_of(m, shape, dtype):
    """A mask that leaves the first key: of bools, or of numbers."""
    if m.rng.random() < 0.5:
        mask = m.uniform(shape) < 0.3
        mask[..., 0] = False
        return mask
    return m.randn(shape, dtype)


def heads(m, name, dtype):
    batched, separate, weights = (m.rng.random() < p for p in (0.7, 0.3, 0.6))
    count, width = m.rng.choice([1, 2, 3]), m.rng.choice([1, 2, 4, 5])
    features, samples = count * width, m.rng.choice([1, 2, 3]) if batched else 1
    queries, keys = m.rng.choice([1, 2, 5, 7]), m.rng.choice([1, 3, 4, 8])
    wide_k, wide_v = (m.rng.choice([3, 6]), m.rng.choice([2, 5])) if separate else (features, features)

    def sequence(length, width):
        return m.randn([length, samples, width] if batched else [length, width], dtype)
    q, k, v = sequence(queries, features), sequence(keys, wide_k), sequence(keys, wide_v)
    out = m.rng.choice([features, 3])
    out_weight, out_bias = m.randn([out, features], dtype), m.randn([out], dtype) if m.rng.random() < 0.5 else None
    in_weight = None if separate else m.randn([3 * features, features], dtype, 0.5)
    in_bias = m.randn([3 * features], dtype) if m.rng.random() < 0.5 else None
    own = [m.randn([features, w], dtype, 0.5) if separate else None for w in (features, wide_k, wide_v)]
    static = [m.randn([samples * count, keys, width], dtype) if m.rng.random() < 0.15 else None for _ in range(2)]
    more = not any(s is not None for s in static) and m.rng.random() < 0.3
    bias = [m.randn(m.rng.choice([[1, 1, features], [features]]), dtype) if more else None for _ in range(2)]
    zero, average = m.rng.random() < 0.3, m.rng.random() < 0.5
    padding = mask_of(m, [samples, keys] if batched else [keys], dtype) if m.rng.random() < 0.4 else None
    shape = [queries, keys] if m.rng.random() < 0.5 else [samples * count, queries, keys]
    mask, causal = mask_of(m, shape, dtype) if m.rng.random() < 0.5 else None, False
    if mask is not None and m.rng.random() < 0.3:
        causal, mask = True, torch.ones([queries, keys], dtype=torch.bool).triu(1)

    def line(q, k, v, ow, ob, iw, ib, qw, kw, vw, bk, bv, sk, sv, kp, am):
        return "nnf.multi_head_attention_forward %s, %s, %s, %s num_heads = %d%s" % (q, k, v, ow, count, clauses(
            out_proj_bias=ob, in_proj_weight=iw, in_proj_bias=ib, q_proj_weight=qw, k_proj_weight=kw, v_proj_weight=vw, bias_k=bk,
            bias_v=bv, static_k=sk, static_v=sv, key_padding_mask=kp, attn_mask=am, add_zero_attn=zero or None,
            need_weights=weights, use_separate_proj_weight=separate or None, average_attn_weights=average,
            is_causal=causal or None))

    def function(q, k, v, ow, ob, iw, ib, qw, kw, vw, bk, bv, sk, sv, kp, am):
        y, w = F.multi_head_attention_forward(
            q, k, v, features, count, iw, ib, bk, bv, zero, 0.0, ow, ob, key_padding_mask=kp, need_weights=weights, attn_mask=am,
            use_separate_proj_weight=separate, q_proj_weight=qw, k_proj_weight=kw, v_proj_weight=vw, static_k=sk, static_v=sv,
            average_attn_weights=average, is_causal=causal)
        return (y, w) if weights else y
    return m.case(name, line, [q, k, v, out_weight, out_bias, in_weight, in_bias, *own, *bias, *static, padding, mask], function,
                  **loosely(dtype, 1e-4))


def ranks(m, name, dtype):
    """Attention whose operands have batch dimensions of different numbers."""
    batch = [m.rng.choice([1, 2, 3]) for _ in range(m.rng.choice([1, 2]))]
    queries, keys, width, columns = (m.rng.choice([1, 2, 5, 9]) for _ in range(4))
    cut = [m.rng.randrange(len(batch) + 1) for _ in range(3)]
    cut[m.rng.randrange(3)] = 0
    q, k, v = (m.randn(batch[c:] + size, dtype) for c, size in zip(cut, ([queries, width], [keys, width], [keys, columns])))
    return m.case(name, lambda a, b, c: "nnf.scaled_dot_product_attention %s, %s, %s" % (a, b, c), [q, k, v],
                  lambda a, b, c: F.scaled_dot_product_attention(a, b, c), **loosely(dtype, 3e-5))


@family(stored=10)
def Heads(m, name):
    f = pick(name, [heads, heads, ranks])
    return f(m, name + "_" + f.__name__, m.dtype())


@family(stored=8)
def Groups(m, name):
    dtype = m.dtype()
    groups, rows, terms, columns = (m.rng.choice([1, 2, 3, 5, 8, 17]) for _ in range(4))
    kind = pick(name, ["rows", "columns", "sums", "apart"])
    size = {"rows": rows, "columns": columns, "sums": terms}.get(kind, 0)
    ends = sorted(m.rng.randrange(size + 1) for _ in range(groups))
    if m.rng.random() < 0.7:
        ends[-1] = size
    a = m.randn([rows, terms] if kind in ("rows", "sums") else [groups, rows, terms], dtype)
    b = m.randn([terms, columns] if kind in ("columns", "sums") else [groups, terms, columns], dtype)
    offs = None if kind == "apart" else torch.tensor(ends, dtype=torch.int32)

    def function(a, b, offs):
        if kind == "apart":
            return a @ b
        parts = list(zip([0] + ends, ends))
        if kind == "sums":
            return torch.stack([a[:, s:e] @ b[s:e] for s, e in parts])
        y = a.new_zeros([rows, columns])
        for g, (s, e) in enumerate(parts):
            if kind == "rows":
                y[s:e] = a[s:e] @ b[g]
            else:
                y[:, s:e] = a[g] @ b[:, s:e]
        return y
    return m.case(name + "_" + kind, lambda a, b, o: "nnf.grouped_mm %s, %s%s" % (a, b, clauses(offs=o)), [a, b, offs], function,
                  gradients=False, **loosely(dtype, 2e-5))


@family(stored=10)
def Integers(m, name):
    """Losses and distances that compute in the integers' own type, where they wrap around, before they become real."""
    op = pick(name, ["pairwise_distance", "margin_ranking_loss", "poisson_nll_loss", "cosine_embedding_loss", "triplet_margin_loss",
                     "triplet_margin_with_distance_loss", "local_response_norm"])
    dtype = m.rng.choice([torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8])
    low, high = (0, 256) if dtype == torch.uint8 else (-128, 128) if dtype == torch.int8 else (-300, 300)
    shape, reduction = [m.dim(), m.dim()], m.rng.choice(["none", "mean", "sum"])
    draw = lambda s=shape, lo=low, hi=high: m.integers(s, lo, hi, dtype)  # noqa: E731
    if op == "pairwise_distance":
        p, keepdim = m.rng.choice([1.0, 2.0, 3.0]), m.rng.random() < 0.3
        operands, attributes = [draw(), draw()], dict(p=p, keepdim=keepdim)
    elif op == "margin_ranking_loss":
        operands, attributes = [draw(), draw(), draw()], dict(margin=0.5, reduction=reduction)
    elif op == "poisson_nll_loss":
        log = m.rng.random() < 0.5
        operands = [draw(lo=0, hi=12), draw(lo=0, hi=100)]
        attributes = dict(log_input=log, full=m.rng.random() < 0.5, reduction=reduction)
    elif op == "cosine_embedding_loss":
        dtype = m.rng.choice([dtype, torch.bool])
        low, high = (0, 2) if dtype == torch.bool else (low, high)
        target = m.integers(shape[:1], 0 if dtype in (torch.bool, torch.uint8) else -1, 2, dtype)
        operands, attributes = [draw(lo=low, hi=high), draw(lo=low, hi=high), target], dict(margin=0.25, reduction=reduction)
    elif op == "local_response_norm":
        dtype = torch.int64
        operands, attributes = [draw([2, *shape], -50, 50)], dict(size=m.rng.choice([1, 2, 3, 5]), alpha=0.5)
    else:
        operands = [draw(), draw(), draw()]
        attributes = dict(margin=0.5, swap=m.rng.random() < 0.5, reduction=reduction)
    return m.case(name + "_" + op, lambda *names: "nnf.%s %s%s" % (op, ", ".join(names), clauses(**attributes)), operands,
                  lambda *t: getattr(F, op)(*t, **attributes), gradients=False, dtypes=[torch.float32], rtol=3e-5, atol=3e-5)


def delta_rule(q, k, v, g, beta, state):
    """The recurrence, in PyTorch's ops."""
    out, scale = [], q.shape[-1] ** -0.5
    state = torch.zeros(*q.shape[:-2], q.shape[-1], v.shape[-1], dtype=torch.float64) if state is None else state
    for t in range(q.shape[-2]):
        state = state * g[..., t].exp()[..., None, None]
        told = (state * k[..., t, :, None]).sum(-2)
        state = state + (beta[..., t, None] * k[..., t, :])[..., None] * (v[..., t, :] - told)[..., None, :]
        out.append((state * q[..., t, :, None]).sum(-2) * scale)
    return (torch.stack(out, -2) if out else torch.zeros(v.shape, dtype=torch.float64)), state


@family(stored=6)
def Delta(m, name):
    dtype = m.dtype()
    batch = [m.rng.choice([1, 2, 3]) for _ in range(m.rng.randrange(3))]
    length, keys, columns = m.rng.choice([0, 1, 5, 17]), m.rng.choice([1, 3, 8, 16]), m.rng.choice([1, 4, 16, 19])
    q, k, v = (m.randn(batch + [length, n], dtype, 0.3) for n in (keys, keys, columns))
    g, beta = m.uniform(batch + [length], dtype, -1.5, 0), m.uniform(batch + [length], dtype)
    state = m.randn(batch + [keys, columns], dtype) if m.rng.random() < 0.5 else None
    final = m.rng.random() < 0.5
    wide = torch.float64 if dtype == torch.float64 else torch.float32

    def function(*operands):
        y, s = delta_rule(*operands)
        return (y, s) if final else y
    return m.case(name, lambda q, k, v, g, b, s: "nnf.gated_delta_rule %s, %s, %s, %s, %s%s" % (q, k, v, g, b, clauses(
        initial_state=s, output_final_state=final or None)), [q, k, v, g, beta, state], function, gradients=False,
        dtypes=[dtype, wide] if final else [dtype], **loosely(dtype, 2e-5))
