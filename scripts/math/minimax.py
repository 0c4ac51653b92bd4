#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Weighted minimax fits with coefficients that are machine numbers (mpmath only).

`fit` solves  min over c of  max over x in [lo, hi] of |weight(x) * (target(x) - sum_j c_j * x^power_j)|  by Remez'
exchange on a Chebyshev grid, then rounds the coefficients one by one, most important first, fitting the others anew
after each. Taking the rounding into the fit costs a fraction of a bit instead of the bit or two that plain rounding
of the leading coefficients loses.
"""
from mpmath import mp, mpf
import mpmath

mp.prec = 180


def round_to(value, bits):
    """The nearest number with `bits` significant bits (the exponent range is not looked at)."""
    if value == 0:
        return mpf(0)
    mantissa, exponent = mpmath.frexp(value)
    scaled = mpmath.ldexp(mantissa, bits)
    return mpmath.ldexp(mpmath.nint(scaled), exponent - bits)


def chebyshev(lo, hi, n):
    return [(lo + hi) / 2 - (hi - lo) / 2 * mpmath.cos(mpmath.pi * i / (n - 1)) for i in range(n)]


def exchange(error, count):
    """`count` grid positions where the error alternates in sign and is as large as can be."""
    picks = []
    for i, e in enumerate(error):
        if e == 0:
            continue
        if picks and (error[picks[-1]] > 0) == (e > 0):
            if abs(e) > abs(error[picks[-1]]):
                picks[-1] = i
        else:
            picks.append(i)
    while len(picks) > count:  # drop the weaker end; both ends stay alternating
        picks.pop(0 if abs(error[picks[0]]) < abs(error[picks[-1]]) else -1)
    return picks


def remez(target, weight, grid, powers, picks=None, rounds=30):
    """Coefficients, largest weighted error, reference points. `target` and `weight` are lists over `grid`."""
    n = len(powers)
    if n == 0:
        return [], max(abs(w * t) for w, t in zip(weight, target)), None
    table = [[x ** p for p in powers] for x in grid]
    if picks is None or len(picks) != n + 1:
        picks = [round(i * (len(grid) - 1) / n) for i in range(n + 1)]
    best = None
    for _ in range(rounds):
        matrix = mpmath.matrix(n + 1, n + 1)
        rhs = mpmath.matrix(n + 1, 1)
        for row, i in enumerate(picks):
            for j in range(n):
                matrix[row, j] = weight[i] * table[i][j]
            matrix[row, n] = (-1) ** row
            rhs[row] = weight[i] * target[i]
        solution = mpmath.lu_solve(matrix, rhs)
        coefficients = [solution[j] for j in range(n)]
        error = [w * (t - sum(c * b for c, b in zip(coefficients, row)))
                 for w, t, row in zip(weight, target, table)]
        largest = max(abs(e) for e in error)
        if best is None or largest < best[1]:
            best = (coefficients, largest, picks)
        if largest <= abs(solution[n]) * mpf('1.001'):
            break
        new = exchange(error, n + 1)
        if len(new) < n + 1 or new == picks:
            break
        picks = new
    return best


def fit(target, lo, hi, powers, weight, bits, fixed=None, order=None, grid=None):
    """Rounded coefficients (list in the order of `powers`) and the largest weighted error they leave.

    bits: significant bits of the coefficients (24 or 53), or a list with one entry a coefficient.
    fixed: {index: value} coefficients that are given.
    """
    n = len(powers)
    lo, hi = mpf(lo), mpf(hi)
    points = chebyshev(lo, hi, grid or max(200, 24 * n))
    points = [x for x in points if abs(x) > mpf(10) ** -12 * max(abs(lo), abs(hi))]
    values = [mpf(target(x)) for x in points]
    weights = [mpf(weight(x)) for x in points]
    bits = [bits] * n if isinstance(bits, int) else bits
    done = {}
    for index, value in (fixed or {}).items():
        done[index] = mpf(value)
        values = [v - done[index] * x ** powers[index] for v, x in zip(values, points)]
    current, picks = {}, None
    for index in order or range(n):
        if index in done:
            continue
        free = [j for j in range(n) if j not in done]
        # Powers of x alone need not be a Haar system on an interval around 0, so the exchange may stall: keep what
        # the fit before said about these coefficients unless the new one is better.
        fresh, error, _ = remez(values, weights, points, [powers[j] for j in free], picks)
        kept = [current.get(j) for j in free]
        if None not in kept:
            old = max(abs(w * (v - sum(c * x ** powers[j] for c, j in zip(kept, free))))
                      for w, v, x in zip(weights, values, points))
            if old <= error:
                fresh = kept
        current = dict(zip(free, fresh))
        done[index] = round_to(current.pop(index), bits[index])
        values = [v - done[index] * x ** powers[index] for v, x in zip(values, points)]
    largest = max(abs(w * v) for w, v in zip(weights, values))
    return [done[j] for j in range(n)], largest
