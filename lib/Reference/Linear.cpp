//===- Linear.cpp - linear and bilinear by definition------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Linear.h"
#include "Machine.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerLinear(Handlers &handlers);
} // namespace mlir::nnf::reference

/// y[..., n] = sum_k x[..., k] w[n, k] + b[n]; integers wrap around in their type.
static LogicalResult linear(LinearOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &w = m.get(op.getWeight()), *bias = m.find(op.getBias());
  int64_t k = x.shape().back(), n = w.rank() == 2 ? w.dim(0) : 1, rows = product(x.shape().drop_back());
  Sizes shape(x.shape().drop_back());
  if (w.rank() == 2)
    shape.push_back(n);
  Array y(x.element(), shape);
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t column = 0; column < n; ++column) {
      if (x.isFloat()) {
        long double sum = bias ? bias->number(column) : 0;
        for (int64_t i = 0; i < k; ++i)
          sum += x.number(row * k + i) * w.number(column * k + i);
        y.store(row * n + column, sum);
        continue;
      }
      uint64_t sum = bias ? bias->read()[column].i : 0;
      for (int64_t i = 0; i < k; ++i)
        sum += static_cast<uint64_t>(x.read()[row * k + i].i) * static_cast<uint64_t>(w.read()[column * k + i].i);
      y.write()[row * n + column].i = wrapTo(y.element(), static_cast<int64_t>(sum));
    }
  }
  return m.set(op.getResult(), y);
}

/// y[..., n] = sum_ij a[..., i] w[n, i, j] b[..., j] + c[n]; integers wrap around in their type.
static LogicalResult bilinear(BilinearOp op, Machine &m) {
  const Array &a = m.get(op.getInput1()), &b = m.get(op.getInput2()), &w = m.get(op.getWeight()), *bias = m.find(op.getBias());
  int64_t rows = product(a.shape().drop_back()), outs = w.dim(0), is = w.dim(1), js = w.dim(2);
  Sizes shape(a.shape().drop_back());
  shape.push_back(outs);
  Array y(a.element(), shape);
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t n = 0; n < outs; ++n) {
      long double sum = bias && a.isFloat() ? bias->number(n) : 0;
      uint64_t bits = bias && !a.isFloat() ? bias->read()[n].i : 0;
      for (int64_t i = 0; i < is; ++i)
        for (int64_t j = 0; j < js; ++j) {
          int64_t at = (n * is + i) * js + j;
          if (a.isFloat())
            sum += a.number(row * is + i) * w.number(at) * b.number(row * js + j);
          else
            bits += uint64_t(a.read()[row * is + i].i) * uint64_t(w.read()[at].i) * uint64_t(b.read()[row * js + j].i);
        }
      if (a.isFloat())
        y.store(row * outs + n, sum);
      else
        y.write()[row * outs + n].i = wrapTo(y.element(), static_cast<int64_t>(bits));
    }
  return m.set(op.getResult(), y);
}

void reference::registerLinear(Handlers &handlers) {
  handlers.add<LinearOp, linear>();
  handlers.add<BilinearOp, bilinear>();
}
