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

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_LOSSREGRESSION_H
