//===- Rules.h - the groups of rules and what they share ------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_LINT_RULES_H
#define NNF_LIB_TRANSFORMS_LINT_RULES_H

#include "nnf/Transforms/Lint.h"

namespace mlir::nnf {

class BinaryCrossEntropyOp;
class SigmoidOp;

/// Each group is a file; Registry.cpp puts them together.
ArrayRef<LintRule> suppressionRules();
ArrayRef<LintRule> lossInputRules();
ArrayRef<LintRule> shapeAndLabelRules();
ArrayRef<LintRule> numericRules();
ArrayRef<LintRule> lossHeadRules();
ArrayRef<LintRule> cancellationRules();
ArrayRef<LintRule> trainingRules();
ArrayRef<LintRule> layerRules();
ArrayRef<LintRule> distributionRules();
ArrayRef<LintRule> gradientRules();
ArrayRef<LintRule> imageRules();
ArrayRef<LintRule> precisionRules();

/// What a rule says about itself beyond its summary: why it matters, a function that is wrong and one that is right.
struct LintExplanation {
  StringRef id, why, wrong, right;
};
/// Explanations.cpp and the files beside it; one for each rule.
ArrayRef<LintExplanation> explanationsOfLosses();
ArrayRef<LintExplanation> explanationsOfNumbers();
ArrayRef<LintExplanation> explanationsOfLayers();

/// The attribute of a function that says what it is for: "inference" or "training".
constexpr StringRef kModeAttr = "nnf.mode";
/// The function says that it is one whose gradient is taken.
bool isTraining(const LintContext &c);

/// "dimension 1" and the like are said of static sizes only; the size of `dim`, or nothing where it is dynamic.
std::optional<int64_t> staticSize(Value tensor, int64_t dim);

/// The fix of rules that want a sigmoid inside of its loss:
///   %p = nnf.sigmoid %x
///   %loss = nnf.binary_cross_entropy %p, %y  ->  %loss = nnf.binary_cross_entropy_with_logits %x, %y
/// Not the same in the tails, where binary_cross_entropy holds its logarithms at -100: therefore no fusion.
void fixSigmoidApart(LintFinding &finding, BinaryCrossEntropyOp loss, SigmoidOp sigmoid);

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_LINT_RULES_H
