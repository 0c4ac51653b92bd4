# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Results whose sizes depend on values: masks as indices, nonzero, unique and the like; and what picks by order."""

import os
import tempfile
import warnings

import torch
from common import Case, main

import nnf

F = torch.nn.functional
NAN, INF = float("nan"), float("inf")


class Picked(Case):
    def each(self, functions, *args):
        self.same(lambda *xs: [f(*xs) for f in functions], *args)

    def test_masks_as_indices(self):
        x, i = torch.randn(4, 6), torch.tensor([2, 0, 1, 3])
        self.each([lambda x, i: x[x > 0], lambda x, i: x[x.sum(1) > 0], lambda x, i: x[:, x.sum(0) > 0], lambda x, i: x[x > 100],
                   lambda x, i: x[x.sum(1) > -9, 0], lambda x, i: x[torch.tensor([True, False, True, False]), torch.tensor([0, 1])],
                   lambda x, i: x[torch.tensor(True)], lambda x, i: x[x.sum(1) > 0][:, x.sum(0) > 0], lambda x, i: x[i != 0][:2],
                   lambda x, i: x.masked_select(x > 0), lambda x, i: torch.masked_select(x[:1], x > 0),
                   lambda x, i: torch.tensor([1.0, 2.0])[(i > 1)[:2]]], x, i)
        self.same(lambda x, m: x[m], x, (x > 0).to(torch.uint8))
        self.same(lambda x, m: x[m], torch.randn(0, 3), torch.zeros(0, 3, dtype=torch.bool))
        for dtype in (torch.float64, torch.bfloat16, torch.int32, torch.uint8, torch.bool):
            self.same(lambda x: x[x != 0], torch.tensor([[1, 0, 2], [0, 3, 4]]).to(dtype))

    def test_places(self):
        x = torch.randn(3, 4, 2)
        self.each([lambda x: (x > 0).nonzero(), lambda x: torch.nonzero(x > 0, as_tuple=True), lambda x: torch.argwhere(x > 9),
                   lambda x: torch.where(x > 0), lambda x: x[0, 0, 0].nonzero(), lambda x: torch.nonzero(x[0, 0] * NAN)], x)

    def test_what_is_computed_of_them(self):
        x, i = torch.randn(4, 6), torch.tensor([2, 0, 1, 3])
        self.each([lambda x, i: x[x > 0].mean(), lambda x, i: x[x > 100].sum(), lambda x, i: x[x > 100].mean(), lambda x, i: x[x > 0].std(),
                   lambda x, i: x[x > 0].max(), lambda x, i: x[x > 0].median(), lambda x, i: x[x > 0].sort().values,
                   lambda x, i: x[x > 0].topk(2).values, lambda x, i: x[x > 0].cumsum(0), lambda x, i: x[x > 0] * 2 + x[x > 0].exp(),
                   lambda x, i: torch.cat([x[x > 0], x[x <= 0]]), lambda x, i: x[x > 0].unsqueeze(0).expand(3, -1),
                   lambda x, i: x[x.sum(1) > -9].T, lambda x, i: x.sum() / x[x > 0].numel(), lambda x, i: x[x.abs() > 0].view(-1, 2),
                   lambda x, i: x[i != 0].T @ x[i != 0], lambda x, i: torch.arange(x[x > 0].shape[0])], x, i)
        self.each([lambda x, i: F.softmax(x[i != 0], -1), lambda x, i: F.softmax(x[x > 0], 0), lambda x, i: F.linear(x[i != 0], x[:2]),
                   lambda x, i: F.layer_norm(x[i != 0], (6,)), lambda x, i: F.cross_entropy(x[i != 0], i[i != 0]),
                   lambda x, i: F.mse_loss(x[x > 0], x[x > 0] * 2)], x, i)

    def test_sizes_that_must_agree_are_compared_in_the_call(self):
        x, y, i = torch.randn(4, 6), torch.randn(4, 6), torch.tensor([2, 0, 1, 3])
        y[0, :2] = 9.0 - y[0, :2]
        for f, what in ((lambda x, y, i: x[x > 0] + y[y > 1], "sizes .* differ"),
                        (lambda x, y, i: x[x.sum(1) > -99].T @ y[i > 2], "sizes 4 and 1 differ"),
                        (lambda x, y, i: F.cross_entropy(x[i != 0], i[i > 1]), "sizes 3 and 2 differ"),
                        (lambda x, y, i: x[i > 99].max(), "not empty"),
                        (lambda x, y, i: x.index_put((i > 0,), torch.ones(2, 6)), "shape mismatch: dimension 2 from the end"),
                        (lambda x, y, i: x.masked_scatter(x > -99, torch.ones(3)), "indices from 0 to 23"),
                        (lambda x, y, i: torch.bincount(i - 1), "indices from -1"),
                        (lambda x, y, i: torch.repeat_interleave(x, i - 1, 0), "indices from -1"),
                        (lambda x, y, i: torch.repeat_interleave(x, i, 0, output_size=7), "add up to 6, expected output_size")):
            with self.assertRaises((RuntimeError, ValueError, IndexError)):
                f(x, y, i)
            with self.assertRaisesRegex(nnf.native.Error, what):
                nnf.jit(f)(x, y, i)

    def test_decisions_on_such_sizes_are_refused(self):
        for f in (lambda x: x[x > 0] if x[x > 0].numel() > 3 else x, lambda x: x / len(x[x > 0]), lambda x: x[x > 0].shape[0]):
            with self.assertRaisesRegex(nnf.CaptureError, "size that depends on the values"):
                nnf.jit(f)(torch.randn(4))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            f = nnf.jit(lambda x: x[x > 0] if x[x > 0].numel() > 1 else -x, fallback=True)
            for x in (torch.tensor([1.0, 2.0, -1.0]), torch.tensor([1.0, -2.0, -1.0])):
                self.close(f(x), x[x > 0] if x[x > 0].numel() > 1 else -x)

    def test_writes_to_what_a_mask_picks(self):
        def negative(x, m, v):
            x = x.clone()
            x[x < 0] = x[x < 0] * 0.1
            x[m] = v.reshape(4, 6)[m]
            x[~m] = 7.0
            return x
        x, m = torch.randn(4, 6), torch.randn(4, 6) > 0
        self.same(negative, x, m, torch.randn(24))
        self.each([lambda x, m: x.index_put((m,), torch.tensor(1.0)), lambda x, m: x.index_put((m,), torch.tensor(1.0), accumulate=True),
                   lambda x, m: x.index_put((m,), x[m] + 1), lambda x, m: x.masked_scatter(m, torch.arange(24.0)),
                   lambda x, m: x.masked_scatter(m[0], torch.arange(24.0)), lambda x, m: x.masked_scatter(m & ~m, torch.ones(0)),
                   lambda x, m: x.index_put((m[:, 0], torch.tensor([1])), torch.tensor(3.0))], x, m)

    def test_what_occurs(self):
        x = torch.tensor([[3.0, 1.0, NAN, 2.0], [1.0, -0.0, NAN, 0.0]])
        self.each([lambda x: torch.unique(x), lambda x: torch.unique(x, return_inverse=True, return_counts=True),
                   lambda x: torch.unique_consecutive(x.nan_to_num().round(), return_inverse=True, return_counts=True),
                   lambda x: torch.unique(x[:0]), lambda x: torch.unique(x > 1), lambda x: torch.combinations(x[0])], x)
        i = torch.tensor([2, 0, 5, 2])
        self.each([lambda i: torch.bincount(i), lambda i: torch.bincount(i, minlength=9), lambda i: torch.bincount(i, i.float() / 2),
                   lambda i: torch.bincount(i[:0], minlength=3), lambda i: torch.repeat_interleave(i), lambda i: i.repeat_interleave(i),
                   lambda i: torch.repeat_interleave(i, i, output_size=9), lambda i: torch.bincount(i[i > 2])], i)
        with self.assertRaisesRegex(nnf.CaptureError, "fallback=True"):
            nnf.jit(lambda x: torch.unique(x, dim=0))(x)

    def test_by_order(self):
        x = torch.randn(3, 7)
        y = torch.tensor([[1.0, NAN, 3.0, 2.0, NAN], [5.0, -INF, INF, 0.0, 1.0]])
        i = torch.tensor([[3, 1, 3, 2, 1], [4, 4, 4, 0, 0]])
        self.each([lambda x, y, i: torch.kthvalue(x, 3), lambda x, y, i: torch.kthvalue(x, 2, 0, True), lambda x, y, i: torch.median(x, 1),
                   lambda x, y, i: torch.median(y, 1), lambda x, y, i: torch.nanmedian(y, 1), lambda x, y, i: torch.nanmedian(y),
                   lambda x, y, i: torch.median(y), lambda x, y, i: torch.mode(i, 1), lambda x, y, i: torch.mode(i.float(), 0, True),
                   lambda x, y, i: torch.cummax(y, 1), lambda x, y, i: torch.cummin(y, 1), lambda x, y, i: torch.cummax(i, 1),
                   lambda x, y, i: torch.logcumsumexp(x, 1), lambda x, y, i: torch.logcumsumexp(y, 1), lambda x, y, i: torch.median(i),
                   lambda x, y, i: torch.logcumsumexp(torch.tensor([-INF, -INF, 1.0, INF, INF]), 0), lambda x, y, i: torch.median(i, 0)], x, y, i)
        with self.assertRaisesRegex(RuntimeError, "out of range"):
            nnf.jit(lambda x: torch.kthvalue(x, 8))(x)

    def test_draws(self):
        p = torch.tensor([[0.1, 0.2, 0.7], [0.5, 0.0, 0.5]])
        for f in (lambda p: torch.multinomial(p, 1), lambda p: torch.multinomial(p, 2), lambda p: torch.normal(p, 2.0),
                  lambda p: torch.normal(p, p + 1), lambda p: torch.normal(1.0, p)):
            torch.manual_seed(5)
            want = f(p)
            torch.manual_seed(5)
            self.close(nnf.jit(f)(p), want)
        drawn = nnf.jit(lambda p: torch.multinomial(p, 4000, replacement=True))(p)
        for row, q in zip(drawn, p):
            self.close(torch.bincount(row, minlength=3) / 4000, q, atol=0.05)

    def test_open_sizes_and_files(self):
        f = nnf.jit(lambda x: (x[x > 0], x * 2), dynamic={"x": {0: "n"}})
        for n in (5, 9, 2):
            x = torch.randn(n, 3)
            self.close(f(x), (x[x > 0], x * 2))
        with tempfile.TemporaryDirectory() as folder:
            loaded = nnf.load(f.save(os.path.join(folder, "m.so")))
            for x in (torch.randn(7, 3), -torch.ones(4, 3)):
                self.close(loaded(x), (x[x > 0], x * 2))
            x = torch.randn(4, 3)
            self.assertEqual(loaded(x.numpy())[0].tolist(), x[x > 0].tolist())


if __name__ == "__main__":
    main()
