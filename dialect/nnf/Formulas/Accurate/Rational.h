//===- Rational.h - softsign's derivative and hardswish without lost digits --------------------*- C++ -*-===//
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
