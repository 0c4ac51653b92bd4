# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Whether 100 x 1000 draws of alpha_dropout, rrelu and gumbel_softmax have the distributions that they should: see random.mlir."""

import array
import math
import sys


def read(path):
    """The numbers of a .npy file of f32."""
    with open(path, "rb") as f:
        data = f.read()
    start = 10 + int.from_bytes(data[8:10], "little")
    return array.array("f", data[start:])


def near(what, value, expected, deviation):
    """Within four standard deviations: by chance it is not once in 16,000."""
    if not abs(value - expected) <= 4 * deviation:
        sys.exit("%s is %r, but should be %r within %r" % (what, value, expected, 4 * deviation))


alpha, slopes, classes = (read(p) for p in sys.argv[1:4])
n = 100 * 1000
dropped = min(alpha)
near("the rate of dropped elements", sum(v == dropped for v in alpha) / n, 0.25, math.sqrt(0.25 * 0.75 / n))
a = 1 / math.sqrt((1.7580993408473766 ** 2 * 0.25 + 1) * 0.75)
near("a kept element", max(alpha), a + 1.7580993408473766 * a * 0.25, 1e-6)
near("the mean slope", -sum(slopes) / n, 0.5, 0.6 / math.sqrt(12 * n))
near("the variance of slopes", sum((v + 0.5) ** 2 for v in slopes) / n, 0.03, 0.03 * math.sqrt(0.8 / n))
if not all(-0.8 <= v <= -0.2 for v in slopes):
    sys.exit("a slope is outside of its range")
near("the number of ones", sum(classes), 1000, 0)
chosen = [sum(classes[i * 1000:(i + 1) * 1000]) for i in range(100)]
chi = sum((c - 10) ** 2 / 10 for c in chosen)
near("chi squared of 100 classes", chi, 99, math.sqrt(2 * 99))
