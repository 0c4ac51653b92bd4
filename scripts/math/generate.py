#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes dialect/nnf/Codegen/Math/Coefficients.h: every polynomial and split constant of the vector math library.

    python3 scripts/math/generate.py [--check] [name...]

Needs mpmath. --check compares with the file instead of writing it. With names, only those polynomials are fitted and
printed. A polynomial is one call of `poly` below: what it approximates, on which interval, with how many terms, and
the weight that turns its error into that of the function it serves. The largest weighted error becomes the comment.
"""
import math
import pathlib
import struct
import sys

import mpmath
from mpmath import mp, mpf

import minimax

HEADER = pathlib.Path(__file__).resolve().parents[2] / 'dialect/nnf/Codegen/Math/Coefficients.h'
F32, F64 = 24, 53
RANGE = {F32: (mpf(2) ** -149, 128), F64: (mpf(2) ** -1074, 1024)}
log, exp, erf, erfc, sqrt, tanh = mpmath.log, mpmath.exp, mpmath.erf, mpmath.erfc, mpmath.sqrt, mpmath.tanh
wanted = [a for a in sys.argv[1:] if not a.startswith('-')]


def literal(value, bits):
    """A C++ literal that is exactly `value`."""
    return float(value).hex() + ('f' if bits == F32 else '')


class Section:
    """The constants of one precision."""

    def __init__(self, bits):
        self.bits, self.lines = bits, []
        self.type = 'float' if bits == F32 else 'double'

    def poly(self, name, about, target, lo, hi, count, weight, powers=None):
        if wanted and name not in wanted:
            return
        powers = powers or list(range(count))
        coefficients, error = minimax.fit(target, lo, hi, powers, weight, self.bits)
        error = f'2^{float(mpmath.log(error, 2)):.1f}'
        if wanted:
            print(self.type, name, count, error, flush=True)
        rows = []
        width = 5 if self.bits == F32 else 4
        for i in range(0, count, width):
            rows.append('      ' + ', '.join(literal(c, self.bits) for c in coefficients[i:i + width]))
        self.lines += [f'  /// {about}; error {error}.',
                       f'  static constexpr {self.type} {name}[] = {{', ',\n'.join(rows) + '};']

    def constant(self, name, about, value):
        if about:
            self.lines.append(f'  /// {about}')
        self.lines.append(f'  static constexpr double {name} = {float(minimax.round_to(mpf(value), self.bits)).hex()};')

    def table(self, name, about, values, width=5):
        self.lines += [f'  /// {about}', f'  static constexpr {self.type} {name}[] = {{',
                       '      ' + rows_of([literal(v, self.bits) for v in values], width, 6) + '};']

    def split(self, name, low, about, value):
        """value = name + low, both rounded to the precision."""
        high = minimax.round_to(mpf(value), self.bits)
        self.constant(name, about, high)
        self.constant(low, '', mpf(value) - high)


def even(count):
    return list(range(0, 2 * count, 2))


def erfcx(t):
    return exp(t * t) * erfc(t)


def constants(s):
    f32 = s.bits == F32
    pick = lambda a, b: a if f32 else b
    smallest, top = RANGE[s.bits]

    # exp, exp2, expm1. 0.3475: half of ln 2 and the error of x * log2e before it is rounded.
    s.split('log2e', 'log2eLo', '1 / ln 2 and what it lacks.', 1 / log(2))
    s.split('ln2Hi', 'ln2Lo', 'ln 2 in two parts.', log(2))
    s.constant('expLowest', 'Below, e^x rounds to 0; above expHighest it overflows.', log(smallest / 2) - mpf('0.1'))
    s.constant('expHighest', '', top * log(2) + mpf('0.1'))
    s.constant('exp2Lowest', '', mpmath.log(smallest, 2) - 2)
    s.constant('exp2Highest', '', top + mpf('0.25'))
    s.constant('expm1Lowest', 'Below, e^x - 1 rounds to -1.', pick(-18, -38))
    r = mpf('0.3475')
    s.poly('exp', '(e^r - 1 - r) / r^2 for |r| <= 0.3475, relative to e^r', lambda r: (mpmath.expm1(r) - r) / r ** 2,
           -r, r, pick(6, 10), lambda r: r * r / exp(r))
    if f32:
        s.poly('expShort', 'The same for results of 16 bits', lambda r: (mpmath.expm1(r) - r) / r ** 2, -r, r, 3,
               lambda r: r * r / exp(r))
    s.poly('exp2', '(2^r - 1 - r ln 2) / r^2 for |r| <= 0.5, relative to 2^r',
           lambda r: (mpmath.expm1(r * log(2)) - r * log(2)) / r ** 2, -0.5, 0.5, pick(5, 10), lambda r: r * r / 2 ** r)
    # log and its kin.
    third = mpf(1) / 3 + mpf('1e-6')
    if f32:
        s.poly('log', '(log(1 + f) - f + f^2 / 2) / f^3 for |f| <= 1/3, relative to log(1 + f)',
               lambda f: (mpmath.log1p(f) - f + f * f / 2) / f ** 3, -third, third, 9,
               lambda f: f ** 3 / mpmath.log1p(f))
    else:
        # log(1+f) = 2 atanh(s) = 2s + s z R(z), z = s^2, and f - 2s = s f, f^2/2 = ... (see Log.h).
        s.poly('log', '(2 atanh(s) - 2 s) / s^3 as a function of s^2 for |s| <= 1/5, relative to 2 atanh(s)',
               lambda x: (2 * mpmath.atanh(x) - 2 * x) / x ** 3, 0, mpf('0.20001'), 8,
               lambda x: x ** 3 / (2 * mpmath.atanh(x)), even(8))
    n = pick(10, 21)
    s.poly('log1pUnit', '(log(1 + z) - z) / z^2 for 0 <= z <= 1, relative to log(1 + z)',
           lambda z: (mpmath.log1p(z) - z) / z ** 2, 0, 1, n, lambda z: z * z / mpmath.log1p(z))
    if f32:
        piecewise(s, 'softplusTable', 'log(1 + e^-t)', lambda t: mpmath.log1p(exp(-t)), mpf(15), mpf(20), 10,
                  (mpf('0.5'), mpf('0.8')))
    else:
        s.split('twoThirds', 'twoThirdsLo', '2/3.', mpf(2) / 3)
        s.poly('logTail', '((2 atanh(s) - 2 s) / s^3 - 2/3) / s^2 as a function of s^2 for |s| <= 1/5, relative to it',
               lambda x: ((2 * mpmath.atanh(x) - 2 * x) / x ** 3 - mpf(2) / 3) / x ** 2, 0, mpf('0.20001'), 9,
               lambda x: x ** 2 / ((2 * mpmath.atanh(x) - 2 * x) / x ** 3), even(9))
    s.split('log10e', 'log10eLo', '1 / ln 10.', 1 / log(10))
    # k * log10Of2Hi is exact: the high part is short.
    short = minimax.round_to(mpmath.log10(2), s.bits - pick(8, 11))
    s.constant('log10Of2Hi', 'log10 of 2; the high part times an exponent is exact.', short)
    s.constant('log10Of2Lo', '', mpmath.log10(2) - short)

    # tanh.
    if f32:
        piecewise(s, 'tanhTable', 'tanh t, less t itself in the interval of 0,', tanh, mpf('9.02'), mpf(-19), 7,
                  (mpf('0.1'), mpf('0.6')), exact=1)
        s.table('tanhLinear', 'The factor of t.', [1] + [0] * 7)
    n = pick(7, 15)
    s.constant('tanhSaturation', 'From here on tanh is 1.', pick(mpf('9.25'), mpf('19.25')))
    s.poly('tanh', '(tanh x - x) / x^3 as a function of x^2 for x <= 1, relative to tanh x',
           lambda x: (tanh(x) - x) / x ** 3, 0, 1, n, lambda x: x ** 3 / tanh(x), even(n))

    n = pick(7, 16)
    s.split('third', 'thirdLo', '1/3.', mpf(1) / 3)
    s.poly('tanhshrink', '((x - tanh x) / x^3 - 1/3) / x^2 as a function of x^2 for x <= 1, as it counts in x - tanh x',
           lambda x: ((x - tanh(x)) / x ** 3 - mpf(1) / 3) / x ** 2, 0, 1, n, lambda x: x ** 5 / (x - tanh(x)), even(n))

    # erf, erfc.
    n = pick(7, 13)
    s.poly('erf', '(erf x - x) / x as a function of x^2 for x <= 1, relative to erf x',
           lambda x: (erf(x) - x) / x, 0, 1, n, lambda x: x / erf(x), even(n))
    n = pick(7, 18)
    s.constant('erfSaturation', 'From here on erf is 1.', pick(mpf('3.95'), mpf('5.95')))
    s.poly('erfLog', '-log(erfc x) / x for 1 <= x <= erfSaturation, as it counts in erf x',
           lambda x: -log(erfc(x)) / x, 1, pick(mpf('3.95'), mpf('5.95')), n, lambda x: erfc(x) * x)
    tail(s, 'erfcx', 'erfcx(t) (t + k)', erfcx, pick(280, 312), pick(mpf('10.06'), mpf('27.23')),
         pick(13, 32))
    s.constant('erfcHighest', 'Beyond, erfc rounds to 0.', pick(mpf('10.06'), mpf('27.23')))
    highest = pick(mpf('14.8'), mpf('38.9'))
    tail(s, 'phi', 'Phi(-t) e^(t^2/2) (t + k)', lambda t: erfcx(t / sqrt(mpf(2))) / 2, pick(382, 418),
         highest, pick(12, 34))
    s.constant('phiHighest', 'Beyond, t phi(t) rounds to 0.', highest)
    if f32:
        lean = mpf('0.45'), mpf('0.95')
        piecewise(s, 'geluTable', 't Phi(-t)', lambda t: t * erfc(t / sqrt(mpf(2))) / 2, mpf('5.45'), mpf(5), 8, lean, exact=0)
        piecewise(s, 'geluShort', 't Phi(-t), for results of 16 bits,', lambda t: t * erfc(t / sqrt(mpf(2))) / 2, mpf('5.45'), mpf(5),
                  6, lean, exact=0)
        piecewise(s, 'tanhGeluTable', 't / (1 + e^v), v the tanh form of gelu,',
                  lambda t: t / (1 + exp(2 * sqrt(2 / mpmath.pi) * (t + mpf('0.044715') * t ** 3))), mpf('5.1'), mpf(4), 9,
                  lean, exact=0)
    s.split('inverseSqrt2Pi', 'inverseSqrt2PiLo', '1 / sqrt(2 pi).', 1 / sqrt(2 * mpmath.pi))
    # 2 sqrt(2/pi) (x + 0.044715 x^3): the linear factor's high part is short, see Gelu.h.
    linear, cubic = 2 * sqrt(2 / mpmath.pi), mpf('0.044715') * 2 * sqrt(2 / mpmath.pi)
    s.constant('tanhGeluLinear', '2 sqrt(2/pi), a short part and the rest; and 0.044715 times that.', mpf(51) / 32)
    s.constant('tanhGeluLinearLo', '', linear - mpf(51) / 32)
    s.split('tanhGeluCubic', 'tanhGeluCubicLo', '', cubic)


    trigonometry(s)


def trigonometry(s):
    f32 = s.bits == F32
    atan, sin, cos, pi = mpmath.atan, mpmath.sin, mpmath.cos, mpmath.pi
    n, highest = (9, mpf(1)) if f32 else (12, mpf(7) / 16)
    s.poly('atan', f'(atan t - t) / t^3 as a function of t^2 for t <= {float(highest):g}, relative to atan t',
           lambda t: (atan(t) - t) / t ** 3, 0, highest, n, lambda t: t ** 3 / atan(t), even(n))
    s.split('piOver2Hi', 'piOver2Lo', 'pi / 2 in two parts.', pi / 2)
    if f32:
        return
    angles = (('Half', atan(mpf(1) / 2)), ('One', pi / 4), ('ThreeHalves', atan(mpf(3) / 2)), ('Inf', pi / 2))
    for name, value in angles:
        s.split(f'atan{name}Hi', f'atan{name}Lo', f'atan of {name}.' if name != 'Inf' else 'atan of infinity.', value)
    s.constant('twoOverPi', '', 2 / pi)
    digits = []
    with mpmath.workprec(1400):
        rest = 2 / mpmath.pi
        for _ in range(49):
            rest *= 2 ** 24
            digits.append(mpmath.floor(rest))
            rest -= digits[-1]
    s.table('twoOverPiDigits', '2 / pi in digits of 24 bits.', digits, 4)
    first = minimax.round_to(pi / 2, 33)
    second = minimax.round_to(pi / 2 - first, 33)
    s.constant('piOver2Short1', 'pi / 2 in parts of 33 bits and the rest.', first)
    s.constant('piOver2Short2', '', second)
    s.constant('piOver2Short3', '', pi / 2 - first - second)
    r = mpf('0.7855')
    for suffix, sines, cosines in (('', 7, 7), ('Short', 4, 4)):
        s.poly('sin' + suffix, '(sin r - r) / r^3 as a function of r^2 for |r| <= pi/4, relative to sin r',
               lambda x: (sin(x) - x) / x ** 3, 0, r, sines, lambda x: x ** 3 / sin(x), even(sines))
        s.poly('cos' + suffix, '(cos r - 1 + r^2 / 2) / r^4 as a function of r^2 for |r| <= pi/4, relative to cos r',
               lambda x: (cos(x) - 1 + x * x / 2) / x ** 4, 0, r, cosines, lambda x: x ** 4 / cos(x), even(cosines))


def tail(s, name, about, function, numerator, highest, count):
    """function(t) (t + k) as a polynomial in u = (t - k) / (t + k), k = numerator / 256.

    The value at u = 0 is the constant coefficient, whose rounding no other coefficient can make good: `numerator` was
    chosen among its neighbours as one where that rounding is small.
    """
    k = mpf(numerator) / 256

    def scaled(u):
        t = k * (1 + u) / (1 - u)
        return function(t) * (t + k)
    s.constant(name + 'Shift', f'k of {about}.', k)
    s.poly(name, f'{about} as a function of (t - k) / (t + k), relative', scaled, -1, (highest - k) / (highest + k),
           count, lambda u: 1 / scaled(u))


MARGIN = mpf(2) ** -17


def intervals(highest, curve, bits):
    """Coefficients a, b of place(t) = a t + b t^2 with a / b = `curve`, and the 8 intervals from 0 to `highest` where the
    place rounds to 0, 1, ... 7. They are widest where the slope of the place is least."""
    b = mpf('7.499') / (highest ** 2 + curve * highest)
    a, b = minimax.round_to(curve * b, bits), minimax.round_to(b, bits)

    def inverse(v):
        return 2 * v / (a + sqrt(a * a + 4 * b * v)) if v < mpf('7.4') else highest
    ends = [mpf(0)] + [inverse(mpf(k) + mpf('0.5')) for k in range(8)]
    return a, b, list(zip(ends, ends[1:]))


def centers_of(lo, hi, lean, function, bits, count=9):
    """Those points between the fractions `lean` of the interval around which the first four coefficients are machine
    numbers most nearly, as they count at the ends."""
    found = []
    width = hi - lo
    first, last = (int(mpmath.nint((lo + f * width) * 1024)) for f in lean)
    for k in range(first, last + 1, max(1, (last - first) // 150)):
        center = mpf(k) / 1024
        with mpmath.workprec(100):
            terms = mpmath.taylor(function, center, 3)
        errors = [abs(minimax.round_to(c, bits) - c) for c in terms]
        found.append((max(sum(e * abs(end - center) ** j for j, e in enumerate(errors)) / function(end)
                          for end in (lo, hi)), center))
    return [center for _, center in sorted(found)[:count]]


def f32(x):
    return struct.unpack('f', struct.pack('f', x))[0]


def roundings(row, center, lo, hi, function):
    """The largest error of Horner's rule in f32, in units in the last place."""
    worst, row, center = 0.0, [float(c) for c in row], float(center)
    for k in range(3000):
        t = f32(float(lo) + (k + 0.5) / 3000 * float(hi - lo))
        u, r = f32(t - center), row[-1]
        for c in reversed(row[:-1]):
            r = f32(r * u + c)
        exact = float(function(mpf(t)))
        worst = max(worst, abs(r - exact) / 2.0 ** (math.frexp(exact)[1] - F32))
    return worst


