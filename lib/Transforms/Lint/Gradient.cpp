//===- Gradient.cpp - what a gradient meets: 203, 204, 303 to 306, 406 -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Gradients are taken of functions that say so with `nnf.mode = "training"`; others are not looked at, but for 304.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/ActivationPiecewise.h"
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/ops/Convolution.h"
#include "nnf/IR/ops/Distance.h"
#include "nnf/IR/ops/Embedding.h"
#include "nnf/IR/ops/Linear.h"
#include "nnf/IR/ops/Normalization.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;

static bool isFloat(Value v) { return isa<FloatType>(getElementTypeOrSelf(v.getType())); }

//===-- 203 -------------------------------------------------------------------------------------------------------===//

/// The op that makes 0 of ordinary values, seen through sums and views: a square, an absolute value, relu. Null where none does.
static Operation *reachesZeroAt(Value v, unsigned depth = 8) {
  Operation *op = v.getDefiningOp();
  if (!op || depth == 0)
    return nullptr;
  if (OpOperand *source = getViewSource(op))
    return reachesZeroAt(source->get(), depth - 1);
  if (isa<ReluOp>(op))
    return op;
  if (std::optional<Elementwise> e = matchElementwise(op)) {
    if (isa<math::AbsFOp>(e->scalar))
      return op;
    if (isa<arith::MulFOp>(e->scalar) && e->operands[0] == e->operands[1])
      return op;
    if (isa<arith::ExtFOp, arith::TruncFOp>(e->scalar))
      return reachesZeroAt(e->operands[0], depth - 1);
    // A mean: the sum over a positive number.
    APFloat by(0.0);
    if (isa<arith::DivFOp, arith::MulFOp>(e->scalar) && matchPattern(e->operands[1], m_ConstantFloat(&by)) && by.isFiniteNonZero() && !by.isNegative())
      return reachesZeroAt(e->operands[0], depth - 1);
    return nullptr;
  }
  // A sum of such.
  auto sum = dyn_cast<linalg::LinalgOp>(op);
  if (!sum || !sum.hasPureTensorSemantics() || sum.getNumReductionLoops() == 0 || sum.getNumDpsInputs() != 1 || op->getNumResults() != 1)
    return nullptr;
  auto add = sum.getBlock()->getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!add)
    return nullptr;
  for (Value term : add->getOperands()) {
    if (auto square = term.getDefiningOp<arith::MulFOp>(); square && square.getLhs() == square.getRhs())
      return op;
    if (term == sum.getBlock()->getArgument(0))
      return reachesZeroAt(sum.getDpsInputOperand(0)->get(), depth - 1);
  }
  return nullptr;
}

/// A tensor or scalar of the type of `like`, all of `value`.
static Value constantLike(RewriterBase &rw, Location loc, Value like, double value) {
  Type type = like.getType(), element = getElementTypeOrSelf(type);
  TypedAttr number = rw.getFloatAttr(element, value);
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor)
    return arith::ConstantOp::create(rw, loc, number);
  if (tensor.hasStaticShape())
    return arith::ConstantOp::create(rw, loc, DenseElementsAttr::get(tensor, number));
  Value empty = tensor::EmptyOp::create(rw, loc, tensor::getMixedSizes(rw, loc, like), element);
  return linalg::FillOp::create(rw, loc, arith::ConstantOp::create(rw, loc, number).getResult(), empty).getResult(0);
}

///   %y = math.sqrt %s     ->   %e = arith.addf %s, 1.0e-12
///                              %y = math.sqrt %e
/// f16 has no number that small: two of its smallest, there.
static void addEps(LintFinding &finding, Operation *op, Operation *root) {
  finding.fixBy("an eps below the root", op, [root](RewriterBase &rw) {
    rw.setInsertionPoint(root);
    Value x = root->getOperand(0);
    Value eps = constantLike(rw, root->getLoc(), x, getElementTypeOrSelf(x.getType()).isF16() ? 0x1p-23 : 1e-12);
    Value sum = arith::AddFOp::create(rw, root->getLoc(), x, eps);
    rw.modifyOpInPlace(root, [&] { root->setOperand(0, sum); });
  });
}

