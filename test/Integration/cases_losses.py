# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Random cases of losses on pairs, triplets, counts and margins; see torch_cases.py."""

import torch
import torch.nn.functional as F
from torch_cases import clauses, family, loosely, pick, spelled


def reduction(m, *more):
    return m.rng.choice(["none", "mean", "sum", *more])


def pair(m, shape=None):
    shape = m.shape() if shape is None else shape
    return shape, [1 if m.rng.random() < 0.15 else s for s in shape]


def poisson_nll_loss(m, name, dtype):
    a, b = pair(m)
    log_input, full, red = m.rng.random() < 0.5, m.rng.random() < 0.5, reduction(m)
    x = m.randn(a, dtype) if log_input else m.uniform(a, dtype, 0.05, 4)
    return m.case(name, lambda x, y: "nnf.poisson_nll_loss %s, %s%s" % (
        x, y, clauses(log_input=log_input, full=full, reduction=red)), [x, m.integers(b, 0, 6).to(dtype)],
        lambda x, y: F.poisson_nll_loss(x, y, log_input, full, reduction=red), gradients=[0], **loosely(dtype, 1e-5))


def gaussian_nll_loss(m, name, dtype):
    shape = m.shape(1, 4, empty=0)
    var = m.rng.choice([shape, shape[:-1] + [1], shape[:-1], shape[:-1]] + ([[shape[0], 1] + shape[2:]] if len(shape) > 2 else []))
    if len(shape) == 1 and not var:
        var = [1]
    full, red = m.rng.random() < 0.5, reduction(m)
    v = m.uniform(var, dtype, 0.2, 2)
    v.view(-1)[0] = 0  # below eps
    eps = 0.25
    return m.case(name, lambda x, y, v: "nnf.gaussian_nll_loss %s, %s, %s%s" % (x, y, v, clauses(full=full, eps=eps, reduction=red)),
                  [m.randn(shape, dtype), m.randn(shape, dtype), v],
                  lambda x, y, v: F.gaussian_nll_loss(x, y, v, full, eps, red), **loosely(dtype, 2e-5))


def negative_variance(m, name, dtype):
    v = m.uniform([5], dtype, 0.2, 2)
    v[3] = -1
    case = m.case(name, lambda x, y, v: "nnf.gaussian_nll_loss %s, %s, %s" % (x, y, v), [m.randn([5], dtype), m.randn([5], dtype), v],
                  lambda x, y, v: x.sum(), gradients=False)
    case.error = "var[3] is negative, but must be at least 0"
    return case


def kl_div(m, name, dtype):
    a, b = pair(m)
    log_target, red = m.rng.random() < 0.5, reduction(m, "batchmean")
    y = m.randn(b, dtype) if log_target else m.uniform(b, dtype, 0.01, 1)
    if not log_target and y.numel():
        y.view(-1)[0] = 0
    return m.case(name, lambda x, y: "nnf.kl_div %s, %s%s" % (x, y, clauses(log_target=log_target, reduction=red)),
                  [m.randn(a, dtype), y], lambda x, y: F.kl_div(x, y, reduction=red, log_target=log_target),
                  gradients=[0, 1] if log_target else [0], **loosely(dtype, 1e-5))


def hinge_embedding_loss(m, name, dtype):
    a, b = pair(m)
    margin, red = m.rng.choice([1.0, 0.3]), reduction(m)
    return m.case(name, lambda x, y: "nnf.hinge_embedding_loss %s, %s%s" % (x, y, clauses(margin=margin, reduction=red)),
                  [m.randn(a, dtype), m.integers(b, -1, 2).to(dtype)],
                  lambda x, y: F.hinge_embedding_loss(x, y, margin, reduction=red), gradients=[0], **loosely(dtype, 1e-5))


