//===- Distribution.cpp - losses between distributions: 107 to 109, 115, 118, 123 --------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/LossRegression.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;

static bool areProbabilities(ValueKind kind) { return kind == ValueKind::Probabilities || kind == ValueKind::Chances; }
static bool areLogarithms(ValueKind kind) { return kind == ValueKind::LogProbabilities || kind == ValueKind::LogChances; }

/// `op` reads log_softmax of what its operand 0 is the softmax of, or the logarithm of that operand.
static void readLogarithm(LintFinding &finding, Operation *op) {
  Value input = op->getOperand(0);
  auto softmax = input.getDefiningOp<SoftmaxOp>();
  if (softmax && (softmax.getEmptyRow() != EmptyRow::Nan || softmax.getDtypeAttr()))
    softmax = nullptr;
  SmallVector<Operation *> touches{op};
  if (softmax)
    touches.push_back(softmax);
  finding.fixBy(softmax ? "log_softmax instead of softmax" : "the logarithm is taken", touches, [op, softmax](RewriterBase &rw) {
    SoftmaxOp from = softmax;
    rw.setInsertionPoint(op);
    Value x = op->getOperand(0);
    Value logarithm = from ? LogSoftmaxOp::create(rw, op->getLoc(), x.getType(), from.getInput(), from.getDim(), TypeAttr()).getResult()
                           : math::LogOp::create(rw, op->getLoc(), x).getResult();
    rw.modifyOpInPlace(op, [&] { op->setOperand(0, logarithm); });
    if (from && from->use_empty())
      rw.eraseOp(from);
  });
}

//===-- kl_div: 107 to 109 ----------------------------------------------------------------------------------------===//

///   %p = nnf.softmax %x dim = 1               %p = nnf.log_softmax %x dim = 1
///   %loss = nnf.kl_div %p, %q            ->   %loss = nnf.kl_div %p, %q
static void klOfProbabilities(Operation *op, LintContext &c) {
  auto loss = dyn_cast<KlDivOp>(op);
  if (!loss)
    return;
  const ValueFacts &facts = c.getFacts(loss.getInput());
  if (!areProbabilities(facts.kind))
    return;
  LintFinding &finding = c.report(op, "kl_div takes log-probabilities as its input, but is given probabilities");
  c.noteOrigin(finding, facts, "they come from here");
  readLogarithm(finding, op);
}

///   %loss = nnf.kl_div %p, %q   ->   %loss = nnf.kl_div %p, %q reduction = batchmean
static void klMean(Operation *op, LintContext &c) {
  auto loss = dyn_cast<KlDivOp>(op);
  if (!loss || loss.getReduction() != Reduction::Mean)
    return;
  auto type = cast<RankedTensorType>(loss.getInput().getType());
  // Of one distribution per sample and class, as in a vector, the mean is what is asked for.
  if (type.getRank() < 2)
    return;
  c.report(op, "reduction = mean divides by the classes as well: batchmean is the divergence of the distributions")
      .fixBy("reduction = batchmean", op, [loss](RewriterBase &rw) {
        KlDivOp told = loss;
        rw.modifyOpInPlace(told, [&] { told.setReduction(Reduction::BatchMean); });
      });
}

///   %q = nnf.log_softmax ...
///   %loss = nnf.kl_div %p, %q   ->   %loss = nnf.kl_div %p, %q log_target = true
static void klTarget(Operation *op, LintContext &c) {
  auto loss = dyn_cast<KlDivOp>(op);
  if (!loss)
    return;
  const ValueFacts &facts = c.getFacts(loss.getTarget());
  bool wrong = loss.getLogTarget() ? areProbabilities(facts.kind) : areLogarithms(facts.kind);
  if (!wrong)
    return;
  LintFinding &finding = c.report(op, Twine("log_target = ") + (loss.getLogTarget() ? "true" : "false") + ", but the target holds " +
                                          (loss.getLogTarget() ? "probabilities" : "logarithms of probabilities"));
  c.noteOrigin(finding, facts, "they come from here");
  finding.fixBy(Twine("log_target = ") + (loss.getLogTarget() ? "false" : "true"), op, [loss](RewriterBase &rw) {
    KlDivOp told = loss;
    rw.modifyOpInPlace(told, [&] { told.setLogTarget(!told.getLogTarget()); });
  });
}

