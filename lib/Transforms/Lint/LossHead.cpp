//===- LossHead.cpp - what stands right before a loss, and how it is reduced: 105, 113, 114, 119, 120 ----------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "../LossChain.h"
#include "Rules.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/LossRegression.h"
#include "nnf/IR/ops/Softmax.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::nnf;

/// The op that made the elements of `v`, seen through views.
static Operation *producerOf(Value v) {
  Operation *op = v.getDefiningOp();
  while (op) {
    OpOperand *source = getViewSource(op);
    if (!source)
      break;
    op = source->get().getDefiningOp();
  }
  return op;
}

/// [105]
///   %p = nnf.softmax %x dim = 1
///   %l = math.log %p
///   %loss = nnf.nll_loss %l, %t              ->  %loss = nnf.cross_entropy %x, %t
static void softmaxApartFromLoss(NllLossOp loss, LintContext &c) {
  LossChain chain = LossChain::trace(loss.getInput());
  if (!isa_and_nonnull<SoftmaxOp>(chain.softmax) || !chain.isLogarithm() || chain.rounding ||
      chain.getAxis() != classDimension(cast<RankedTensorType>(loss.getInput().getType()).getRank()))
    return;
  LintFinding &finding = c.report(loss, "softmax, its logarithm and nll_loss are spelled apart: where softmax underflows the loss is infinite; "
                                        "cross_entropy is all three in one");
  finding.note(chain.softmax->getLoc(), "the softmax is here");
  if (cast<SoftmaxOp>(chain.softmax).getEmptyRow() != EmptyRow::Nan)
    return;
  SmallVector<Operation *> touches(chain.ops);
  touches.push_back(loss);
  finding.fixBy("cross_entropy of the logits", touches, [loss, chain](RewriterBase &rw) {
    NllLossOp old = loss;
    Value logits = chain.rebuildOnLogits(rw);
    rw.setInsertionPoint(old);
    auto fresh = CrossEntropyOp::create(rw, old.getLoc(), old.getType(), logits, old.getTarget(), old.getWeight(), old.getIgnoreIndex(),
                                        old.getReduction(), 0.0, InputKind::Logits);
    fresh->setDiscardableAttrs(old->getDiscardableAttrDictionary());
    rw.replaceOp(old, fresh);
    chain.eraseUnused(rw);
  });
}

void nnf::fixSigmoidApart(LintFinding &finding, BinaryCrossEntropyOp loss, SigmoidOp sigmoid) {
  finding.note(sigmoid.getLoc(), "the sigmoid is here");
  if (sigmoid.getInput().getType() != sigmoid.getType())
    return;
  finding.fixBy("binary_cross_entropy_with_logits of the sigmoid's operand", {loss, sigmoid}, [loss, sigmoid](RewriterBase &rw) {
    BinaryCrossEntropyOp old = loss;
    SigmoidOp from = sigmoid;
    rw.setInsertionPoint(old);
    auto fresh = BinaryCrossEntropyWithLogitsOp::create(rw, old.getLoc(), old.getType(), from.getInput(), old.getTarget(), Value(),
                                                        old.getWeight(), old.getReduction());
    fresh->setDiscardableAttrs(old->getDiscardableAttrDictionary());
    rw.replaceOp(old, fresh);
    if (from->use_empty())
      rw.eraseOp(from);
  });
}

/// The inside of an op that computes each element of those at the same place; null for others.
static Block *elementwiseBody(Operation *op) {
  auto generic = dyn_cast_or_null<linalg::GenericOp>(op);
  return generic && generic.getNumParallelLoops() == generic.getNumLoops() && generic.getNumResults() == 1 ? generic.getBody() : nullptr;
}

/// Whether a body is `log(first argument)`, and whether one is a division of the first argument by the second.
template <typename Op>
static bool yieldsOnly(Block *body) {
  auto op = body->getTerminator()->getOperand(0).getDefiningOp<Op>();
  return op && op->getBlock() == body && op->getOperand(0) == body->getArgument(0) &&
         (op->getNumOperands() == 1 || op->getOperand(1) == body->getArgument(1));
}

/// Whether a body holds its first argument between constants.
static bool isClip(Block *body) {
  Value v = body->getTerminator()->getOperand(0);
  bool any = false;
  while (Operation *op = v.getDefiningOp()) {
    if (!isa<arith::MaximumFOp, arith::MinimumFOp, arith::MaxNumFOp, arith::MinNumFOp>(op) ||
        !matchPattern(op->getOperand(1), m_Constant()))
      return false;
    v = op->getOperand(0);
    any = true;
  }
  return any && v == body->getArgument(0);
}

/// The softmax or sigmoid that a value was clipped from, with or without a division by the sum of the row in between; null for
/// others.
static Operation *clippedFrom(Value v) {
  bool clipped = false;
  while (Operation *op = producerOf(v)) {
    if (isa<SoftmaxOp, SigmoidOp>(op))
      return clipped ? op : nullptr;
    Block *body = elementwiseBody(op);
    if (!body || !(isClip(body) || yieldsOnly<arith::DivFOp>(body)))
      return nullptr;
    clipped |= isClip(body);
    v = op->getOperand(0);
  }
  return nullptr;
}

