//===- Distance.cpp - gradients of distances and angles ------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Distance.h"
#include "Vjp.h"
#include "nnf/Conversion/Norm.h"
#include "nnf/Formulas/LossDistance.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::Emit;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerDistanceVjps(MLIRContext *context);
}

/// d norm(x1 - x2 + eps) / d x1, and its negative for x2, times the cotangent of the row.
static Gradients pairwiseDistance(PairwiseDistanceOp op, ValueRange cotangents, TensorBuilder &t) {
  Value a = op.getX1(), b = op.getX2(), dy = cotangents[0];
  int64_t n = std::max(t.rank(a), t.rank(b));
  Along as = t.aligned(a, n), bs = t.aligned(b, n);
  Type compute = t.computeTypeOf(a);
  double p = op.getP(), eps = op.getEps();
  auto difference = [&](Scalars s) { return *s[0] - *s[1] + ScalarIR(eps); };
  SmallVector<int64_t> rest = t.range(n - 1);
  Value norm = pNorm(t, {as, bs}, n, n - 1, p, difference);
  Value ties = normTies(t, {as, bs, {norm, rest}}, n, n - 1, p, difference);
  SmallVector<OpFoldResult> sizes = t.sizesOf({as, bs}, n);
  SmallVector<Along> ins{as, bs, {norm, rest}, {dy, t.range(t.rank(dy))}};
  if (ties)
    ins.push_back({ties, rest});
  auto ofOperand = [&](const Along &operand, bool negated) {
    return sumToOperand(t, operand, ins, sizes, compute, [&](OpBuilder &nested, Location l, ValueRange args) {
      Emit e{nested, l};
      auto scalar = [&](int i) { return ScalarIR(e, t.convert(nested, l, args[i], compute)); };
      ScalarIR slope = pNormPartial(scalar(0) - scalar(1) + ScalarIR(eps), scalar(2), p);
      if (ties)
        slope = slope / scalar(4);
      ScalarIR g = slope * scalar(3);
      return (negated ? -g : g).value(e, compute);
    });
  };
  return SmallVector<Value>{ofOperand(as, false), ofOperand(bs, true)};
}

/// With n = norm(x1), m1 = max(n, eps), m2 likewise and y the result: dx1 = dy (x2 / (m1 m2) - y x1 / (n m1)), the latter 0 for n = 0.
static Gradients cosineSimilarity(CosineSimilarityOp op, ValueRange cotangents, TensorBuilder &t) {
  Value a = op.getX1(), b = op.getX2(), dy = cotangents[0];
  int64_t n = std::max(t.rank(a), t.rank(b));
  Along as = t.aligned(a, n), bs = t.aligned(b, n);
  Type compute = t.computeTypeOf(a);
  double eps = op.getEps();
  SmallVector<int64_t> dims = normDims(op.getDim(), n), rest = t.range(n, dims);
  auto norm = [&](int i) { return pNorm(t, {as, bs}, n, dims, 2, [&](Scalars s) { return *s[i]; }); };
  Value norms[] = {norm(0), norm(1)};
  Value cos = t.sum({as, bs, {norms[0], rest}, {norms[1], rest}}, n, dims, [&](Scalars s) {
    return *s[0] / scalar::clampMin(*s[2], eps) * (*s[1] / scalar::clampMin(*s[3], eps));
  });
  SmallVector<OpFoldResult> sizes = t.sizesOf({as, bs}, n);
  SmallVector<Along> ins{as, bs, {norms[0], rest}, {norms[1], rest}, {cos, rest}, {dy, rest}};
  auto ofOperand = [&](const Along &operand, int own) {
    return sumToOperand(t, operand, ins, sizes, compute, [&](OpBuilder &nested, Location l, ValueRange args) {
      Emit e{nested, l};
      auto scalar = [&](int i) { return ScalarIR(e, t.convert(nested, l, args[i], compute)); };
      ScalarIR length = scalar(2 + own), mine = scalar::clampMin(length, eps);
      ScalarIR other = scalar(1 - own) / scalar::clampMin(scalar(3 - own), eps);
      ScalarIR along = select(equals(length, ScalarIR(0.0)), ScalarIR(0.0), scalar(4) * (scalar(own) / length));
      return (scalar(5) * ((other - along) / mine)).value(e, compute);
    });
  };
  return SmallVector<Value>{ofOperand(as, 0), ofOperand(bs, 1)};
}