//===-- 115 -------------------------------------------------------------------------------------------------------===//

/// Numbers of classes that were made floats: a target of the input's shape is read as probabilities.
static void floatClassNumbers(Operation *op, LintContext &c) {
  if (!isa<CrossEntropyOp, LinearCrossEntropyOp>(op))
    return;
  Value target = isa<CrossEntropyOp>(op) ? op->getOperand(1) : cast<LinearCrossEntropyOp>(op).getTarget();
  const ValueFacts &facts = c.getFacts(target);
  // 0 and 1 alone are also what a one-hot target holds.
  if (!isa<FloatType>(getElementTypeOrSelf(target.getType())) || facts.kind != ValueKind::Indices || facts.bounds.within(0, 1))
    return;
  LintFinding &finding = c.report(op, "the target holds class numbers as floats, which are read as probabilities");
  c.noteOrigin(finding, facts, "they are converted here; a target of integers is one of class numbers");
}

//===-- 118 -------------------------------------------------------------------------------------------------------===//

/// The scores of a layer become what the loss takes:
///
///   %loss = nnf.gaussian_nll_loss %m, %y, %s                    ->   %v = nnf.softplus %s
///                                                                    %loss = nnf.gaussian_nll_loss %m, %y, %v
///   %e = math.exp %s
///   %loss = nnf.poisson_nll_loss %e, %y                         ->   %loss = nnf.poisson_nll_loss %s, %y
///   %loss = nnf.poisson_nll_loss %s, %y log_input = false       ->   %loss = nnf.poisson_nll_loss %s, %y
static void likelihoodParameters(Operation *op, LintContext &c) {
  if (auto loss = dyn_cast<GaussianNllLossOp>(op)) {
    const ValueFacts &facts = c.getFacts(loss.getVar());
    if (facts.kind == ValueKind::Unknown || facts.bounds.lo >= 0)
      return;
    LintFinding &finding = c.report(op, "the variance can be negative, which is an error when it runs: exp or softplus keeps it positive");
    c.noteOrigin(finding, facts, "it comes from here");
    if (facts.kind == ValueKind::Scores)
      finding.fixBy("softplus of the scores is the variance", op, [loss](RewriterBase &rw) {
        GaussianNllLossOp told = loss;
        rw.setInsertionPoint(told);
        Value positive = SoftplusOp::create(rw, told.getLoc(), told.getVar().getType(), told.getVar(), 1.0, 20.0);
        rw.modifyOpInPlace(told, [&] { told.getVarMutable().assign(positive); });
      });
    return;
  }
  auto loss = dyn_cast<PoissonNllLossOp>(op);
  if (!loss)
    return;
  const ValueFacts &facts = c.getFacts(loss.getInput());
  if (loss.getLogInput()) {
    if (!matchUnary<math::ExpOp>(loss.getInput()))
      return;
    Operation *exponential = loss.getInput().getDefiningOp();
    c.report(op, "log_input = true takes the logarithm of the rate, but the exponential is taken before it")
        .note(exponential->getLoc(), "the exponential is here")
        .fixBy("the loss reads the logarithm", {op, exponential}, [loss, exponential](RewriterBase &rw) {
          PoissonNllLossOp told = loss;
          Value logarithm = matchUnary<math::ExpOp>(told.getInput());
          rw.modifyOpInPlace(told, [&] { told->setOperand(0, logarithm); });
          if (isOpTriviallyDead(exponential))
            rw.eraseOp(exponential);
        });
    return;
  }
  if (facts.kind == ValueKind::Unknown || facts.bounds.lo >= 0)
    return;
  LintFinding &finding = c.report(op, "log_input = false takes a rate, but is given values that can be negative: their logarithm is NaN");
  c.noteOrigin(finding, facts, "they come from here");
  if (facts.kind == ValueKind::Scores)
    finding.fixBy("log_input = true: the scores are logarithms of the rates", op, [loss](RewriterBase &rw) {
      PoissonNllLossOp told = loss;
      rw.modifyOpInPlace(told, [&] { told.setLogInput(true); });
    });
}

//===-- 123 -------------------------------------------------------------------------------------------------------===//

