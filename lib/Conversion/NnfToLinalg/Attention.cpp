//===- Attention.cpp - attention as two contractions around a softmax --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "AttentionHeads.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "nnf/Conversion/Attention.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerAttentionDecompositions(MLIRContext *context);
}

static Values attention(ScaledDotProductAttentionOp op, ScaledDotProductAttentionOp::Adaptor adaptor, TensorBuilder &t) {
  AttentionParts parts(op, adaptor.getOperands(), t);
  Value p = parts.dropout(parts.softmax(parts.scores()));
  // out[..., l, v] = sum_s p[..., l, s] value[..., s, v]: iteration batch..., l, v, s.
  int64_t batch = parts.batch, l = batch, column = batch + 1, key = batch + 2;
  SmallVector<int64_t> pDims = t.range(batch), vDims(parts.value.dims);
  pDims.append({l, key});
  vDims[vDims.size() - 2] = key;
  vDims.back() = column;
  SmallVector<OpFoldResult> outSizes(ArrayRef(parts.sizes).drop_back());
  outSizes.push_back(parts.columns);
  Value out = t.contract({p, pDims}, {parts.value.v, vDims}, t.filled(outSizes, parts.compute, 0), t.range(batch + 2),
                         batch + 3);
  return SmallVector<Value>{t.cast_(parts.mergeHeads(out), t.elementType(adaptor.getQuery()))};
}

/// Row `at` of the next to last dimension (of the last one, for a tensor with one dimension less), without that dimension.
static Value step(TensorBuilder &t, Value v, int64_t dim, Value at) {
  auto type = cast<RankedTensorType>(v.getType());
  SmallVector<OpFoldResult> offsets(type.getRank(), t.b.getIndexAttr(0)), strides(type.getRank(), t.b.getIndexAttr(1)), sizes;
  SmallVector<int64_t> shape;
  for (int64_t d = 0; d < type.getRank(); ++d) {
    sizes.push_back(d == dim ? OpFoldResult(t.b.getIndexAttr(1)) : t.sizeOf(v, d));
    if (d != dim)
      shape.push_back(type.getDimSize(d));
  }
  offsets[dim] = at;
  return tensor::ExtractSliceOp::create(t.b, t.loc, RankedTensorType::get(shape, type.getElementType()), v, offsets, sizes,
                                        strides);
}

