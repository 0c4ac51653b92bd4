//===- DroppedDims.h - the dimensions that a subview leaves out --------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_DROPPEDDIMS_H
#define NNF_CODEGEN_DROPPEDDIMS_H

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

namespace mlir::nnf {

/// The source's dimensions that are none of the result's: of size 1 all of them. The result's own sizes say which, in order; where
/// several dimensions of size 1 would do, it does not matter for the elements which one it is. SubViewOp::getDroppedDims asks the
/// strides first, and takes the wrong dimension where those are open: of memref<1x2x2x?> [1, 2, 1, %n] to memref<1x2x?> the first.
inline llvm::SmallBitVector droppedDims(memref::SubViewOp op) {
  llvm::SmallBitVector dropped(op.getSourceType().getRank());
  ArrayRef<int64_t> kept = op.getType().getShape();
  size_t next = 0;
  for (auto [d, size] : llvm::enumerate(op.getStaticSizes())) {
    if (next < kept.size() && kept[next] == size)
      ++next;
    else
      dropped.set(d);
  }
  return next == kept.size() ? dropped : op.getDroppedDims();
}

} // namespace mlir::nnf

#endif // NNF_CODEGEN_DROPPEDDIMS_H
