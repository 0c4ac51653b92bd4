//===- CanonicalizeOps.cpp - identities of single ops -----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Exact, every bit of every result, as all of canonicalisation. Two things that look like identities are none and are not here:
// log_softmax of log_softmax rounds a second time (nnf-fuse-losses drops it before a loss, with a bound), and an interpolation to the
// same size by a mode that takes means multiplies a neighbour by 0, which is NaN where that is infinite.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "CanonicalizeOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "nnf/IR/ops/ActivationPiecewise.h"
#include "nnf/IR/ops/Normalization.h"
#include "nnf/IR/ops/Pooling.h"
#include "nnf/IR/ops/Softmax.h"
#include "nnf/IR/ops/Vision.h"

using namespace mlir;
using namespace mlir::nnf;

/// `value` in the type of the op's result 0, where only what is known of the sizes differs; null where more does.
static Value inResultType(Operation *op, Value value, PatternRewriter &rw) {
  auto from = cast<RankedTensorType>(value.getType()), to = cast<RankedTensorType>(op->getResult(0).getType());
  if (from == to)
    return value;
  if (from.getElementType() != to.getElementType() || failed(verifyCompatibleShape(from, to)))
    return {};
  return tensor::CastOp::create(rw, op->getLoc(), to, value);
}

namespace {
///   %s = nnf.pixel_shuffle %x upscale_factor = 2
///   %y = nnf.pixel_unshuffle %s downscale_factor = 2
///   use %y
/// becomes
///   use %x
/// and the same the other way round: both only move elements.
template <class First, class Second>
struct InverseShuffles : OpRewritePattern<Second> {
  using OpRewritePattern<Second>::OpRewritePattern;

  static int64_t factor(PixelShuffleOp op) { return op.getUpscaleFactor(); }
  static int64_t factor(PixelUnshuffleOp op) { return op.getDownscaleFactor(); }

  LogicalResult matchAndRewrite(Second op, PatternRewriter &rw) const override {
    auto first = op.getInput().template getDefiningOp<First>();
    if (!first || factor(first) != factor(op))
      return rw.notifyMatchFailure(op, "its operand is not shuffled by the same factor");
    Value value = inResultType(op, first.getInput(), rw);
    if (!value)
      return rw.notifyMatchFailure(op, "the type is another one");
    rw.replaceOp(op, value);
    return success();
  }
};

///   %y = nnf.softmin %x dim = 1       ->   %n = arith.negf %x
///                                          %y = nnf.softmax %n dim = 1
/// A change of sign is exact, and softmin is defined by it.
struct SoftminOfNegative : OpRewritePattern<SoftminOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(SoftminOp op, PatternRewriter &rw) const override {
    if (op.getDtypeAttr() || !isa<FloatType>(getElementTypeOrSelf(op.getInput().getType())))
      return rw.notifyMatchFailure(op, "the input is converted first");
    Value negative = arith::NegFOp::create(rw, op.getLoc(), op.getInput());
    rw.replaceOpWithNewOp<SoftmaxOp>(op, op.getType(), negative, op.getDim(), EmptyRow::Nan, TypeAttr());
    return success();
  }
};

///   %y = nnf.threshold %x threshold = 0.0 value = 0.0   ->   %y = nnf.relu %x
/// Both are select(x <= 0, 0, x).
struct ThresholdAtZero : OpRewritePattern<ThresholdOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(ThresholdOp op, PatternRewriter &rw) const override {
    double value = op.getValue();
    if (op.getThreshold() != 0 || value != 0 || std::signbit(value))
      return rw.notifyMatchFailure(op, "the threshold or what is below it is not 0");
    rw.replaceOpWithNewOp<ReluOp>(op, op.getType(), op.getInput(), op.getInplace());
    return success();
  }
};

/// The interval that an op clamps to; nothing where it does not clamp.
std::optional<std::pair<double, double>> intervalOf(Operation *op) {
  if (auto hardtanh = dyn_cast_or_null<HardtanhOp>(op))
    return std::make_pair(hardtanh.getMinVal(), hardtanh.getMaxVal());
  if (isa_and_nonnull<Relu6Op>(op))
    return std::make_pair(0.0, 6.0);
  return std::nullopt;
}

