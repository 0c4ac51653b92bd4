//===- LossDistance.h - per-element terms too long for a record -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_LOSSDISTANCE_H
#define NNF_FORMULAS_LOSSDISTANCE_H

#include "nnf/Formulas/Scalar.h"

namespace mlir::nnf::scalar {

/// max(x, lo), with the gradient of x where both are equal; NaN stays NaN.
template <class S>
S clampMin(S x, double lo) {
  return select(x < S(lo), S(lo), x);
}

/// max(0, -y (a - b) + margin); the product of integers wraps around in their own type.
template <class S>
S marginRanking(S a, S b, S y, double margin) {
  return clampMin(real(-y * (a - b)) + S(margin), 0.0);
}

/// x where y is not -1, plus max(0, margin - x) where y is not 1.
template <class S>
S hingeEmbedding(S x, S y, double margin) {
  return select(equals(y, S(1.0)), S(0.0), clampMin(S(margin) - x, 0.0)) + select(equals(y, S(-1.0)), S(0.0), x);
}

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_LOSSDISTANCE_H
