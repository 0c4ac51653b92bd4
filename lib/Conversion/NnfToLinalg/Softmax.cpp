//===- Softmax.cpp - softmax as max, exp, sum, quotient ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include <limits>
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerSoftmaxDecompositions(MLIRContext *context);
}

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// m = max x; e = exp(x - m); y = e / sum e. The exponentials are one value, used twice.
static Values softmax(SoftmaxOp op, SoftmaxOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  if (n == 0) { // a row of one element
    bool zero = op.getEmptyRow() == EmptyRow::Zero;
    return SmallVector<Value>{t.map({{x, {}}}, 0, t.elementType(x), [&](Scalars s) {
      ScalarIR e = *s[0] - *s[0] + ScalarIR(1.0); // NaN for NaN and infinities
      return zero ? select(equals(*s[0], ScalarIR(-kInfinity)), ScalarIR(0.0), e) : e;
    })};
  }
  int64_t dim = op.getDim() < 0 ? op.getDim() + n : op.getDim();
  SmallVector<int64_t> all = t.range(n), rest = t.range(n, dim);
  bool zero = op.getEmptyRow() == EmptyRow::Zero;
  Value m = t.max({{x, all}}, n, dim, [](Scalars s) { return *s[0]; });
  Value e = t.map({{x, all}, {m, rest}}, n, t.computeTypeOf(x), [&](Scalars s) {
    // All -inf: subtract 0, so that every exponential is 0.
    ScalarIR shift = zero ? select(equals(*s[1], ScalarIR(-kInfinity)), ScalarIR(0.0), *s[1]) : *s[1];
    return exp(*s[0] - shift);
  });
  Value d = t.sum({{e, all}}, n, dim, [](Scalars s) { return *s[0]; });
  return SmallVector<Value>{t.map({{e, all}, {d, rest}}, n, t.elementType(x), [&](Scalars s) {
    ScalarIR divisor = zero ? select(equals(*s[1], ScalarIR(0.0)), ScalarIR(1.0), *s[1]) : *s[1];
    return *s[0] / divisor;
  })};
}

/// m = max x; y = x - m - log(sum exp(x - m)).
static Values logSoftmax(LogSoftmaxOp op, LogSoftmaxOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  if (n == 0)
    return SmallVector<Value>{t.map({{x, {}}}, 0, t.elementType(x), [](Scalars s) { return *s[0] - *s[0]; })};
  int64_t dim = op.getDim() < 0 ? op.getDim() + n : op.getDim();
  SmallVector<int64_t> all = t.range(n), rest = t.range(n, dim);
  Value m = t.max({{x, all}}, n, dim, [](Scalars s) { return *s[0]; });
  Value d = t.sum({{x, all}, {m, rest}}, n, dim, [](Scalars s) { return exp(*s[0] - *s[1]); });
  Value l = t.map({{d, t.range(n - 1)}}, n - 1, t.computeTypeOf(x), [](Scalars s) { return log(*s[0]); });
  return SmallVector<Value>{t.map({{x, all}, {m, rest}, {l, rest}}, n, t.elementType(x),
                                  [](Scalars s) { return *s[0] - *s[1] - *s[2]; })};
}

/// softmax of the negated input, which the elementwise fusion puts into the loops.
static Values softmin(SoftminOp op, SoftminOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  Value negated = t.map({{x, t.range(n)}}, n, t.elementType(x), [](Scalars s) { return -*s[0]; });
  return SmallVector<Value>{SoftmaxOp::create(t.b, t.loc, negated, op.getDim(), EmptyRow::Nan)};
}

void nnf::registerSoftmaxDecompositions(MLIRContext *context) {
  attach<SoftmaxOp, softmax>(context);
  attach<LogSoftmaxOp, logSoftmax>(context);
  attach<SoftminOp, softmin>(context);
}
