# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The functions that draw: the same bits for a seed on any number of threads, and the distributions that they should have.

Every statistic is turned into a standard normal number, which may be at most LIMIT: by chance it is more once in a million
tests. Seeds are fixed, so that a test that passes goes on passing; what can fail is another generator.
"""

import math
import os
import pathlib
import subprocess
import sys
import unittest

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))
import nnf  # noqa: E402
import nnf.functional as F  # noqa: E402

# |z| > LIMIT has probability 1e-6.
LIMIT = 4.892

# What each function draws with a fixed seed, on arrays large enough to be divided among threads.
DRAWS = """
import hashlib, sys
import numpy as np
import nnf, nnf.functional as F
nnf.set_num_threads(int(sys.argv[1]))
nnf.manual_seed(2024)
x = np.linspace(-3, 3, 1 << 20, dtype="float32")
image = x.reshape(8, 128, 32, 32)
volume = x.reshape(8, 128, 8, 16, 8)
q = x[:1 << 16].reshape(2, 4, 128, 64)
results = [F.dropout(x, 0.3), F.dropout(x.astype("float16"), 0.3), F.dropout(x.astype("float64"), 0.3),
           F.dropout1d(image[0], 0.4), F.dropout2d(image, 0.4), F.dropout3d(volume, 0.4),
           F.alpha_dropout(x, 0.2, True), F.feature_alpha_dropout(image, 0.2, True), F.rrelu(x, training=True),
           F.gumbel_softmax(x.reshape(-1, 64)), F.gumbel_softmax(x.reshape(-1, 64), hard=True, dim=0),
           F.fractional_max_pool2d(image, 2, output_size=13), F.fractional_max_pool3d(volume, 2, output_size=5),
           F.scaled_dot_product_attention(q, q, q, dropout_p=0.25)]
for y in results:
    print(hashlib.sha256(np.ascontiguousarray(y).tobytes()).hexdigest())
"""


def z_of_rate(hits, draws, rate):
    """How far a number of hits is from what is expected, in standard deviations."""
    return (hits - draws * rate) / math.sqrt(draws * rate * (1 - rate))


def z_of_mean(values, mean, variance):
    return (values.mean(dtype="float64") - mean) * math.sqrt(values.size / variance)


def z_of_chi_squared(found, expected):
    """Of the sum of (found - expected)^2 / expected, by Wilson and Hilferty's cube root."""
    found, expected = np.asarray(found, "float64"), np.asarray(expected, "float64")
    degrees = found.size - 1
    statistic = ((found - expected) ** 2 / expected).sum()
    part = 2 / (9 * degrees)
    return ((statistic / degrees) ** (1 / 3) - (1 - part)) / math.sqrt(part)