/// [105] As Keras spells a loss of probabilities:
///   %p = nnf.softmax %x dim = 1
///   %c = max(min(%p, 1 - 1e-7), 1e-7)
///   %l = log %c
///   %loss = nnf.nll_loss %l, %t              (or the sum of %t * %l)
static void clippedLogarithm(Operation *log, LintContext &c) {
  Operation *from = clippedFrom(log->getOperand(0));
  if (!from)
    return;
  bool softmax = isa<SoftmaxOp>(from);
  c.report(log, Twine(softmax ? "softmax" : "sigmoid") + ", a clip and the logarithm are spelled apart: beyond the clip the loss is flat and "
                                                          "has no gradient; " +
                    (softmax ? "cross_entropy" : "binary_cross_entropy_with_logits") +
                    " of the logits (from_logits=True in Keras) keeps both")
      .note(from->getLoc(), Twine("the ") + (softmax ? "softmax" : "sigmoid") + " is here");
}

/// [105]
static void apartFromLoss(Operation *op, LintContext &c) {
  if (auto nll = dyn_cast<NllLossOp>(op))
    return softmaxApartFromLoss(nll, c);
  if (Block *body = elementwiseBody(op); body && op->getNumOperands() == 2 && yieldsOnly<math::LogOp>(body))
    return clippedLogarithm(op, c);
  auto loss = dyn_cast<BinaryCrossEntropyOp>(op);
  if (loss && clippedFrom(loss.getInput()))
    return clippedLogarithm(op, c);
  auto sigmoid = loss ? loss.getInput().getDefiningOp<SigmoidOp>() : SigmoidOp();
  if (!sigmoid)
    return;
  LintFinding &finding = c.report(op, "a saturated sigmoid has no gradient left and its logarithm is held at -100: "
                                      "binary_cross_entropy_with_logits is exact there");
  fixSigmoidApart(finding, loss, sigmoid);
}

/// [113] Rows of a batch sum to 1, not classes of a sample.
static void softmaxOverBatch(Operation *op, LintContext &c) {
  if (!isa<SoftmaxOp, LogSoftmaxOp>(op))
    return;
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Operation *layer = producerOf(op->getOperand(0));
  if (type.getRank() != 2 || cast<ValueFactsOpInterface>(op).getResultAxis() != 0 || type.getDimSize(0) == 1 || !layer ||
      c.getFacts(op->getOperand(0)).kind != ValueKind::Scores)
    return;
  c.report(op, Twine(cast<TorchOpInterface>(op).getTorchName()) + " runs along dimension 0, across the samples of a layer's output; "
                                                                   "the classes lie along dimension 1")
      .note(layer->getLoc(), "the layer is here");
}

/// [114]
static void activationOfLogits(Operation *op, LintContext &c) {
  auto loss = dyn_cast<CrossEntropyOp>(op);
  if (!loss || loss.getInputKind() != InputKind::Logits)
    return;
  Operation *producer = producerOf(loss.getInput());
  auto facts = dyn_cast_or_null<ValueFactsOpInterface>(producer);
  if (!facts || !isa<ScalarFormulaOpInterface>(producer))
    return;
  const Bounds &bounds = c.getFacts(loss.getInput()).bounds;
  bool nonNegative = bounds.lo >= 0, narrow = bounds.within(-20, 20);
  if (!nonNegative && !narrow)
    return;
  StringRef name = cast<TorchOpInterface>(producer).getTorchName();
  c.report(op, name + (narrow ? " leaves logits too close together for cross_entropy to come near 0"
                              : " leaves no negative logits: where all are 0, nothing is learnt"))
      .note(producer->getLoc(), "cross_entropy takes the scores as the last layer leaves them");
}

/// [119]
static void headCannotReach(Operation *op, LintContext &c) {
  if (!isa<MseLossOp, L1LossOp, SmoothL1LossOp, HuberLossOp>(op))
    return;
  Operation *producer = producerOf(op->getOperand(0));
  if (!isa_and_nonnull<ScalarFormulaOpInterface>(producer) || !isa<ValueFactsOpInterface>(producer))
    return;
  const Bounds &head = c.getFacts(op->getOperand(0)).bounds, &target = c.getFacts(op->getOperand(1)).bounds;
  if (!head.isBounded() || target.within(head.lo, head.hi) || head.holdsNoNumber())
    return;
  c.report(op, Twine(cast<TorchOpInterface>(producer).getTorchName()) + " bounds the prediction, and nothing is known to bound the target")
      .note(producer->getLoc(), "the activation is here");
}

/// [120]
static void sumOverBatch(Operation *op, LintContext &c) {
  auto loss = dyn_cast<ReducingLossOpInterface>(op);
  if (loss && loss.getReduction() == Reduction::Sum)
    c.report(op, "reduction = sum: gradients, and with them the steps, grow with the size of the batch");
}

ArrayRef<LintRule> nnf::lossHeadRules() {
  static const LintRule rules[] = {
      {"NNF105", "apart-from-loss", LintLevel::Remark,
       "A sigmoid right before binary_cross_entropy, or softmax, logarithm and nll_loss, also with a clip as Keras has it: where they saturate, digits and gradients are "
       "lost that binary_cross_entropy_with_logits and cross_entropy keep.",
       "binary_cross_entropy_with_logits of the sigmoid's operand; cross_entropy of the logits", apartFromLoss},
      {"NNF113", "softmax-over-batch", LintLevel::Remark,
       "A softmax along dimension 0 of the (samples, classes) that a layer gives.", "", softmaxOverBatch},
      {"NNF114", "activation-of-logits", LintLevel::Warning,
       "An activation such as relu, sigmoid or tanh right before cross_entropy: the logits cannot be negative or not far apart.", "",
       activationOfLogits},
      {"NNF119", "head-cannot-reach", LintLevel::Remark,
       "A regression loss of what a bounded activation left, against a target that may lie outside.", "", headCannotReach},
      {"NNF120", "sum-over-batch", LintLevel::Remark, "A loss with `reduction = sum`: its gradient grows with the batch.", "", sumOverBatch},
  };
  return rules;
}
