//===- Profile.h - where the time of a call goes ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_PROFILE_H
#define NNF_TOOLING_RUNNER_PROFILE_H

#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/Benchmark.h"
#include "nnf/Tooling/Limits.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {

/// An op of the source.
struct KernelOp {
  std::string place; ///< "model.mlir:3:8"
  std::string name;  ///< "nnf.relu"; "" where the source does not tell
};

/// What one kernel does in a call.
struct KernelProfile {
  std::vector<KernelOp> ops; ///< that it computes, as far as they were written, in the order of the source
  double seconds = 0;        ///< median over the calls of what its runs took together
  int64_t runs = 0;          ///< in one call
  int64_t bytes = 0;         ///< read and written in one call
  int64_t flops = 0;         ///< in one call

  /// "nnf.linear, nnf.relu".
  std::string opNames() const;
};

struct CallProfile {
  std::string name, signature;
  int threads = 1;
  int64_t calls = 0;
  double seconds = 0; ///< median of a call
  std::vector<KernelProfile> kernels; ///< in the order in which they begin
  MachineLimits limits;
  std::string trace; ///< the last call, as JSON in the Trace Event Format of chrome://tracing and Perfetto
};

/// Calls a function that was loaded with LoadOptions::profile: some times to warm up and then as `options` say.
llvm::Expected<CallProfile> profileFunction(LoadedFunction &function, Source &source, llvm::ArrayRef<HostTensor> inputs,
                                            const BenchmarkOptions &options);

/// A line for each kernel, the one that takes longest first.
void printProfile(llvm::raw_ostream &os, const CallProfile &profile);

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_PROFILE_H
