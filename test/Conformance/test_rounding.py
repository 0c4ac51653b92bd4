# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Where PyTorch rounds 16-bit floats between the steps of a function: the steps with 16-bit tensors give the same bits.

docs/generated/conformance.md explains differences by this. Nothing of nnf is used.
"""

import itertools
import unittest

import torch

F = torch.nn.functional


class Rounding(unittest.TestCase):
    def each(self, function, steps):
        """function(tensor) and steps(tensor) give the same bits; `tensor` makes the same random numbers for both."""
        for dtype in (torch.float16, torch.bfloat16):
            results = []
            for compute in (function, steps):
                generator = torch.Generator().manual_seed(3)
                results.append(compute(lambda *sizes: torch.randn(sizes, generator=generator).to(dtype)))
            self.assertTrue(torch.equal(*results), f"{dtype}: {results}")

    def test_operations_one_after_another(self):
        self.each(lambda t: F.gaussian_nll_loss(t(99), t(99), t(99).exp(), reduction="none"),
                  lambda t: (lambda x, y, v: 0.5 * (torch.log(v) + (x - y) ** 2 / v))(t(99), t(99), t(99).exp()))
        self.each(lambda t: F.binary_cross_entropy_with_logits(t(99), t(99), reduction="none"),
                  lambda t: (lambda x, y: (1 - y) * x - F.logsigmoid(x))(t(99), t(99)))
        self.each(lambda t: F.soft_margin_loss(t(99), t(99).sign(), reduction="none"),
                  lambda t: (lambda x, y: torch.log1p(torch.exp(-y * x)))(t(99), t(99).sign()))
        self.each(lambda t: F.tanhshrink(t(99)), lambda t: (lambda x: x - x.tanh())(t(99)))

    def test_sums(self):
        def average(tensor):
            x, y = tensor(4, 6, 4), []
            for d, h, w in itertools.product(range(2), range(3), range(2)):
                total = torch.zeros((), dtype=x.dtype)
                for v in x[2 * d:2 * d + 2, 2 * h:2 * h + 2, 2 * w:2 * w + 2].flatten():
                    total = total + v
                y.append(total / 2 / 2 / 2)
            return torch.stack(y).view(1, 1, 2, 3, 2)
        self.each(lambda t: F.adaptive_avg_pool3d(t(4, 6, 4)[None, None], (2, 3, 2)), average)

        def fold(tensor):
            x = tensor(36, 16).view(4, 3, 3, 4, 4)
            y = torch.zeros(4, 6, 6, dtype=x.dtype)
            for i, j in itertools.product(range(3), range(3)):
                y[:, i:i + 4, j:j + 4] += x[:, i, j]
            return y
        self.each(lambda t: F.fold(t(36, 16), (6, 6), 3), fold)

        def convolution(tensor):
            x, w, b = tensor(6, 2, 5), tensor(3, 5, 4), tensor(4)
            y = b.expand(4, 2, 4)
            for k in range(3):
                y = (y.float() + x[k:k + 4].float() @ w[k].float()).to(x.dtype)
            return y
        self.each(lambda t: torch.conv_tbc(t(6, 2, 5), t(3, 5, 4), t(4), 0), convolution)

    def test_weights(self):
        def linear(tensor):
            x, y = tensor(4), []
            for i in range(7):
                place = i * 3 / 6
                below = int(place)
                upper = torch.tensor(place - below).to(x.dtype)
                lower = (1 - upper.float()).to(x.dtype)
                y.append(x[below] * lower + x[min(below + 1, 3)] * upper)
            return torch.stack(y).view(1, 1, 7)
        self.each(lambda t: F.interpolate(t(4)[None, None], size=7, mode="linear", align_corners=True), linear)


if __name__ == "__main__":
    unittest.main()
