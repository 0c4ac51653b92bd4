//===- MemoryPlan.h - buffers by their lifetimes in one block of memory ---------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_BUFFERS_MEMORYPLAN_H
#define NNF_CODEGEN_BUFFERS_MEMORYPLAN_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <vector>

namespace mlir::nnf {

/// A buffer that is in use from step `first` to step `last`, both included.
struct PlannedBuffer {
  int64_t bytes = 0;
  int64_t first = 0, last = 0;
};

struct MemoryPlan {
  std::vector<int64_t> offsets; ///< one per buffer, multiples of the alignment
  int64_t bytes = 0;            ///< of the whole block
  int64_t live = 0;             ///< most bytes that are in use at a step: no plan can be smaller
  int64_t separate = 0;         ///< all buffers beside one another
};

/// Places buffers so that no two that are in use at the same step overlap. Takes the best of two orders: the largest buffer
/// first, at the lowest place that is free for its whole life, improved by giving what sticks out at the top its turn
/// earlier; and by time, into the hole that fits best. O(n log n) where few buffers are in use at a time.
MemoryPlan planMemory(llvm::ArrayRef<PlannedBuffer> buffers, int64_t alignment);

/// On a memref.alloc: its place (I64Attr, bytes) in the function's arena; its memref.dealloc frees nothing. On the op that
/// comes first in the function also kArenaBytesAttr, the size of the arena, and on the last memref.dealloc kArenaEndAttr.
constexpr llvm::StringLiteral kArenaAttr = "nnf.arena", kArenaBytesAttr = "nnf.arena_bytes", kArenaEndAttr = "nnf.arena_end";
/// On the module: a dictionary with one dictionary of numbers per function; see NnfPlanMemory.
constexpr llvm::StringLiteral kMemoryAttr = "nnf.memory";

} // namespace mlir::nnf

#endif // NNF_CODEGEN_BUFFERS_MEMORYPLAN_H