static void rootAtZero(Operation *op, LintContext &c) {
  if (!isTraining(c))
    return;
  std::optional<Elementwise> e = matchElementwise(op);
  if (!e || !isa<math::SqrtOp, math::RsqrtOp>(e->scalar) || !isa<RankedTensorType>(e->operands[0].getType()))
    return;
  const Bounds &bounds = c.getFacts(e->operands[0]).bounds;
  Operation *zero = reachesZeroAt(e->operands[0]);
  if (!zero || bounds.lo > 0)
    return;
  LintFinding &finding = c.report(op, "the root of what can be 0 has an infinite gradient there, and 0 times that is NaN: add an eps below the root");
  finding.note(zero->getLoc(), "0 comes from here");
  addEps(finding, op, e->scalar);
}

//===-- 204 -------------------------------------------------------------------------------------------------------===//

/// select(%cond, f(%x), %constant) where f is singular: the gradient of f is taken also where it is not chosen, and 0 times
/// infinity is NaN.
///
///   %l = math.log %x                             %safe = arith.select %ok, %x, 1.0
///   %y = arith.select %ok, %l, %zero        ->   %l = math.log %safe
///                                                %y = arith.select %ok, %l, %zero
static void guardTooLate(Operation *op, LintContext &c) {
  if (!isTraining(c))
    return;
  std::optional<Elementwise> select = matchElementwise(op);
  if (!select || !isa<arith::SelectOp>(select->scalar))
    return;
  Operation *condition = select->operands[0].getDefiningOp();
  std::optional<Elementwise> compare = condition ? matchElementwise(condition) : std::nullopt;
  if (!compare || !isa<arith::CmpFOp>(compare->scalar))
    return;
  for (auto [side, chosen] : llvm::enumerate(ArrayRef(select->operands).drop_front())) {
    Operation *producer = chosen.getDefiningOp();
    std::optional<Elementwise> e = producer ? matchElementwise(producer) : std::nullopt;
    if (!e)
      continue;
    Value x;
    if (isa<math::LogOp, math::Log2Op, math::Log10Op, math::SqrtOp, math::RsqrtOp>(e->scalar))
      x = e->operands[0];
    else if (isa<arith::DivFOp>(e->scalar))
      x = e->operands[1];
    // The comparison asks about the very value that the function cannot take.
    if (!x || !llvm::is_contained(compare->operands, x) || c.getFacts(x).bounds.lo > 0)
      continue;
    LintFinding &finding =
        c.report(op, "the value is guarded, its gradient is not: where the other branch is chosen, it is 0 times infinity, which is NaN");
    finding.note(producer->getLoc(), "guard the operand of this op instead");
    Value condition = select->operands[0];
    auto asked = dyn_cast<RankedTensorType>(condition.getType()), type = dyn_cast<RankedTensorType>(x.getType());
    if (!asked || !type || asked.getShape() != type.getShape() || !chosen.hasOneUse() ||
        producer->getBlock() != condition.getDefiningOp()->getBlock())
      return;
    bool first = side == 0;
    finding.fixBy("the operand is guarded", {op, producer, condition.getDefiningOp()}, [=](RewriterBase &rw) {
      // Behind the comparison and in front of the function.
      Operation *compared = condition.getDefiningOp();
      rw.setInsertionPoint(producer);
      if (producer->isBeforeInBlock(compared)) {
        rw.moveOpAfter(producer, compared);
        rw.setInsertionPoint(producer);
      }
      Value one = constantLike(rw, producer->getLoc(), x, 1);
      Value safe = arith::SelectOp::create(rw, producer->getLoc(), condition, first ? x : one, first ? one : x);
      rw.modifyOpInPlace(producer, [&] { producer->replaceUsesOfWith(x, safe); });
    });
    return;
  }
}

//===-- 303, 304 --------------------------------------------------------------------------------------------------===//