def margin_ranking_loss(m, name, dtype):
    a, b = pair(m)
    margin, red = m.rng.choice([0.0, 0.5]), reduction(m)
    return m.case(name, lambda x, z, y: "nnf.margin_ranking_loss %s, %s, %s%s" % (x, z, y, clauses(margin=margin, reduction=red)),
                  [m.randn(a, dtype), m.randn(b, dtype), m.integers(a, 0, 2).to(dtype) * 2 - 1],
                  lambda x, z, y: F.margin_ranking_loss(x, z, y, margin, reduction=red), gradients=[0, 1], **loosely(dtype, 1e-5))


def cosine_embedding_loss(m, name, dtype):
    shape = [m.rng.choice([1, 3, 8]), m.dim()]
    if m.rng.random() < 0.2:
        shape = shape[1:]
    margin, red = m.rng.choice([0.0, 0.2]), reduction(m)
    y = m.integers(shape[:-1], 0, 2, m.rng.choice([torch.int64, torch.int32])) * 2 - 1
    if m.rng.random() < 0.5:
        y = y.to(dtype)
    return m.case(name, lambda a, b, y: "nnf.cosine_embedding_loss %s, %s, %s%s" % (a, b, y, clauses(margin=margin, reduction=red)),
                  [m.randn(shape, dtype), m.randn(shape, dtype), y],
                  lambda a, b, y: F.cosine_embedding_loss(a, b, y, margin, reduction=red), gradients=[0, 1], **loosely(dtype, 1e-5))


def triplet_margin_loss(m, name, dtype):
    shape, other = pair(m, m.shape(1, 3, empty=0))
    p, swap, red = m.rng.choice([2.0, 2.0, 1.0, 3.0]), m.rng.random() < 0.5, reduction(m)
    return m.case(name, lambda a, b, c: "nnf.triplet_margin_loss %s, %s, %s%s" % (a, b, c, clauses(p=p, swap=swap, reduction=red)),
                  [m.randn(shape, dtype), m.randn(other, dtype), m.randn(shape, dtype)],
                  lambda a, b, c: F.triplet_margin_loss(a, b, c, p=p, swap=swap, reduction=red), **loosely(dtype, 3e-5))


def triplet_margin_with_distance_loss(m, name, dtype):
    shape = m.shape(1, 3, empty=0)
    margin, swap, red = m.rng.choice([1.0, 0.5]), m.rng.random() < 0.5, reduction(m)
    return m.case(name, lambda a, b, c: "nnf.triplet_margin_with_distance_loss %s, %s, %s%s" % (
        a, b, c, clauses(margin=margin, swap=swap, reduction=red)),
        [m.randn(shape, dtype), m.randn(shape, dtype), m.randn(shape, dtype)],
        lambda a, b, c: F.triplet_margin_with_distance_loss(a, b, c, margin=margin, swap=swap, reduction=red),
        **loosely(dtype, 3e-5))


def multi_margin_loss(m, name, dtype):
    classes, batch = m.rng.choice([1, 2, 5, 10]), m.rng.choice([[], [1], [4], [7]])
    p, margin, red = m.rng.choice([1, 2]), m.rng.choice([1.0, 0.3]), reduction(m)
    weight = m.uniform([classes], dtype, 0.2, 2) if m.rng.random() < 0.5 else None
    return m.case(name, lambda x, t, w: "nnf.multi_margin_loss %s, %s%s" % (x, t, clauses(weight=w, p=p, margin=margin, reduction=red)),
                  [m.randn(batch + [classes], dtype), m.integers(batch, 0, classes), weight],
                  lambda x, t, w: F.multi_margin_loss(x, t, p, margin, None if w is None else w.detach(), reduction=red),
                  gradients=[0], **loosely(dtype, 1e-5))


def multilabel_margin_loss(m, name, dtype):
    classes, batch = m.rng.choice([1, 2, 5, 10]), m.rng.choice([[], [1], [4], [7]])
    red = reduction(m)
    return m.case(name, lambda x, t: "nnf.multilabel_margin_loss %s, %s%s" % (x, t, clauses(reduction=red)),
                  [m.randn(batch + [classes], dtype), m.integers(batch + [classes], -1, classes)],
                  lambda x, t: F.multilabel_margin_loss(x, t, reduction=red), **loosely(dtype, 1e-5))


