//===- Canonicalize.cpp - what holds for every op: values that pass through unchanged ------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The rewrites here are exact: every bit of every result stays as it was. No op is named. A record's formula, run over
// intervals, says where it is the identity, and its producers' formulas say where their values lie.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "CanonicalizeOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/PatternMatch.h"
#include "nnf/IR/NnfBase.h"

using namespace mlir;
using namespace mlir::nnf;

/// How far back producers are asked for bounds. A chain is rewritten from its head, so that a deeper look finds little.
static constexpr unsigned kMostProducers = 8;

/// Bounds of the elements of `v`, from the ops that made it.
static Bounds boundsOf(Value v, unsigned producersLeft) {
  Operation *producer = v.getDefiningOp();
  if (!producer || producersLeft == 0)
    return Bounds();
  // Every element of these is an element of the source.
  if (isa<tensor::CastOp, tensor::CollapseShapeOp, tensor::ExpandShapeOp, tensor::ExtractSliceOp, tensor::ReshapeOp>(producer))
    return boundsOf(producer->getOperand(0), producersLeft - 1);
  auto facts = dyn_cast<ValueFactsOpInterface>(producer);
  if (!facts || v != producer->getResult(0))
    return Bounds();
  SmallVector<Bounds> operands = llvm::map_to_vector(
      producer->getOperands(), [&](Value operand) { return boundsOf(operand, producersLeft - 1); });
  int64_t forwarded = facts.getForwardedOperand(operands);
  return forwarded >= 0 ? operands[forwarded] : facts.getResultBounds(operands);
}

namespace {
/// An op that hands on the values of an operand as they are is that operand, whatever its name:
///
///   %relu = nnf.relu %x : tensor<?xf32>
///   %hardtanh = nnf.hardtanh %relu min_val = 0.0 max_val = inf : tensor<?xf32>
///   use %hardtanh
/// becomes
///   %relu = nnf.relu %x : tensor<?xf32>
///   use %relu
///
/// Exact for numbers, zeros with their signs and infinities; a NaN stays some NaN.
struct ForwardOperand : OpInterfaceRewritePattern<ValueFactsOpInterface> {
  using OpInterfaceRewritePattern::OpInterfaceRewritePattern;

  LogicalResult matchAndRewrite(ValueFactsOpInterface op, PatternRewriter &rw) const override {
    for (Value other : llvm::drop_begin(op->getResults()))
      if (!other.use_empty())
        return rw.notifyMatchFailure(op, "another result is read");
    SmallVector<Bounds> operands = llvm::map_to_vector(
        op->getOperands(), [](Value operand) { return boundsOf(operand, kMostProducers); });
    int64_t forwarded = op.getForwardedOperand(operands);
    if (forwarded < 0)
      return rw.notifyMatchFailure(op, "its operand may have values that the op changes");
    Value value = op->getOperand(forwarded);
    auto from = cast<RankedTensorType>(value.getType()), to = cast<RankedTensorType>(op->getResult(0).getType());
    if (from.getElementType() != to.getElementType() || failed(verifyCompatibleShape(from, to)))
      return rw.notifyMatchFailure(op, "its operand has another type");
    if (from != to)
      value = tensor::CastOp::create(rw, op.getLoc(), to, value);
    rw.replaceAllUsesWith(op->getResult(0), value);
    rw.eraseOp(op);
    return success();
  }
};
} // namespace

void NnfDialect::getCanonicalizationPatterns(RewritePatternSet &patterns) const {
  patterns.add<ForwardOperand>(getContext());
  populateOpIdentities(patterns);
}
