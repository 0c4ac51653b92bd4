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
  Value x = op.getInput();
  Type result = t.elementType(op.getResult()), compute = t.computeType(result);
  if (result == compute)
    return op.getResult();
  IRMapping mapping;
  mapping.map(x, t.cast_(t.cast_(x, result), compute));
  auto same = cast<OpTy>(t.b.clone(*op, mapping));
  same.removeDtypeAttr();
  same->getResult(0).setType(cast<RankedTensorType>(x.getType()).clone(compute));
  return same->getResult(0);
}

/// dx = y * (dy - sum(dy * y)).
static Gradients softmax(SoftmaxOp op, ValueRange cotangents, TensorBuilder &t) {
  Value y = wideResult(op, t), dy = cotangents[0];
  Rows r(y, op.getDim());
  Value dot = t.sum({{dy, r.all}, {y, r.all}}, r.rank, r.reduced, [](Scalars s) { return *s[0] * *s[1]; });
  return SmallVector<Value>{t.map({{dy, r.all}, {y, r.all}, {dot, r.rest}}, r.rank, t.elementType(op.getInput()),
                                  [](Scalars s) { return *s[1] * (*s[0] - *s[2]); })};
}

/// dx = dy - exp(y) * sum(dy).
static Gradients logSoftmax(LogSoftmaxOp op, ValueRange cotangents, TensorBuilder &t) {
  Value y = wideResult(op, t), dy = cotangents[0];
  Rows r(y, op.getDim());
  Value sum = t.sum({{dy, r.all}}, r.rank, r.reduced, [](Scalars s) { return *s[0]; });
  return SmallVector<Value>{t.map({{dy, r.all}, {y, r.all}, {sum, r.rest}}, r.rank, t.elementType(op.getInput()),
                                  [](Scalars s) { return *s[0] - exp(*s[1]) * *s[2]; })};
}

/// That of the soft result, also where the result is hard.
static Gradients gumbelSoftmax(GumbelSoftmaxOp op, ValueRange cotangents, TensorBuilder &t) {
  auto soft = cast<GumbelSoftmaxOp>(t.b.clone(*op));
  soft.setHard(false);
  Gradients gradients = gradientsByParts(soft, t.b, cotangents);
  soft.erase();
  return gradients;
}

void nnf::registerSoftmaxVjps(MLIRContext *context) {
  attachVjp<GumbelSoftmaxOp, gumbelSoftmax>(context);
  attachVjpByParts<SoftminOp>(context);
  attachVjp<SoftmaxOp, softmax>(context);
  attachVjp<LogSoftmaxOp, logSoftmax>(context);
}
