//===- Embedding.cpp - embedding, bags and one-hot as gathers --------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "nnf/Conversion/EmbeddingBags.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerEmbeddingDecompositions(MLIRContext *context);
}

/// |v| to the power p, summed over the columns; its p-th root. p = inf takes the maximum, p = 0 counts.
static Value rowNorms(TensorBuilder &t, Value table, double p) {
  Type compute = t.computeTypeOf(table);
  if (std::isinf(p))
    return t.max({{table, {0, 1}}}, 2, {1}, [](Scalars s) { return abs(*s[0]); });
  Value sum = t.sum({{table, {0, 1}}}, 2, {1}, [&](Scalars s) {
    if (p == 2)
      return square(*s[0]);
    if (p == 1)
      return abs(*s[0]);
    if (p == 0)
      return select(equals(*s[0], ScalarIR(0.0)), ScalarIR(0.0), ScalarIR(1.0));
    return pow(abs(*s[0]), ScalarIR(p));
  });
  if (p == 1 || p == 0)
    return sum;
  return t.map({{sum, {0}}}, 1, compute, [&](Scalars s) { return p == 2 ? sqrt(*s[0]) : pow(*s[0], ScalarIR(1 / p)); });
}

/// A byte a row of the table: 1 where an index names it.
static Value usedRows(TensorBuilder &t, Value indices, Value rows) {
  OpBuilder &b = t.b;
  int64_t n = t.rank(indices);
  Type i8 = b.getI8Type();
  Value used = t.filled({rows}, i8, 0);
  Value flat = indices;
  if (n == 0)
    flat = tensor::ExpandShapeOp::create(b, t.loc, RankedTensorType::get({1}, t.elementType(indices)), indices,
                                         ArrayRef<ReassociationIndices>{}, ArrayRef<OpFoldResult>{b.getIndexAttr(1)});
  else if (n > 1)
    flat = tensor::CollapseShapeOp::create(b, t.loc, indices,
                                           ArrayRef<ReassociationIndices>{ReassociationIndices(t.range(n))});
  Value count = tensor::DimOp::create(b, t.loc, flat, 0);
  auto loop = scf::ForOp::create(b, t.loc, t.index(0), count, t.index(1), ValueRange{used},
                                 [&](OpBuilder &nested, Location l, Value i, ValueRange carried) {
                                   Value at = tensor::ExtractOp::create(nested, l, flat, i);
                                   Value row = arith::IndexCastOp::create(nested, l, nested.getIndexType(), at);
                                   Value one = arith::ConstantOp::create(nested, l, nested.getIntegerAttr(i8, 1));
                                   Value next = tensor::InsertOp::create(nested, l, one, carried[0], row);
                                   scf::YieldOp::create(nested, l, next);
                                 });
  return loop.getResult(0);
}

/// The table with the rows that are looked up scaled down to max_norm.
static Value renormalised(TensorBuilder &t, Value indices, Value table, double maxNorm, double p) {
  Type element = t.elementType(table), compute = t.computeType(element);
  Value rows = tensor::DimOp::create(t.b, t.loc, table, 0);
  Value used = usedRows(t, indices, rows), norms = rowNorms(t, table, p);
  // torch: scale = max_norm / (norm + 1e-7) where norm > max_norm.
  Value scale = t.map({{norms, {0}}}, 1, t.elementType(norms), [&](Scalars s) {
    return select(*s[0] > ScalarIR(maxNorm), ScalarIR(maxNorm) / (*s[0] + ScalarIR(1e-7)), ScalarIR(1.0));
  });
  SmallVector<utils::IteratorType> parallel(2, utils::IteratorType::parallel);
  SmallVector<OpFoldResult> sizes{t.sizeOf(table, 0), t.sizeOf(table, 1)};
  return t.generic({{table, {0, 1}}, {scale, {0}}, {used, {0}}}, {{t.empty(sizes, element), {0, 1}}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     Value zero = arith::ConstantOp::create(b, l, b.getIntegerAttr(b.getI8Type(), 0));
                     Value isUsed = arith::CmpIOp::create(b, l, arith::CmpIPredicate::ne, args[2], zero);
                     Value scaled = arith::MulFOp::create(b, l, t.convert(b, l, args[0], compute), args[1]);
                     return SmallVector<Value>{
                         arith::SelectOp::create(b, l, isUsed, t.convert(b, l, scaled, element), args[0])};
                   })[0];
}