///   for each row t, with the memory S and the rows of the result so far:
///     u = exp(g_t) S^T k_t,  S = exp(g_t) S + beta_t k_t (v_t - u)^T,  o_t = scale S^T q_t
static Values gatedDeltaRule(GatedDeltaRuleOp op, GatedDeltaRuleOp::Adaptor adaptor, TensorBuilder &t) {
  int64_t n = t.rank(adaptor.getQuery()), rows = n - 2, key = n - 2;
  Type element = t.elementType(adaptor.getValue()), compute = t.computeType(element);
  SmallVector<int64_t> all = t.range(n), batch = t.range(n - 2), keys = batch, columns = batch;
  keys.push_back(key);
  columns.push_back(n - 1);
  // Sizes that one operand knows, all know: along batch..., L, K, V.
  SmallVector<int64_t> known(n + 1, ShapedType::kDynamic), qDims = t.range(n), vDims = t.range(n - 1), gDims = t.range(n - 1),
                       stateDims = t.range(n - 2);
  vDims.push_back(n);
  stateDims.append({n - 1, n});
  auto learn = [&](Value x, ArrayRef<int64_t> dims) {
    for (auto [size, d] : llvm::zip_equal(cast<RankedTensorType>(x.getType()).getShape(), dims))
      known[d] = ShapedType::isDynamic(size) ? known[d] : size;
  };
  auto refined = [&](Value x, ArrayRef<int64_t> dims) -> Value {
    SmallVector<int64_t> shape = llvm::map_to_vector(dims, [&](int64_t d) { return known[d]; });
    auto type = RankedTensorType::get(shape, t.elementType(x));
    return type == x.getType() ? x : tensor::CastOp::create(t.b, t.loc, type, x).getResult();
  };
  Value given = adaptor.getInitialState();
  for (Value x : {adaptor.getQuery(), adaptor.getKey()})
    learn(x, qDims);
  for (Value x : {adaptor.getG(), adaptor.getBeta()})
    learn(x, gDims);
  learn(adaptor.getValue(), vDims);
  if (given)
    learn(given, stateDims);
  Value q = refined(adaptor.getQuery(), qDims), k = refined(adaptor.getKey(), qDims), v = refined(adaptor.getValue(), vDims),
        decay = refined(adaptor.getG(), gDims), share = refined(adaptor.getBeta(), gDims);
  SmallVector<OpFoldResult> sizes, stateSizes;
  for (int64_t d = 0; d < n; ++d)
    sizes.push_back(t.sizeOf(v, d));
  stateSizes = sizes;
  stateSizes[n - 2] = t.sizeOf(q, n - 1);
  Value width = getValueOrCreateConstantIndexOp(t.b, t.loc, stateSizes[n - 2]);
  Value scale = op.getScale() ? t.scalarTensor(t.constant(compute, *op.getScale()))
                              : t.map({{t.scalarTensor(t.toFloat(width, compute)), {}}}, 0, compute,
                                      [](Scalars s) { return ScalarIR(1.0) / sqrt(*s[0]); });
  Value state = given ? t.cast_(refined(given, stateDims), compute) : t.filled(stateSizes, compute, 0);
  Value length = getValueOrCreateConstantIndexOp(t.b, t.loc, sizes[rows]);
  auto loop = scf::ForOp::create(
      t.b, t.loc, t.index(0), length, t.index(1), ValueRange{state, t.empty(sizes, element)},
      [&](OpBuilder &b, Location l, Value at, ValueRange carried) {
        TensorBuilder in(b, l);
        auto now = [&](Value x, int64_t dim) { return in.cast_(step(in, x, dim, at), compute); };
        Along qt{now(q, rows), keys}, kt{now(k, rows), keys}, vt{now(v, rows), columns};
        Along beta{now(share, rows), batch}, g{now(decay, rows), batch};
        Along kept{in.map({{g.v, batch}}, n - 2, compute, [](Scalars s) { return exp(*s[0]); }), batch};
        Along memory{carried[0], all};
        Value told = in.sum({memory, kt, kept}, n, {key}, [](Scalars s) { return *s[0] * *s[2] * *s[1]; });
        Value next = in.map({memory, kt, vt, beta, kept, {told, columns}}, n, compute, [](Scalars s) {
          return *s[0] * *s[4] + *s[3] * *s[1] * (*s[2] - *s[5]);
        });
        Value read = in.sum({{next, all}, qt}, n, {key}, [](Scalars s) { return *s[0] * *s[1]; });
        Value out = in.map({{read, in.range(n - 1)}, {scale, {}}}, n - 1, element, [](Scalars s) { return *s[0] * *s[1]; });
        SmallVector<OpFoldResult> offsets(n, b.getIndexAttr(0)), strides(n, b.getIndexAttr(1)), one = sizes;
        offsets[rows] = at;
        one[rows] = b.getIndexAttr(1);
        Value result = tensor::InsertSliceOp::create(b, l, out, carried[1], offsets, one, strides);
        scf::YieldOp::create(b, l, ValueRange{next, result});
      });
  SmallVector<Value> results{loop.getResult(1)};
  if (op.getOutputFinalState())
    results.push_back(loop.getResult(0));
  return results;
}

void nnf::registerAttentionDecompositions(MLIRContext *context) {
  attach<ScaledDotProductAttentionOp, attention>(context);
  attach<MultiHeadAttentionForwardOp, multiHeadAttention>(context);
  attach<GatedDeltaRuleOp, gatedDeltaRule>(context);
}
