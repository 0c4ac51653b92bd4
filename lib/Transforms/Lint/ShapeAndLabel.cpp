//===- ShapeAndLabel.cpp - sizes and targets that make no sense: 110, 111, 116, 117, 121, 122, 124 ------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "../LossChain.h"
#include "Rules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "nnf/IR/ops/Embedding.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;

static int64_t rankOf(Value v) { return cast<RankedTensorType>(v.getType()).getRank(); }

/// [110]
static void oneClass(Operation *op, LintContext &c) {
  if (!isa<CrossEntropyOp, NllLossOp>(op) || staticSize(op->getOperand(0), classDimension(rankOf(op->getOperand(0)))) != 1)
    return;
  c.report(op, "a classifier of one class: its probability is 1 and the loss of logits 0; binary_cross_entropy_with_logits "
               "decides between yes and no");
}

/// [111]
static void softmaxOfOne(Operation *op, LintContext &c) {
  if (!isa<SoftmaxOp, LogSoftmaxOp>(op) || rankOf(op->getResult(0)) == 0)
    return;
  std::optional<int64_t> axis = cast<ValueFactsOpInterface>(op).getResultAxis();
  if (staticSize(op->getResult(0), *axis) == 1)
    c.report(op, Twine(cast<TorchOpInterface>(op).getTorchName()) + " along a dimension of size 1 is " +
                     (isa<SoftmaxOp>(op) ? "1" : "0") + " whatever it is given; sigmoid is the function of a single score");
}

/// [116]
static void ignoreIndexOfSoftTarget(Operation *op, LintContext &c) {
  auto loss = dyn_cast<CrossEntropyOp>(op);
  if (loss && loss.getIgnoreIndex() != -100 && isa<FloatType>(getElementTypeOrSelf(loss.getTarget().getType())))
    c.report(op, "ignore_index = " + Twine(loss.getIgnoreIndex()) +
                     " has no meaning with a target of probabilities, and ignores nothing");
}

/// The first constant index outside [0, size) that is not `ignored`.
static std::optional<int64_t> firstOutside(Value indices, int64_t size, std::optional<int64_t> ignored) {
  DenseIntElementsAttr constant;
  if (!matchPattern(indices, m_Constant(&constant)))
    return std::nullopt;
  for (const APInt &v : constant.getValues<APInt>()) {
    int64_t index = v.getSExtValue();
    if ((index < 0 || index >= size) && index != ignored)
      return index;
  }
  return std::nullopt;
}

/// [117]
static void constantOutside(Operation *op, LintContext &c) {
  std::optional<int64_t> size, outside;
  StringRef what;
  if (auto embedding = dyn_cast<EmbeddingOp>(op)) {
    what = "index";
    if ((size = staticSize(embedding.getWeight(), 0)))
      outside = firstOutside(embedding.getInput(), *size, std::nullopt);
  } else if (isa<NllLossOp, CrossEntropyOp>(op)) {
    what = "target";
    auto nll = dyn_cast<NllLossOp>(op);
    if ((size = staticSize(op->getOperand(0), classDimension(rankOf(op->getOperand(0))))))
      outside = firstOutside(op->getOperand(1), *size, nll ? nll.getIgnoreIndex() : cast<CrossEntropyOp>(op).getIgnoreIndex());
  }
  if (outside)
    c.report(op, "the " + Twine(what) + " " + Twine(*outside) + " is outside [0, " + Twine(*size) + ")");
}

