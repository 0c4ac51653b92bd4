# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Losses and distances of operands of several types: PyTorch's results, their types, and its refusals."""

import itertools

import torch
import torch.nn.functional as F
from common import Case, main

import nnf

_TYPES = (torch.float32, torch.bfloat16, torch.int64)
_LOSSES = {
    "huber_loss": F.huber_loss, "smooth_l1_loss": F.smooth_l1_loss, "mse_loss": F.mse_loss, "l1_loss": F.l1_loss,
    "kl_div": F.kl_div, "poisson_nll_loss": F.poisson_nll_loss, "soft_margin_loss": F.soft_margin_loss,
    "hinge_embedding_loss": F.hinge_embedding_loss, "multilabel_soft_margin_loss": F.multilabel_soft_margin_loss,
    "gaussian_nll_loss": lambda a, b, **k: F.gaussian_nll_loss(a, b, torch.ones(4, 6), **k),
    "cosine_embedding_loss": lambda a, b, **k: F.cosine_embedding_loss(a, b, torch.ones(4), **k),
    "margin_ranking_loss": lambda a, b, **k: F.margin_ranking_loss(a, b, torch.ones(4, 6), **k),
    "triplet_margin_loss": lambda a, b, **k: F.triplet_margin_loss(a, b, a + 1, **k)}
_DISTANCES = {"pairwise_distance": F.pairwise_distance, "cosine_similarity": F.cosine_similarity}


def _values(dtype):
    x = torch.rand(4, 6)
    return x > 0.5 if dtype == torch.bool else (x * 3).to(dtype)


def _outcome(f, *args):
    try:
        return f(*args)
    except (RuntimeError, TypeError, ValueError) as e:
        return e


class Promotion(Case):
    def each(self, functions, options):
        for (name, f), p, q, k in itertools.product(functions.items(), _TYPES, _TYPES, options):
            if p == q and p.is_floating_point:
                continue
            a, b = _values(p), _values(q)
            with self.subTest(name, input=p, other=q, **k):
                want = _outcome(lambda a, b, f=f, k=k: f(a, b, **k), a, b)
                got = _outcome(nnf.jit(lambda a, b, f=f, k=k: f(a, b, **k)), a, b)
                self.assertEqual(isinstance(got, Exception), isinstance(want, Exception), "%s, expected %s" % (got, want))
                if not isinstance(want, Exception):
                    loose = torch.bfloat16 in (p, q)
                    self.close(got, want, rtol=2e-2 if loose else 1e-4, atol=1e-2 if loose else 1e-5)

    def test_losses(self):
        self.each(_LOSSES, [{"reduction": "none"}])

    def test_reduced(self):
        self.each({n: _LOSSES[n] for n in ("huber_loss", "mse_loss", "l1_loss", "soft_margin_loss")}, [{}])

    def test_distances(self):
        self.each(_DISTANCES, [{}])

    def test_tensors_without_dimensions_do_not_widen(self):
        x = torch.rand(3)
        self.same(lambda x, y: F.mse_loss(x, y, reduction="none"), x, torch.tensor(0.5, dtype=torch.float64))
        self.same(lambda x, y: F.l1_loss(x, y, reduction="none"), x.half(), torch.tensor(2), rtol=1e-3)


if __name__ == "__main__":
    main()
