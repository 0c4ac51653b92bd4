//===- FuseElementwise.cpp - what need not be written to memory -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// Upstream's linalg-fuse-elementwise-ops with two rules more. It puts a producer's body in front of its consumer's each
// time, so that a chain of n ops copies n * n / 2 of them: a minute for a chain of 1,000. Bodies of a limited length make
// it linear, and nothing is lost at run time: the emitter puts the pieces of a long chain into one nest of loops, with
// what one hands to the next in registers. And a gather stays out of reductions that read its elements again.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/Transforms/Transforms.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFFUSEELEMENTWISE
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

/// Whether elements are computed of more than the operands' elements at the same place.
static bool looksElsewhere(linalg::LinalgOp op) {
  auto result = op->walk([](Operation *inner) {
    return isa<linalg::IndexOp, tensor::ExtractOp>(inner) ? WalkResult::interrupt() : WalkResult::advance();
  });
  return result.wasInterrupted();
}

/// Whether a consumer reads each element of an operand many times: for all steps of a loop that the operand does not run along.
static bool readsAgain(linalg::LinalgOp consumer, OpOperand &operand) {
  AffineMap map = consumer.getMatchingIndexingMap(&operand);
  SmallVector<int64_t> ranges = consumer.getStaticLoopRanges();
  for (unsigned d = 0; d < consumer.getNumLoops(); ++d)
    if (!map.isFunctionOfDim(d) && ranges[d] != 1)
      return true;
  return false;
}

/// Ops of a body, counted to `most` and no further.
static int64_t countBody(linalg::LinalgOp op, int64_t most) {
  Block &body = *op.getBlock();
  int64_t count = 0;
  for (auto it = body.begin(), end = body.end(); it != end && count <= most; ++it)
    ++count;
  return count;
}

static bool isReadOnce(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  return producer && producer->hasOneUse();
}

/// A gather that is read again by a product would be done again for each of its columns, and keeps the product from being
/// recognised as one. What is computed of the operands' elements alone is applied when these are packed.
static bool mayFuse(OpOperand *operand, int64_t longest) {
  if (!isReadOnce(operand))
    return false;
  auto from = operand->get().getDefiningOp<linalg::LinalgOp>(), to = dyn_cast<linalg::LinalgOp>(operand->getOwner());
  if (!from || !to)
    return true;
  if (to.getNumReductionLoops() != 0 && looksElsewhere(from) && readsAgain(to, *operand))
    return false;
  return countBody(from, longest) + countBody(to, longest) <= longest;
}

namespace {
struct FuseElementwise : nnf::impl::NnfFuseElementwiseBase<FuseElementwise> {
  using NnfFuseElementwiseBase::NnfFuseElementwiseBase;

  void runOnOperation() override {
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    linalg::populateElementwiseOpsFusionPatterns(patterns, [this](OpOperand *operand) { return mayFuse(operand, longest); });
    linalg::populateFoldReshapeOpsByExpansionPatterns(patterns, isReadOnce);
    tensor::populateBubbleUpExpandShapePatterns(patterns);
    affine::AffineApplyOp::getCanonicalizationPatterns(patterns, context);
    linalg::GenericOp::getCanonicalizationPatterns(patterns, context);
    tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns, context);
    context->getLoadedDialect<linalg::LinalgDialect>()->getCanonicalizationPatterns(patterns);
    linalg::populateConstantFoldLinalgOperations(patterns, isReadOnce);
    // From the top: producers are whole before they are fused.
    (void)applyPatternsGreedily(getOperation(), std::move(patterns), GreedyRewriteConfig().setUseTopDownTraversal(true));
  }
};
} // namespace
