# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Smooth activations on all 65536 float16 numbers: their kernels are shorter there, and the results still those that round
correctly, but for one that lies within a hundredth of a unit of the middle between two numbers."""

import math
import pathlib
import sys
import unittest

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))
import nnf.functional as F  # noqa: E402

ALL = np.arange(1 << 16, dtype=np.uint16).view(np.float16)


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if x > -700 else math.exp(x)


class Halves(unittest.TestCase):
    def check(self, function, exact):
        found = function(ALL)
        self.assertEqual(found.dtype, np.float16)
        finite = np.isfinite(ALL)
        self.assertTrue(np.isnan(found[np.isnan(ALL)]).all())
        wanted = np.array([exact(float(x)) for x in ALL[finite]])
        results = found[finite].astype(np.float64)
        self.assertTrue(np.isfinite(results).all())
        unit = np.exp2(np.maximum(np.floor(np.log2(np.maximum(np.abs(wanted), 1e-300))), -14) - 10)
        errors = np.abs(results - wanted) / unit
        worst = int(np.argmax(errors))
        self.assertLess(errors[worst], 0.51, f"at {ALL[finite][worst]}")
        # The sign is that of the exact result, down to zeros.
        self.assertTrue((np.signbit(found[finite]) == np.array([math.copysign(1, w) < 0 for w in wanted])).all())

    def test_gelu(self):
        self.check(F.gelu, lambda x: x * math.erfc(-x / math.sqrt(2)) / 2)

    def test_silu(self):
        self.check(F.silu, lambda x: x * sigmoid(x))

    def test_sigmoid(self):
        self.check(F.sigmoid, sigmoid)

    def test_mish(self):
        self.check(F.mish, lambda x: x * math.tanh(math.log1p(math.exp(x)) if x < 30 else x))

    def test_infinities(self):
        infinities = np.array([np.inf, -np.inf], dtype=np.float16)
        for function in (F.gelu, F.silu, F.mish):
            found = function(infinities)
            self.assertEqual(found[0], np.inf)
            self.assertTrue(np.isnan(found[1]))
        self.assertEqual(F.sigmoid(infinities).tolist(), [1.0, 0.0])


if __name__ == "__main__":
    unittest.main()
