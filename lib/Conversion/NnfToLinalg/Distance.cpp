//===- Distance.cpp - distances and angles as norms and sums ------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/Conversion/Norm.h"
#include "nnf/Formulas/LossDistance.h"
#include "nnf/IR/ops/Distance.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::Emit;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerDistanceDecompositions(MLIRContext *context);
}

/// The same elements with a last dimension of size 1.
static Value appendUnitDim(TensorBuilder &t, Value v) {
  auto type = cast<RankedTensorType>(v.getType());
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(t.b, t.loc, v);
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0; d < type.getRank(); ++d)
    groups.push_back({d});
  if (!groups.empty())
    groups.back().push_back(type.getRank());
  shape.push_back(1);
  sizes.push_back(t.b.getIndexAttr(1));
  return tensor::ExpandShapeOp::create(t.b, t.loc, RankedTensorType::get(shape, type.getElementType()), v, groups, sizes);
}

/// norm(x1 - x2 + eps) over the last dimension.
static Values pairwiseDistance(PairwiseDistanceOp op, PairwiseDistanceOp::Adaptor adaptor, TensorBuilder &t) {
  Value norm = distance(t, adaptor.getX1(), adaptor.getX2(), op.getP(), op.getEps(),
                        getElementTypeOrSelf(op.getX1().getType()).isUnsignedInteger());
  Value y = t.cast_(norm, getElementTypeOrSelf(op.getType()));
  if (!op.getKeepdim())
    return SmallVector<Value>{y};
  return SmallVector<Value>{appendUnitDim(t, y)};
}

/// sum of (x1 / max(norm(x1), eps)) (x2 / max(norm(x2), eps)).
static Values cosineSimilarity(CosineSimilarityOp op, CosineSimilarityOp::Adaptor adaptor, TensorBuilder &t) {
  Value a = adaptor.getX1(), b = adaptor.getX2();
  int64_t n = std::max(t.rank(a), t.rank(b));
  Along as = t.aligned(a, n), bs = t.aligned(b, n);
  double eps = op.getEps();
  SmallVector<int64_t> dims = normDims(op.getDim(), n), rest = t.range(n, dims);
  // Both operands give the loops their bounds: a norm is that of what was stretched.
  auto norm = [&](int i) { return pNorm(t, {as, bs}, n, dims, 2, [&](Scalars s) { return *s[i]; }); };
  Value sum = t.sum({as, bs, {norm(0), rest}, {norm(1), rest}}, n, dims, [&](Scalars s) {
    return *s[0] / scalar::clampMin(*s[2], eps) * (*s[1] / scalar::clampMin(*s[3], eps));
  });
  return SmallVector<Value>{t.cast_(sum, t.elementType(a))};
}

/// The rows i < j of pair k, by k, for n rows. Row i begins at pair s(i) = i (2 n - i - 1) / 2: i is the root of s(i) = k rounded down, in
/// f64, and moved by one where rounding (or 2^53) took it over an end.
static std::pair<Value, Value> rowsOfPairs(TensorBuilder &t, Value n, Value pairs) {
  OpBuilder &b = t.b;
  Type i64 = b.getI64Type(), f64 = b.getF64Type();
  Value n64 = arith::IndexCastOp::create(b, t.loc, i64, n);
  SmallVector<OpFoldResult> sizes{getAsOpFoldResult(pairs)};
  auto rows = [&](bool second) {
    Value out = t.empty(sizes, i64);
    return t.generic({}, {{out, {0}}}, {utils::IteratorType::parallel}, [&](OpBuilder &nested, Location l, ValueRange) {
      auto c = [&](int64_t v) -> Value { return arith::ConstantOp::create(nested, l, nested.getI64IntegerAttr(v)); };
      auto add = [&](Value p, Value q) -> Value { return arith::AddIOp::create(nested, l, p, q); };
      auto sub = [&](Value p, Value q) -> Value { return arith::SubIOp::create(nested, l, p, q); };
      auto mul = [&](Value p, Value q) -> Value { return arith::MulIOp::create(nested, l, p, q); };
      auto start = [&](Value i) -> Value { // one of the factors is even
        return arith::ShRSIOp::create(nested, l, mul(i, sub(sub(add(n64, n64), i), c(1))), c(1));
      };
      auto isAbove = [&](Value p, Value q) -> Value {
        return arith::CmpIOp::create(nested, l, arith::CmpIPredicate::sgt, p, q);
      };
      Value k = arith::IndexCastOp::create(nested, l, i64, linalg::IndexOp::create(nested, l, 0));
      Emit e{nested, l};
      auto real = [&](Value v) { return ScalarIR(e, arith::SIToFPOp::create(nested, l, f64, v)); };
      ScalarIR width = real(sub(add(n64, n64), c(1)));
      ScalarIR root = (width - sqrt(width * width - ScalarIR(8.0) * real(k))) * ScalarIR(0.5);
      // A root of a number below 0 (rounded) is NaN: the first row is as good a start as another.
      Value sound = select(root >= ScalarIR(0.0), root, ScalarIR(0.0)).value(e, f64);
      Value i = arith::FPToSIOp::create(nested, l, i64, sound);
      i = sub(i, arith::ExtUIOp::create(nested, l, i64, isAbove(start(i), k)));
      Value next = add(i, c(1));
      i = arith::SelectOp::create(nested, l, isAbove(start(next), k), i, next);
      return SmallVector<Value>{second ? add(sub(k, start(i)), add(i, c(1))) : i};
    })[0];
  };
  return {rows(false), rows(true)};
}

/// norm(x[i] - x[j]) for the rows of each pair.
static Values pdist(PdistOp op, PdistOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  Type element = t.elementType(x), compute = t.computeType(element);
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(t.b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  Value n = tensor::DimOp::create(t.b, t.loc, x, 0), pairs = (*shapes)[0][0].value(t.b, t.loc);
  auto [first, second] = rowsOfPairs(t, n, pairs);
  Value columns = t.empty({t.sizeOf(x, 1)}, compute); // its shape bounds the loop
  Value norm = pNorm(t, {{first, {0}}, {second, {0}}, {columns, {1}}}, 2, 1, op.getP(), [&](Scalars s) {
    const Emit &e = *s[0]->emit();
    Value column = linalg::IndexOp::create(e.b, e.loc, 1);
    auto at = [&](const ScalarIR &row) {
      Value i = arith::IndexCastOp::create(e.b, e.loc, e.b.getIndexType(), row.value(e, Type()));
      Value v = tensor::ExtractOp::create(e.b, e.loc, x, ValueRange{i, column});
      return ScalarIR(e, t.convert(e.b, e.loc, v, compute));
    };
    return at(*s[0]) - at(*s[1]);
  });
  return SmallVector<Value>{t.cast_(norm, element)};
}

void nnf::registerDistanceDecompositions(MLIRContext *context) {
  attach<PairwiseDistanceOp, pairwiseDistance>(context);
  attach<CosineSimilarityOp, cosineSimilarity>(context);
  attach<PdistOp, pdist>(context);
}
