//===- LossRegression.h - per-element terms too long for a record ---------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_LOSSREGRESSION_H
#define NNF_FORMULAS_LOSSREGRESSION_H

#include "nnf/Formulas/Scalar.h"

namespace mlir::nnf::scalar {

/// Huber (1964): quadratic up to delta, linear beyond.
template <class S>
S huber(S d, double delta) {
  S a = abs(d);
  return select(a <= S(delta), S(0.5) * d * d, S(delta) * (a - S(0.5 * delta)));
}

/// huber / beta, but exactly |d| for beta = 0.
template <class S>
S smoothL1(S d, double beta) {
  S a = abs(d);
  if (beta == 0)
    return a;
  return select(a < S(beta), S(0.5) * d * d / S(beta), a - S(0.5 * beta));
}

/// The negative log likelihood of a count y up to a constant in x, given the (log of the) rate x; `full` adds Stirling's
/// approximation of log(y!) for y > 1. Of integers, y x wraps around in their own type.
template <class S>
S poissonNll(S x, S y, bool logInput, bool full, double eps) {
  S rate = real(x), count = real(y);
  S loss = logInput ? exp(rate) - real(y * x) : rate - count * log(rate + S(eps));
  if (!full)
    return loss;
  S stirling = count * log(count) - count + S(0.5) * log(S(6.283185307179586) * count);
  return loss + select(count <= S(1.0), S(0.0), stirling);
}

/// log(v) / 2 + d^2 / (2 v), plus log(2 pi) / 2 where `full`.
template <class S>
S gaussianNll(S d, S v, bool full) {
  S loss = S(0.5) * (log(v) + d * d / v);
  return full ? loss + S(0.9189385332046727) : loss;
}

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_LOSSREGRESSION_H