static std::string spelled(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

/// [121, 122]
static bool broadcasts(Operation *op, bool outer, LintContext &c) {
  if (!isa<ReducingLossOpInterface>(op))
    return false;
  auto input = dyn_cast<RankedTensorType>(op->getOperand(0).getType());
  auto target = dyn_cast<RankedTensorType>(op->getOperand(1).getType());
  if (!input || !target)
    return false;
  // Sizes from the right; a dynamic one never broadcasts.
  bool inputGrows = false, targetGrows = false;
  int64_t rank = std::max(input.getRank(), target.getRank());
  for (int64_t d = 1; d <= rank; ++d) {
    int64_t a = d <= input.getRank() ? input.getDimSize(input.getRank() - d) : 1;
    int64_t b = d <= target.getRank() ? target.getDimSize(target.getRank() - d) : 1;
    inputGrows |= a == 1 && b != 1;
    targetGrows |= b == 1 && a != 1;
  }
  if (!inputGrows && !targetGrows && input.getRank() == target.getRank())
    return false;
  if (outer != (inputGrows && targetGrows))
    return false;
  c.report(op, "input " + spelled(input) + " and target " + spelled(target) +
                   (outer ? " are both stretched: every prediction is compared with every target" : " differ in shape, and one is stretched over the other"));
  return true;
}
static void lossBroadcasts(Operation *op, LintContext &c) { broadcasts(op, false, c); }

/// A loss by hand: the scores of a layer, (N, 1), less a target of (N). Pairs of other things are compared on purpose, and of scores as
/// (N, 1) and (1, N).
static void differenceOfPairs(Operation *op, LintContext &c) {
  auto generic = dyn_cast<linalg::GenericOp>(op);
  if (!generic || !generic.hasPureTensorSemantics() || generic.getNumDpsInputs() != 2 || generic.getNumLoops() != 2 ||
      generic.getNumReductionLoops() != 0 || !isa<arith::SubFOp>(generic.getBody()->front()))
    return;
  for (unsigned side : {0u, 1u}) {
    Value scores = generic.getDpsInputOperand(side)->get(), target = generic.getDpsInputOperand(1 - side)->get();
    auto own = dyn_cast<RankedTensorType>(scores.getType()), other = dyn_cast<RankedTensorType>(target.getType());
    if (!own || !other || own.getRank() != 2 || other.getRank() != 1 || own.getDimSize(1) != 1 || own.getDimSize(0) != other.getDimSize(0) ||
        own.getDimSize(0) == 1 || c.getFacts(scores).kind != ValueKind::Scores)
      continue;
    c.report(op, "scores " + spelled(own) + " and target " + spelled(other) + " are both stretched: every prediction is compared with every target");
    return;
  }
}
static void lossIsOuter(Operation *op, LintContext &c) {
  if (!broadcasts(op, true, c))
    differenceOfPairs(op, c);
}

/// [124]
static void binaryTarget(Operation *op, LintContext &c) {
  if (!isa<BinaryCrossEntropyOp, BinaryCrossEntropyWithLogitsOp>(op))
    return;
  Operation *target = op->getOperand(1).getDefiningOp();
  if (!target || !matchPattern(target, m_Constant()))
    return;
  Bounds bounds = c.getFacts(op->getOperand(1)).bounds;
  if (bounds.isBounded() && !bounds.within(0, 1))
    c.report(op, "the target has values outside [0, 1]; each of its elements is the probability of a yes");
}

ArrayRef<LintRule> nnf::shapeAndLabelRules() {
  static const LintRule rules[] = {
      {"NNF110", "one-class", LintLevel::Warning,
       "A classifier loss over one class is constant: nothing is learnt from it.", "", oneClass},
      {"NNF111", "softmax-of-one", LintLevel::Warning,
       "A softmax along a dimension of size 1 gives 1 whatever it is given.", "", softmaxOfOne},
      {"NNF116", "ignore-index-of-probabilities", LintLevel::Error,
       "`ignore_index` is given although the target holds probabilities, where there is no index to ignore.", "",
       ignoreIndexOfSoftTarget},
      {"NNF117", "index-out-of-range", LintLevel::Error,
       "A constant target or embedding index lies outside the classes or rows: an error when it runs.", "", constantOutside},
      {"NNF121", "loss-broadcasts", LintLevel::Warning,
       "Input and target of a loss differ in shape, so that one is stretched over the other.", "", lossBroadcasts},
      {"NNF122", "loss-is-outer", LintLevel::Warning,
       "Input and target of a loss are both stretched, as (N, 1) against (N): the loss compares every pair.", "", lossIsOuter},
      {"NNF124", "binary-target-outside", LintLevel::Error,
       "A constant target of a binary cross entropy has values outside [0, 1].", "", binaryTarget},
  };
  return rules;
}
