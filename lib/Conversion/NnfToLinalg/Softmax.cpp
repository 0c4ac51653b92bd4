//===- Softmax.cpp - softmax as max, exp, sum, quotient ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Losses.h"
#include "Philox.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
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

/// The input in the type that `dtype` asks for.
template <class OpTy>
static Value convertedInput(OpTy op, Value x, TensorBuilder &t) {
  if (!op.getDtype())
    return x;
  Type from = getElementTypeOrSelf(op.getInput().getType());
  return t.cast_(x, *op.getDtype(), from.isInteger(1) || from.isUnsignedInteger());
}

/// m = max x; e = exp(x - m); y = e / sum e. The exponentials are one value, used twice.
static Values softmax(SoftmaxOp op, SoftmaxOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = convertedInput(op, adaptor.getInput(), t);
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
  Value x = convertedInput(op, adaptor.getInput(), t);
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
  Value x = convertedInput(op, adaptor.getInput(), t);
  int64_t n = t.rank(x);
  Value negated = t.map({{x, t.range(n)}}, n, t.elementType(x), [](Scalars s) { return -*s[0]; });
  return SmallVector<Value>{SoftmaxOp::create(t.b, t.loc, negated, op.getDim(), EmptyRow::Nan, TypeAttr())};
}

/// softmax((x + g) / tau); with `hard` 1 at the first largest element of each row (a NaN counts as that), else 0.
static Values gumbelSoftmax(GumbelSoftmaxOp op, GumbelSoftmaxOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getLogits();
  OpBuilder &b = t.b;
  int64_t n = t.rank(x), dim = n == 0 ? 0 : op.getDim() < 0 ? op.getDim() + n : op.getDim();
  SmallVector<int64_t> all = t.range(n);
  Type element = t.elementType(x), compute = t.computeType(element), i64 = b.getI64Type();
  SmallVector<OpFoldResult> sizes = t.sizesOf({{x, all}}, n);
  SmallVector<Value> extents;
  for (OpFoldResult size : sizes)
    extents.push_back(getValueOrCreateConstantIndexOp(b, t.loc, size));
  double tau = op.getTau();
  Value noisy = t.map({{x, all}}, n, compute, [&](Scalars s) {
    const scalar::Emit &e = *s[0]->emit();
    ScalarIR u(e, emitOpenUniform(e.b, e.loc, emitLinearIndex(e.b, e.loc, extents), adaptor.getSeed(), adaptor.getOffset(),
                                  compute));
    return (*s[0] - log(-log(u))) / ScalarIR(tau);
  });
  Value soft = SoftmaxOp::create(b, t.loc, noisy, dim, EmptyRow::Nan, TypeAttr());
  if (!op.getHard() || n == 0)
    return SmallVector<Value>{op.getHard() ? t.filled({}, element, 1) : t.cast_(soft, element)};
  SmallVector<int64_t> rest = t.range(n, dim);
  Value largest = t.max({{soft, all}}, n, dim, [](Scalars s) { return *s[0]; });
  SmallVector<OpFoldResult> rows;
  for (int64_t d : rest)
    rows.push_back(sizes[d]);
  Value none = arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(INT64_MAX));
  Value init = linalg::FillOp::create(b, t.loc, none, t.empty(rows, i64)).getResult(0);
  SmallVector<utils::IteratorType> iterators(n, utils::IteratorType::parallel);
  iterators[dim] = utils::IteratorType::reduction;
  Value first = t.generic({{soft, all}, {largest, rest}}, {{init, rest}}, iterators,
                          [&](OpBuilder &nested, Location l, ValueRange args) {
                            // Unordered: a NaN is where the largest, then NaN as well, is.
                            Value isThere = arith::CmpFOp::create(nested, l, arith::CmpFPredicate::UEQ, args[0], args[1]);
                            Value here = arith::IndexCastOp::create(nested, l, i64, linalg::IndexOp::create(nested, l, dim));
                            Value candidate = arith::SelectOp::create(nested, l, isThere, here, none);
                            return SmallVector<Value>{arith::MinSIOp::create(nested, l, args[2], candidate)};
                          })[0];
  iterators[dim] = utils::IteratorType::parallel;
  return SmallVector<Value>{t.generic({{first, rest}}, {{t.empty(sizes, element), all}}, iterators,
                                      [&](OpBuilder &nested, Location l, ValueRange args) {
                                        scalar::Emit e{nested, l};
                                        Value isThere = isAt(ScalarIR(e, args[0]), dim).v;
                                        return SmallVector<Value>{arith::SelectOp::create(
                                            nested, l, isThere, ScalarIR(1.0).value(e, element), ScalarIR(0.0).value(e, element))};
                                      })[0]};
}

void nnf::registerSoftmaxDecompositions(MLIRContext *context) {
  attach<GumbelSoftmaxOp, gumbelSoftmax>(context);
  attach<SoftmaxOp, softmax>(context);
  attach<LogSoftmaxOp, logSoftmax>(context);
  attach<SoftminOp, softmin>(context);
}
