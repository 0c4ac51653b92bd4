//===- Attention.cpp - attention as two contractions around a softmax --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Philox.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/IR/ops/Attention.h"
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerAttentionDecompositions(MLIRContext *context);
}

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// (..., H * n, L, E) seen as (..., H, n, L, E), so that key and value heads are shared without a copy.
static Value splitHeads(TensorBuilder &t, Value q, int64_t shared) {
  auto type = cast<RankedTensorType>(q.getType());
  int64_t rank = type.getRank(), heads = type.getDimSize(rank - 3);
  SmallVector<int64_t> shape;
  SmallVector<OpFoldResult> sizes;
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0, next = 0; d < rank; ++d) {
    if (d != rank - 3) {
      shape.push_back(type.getDimSize(d));
      sizes.push_back(t.sizeOf(q, d));
      groups.push_back({next++});
      continue;
    }
    shape.append({shared, heads / shared});
    sizes.append({t.b.getIndexAttr(shared), t.b.getIndexAttr(heads / shared)});
    groups.push_back({next, next + 1});
    next += 2;
  }
  return tensor::ExpandShapeOp::create(t.b, t.loc, RankedTensorType::get(shape, type.getElementType()), q, groups, sizes);
}

/// Iteration space of the scores: batch..., l, s (and e or v). A batch dimension of static size 1 stretches.
///   scores = scale * q k^T + mask;  p = softmax(scores), 0 for a row of -inf;  out = dropout(p) v
static Values attention(ScaledDotProductAttentionOp op, ScaledDotProductAttentionOp::Adaptor adaptor, TensorBuilder &t) {
  Value q = adaptor.getQuery(), k = adaptor.getKey(), v = adaptor.getValue(), mask = adaptor.getAttnMask();
  int64_t rank = t.rank(q);
  Type element = t.elementType(q), compute = t.computeType(element);
  // With shared heads, queries have one batch dimension more than keys: (..., H, n, L, E) against (..., H, S, E).
  bool shared = false;
  if (op.getEnableGqa()) {
    int64_t heads = cast<RankedTensorType>(k.getType()).getDimSize(rank - 3);
    shared = heads != cast<RankedTensorType>(q.getType()).getDimSize(rank - 3);
    if (shared)
      q = splitHeads(t, q, heads);
  }
  int64_t batch = t.rank(q) - 2, l = batch, s = batch + 1, inner = batch + 2;
  SmallVector<int64_t> qBatch = t.range(batch), kBatch = qBatch;
  if (shared)
    kBatch.pop_back();
  auto with = [](SmallVector<int64_t> dims, ArrayRef<int64_t> more) {
    llvm::append_range(dims, more);
    return dims;
  };
  SmallVector<int64_t> all = t.range(batch + 2);

  // The queries carry the scale: one multiplication a query element instead of one a score.
  Value scale;
  if (auto given = op.getScale()) {
    scale = t.scalarTensor(t.constant(compute, *given));
  } else {
    Value width = tensor::DimOp::create(t.b, t.loc, adaptor.getKey(), rank - 1);
    scale = t.map({{t.scalarTensor(t.toFloat(width, compute)), {}}}, 0, compute,
                  [](Scalars x) { return ScalarIR(1.0) / sqrt(*x[0]); });
  }
  int64_t qRank = t.rank(q);
  Value scaled = t.map({{q, t.range(qRank)}, {scale, {}}}, qRank, compute, [](Scalars x) { return *x[0] * *x[1]; });
  Along qs{scaled, with(qBatch, {l, inner})}, ks{k, with(kBatch, {s, inner})};
  SmallVector<OpFoldResult> sizes = t.sizesOf({qs, ks}, batch + 3);
  sizes.pop_back();
  Value scores = t.contract(qs, ks, t.filled(sizes, compute, 0), all, batch + 3);

  if (mask) {
    // A mask over (..., H * n, L, S) follows the split of the heads.
    if (shared && t.rank(mask) >= 3) {
      auto type = cast<RankedTensorType>(mask.getType());
      if (type.getDimSize(type.getRank() - 3) != 1)
        mask = splitHeads(t, mask, cast<RankedTensorType>(k.getType()).getDimSize(rank - 3));
      else if (type.getRank() > 3)
        mask = splitHeads(t, mask, 1);
    }
    bool isBool = isa<IntegerType>(t.elementType(mask));
    SmallVector<utils::IteratorType> parallel(batch + 2, utils::IteratorType::parallel);
    scores = t.generic({{scores, all}, t.aligned(mask, batch + 2)}, {{t.empty(sizes, compute), all}}, parallel,
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
    SmallVector<utils::IteratorType> parallel(batch + 2, utils::IteratorType::parallel);
    scores = t.generic({{scores, all}}, {{t.empty(sizes, compute), all}}, parallel,
                       [&](OpBuilder &b, Location loc, ValueRange args) {
                         Value query = linalg::IndexOp::create(b, loc, l), key = linalg::IndexOp::create(b, loc, s);
                         Value keeps = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ule, key, query);
                         Value never = TensorBuilder(b, loc).constant(compute, -kInfinity);
                         return SmallVector<Value>{arith::SelectOp::create(b, loc, keeps, args[0], never)};
                       })[0];
  }

  SmallVector<int64_t> rows = t.range(batch + 1);
  Value m = t.max({{scores, all}}, batch + 2, {s}, [](Scalars x) { return *x[0]; });
  Value e = t.map({{scores, all}, {m, rows}}, batch + 2, compute, [](Scalars x) {
    return exp(*x[0] - select(equals(*x[1], ScalarIR(-kInfinity)), ScalarIR(0.0), *x[1]));
  });
  Value d = t.sum({{e, all}}, batch + 2, {s}, [](Scalars x) { return *x[0]; });
  Value p = t.map({{e, all}, {d, rows}}, batch + 2, compute, [](Scalars x) {
    return *x[0] / select(equals(*x[1], ScalarIR(0.0)), ScalarIR(1.0), *x[1]);
  });

  double dropped = op.getDropoutP();
  if (dropped > 0) {
    SmallVector<Value> extents;
    for (OpFoldResult size : sizes)
      extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, size));
    Value seed = adaptor.getSeed(), offset = adaptor.getOffset();
    SmallVector<utils::IteratorType> parallel(batch + 2, utils::IteratorType::parallel);
    p = t.generic({{p, all}}, {{t.empty(sizes, compute), all}}, parallel, [&](OpBuilder &b, Location loc, ValueRange args) {
      Value zero = TensorBuilder(b, loc).constant(compute, 0);
      if (dropped == 1)
        return SmallVector<Value>{zero};
      Value keeps = emitDropoutKeeps(b, loc, emitLinearIndex(b, loc, extents), seed, offset, dropped, compute);
      Value grown = arith::MulFOp::create(b, loc, args[0], TensorBuilder(b, loc).constant(compute, 1 / (1 - dropped)));
      return SmallVector<Value>{arith::SelectOp::create(b, loc, keeps, grown, zero)};
    })[0];
  }

  // out[..., l, v] = sum_s p[..., l, s] value[..., s, v]: iteration batch..., l, v, s.
  int64_t column = batch + 1, key = batch + 2;
  Along ps{p, with(t.range(batch), {l, key})}, vs{v, with(kBatch, {key, column})};
  SmallVector<OpFoldResult> outSizes = t.sizesOf({ps, vs}, batch + 3);
  outSizes.pop_back();
  Value out = t.contract(ps, vs, t.filled(outSizes, compute, 0), t.range(batch + 2), batch + 3);
  if (shared) {
    SmallVector<ReassociationIndices> merge;
    for (int64_t i = 0, next = 0; i < rank; ++i) {
      merge.push_back({next++});
      if (i == rank - 3)
        merge.back().push_back(next++);
    }
    out = tensor::CollapseShapeOp::create(t.b, t.loc, out, merge);
  }
  return SmallVector<Value>{t.cast_(out, element)};
}

void nnf::registerAttentionDecompositions(MLIRContext *context) {
  attach<ScaledDotProductAttentionOp, attention>(context);
}
