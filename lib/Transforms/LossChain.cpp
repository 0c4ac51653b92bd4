//===- LossChain.cpp - from a loss back to the softmax that it reads ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "LossChain.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;

LossChain LossChain::trace(Value v) {
  LossChain chain;
  while (Operation *op = v.getDefiningOp()) {
    chain.ops.push_back(op);
    if (isa<SoftmaxOp, LogSoftmaxOp>(op)) {
      // exp(softmax) and log(log_softmax) are no (log-)probabilities.
      bool isLog = chain.function && isa<math::LogOp>(matchElementwise(chain.function)->scalar);
      bool converts = getElementTypeOrSelf(op->getOperand(0)) != getElementTypeOrSelf(op->getResult(0));
      if (!converts && (!chain.function || isLog == isa<SoftmaxOp>(op)))
        chain.softmax = op;
      break;
    }
    if (OpOperand *source = getViewSource(op)) {
      v = source->get();
      continue;
    }
    std::optional<Elementwise> e = matchElementwise(op);
    if (!e)
      break;
    if (isa<arith::TruncFOp>(e->scalar))
      chain.rounding = op;
    else if (isa<math::LogOp, math::ExpOp>(e->scalar) && !chain.function)
      chain.function = op;
    else if (!isa<arith::ExtFOp>(e->scalar))
      break;
    v = e->operands.front();
  }
  std::reverse(chain.ops.begin(), chain.ops.end());
  return chain;
}

bool LossChain::isLogarithm() const { return isa<LogSoftmaxOp>(softmax) != (function != nullptr); }

std::optional<int64_t> LossChain::getAxis() const {
  std::optional<int64_t> axis = cast<ValueFactsOpInterface>(softmax).getResultAxis();
  for (Operation *op : ArrayRef(ops).drop_front())
    if (axis && getViewSource(op))
      axis = mapAxisThroughView(op, *axis);
  return axis;
}

Value LossChain::rebuildOnLogits(RewriterBase &rw) const {
  Value logits = softmax->getOperand(0);
  for (Operation *op : ops) {
    if (op != softmax && op != function) {
      OpBuilder::InsertionGuard guard(rw);
      rw.setInsertionPointAfter(op);
      IRMapping map;
      map.map(op->getOperand(0), logits);
      logits = rw.clone(*op, map)->getResult(0);
    }
    rw.replaceUsesWithIf(op->getResult(0), logits, [](OpOperand &use) { return isa<tensor::DimOp>(use.getOwner()); });
  }
  return logits;
}

void LossChain::eraseUnused(RewriterBase &rw) const {
  for (Operation *op : llvm::reverse(ops)) {
    if (!op->use_empty())
      return;
    rw.eraseOp(op);
  }
}