def multilabel_soft_margin_loss(m, name, dtype):
    shape = m.shape(1, 3, empty=0)
    red = reduction(m)
    weight = m.uniform(m.rng.choice([shape, shape[-1:]]), dtype, 0.2, 2) if m.rng.random() < 0.5 else None
    return m.case(name, lambda x, y, w: "nnf.multilabel_soft_margin_loss %s, %s%s" % (x, y, clauses(weight=w, reduction=red)),
                  [m.randn(shape, dtype, 3), m.uniform(shape, dtype), weight],
                  lambda x, y, w: F.multilabel_soft_margin_loss(x, y, w, reduction=red), **loosely(dtype, 1e-5))


def linear_cross_entropy(m, name, dtype):
    classes, width, n, more = m.rng.choice([1, 3, 6]), m.rng.choice([1, 4, 17]), m.rng.choice([1, 5]), m.rng.choice([[], [], [2], [2, 3]])
    batch = [n] if more or m.rng.random() < 0.8 else []
    soft, smoothing, red = m.rng.random() < 0.3, m.rng.choice([0.0, 0.1]), reduction(m)
    w = m.randn([classes] + more + [width], dtype)
    bias = m.randn([classes] + more, dtype) if m.rng.random() < 0.5 else None
    weight = m.uniform([classes], dtype, 0.2, 2) if m.rng.random() < 0.3 else None
    target = m.integers(batch + more, 0, classes)
    if soft:
        target = torch.softmax(m.randn(batch + [classes] + more, torch.float64), len(batch)).to(dtype)
    ignored = None if soft else m.rng.choice([None, 0])
    if ignored is not None and classes > 1:
        target.view(-1)[0] = 1 % classes
    attrs = clauses(reduction=red, ignore_index=ignored, label_smoothing=smoothing)
    return m.case(name, lambda x, w, t, b, c: "nnf.linear_cross_entropy %s, %s, %s%s%s" % (
        x, w, t, clauses(linear_bias=b, weight=c), attrs), [m.randn(batch + [width], dtype), w, target, bias, weight],
        lambda x, w, t, b, c: F.linear_cross_entropy(x, w, t, linear_bias=b, weight=None if c is None else c.detach(), reduction=red,
                                                     ignore_index=ignored, label_smoothing=smoothing),
        gradients=[0, 1], **loosely(dtype, 5e-5))


def ctc_loss(m, name, dtype):
    steps, n, classes = m.rng.choice([1, 4, 9]), m.rng.choice([1, 2, 5]), m.rng.choice([2, 3, 6])
    blank, red = m.rng.randrange(classes), reduction(m)
    single = m.rng.random() < 0.2
    n = 1 if single else n
    index = m.rng.choice([torch.int64, torch.int32])
    lengths = m.integers([n], 0, min(4, steps + 1), index)
    inputs = m.integers([n], 0, steps + 1, index)
    inputs[0] = steps
    x = torch.log_softmax(m.randn([steps, n, classes], torch.float64), 2).to(torch.float64 if dtype == torch.float64 else torch.float32)
    labels = [c for c in range(classes) if c != blank]
    rows = torch.tensor([[m.rng.choice(labels) for _ in range(4)] for _ in range(n)], dtype=index)
    if m.rng.random() < 0.5 or single:
        rows = torch.cat([r[:k] for r, k in zip(rows, lengths)])
    if single:
        x, inputs, lengths = x[:, 0], inputs[0], lengths[0]
    # Where a loss is infinite, so is what follows from it.
    attrs = clauses(blank=blank, reduction=red, zero_infinity=True)
    return m.case(name, lambda x, t, i, l: "nnf.ctc_loss %s, %s, %s, %s%s" % (x, t, i, l, attrs), [x, rows, inputs, lengths],
                  lambda x, t, i, l: F.ctc_loss(x, t.long(), i.long(), l.long(), blank, red, True), **loosely(x.dtype, 3e-5))