/// result[i..., d] = table[indices[i...], d]; with max_norm the rows that are used are scaled first.
static Values embedding(EmbeddingOp op, EmbeddingOp::Adaptor adaptor, TensorBuilder &t) {
  Value indices = adaptor.getInput(), table = adaptor.getWeight();
  int64_t n = t.rank(indices);
  Type element = t.elementType(table);
  Value rows = tensor::DimOp::create(t.b, t.loc, table, 0);
  t.checkIndices(indices, rows, std::nullopt, "nnf.embedding: input");
  SmallVector<Value> results(1);
  if (auto maxNorm = op.getMaxNorm()) {
    table = renormalised(t, indices, table, *maxNorm, op.getNormType());
    results.push_back(table);
  }
  SmallVector<OpFoldResult> sizes = t.sizesOf({{indices, t.range(n)}}, n);
  sizes.push_back(t.sizeOf(table, 1));
  SmallVector<utils::IteratorType> parallel(n + 1, utils::IteratorType::parallel);
  results[0] = t.generic({{indices, t.range(n)}}, {{t.empty(sizes, element), t.range(n + 1)}}, parallel,
                         [&](OpBuilder &b, Location l, ValueRange args) {
                           Value row = arith::IndexCastOp::create(b, l, b.getIndexType(), args[0]);
                           Value column = linalg::IndexOp::create(b, l, n);
                           return SmallVector<Value>{tensor::ExtractOp::create(b, l, table, ValueRange{row, column})};
                         })[0];
  return results;
}

/// The sum over each bag, (B, D) in the compute type. The loop over a bag lies outside the one along a row.
static Value sumBags(TensorBuilder &t, const Bags &bags, Value table) {
  Type compute = t.computeTypeOf(table);
  SmallVector<OpFoldResult> sizes{bags.count, t.sizeOf(table, 1)};
  Value loop = t.empty({bags.reach}, compute); // its shape gives the loop over a bag its bound
  SmallVector<utils::IteratorType> iterators{utils::IteratorType::parallel, utils::IteratorType::reduction,
                                             utils::IteratorType::parallel};
  return t.generic({{bags.starts, {0}}, {bags.sizes, {0}}, {loop, {1}}}, {{t.filled(sizes, compute, 0), {0, 2}}}, iterators,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     Value position;
                     auto [row, counts] = bags.at(b, l, args[0], args[1], linalg::IndexOp::create(b, l, 1), &position);
                     Value column = linalg::IndexOp::create(b, l, 2);
                     Value v = t.convert(b, l, tensor::ExtractOp::create(b, l, table, ValueRange{row, column}), compute);
                     if (bags.scales) {
                       Value s = tensor::ExtractOp::create(b, l, bags.scales, ValueRange{position});
                       v = arith::MulFOp::create(b, l, v, t.convert(b, l, s, compute));
                     }
                     Value part = arith::SelectOp::create(b, l, counts, v, TensorBuilder(b, l).constant(compute, 0));
                     return SmallVector<Value>{
                         arith::AddFOp::create(b, l, args.back(), part, arith::FastMathFlags::reassoc)};
                   })[0];
}

