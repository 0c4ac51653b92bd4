//===- Rational.h - softsign's derivative, hardsigmoid and hardswish without lost digits -------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_RATIONAL_H
#define NNF_FORMULAS_ACCURATE_RATIONAL_H

#include "nnf/Formulas/Accurate/Logistic.h"

namespace mlir::nnf::vecmath::detail {

/// The derivative of x / (1 + |x|): its two terms cancel for large x.
template <class P, class L> L softsignGrad(L x) {
  L r = 1.0 / (1.0 + abs(x));
  return nanAtInfinities(x, r * r);
}

/// clamp(x + 3, 0, 6) / 6, the very quotient, without a division: q = t r with r next to 1/6 is off by less than a unit in
/// its last place, t - 6 q is exact, and q + (t - 6 q) r rounds as t / 6 does (Markstein 1990, theorem 8.3; t is 0 or far
/// from where numbers become denormal). A division takes 16 cycles a vector of AVX-512, this two.
template <class P, class L> L hardsigmoid(L x) {
  constexpr double sixth = double(typename P::Float(1.0 / 6.0));
  L t = atMost(atLeast(x + 3.0, 0.0), 6.0);
  L q = t * sixth;
  return fma(fma(q, L(-6.0), t), L(sixth), q);
}

/// x clamp(x + 3, 0, 6) / 6, the sixth in two words; NaN at -inf, as 0 * inf is.
template <class P, class L> L hardswish(L x) {
  constexpr double sixth = double(typename P::Float(1.0 / 6.0));
  constexpr double sixthLow = P::width == 32 ? 1.0 / 6.0 - sixth : 0x1.5555555555555p-57;
  L t = atLeast(x + 3.0, 0.0);
  L p = t * sixth;
  L low = fma(t, L(sixth), -p) + t * sixthLow;
  return select(x >= 3.0, x, fma(x, p, x * low));
}

/// (2 x + 3) / 6 between the kinks, where torch takes the right-hand limits: 0 at -3, 1 at 3.
template <class P, class L> L hardswishGrad(L x) {
  L inner = fma(x, L(2.0), L(3.0)) / 6.0;
  return select(x <= -3.0, L(0.0), select(x >= 3.0, L(1.0), inner));
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_RATIONAL_H
