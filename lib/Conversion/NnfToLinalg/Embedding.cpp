//===- Embedding.cpp - embedding as a gather --------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "nnf/IR/ops/Embedding.h"

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

/// result[i..., d] = table[indices[i...], d]; with max_norm the rows that are used are scaled first.
static Values embedding(EmbeddingOp op, EmbeddingOp::Adaptor adaptor, TensorBuilder &t) {
  Value indices = adaptor.getInput(), table = adaptor.getWeight();
  int64_t n = t.rank(indices);
  Type element = t.elementType(table);
  Value rows = tensor::DimOp::create(t.b, t.loc, table, 0);
  t.checkIndices(indices, rows, std::nullopt, "nnf.embedding: input");
  SmallVector<Value> results(1);
  if (auto maxNorm = op.getMaxNorm()) {
    Value used = usedRows(t, indices, rows), norms = rowNorms(t, table, op.getNormType());
    // torch: scale = max_norm / (norm + 1e-7) where norm > max_norm.
    Value scale = t.map({{norms, {0}}}, 1, t.elementType(norms), [&](Scalars s) {
      return select(*s[0] > ScalarIR(*maxNorm), ScalarIR(*maxNorm) / (*s[0] + ScalarIR(1e-7)), ScalarIR(1.0));
    });
    Type compute = t.computeType(element);
    SmallVector<utils::IteratorType> parallel(2, utils::IteratorType::parallel);
    SmallVector<OpFoldResult> sizes{t.sizeOf(table, 0), t.sizeOf(table, 1)};
    table = t.generic({{table, {0, 1}}, {scale, {0}}, {used, {0}}}, {{t.empty(sizes, element), {0, 1}}}, parallel,
                      [&](OpBuilder &b, Location l, ValueRange args) {
                        Value zero = arith::ConstantOp::create(b, l, b.getIntegerAttr(b.getI8Type(), 0));
                        Value isUsed = arith::CmpIOp::create(b, l, arith::CmpIPredicate::ne, args[2], zero);
                        Value scaled = arith::MulFOp::create(b, l, t.convert(b, l, args[0], compute), args[1]);
                        return SmallVector<Value>{
                            arith::SelectOp::create(b, l, isUsed, t.convert(b, l, scaled, element), args[0])};
                      })[0];
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

void nnf::registerEmbeddingDecompositions(MLIRContext *context) {
  attach<EmbeddingOp, embedding>(context);
}