static Values embeddingBag(EmbeddingBagOp op, EmbeddingBagOp::Adaptor adaptor, TensorBuilder &t) {
  Value table = adaptor.getWeight();
  Type element = t.elementType(table);
  Bags bags = Bags::of(t, op, adaptor);
  SmallVector<Value> results(1);
  if (auto maxNorm = op.getMaxNorm()) {
    table = renormalised(t, bags.indices, table, *maxNorm, op.getNormType());
    results.push_back(table);
  }
  if (op.getMode() == BagMode::Max) {
    results[0] = bags.maxima(t, table).first;
    return results;
  }
  Value sum = sumBags(t, bags, table);
  if (op.getMode() == BagMode::Sum) {
    results[0] = t.cast_(sum, element);
    return results;
  }
  Type compute = t.elementType(sum);
  SmallVector<OpFoldResult> sizes{bags.count, t.sizeOf(table, 1)};
  SmallVector<utils::IteratorType> parallel(2, utils::IteratorType::parallel);
  results[0] = t.generic({{sum, {0, 1}}, {bags.counts(t), {0}}}, {{t.empty(sizes, element), {0, 1}}}, parallel,
                         [&](OpBuilder &b, Location l, ValueRange args) {
                           Value one = arith::ConstantOp::create(b, l, b.getI64IntegerAttr(1));
                           Value count = t.convert(b, l, arith::MaxSIOp::create(b, l, args[1], one), compute);
                           return SmallVector<Value>{
                               t.convert(b, l, arith::DivFOp::create(b, l, args[0], count), element)};
                         })[0];
  return results;
}

/// One more than the largest class, as an index; a tensor without elements has none.
static Value countClasses(TensorBuilder &t, Value classes) {
  OpBuilder &b = t.b;
  int64_t n = t.rank(classes);
  Type i64 = b.getI64Type();
  Value none = arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(-1));
  Value init = linalg::FillOp::create(b, t.loc, none, t.empty({}, i64)).getResult(0);
  SmallVector<utils::IteratorType> iterators(n, utils::IteratorType::reduction);
  Value most = t.generic({{classes, t.range(n)}}, {{init, {}}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    return SmallVector<Value>{arith::MaxSIOp::create(nested, l, args[1], t.convert(nested, l, args[0], i64))};
  })[0];
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < n; ++d)
    sizes.push_back(t.sizeOf(classes, d));
  Value some = arith::CmpIOp::create(b, t.loc, arith::CmpIPredicate::sge, t.numberOf(sizes), t.index(1));
  cf::AssertOp::create(b, t.loc, some,
                       "nnf.one_hot: expects a tensor with at least {1} element where classes are counted, but got {0}");
  Value v = tensor::ExtractOp::create(b, t.loc, most, ValueRange{});
  // The check below finds a negative class; until then the size must be one.
  Value count = arith::AddIOp::create(b, t.loc, v, arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(1)));
  count = arith::MaxSIOp::create(b, t.loc, count, arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(0)));
  return arith::IndexCastOp::create(b, t.loc, b.getIndexType(), count);
}

static Values oneHot(OneHotOp op, OneHotOp::Adaptor adaptor, TensorBuilder &t) {
  Value classes = adaptor.getTensor();
  int64_t n = t.rank(classes);
  Type i64 = t.b.getI64Type();
  Value count = op.getNumClasses() < 0 ? countClasses(t, classes) : t.index(op.getNumClasses());
  t.checkIndices(classes, count, std::nullopt, "nnf.one_hot: tensor");
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < n; ++d)
    sizes.push_back(t.sizeOf(classes, d));
  sizes.push_back(op.getNumClasses() < 0 ? OpFoldResult(count) : OpFoldResult(t.b.getIndexAttr(op.getNumClasses())));
  SmallVector<utils::IteratorType> parallel(n + 1, utils::IteratorType::parallel);
  return t.generic({{classes, t.range(n)}}, {{t.empty(sizes, i64), t.range(n + 1)}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     Value c = arith::IndexCastOp::create(b, l, i64, linalg::IndexOp::create(b, l, n));
                     Value same = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, t.convert(b, l, args[0], i64), c);
                     return SmallVector<Value>{arith::ExtUIOp::create(b, l, i64, same)};
                   });
}

void nnf::registerEmbeddingDecompositions(MLIRContext *context) {
  attach<EmbeddingOp, embedding>(context);
  attach<EmbeddingBagOp, embeddingBag>(context);
  attach<OneHotOp, oneHot>(context);
}
