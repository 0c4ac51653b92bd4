//===- Trace.h - every value on the way through a function -----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// "Which layer is it?" is the first question when a model gives numbers that it should not. A traced function returns
// what each of its ops computes, so that two targets can be compared op by op, or NaN found where it arises. Values
// that are returned can not be fused away: a fault that only fusion makes does not show here.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_TRACE_H
#define NNF_TOOLING_TRACE_H

#include "nnf/Tooling/Backend.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {

struct TracedSource {
  /// Its only public function is the traced one.
  std::unique_ptr<Source> source;
  /// What each result is: "model.mlir:5:8: nnf.relu", with the number of the op's result where it has several. In the
  /// order of the function.
  std::vector<std::string> labels;
};

/// A function with the arguments of `function` (of the only public function, where empty) whose results are those of
/// all its top-level ops that are tensors or numbers, but for constants and uninitialised tensors.
llvm::Expected<TracedSource> traceSource(Source &source, llvm::StringRef function, RegisterDialectsFn registerDialects);

/// "4x8xf32, min -1.5, max 2, mean 0.25, 3 nan, 1 inf"; extremes and mean are those of the finite elements.
std::string describeValues(const HostTensor &tensor);

} // namespace mlir::nnf

#endif // NNF_TOOLING_TRACE_H
