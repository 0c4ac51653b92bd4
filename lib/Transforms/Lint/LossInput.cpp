//===- LossInput.cpp - what a loss is fed: 101 --------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "../LossChain.h"
#include "Rules.h"
#include "nnf/IR/ops/LossClassification.h"
#include "llvm/Support/Format.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;

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
  SmallVector<Operation *> touches(chain.ops);
  touches.push_back(op);
  finding.fixBy("cross_entropy reads the logits", touches, [loss, chain](RewriterBase &rw) {
    CrossEntropyOp reader = loss;
    Value logits = chain.rebuildOnLogits(rw);
    rw.modifyOpInPlace(reader, [&] { reader.getInputMutable().assign(logits); });
    chain.eraseUnused(rw);
  });
}

//===----------------------------------------------------------------------------------------------------------------===//

ArrayRef<LintRule> nnf::lossInputRules() {
  static const LintRule rules[] = {
      {"NNF101", "softmax-before-cross-entropy", LintLevel::Warning,
       "The result of a softmax reaches cross_entropy, which applies softmax itself: the gradients are flat and the loss "
       "cannot come near 0.",
       "the loss reads the softmax's operand; across calls it is told `input_kind = probs`", softmaxBeforeCrossEntropy},
  };
  return rules;
}
