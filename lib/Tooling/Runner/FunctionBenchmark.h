//===- FunctionBenchmark.h - time a loaded function ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_FUNCTIONBENCHMARK_H
#define NNF_TOOLING_RUNNER_FUNCTIONBENCHMARK_H

#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/Benchmark.h"

namespace mlir::nnf {

/// Times calls of `function` on copies of `inputs`: on one set of buffers, or with `rotate` on so many in turn that a
/// call does not find its data in a cache. Fills in all of the report but the target's name and the time to compile.
llvm::Expected<BenchmarkReport> benchmarkFunction(LoadedFunction &function, llvm::ArrayRef<HostTensor> inputs,
                                                  bool rotate, const BenchmarkOptions &options);

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_FUNCTIONBENCHMARK_H
