//===- RecordWork.cpp - how much arithmetic each op asks for ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Counted where iteration spaces still are those of the ops: emitters make loops of several at once, in blocks.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "nnf/Codegen/Runtime/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFRECORDWORK
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// Floating-point operations of one point of the iteration space.
static int64_t countOperations(linalg::LinalgOp op) {
  int64_t count = 0;
  op.getBlock()->walk([&](Operation *inner) {
    if (inner->getNumResults() != 1 || !isa<FloatType>(inner->getResult(0).getType()))
      return;
    if (isa<math::FmaOp>(inner))
      count += 2;
    else if (isa<math::MathDialect>(inner->getDialect()) ||
             isa<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp, arith::RemFOp, arith::NegFOp,
                 arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp, arith::MinNumFOp>(inner))
      ++count;
  });
  return count;
}

namespace {
struct RecordWork : nnf::impl::NnfRecordWorkBase<RecordWork> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    SmallVector<std::pair<linalg::LinalgOp, int64_t>> work;
    module.walk([&](linalg::LinalgOp op) {
      if (int64_t count = countOperations(op))
        work.push_back({op, count});
    });
    if (work.empty())
      return;
    OpBuilder b = OpBuilder::atBlockBegin(module.getBody());
    auto record = func::FuncOp::create(b, module.getLoc(), kWorkFunction, b.getFunctionType({b.getIndexType()}, {}));
    record.setPrivate();
    for (auto [op, count] : work) {
      Location loc = op.getLoc();
      // Behind all of the block: what lies between the ops keeps them apart.
      b.setInsertionPoint(op->getBlock()->getTerminator());
      Value total = arith::ConstantIndexOp::create(b, loc, count);
      for (Range range : op.createLoopRanges(b, loc))
        total = b.createOrFold<arith::MulIOp>(loc, total, getValueOrCreateConstantIndexOp(b, loc, range.size));
      func::CallOp::create(b, loc, record, total);
    }
  }
};
} // namespace
