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

void reference::registerDropout(Handlers &handlers) { handlers.add<DropoutOp, dropout>(); }
