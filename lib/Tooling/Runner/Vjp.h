//===- Vjp.h - the gradient of a function in a file ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_VJP_H
#define NNF_TOOLING_RUNNER_VJP_H

#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/GradientCheck.h"

namespace mlir::nnf {

/// A source whose only public function is the vector-Jacobian product of `function` (of the only public function, where
/// empty): it takes the arguments and a cotangent for each differentiable result, and returns the gradients of all
/// differentiable arguments.
llvm::Expected<std::unique_ptr<Source>> differentiate(Source &source, llvm::StringRef function,
                                                      RegisterDialectsFn registerDialects);

/// Holds `vjp` against finite differences of `function` at `inputs`, whose results are `results`. The cotangents are
/// random numbers of the seed, so that no two elements of a result can stand for each other. `step` as in
/// GradientCheckOptions.
llvm::Expected<GradientCheckResult> checkGradientOf(LoadedFunction &function, LoadedFunction &vjp,
                                                    llvm::ArrayRef<HostTensor> inputs,
                                                    llvm::ArrayRef<HostTensor> results, uint64_t seed, double step);

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_VJP_H