def piecewise(s, name, about, function, highest, curve, degree, lean, exact=None):
    """function(t), 0 <= t <= highest, as polynomials in t - center from tables. `exact`: function(0) = 0, and in the
    first interval, around 0, there are no terms but those of higher powers than this; t itself has the factor 1 then."""
    if wanted and name not in wanted:
        return
    centers, rows, worst = [], [], mpf(0)
    a, b, ends = intervals(highest, curve, s.bits)
    for lo, hi in ends:
        if exact is not None and lo == 0:
            center = mpf(0)
            row, error = minimax.fit(lambda u: function(u) / u - exact, 0, hi + MARGIN, list(range(exact, degree)),
                                     lambda u: u / function(u), s.bits, grid=120)
            row = [mpf(0)] * (exact + 1) + row
        else:
            best = None
            for center in centers_of(lo, hi, lean, function, s.bits):
                row, error = minimax.fit(lambda u: function(center + u), lo - center - MARGIN, hi - center + MARGIN,
                                         list(range(degree + 1)), lambda u: 1 / function(center + u), s.bits, grid=120)
                found = roundings(row, center, lo, hi, function), center, row, error
                best = min(best or found, found, key=lambda x: x[0])
            largest, center, row, error = best
            if wanted:
                print(f'  {float(lo):.3f} to {float(hi):.3f} around {float(center):.4f}: {largest:.2f} ULP', flush=True)
        centers.append(center)
        rows.append(row)
        worst = max(worst, error)
    error = f'2^{float(mpmath.log(worst, 2)):.1f}'
    if wanted:
        print(s.type, name, degree, error, flush=True)
    s.constant(name + 'Highest', f'The end of {name}.', highest)
    s.constant(name + 'Place1', f'Places in {name}: a t + b t^2, rounded.', a)
    s.constant(name + 'Place2', '', b)
    s.table(name + 'Centers', f'The centers of the 8 intervals of {name}.', centers)
    s.lines.append(f'  /// {about} as a polynomial in t - center, relative; error {error}.')
    s.lines.append(f'  static constexpr {s.type} {name}[{degree + 1}][8] = {{')
    for k in range(degree + 1):
        end = '},' if k < degree else '}};'
        s.lines.append('      {' + rows_of([literal(row[k], s.bits) for row in rows], 4) + end)


