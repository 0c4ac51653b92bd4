//===- Softmax.cpp - gradients of softmax and its logarithm, from their results -------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Softmax.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerSoftmaxVjps(MLIRContext *context);
}

/// The dimensions of a row op: all, the one it works along, the others. A tensor of rank 0 has nothing to sum over: its
/// sum is itself.
namespace {
struct Rows {
  Rows(Value v, int64_t dim) : rank(TensorBuilder::rank(v)), all(TensorBuilder::range(rank)) {
    if (rank)
      reduced.push_back(dim < 0 ? dim + rank : dim);
    rest = TensorBuilder::range(rank, reduced);
  }
  int64_t rank;
  SmallVector<int64_t> all, reduced, rest;
};
} // namespace

/// dx = y * (dy - sum(dy * y)).
static Gradients softmax(SoftmaxOp op, ValueRange cotangents, TensorBuilder &t) {
  Value y = op.getResult(), dy = cotangents[0];
  Rows r(y, op.getDim());
  Value dot = t.sum({{dy, r.all}, {y, r.all}}, r.rank, r.reduced, [](Scalars s) { return *s[0] * *s[1]; });
  return SmallVector<Value>{t.map({{dy, r.all}, {y, r.all}, {dot, r.rest}}, r.rank, t.elementType(y),
                                  [](Scalars s) { return *s[1] * (*s[0] - *s[2]); })};
}

/// dx = dy - exp(y) * sum(dy).
static Gradients logSoftmax(LogSoftmaxOp op, ValueRange cotangents, TensorBuilder &t) {
  Value y = op.getResult(), dy = cotangents[0];
  Rows r(y, op.getDim());
  Value sum = t.sum({{dy, r.all}}, r.rank, r.reduced, [](Scalars s) { return *s[0]; });
  return SmallVector<Value>{t.map({{dy, r.all}, {y, r.all}, {sum, r.rest}}, r.rank, t.elementType(y),
                                  [](Scalars s) { return *s[0] - exp(*s[1]) * *s[2]; })};
}

void nnf::registerSoftmaxVjps(MLIRContext *context) {
  attachVjp<SoftmaxOp, softmax>(context);
  attachVjp<LogSoftmaxOp, logSoftmax>(context);
}
