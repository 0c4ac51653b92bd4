//===- Softmax.cpp - gradients of softmax and its logarithm, from their results -----------------------------------===//
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

/// The op's result in the compute type. Where it was rounded to a narrow type, the op is repeated on the wide input: sums
/// over rows would add up the rounding errors.
template <class OpTy>
static Value wideResult(OpTy op, TensorBuilder &t) {
  Value x = op.getInput(), wide = t.cast_(x, t.computeTypeOf(x));
  if (wide == x)
    return op.getResult();
  IRMapping mapping;
  mapping.map(x, wide);
  Operation *same = t.b.clone(*op, mapping);
  same->getResult(0).setType(wide.getType());
  return same->getResult(0);
}

/// dx = y * (dy - sum(dy * y)).
static Gradients softmax(SoftmaxOp op, ValueRange cotangents, TensorBuilder &t) {
  Value y = wideResult(op, t), dy = cotangents[0];
  Rows r(y, op.getDim());
  Value dot = t.sum({{dy, r.all}, {y, r.all}}, r.rank, r.reduced, [](Scalars s) { return *s[0] * *s[1]; });
  return SmallVector<Value>{t.map({{dy, r.all}, {y, r.all}, {dot, r.rest}}, r.rank, t.elementType(dy),
                                  [](Scalars s) { return *s[1] * (*s[0] - *s[2]); })};
}

/// dx = dy - exp(y) * sum(dy).
static Gradients logSoftmax(LogSoftmaxOp op, ValueRange cotangents, TensorBuilder &t) {
  Value y = wideResult(op, t), dy = cotangents[0];
  Rows r(y, op.getDim());
  Value sum = t.sum({{dy, r.all}}, r.rank, r.reduced, [](Scalars s) { return *s[0]; });
  return SmallVector<Value>{t.map({{dy, r.all}, {y, r.all}, {sum, r.rest}}, r.rank, t.elementType(dy),
                                  [](Scalars s) { return *s[0] - exp(*s[1]) * *s[2]; })};
}

void nnf::registerSoftmaxVjps(MLIRContext *context) {
  attachVjp<SoftmaxOp, softmax>(context);
  attachVjp<LogSoftmaxOp, logSoftmax>(context);
}
