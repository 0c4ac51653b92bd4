//===- ActivationPiecewise.cpp - prelu and rrelu by definition -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationPiecewise.h"
#include "Random.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerActivationPiecewise(Handlers &handlers);
} // namespace mlir::nnf::reference

static LogicalResult prelu(PreluOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &w = m.get(op.getWeight());
  int64_t inner = x.rank() < 2 ? 1 : product(x.shape().drop_front(2));
  Array y(x.element(), x.shape());
  for (int64_t i = 0; i < x.count(); ++i) {
    long double v = x.number(i);
    y.store(i, v > 0 ? v : v * w.number(w.count() == 1 ? 0 : i / inner % w.count()));
  }
  return m.set(op.getResult(), y);
}

static LogicalResult rrelu(RreluOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  long double lower = op.getLower(), upper = op.getUpper();
  Array y(x.element(), x.shape());
  for (int64_t i = 0; i < x.count(); ++i) {
    long double v = x.number(i), slope = (lower + upper) / 2;
    if (op.getTraining())
      slope = lower + uniform(i, m.integer(op.getSeed()), m.integer(op.getOffset()), x.element().isF64()) * (upper - lower);
    y.store(i, v > 0 ? v : slope * v);
  }
  return m.set(op.getResult(), y);
}

void reference::registerActivationPiecewise(Handlers &handlers) {
  handlers.add<PreluOp, prelu>();
  handlers.add<RreluOp, rrelu>();
}
