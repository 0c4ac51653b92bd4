//===- Mish.h - mish within 2 ULP, its derivative within 4 -------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// With z = e^-|x| = 2^n (1 + s):
//
//   x < 0    mish(x) = x z (2 + z) / (2 + 2 z + z^2)        mish'(x) = z T / (2 + 2 z + z^2)^2,
//            T = 4 + 4 x + z (6 + 4 x + z (4 + z)), which is 0 near -1.19
//   x >= 0   mish(x) = x (1 + 2 z) / (1 + 2 z + 2 z^2)      mish'(x) = T / (1 + 2 z + 2 z^2)^2,
//            T = (1 + 2 z) (1 + 2 z + 2 z^2) + 4 x z^2 (1 + z)
//
// For moderate x, where e = e^x = 2^n (1 + s) is a normal number, fewer operations will do. Both forms keep apart a factor
// that is nearly the quotient, and exact but for one product, so that the roundings of the rest count little:
//
//   n < 0    mish(x) = x 2^n (1 + s) (1 - g),  g = e (1 + e) / (2 + e (2 + e))
//   n >= 0   mish(x) = x / 2 (1 - g),          g = (2 - e (2 + e)) / (2 + e (2 + e))
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_MISH_H
#define NNF_FORMULAS_ACCURATE_MISH_H

#include "nnf/Formulas/Accurate/Logistic.h"

namespace mlir::nnf::vecmath::detail {

/// The denominator 2 + z (2 + z) or 1 + 2 z (1 + z), with what its rounding lost, and the inner sum.
template <class L> struct MishDenominator {
  L value, low, inner;
};
template <class L, class Mask> MishDenominator<L> mishDenominator(L z, Mask negative) {
  L constant = select(negative, L(2.0), L(1.0));
  L inner = z + constant, factor = select(negative, z, z + z);
  L value = fma(factor, inner, constant);
  return {value, fma(factor, inner, constant - value), inner};
}

template <class P, class L> L mishByParts(L x) {
  L a = magnitudeForExp<P>(x);
  LogisticParts<L> e = logisticParts<P>(a);
  auto negative = x < 0.0;
  MishDenominator<L> D = mishDenominator(e.z, negative);
  L m = select(negative, D.inner, fma(e.z, L(2.0), L(1.0)));
  L factor = select(negative, e.s, L(0.0));
  L f = fma(m, factor, m);
  L fLow = fma(m, factor, m - f);
  L lowest = atLeast(x, -a);
  L p = lowest * f;
  L pLow = fma(lowest, fLow, fma(lowest, f, -p));
  L d = 1.0 / D.value;
  L q = p * d;
  q = fma(fma(-q, D.value, p) + fma(-q, D.low, pLow), d, q);
  return signedProduct(x, scaleByPow2(q, select(negative, e.n, L(0.0))));
}

template <class P, class L> L mish(L x) {
  // From 30 on g is -1.
  ScaledExp<L> e = scaledExp<P>(atMost(x, 30.0));
  L E = fma(e.s, e.scale, e.scale);
  L E2 = E + 2.0;
  L onePlus = e.scale * fma(e.s, e.scale, e.scale + 1.0);
  auto small = e.scale < 1.0;
  L g = select(small, fma(onePlus, e.s, onePlus), fma(-E, E2, L(2.0))) / fma(E, E2, L(2.0));
  L s = select(small, e.s, L(0.0));
  L y = x * atMost(e.scale, 0.5);
  // (1 + s) (1 - g) = 1 + s - g (1 + s)
  L usual = fma(y, fma(-g, s + 1.0, s), y);
  return orRarely(!(x >= -moderate<P>), usual, [&] { return mishByParts<P>(x); });
}

template <class P, class L> L mishGrad(L x) {
  L a = magnitudeForExp<P>(x);
  LogisticParts<L> e = logisticParts<P>(a);
  auto negative = x < 0.0;
  L z = e.z;
  MishDenominator<L> D = mishDenominator(z, negative);
  // Near the zero 4 - 4 a and 6 - 4 a are exact.
  L below = fma(z, fma(z, z + 4.0, fma(a, L(-4.0), L(6.0))), fma(a, L(-4.0), L(4.0)));
  L above = fma(fma(z, L(2.0), L(1.0)), D.value, z * z * (4.0 * a) * (z + 1.0));
  L t = select(negative, below, above);
  L p = fma(t, select(negative, e.s, L(0.0)), t);
  L square = D.value * D.value;
  L squareLow = fma(D.value + D.value, D.low, fma(D.value, D.value, -square));
  L d = 1.0 / square;
  L q = p * d;
  q = fma(fma(-q, square, p) - q * squareLow, d, q);
  return nanAtInfinities(x, scaleByPow2(q, select(negative, e.n, L(0.0))));
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_MISH_H
