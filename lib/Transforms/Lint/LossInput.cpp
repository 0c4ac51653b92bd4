//===- LossInput.cpp - what a loss is fed: 101 to 106 -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "../LossChain.h"
#include "Rules.h"
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/ops/LossClassification.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;

/// The fix of 101 and 102: `loss` reads what the softmax of `chain` reads.
static void readLogits(LintFinding &finding, CrossEntropyOp loss, const LossChain &chain) {
  SmallVector<Operation *> touches(chain.ops);
  touches.push_back(loss);
  finding.fixBy("cross_entropy reads the logits", touches, [loss, chain](RewriterBase &rw) {
    CrossEntropyOp reader = loss;
    Value logits = chain.rebuildOnLogits(rw);
    rw.modifyOpInPlace(reader, [&] { reader.getInputMutable().assign(logits); });
    chain.eraseUnused(rw);
  });
}

//===-- 101 ---------------------------------------------------------------------------------------------------------===//

/// Logits in [0, 1] leave the target at most e / (e + C - 1): the loss of a sample stays above this.
static std::string leastLoss(CrossEntropyOp loss) {
  std::optional<int64_t> classes =
      staticSize(loss.getInput(), classDimension(cast<RankedTensorType>(loss.getInput().getType()).getRank()));
  if (!classes || *classes < 2 || loss.getWeight() || isa<FloatType>(getElementTypeOrSelf(loss.getTarget().getType())))
    return "";
  std::string text;
  llvm::raw_string_ostream(text) << ", and with " << *classes << " classes no sample's loss can fall below "
                                 << llvm::format("%.3g", std::log(M_E + *classes - 1) - 1);
  return text;
}

///   %p = nnf.softmax %x dim = 1                     %loss = nnf.cross_entropy %x, %t
///   %loss = nnf.cross_entropy %p, %t       ->
///
/// Where the probabilities come from another function or through control flow, the loss is told what it reads instead.
static void softmaxBeforeCrossEntropy(Operation *op, LintContext &c) {
  auto loss = dyn_cast<CrossEntropyOp>(op);
  if (!loss || loss.getInputKind() != InputKind::Logits)
    return;
  const ValueFacts &facts = c.getFacts(loss.getInput());
  if (facts.kind != ValueKind::Probabilities)
    return;
  LintFinding &finding =
      c.report(op, "cross_entropy takes logits, but is given the result of a softmax: it applies softmax once more" +
                       leastLoss(loss));
  c.noteOrigin(finding, facts, "the softmax is here");
  int64_t rank = cast<RankedTensorType>(loss.getInput().getType()).getRank();
  if (facts.axis != classDimension(rank)) {
    finding.note(op->getLoc(), "no automatic fix: the softmax does not run along the classes");
    return;
  }
  LossChain chain = LossChain::trace(loss.getInput());
  if (!chain.softmax || chain.function || chain.isLogarithm()) {
    finding.fixBy("cross_entropy knows that it reads probabilities (input_kind = probs)", op, [loss](RewriterBase &rw) {
      CrossEntropyOp told = loss;
      rw.modifyOpInPlace(told, [&] { told.setInputKind(InputKind::Probs); });
    });
    return;
  }
  readLogits(finding, loss, chain);
}

//===-- 102 ---------------------------------------------------------------------------------------------------------===//

///   %logp = nnf.log_softmax %x dim = 1              %loss = nnf.cross_entropy %x, %t
///   %loss = nnf.cross_entropy %logp, %t    ->
static void logSoftmaxBeforeCrossEntropy(Operation *op, LintContext &c) {
  auto loss = dyn_cast<CrossEntropyOp>(op);
  if (!loss || loss.getInputKind() != InputKind::Logits)
    return;
  const ValueFacts &facts = c.getFacts(loss.getInput());
  int64_t rank = cast<RankedTensorType>(loss.getInput().getType()).getRank();
  if (facts.kind != ValueKind::LogProbabilities || facts.axis != classDimension(rank))
    return;
  LintFinding &finding = c.report(op, "cross_entropy is given log-probabilities: its own log_softmax changes nothing any more");
  c.noteOrigin(finding, facts, "they are made here");
  LossChain chain = LossChain::trace(loss.getInput());
  if (!chain.softmax || !chain.isLogarithm() || chain.rounding)
    return;
  readLogits(finding, loss, chain);
}

