//===- Functions.h - the functions of the vector math library ---------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// y = f(x) for every lane type (Lane.h), on f32 and f64. Special values are those of C's Annex F: NaN gives NaN,
// infinities and signed zeros are right, denormal arguments and results are kept. `nnf-ulp` measures the errors;
// docs/Accuracy.md has the table.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_FUNCTIONS_H
#define NNF_CODEGEN_MATH_FUNCTIONS_H

#include "nnf/Codegen/Math/Erf.h"
#include "nnf/Codegen/Math/Exp.h"
#include "nnf/Codegen/Math/Hyperbolic.h"
#include "nnf/Codegen/Math/Log.h"

namespace mlir::nnf::vecmath {

/// Every function of one argument: NNF_MATH_UNARY(name).
#define NNF_MATH_UNARY_FUNCTIONS(F) F(exp) F(exp2) F(expm1) F(log) F(log2) F(log10) F(log1p) F(tanh) F(erf) F(erfc)

#define NNF_MATH_DEFINE_UNARY(NAME)                                                                                    \
  template <class L> L NAME(L x) {                                                                                     \
    return withPrecision(x, [&](auto precision) { return detail::NAME<decltype(precision), L>(x); });                  \
  }
NNF_MATH_UNARY_FUNCTIONS(NNF_MATH_DEFINE_UNARY)
#undef NNF_MATH_DEFINE_UNARY

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_FUNCTIONS_H
