//===- GradientCheck.h - a gradient against finite differences -------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For a function f and cotangents c, a vector-Jacobian product gives the gradient of s(x) = sum of c * f(x). Here that
// gradient is held against the slope of s, element by element of x:
//
//  - The slope is the central difference over x-h and x+h, for two steps h. Where the two agree, their difference says
//  how
//    much the curvature spoils them, and the rounding of f's elements how much the arithmetic does: the gradient must
//    be as near as that, plus the tolerances.
//  - Where they do not, f has a kink nearby (relu at 0), or jumps. The gradient must then lie between the two one-sided
//    slopes.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_GRADIENTCHECK_H
#define NNF_TOOLING_GRADIENTCHECK_H

#include "nnf/Tooling/HostTensor.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace mlir::nnf {

using TensorList = std::vector<HostTensor>;
/// Results of a function for these inputs.
using TensorFunction = llvm::function_ref<llvm::Expected<TensorList>(llvm::ArrayRef<HostTensor>)>;

struct GradientCheckOptions {
  /// The step in relation to max(1, |x|); 0: the cube root of the input type's precision, which balances curvature
  /// against rounding (f64 6e-6, f32 5e-3, f16 0.1, bf16 0.2).
  double step = 0;
  /// Added to what the differences themselves leave open, for the rounding of the gradient. Negative: 4 times the
  /// precision of the input's type but at least 1e-5, and an eighth of it but at least 1e-6.
  double rtol = -1, atol = -1;
  /// Elements of an input that are tried: all, or this many spread evenly over it.
  int64_t maxElements = 512;
};

struct GradientCheckResult {
  bool ok = true;
  int64_t tried = 0; ///< elements
  int64_t kinks = 0; ///< of them, where only the one-sided slopes could be used
  int64_t failed = 0;
  /// About the element that is furthest off: "input 0, element [1, 2] = 0.5: the gradient is 2, but f rises by 1.0 +-
  /// 1e-4".
  std::string message;
};

/// `gradients` has a tensor for every input, or one without elements for inputs that have no gradient (integers). Fails
/// where the function does, or where counts or shapes do not fit.
llvm::Expected<GradientCheckResult> checkGradient(TensorFunction function, llvm::ArrayRef<HostTensor> inputs,
                                                  llvm::ArrayRef<HostTensor> cotangents,
                                                  llvm::ArrayRef<HostTensor> gradients,
                                                  const GradientCheckOptions &options = {});

} // namespace mlir::nnf

#endif // NNF_TOOLING_GRADIENTCHECK_H
