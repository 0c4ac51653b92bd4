//===- FuseElementwise.cpp - what need not be written to memory -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
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

/// A gather that is read again by a product would be done again for each of its columns, and keeps the product from being
/// recognised as one. What is computed of the operands' elements alone is applied when these are packed.
static bool mayFuse(OpOperand *operand) {
  Operation *producer = operand->get().getDefiningOp();
  if (!producer || !producer->hasOneUse())
    return false;
  auto from = dyn_cast<linalg::LinalgOp>(producer), to = dyn_cast<linalg::LinalgOp>(operand->getOwner());
  return !from || !to || to.getNumReductionLoops() == 0 || !looksElsewhere(from) || !readsAgain(to, *operand);
}

namespace {
struct FuseElementwise : nnf::impl::NnfFuseElementwiseBase<FuseElementwise> {
  /// As upstream's linalg-fuse-elementwise-ops does it, with another rule.
  void runOnOperation() override {
    MLIRContext *context = &getContext();
    RewritePatternSet patterns(context);
    linalg::populateElementwiseOpsFusionPatterns(patterns, mayFuse);
    linalg::populateFoldReshapeOpsByExpansionPatterns(patterns, mayFuse);
    tensor::populateBubbleUpExpandShapePatterns(patterns);
    affine::AffineApplyOp::getCanonicalizationPatterns(patterns, context);
    linalg::GenericOp::getCanonicalizationPatterns(patterns, context);
    tensor::ExpandShapeOp::getCanonicalizationPatterns(patterns, context);
    tensor::CollapseShapeOp::getCanonicalizationPatterns(patterns, context);
    context->getLoadedDialect<linalg::LinalgDialect>()->getCanonicalizationPatterns(patterns);
    linalg::populateConstantFoldLinalgOperations(patterns, mayFuse);
    // From the top: producers are whole before they are fused.
    (void)applyPatternsGreedily(getOperation(), std::move(patterns), GreedyRewriteConfig().setUseTopDownTraversal(true));
  }
};
} // namespace
