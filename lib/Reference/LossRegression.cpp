//===- LossRegression.cpp - losses with variances by definition ----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossRegression.h"
#include "Broadcast.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerLossRegression(Handlers &handlers);
} // namespace mlir::nnf::reference

static LogicalResult gaussianNllLoss(GaussianNllLossOp op, Machine &m) {
  FailureOr<Sizes> shape = broadcastShapes(op, {op.getInput(), op.getTarget()}, m);
  if (failed(shape))
    return failure();
  const Array &x = m.get(op.getInput()), &y = m.get(op.getTarget());
  Array var = m.get(op.getVar());
  for (int64_t i = 0; i < var.count(); ++i)
    if (var.number(i) < 0)
      return m.fail(op, "var[" + Twine(i) + "] is negative, but must be at least 0");
  if (var.rank() > 0 && var.rank() + 1 == x.rank()) {
    Sizes column(var.shape());
    column.push_back(1);
    var = var.reshaped(column);
  }
  long double eps = op.getEps();
  std::vector<long double> losses;
  forEachIndex(*shape, [&](ArrayRef<int64_t> at) {
    long double d = x.number(broadcastOffset(x, at)) - y.number(broadcastOffset(y, at));
    long double v = var.number(broadcastOffset(var, at));
    v = v < eps ? eps : v;
    losses.push_back((std::log(v) + d * d / v + (op.getFull() ? std::log(2 * std::acos(-1.0L)) : 0)) / 2);
  });
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), getElementTypeOrSelf(op.getType()), *shape));
}

/// By the formula; of integers the product that stands beside the exponential wraps around.
static LogicalResult poissonNllLoss(PoissonNllLossOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &y = m.get(op.getTarget());
  if (x.isFloat() || y.isFloat() || !op.getLogInput())
    return runFormula(op, m);
  FailureOr<Sizes> shape = broadcastShapes(op, {op.getInput(), op.getTarget()}, m);
  if (failed(shape))
    return failure();
  auto formula = cast<ScalarFormulaOpInterface>(op.getOperation());
  std::vector<long double> losses;
  forEachIndex(*shape, [&](ArrayRef<int64_t> at) {
    long double rate = x.number(broadcastOffset(x, at)), count = y.number(broadcastOffset(y, at));
    losses.push_back(formula.evalFormula({rate, count}) + rate * count - timesIn(x.element(), rate, count));
  });
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), getElementTypeOrSelf(op.getType()), *shape));
}

void reference::registerLossRegression(Handlers &handlers) {
  handlers.add<GaussianNllLossOp, gaussianNllLoss>();
  handlers.add<PoissonNllLossOp, poissonNllLoss>();
}