def ctc_lengths(m, name, dtype):
    x = m.randn([3, 2, 4], torch.float32)
    rows, lengths = torch.tensor([[1, 2], [3, 9]]), torch.tensor([2, 1])
    which = m.rng.choice(["input", "target", "label"])
    inputs = torch.tensor([3, 4 if which == "input" else 3])
    if which != "input":
        lengths[1] = 3 if which == "target" else 2
    case = m.case(name, lambda x, t, i, l: "nnf.ctc_loss %s, %s, %s, %s" % (x, t, i, l), [x, rows, inputs, lengths],
                  lambda x, t, i, l: x.sum(), gradients=False)
    case.error = {"input": "input_lengths[1] is 4, but must be at least 0 and less than 4",
                  "target": "target_lengths[1] is 3, but must be at least 0 and less than 3",
                  "label": "targets[3] is 9, but must be at least 0 and less than 4"}[which]
    return case


def pairwise_distance(m, name, dtype):
    shape, other = pair(m, m.shape(1, 3, empty=0))
    p, keep = m.rng.choice([2.0, 2.0, 1.0, 3.0, 0.5, 0.0, float("inf"), -float("inf")]), m.rng.random() < 0.4
    return m.case(name, lambda a, b: "nnf.pairwise_distance %s, %s%s" % (a, b, clauses(p=spelled(p), keepdim=keep)),
                  [m.randn(shape, dtype), m.randn(other, dtype)], lambda a, b: F.pairwise_distance(a, b, p, 1e-6, keep),
                  **loosely(dtype, 1e-4))


def cosine_similarity(m, name, dtype):
    shape, other = pair(m, m.shape(1, 4, empty=0))
    dim = m.rng.randrange(-len(shape), len(shape))
    x = m.randn(shape, dtype)
    return m.case(name, lambda a, b: "nnf.cosine_similarity %s, %s%s" % (a, b, clauses(dim=dim)),
                  [x, m.randn(other, dtype)], lambda a, b: F.cosine_similarity(a, b, dim), **loosely(dtype, 1e-5))


def pdist(m, name, dtype):
    dtype = m.rng.choice([torch.float32, torch.float64])
    p = m.rng.choice([2.0, 2.0, 1.0, 3.0, 1.5, 0.0, float("inf")])
    x = m.randn([m.rng.choice([2, 3, 5, 12]), m.rng.choice([1, 3, 9])], dtype)
    return m.case(name, lambda a: "nnf.pdist %s%s" % (a, clauses(p=spelled(p))), [x], lambda a: F.pdist(a, p), **loosely(dtype, 3e-5))


def bilinear(m, name, dtype):
    batch, i, j, n = m.shape(0, 2, empty=0), m.rng.choice([1, 3, 8]), m.rng.choice([1, 4, 17]), m.rng.choice([1, 3, 9])
    bias = m.randn([n], dtype) if m.rng.random() < 0.5 else None
    return m.case(name, lambda a, b, w, c: "nnf.bilinear %s, %s, %s%s" % (a, b, w, clauses(bias=c)),
                  [m.randn(batch + [i], dtype), m.randn(batch + [j], dtype), m.randn([n, i, j], dtype), bias],
                  lambda a, b, w, c: F.bilinear(a, b, w, c), **loosely(dtype, 2e-4))


def drawn(m):
    return m.rng.choice([torch.float32, torch.float32, torch.float64, torch.float16, torch.bfloat16])


@family(stored=15)
def Losses(m, name):
    f = pick(name, [poisson_nll_loss, gaussian_nll_loss, negative_variance, kl_div, hinge_embedding_loss, margin_ranking_loss,
                    cosine_embedding_loss, triplet_margin_loss, triplet_margin_with_distance_loss, multi_margin_loss,
                    multilabel_margin_loss, multilabel_soft_margin_loss, linear_cross_entropy, ctc_loss, ctc_lengths])
    return f(m, name + "_" + f.__name__, drawn(m))


@family(stored=8)
def Distances(m, name):
    f = pick(name, [pairwise_distance, cosine_similarity, pdist, bilinear])
    return f(m, name + "_" + f.__name__, drawn(m))
