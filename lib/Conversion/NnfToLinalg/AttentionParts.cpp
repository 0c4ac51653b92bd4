//===- AttentionParts.cpp - the parts of attention, on tensors ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Attention.h"

#include "Philox.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

static SmallVector<int64_t> with(SmallVector<int64_t> dims, ArrayRef<int64_t> more) {
  llvm::append_range(dims, more);
  return dims;
}

int64_t nnf::alignRanks(TensorBuilder &t, Value &query, Value &key, Value &value) {
  int64_t rank = std::max({t.rank(query), t.rank(key), t.rank(value)});
  for (Value *operand : {&query, &key, &value})
    while (t.rank(*operand) < rank)
      *operand = t.prependUnitDim(*operand);
  return rank;
}

AttentionParts::AttentionParts(ScaledDotProductAttentionOp op, ValueRange operands, TensorBuilder &t) : t(t), op(op) {
  ScaledDotProductAttentionOp::Adaptor adaptor(operands, op);
  Value q = adaptor.getQuery(), k = adaptor.getKey(), v = adaptor.getValue();
  int64_t rank = alignRanks(t, q, k, v);
  seed = adaptor.getSeed();
  offset = adaptor.getOffset();
  compute = t.computeTypeOf(q);
  if (op.getEnableGqa()) {
    int64_t have = cast<RankedTensorType>(k.getType()).getDimSize(rank - 3);
    queryHeads = cast<RankedTensorType>(q.getType()).getDimSize(rank - 3);
    if (have != queryHeads)
      heads = have;
  }
  q = splitHeads(q);
  batch = t.rank(q) - 2, l = batch, s = batch + 1, inner = batch + 2;
  SmallVector<int64_t> qBatch = t.range(batch), kBatch = qBatch;
  if (heads)
    kBatch.pop_back();
  query = {q, with(qBatch, {l, inner})};
  key = {k, with(kBatch, {s, inner})};
  value = {v, with(kBatch, {s, inner})};
  if (Value m = adaptor.getAttnMask()) {
    // A mask over (..., H * n, L, S) follows the split of the heads.
    if (t.rank(m) >= 3)
      m = splitHeads(m);
    mask = t.aligned(m, batch + 2);
  }
  if (auto given = op.getScale()) {
    scale = t.scalarTensor(t.constant(compute, *given));
  } else {
    Value width = tensor::DimOp::create(t.b, t.loc, k, rank - 1);
    scale = t.map({{t.scalarTensor(t.toFloat(width, compute)), {}}}, 0, compute,
                  [](Scalars x) { return ScalarIR(1.0) / sqrt(*x[0]); });
  }
  sizes = t.sizesOf({query, key, value}, batch + 3);
  sizes.pop_back();
  columns = t.sizeOf(v, rank - 1);
}

Value AttentionParts::splitHeads(Value v) {
  // Without groups there may be no dimension of heads.
  if (!heads)
    return v;
  auto type = cast<RankedTensorType>(v.getType());
  int64_t rank = type.getRank(), have = type.getDimSize(rank - 3);
  if (have == 1 && rank == 3)
    return v;
  // Masks and cotangents may have an open number of heads, masks one that stretches.
  if (ShapedType::isDynamic(have)) {
    have = queryHeads;
    SmallVector<int64_t> known(type.getShape());
    known[rank - 3] = have;
    type = type.clone(known);
    v = tensor::CastOp::create(t.b, t.loc, type, v);
  }
  int64_t outer = have == 1 ? 1 : heads;
  SmallVector<int64_t> shape;
  SmallVector<OpFoldResult> newSizes;
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0, next = 0; d < rank; ++d) {
    if (d != rank - 3) {
      shape.push_back(type.getDimSize(d));
      newSizes.push_back(t.sizeOf(v, d));
      groups.push_back({next++});
      continue;
    }
    shape.append({outer, have / outer});
    newSizes.append({t.b.getIndexAttr(outer), t.b.getIndexAttr(have / outer)});
    groups.push_back({next, next + 1});
    next += 2;
  }
  return tensor::ExpandShapeOp::create(t.b, t.loc, RankedTensorType::get(shape, type.getElementType()), v, groups,
                                       newSizes);
}

