//===- AttentionHeads.cpp - attention of several heads between linear layers --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "AttentionHeads.h"
#include "nnf/Conversion/Parts.h"
#include "nnf/IR/ops/Dropout.h"
#include "nnf/IR/ops/Softmax.h"
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace {
/// The steps of one op. Inside, every tensor is (N, H, ...): what is unbatched has one sample.
class Heads {
public:
  Heads(MultiHeadAttentionForwardOp op, MultiHeadAttentionForwardOp::Adaptor adaptor, TensorBuilder &t)
      : op(op), adaptor(adaptor), t(t), isBatched(t.rank(adaptor.getQuery()) == 3),
        element(t.elementType(adaptor.getQuery())), compute(t.computeType(element)), heads(t.b.getIndexAttr(op.getNumHeads())) {
    Value q = adaptor.getQuery();
    int64_t last = t.rank(q) - 1;
    features = t.sizeOf(q, last);
    samples = isBatched ? t.sizeOf(q, 1) : OpFoldResult(t.b.getIndexAttr(1));
    width = quotient(features, op.getNumHeads());
  }

  Values run();

private:
  OpFoldResult quotient(OpFoldResult size, int64_t by) {
    if (std::optional<int64_t> fixed = getConstantIntValue(size))
      return t.b.getIndexAttr(*fixed / by);
    return arith::DivUIOp::create(t.b, t.loc, cast<Value>(size), t.index(by)).getResult();
  }
  OpFoldResult times(OpFoldResult size, int64_t factor) {
    if (std::optional<int64_t> fixed = getConstantIntValue(size))
      return t.b.getIndexAttr(*fixed * factor);
    return arith::MulIOp::create(t.b, t.loc, cast<Value>(size), t.index(factor)).getResult();
  }
  /// Rows [part * E, (part + 1) * E) of a tensor of three parts; null for null.
  Value third(Value v, int64_t part) {
    if (!v)
      return v;
    SmallVector<OpFoldResult> offsets(t.rank(v), t.b.getIndexAttr(0)), sizes, strides(t.rank(v), t.b.getIndexAttr(1));
    offsets[0] = times(features, part);
    sizes.push_back(features);
    if (t.rank(v) == 2)
      sizes.push_back(t.sizeOf(v, 1));
    return tensor::ExtractSliceOp::create(t.b, t.loc, v, offsets, sizes, strides);
  }
  /// (L, N, E) as (N, H, L, E / H).
  Value byHead(Value v) {
    int64_t last = t.rank(v) - 1;
    Value split = t.expandDim(v, last, {heads, width});
    if (!isBatched)
      split = t.expandDim(split, 0, {t.sizeOf(split, 0), t.b.getIndexAttr(1)});
    return t.transposed(split, {1, 2, 0, 3});
  }
  /// A layer before the heads, in the compute type. `part` says which third of the packed operands is its own.
  Value project(Value input, Value own, int64_t part) {
    Value weight = op.getUseSeparateProjWeight() ? own : third(adaptor.getInProjWeight(), part);
    return byHead(linearSums(t, input, weight, third(adaptor.getInProjBias(), part)));
  }
  /// Keys or values that are given, in the compute type.
  Value given(Value v) { return t.cast_(splitSamples(v), compute); }
  /// (N H, ...) as (N, H, ...).
  Value splitSamples(Value v) { return t.expandDim(v, 0, {samples, heads}); }
  /// With more elements of 0 behind a dimension.
  Value extend(Value v, int64_t dim, int64_t count) {
    SmallVector<std::pair<int64_t, int64_t>> pads(t.rank(v), {0, 0});
    pads[dim].second = count;
    return count ? t.padded(v, pads, zero(t.elementType(v))) : v;
  }
  Value zero(Type type) { return arith::ConstantOp::create(t.b, t.loc, t.b.getZeroAttr(type)); }
  Value withMoreKeys(Value v, Value bias);
  Value addend(Value mask);
  Value mask();
  Value contract(Value a, ArrayRef<int64_t> aDims, Value c, ArrayRef<int64_t> cDims, OpFoldResult rows, OpFoldResult columns);
  Values weightsAndResult(Value q, Value k, Value v);
  Value merge(Value out);

  MultiHeadAttentionForwardOp op;
  MultiHeadAttentionForwardOp::Adaptor adaptor;
  TensorBuilder &t;
  bool isBatched;
  Type element, compute;
  OpFoldResult heads, features, samples, width;
};
} // namespace

