//===- Watch.h - what the activations of a function are like ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_WATCH_H
#define NNF_TOOLING_RUNNER_WATCH_H

#include "nnf/Tooling/Backend.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {

struct WatchedSource {
  /// Its only public function returns the watched values; see the pass nnf-watch-values.
  std::unique_ptr<Source> source;
  /// One per result: "nnf.relu at 5:8"; empty for a slope.
  std::vector<std::string> labels;
  /// One per result: the result that this one is the slope of, -1 for a value.
  std::vector<int64_t> slopeOf;
};

llvm::Expected<WatchedSource> watchedSource(Source &source, llvm::StringRef function, RegisterDialectsFn registerDialects);

/// A row for each value: bytes, the share of zeros, of elements whose slope is 0 (dead) or next to it (saturated), the number
/// of NaN and infinities, and the extremes.
void printWatch(llvm::raw_ostream &os, const WatchedSource &watched, llvm::StringRef function,
                llvm::ArrayRef<HostTensor> values);

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_WATCH_H
