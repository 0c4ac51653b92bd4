//===- Window.h - a block's part of an image, in a buffer of its own ---------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_CONTRACTION_WINDOW_H
#define NNF_LIB_CODEGEN_CPU_CONTRACTION_WINDOW_H

#include "Plan.h"

namespace mlir::nnf::contraction {

/// A loop that runs inside a block: from `begin`, at most `count` iterations.
struct MovingLoop {
  unsigned loop;
  Value begin, count;
};

/// A copy of what a block reads of an image: [extents...], in the accumulators' type, the margin filled in. Its rows are
/// longer than they need be, so that whole vectors may be read and written.
struct WindowBuffer {
  Value memref;
  /// Where it is read, at loop indices that count from the moving loops' beginnings.
  Access access;
};

/// Whether the dimensions of the access allow a window: the last one is walked by moving loops only, and none backwards.
bool allowsWindow(const Access &access, llvm::function_ref<bool(unsigned)> isMoving);

/// Allocates the buffer and copies the image's part for the outer loop indices `at`.
WindowBuffer makeWindow(Emit &e, const Plan &plan, const LoopIndices &at, ArrayRef<MovingLoop> moving);

} // namespace mlir::nnf::contraction

#endif // NNF_LIB_CODEGEN_CPU_CONTRACTION_WINDOW_H
