//===- Softmax.cpp - softmax and its logarithm by definition --------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Softmax.h"
#include "Rows.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerSoftmax(Handlers &handlers);
} // namespace mlir::nnf::reference

static LogicalResult softmax(SoftmaxOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  Array y(x.element(), x.shape());
  bool zero = op.getEmptyRow() == EmptyRow::Zero;
  forEachRow(x.shape(), op.getDim(), [&](const Row &row) {
    std::vector<long double> p = softmaxOf(row.gather(x), zero);
    for (int64_t i = 0; i < row.size; ++i)
      y.store(row.at(i), p[i]);
  });
  return m.set(op.getResult(), y);
}

static LogicalResult logSoftmax(LogSoftmaxOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  Array y(x.element(), x.shape());
  forEachRow(x.shape(), op.getDim(), [&](const Row &row) {
    std::vector<long double> p = logSoftmaxOf(row.gather(x));
    for (int64_t i = 0; i < row.size; ++i)
      y.store(row.at(i), p[i]);
  });
  return m.set(op.getResult(), y);
}

void reference::registerSoftmax(Handlers &handlers) {
  handlers.add<SoftmaxOp, softmax>();
  handlers.add<LogSoftmaxOp, logSoftmax>();
}
