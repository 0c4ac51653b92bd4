//===- MemoryStatistics.h - the memory that a compiled function takes -----------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_MEMORYSTATISTICS_H
#define NNF_TOOLING_MEMORYSTATISTICS_H

#include <cstdint>

namespace mlir::nnf {

/// What is known of a function's memory when it was compiled (the pass nnf-plan-memory). Bytes, where no unit is named.
struct MemoryStatistics {
  int64_t buffers = 0;  ///< number of temporaries of static size
  int64_t live = 0;     ///< most of these in use at once: no plan can be smaller
  int64_t planned = 0;  ///< what they take
  int64_t separate = 0; ///< what they would take beside one another
  int64_t open = 0;     ///< number of temporaries whose sizes come with the call
  int64_t tasks = 0;    ///< workspace of each task, as far as static
  int64_t packed = 0;   ///< made of parameters once and kept in the handle, as far as static
};

} // namespace mlir::nnf

#endif // NNF_TOOLING_MEMORYSTATISTICS_H
