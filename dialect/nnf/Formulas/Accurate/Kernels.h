//===- Kernels.h - accurate activations on lanes --------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Plain f32 evaluation of an activation's formula, or of its dual number, loses digits where terms cancel and in tails:
// the derivative of silu by 1 - sigmoid(x) is 0 from x = 17 on, gelu by 1 + erf(x) from -5.5. These kernels do not.
// Values are within 2 ULP of the true ones in f32 (elu, celu and tanh: 1), derivatives within 4, f64 likewise, over all
// inputs, denormal results included; where a derivative has a zero between its tails, within 2^-24 times the sum of the
// magnitudes of its terms. Infinities and NaN give what torch gives. The formulas in the records define the functions;
// `nnf-ulp` compares.
//
// All are templates over a lane (nnf/Codegen/Math/Lane.h): this header is the list of them, as
//   vecmath::accurate::NAME(x, parameters...)
// Accurate.h makes them callable with the scalars of formulas.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_KERNELS_H
#define NNF_FORMULAS_ACCURATE_KERNELS_H

#include "nnf/Formulas/Accurate/Elu.h"
#include "nnf/Formulas/Accurate/Gelu.h"
#include "nnf/Formulas/Accurate/Logistic.h"
#include "nnf/Formulas/Accurate/Mish.h"
#include "nnf/Formulas/Accurate/Names.h"
#include "nnf/Formulas/Accurate/Rational.h"
#include "nnf/Formulas/Accurate/Softplus.h"
#include "nnf/Formulas/Accurate/Tanh.h"

namespace mlir::nnf::vecmath::accurate {

#define NNF_ACCURATE_DEFINE(NAME, PARAMETERS, ARGUMENTS)                                                               \
  template <class L> L NAME(L x PARAMETERS) {                                                                          \
    return withPrecision(x, [&](auto precision) { return detail::NAME<decltype(precision), L>(x ARGUMENTS); });        \
  }
NNF_ACCURATE_KERNELS(NNF_ACCURATE_DEFINE)
#undef NNF_ACCURATE_DEFINE

} // namespace mlir::nnf::vecmath::accurate

#endif // NNF_FORMULAS_ACCURATE_KERNELS_H
