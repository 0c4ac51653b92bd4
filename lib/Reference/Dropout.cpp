//===- Dropout.cpp - dropout by definition ------------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Dropout.h"
#include "Random.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerDropout(Handlers &handlers);
} // namespace mlir::nnf::reference

static LogicalResult dropout(DropoutOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  double p = op.getP();
  if (!op.getTraining() || p == 0)
    return m.set(op.getResult(), x);
  Array y(x.element(), x.shape());
  for (int64_t i = 0; i < x.count(); ++i) {
    if (p == 1)
      y.store(i, x.number(i) * 0);
    else if (dropoutKeeps(i, m.integer(op.getSeed()), m.integer(op.getOffset()), p, x.element().isF64()))
      y.store(i, x.number(i) / (1 - static_cast<long double>(p)));
  }
  return m.set(op.getResult(), y);
}

/// Elements that share their indices in the first `lead` dimensions share their draw, and with `alpha` the dropped ones
/// take the value that selu tends to below.
template <class OpTy>
static LogicalResult drops(OpTy op, Machine &m, int64_t lead, bool alpha) {
  const Array &x = m.get(op.getInput());
  double p = op.getP();
  if (!op.getTraining() || p == 0)
    return m.set(op.getResult(), x);
  Array y(x.element(), x.shape());
  int64_t inner = product(x.shape().drop_front(lead));
  long double limit = 1.7580993408473766L, a = 1 / std::sqrt((limit * limit * p + 1) * (1 - (long double)p)), b = limit * a * p;
  for (int64_t i = 0; i < x.count(); ++i) {
    if (p == 1) {
      y.store(i, x.number(i) * 0);
      continue;
    }
    bool keeps = dropoutKeeps(i / inner, m.integer(op.getSeed()), m.integer(op.getOffset()), p, x.element().isF64());
    if (alpha)
      y.store(i, (keeps ? x.number(i) : -limit) * a + b);
    else
      y.store(i, keeps ? x.number(i) / (1 - static_cast<long double>(p)) : 0);
  }
  return m.set(op.getResult(), y);
}

template <class OpTy>
static int64_t rankOf(OpTy op) {
  return op.getInput().getType().getRank();
}
static LogicalResult alphaDropout(AlphaDropoutOp op, Machine &m) { return drops(op, m, rankOf(op), true); }
static LogicalResult featureAlphaDropout(FeatureAlphaDropoutOp op, Machine &m) { return drops(op, m, rankOf(op) < 2 ? 0 : 2, true); }
static LogicalResult dropout1d(Dropout1dOp op, Machine &m) { return drops(op, m, rankOf(op) == 3 ? 2 : 1, false); }
static LogicalResult dropout2d(Dropout2dOp op, Machine &m) { return drops(op, m, 2, false); }
static LogicalResult dropout3d(Dropout3dOp op, Machine &m) { return drops(op, m, rankOf(op) == 5 ? 2 : 1, false); }

void reference::registerDropout(Handlers &handlers) {
  handlers.add<DropoutOp, dropout>();
  handlers.add<AlphaDropoutOp, alphaDropout>();
  handlers.add<FeatureAlphaDropoutOp, featureAlphaDropout>();
  handlers.add<Dropout1dOp, dropout1d>();
  handlers.add<Dropout2dOp, dropout2d>();
  handlers.add<Dropout3dOp, dropout3d>();
}