//===-- 103 ---------------------------------------------------------------------------------------------------------===//

///   %p = nnf.sigmoid %x
///   %loss = nnf.binary_cross_entropy_with_logits %p, %y  ->  %loss = nnf.binary_cross_entropy_with_logits %x, %y
static void sigmoidBeforeLogits(Operation *op, LintContext &c) {
  auto loss = dyn_cast<BinaryCrossEntropyWithLogitsOp>(op);
  if (!loss)
    return;
  const ValueFacts &facts = c.getFacts(loss.getInput());
  if (facts.kind != ValueKind::Chances)
    return;
  LintFinding &finding = c.report(
      op, "binary_cross_entropy_with_logits takes logits, but is given the result of a sigmoid: it applies sigmoid once more");
  c.noteOrigin(finding, facts, "the sigmoid is here");
  auto sigmoid = loss.getInput().getDefiningOp<SigmoidOp>();
  if (!sigmoid || sigmoid.getInput().getType() != sigmoid.getType())
    return;
  finding.fixBy("the loss reads the logits", {op, sigmoid}, [loss, sigmoid](RewriterBase &rw) {
    BinaryCrossEntropyWithLogitsOp reader = loss;
    SigmoidOp from = sigmoid;
    rw.modifyOpInPlace(reader, [&] { reader.getInputMutable().assign(from.getInput()); });
    if (from->use_empty())
      rw.eraseOp(from);
  });
}

//===-- 104 ---------------------------------------------------------------------------------------------------------===//

/// What a value is, for a sentence: nothing where it may be what is asked for.
static StringRef describe(ValueKind kind) {
  switch (kind) {
  case ValueKind::Scores:
    return "unbounded scores of a layer";
  case ValueKind::Probabilities:
    return "probabilities";
  case ValueKind::LogProbabilities:
  case ValueKind::LogChances:
    return "logarithms of probabilities";
  case ValueKind::Chances:
    return "the result of a sigmoid";
  case ValueKind::Activated:
    return "what an activation leaves";
  case ValueKind::Indices:
  case ValueKind::Unknown:
    return "";
  }
  llvm_unreachable("every kind is described");
}

///   %x = nnf.linear ...
///   %loss = nnf.binary_cross_entropy %x, %y  ->  %loss = nnf.binary_cross_entropy_with_logits %x, %y
static void scoresBeforeBinaryCrossEntropy(Operation *op, LintContext &c) {
  auto loss = dyn_cast<BinaryCrossEntropyOp>(op);
  if (!loss)
    return;
  const ValueFacts &facts = c.getFacts(loss.getInput());
  // An activation that keeps to [0, 1] is what the loss takes.
  if (facts.kind == ValueKind::Unknown || facts.kind == ValueKind::Indices || facts.bounds.within(0, 1))
    return;
  LintFinding &finding = c.report(op, "binary_cross_entropy takes probabilities, but is given " + describe(facts.kind) +
                                          ", which leave [0, 1] and make it NaN");
  c.noteOrigin(finding, facts, "they come from here");
  if (facts.kind != ValueKind::Scores)
    return;
  finding.fixBy("binary_cross_entropy_with_logits, which takes them", op, [loss](RewriterBase &rw) {
    BinaryCrossEntropyOp old = loss;
    rw.setInsertionPoint(old);
    auto fresh = BinaryCrossEntropyWithLogitsOp::create(rw, old.getLoc(), old.getType(), old.getInput(), old.getTarget(),
                                                        Value(), old.getWeight(), old.getReduction());
    fresh->setDiscardableAttrs(old->getDiscardableAttrDictionary());
    rw.replaceOp(old, fresh);
  });
}

