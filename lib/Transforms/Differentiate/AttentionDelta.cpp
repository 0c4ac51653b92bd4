//===- AttentionDelta.cpp - the gradient of the gated delta rule -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// With M_t = exp(g_t) S_(t-1) and e_t = v_t - M_t^T k_t the recurrence is S_t = M_t + beta_t k_t e_t^T, o_t = scale S_t^T q_t.
// Backwards, with dS the cotangent of S_t (of the final state for the last t) plus scale q_t do_t^T:
//
//   dq_t = scale S_t do_t,    dbeta_t = k_t^T dS e_t,    dv_t = beta_t dS^T k_t,    dk_t = beta_t dS e_t - M_t dv_t,
//   dM = dS - k_t dv_t^T,     dg_t = sum of dM * M_t,    dS for t - 1 = exp(g_t) dM
//
// The states S_0, ..., S_(L-1) are kept: one loop computes them, a second one goes back.
//
//===------------------------------------------------------------------------------------------------------------===//
#include "AttentionDelta.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

/// A tensor whose type says what another type says of its sizes.
static Value asType(TensorBuilder &t, Value v, Type type) {
  return v.getType() == type ? v : tensor::CastOp::create(t.b, t.loc, type, v).getResult();
}

namespace {
/// One op, whose steps read rows of its operands and write rows of their gradients.
class DeltaRule {
public:
  DeltaRule(GatedDeltaRuleOp op, TensorBuilder &t)
      : op(op), t(t), rank(t.rank(op.getQuery())), compute(t.computeTypeOf(op.getValue())) {
    batch = t.range(rank - 2);
    keys = columns = batch;
    keys.push_back(rank - 2);
    columns.push_back(rank - 1);
    all = t.range(rank);
    for (int64_t d = 0; d < rank - 2; ++d)
      stateSizes.push_back(t.sizeOf(op.getQuery(), d));
    length = t.sizeOf(op.getQuery(), rank - 2);
    stateSizes.append({t.sizeOf(op.getQuery(), rank - 1), t.sizeOf(op.getValue(), rank - 1)});
    Value width = getValueOrCreateConstantIndexOp(t.b, t.loc, stateSizes[rank - 2]);
    scale = op.getScale() ? t.scalarTensor(t.constant(compute, *op.getScale()))
                          : t.map({{t.scalarTensor(t.toFloat(width, compute)), {}}}, 0, compute,
                                  [](Scalars s) { return ScalarIR(1.0) / sqrt(*s[0]); });
  }

  Gradients gradients(Value resultCotangent, Value stateCotangent);

private:
  /// The operands of a step, in the compute type.
  struct Row {
    Along q, k, v, beta, kept;
  };

  /// x[..., at, ...] along `dim`, in the compute type.
  Value rowOf(TensorBuilder &in, Value x, int64_t dim, Value at) {
    auto type = cast<RankedTensorType>(x.getType());
    SmallVector<int64_t> shape(type.getShape());
    shape.erase(shape.begin() + dim);
    SmallVector<OpFoldResult> offsets(type.getRank(), in.b.getIndexAttr(0)), sizes, strides(type.getRank(), in.b.getIndexAttr(1));
    for (int64_t d = 0; d < type.getRank(); ++d)
      sizes.push_back(d == dim ? OpFoldResult(in.b.getIndexAttr(1)) : in.sizeOf(x, d));
    offsets[dim] = at;
    Value row = tensor::ExtractSliceOp::create(in.b, in.loc, RankedTensorType::get(shape, type.getElementType()), x, offsets,
                                               sizes, strides);
    return in.cast_(row, compute);
  }
  /// `whole` with `row` at [..., at, ...] along `dim`.
  Value withRow(TensorBuilder &in, Value whole, Value row, int64_t dim, Value at) {
    int64_t n = in.rank(whole);
    SmallVector<OpFoldResult> offsets(n, in.b.getIndexAttr(0)), sizes, strides(n, in.b.getIndexAttr(1));
    for (int64_t d = 0; d < n; ++d)
      sizes.push_back(d == dim ? OpFoldResult(in.b.getIndexAttr(1)) : in.sizeOf(whole, d));
    offsets[dim] = at;
    return tensor::InsertSliceOp::create(in.b, in.loc, in.cast_(row, in.elementType(whole)), whole, offsets, sizes, strides);
  }
  Row row(TensorBuilder &in, Value at) {
    Row r;
    int64_t dim = rank - 2;
    r.q = {rowOf(in, op.getQuery(), dim, at), keys};
    r.k = {rowOf(in, op.getKey(), dim, at), keys};
    r.v = {rowOf(in, op.getValue(), dim, at), columns};
    r.beta = {rowOf(in, op.getBeta(), dim, at), batch};
    r.kept = {in.map({{rowOf(in, op.getG(), dim, at), batch}}, rank - 2, compute, [](Scalars s) { return exp(*s[0]); }), batch};
    return r;
  }
  /// e = v - M^T k, for a state before the step.
  Along error(TensorBuilder &in, const Row &r, Along state) {
    Value told = in.sum({state, r.k, r.kept}, rank, {rank - 2}, [](Scalars s) { return *s[0] * *s[2] * *s[1]; });
    int64_t n = rank - 1;
    return {in.map({{r.v.v, in.range(n)}, {told, in.range(n)}}, n, compute, [](Scalars s) { return *s[0] - *s[1]; }), columns};
  }
  Value after(TensorBuilder &in, const Row &r, Along state, Along e) {
    return in.map({state, r.k, r.beta, r.kept, e}, rank, compute,
                  [](Scalars s) { return *s[0] * *s[3] + *s[2] * *s[1] * *s[4]; });
  }
  Value keepStates(Value first);

