//===- FuseLosses.cpp - classifier losses read logits -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A loss is traced back through glue to a softmax. What comes out is a cross_entropy of that softmax's operand, or the
// reason why not.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/Softmax.h"
#include "nnf/Transforms/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_FUSELOSSES
#include "nnf/Transforms/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

//===-- tracing a loss back to its softmax ------------------------------------------------------------------------===//

namespace {
/// The way from a softmax to the loss that reads it.
struct Chain {
  /// nnf.softmax or nnf.log_softmax; null where the loss does not come from one.
  Operation *softmax = nullptr;
  /// The logarithm of a softmax, or the exponential of a log_softmax; null without.
  Operation *function = nullptr;
  /// A rounding to a narrower type on the way, or null.
  Operation *rounding = nullptr;
  /// All ops from the softmax (included) to the loss (not included).
  SmallVector<Operation *> ops;

  bool isLogarithm() const { return isa<LogSoftmaxOp>(softmax) != (function != nullptr); }
};

/// A loss that can fuse, or the reason why it cannot.
struct Fusion {
  Chain chain;
  std::string reason;
};
} // namespace

static Chain trace(Value v) {
  Chain chain;
  while (Operation *op = v.getDefiningOp()) {
    chain.ops.push_back(op);
    if (isa<SoftmaxOp, LogSoftmaxOp>(op)) {
      // exp(softmax) and log(log_softmax) are no (log-)probabilities.
      bool isLog = chain.function && isa<math::LogOp>(matchElementwise(chain.function)->scalar);
      if (!chain.function || isLog == isa<SoftmaxOp>(op))
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

/// Where the softmax's dimension is in the loss's input; nothing where a reshape mixed it with others.
static std::optional<int64_t> axisAtLoss(const Chain &chain) {
  int64_t rank = cast<RankedTensorType>(chain.softmax->getResult(0).getType()).getRank();
  int64_t dim = isa<SoftmaxOp>(chain.softmax) ? cast<SoftmaxOp>(chain.softmax).getDim()
                                              : cast<LogSoftmaxOp>(chain.softmax).getDim();
  std::optional<int64_t> axis = dim < 0 ? dim + std::max<int64_t>(rank, 1) : dim;
  for (Operation *op : ArrayRef(chain.ops).drop_front())
    if (axis && getViewSource(op))
      axis = mapAxisThroughView(op, *axis);
  return axis;
}

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
  Fusion fusion{trace(loss->getOperand(0)), {}};
  const Chain &chain = fusion.chain;
  if (!chain.softmax)
    return std::nullopt;
  auto crossEntropy = dyn_cast<CrossEntropyOp>(loss);
  InputKind kind = crossEntropy ? crossEntropy.getInputKind() : InputKind::LogProbs;
  // A loss that takes logits loses a logarithm of a softmax, and nothing else: log_softmax changes its own values no more.
  if (chain.isLogarithm() != (kind != InputKind::Probs))
    return std::nullopt;
  if (!(crossEntropy ? kind == InputKind::Logits ? options.idempotent : options.probabilities : options.logSoftmax))
    return std::nullopt;

  int64_t rank = cast<RankedTensorType>(loss->getOperand(0).getType()).getRank(), classes = rank == 1 ? 0 : 1;
  StringRef name = chain.softmax->getName().getStringRef();
  llvm::raw_string_ostream reason(fusion.reason);
  std::optional<int64_t> axis = axisAtLoss(chain);
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

/// Views and widenings of the chain are repeated on the logits, each behind the op it repeats, so that sizes asked of the
/// chain can be asked of them.
static void fuse(Operation *loss, const Chain &chain, RewriterBase &rw) {
  Value logits = chain.softmax->getOperand(0);
  for (Operation *op : chain.ops) {
    if (op != chain.softmax && op != chain.function) {
      OpBuilder::InsertionGuard guard(rw);
      rw.setInsertionPointAfter(op);
      IRMapping map;
      map.map(op->getOperand(0), logits);
      logits = rw.clone(*op, map)->getResult(0);
    }
    rw.replaceUsesWithIf(op->getResult(0), logits, [](OpOperand &use) { return isa<tensor::DimOp>(use.getOwner()); });
  }
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
  for (Operation *op : llvm::reverse(chain.ops))
    rw.eraseOp(op);
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