def rows_of(texts, width, indent=7):
    return (',\n' + ' ' * indent).join(', '.join(texts[i:i + width]) for i in range(0, len(texts), width))


PREFIX = '''//===- Coefficients.h - made by scripts/math/generate.py; do not edit -------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Minimax polynomials (Remez' exchange, coefficients rounded one by one into the fit), lowest coefficient first. The
// error is the largest one over the interval, in the sense said, before any rounding of the evaluation.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_COEFFICIENTS_H
#define NNF_CODEGEN_MATH_COEFFICIENTS_H

#include "nnf/Codegen/Math/Lane.h"

namespace mlir::nnf::vecmath {

template <class P> struct Coefficients;
'''


def main():
    parts = [PREFIX]
    for bits, tag in ((F32, 'F32'), (F64, 'F64')):
        section = Section(bits)
        constants(section)
        parts.append(f'template <> struct Coefficients<{tag}> {{\n' + '\n'.join(section.lines) + '\n};\n')
        if bits == F32:
            parts.append('template <> struct Coefficients<F32For16> : Coefficients<F32> {};\n')
    if wanted:
        return 0
    parts.append('} // namespace mlir::nnf::vecmath\n\n#endif // NNF_CODEGEN_MATH_COEFFICIENTS_H\n')
    text = '\n'.join(parts)
    if '--check' in sys.argv:
        same = HEADER.read_text() == text
        print('Coefficients.h is up to date' if same else 'Coefficients.h differs from what the script makes')
        return 0 if same else 1
    HEADER.write_text(text)
    return 0


if __name__ == '__main__':
    sys.exit(main())
