//===- ActivationSmooth.h - formulas too long for a record ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACTIVATIONSMOOTH_H
#define NNF_FORMULAS_ACTIVATIONSMOOTH_H

#include "nnf/Formulas/Scalar.h"

namespace mlir::nnf::scalar {

/// x * Phi(x), or its tanh approximation (Hendrycks and Gimpel 2016, arXiv 1606.08415).
template <class S>
S gelu(S x, bool tanhApproximation) {
  if (!tanhApproximation)
    return S(0.5) * x * (S(1.0) + erf(x * S(0.7071067811865476)));
  return S(0.5) * x * (S(1.0) + tanh(S(0.7978845608028654) * (x + S(0.044715) * (x * x * x))));
}

/// log(1 + exp(x)), x itself above 20, as torch's softplus has it.
template <class S>
S softplus(S x) {
  return select(x > S(20.0), x, log1p(exp(x)));
}

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_ACTIVATIONSMOOTH_H