//===-- 106 ---------------------------------------------------------------------------------------------------------===//

///   %x = nnf.linear ...                                %p = nnf.softmax %x dim = 1
///   %loss = nnf.nll_loss %x, %t                        %loss = nnf.nll_loss %p, %t
/// becomes
///   %loss = nnf.cross_entropy %x, %t                   %loss = nnf.cross_entropy %p, %t input_kind = probs
static void wrongInputOfNll(Operation *op, LintContext &c) {
  auto loss = dyn_cast<NllLossOp>(op);
  if (!loss)
    return;
  const ValueFacts &facts = c.getFacts(loss.getInput());
  bool probabilities = facts.kind == ValueKind::Probabilities;
  if (!probabilities && facts.kind != ValueKind::Scores && facts.kind != ValueKind::Chances)
    return;
  LintFinding &finding = c.report(op, "nll_loss takes log-probabilities, but is given " + describe(facts.kind) +
                                          (facts.kind == ValueKind::Scores ? ": the loss has no lower bound" : ""));
  c.noteOrigin(finding, facts, "they come from here");
  int64_t rank = cast<RankedTensorType>(loss.getInput().getType()).getRank();
  if (facts.kind == ValueKind::Chances || (probabilities && facts.axis != classDimension(rank)))
    return;
  InputKind kind = probabilities ? InputKind::Probs : InputKind::Logits;
  finding.fixBy(probabilities ? "cross_entropy that takes probabilities (input_kind = probs)" : "cross_entropy, which takes logits",
                op, [loss, kind](RewriterBase &rw) {
                  NllLossOp old = loss;
                  rw.setInsertionPoint(old);
                  auto fresh = CrossEntropyOp::create(rw, old.getLoc(), old.getType(), old.getInput(), old.getTarget(),
                                                      old.getWeight(), old.getIgnoreIndex(), old.getReduction(), 0.0, kind);
                  fresh->setDiscardableAttrs(old->getDiscardableAttrDictionary());
                  rw.replaceOp(old, fresh);
                });
}

//===----------------------------------------------------------------------------------------------------------------===//

ArrayRef<LintRule> nnf::lossInputRules() {
  static const LintRule rules[] = {
      {"NNF101", "softmax-before-cross-entropy", LintLevel::Warning,
       "The result of a softmax reaches cross_entropy, which applies softmax itself: the gradients are flat and the loss "
       "cannot come near 0.",
       "the loss reads the softmax's operand; across calls it is told `input_kind = probs`", softmaxBeforeCrossEntropy},
      {"NNF102", "log-softmax-before-cross-entropy", LintLevel::Remark,
       "cross_entropy is given log-probabilities. log_softmax changes those no more: one pass over the classes is wasted.",
       "the loss reads the logits", logSoftmaxBeforeCrossEntropy},
      {"NNF103", "sigmoid-before-logits", LintLevel::Warning,
       "The result of a sigmoid reaches binary_cross_entropy_with_logits, which applies sigmoid itself.",
       "the loss reads the sigmoid's operand", sigmoidBeforeLogits},
      {"NNF104", "scores-before-binary-cross-entropy", LintLevel::Warning,
       "binary_cross_entropy is given values that are known to leave [0, 1], such as the scores of a layer: it is NaN there.",
       "for scores: binary_cross_entropy_with_logits", scoresBeforeBinaryCrossEntropy},
      {"NNF106", "nll-loss-without-log-probabilities", LintLevel::Warning,
       "nll_loss is given the scores of a layer, or probabilities, instead of log-probabilities: what it computes has no "
       "meaning, and with scores it falls without end.",
       "cross_entropy of the logits, or with `input_kind = probs`", wrongInputOfNll},
  };
  return rules;
}
