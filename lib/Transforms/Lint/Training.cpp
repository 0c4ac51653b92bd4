//===- Training.cpp - training and inference mixed: 301, 302, 307 ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A function says what it is for with `nnf.mode = "inference"` or "training"; without it, what its other ops do tells.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "nnf/IR/ops/Dropout.h"
#include "nnf/IR/ops/Normalization.h"

using namespace mlir;
using namespace mlir::nnf;

/// The op that shows that the function is for inference: batch_norm with stored statistics, or the function itself where it
/// says so. Null where nothing does.
static Operation *inferenceWitness(LintContext &c, Operation *without) {
  Operation *function = c.getFunction();
  if (auto mode = function->getAttrOfType<StringAttr>(kModeAttr))
    return mode.getValue() == "inference" ? function : nullptr;
  Operation *witness = nullptr;
  bool training = false;
  function->walk([&](Operation *op) {
    if (auto norm = dyn_cast<BatchNormOp>(op)) {
      training |= norm.getTraining();
      if (!norm.getTraining() && op != without && !witness)
        witness = op;
    }
    if (auto dropout = dyn_cast<DropoutOp>(op); dropout && !dropout.getTraining() && dropout.getP() > 0 && op != without && !witness)
      witness = op;
  });
  // Some layers frozen and others not is fine-tuning, and meant so.
  return training && !isa_and_nonnull<DropoutOp>(witness) ? nullptr : witness;
}

static void noteWitness(LintFinding &finding, Operation *witness) {
  finding.note(witness->getLoc(), isa<FunctionOpInterface>(witness) ? "the function is marked as inference"
                                  : isa<BatchNormOp>(witness)       ? "batch_norm uses stored statistics here"
                                                                    : "dropout is switched off here");
}

/// [301]
static void dropoutInInference(Operation *op, LintContext &c) {
  auto dropout = dyn_cast<DropoutOp>(op);
  if (!dropout || !dropout.getTraining() || dropout.getP() == 0)
    return;
  Operation *witness = inferenceWitness(c, op);
  if (!witness)
    return;
  LintFinding &finding = c.report(op, "dropout with training = true in inference: results are random");
  noteWitness(finding, witness);
  if (dropout.getInput().getType() == dropout.getType())
    finding.fixBy("dropout passes its input on", op, [dropout](RewriterBase &rw) {
      DropoutOp old = dropout;
      rw.replaceOp(old, old.getInput());
    });
}

/// [302]
static void batchNormInInference(Operation *op, LintContext &c) {
  auto norm = dyn_cast<BatchNormOp>(op);
  if (!norm || !norm.getTraining())
    return;
  if (Operation *witness = inferenceWitness(c, op))
    noteWitness(c.report(op, "batch_norm with training = true in inference: a sample's result depends on the others of its batch"), witness);
}

/// [307]
static void dropoutProbability(Operation *op, LintContext &c) {
  auto dropout = dyn_cast<DropoutOp>(op);
  if (!dropout || !dropout.getTraining())
    return;
  if (dropout.getP() == 1)
    c.report(op, "dropout with p = 1 drops everything: the result is 0", LintLevel::Warning);
  else if (dropout.getP() == 0)
    c.report(op, "dropout with p = 0 drops nothing");
  else if (dropout.getP() > 0.5)
    c.report(op, "dropout drops more than it keeps; was p meant as the share to keep?");
}

ArrayRef<LintRule> nnf::trainingRules() {
  static const LintRule rules[] = {
      {"NNF301", "dropout-in-inference", LintLevel::Warning,
       "Dropout in training mode in a function that is for inference: marked `nnf.mode = \"inference\"`, or with batch_norm on stored "
       "statistics or other dropout switched off.",
       "dropout passes its input on", dropoutInInference},
      {"NNF302", "batch-norm-in-inference", LintLevel::Warning,
       "batch_norm in training mode in a function that is for inference.", "", batchNormInInference},
      {"NNF307", "dropout-probability", LintLevel::Remark,
       "Dropout with p = 0 (nothing), p = 1 (everything: a warning) or more than one half.", "", dropoutProbability},
  };
  return rules;
}
