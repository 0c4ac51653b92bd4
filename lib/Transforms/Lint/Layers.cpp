//===- Layers.cpp - layers that do nothing for each other: 308, 310, 401, 402, 403 ----------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/ops/Convolution.h"
#include "nnf/IR/ops/Dropout.h"
#include "nnf/IR/ops/Linear.h"
#include "nnf/IR/ops/Normalization.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::nnf;

/// The op that made the elements of `v`, seen through views that no one else reads; null where others do.
static Operation *onlyProducer(Value v) {
  while (v.hasOneUse()) {
    Operation *op = v.getDefiningOp();
    OpOperand *source = op ? getViewSource(op) : nullptr;
    if (!source)
      return op;
    v = source->get();
  }
  return nullptr;
}

static bool isConvolution(Operation *op) { return isa<Conv1dOp, Conv2dOp, Conv3dOp>(op); }
static bool drops(DropoutOp op) { return op.getTraining() && op.getP() > 0; }

//===-- 401 ------------------------------------------------------------------------------------------------------===//

/// The number of values that a layer maps between, in and out; nothing where a size is open or the layer has groups.
static std::optional<std::pair<int64_t, int64_t>> widths(Operation *op) {
  bool grouped = llvm::TypeSwitch<Operation *, bool>(op)
                     .Case<Conv1dOp, Conv2dOp, Conv3dOp>([](auto conv) { return conv.getGroups() != 1; })
                     .Default([](Operation *) { return false; });
  if (grouped)
    return std::nullopt;
  auto weight = cast<RankedTensorType>(op->getOperand(1).getType());
  if (weight.getRank() < 2 || weight.isDynamicDim(0) || weight.isDynamicDim(1))
    return std::nullopt;
  return std::make_pair(weight.getDimSize(1), weight.getDimSize(0));
}

/// A layer that is narrower in the middle than at both ends is a factorisation, and meant so.
static void linearOfLinear(Operation *op, LintContext &c) {
  bool linear = isa<LinearOp>(op);
  if (!linear && !isConvolution(op))
    return;
  Operation *before = onlyProducer(op->getOperand(0));
  if (!before || before->getName() != op->getName())
    return;
  auto first = widths(before), second = widths(op);
  if (!first || !second || first->second < std::min(first->first, second->second))
    return;
  StringRef name = cast<TorchOpInterface>(op).getTorchName();
  c.report(op, "two " + name + " layers with nothing between them are one: without a non-linearity the second adds no power")
      .note(before->getLoc(), "the first is here");
}

//===-- 402 ------------------------------------------------------------------------------------------------------===//

static void idleActivation(Operation *op, LintContext &c) {
  auto formula = dyn_cast<ScalarFormulaOpInterface>(op);
  auto facts = dyn_cast<ValueFactsOpInterface>(op);
  if (!formula || !facts || isa<ReducingLossOpInterface>(op))
    return;
  SmallVector<Bounds> bounds = llvm::map_to_vector(op->getOperands(), [&](Value v) { return c.getFacts(v).bounds; });
  int64_t forwarded = facts.getForwardedOperand(bounds);
  // Of an argument little is known; where something is, another op made it so.
  const ValueFacts *operand = forwarded < 0 ? nullptr : &c.getFacts(op->getOperand(forwarded));
  if (!operand || !operand->origin)
    return;
  StringRef name = cast<TorchOpInterface>(op).getTorchName();
  LintFinding &finding = c.report(op, name + " changes nothing: its operand has no value that it would change");
  c.noteOrigin(finding, *operand, "it is the result of this op");
  Value value = op->getOperand(forwarded);
  if (value.getType() != op->getResult(0).getType())
    return;
  finding.fixBy("the operand is used as it is", op, [op, forwarded](RewriterBase &rw) {
    rw.replaceOp(op, op->getOperand(forwarded));
  });
}

//===-- 403 ------------------------------------------------------------------------------------------------------===//

static void biasBeforeBatchNorm(Operation *op, LintContext &c) {
  auto norm = dyn_cast<BatchNormOp>(op);
  Operation *layer = norm ? norm.getInput().getDefiningOp() : nullptr;
  if (!layer || !norm.getTraining() || !norm.getInput().hasOneUse() || !(isa<LinearOp>(layer) || isConvolution(layer)) ||
      layer->getNumOperands() < 3)
    return;
  c.report(layer, "batch_norm subtracts the mean, and this layer's bias with it")
      .note(op->getLoc(), "batch_norm is here; its own bias is the one that counts");
}

//===-- 308, 310 -------------------------------------------------------------------------------------------------===//

static void dropoutBefore(Operation *op, LintContext &c) {
  auto torch = dyn_cast<TorchOpInterface>(op);
  if (!torch || op->getNumOperands() == 0)
    return;
  bool pool = torch.getTorchName().starts_with("max_pool") || torch.getTorchName().starts_with("adaptive_max_pool");
  auto dropout = dyn_cast_or_null<DropoutOp>(onlyProducer(op->getOperand(0)));
  if (!dropout || !drops(dropout) || (!pool && !isa<BatchNormOp>(op)))
    return;
  if (pool)
    c.report(op, "the maximum of a window is seldom the dropped element: dropout before a max pool drops less than p says")
        .note(dropout.getLoc(), "dropout is here; after the pool it drops what it should");
  else
    c.report(op, "dropout changes the variance in training only: batch_norm learns statistics that do not hold in inference")
        .note(dropout.getLoc(), "dropout is here; behind batch_norm it does no harm");
}

/// selu keeps mean and variance, plain dropout does not.
static void dropoutAfterSelu(Operation *op, LintContext &c) {
  auto dropout = dyn_cast<DropoutOp>(op);
  if (!dropout || !drops(dropout))
    return;
  if (auto selu = dropout.getInput().getDefiningOp<SeluOp>())
    c.report(op, "plain dropout undoes what selu is for, values of mean 0 and variance 1: alpha_dropout keeps them")
        .note(selu.getLoc(), "selu is here");
}

ArrayRef<LintRule> nnf::layerRules() {
  static const LintRule rules[] = {
      {"NNF308", "dropout-before", LintLevel::Remark,
       "A dropout before batch_norm, whose statistics it spoils, or before a max pool, which passes over what was dropped.", "",
       dropoutBefore},
      {"NNF310", "dropout-after-selu", LintLevel::Remark, "A plain dropout of what selu left: alpha_dropout keeps its mean and variance.", "",
       dropoutAfterSelu},
      {"NNF401", "linear-of-linear", LintLevel::Warning,
       "Two linear layers or two convolutions with nothing in between are one, unless the middle is narrower than both ends.", "",
       linearOfLinear},
      {"NNF402", "idle-activation", LintLevel::Warning,
       "An activation whose operand is known to have no value that it would change: relu of a sigmoid, relu of relu.",
       "the operand is used as it is", idleActivation},
      {"NNF403", "bias-before-batch-norm", LintLevel::Remark, "The bias of a layer whose only reader is batch_norm is subtracted again.", "",
       biasBeforeBatchNorm},
  };
  return rules;
}