/// (N, H, S, D) with a row of `bias` (E), if there is one, and then a row of zeros, if that is asked for.
Value Heads::withMoreKeys(Value v, Value bias) {
  Value grown = extend(v, 2, (bias ? 1 : 0) + (op.getAddZeroAttn() ? 1 : 0));
  if (!bias)
    return grown;
  Value row = t.expandDim(t.cast_(t.collapseDims(bias, 0, t.rank(bias)), compute), 0, {heads, width});
  SmallVector<OpFoldResult> sizes{samples, heads, t.b.getIndexAttr(1), width};
  SmallVector<utils::IteratorType> parallel(4, utils::IteratorType::parallel);
  Value rows = t.generic({{row, {1, 3}}}, {{t.empty(sizes, compute), t.range(4)}}, parallel,
                         [](OpBuilder &, Location, ValueRange args) { return SmallVector<Value>{args[0]}; })[0];
  SmallVector<OpFoldResult> offsets(4, t.b.getIndexAttr(0)), strides(4, t.b.getIndexAttr(1));
  offsets[2] = t.sizeOf(v, 2);
  return tensor::InsertSliceOp::create(t.b, t.loc, rows, grown, offsets, sizes, strides);
}

/// What a mask adds to the scores, with zeros for the keys that are added, in the compute type.
Value Heads::addend(Value mask) {
  int64_t n = t.rank(mask), more = (adaptor.getBiasK() ? 1 : 0) + (op.getAddZeroAttn() ? 1 : 0);
  Along all{mask, t.range(n)};
  SmallVector<utils::IteratorType> parallel(n, utils::IteratorType::parallel);
  bool isBool = isa<IntegerType>(t.elementType(mask));
  Value added = isBool ? Value() : t.cast_(mask, compute);
  if (isBool)
    added = t.generic({all}, {{t.empty(t.sizesOf({all}, n), compute), t.range(n)}}, parallel,
                      [&](OpBuilder &b, Location loc, ValueRange args) {
                        TensorBuilder inner(b, loc);
                        Value none = arith::ConstantOp::create(b, loc, b.getZeroAttr(args[0].getType()));
                        Value isOut = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, args[0], none);
                        Value never = inner.constant(compute, -std::numeric_limits<double>::infinity());
                        return SmallVector<Value>{
                            arith::SelectOp::create(b, loc, isOut, never, inner.constant(compute, 0))};
                      })[0];
  return extend(added, n - 1, more);
}

/// What is added to the scores, along (n, h, l, s); null where nothing is.
Value Heads::mask() {
  Value padding = adaptor.getKeyPaddingMask(), attention = adaptor.getAttnMask();
  if (op.getIsCausal() && !padding && !op.getNeedWeights())
    attention = Value();
  SmallVector<Along> ins;
  OpFoldResult keys;
  auto add = [&](Value given, ArrayRef<int64_t> dims, bool perHead) {
    // Split before it grows: reshapes move up through a pad, to where the number of samples may not be known yet.
    Value v = addend(perHead ? splitSamples(given) : given);
    keys = t.sizeOf(v, t.rank(v) - 1);
    ins.push_back({v, llvm::to_vector(dims)});
  };
  if (attention && t.rank(attention) == 3)
    add(attention, {0, 1, 2, 3}, true);
  else if (attention)
    add(attention, {2, 3}, false);
  if (padding)
    add(padding, t.rank(padding) == 2 ? SmallVector<int64_t>{0, 3} : SmallVector<int64_t>{3}, false);
  if (ins.empty())
    return Value();
  SmallVector<OpFoldResult> sizes{samples, heads, t.sizeOf(adaptor.getQuery(), 0), keys};
  SmallVector<utils::IteratorType> parallel(4, utils::IteratorType::parallel);
  return t.generic(ins, {{t.empty(sizes, compute), t.range(4)}}, parallel, [&](OpBuilder &b, Location loc, ValueRange args) {
    return SmallVector<Value>{ins.size() == 1 ? args[0] : arith::AddFOp::create(b, loc, args[0], args[1]).getResult()};
  })[0];
}

