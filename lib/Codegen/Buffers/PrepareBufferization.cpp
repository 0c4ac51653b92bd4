//===- PrepareBufferization.cpp - say what may be overwritten -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFPREPAREBUFFERIZATION
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

/// Whether bufferisation finds `v` in the memory of `argument` without help: a chain of ops that write into it.
static bool isInPlace(Value v, Value argument) {
  while (v != argument) {
    auto result = dyn_cast<OpResult>(v);
    if (!result)
      return false;
    Operation *op = result.getOwner();
    if (auto dps = dyn_cast<DestinationStyleOpInterface>(op))
      v = dps.getTiedOpOperand(result)->get();
    else if (auto loop = dyn_cast<scf::ForOp>(op))
      v = loop.getInitArgs()[result.getResultNumber()];
    else if (auto branch = dyn_cast<scf::IfOp>(op)) {
      unsigned k = result.getResultNumber();
      return isInPlace(branch.thenYield().getOperand(k), argument) && isInPlace(branch.elseYield().getOperand(k), argument);
    } else
      return false;
  }
  return true;
}

/// A copy of `source` into `destination`; both have the same static shape.
static Value copyInto(OpBuilder &b, Location loc, Value source, Value destination) {
  return linalg::CopyOp::create(b, loc, source, destination).getResult(0);
}

///   scf.for … iter_args(%a = %x) { …; scf.yield %z }   becomes
///   scf.for … iter_args(%a = %x) { …; %t = copy of %z in memory of its own; %w = linalg.copy ins(%t) outs(%a); scf.yield %w }
/// What a loop yields then lies where its argument does, so that all iterations share one buffer. With several carried
/// tensors all are copied out before the first is copied in: they may change places. Bufferisation leaves out what is not
/// needed. Where sizes are open an iteration may change them: such a tensor gets new memory in every iteration.
static void yieldInPlace(Operation *yield, ValueRange arguments, unsigned firstOperand) {
  OpBuilder b(yield);
  struct Carried {
    OpOperand *operand;
    Value argument, copy;
  };
  SmallVector<Carried> carried;
  for (auto [k, argument] : llvm::enumerate(arguments)) {
    OpOperand &operand = yield->getOpOperand(firstOperand + k);
    auto type = dyn_cast<RankedTensorType>(operand.get().getType());
    if (type && type.hasStaticShape() && argument.getType() == type && !isInPlace(operand.get(), argument))
      carried.push_back({&operand, argument, operand.get()});
  }
  if (carried.size() > 1) {
    for (Carried &c : carried) {
      auto type = cast<RankedTensorType>(c.copy.getType());
      Value own = tensor::EmptyOp::create(b, yield->getLoc(), type.getShape(), type.getElementType());
      c.copy = copyInto(b, yield->getLoc(), c.copy, own);
    }
  }
  for (Carried &c : carried)
    c.operand->set(copyInto(b, yield->getLoc(), c.copy, c.argument));
}

static void makeLoopsInPlace(Operation *root) {
  root->walk([](Operation *op) {
    auto needed = [](ValueRange yielded, ValueRange arguments) {
      return llvm::any_of(llvm::zip_equal(yielded, arguments), [](auto pair) {
        auto [v, argument] = pair;
        return isa<TensorType>(v.getType()) && !isInPlace(v, argument);
      });
    };
    if (auto loop = dyn_cast<scf::ForOp>(op); loop && needed(loop.getYieldedValues(), loop.getRegionIterArgs()))
      yieldInPlace(loop.getBody()->getTerminator(), loop.getRegionIterArgs(), 0);
    if (auto loop = dyn_cast<scf::WhileOp>(op); loop && loop.getBeforeArguments().size() == loop.getYieldOp().getNumOperands() &&
                                                TypeRange(loop.getBeforeArguments()) == TypeRange(loop.getAfterArguments()) &&
                                                needed(loop.getYieldOp().getOperands(), loop.getAfterArguments()))
      yieldInPlace(loop.getYieldOp(), loop.getAfterArguments(), 0);
  });
}

namespace {
struct PrepareBufferization : nnf::impl::NnfPrepareBufferizationBase<PrepareBufferization> {
  void runOnOperation() override {
    func::FuncOp f = getOperation();
    BoolAttr no = BoolAttr::get(&getContext(), false);
    for (auto [i, type] : llvm::enumerate(f.getArgumentTypes()))
      if (isa<TensorType>(type))
        f.setArgAttr(i, bufferization::BufferizationDialect::kWritableAttrName, no);
    makeLoopsInPlace(f);
  }
};
} // namespace