class Distributions(unittest.TestCase):
    def setUp(self):
        nnf.manual_seed(77)

    def plausible(self, z, what):
        self.assertLess(abs(z), LIMIT, what)

    def test_dropout(self):
        for kind in ("float32", "float64", "float16"):
            for p in (0.02, 0.5, 0.9):
                y = F.dropout(np.ones(400_000, kind), p).astype("float64")
                kept = y != 0
                self.plausible(z_of_rate(kept.sum(), y.size, 1 - p), f"{kind}, keep rate for {p}")
                np.testing.assert_allclose(y[kept], 1 / (1 - p), rtol=1e-3)
                if kind != "float16":
                    # The mean of the result is that of the input: 1, with a variance of p / (1 - p).
                    self.plausible(z_of_mean(y, 1, p / (1 - p)), f"{kind}, mean for {p}")
                # Neighbours are independent, and so are elements a row of 1024 apart.
                for lag in (1, 2, 8, 1024):
                    both = (kept[lag:] & kept[:-lag])[::2]
                    rate = (1 - p) ** 2
                    # Pairs overlap where their distance is the lag: at most twice the variance of independent ones.
                    self.plausible(z_of_rate(both.sum(), both.size, rate) / math.sqrt(2), f"{kind}, pairs {lag} apart for {p}")

    def test_dropout_of_channels(self):
        for function, sizes in ((F.dropout1d, (300, 200, 3)), (F.dropout2d, (300, 200, 2, 3)), (F.dropout3d, (300, 200, 2, 1, 2))):
            kept = function(np.ones(sizes, "float32"), 0.3).reshape(300, 200, -1) != 0
            self.assertTrue((kept.all(-1) | ~kept.any(-1)).all(), "a channel is dropped as a whole")
            self.plausible(z_of_rate(kept[..., 0].sum(), 60_000, 0.7), f"{function.__name__}, keep rate")
            rows = kept[..., 0].sum(1)
            spread = ((rows - 140.0) ** 2).sum() / (200 * 0.3 * 0.7)
            self.plausible((spread - 300) / math.sqrt(2 * 300), f"{function.__name__}, spread of the rows")

    def test_alpha_dropout(self):
        x = np.random.default_rng(1).standard_normal(500_000)
        for function, sizes in ((F.alpha_dropout, x.shape), (F.feature_alpha_dropout, (500_000, 1, 1))):
            for p in (0.1, 0.5):
                y = function(x.reshape(sizes), p, True).reshape(-1)
                # Mean 0 and variance 1 are kept; the fourth moment bounds the variance of the second.
                self.plausible(z_of_mean(y, 0, 1), f"{function.__name__}, mean for {p}")
                self.plausible(z_of_mean(y * y, 1, (y ** 4).mean() - 1), f"{function.__name__}, variance for {p}")
                # All that is dropped has one value, which no other element has.
                dropped = np.unique(np.round(y, 12), return_counts=True)[1].max()
                self.plausible(z_of_rate(dropped, y.size, p), f"{function.__name__}, rate for {p}")

    def test_rrelu(self):
        slopes = -F.rrelu(np.full(500_000, -1.0), 0.2, 0.8, True)
        self.assertTrue(((slopes >= 0.2) & (slopes <= 0.8)).all())
        self.plausible(z_of_mean(slopes, 0.5, 0.36 / 12), "mean")
        self.plausible(z_of_mean((slopes - 0.5) ** 2, 0.03, 0.3 ** 4 * (1 / 5 - 1 / 9)), "variance")
        bins = np.histogram(slopes, 250, (0.2, 0.8))[0]
        self.plausible(z_of_chi_squared(bins, np.full(250, slopes.size / 250)), "250 bins")

    def test_gumbel_softmax(self):
        logits = np.array([0.0, 1.0, -2.0, 0.5, 3.0])
        shares = np.exp(logits) / np.exp(logits).sum()
        rows = np.broadcast_to(logits, (200_000, 5)).copy()
        for tau in (0.3, 1.0):
            hard = F.gumbel_softmax(rows, tau, hard=True)
            self.plausible(z_of_chi_squared(hard.sum(0), shares * len(rows)), f"classes with tau = {tau}")
            soft = F.gumbel_softmax(rows, tau)
            found = np.bincount(soft.argmax(-1), minlength=5)
            self.plausible(z_of_chi_squared(found, shares * len(rows)), f"largest of the soft ones with tau = {tau}")

    def test_fractional_pools(self):
        # Windows of one pixel over 0, 1, ..., 9 show where they begin: the first at 0, the last at the end, and between
        # them at floor((i + u) s) - floor(u s) for a u that is uniform in [0, 1) and s = (10 - 1) / (4 - 1).
        image = np.broadcast_to(np.arange(10.0), (20_000, 1, 10, 10)).copy()
        second = F.fractional_max_pool2d(image, 1, output_size=4)[:, 0, 0, 1].astype(int)
        u = (np.arange(100_000) + 0.5) / 100_000
        expected = np.bincount((np.floor((1 + u) * 3) - np.floor(u * 3)).astype(int), minlength=10) / u.size
        found = np.bincount(second, minlength=10)
        self.assertEqual(found[expected == 0].sum(), 0)
        if (expected > 0).sum() > 1:
            self.plausible(z_of_chi_squared(found[expected > 0], expected[expected > 0] * second.size), "begin of a window")
        # A step that is no whole number: two places, each as often as u says.
        second = F.fractional_max_pool2d(image[..., :9].copy(), 1, output_size=(4, 4))[:, 0, 0, 1].astype(int)
        expected = np.bincount((np.floor((1 + u) * (8 / 3)) - np.floor(u * (8 / 3))).astype(int), minlength=10) / u.size
        found = np.bincount(second, minlength=10)
        self.assertEqual(found[expected == 0].sum(), 0)
        self.plausible(z_of_chi_squared(found[expected > 0], expected[expected > 0] * second.size), "begin of a window")

    def test_attention(self):
        # All scores are 0, so every weight is 1/64 before some are dropped; the values show the weights.
        q, v = np.zeros((4, 8, 128, 16), "float32"), np.broadcast_to(np.eye(64, dtype="float32"), (4, 8, 64, 64)).copy()
        weights = F.scaled_dot_product_attention(q, np.zeros((4, 8, 64, 16), "float32"), v, dropout_p=0.25)
        kept = weights != 0
        self.plausible(z_of_rate(kept.sum(), kept.size, 0.75), "keep rate")
        np.testing.assert_allclose(weights[kept], 1 / 64 / 0.75, rtol=1e-5)
        columns = kept.sum((0, 1, 2))
        spread = ((columns - 4096 * 0.75) ** 2).sum() / (4096 * 0.75 * 0.25)
        self.plausible((spread - 64) / math.sqrt(2 * 64), "spread of the keys")


class Threads(unittest.TestCase):
    def test_same_bits(self):
        def digests(threads):
            done = subprocess.run([sys.executable, "-c", DRAWS, str(threads)], text=True, stdout=subprocess.PIPE, check=True,
                                  env={**os.environ, "PYTHONPATH": sys.path[0]})
            return done.stdout.split()
        one = digests(1)
        self.assertEqual(len(set(one)), 14)
        for threads in (2, 3, 7):
            self.assertEqual(digests(threads), one, f"{threads} threads")


if __name__ == "__main__":
    unittest.main()
