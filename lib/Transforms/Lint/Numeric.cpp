//===- Numeric.cpp - operations that meet a 0: 201, 202 -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Only values whose 0 is real are reported: a softmax and a sigmoid underflow to 0, a relu clips to it. A sum or a
// difference whose bounds merely include 0 is not.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;

/// 0 is among the values that the op which made them gives.
static bool reachesZero(const ValueFacts &f) {
  bool made = f.kind == ValueKind::Probabilities || f.kind == ValueKind::Chances || f.kind == ValueKind::Activated;
  return made && f.bounds.lo == 0 && f.bounds.hi > 0;
}

///   %p = nnf.softmax %x dim = 1              %p = nnf.sigmoid %x
///   %l = math.log %p                         %l = math.log %p
/// becomes
///   %l = nnf.log_softmax %x dim = 1          %l = nnf.logsigmoid %x
static void logOfZero(Operation *op, LintContext &c) {
  if (!isa<math::LogOp, math::Log2Op, math::Log10Op>(op))
    return;
  const ValueFacts &facts = c.getFacts(op->getOperand(0));
  if (!reachesZero(facts))
    return;
  LintFinding &finding = c.report(op, "the logarithm of a value that can be 0 is -inf");
  c.noteOrigin(finding, facts, "0 comes from here");
  Operation *producer = op->getOperand(0).getDefiningOp();
  if (!producer || !isa<math::LogOp>(op) || producer->getOperand(0).getType() != op->getResult(0).getType())
    return;
  auto softmax = dyn_cast<SoftmaxOp>(producer);
  if (softmax && softmax.getEmptyRow() == EmptyRow::Nan) {
    finding.fixBy("log_softmax", {op, producer}, [op, softmax](RewriterBase &rw) {
      SoftmaxOp from = softmax;
      rw.setInsertionPoint(op);
      rw.replaceOpWithNewOp<LogSoftmaxOp>(op, from.getType(), from.getInput(), from.getDim(), from.getDtypeAttr());
      if (from->use_empty())
        rw.eraseOp(from);
    });
  } else if (auto sigmoid = dyn_cast<SigmoidOp>(producer)) {
    finding.fixBy("logsigmoid", {op, producer}, [op, sigmoid](RewriterBase &rw) {
      SigmoidOp from = sigmoid;
      rw.setInsertionPoint(op);
      rw.replaceOpWithNewOp<LogsigmoidOp>(op, from.getType(), from.getInput());
      if (from->use_empty())
        rw.eraseOp(from);
    });
  }
}

static void divisionByZero(Operation *op, LintContext &c) {
  if (!isa<arith::DivFOp>(op))
    return;
  const ValueFacts &facts = c.getFacts(op->getOperand(1));
  if (!reachesZero(facts))
    return;
  LintFinding &finding = c.report(op, "division by a value that can be 0");
  c.noteOrigin(finding, facts, "0 comes from here");
}

ArrayRef<LintRule> nnf::numericRules() {
  static const LintRule rules[] = {
      {"NNF201", "log-of-zero", LintLevel::Warning,
       "The logarithm of what a softmax, a sigmoid or a relu left: it is -inf where that underflows or clips to 0.",
       "log_softmax, logsigmoid", logOfZero},
      {"NNF202", "division-by-zero", LintLevel::Warning,
       "A division by what a softmax, a sigmoid or a relu left, which can be 0.", "", divisionByZero},
  };
  return rules;
}
