//===- Constants.cpp - buffers that are the same in every call -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Weights are not always packed as they come: the kernels of a transposed convolution are cut into phases and turned
// round, other weights are padded or widened. All of that can be done once, with the packing:
//
//   linalg.generic ins(%weight : an argument with nnf.parameter) outs(%kernels)     {nnf.init}
//   scf.forall { pack %kernels }                                                    {nnf.init}
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Plan.h"

#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "nnf/Codegen/CPU/Contraction.h"
#include "nnf/Codegen/CPU/Views.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

static bool onlyReads(Operation *op, Value memref) {
  auto effects = dyn_cast<MemoryEffectOpInterface>(op);
  if (!effects)
    return false;
  SmallVector<MemoryEffects::EffectInstance> list;
  effects.getEffects(list);
  return llvm::all_of(list, [&](const MemoryEffects::EffectInstance &e) {
    return isa<MemoryEffects::Read>(e.getEffect()) || (e.getValue() && e.getValue() != memref);
  });
}

/// The ops that fill a buffer, if all of them are linalg ops beside it that read nothing but constants.
static std::optional<SmallVector<linalg::LinalgOp>> findMakers(memref::AllocOp alloc) {
  if (!alloc.getDynamicSizes().empty())
    return std::nullopt;
  SmallVector<linalg::LinalgOp> makers;
  SmallVector<Value> views{alloc.getResult()};
  while (!views.empty())
    for (OpOperand &use : views.pop_back_val().getUses()) {
      Operation *user = use.getOwner();
      if (isa<ViewLikeOpInterface>(user)) {
        views.push_back(user->getResult(0));
        continue;
      }
      if (onlyReads(user, use.get()))
        continue;
      auto op = dyn_cast<linalg::LinalgOp>(user);
      if (!op || !op.hasPureBufferSemantics() || user->getBlock() != alloc->getBlock())
        return std::nullopt;
      if (!llvm::is_contained(makers, op))
        makers.push_back(op);
    }
  for (linalg::LinalgOp op : makers)
    for (OpOperand *in : op.getDpsInputOperands()) {
      bool scalar = !isa<MemRefType>(in->get().getType());
      if (scalar ? !matchPattern(in->get(), m_Constant()) : !isConstantBuffer(in->get()))
        return std::nullopt;
    }
  if (makers.empty())
    return std::nullopt;
  return makers;
}

bool contraction::isConstantBuffer(Value memref) {
  Value base = baseOf(memref);
  if (auto arg = dyn_cast<BlockArgument>(base)) {
    auto function = dyn_cast<FunctionOpInterface>(arg.getOwner()->getParentOp());
    return function && arg.getOwner()->isEntryBlock() && function.getArgAttr(arg.getArgNumber(), parameterAttrName);
  }
  if (base.getDefiningOp<memref::GetGlobalOp>())
    return true;
  auto alloc = base.getDefiningOp<memref::AllocOp>();
  return alloc && isa<FunctionOpInterface>(alloc->getParentOp()) && findMakers(alloc);
}

void contraction::markInit(Value memref) {
  auto alloc = baseOf(memref).getDefiningOp<memref::AllocOp>();
  if (!alloc || alloc->hasAttr(initAttrName))
    return;
  UnitAttr mark = UnitAttr::get(alloc.getContext());
  alloc->setAttr(initAttrName, mark);
  for (linalg::LinalgOp op : findMakers(alloc).value_or(SmallVector<linalg::LinalgOp>())) {
    op->setAttr(initAttrName, mark);
    for (OpOperand *in : op.getDpsInputOperands())
      if (isa<MemRefType>(in->get().getType()))
        markInit(in->get());
  }
}
