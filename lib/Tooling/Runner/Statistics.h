//===- Statistics.h - the memory of a function and of a call ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_STATISTICS_H
#define NNF_TOOLING_RUNNER_STATISTICS_H

#include "nnf/Tooling/Backend.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {

/// Prints the memory of a function that was loaded with LoadOptions::statistics and called once since its counters were
/// reset. Error where the target does not know.
llvm::Error printStatistics(llvm::raw_ostream &os, const LoadedFunction &function, llvm::ArrayRef<HostTensor> inputs,
                            llvm::ArrayRef<HostTensor> results);

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_STATISTICS_H