  GatedDeltaRuleOp op;
  TensorBuilder &t;
  int64_t rank;
  Type compute;
  SmallVector<int64_t> batch, keys, columns, all; ///< iteration dimensions: batch..., K, V
  SmallVector<OpFoldResult> stateSizes;
  OpFoldResult length;
  Value scale;
};
} // namespace

/// The states before each step, (..., L, K, V).
Value DeltaRule::keepStates(Value first) {
  SmallVector<OpFoldResult> sizes = stateSizes;
  sizes.insert(sizes.end() - 2, length);
  Value steps = getValueOrCreateConstantIndexOp(t.b, t.loc, length);
  auto loop = scf::ForOp::create(t.b, t.loc, t.index(0), steps, t.index(1), ValueRange{first, t.empty(sizes, compute)},
                                 [&](OpBuilder &b, Location l, Value at, ValueRange carried) {
                                   TensorBuilder in(b, l);
                                   Row r = row(in, at);
                                   Along state{carried[0], all};
                                   Value kept = withRow(in, carried[1], carried[0], rank - 2, at);
                                   Value next = after(in, r, state, error(in, r, state));
                                   scf::YieldOp::create(b, l, ValueRange{asType(in, next, first.getType()), kept});
                                 });
  return loop.getResult(1);
}

Gradients DeltaRule::gradients(Value resultCotangent, Value stateCotangent) {
  Value zeros = t.filled(stateSizes, compute, 0);
  Value given = op.getInitialState();
  Value states = keepStates(given ? asType(t, t.cast_(given, compute), zeros.getType()) : zeros);
  auto emptyLike = [&](Value x) {
    SmallVector<OpFoldResult> sizes;
    for (int64_t d = 0; d < t.rank(x); ++d)
      sizes.push_back(t.sizeOf(x, d));
    return t.empty(sizes, t.elementType(x));
  };
  SmallVector<Value> carriedIn{stateCotangent ? asType(t, t.cast_(stateCotangent, compute), zeros.getType()) : zeros};
  for (Value x : {op.getQuery(), op.getKey(), op.getValue(), op.getG(), op.getBeta()})
    carriedIn.push_back(emptyLike(x));
  Value steps = getValueOrCreateConstantIndexOp(t.b, t.loc, length);
  auto loop = scf::ForOp::create(
      t.b, t.loc, t.index(0), steps, t.index(1), carriedIn, [&](OpBuilder &b, Location l, Value i, ValueRange carried) {
        TensorBuilder in(b, l);
        Value at = arith::SubIOp::create(b, l, arith::SubIOp::create(b, l, steps, in.index(1)), i);
        Row r = row(in, at);
        Along before{rowOf(in, states, rank - 2, at), all}, e = error(in, r, before), s{scale, {}};
        Along now{after(in, r, before, e), all}, ds{carried[0], all};
        SmallVector<Value> rows(5);
        if (resultCotangent) {
          Along dout{rowOf(in, resultCotangent, rank - 2, at), columns};
          ds.v = in.map({ds, r.q, dout, s}, rank, compute, [](Scalars x) { return *x[0] + *x[3] * *x[1] * *x[2]; });
          rows[0] = in.sum({now, dout, s}, rank, {rank - 1}, [](Scalars x) { return *x[0] * *x[1] * *x[2]; });
        } else {
          SmallVector<OpFoldResult> sizes(ArrayRef(stateSizes).drop_back());
          rows[0] = in.filled(sizes, compute, 0);
        }
        Along dv{in.sum({ds, r.k, r.beta}, rank, {rank - 2}, [](Scalars x) { return *x[0] * *x[1] * *x[2]; }), columns};
        rows[1] = in.sum({ds, e, r.beta, before, r.kept, dv}, rank, {rank - 1},
                         [](Scalars x) { return *x[2] * *x[0] * *x[1] - *x[3] * *x[4] * *x[5]; });
        rows[2] = dv.v;
        Along dm{in.map({ds, r.k, dv}, rank, compute, [](Scalars x) { return *x[0] - *x[1] * *x[2]; }), all};
        rows[3] = in.sum({dm, before, r.kept}, rank, {rank - 2, rank - 1}, [](Scalars x) { return *x[0] * *x[1] * *x[2]; });
        rows[4] = in.sum({ds, r.k, e}, rank, {rank - 2, rank - 1}, [](Scalars x) { return *x[0] * *x[1] * *x[2]; });
        Value next = in.map({dm, r.kept}, rank, compute, [](Scalars x) { return *x[0] * *x[1]; });
        SmallVector<Value> yielded{asType(in, next, carried[0].getType())};
        for (auto [whole, own] : llvm::zip_equal(carried.drop_front(), rows))
          yielded.push_back(withRow(in, whole, own, rank - 2, at));
        scf::YieldOp::create(b, l, yielded);
      });
  SmallVector<Value> gradients(op->getNumOperands());
  for (unsigned i = 0; i < 5; ++i)
    gradients[i] = loop.getResult(1 + i);
  if (given)
    gradients[5] = t.cast_(loop.getResult(0), t.elementType(given));
  return gradients;
}

Gradients nnf::gatedDeltaRuleGradients(GatedDeltaRuleOp op, ValueRange cotangents, TensorBuilder &t) {
  return DeltaRule(op, t).gradients(cotangents[0], cotangents.size() > 1 ? cotangents[1] : Value());
}