/// dx[i, m] = the sum over j != i of the cotangent of pair {i, j} times d norm(x[i] - x[j]) / d x[i, m].
static Gradients pdist(PdistOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput();
  Type element = t.elementType(x), compute = t.computeType(element), i64 = t.b.getI64Type();
  double p = op.getP();
  Value rows = arith::IndexCastOp::create(t.b, t.loc, i64, tensor::DimOp::create(t.b, t.loc, x, 0));
  Value norms = op.getResult();
  if (element != compute) { // it was rounded
    Value wide = t.cast_(x, compute);
    norms = PdistOp::create(t.b, t.loc, wide, p);
  }
  // One more element, so that there is one to read where there are no pairs.
  Value dist = t.padZeros(norms, 0, {{0, 1}}), dy = t.padZeros(t.cast_(cotangents[0], compute), 0, {{0, 1}});
  SmallVector<OpFoldResult> sizes{t.sizeOf(x, 0), t.sizeOf(x, 1)};
  SmallVector<utils::IteratorType> iterators{utils::IteratorType::parallel, utils::IteratorType::reduction,
                                             utils::IteratorType::parallel};
  Value sum = t.generic({{x, {0, 2}}, {x, {1, 2}}}, {{t.filled(sizes, compute, 0), {0, 2}}}, iterators,
                        [&](OpBuilder &b, Location l, ValueRange args) {
                          Emit e{b, l};
                          auto c = [&](int64_t v) -> Value { return arith::ConstantOp::create(b, l, b.getI64IntegerAttr(v)); };
                          Value i = arith::IndexCastOp::create(b, l, i64, linalg::IndexOp::create(b, l, 0));
                          Value j = arith::IndexCastOp::create(b, l, i64, linalg::IndexOp::create(b, l, 1));
                          Value low = arith::MinSIOp::create(b, l, i, j), high = arith::MaxSIOp::create(b, l, i, j);
                          // k = low (2 n - low - 1) / 2 + high - low - 1
                          Value width = arith::SubIOp::create(b, l, arith::AddIOp::create(b, l, rows, rows), low);
                          width = arith::SubIOp::create(b, l, width, c(1));
                          Value start = arith::ShRSIOp::create(b, l, arith::MulIOp::create(b, l, low, width), c(1));
                          Value within = arith::SubIOp::create(b, l, arith::SubIOp::create(b, l, high, low), c(1));
                          Value isPair = arith::CmpIOp::create(b, l, arith::CmpIPredicate::ne, i, j);
                          Value k = arith::SelectOp::create(b, l, isPair, arith::AddIOp::create(b, l, start, within), c(0));
                          Value at = arith::IndexCastOp::create(b, l, b.getIndexType(), k);
                          ScalarIR norm(e, tensor::ExtractOp::create(b, l, dist, at));
                          ScalarIR g(e, tensor::ExtractOp::create(b, l, dy, at));
                          ScalarIR d = ScalarIR(e, t.convert(b, l, args[0], compute)) - ScalarIR(e, t.convert(b, l, args[1], compute));
                          Value slope = (pNormPartial(d, norm, p) * g).value(e, compute);
                          Value v = arith::SelectOp::create(b, l, isPair, slope, ScalarIR(0.0).value(e, compute));
                          return SmallVector<Value>{arith::AddFOp::create(b, l, args[2], v, arith::FastMathFlags::reassoc)};
                        })[0];
  return SmallVector<Value>{t.cast_(sum, element)};
}

void nnf::registerDistanceVjps(MLIRContext *context) {
  attachVjp<PairwiseDistanceOp, pairwiseDistance>(context);
  attachVjp<CosineSimilarityOp, cosineSimilarity>(context);
  attachVjp<PdistOp, pdist>(context);
}
