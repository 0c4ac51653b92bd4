//===- Accurate.h - accurate activations on the scalars of formulas -------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// What a record's `compute` and `derivative` call, for example
//   let compute = "accurate::silu(input)";
//   let derivative = "accurate::eluGrad(input, alpha)";
// on ScalarIR in the compute type (f32 or f64, scalar or vector). See Kernels.h for what is promised. Emitted<T> is what
// folds constants, Number<T> is for tests.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_ACCURATE_H
#define NNF_FORMULAS_ACCURATE_ACCURATE_H

#include "nnf/Formulas/Accurate/Names.h"

namespace mlir::nnf::scalar {
class ScalarIR;
template <class T>
struct Number;
template <class T>
class Emitted;
} // namespace mlir::nnf::scalar

namespace mlir::nnf::scalar::accurate {

#define NNF_ACCURATE_DECLARE(NAME, PARAMETERS, ARGUMENTS)                                                              \
  ScalarIR NAME(ScalarIR x PARAMETERS);                                                                                \
  Number<float> NAME(Number<float> x PARAMETERS);                                                                      \
  Number<double> NAME(Number<double> x PARAMETERS);                                                                    \
  Emitted<float> NAME(Emitted<float> x PARAMETERS);                                                                    \
  Emitted<double> NAME(Emitted<double> x PARAMETERS);
NNF_ACCURATE_KERNELS(NNF_ACCURATE_DECLARE)
#undef NNF_ACCURATE_DECLARE

} // namespace mlir::nnf::scalar::accurate

#endif // NNF_FORMULAS_ACCURATE_ACCURATE_H