Value AttentionParts::mergeHeads(Value v) {
  int64_t rank = t.rank(v) - 1;
  if (!heads || rank < 3)
    return v;
  SmallVector<ReassociationIndices> merge;
  for (int64_t i = 0, next = 0; i < rank; ++i) {
    merge.push_back({next++});
    if (i == rank - 3)
      merge.back().push_back(next++);
  }
  return tensor::CollapseShapeOp::create(t.b, t.loc, v, merge);
}

Value AttentionParts::scores() {
  // The queries carry the scale: one multiplication a query element instead of one a score.
  int64_t qRank = t.rank(query.v);
  Value scaled =
      t.map({{query.v, t.range(qRank)}, {scale, {}}}, qRank, compute, [](Scalars x) { return *x[0] * *x[1]; });
  Value scores = t.contract({scaled, query.dims}, key, t.filled(sizes, compute, 0), all(), batch + 3);
  SmallVector<utils::IteratorType> parallel(batch + 2, utils::IteratorType::parallel);
  if (mask.v) {
    bool isBool = isa<IntegerType>(t.elementType(mask.v));
    scores = t.generic({{scores, all()}, mask}, {{t.empty(sizes, compute), all()}}, parallel,
                       [&](OpBuilder &b, Location loc, ValueRange args) {
                         if (!isBool)
                           return SmallVector<Value>{
                               arith::AddFOp::create(b, loc, args[0], t.convert(b, loc, args[1], compute))};
                         Value zero = arith::ConstantOp::create(b, loc, b.getIntegerAttr(args[1].getType(), 0));
                         Value keeps = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, args[1], zero);
                         Value never = TensorBuilder(b, loc).constant(compute, -kInfinity);
                         return SmallVector<Value>{arith::SelectOp::create(b, loc, keeps, args[0], never)};
                       })[0];
  } else if (op.getIsCausal()) {
    scores = t.generic({{scores, all()}}, {{t.empty(sizes, compute), all()}}, parallel,
                       [&](OpBuilder &b, Location loc, ValueRange args) {
                         Value query = linalg::IndexOp::create(b, loc, l), key = linalg::IndexOp::create(b, loc, s);
                         Value keeps = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ule, key, query);
                         Value never = TensorBuilder(b, loc).constant(compute, -kInfinity);
                         return SmallVector<Value>{arith::SelectOp::create(b, loc, keeps, args[0], never)};
                       })[0];
  }
  return scores;
}

Value AttentionParts::softmax(Value scores) {
  SmallVector<int64_t> rows = t.range(batch + 1);
  Value m = t.max({{scores, all()}}, batch + 2, {s}, [](Scalars x) { return *x[0]; });
  Value e = t.map({{scores, all()}, {m, rows}}, batch + 2, compute, [](Scalars x) {
    return exp(*x[0] - select(equals(*x[1], ScalarIR(-kInfinity)), ScalarIR(0.0), *x[1]));
  });
  Value d = t.sum({{e, all()}}, batch + 2, {s}, [](Scalars x) { return *x[0]; });
  return t.map({{e, all()}, {d, rows}}, batch + 2, compute, [](Scalars x) {
    return *x[0] / select(equals(*x[1], ScalarIR(0.0)), ScalarIR(1.0), *x[1]);
  });
}

Value AttentionParts::dropout(Value p) {
  double dropped = op.getDropoutP();
  if (dropped == 0)
    return p;
  SmallVector<Value> extents;
  for (OpFoldResult size : sizes)
    extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, size));
  SmallVector<utils::IteratorType> parallel(batch + 2, utils::IteratorType::parallel);
  return t.generic({{p, all()}}, {{t.empty(sizes, compute), all()}}, parallel,
                   [&](OpBuilder &b, Location loc, ValueRange args) {
                     Value zero = TensorBuilder(b, loc).constant(compute, 0);
                     if (dropped == 1)
                       return SmallVector<Value>{zero};
                     Value keeps =
                         emitDropoutKeeps(b, loc, emitLinearIndex(b, loc, extents), seed, offset, dropped, compute);
                     Value factor = TensorBuilder(b, loc).constant(compute, 1 / (1 - dropped));
                     Value grown = arith::MulFOp::create(b, loc, args[0], factor);
                     return SmallVector<Value>{arith::SelectOp::create(b, loc, keeps, grown, zero)};
                   })[0];
}
