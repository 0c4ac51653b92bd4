//===- Softmax.cpp - softmax and its kin by definition --------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Softmax.h"
#include "Random.h"
#include "Rows.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerSoftmax(Handlers &handlers);
} // namespace mlir::nnf::reference

/// The input in the type that `dtype` asks for.
template <class OpTy>
static Array converted(OpTy op, Machine &m) {
  const Array &x = m.get(op.getInput());
  if (!op.getDtype())
    return x;
  Array y(*op.getDtype(), x.shape());
  for (int64_t i = 0; i < x.count(); ++i)
    y.store(i, x.number(i));
  return y;
}

static LogicalResult softmax(SoftmaxOp op, Machine &m) {
  Array x = converted(op, m);
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
  Array x = converted(op, m);
  Array y(x.element(), x.shape());
  forEachRow(x.shape(), op.getDim(), [&](const Row &row) {
    std::vector<long double> p = logSoftmaxOf(row.gather(x));
    for (int64_t i = 0; i < row.size; ++i)
      y.store(row.at(i), p[i]);
  });
  return m.set(op.getResult(), y);
}

static LogicalResult softmin(SoftminOp op, Machine &m) {
  Array x = converted(op, m);
  Array y(x.element(), x.shape());
  forEachRow(x.shape(), op.getDim(), [&](const Row &row) {
    std::vector<long double> negated = row.gather(x);
    for (long double &v : negated)
      v = -v;
    std::vector<long double> p = softmaxOf(negated);
    for (int64_t i = 0; i < row.size; ++i)
      y.store(row.at(i), p[i]);
  });
  return m.set(op.getResult(), y);
}

static LogicalResult gumbelSoftmax(GumbelSoftmaxOp op, Machine &m) {
  const Array &x = m.get(op.getLogits());
  Array y(x.element(), x.shape());
  int64_t seed = m.integer(op.getSeed()), offset = m.integer(op.getOffset());
  forEachRow(x.shape(), op.getDim(), [&](const Row &row) {
    std::vector<long double> scores = row.gather(x);
    for (int64_t i = 0; i < row.size; ++i) {
      long double u = openUniform(row.at(i), seed, offset, x.element().isF64());
      scores[i] = (scores[i] - std::log(-std::log(u))) / (long double)op.getTau();
    }
    std::vector<long double> p = softmaxOf(scores);
    int64_t largest = 0;
    for (int64_t i = 1; i < row.size; ++i)
      if (!std::isnan(p[largest]) && (std::isnan(p[i]) || p[i] > p[largest]))
        largest = i;
    for (int64_t i = 0; i < row.size; ++i)
      y.store(row.at(i), op.getHard() ? i == largest : p[i]);
  });
  return m.set(op.getResult(), y);
}

void reference::registerSoftmax(Handlers &handlers) {
  handlers.add<SoftminOp, softmin>();
  handlers.add<GumbelSoftmaxOp, gumbelSoftmax>();
  handlers.add<SoftmaxOp, softmax>();
  handlers.add<LogSoftmaxOp, logSoftmax>();
}