/// (N, H, rows, columns) of sums of products over iteration dimension 4.
Value Heads::contract(Value a, ArrayRef<int64_t> aDims, Value c, ArrayRef<int64_t> cDims, OpFoldResult rows,
                      OpFoldResult columns) {
  Value init = t.filled({samples, heads, rows, columns}, compute, 0);
  return t.contract({a, llvm::to_vector(aDims)}, {c, llvm::to_vector(cDims)}, init, t.range(4), 5);
}

/// P = dropout(softmax(q k^T / sqrt(E / H) + mask)) and P v, both (N, H, ...).
Values Heads::weightsAndResult(Value q, Value k, Value v) {
  SmallVector<int64_t> all = t.range(4);
  OpFoldResult queries = t.sizeOf(q, 2), keys = t.sizeOf(k, 2);
  Value scale = t.map({{t.scalarTensor(t.toFloat(getValueOrCreateConstantIndexOp(t.b, t.loc, width), compute)), {}}}, 0, compute,
                      [](Scalars s) { return sqrt(ScalarIR(1.0) / *s[0]); });
  Value scaled = t.map({{q, all}, {scale, {}}}, 4, compute, [](Scalars s) { return *s[0] * *s[1]; });
  Value scores = contract(scaled, {0, 1, 2, 4}, k, {0, 1, 3, 4}, queries, keys);
  if (Value added = mask())
    scores = t.map({{scores, all}, {added, all}}, 4, compute, [](Scalars s) { return *s[0] + *s[1]; });
  Value p = SoftmaxOp::create(t.b, t.loc, scores, /*dim=*/-1, EmptyRow::Nan, TypeAttr());
  if (op.getTraining() && op.getDropoutP() > 0)
    p = DropoutOp::create(t.b, t.loc, p, adaptor.getSeed(), adaptor.getOffset(), op.getDropoutP(), /*training=*/true,
                          /*inplace=*/false);
  return SmallVector<Value>{p, contract(p, {0, 1, 2, 4}, v, {0, 1, 4, 3}, queries, width)};
}

/// (N, H, L, E / H) as (L, N, E), through the last layer, in the element type.
Value Heads::merge(Value out) {
  Value merged = t.collapseDims(t.transposed(out, {2, 0, 1, 3}), 2, 2);
  if (!isBatched)
    merged = t.collapseDims(merged, 0, 2);
  return t.cast_(linearSums(t, merged, adaptor.getOutProjWeight(), adaptor.getOutProjBias()), element);
}

Values Heads::run() {
  Value q = project(adaptor.getQuery(), adaptor.getQProjWeight(), 0), k = adaptor.getStaticK(), v = adaptor.getStaticV();
  k = k ? given(k) : project(adaptor.getKey(), adaptor.getKProjWeight(), 1);
  v = v ? given(v) : project(adaptor.getValue(), adaptor.getVProjWeight(), 2);
  k = withMoreKeys(k, adaptor.getBiasK());
  v = withMoreKeys(v, adaptor.getBiasV());
  bool drops = op.getTraining() && op.getDropoutP() > 0;
  if (!op.getNeedWeights()) {
    Value added = mask();
    bool isCausal = op.getIsCausal() && !adaptor.getKeyPaddingMask();
    Value out = ScaledDotProductAttentionOp::create(
        t.b, t.loc, q, k, v, added, drops ? adaptor.getSeed() : Value(),
        drops ? adaptor.getOffset() : Value(), drops ? op.getDropoutP() : 0.0, isCausal, FloatAttr(), /*enable_gqa=*/false);
    return SmallVector<Value>{merge(out)};
  }
  Values both = weightsAndResult(q, k, v);
  Value p = (*both)[0];
  if (op.getAverageAttnWeights()) {
    Value sum = t.sum({{p, t.range(4)}}, 4, {1}, [](Scalars s) { return *s[0]; });
    double count = op.getNumHeads();
    p = t.map({{sum, t.range(3)}}, 3, compute, [&](Scalars s) { return *s[0] / ScalarIR(count); });
  }
  p = t.cast_(p, element);
  if (!isBatched)
    p = t.collapseDims(p, 0, 2);
  return SmallVector<Value>{merge((*both)[1]), p};
}

Values nnf::multiHeadAttention(MultiHeadAttentionForwardOp op, MultiHeadAttentionForwardOp::Adaptor adaptor,
                               TensorBuilder &t) {
  return Heads(op, adaptor, t).run();
}
