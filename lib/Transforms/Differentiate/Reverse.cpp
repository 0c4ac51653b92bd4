//===- Reverse.cpp - the reverse sweep over a block's ops
//-----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Reverse.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;

ReverseSweep::ReverseSweep(OpBuilder &b, ArrayRef<Value> wrt) : b(b), active(wrt.begin(), wrt.end()) {}

void ReverseSweep::add(Value v, Value cotangent) {
  if (!cotangent)
    return;
  Location loc = cotangent.getLoc();
  if (cotangent.getType() != v.getType())
    cotangent = tensor::CastOp::create(b, loc, v.getType(), cotangent);
  Value &sum = cotangents[v];
  if (!sum) {
    sum = cotangent;
    return;
  }
  if (!isa<RankedTensorType>(v.getType())) {
    sum = arith::AddFOp::create(b, loc, sum, cotangent);
    return;
  }
  TensorBuilder t(b, loc);
  int64_t n = t.rank(v);
  SmallVector<int64_t> all = t.range(n);
  Value total = t.map({{sum, all}, {cotangent, all}}, n, t.elementType(v), [](auto s) { return *s[0] + *s[1]; });
  sum = total.getType() == v.getType() ? total : tensor::CastOp::create(b, loc, v.getType(), total).getResult();
}

/// Whether an op's regions read such values of enclosing blocks, beside its operands.
static bool regionsRead(Operation *op, llvm::function_ref<bool(Value)> isActive) {
  bool reads = false;
  for (Region &region : op->getRegions())
    region.walk([&](Operation *inner) { reads = reads || llvm::any_of(inner->getOperands(), isActive); });
  return reads;
}

/// Whether `op` or its body reads a number as an integer of the same bits.
static bool readsAsBits(Operation *op) {
  return op
      ->walk([](Operation *inner) {
        bool cast = isa<arith::BitcastOp, tensor::BitcastOp>(inner) && hasGradient(inner->getOperand(0)) &&
                    !hasGradient(inner->getResult(0));
        return cast ? WalkResult::interrupt() : WalkResult::advance();
      })
      .wasInterrupted();
}

LogicalResult ReverseSweep::visit(Operation *op) {
  SmallVector<Value> given;
  bool any = false;
  for (Value result : op->getResults()) {
    given.push_back(cotangentOf(result));
    any = any || given.back();
  }
  if (!any)
    return success();
  auto holdsBits = [&](Value v) { return bits.contains(v); };
  if (llvm::any_of(op->getOperands(), holdsBits) || regionsRead(op, holdsBits))
    return op->emitError("cannot differentiate '")
           << op->getName() << "': it reads the bits of a number that depends on the arguments";
  if (regionsRead(op, [&](Value v) { return isActive(v); }))
    return op->emitError("cannot differentiate '")
           << op->getName() << "': its body reads a value from outside that depends on the arguments";
  auto differentiable = dyn_cast<DifferentiableOpInterface>(op);
  if (!differentiable)
    return op->emitError("cannot differentiate '") << op->getName() << "'";
  FailureOr<SmallVector<Value>> gradients = differentiable.buildVjp(b, given);
  if (failed(gradients))
    return failure();
  visited.push_back(op);
  for (auto [operand, gradient] : llvm::zip_equal(op->getOperands(), *gradients))
    if (isActive(operand))
      add(operand, gradient);
  return success();
}

LogicalResult ReverseSweep::run(ArrayRef<Operation *> ops) {
  for (Operation *op : ops) {
    auto isRead = [&](Value v) { return isActive(v); };
    auto holdsBits = [&](Value v) { return bits.contains(v); };
    bool reads = llvm::any_of(op->getOperands(), isRead) || regionsRead(op, isRead);
    bool readsBits = llvm::any_of(op->getOperands(), holdsBits) || regionsRead(op, holdsBits);
    if (!reads && !readsBits)
      continue;
    for (Value result : op->getResults())
      if (hasGradient(result))
        active.insert(result);
      else if (!getElementTypeOrSelf(result).isInteger(1) && (readsBits || readsAsBits(op)))
        bits.insert(result); // A truth value is constant almost everywhere: zero is its gradient.
  }
  for (Operation *op : llvm::reverse(ops))
    if (llvm::any_of(op->getResults(), [&](Value v) { return isActive(v); }))
      if (failed(visit(op)))
        return failure();
  return success();
}
