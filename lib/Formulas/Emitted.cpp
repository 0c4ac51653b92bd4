//===- Emitted.cpp - a number that is computed as generated code computes it ----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Formulas/Emitted.h"
#include "nnf/Codegen/Math/Functions.h"
#include "nnf/Formulas/Accurate/Accurate.h"
#include "nnf/Formulas/Accurate/Kernels.h"

using namespace mlir::nnf;
using namespace mlir::nnf::scalar;

#define NNF_EMITTED_DEFINE(NAME)                                                                                       \
  template <class T> T EmittedKernels<T>::NAME(T x) { return vecmath::NAME(vecmath::Native<T>::of(x)).v; }
NNF_EMITTED_FUNCTIONS(NNF_EMITTED_DEFINE)
template <class T> T EmittedKernels<T>::pow(T x, T y) {
  return vecmath::pow(vecmath::Native<T>::of(x), vecmath::Native<T>::of(y)).v;
}
template struct mlir::nnf::scalar::EmittedKernels<float>;
template struct mlir::nnf::scalar::EmittedKernels<double>;

/// `kernel` on a number; of 16 bits where it was widened from there. A literal stays one.
template <class T, class Fn> static Emitted<T> onLanes(Emitted<T> x, Fn kernel) {
  if (x.isLiteral())
    return Emitted<T>(kernel(vecmath::Native<double>(x.getLiteral())).v);
  if constexpr (std::is_same_v<T, float>)
    if (x.isWidened())
      return Emitted<T>::of(kernel(vecmath::Native<float, vecmath::F32For16>::of(x.value())).v);
  return Emitted<T>::of(kernel(vecmath::Native<T>::of(x.value())).v);
}

namespace mlir::nnf::scalar::accurate {

#define NNF_ACCURATE_DEFINE(NAME, PARAMETERS, ARGUMENTS)                                                               \
  Emitted<float> NAME(Emitted<float> x PARAMETERS) {                                                                   \
    return onLanes(x, [&](auto lane) { return vecmath::accurate::NAME(lane ARGUMENTS); });                             \
  }                                                                                                                    \
  Emitted<double> NAME(Emitted<double> x PARAMETERS) {                                                                 \
    return onLanes(x, [&](auto lane) { return vecmath::accurate::NAME(lane ARGUMENTS); });                             \
  }
NNF_ACCURATE_KERNELS(NNF_ACCURATE_DEFINE)

} // namespace mlir::nnf::scalar::accurate