/// The smallest or largest of constant lengths; nothing where they are not constant.
static std::optional<int64_t> extreme(Value lengths, bool largest) {
  DenseIntElementsAttr constant;
  if (!matchPattern(lengths, m_Constant(&constant)) || constant.empty())
    return std::nullopt;
  std::optional<int64_t> found;
  for (const APInt &v : constant.getValues<APInt>()) {
    int64_t length = v.getSExtValue();
    found = !found ? length : largest ? std::max(*found, length) : std::min(*found, length);
  }
  return found;
}

///   %x = nnf.linear ...                          %logp = nnf.log_softmax %x dim = -1
///   %loss = nnf.ctc_loss %x, ...            ->   %loss = nnf.ctc_loss %logp, ...
static void ctcInput(Operation *op, LintContext &c) {
  auto loss = dyn_cast<CtcLossOp>(op);
  if (!loss)
    return;
  Value input = loss.getLogProbs();
  const ValueFacts &facts = c.getFacts(input);
  auto type = cast<RankedTensorType>(input.getType());
  if (facts.kind == ValueKind::Scores) {
    LintFinding &finding = c.report(op, "ctc_loss takes log-probabilities, but is given unbounded scores of a layer");
    c.noteOrigin(finding, facts, "they come from here");
    finding.fixBy("log_softmax over the labels", op, [loss, type](RewriterBase &rw) {
      CtcLossOp told = loss;
      rw.setInsertionPoint(told);
      Value logarithm = LogSoftmaxOp::create(rw, told.getLoc(), type, told.getLogProbs(), type.getRank() - 1, TypeAttr());
      rw.modifyOpInPlace(told, [&] { told->setOperand(0, logarithm); });
    });
    return;
  }
  if (areProbabilities(facts.kind)) {
    LintFinding &finding = c.report(op, "ctc_loss takes log-probabilities, but is given probabilities");
    c.noteOrigin(finding, facts, "they come from here");
    readLogarithm(finding, op);
    return;
  }
  if (facts.kind == ValueKind::LogProbabilities && facts.axis && *facts.axis != type.getRank() - 1) {
    LintFinding &finding = c.report(op, "the log-probabilities sum up along dimension " + Twine(*facts.axis) + ", but the labels lie along dimension " +
                                            Twine(type.getRank() - 1));
    c.noteOrigin(finding, facts, "they come from here");
    return;
  }
  // A path has at least one step for every label.
  std::optional<int64_t> steps = extreme(loss.getInputLengths(), true), labels = extreme(loss.getTargetLengths(), true);
  if (!steps)
    steps = staticSize(input, 0);
  if (steps && labels && *labels > *steps && !loss.getZeroInfinity())
    c.report(op, "a target of " + Twine(*labels) + " labels does not fit into " + Twine(*steps) + " steps: its loss is infinite", LintLevel::Error);
}

ArrayRef<LintRule> nnf::distributionRules() {
  static const LintRule rules[] = {
      {"NNF107", "probabilities-before-kl-div", LintLevel::Warning,
       "kl_div is given probabilities as its input, where it takes log-probabilities.", "log_softmax, or the logarithm", klOfProbabilities},
      {"NNF108", "kl-div-mean", LintLevel::Warning,
       "`reduction = mean` of kl_div divides by the number of elements: the divergence comes out too small by the number of classes.",
       "`reduction = batchmean`", klMean},
      {"NNF109", "kl-div-log-target", LintLevel::Warning,
       "`log_target` of kl_div says logarithms where the target holds probabilities, or the other way round.", "the flag is turned", klTarget},
      {"NNF115", "class-numbers-as-probabilities", LintLevel::Error,
       "Class numbers that were converted to floats reach cross_entropy, which reads them as probabilities.", "", floatClassNumbers},
      {"NNF118", "likelihood-parameter", LintLevel::Warning,
       "A variance of gaussian_nll_loss that can be negative, or a poisson_nll_loss whose `log_input` contradicts its input.",
       "softplus of the scores of a variance; the logarithm of the rate",
       likelihoodParameters},
      {"NNF123", "ctc-loss-input", LintLevel::Warning,
       "ctc_loss is given something else than log-probabilities over the labels, or (an error) a constant target longer than the input.",
       "log_softmax over the labels", ctcInput},
  };
  return rules;
}