/// The op writes over its operand 0, as torch spells it with an underscore.
static bool isInPlace(Operation *op) {
  auto flag = op->getNumOperands() > 0 && isa<TorchOpInterface>(op) && op->getNumResults() > 0
                  ? dyn_cast_or_null<BoolAttr>(op->getInherentAttr("inplace").value_or(Attribute()))
                  : BoolAttr();
  return flag && flag.getValue();
}

static void outOfPlace(LintFinding &finding, Operation *op) {
  finding.fixBy("out of place", op, [op](RewriterBase &rw) {
    rw.modifyOpInPlace(op, [&] { op->setInherentAttr(StringAttr::get(op->getContext(), "inplace"), BoolAttr::get(op->getContext(), false)); });
  });
}

/// Ops whose derivative is computed from their result.
static bool needsItsResult(Operation *op) {
  if (isa<SigmoidOp, TanhOp, SoftmaxOp, LogSoftmaxOp>(op))
    return true;
  std::optional<Elementwise> e = matchElementwise(op);
  return e && isa<math::ExpOp, math::SqrtOp, math::RsqrtOp, math::TanhOp>(e->scalar);
}

static void overwritesForGradient(Operation *op, LintContext &c) {
  if (!isTraining(c) || !isInPlace(op))
    return;
  Operation *producer = op->getOperand(0).getDefiningOp();
  if (!producer || !needsItsResult(producer))
    return;
  LintFinding &finding = c.report(op, "an op in place overwrites a result that the gradient of the op before it is computed from");
  finding.note(producer->getLoc(), "its result is needed");
  outOfPlace(finding, op);
}

/// The value is read again behind the op that overwrites it.
static void overwritesForReader(Operation *op, LintContext &c) {
  if (!isInPlace(op))
    return;
  for (Operation *user : op->getOperand(0).getUsers()) {
    if (user == op || user->getBlock() != op->getBlock() || !op->isBeforeInBlock(user))
      continue;
    // `y = relu_(x); y + x` reads y twice in PyTorch.
    LintFinding &finding = c.report(op, "an op in place overwrites a value that is read again");
    finding.note(user->getLoc(), "it is read here");
    outOfPlace(finding, op);
    return;
  }
}

//===-- 305, 306 --------------------------------------------------------------------------------------------------===//

/// No gradient passes: `op` gives integers, bits or steps.
static bool cutsGradient(Operation *op) {
  if (op->getNumResults() == 0 || llvm::none_of(op->getResults(), isFloat))
    return true;
  std::optional<Elementwise> e = matchElementwise(op);
  return e && isa<math::RoundOp, math::RoundEvenOp, math::FloorOp, math::CeilOp, math::TruncOp, arith::CmpFOp, arith::FPToSIOp, arith::FPToUIOp>(e->scalar);
}

/// All values that the result of the function depends on; with `smooth`, only through ops that let a gradient pass.
static llvm::DenseSet<Value> reachedFromResults(FunctionOpInterface function, bool smooth) {
  llvm::DenseSet<Value> reached;
  SmallVector<Value> work;
  auto add = [&](Value v) {
    if (reached.insert(v).second)
      work.push_back(v);
  };
  function->walk([&](Operation *op) {
    if (op->hasTrait<OpTrait::IsTerminator>() && op->getParentOp() == function)
      for (Value v : op->getOperands())
        if (!smooth || isFloat(v))
          add(v);
  });
  while (!work.empty()) {
    Value v = work.pop_back_val();
    Operation *op = v.getDefiningOp();
    if (!op)
      op = v.getParentBlock()->getParentOp() == function ? nullptr : v.getParentBlock()->getParentOp();
    if (!op || (smooth && cutsGradient(op)))
      continue;
    for (Value operand : op->getOperands())
      add(operand);
    // What a body reads, and what its terminators hand out.
    op->walk([&](Operation *inner) {
      if (inner != op)
        for (Value operand : inner->getOperands())
          add(operand);
    });
  }
  return reached;
}

/// The parameters that training is about: floats among the arguments.
static SmallVector<BlockArgument> trainedArguments(FunctionOpInterface function) {
  SmallVector<BlockArgument> marked;
  for (BlockArgument argument : function.getArguments())
    if (isFloat(argument) && isa<RankedTensorType>(argument.getType()) && function.getArgAttr(argument.getArgNumber(), "nnf.parameter"))
      marked.push_back(argument);
  return marked;
}

