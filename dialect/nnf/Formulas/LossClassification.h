//===- LossClassification.h - per-element terms too long for a record ------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_LOSSCLASSIFICATION_H
#define NNF_FORMULAS_LOSSCLASSIFICATION_H

#include "nnf/Formulas/LossDistance.h"
#include "nnf/Formulas/Scalar.h"

namespace mlir::nnf::scalar {

/// (1 - y) x - (1 + (p - 1) y) log(sigmoid(x)), the form that PyTorch computes.
template <class S>
S bceWithLogits(S x, S y, std::optional<S> posWeight) {
  S l = logSigmoid(x);
  return (S(1.0) - y) * x - (posWeight ? (*posWeight - S(1.0)) * y + S(1.0) : S(1.0)) * l;
}

/// -(y log x + (1 - y) log(1 - x)) with both logarithms clamped at -100, as PyTorch has it.
template <class S>
S binaryCrossEntropy(S x, S y) {
  S a = log(x), b = log1p(-x);
  return (y - S(1.0)) * select(b < S(-100.0), S(-100.0), b) - y * select(a < S(-100.0), S(-100.0), a);
}

/// y (log(y) - x), 0 where y is 0; exp(y) (y - x) where y is a logarithm.
template <class S>
S klDiv(S x, S y, bool logTarget) {
  if (logTarget)
    return exp(y) * (y - x);
  return select(equals(y, S(0.0)), S(0.0), y * log(y)) - y * x;
}

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_LOSSCLASSIFICATION_H
