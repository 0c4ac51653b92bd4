//===- FuseLosses.cpp - classifier losses read logits -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A loss is traced back through glue to a softmax. What comes out is a cross_entropy of that softmax's operand, or the
// reason why not.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "LossChain.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/Softmax.h"
#include "nnf/Transforms/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_FUSELOSSES
#include "nnf/Transforms/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

//===-- analysis ---------------------------------------------------------------------------------------------------===//

namespace {
/// A loss that can fuse, or the reason why it cannot.
struct Fusion {
  LossChain chain;
  std::string reason;
};
} // namespace

/// A use that keeps `value` alive when `user` no longer reads it. Sizes can be asked of the logits instead.
static Operation *otherUser(Value value, const OpOperand *use) {
  for (OpOperand &other : value.getUses())
    if (&other != use && !isa<tensor::DimOp>(other.getOwner()))
      return other.getOwner();
  return nullptr;
}

/// The operand through which `user` reads `value`.
static const OpOperand *useBy(Operation *user, Value value) {
  for (OpOperand &operand : user->getOpOperands())
    if (operand.get() == value)
      return &operand;
  return nullptr;
}

/// Nothing where the loss has no softmax before it, or where the options leave its kind out.
static std::optional<Fusion> analyse(Operation *loss, const FuseLossesOptions &options) {
  Fusion fusion{LossChain::trace(loss->getOperand(0)), {}};
  const LossChain &chain = fusion.chain;
  if (!chain.softmax)
    return std::nullopt;
  auto crossEntropy = dyn_cast<CrossEntropyOp>(loss);
  InputKind kind = crossEntropy ? crossEntropy.getInputKind() : InputKind::LogProbs;
  // A loss that takes logits loses a logarithm of a softmax, and nothing else: log_softmax changes its own values no more.
  if (chain.isLogarithm() != (kind != InputKind::Probs))
    return std::nullopt;
  if (!(crossEntropy ? kind == InputKind::Logits ? options.idempotent : options.probabilities : options.logSoftmax))
    return std::nullopt;

  int64_t rank = cast<RankedTensorType>(loss->getOperand(0).getType()).getRank(), classes = classDimension(rank);
  StringRef name = chain.softmax->getName().getStringRef();
  llvm::raw_string_ostream reason(fusion.reason);
  std::optional<int64_t> axis = chain.getAxis();
  if (auto softmax = dyn_cast<SoftmaxOp>(chain.softmax); softmax && softmax.getEmptyRow() == EmptyRow::Zero)
    reason << "for a row that is all -inf, empty_row = zero gives an infinite loss, where cross_entropy gives NaN";
  else if (chain.rounding)
    reason << "between " << name << " and the loss, " << chain.rounding->getName() << " rounds";
  else if (!axis)
    reason << "a reshape mixes the dimension of " << name << " with others";
  else if (*axis != classes)
    reason << name << " runs along dimension " << *axis << " of the loss's input, the classes along dimension " << classes;
  if (!fusion.reason.empty())
    return fusion;
  for (auto [i, op] : llvm::enumerate(chain.ops)) {
    Operation *user = i + 1 < chain.ops.size() ? chain.ops[i + 1] : loss;
    Operation *other = otherUser(op->getResult(0), useBy(user, op->getResult(0)));
    if (!other)
      continue;
    reason << "the result of " << op->getName() << " is also used by " << other->getName()
           << ", so it has to be computed anyway";
    break;
  }
  return fusion;
}

//===-- rewriting ---------------------------------------------------------------------------------------------------===//

static void fuse(Operation *loss, const LossChain &chain, RewriterBase &rw) {
  Value logits = chain.rebuildOnLogits(rw);
  rw.setInsertionPoint(loss);
  auto nll = dyn_cast<NllLossOp>(loss);
  auto crossEntropy = dyn_cast<CrossEntropyOp>(loss);
  auto fused = CrossEntropyOp::create(
      rw, loss->getLoc(), loss->getResult(0).getType(), logits, loss->getOperand(1),
      nll ? nll.getWeight() : crossEntropy.getWeight(), nll ? nll.getIgnoreIndex() : crossEntropy.getIgnoreIndex(),
      nll ? nll.getReduction() : crossEntropy.getReduction(), nll ? 0.0 : crossEntropy.getLabelSmoothing(),
      InputKind::Logits);
  fused->setDiscardableAttrs(loss->getDiscardableAttrDictionary());
  rw.replaceOp(loss, fused);
  chain.eraseUnused(rw);
}

