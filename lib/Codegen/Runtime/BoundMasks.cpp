//===- BoundMasks.cpp - mask sizes that fit 32 bits ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "nnf/Codegen/Runtime/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFBOUNDMASKS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

namespace {
struct BoundMasks : nnf::impl::NnfBoundMasksBase<BoundMasks> {
  void runOnOperation() override {
    getOperation()->walk([](vector::CreateMaskOp mask) {
      OpBuilder b(mask);
      VectorType type = mask.getType();
      for (OpOperand &operand : mask->getOpOperands()) {
        int64_t size = type.getDimSize(operand.getOperandNumber());
        Value bound = arith::ConstantIndexOp::create(b, mask.getLoc(), size);
        operand.set(b.createOrFold<arith::MinSIOp>(mask.getLoc(), operand.get(), bound));
      }
    });
  }
};
} // namespace