static void noPathToLoss(Operation *op, LintContext &c) {
  auto function = dyn_cast<FunctionOpInterface>(op);
  if (!function || function != c.getFunction() || !isTraining(c))
    return;
  llvm::DenseSet<Value> reached = reachedFromResults(function, false);
  for (BlockArgument argument : trainedArguments(function))
    if (!reached.contains(argument))
      return void(c.report(op, "parameter " + Twine(argument.getArgNumber()) + " has no path to the loss: it is never trained"));
}

static void gradientIsCut(Operation *op, LintContext &c) {
  auto function = dyn_cast<FunctionOpInterface>(op);
  if (!function || function != c.getFunction() || !isTraining(c))
    return;
  llvm::DenseSet<Value> reached = reachedFromResults(function, false), smooth = reachedFromResults(function, true);
  for (BlockArgument argument : trainedArguments(function)) {
    if (!reached.contains(argument) || smooth.contains(argument))
      continue;
    // The op that cuts is behind the argument, and its own result still counts.
    SmallVector<Value> work{argument};
    llvm::DenseSet<Value> seen;
    while (!work.empty()) {
      Value v = work.pop_back_val();
      for (Operation *user : v.getUsers()) {
        Operation *outer = user;
        while (outer->getParentOp() && outer->getParentOp() != function)
          outer = outer->getParentOp();
        if (!llvm::any_of(outer->getResults(), [&](Value r) { return reached.contains(r); }))
          continue;
        if (cutsGradient(outer))
          return void(c.report(outer, "no gradient passes here, and parameter " + Twine(argument.getArgNumber()) +
                                          " reaches the loss in no other way"));
        for (Value r : outer->getResults())
          if (seen.insert(r).second)
            work.push_back(r);
      }
    }
  }
}

//===-- 406 -------------------------------------------------------------------------------------------------------===//

static void constantWeight(Operation *op, LintContext &c) {
  if (!isTraining(c) || !isa<LinearOp, Conv1dOp, Conv2dOp, Conv3dOp>(op))
    return;
  Value weight = op->getOperand(1);
  auto type = cast<RankedTensorType>(weight.getType());
  DenseElementsAttr constant;
  if (!matchPattern(weight, m_Constant(&constant)) || !constant.isSplat() || !type.hasStaticShape() || type.getNumElements() < 2)
    return;
  c.report(op, Twine(cast<TorchOpInterface>(op).getTorchName()) + " begins with equal weights: all its outputs stay equal to each other in training")
      .note(weight.getLoc(), "the weight is this constant");
}

ArrayRef<LintRule> nnf::gradientRules() {
  static const LintRule rules[] = {
      {"NNF203", "root-at-zero", LintLevel::Warning,
       "In training: a root of squares, absolute values or relu, whose gradient is infinite at 0.",
       "an eps below the root", rootAtZero},
      {"NNF204", "guard-after-singularity", LintLevel::Warning,
       "In training: a choice guards the result of a logarithm, a root or a quotient, but not its operand: the gradient is NaN.",
       "a choice of 1 in front of the function", guardTooLate},
      {"NNF303", "in-place-before-gradient", LintLevel::Error,
       "In training: an op in place overwrites a result that the gradient needs.", "out of place", overwritesForGradient},
      {"NNF304", "in-place-of-read-value", LintLevel::Warning, "An op in place overwrites a value that is read again.", "out of place",
       overwritesForReader},
      {"NNF305", "no-path-to-loss", LintLevel::Warning, "In training: a parameter that the result does not depend on.", "", noPathToLoss},
      {"NNF306", "gradient-is-cut", LintLevel::Warning,
       "In training: a parameter reaches the result only through ops without a gradient, such as round, a comparison or a conversion to integers.",
       "", gradientIsCut},
      {"NNF406", "constant-weight", LintLevel::Warning, "In training: a layer whose weights are all equal.", "", constantWeight},
  };
  return rules;
}