namespace {
/// Equal in exact arithmetic, with m = max x over the classes, d = sum exp(x - m), t the target class:
///
///   log_softmax + nll_loss:    -(x[t] - m - log d)        cross_entropy: the same expression. f32 and f64: the same
///                                                         operations, so at most the order of the sum d differs; f16
///                                                         and bf16: without the rounding of the stored log-probability
///                                                         (2^-11, 2^-8 relative).
///   softmax + log + nll_loss:  -log(exp(x[t] - m) / d)    loses all digits where the quotient is near 1 and is infinite
///                                                         where exp underflows; cross_entropy is within 2 ulp of the
///                                                         larger of |x[t] - m| and log d.
///   log_softmax + cross_entropy: y = x - m - log d has sum exp(y) = 1, so that log_softmax(y) = y; the second pass only
///                                                         rounds once more.
///
///   %logp = nnf.log_softmax %x dim = 1 : tensor<?x10xf32>
///   %loss = nnf.nll_loss %logp, %t weight = %w : (tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32>) -> tensor<f32>
/// becomes
///   %loss = nnf.cross_entropy %x, %t weight = %w : (tensor<?x10xf32>, tensor<?xi64>, tensor<10xf32>) -> tensor<f32>
struct FuseLoss : RewritePattern {
  FuseLoss(StringRef loss, MLIRContext *context, const FuseLossesOptions &options, PatternBenefit benefit)
      : RewritePattern(loss, benefit, context, {CrossEntropyOp::getOperationName()}), options(options) {}

  LogicalResult matchAndRewrite(Operation *loss, PatternRewriter &rw) const override {
    std::optional<Fusion> fusion = analyse(loss, options);
    if (!fusion)
      return rw.notifyMatchFailure(loss, "the loss does not read what a softmax left");
    if (!fusion->reason.empty())
      return rw.notifyMatchFailure(loss, fusion->reason);
    fuse(loss, fusion->chain, rw);
    return success();
  }

  FuseLossesOptions options;
};

struct FuseLossesPass : nnf::impl::FuseLossesBase<FuseLossesPass> {
  using Base::Base;

  void runOnOperation() override {
    FuseLossesOptions options{logSoftmax, probabilities, idempotent};
    SmallVector<Operation *> losses;
    getOperation()->walk([&](Operation *op) {
      if (isa<NllLossOp, CrossEntropyOp>(op))
        losses.push_back(op);
    });
    IRRewriter rw(&getContext());
    for (Operation *loss : losses) {
      std::optional<Fusion> fusion = analyse(loss, options);
      if (!fusion)
        continue;
      Location loc = loss->getLoc();
      std::string name = loss->getName().getStringRef().str();
      std::string softmax = fusion->chain.softmax->getName().getStringRef().str();
      auto function = loss->getParentOfType<FunctionOpInterface>();
      auto what = remark::RemarkOpts::name("FuseLosses")
                      .category("nnf-fuse-losses")
                      .function(function ? function.getName() : StringRef());
      if (!fusion->reason.empty()) {
        remark::missed(loc, what) << remark::reason("{0} and {1} stay apart: {2}", softmax, name, fusion->reason);
        continue;
      }
      fuse(loss, fusion->chain, rw);
      remark::passed(loc, what) << remark::add("{0} and {1} became a cross_entropy of the logits", softmax, name);
    }
  }
};
} // namespace

void nnf::populateFuseLossesPatterns(RewritePatternSet &patterns, const FuseLossesOptions &options,
                                     PatternBenefit benefit) {
  for (StringRef loss : {NllLossOp::getOperationName(), CrossEntropyOp::getOperationName()})
    patterns.add<FuseLoss>(loss, patterns.getContext(), options, benefit);
}
