//===- Embedding.cpp - the gradient of embedding: rows added into the table ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Embedding.h"
#include "Vjp.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerEmbeddingVjps(MLIRContext *context);
}

/// Dimensions 0 to n-1 made one; a new one of size 1 where n is 0.
static Value flattenLeading(TensorBuilder &t, Value v, int64_t n) {
  auto type = cast<RankedTensorType>(v.getType());
  if (n == 1)
    return v;
  SmallVector<ReassociationIndices> groups;
  if (n == 0) {
    SmallVector<int64_t> shape{1};
    SmallVector<OpFoldResult> sizes{t.b.getIndexAttr(1)};
    for (int64_t d = 0; d < type.getRank(); ++d) {
      shape.push_back(type.getDimSize(d));
      sizes.push_back(t.sizeOf(v, d));
      groups.push_back({d + 1});
    }
    if (!groups.empty())
      groups.front().insert(groups.front().begin(), 0);
    return tensor::ExpandShapeOp::create(t.b, t.loc, RankedTensorType::get(shape, type.getElementType()), v, groups, sizes);
  }
  groups.push_back(ReassociationIndices(t.range(n)));
  for (int64_t d = n; d < type.getRank(); ++d)
    groups.push_back({d});
  return tensor::CollapseShapeOp::create(t.b, t.loc, v, groups);
}

/// for i: sum[index(i), :] += rows[i, :]. One after another: rows may meet.
static Value scatterRows(TensorBuilder &t, Value indices, Value rows, Value zeros) {
  Type compute = t.elementType(zeros);
  OpFoldResult zero = t.b.getIndexAttr(0), one = t.b.getIndexAttr(1), width = t.sizeOf(zeros, 1);
  Value count = tensor::DimOp::create(t.b, t.loc, indices, 0);
  auto rowType = [&](Value v) {
    return RankedTensorType::get({getConstantIntValue(width).value_or(ShapedType::kDynamic)}, t.elementType(v));
  };
  auto body = [&](OpBuilder &b, Location l, Value i, ValueRange carried) {
    TensorBuilder inner(b, l);
    Value at = arith::IndexCastOp::create(b, l, b.getIndexType(), tensor::ExtractOp::create(b, l, indices, i));
    SmallVector<OpFoldResult> sizes{one, width}, strides{one, one};
    Value from = tensor::ExtractSliceOp::create(b, l, rowType(rows), rows, ArrayRef<OpFoldResult>{i, zero}, sizes, strides);
    Value to = tensor::ExtractSliceOp::create(b, l, rowType(zeros), carried[0], ArrayRef<OpFoldResult>{at, zero}, sizes,
                                              strides);
    Value sum = inner.generic({{from, {0}}}, {{to, {0}}}, parallel(1), [&](OpBuilder &nested, Location, ValueRange args) {
      Value v = TensorBuilder::convert(nested, l, args[0], compute);
      return SmallVector<Value>{arith::AddFOp::create(nested, l, args[1], v)};
    })[0];
    Value next = tensor::InsertSliceOp::create(b, l, sum, carried[0], ArrayRef<OpFoldResult>{at, zero}, sizes, strides);
    scf::YieldOp::create(b, l, next);
  };
  return scf::ForOp::create(t.b, t.loc, t.index(0), count, t.index(1), ValueRange{zeros}, body).getResult(0);
}

/// How often each row is looked up, as floats.
static Value countRows(TensorBuilder &t, Value indices, OpFoldResult rows, Type type) {
  Value zeros = t.filled({rows}, type, 0), count = tensor::DimOp::create(t.b, t.loc, indices, 0);
  auto body = [&](OpBuilder &b, Location l, Value i, ValueRange carried) {
    Value at = arith::IndexCastOp::create(b, l, b.getIndexType(), tensor::ExtractOp::create(b, l, indices, i));
    Value old = tensor::ExtractOp::create(b, l, carried[0], at);
    Value more = arith::AddFOp::create(b, l, old, TensorBuilder(b, l).constant(type, 1));
    scf::YieldOp::create(b, l, ValueRange{tensor::InsertOp::create(b, l, more, carried[0], at)});
  };
  return scf::ForOp::create(t.b, t.loc, t.index(0), count, t.index(1), ValueRange{zeros}, body).getResult(0);
}

/// The gradient of a row of the table is the sum of the cotangents of its look-ups, divided by their number with
/// scale_grad_by_freq, and 0 for padding_idx. Renormalisation with max_norm has no gradient of its own, as in PyTorch,
/// which changes the table in place and out of autograd's sight: a cotangent of the new table is one of the table.
static Gradients embedding(EmbeddingOp op, ValueRange cotangents, TensorBuilder &t) {
  Value table = op.getWeight(), dy = cotangents[0], direct = op.getMaxNorm() ? cotangents[1] : Value();
  if (!dy)
    return SmallVector<Value>{Value(), direct};
  int64_t n = t.rank(op.getInput());
  Type element = t.elementType(table), compute = t.computeType(element);
  SmallVector<OpFoldResult> sizes{t.sizeOf(table, 0), t.sizeOf(table, 1)};
  Value rows = tensor::DimOp::create(t.b, t.loc, table, 0);
  t.checkIndices(op.getInput(), rows, std::nullopt, "nnf.embedding: input");
  Value indices = flattenLeading(t, op.getInput(), n);
  Value sum = scatterRows(t, indices, flattenLeading(t, dy, n), t.filled(sizes, compute, 0));

  SmallVector<Along> ins{{sum, {0, 1}}};
  if (op.getScaleGradByFreq())
    ins.push_back({countRows(t, indices, sizes[0], compute), {0}});
  if (direct)
    ins.push_back({direct, {0, 1}});
  Value padding;
  if (auto index = op.getPaddingIdx())
    padding = *index >= 0 ? t.index(*index)
                          : arith::AddIOp::create(t.b, t.loc, rows, t.index(*index)).getResult();
  Value gradient = t.generic(ins, {{t.empty(sizes, element), {0, 1}}}, parallel(2),
                             [&](OpBuilder &b, Location l, ValueRange args) {
                               scalar::Emit e{b, l};
                               ScalarIR g(e, args[0]);
                               if (op.getScaleGradByFreq()) // a row that is never looked up has the sum 0
                                 g = g / maximum(ScalarIR(e, args[1]), ScalarIR(1.0));
                               Value v = g.value(e, compute);
                               if (padding) {
                                 Value row = linalg::IndexOp::create(b, l, 0);
                                 Value stays = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, row, padding);
                                 v = arith::SelectOp::create(b, l, stays, TensorBuilder(b, l).constant(compute, 0), v);
                               }
                               if (direct)
                                 v = arith::AddFOp::create(b, l, v, t.convert(b, l, args[ins.size() - 1], compute));
                               return SmallVector<Value>{t.convert(b, l, v, element)};
                             })[0];
  return SmallVector<Value>{Value(), gradient};
}

void nnf::registerEmbeddingVjps(MLIRContext *context) { attachVjp<EmbeddingOp, embedding>(context); }
