//===- Dropout.cpp - dropout with Philox 4x32-10 ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Philox.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/IR/ops/Dropout.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerDropoutDecompositions(MLIRContext *context);
}

/// Element i is kept where word i mod 4 of counter offset + i div 4 gives u >= p.
static Values dropout(DropoutOp op, DropoutOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  double p = op.getP();
  if (!op.getTraining() || p == 0)
    return SmallVector<Value>{x};
  Type element = t.elementType(x), compute = t.computeType(element);
  SmallVector<int64_t> all = t.range(n);
  SmallVector<OpFoldResult> sizes = t.sizesOf({{x, all}}, n);
  if (p == 1)
    return SmallVector<Value>{t.map({{x, all}}, n, element, [](Scalars s) { return *s[0] * ScalarIR(0.0); })};
  SmallVector<Value> extents;
  for (int64_t d = 0; d < n; ++d)
    extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, sizes[d]));
  Value seed = adaptor.getSeed(), offset = adaptor.getOffset();
  SmallVector<utils::IteratorType> parallel(n, utils::IteratorType::parallel);
  return SmallVector<Value>{t.generic(
      {{x, all}}, {{t.empty(sizes, element), all}}, parallel, [&](OpBuilder &b, Location l, ValueRange args) {
        Value keeps = emitDropoutKeeps(b, l, emitLinearIndex(b, l, extents), seed, offset, p, compute);
        Value v = t.convert(b, l, args[0], compute);
        Value scaled = arith::MulFOp::create(b, l, v, TensorBuilder(b, l).constant(compute, 1 / (1 - p)));
        Value y = arith::SelectOp::create(b, l, keeps, scaled, TensorBuilder(b, l).constant(compute, 0));
        return SmallVector<Value>{t.convert(b, l, y, element)};
      })};
}

namespace {
/// What becomes of an element: x * kept + shift where it is kept, `dropped` where not.
struct Effect {
  double kept, shift, dropped;

  static Effect plain(double p) { return {1 / (1 - p), 0, 0}; }
  /// The value that selu tends to below takes the place of 0; mean and variance stay (Klambauer et al. 2017).
  static Effect alpha(double p) {
    constexpr double limit = 1.7580993408473766;
    double a = 1 / std::sqrt((limit * limit * p + 1) * (1 - p));
    return {a, limit * a * p, limit * a * (p - 1)};
  }
};
} // namespace

/// Elements that share their indices in the first `lead` dimensions share their draw.
template <class OpTy>
static Values drops(OpTy op, typename OpTy::Adaptor adaptor, TensorBuilder &t, int64_t lead, Effect effect) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  double p = op.getP();
  if (!op.getTraining() || p == 0)
    return SmallVector<Value>{x};
  Type element = t.elementType(x), compute = t.computeType(element);
  SmallVector<int64_t> all = t.range(n), leading = t.range(lead);
  if (p == 1)
    return SmallVector<Value>{t.map({{x, all}}, n, element, [](Scalars s) { return *s[0] * ScalarIR(0.0); })};
  SmallVector<OpFoldResult> sizes = t.sizesOf({{x, all}}, n);
  sizes.truncate(lead);
  SmallVector<Value> extents;
  for (OpFoldResult size : sizes)
    extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, size));
  Value seed = adaptor.getSeed(), offset = adaptor.getOffset();
  SmallVector<utils::IteratorType> parallel(lead, utils::IteratorType::parallel);
  // 1 where what is there is kept, else 0.
  Value mask = t.generic({}, {{t.empty(sizes, compute), leading}}, parallel, [&](OpBuilder &b, Location l, ValueRange) {
    Value keeps = emitDropoutKeeps(b, l, emitLinearIndex(b, l, extents), seed, offset, p, compute);
    TensorBuilder inner(b, l);
    return SmallVector<Value>{
        arith::SelectOp::create(b, l, keeps, inner.constant(compute, 1), inner.constant(compute, 0))};
  })[0];
  return SmallVector<Value>{t.map({{x, all}, {mask, leading}}, n, element, [&](Scalars s) {
    ScalarIR kept = *s[0] * ScalarIR(effect.kept);
    return select(equals(*s[1], ScalarIR(0.0)), ScalarIR(effect.dropped), effect.shift == 0 ? kept : kept + ScalarIR(effect.shift));
  })};
}

static Values alphaDropout(AlphaDropoutOp op, AlphaDropoutOp::Adaptor adaptor, TensorBuilder &t) {
  return drops(op, adaptor, t, t.rank(adaptor.getInput()), Effect::alpha(op.getP()));
}
static Values featureAlphaDropout(FeatureAlphaDropoutOp op, FeatureAlphaDropoutOp::Adaptor adaptor, TensorBuilder &t) {
  return drops(op, adaptor, t, 2, Effect::alpha(op.getP()));
}
static Values dropout1d(Dropout1dOp op, Dropout1dOp::Adaptor adaptor, TensorBuilder &t) {
  return drops(op, adaptor, t, t.rank(adaptor.getInput()) == 3 ? 2 : 1, Effect::plain(op.getP()));
}
static Values dropout2d(Dropout2dOp op, Dropout2dOp::Adaptor adaptor, TensorBuilder &t) {
  return drops(op, adaptor, t, 2, Effect::plain(op.getP()));
}
static Values dropout3d(Dropout3dOp op, Dropout3dOp::Adaptor adaptor, TensorBuilder &t) {
  return drops(op, adaptor, t, t.rank(adaptor.getInput()) == 5 ? 2 : 1, Effect::plain(op.getP()));
}

void nnf::registerDropoutDecompositions(MLIRContext *context) {
  attach<DropoutOp, dropout>(context);
  attach<AlphaDropoutOp, alphaDropout>(context);
  attach<FeatureAlphaDropoutOp, featureAlphaDropout>(context);
  attach<Dropout1dOp, dropout1d>(context);
  attach<Dropout2dOp, dropout2d>(context);
  attach<Dropout3dOp, dropout3d>(context);
}
