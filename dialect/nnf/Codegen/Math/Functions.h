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
#include "nnf/Codegen/Math/HyperbolicMore.h"
#include "nnf/Codegen/Math/InverseTrig.h"
#include "nnf/Codegen/Math/Log.h"
#include "nnf/Codegen/Math/Pow.h"
#include "nnf/Codegen/Math/Roots.h"
#include "nnf/Codegen/Math/Trig.h"

namespace mlir::nnf::vecmath {

/// Every function of one argument: NNF_MATH_UNARY(name).
#define NNF_MATH_UNARY_FUNCTIONS(F)                                                                                    \
  F(exp) F(exp2) F(expm1) F(log) F(log2) F(log10) F(log1p) F(tanh) F(erf) F(erfc)                                      \
  F(sin) F(cos) F(tan) F(asin) F(acos) F(atan) F(sinh) F(cosh) F(asinh) F(acosh) F(atanh) F(cbrt) F(rsqrt)

#define NNF_MATH_DEFINE_UNARY(NAME)                                                                                    \
  template <class L> L NAME(L x) {                                                                                     \
    return withPrecision(x, [&](auto precision) { return detail::NAME<decltype(precision), L>(x); });                  \
  }
NNF_MATH_UNARY_FUNCTIONS(NNF_MATH_DEFINE_UNARY)
#undef NNF_MATH_DEFINE_UNARY

template <class L> L atan2(L y, L x) {
  return withPrecision(x, [&](auto precision) { return detail::atan2<decltype(precision), L>(y, x); });
}
template <class L> L pow(L x, L y) {
  return withPrecision(x, [&](auto precision) { return detail::pow<decltype(precision), L>(x, y); });
}

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_FUNCTIONS_H
