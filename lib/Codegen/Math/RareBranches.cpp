//===- RareBranches.cpp - computations that few elements need ---------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/RareBranches.h"

#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

using namespace mlir;
using namespace mlir::nnf;

static constexpr StringLiteral kRare = "nnf.rare";

void vecmath::markRare(arith::SelectOp select) { select->setAttr(kRare, UnitAttr::get(select.getContext())); }

/// %any = vector.reduction <or>, %mask
/// %r = scf.if %any { select(%mask, slow, %usual) } else { %usual }
Value vecmath::createRareBranch(OpBuilder &b, Location loc, Value mask, Value usual,
                                llvm::function_ref<Value(OpBuilder &, Location)> slow) {
  Value any = mask;
  if (auto vector = dyn_cast<VectorType>(mask.getType())) {
    if (vector.getRank() != 1)
      any = vector::ShapeCastOp::create(b, loc, VectorType::get(vector.getNumElements(), b.getI1Type()), any);
    any = vector::ReductionOp::create(b, loc, vector::CombiningKind::OR, any);
  }
  auto branch = scf::IfOp::create(
      b, loc, any,
      [&](OpBuilder &, Location) {
        Value rare = slow(b, loc);
        scf::YieldOp::create(b, loc, arith::SelectOp::create(b, loc, mask, rare, usual).getResult());
      },
      [&](OpBuilder &, Location) { scf::YieldOp::create(b, loc, usual); });
  return branch.getResult(0);
}

/// The ops in front of `select` in its block that nothing but its slow value needs, last first. Constants stay.
static SmallVector<Operation *> neededBySlowAlone(arith::SelectOp select) {
  SmallVector<Operation *> found;
  llvm::SmallPtrSet<Operation *, 32> inside;
  Block *block = select->getBlock();
  auto isInside = [&](OpOperand &use) {
    if (use.getOwner() == select)
      return use.getOperandNumber() == 1;
    Operation *user = block->findAncestorOpInBlock(*use.getOwner());
    return user && inside.contains(user);
  };
  for (Operation *op = select->getPrevNode(); op; op = op->getPrevNode()) {
    if (op->use_empty() || op->hasTrait<OpTrait::ConstantLike>() || !isMemoryEffectFree(op) ||
        !llvm::all_of(op->getUses(), isInside))
      continue;
    inside.insert(op);
    found.push_back(op);
  }
  return found;
}

void vecmath::branchAroundRare(Operation *root) {
  SmallVector<arith::SelectOp> selects;
  root->walk([&](arith::SelectOp op) {
    if (op->hasAttr(kRare) && !isa<TensorType>(op.getCondition().getType()))
      selects.push_back(op);
  });
  for (arith::SelectOp select : selects) {
    SmallVector<Operation *> slow = neededBySlowAlone(select);
    OpBuilder b(select);
    Value result = createRareBranch(b, select.getLoc(), select.getCondition(), select.getFalseValue(),
                                    [&](OpBuilder &inner, Location) {
                                      for (Operation *op : llvm::reverse(slow))
                                        op->moveBefore(inner.getInsertionBlock(), inner.getInsertionPoint());
                                      return select.getTrueValue();
                                    });
    select.replaceAllUsesWith(result);
    select.erase();
  }
}