///   %a = nnf.hardtanh %x min_val = -1.0 max_val = 2.0
///   %b = nnf.hardtanh %a min_val = 0.0 max_val = 3.0
/// becomes
///   %b = nnf.hardtanh %x min_val = 0.0 max_val = 2.0
/// where the intervals overlap: clamping only chooses among its operand and the two ends.
template <class Op>
struct OverlappingClamps : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;

  LogicalResult matchAndRewrite(Op op, PatternRewriter &rw) const override {
    Operation *first = op.getInput().getDefiningOp();
    auto inner = intervalOf(first), outer = intervalOf(op);
    if (!inner || first->getOperand(0).getType() != op.getInput().getType() || !op.getInput().hasOneUse())
      return rw.notifyMatchFailure(op, "its operand is not clamped for it alone");
    // Equal ends may differ in the sign of 0: the outer one is the last word.
    double low = inner->first > outer->first ? inner->first : outer->first;
    double high = inner->second < outer->second ? inner->second : outer->second;
    if (!(inner->first <= inner->second && outer->first <= outer->second && low < high))
      return rw.notifyMatchFailure(op, "the intervals do not overlap");
    rw.replaceOpWithNewOp<HardtanhOp>(op, op.getType(), first->getOperand(0), low, high, op.getInplace());
    return success();
  }
};

///   %y, %mean, %var = nnf.batch_norm %x running_mean = %m running_var = %v training = true    (%mean and %var are not read)
/// becomes
///   %y = nnf.batch_norm %x training = true
/// In training the result does not depend on what was stored.
struct DropUnreadStatistics : OpRewritePattern<BatchNormOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(BatchNormOp op, PatternRewriter &rw) const override {
    if (!op.getTraining() || !op.getRunningMean() || !op.getNewRunningMean().use_empty() || !op.getNewRunningVar().use_empty())
      return rw.notifyMatchFailure(op, "the statistics are read, or not made");
    auto fresh = BatchNormOp::create(rw, op.getLoc(), TypeRange{op.getResult().getType()}, op.getInput(), Value(), Value(), op.getWeight(),
                                     op.getBias(), op.getTrainingAttr(), op.getMomentumAttr(), op.getEpsAttr());
    fresh->setDiscardableAttrs(op->getDiscardableAttrDictionary());
    rw.replaceAllUsesWith(op.getResult(), fresh.getResult());
    rw.eraseOp(op);
    return success();
  }
};

///   %y, %positions = nnf.max_pool2d_with_indices %x ...   (%positions is not read)   ->   %y = nnf.max_pool2d %x ...
struct DropUnreadPositions : RewritePattern {
  DropUnreadPositions(StringRef name, MLIRContext *context) : RewritePattern(name, 1, context) {}

  LogicalResult matchAndRewrite(Operation *op, PatternRewriter &rw) const override {
    if (op->getNumResults() != 2 || !op->getResult(1).use_empty())
      return rw.notifyMatchFailure(op, "the positions are read");
    StringRef name = op->getName().getStringRef();
    name.consume_back("_with_indices");
    OperationState state(op->getLoc(), name, op->getOperands(), op->getResult(0).getType(), op->getAttrs());
    Operation *fresh = rw.create(state);
    rw.replaceAllUsesWith(op->getResult(0), fresh->getResult(0));
    rw.eraseOp(op);
    return success();
  }
};
} // namespace

void nnf::populateOpIdentities(RewritePatternSet &patterns) {
  MLIRContext *context = patterns.getContext();
  patterns.add<InverseShuffles<PixelShuffleOp, PixelUnshuffleOp>, InverseShuffles<PixelUnshuffleOp, PixelShuffleOp>, SoftminOfNegative,
               ThresholdAtZero, OverlappingClamps<HardtanhOp>, OverlappingClamps<Relu6Op>, DropUnreadStatistics>(context);
  for (StringRef name :
       {MaxPool1dWithIndicesOp::getOperationName(), MaxPool2dWithIndicesOp::getOperationName(), MaxPool3dWithIndicesOp::getOperationName(),
        AdaptiveMaxPool1dWithIndicesOp::getOperationName(), AdaptiveMaxPool2dWithIndicesOp::getOperationName(),
        AdaptiveMaxPool3dWithIndicesOp::getOperationName()})
    patterns.add<DropUnreadPositions>(name, context);
}
