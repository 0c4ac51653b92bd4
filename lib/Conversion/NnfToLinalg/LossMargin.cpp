//===- LossMargin.cpp - losses with margins between classes, of linear layers and sequences ---------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Losses.h"
#include "nnf/Conversion/Ctc.h"
#include "nnf/Conversion/Parts.h"
#include "nnf/IR/ops/LossClassification.h"
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerLossMarginDecompositions(MLIRContext *context);
}

/// x where it is above 0, else 0 (also for NaN).
static ScalarIR positivePart(ScalarIR x) { return select(x > ScalarIR(0.0), x, ScalarIR(0.0)); }

/// v[n, t[n]] as a sum over the classes that has one term: what a loop over the classes reads anyway, and its gradient needs no
/// scatter.
static Value ofTarget(TensorBuilder &t, const Along &target, const Along &v, int64_t rank, int64_t classLoop) {
  return t.sum({target, v}, rank, classLoop,
               [&](Scalars s) { return select(isAt(*s[0], classLoop), *s[1], ScalarIR(0.0)); });
}

/// sum over c != t of max(0, margin - x[t] + x[c])^p, times w[t] / C.
static Values multiMarginLoss(MultiMarginLossOp op, MultiMarginLossOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), target = adaptor.getTarget(), weight = adaptor.getWeight();
  if (t.rank(x) == 0) // one class
    x = t.appendUnitDims(x, 1);
  Type element = t.elementType(x), compute = t.computeType(element);
  int64_t at = t.rank(x) - 1; // loops: the sample, where there are many, then the class
  Value classes = tensor::DimOp::create(t.b, t.loc, x, at);
  t.checkIndices(target, classes, std::nullopt, "nnf.multi_margin_loss: target");
  if (at == 0 && t.rank(target) == 1) { // one sample, whose target has a dimension
    auto type = cast<RankedTensorType>(x.getType());
    auto row = RankedTensorType::get({1, type.getDimSize(0)}, element);
    SmallVector<OpFoldResult> sizes{t.b.getIndexAttr(1), t.sizeOf(x, 0)};
    x = tensor::ExpandShapeOp::create(t.b, t.loc, row, x, ArrayRef<ReassociationIndices>{{0, 1}}, sizes);
    at = 1;
  }
  int64_t n = at + 1;
  SmallVector<int64_t> samples = t.range(at);
  Along targets{target, samples}, xs{x, t.range(n)};
  Value right = ofTarget(t, targets, xs, n, at), scale;
  if (weight)
    scale = ofTarget(t, targets, {weight, {at}}, n, at);
  double margin = op.getMargin();
  bool squares = op.getP() == 2;
  Value sums = t.sum({targets, xs, {right, samples}}, n, at, [&](Scalars s) {
    ScalarIR z = positivePart(ScalarIR(margin) - *s[2] + *s[1]);
    return select(isAt(*s[0], at), ScalarIR(0.0), squares ? z * z : z);
  });
  Value count = t.scalarTensor(t.toFloat(classes, compute));
  Value losses = t.map({{sums, samples}, {count, {}}, {scale, scale ? samples : SmallVector<int64_t>()}}, at, compute,
                       [](Scalars s) { return s[2] ? *s[0] / *s[1] * *s[2] : *s[0] / *s[1]; });
  return SmallVector<Value>{reduceLosses(t, losses, op.getReduction(), element)};
}

/// With the targets of a sample being those before its first -1:
///   sum over targets t and classes c that are none of max(0, 1 - x[t] + x[c]), divided by C.
static Values multilabelMarginLoss(MultilabelMarginLossOp op, MultilabelMarginLossOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), target = adaptor.getTarget();
  if (t.rank(x) == 0) { // one class
    x = t.appendUnitDims(x, 1);
    target = t.appendUnitDims(target, 1);
  }
  OpBuilder &b = t.b;
  Type element = t.elementType(x), compute = t.computeType(element), i64 = b.getI64Type();
  int64_t at = t.rank(x) - 1, n = at + 1, k = n; // the loops: sample, class, and position in the target
  SmallVector<int64_t> samples = t.range(at), xDims = t.range(n), positions = samples;
  positions.push_back(k);
  Value classes = tensor::DimOp::create(b, t.loc, x, at);
  t.checkIndices(target, classes, -1, "nnf.multilabel_margin_loss: target");
  // The position of the first -1, or beyond the end.
  SmallVector<OpFoldResult> sampleSizes;
  for (int64_t d : samples)
    sampleSizes.push_back(t.sizeOf(x, d));
  Value beyond = arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(INT64_MAX));
  Value init = linalg::FillOp::create(b, t.loc, beyond, t.empty(sampleSizes, i64)).getResult(0);
  SmallVector<utils::IteratorType> iterators(n, utils::IteratorType::parallel);
  iterators[at] = utils::IteratorType::reduction;
  Value ends = t.generic({{target, xDims}}, {{init, samples}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    Value zero = arith::ConstantOp::create(nested, l, nested.getIntegerAttr(args[0].getType(), 0));
    Value isEnd = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::slt, args[0], zero);
    Value here = arith::IndexCastOp::create(nested, l, i64, linalg::IndexOp::create(nested, l, at));
    Value candidate = arith::SelectOp::create(nested, l, isEnd, here, beyond);
    return SmallVector<Value>{arith::MinSIOp::create(nested, l, args[1], candidate)};
  })[0];
  Along targets{target, positions}, end{ends, samples}, xs{x, xDims};
  auto counts = [&](const ScalarIR &end) {
    const scalar::Emit &e = *end.emit();
    Value here = arith::IndexCastOp::create(e.b, e.loc, i64, linalg::IndexOp::create(e.b, e.loc, k));
    return scalar::BoolIR{&e, arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::slt, here, end.value(e, i64)), i64};
  };
  // How often a class is among the targets, and the input at each target.
  Value hits = t.sum({targets, end, xs}, n + 1, k, [&](Scalars s) {
    const scalar::Emit &e = *s[0]->emit();
    Value one = ScalarIR(1.0).value(e, compute), zero = ScalarIR(0.0).value(e, compute);
    Value both = arith::AndIOp::create(e.b, e.loc, isAt(*s[0], at).v, counts(*s[1]).v);
    return ScalarIR(e, arith::SelectOp::create(e.b, e.loc, both, one, zero));
  });
  Value right = ofTarget(t, targets, xs, n + 1, at);
  SmallVector<int64_t> inner{at, k};
  Value sums = t.sum({end, xs, {hits, xDims}, {right, positions}}, n + 1, inner, [&](Scalars s) {
    ScalarIR z = positivePart(ScalarIR(1.0) - *s[3] + *s[1]);
    return select(counts(*s[0]), select(equals(*s[2], ScalarIR(0.0)), z, ScalarIR(0.0)), ScalarIR(0.0));
  });
  Value count = t.scalarTensor(t.toFloat(classes, compute));
  Value losses = t.map({{sums, samples}, {count, {}}}, at, compute, [](Scalars s) { return *s[0] / *s[1]; });
  return SmallVector<Value>{reduceLosses(t, losses, op.getReduction(), element)};
}

/// binary_cross_entropy_with_logits of each element, weighted, with its mean over the last dimension.
static Values multilabelSoftMarginLoss(MultilabelSoftMarginLossOp op, MultilabelSoftMarginLossOp::Adaptor adaptor,
                                       TensorBuilder &t) {
  Value x = adaptor.getInput(), target = adaptor.getTarget(), weight = adaptor.getWeight();
  Type element = t.elementType(op.getResult()), compute = t.computeType(element);
  Value terms = BinaryCrossEntropyWithLogitsOp::create(t.b, t.loc, t.cast_(x, compute), t.cast_(target, compute), Value(),
                                                       Value(), Reduction::None);
  int64_t n = t.rank(x), last = n - 1;
  SmallVector<int64_t> samples = t.range(last);
  Along weights = weight ? t.aligned(t.cast_(weight, compute), n) : Along{};
  Along ts{terms, t.range(n)};
  Value sums = t.sum({ts, weights}, n, last, [](Scalars s) { return s[1] ? *s[0] * *s[1] : *s[0]; });
  SmallVector<Along> there{ts};
  if (weight)
    there.push_back(weights);
  SmallVector<OpFoldResult> sizes = t.sizesOf(there, n);
  Value count = t.scalarTensor(t.toFloat(t.numberOf({sizes[last]}), compute));
  Value losses = t.map({{sums, samples}, {count, {}}}, last, compute, [](Scalars s) { return *s[0] / *s[1]; });
  return SmallVector<Value>{reduceLosses(t, losses, op.getReduction(), element)};
}

/// linear, then cross_entropy, all in the compute type; the k dimensions of the weight become columns on the way.
static Values linearCrossEntropy(LinearCrossEntropyOp op, LinearCrossEntropyOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), w = adaptor.getLinearWeight(), bias = adaptor.getLinearBias();
  OpBuilder &b = t.b;
  int64_t n = t.rank(w);
  auto type = cast<RankedTensorType>(w.getType());
  SmallVector<int64_t> shape(type.getShape().drop_back());
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < n - 1; ++d)
    sizes.push_back(t.sizeOf(w, d));
  if (n > 2) {
    ReassociationIndices columns(t.range(n - 1));
    w = tensor::CollapseShapeOp::create(b, t.loc, w, ArrayRef<ReassociationIndices>{columns, {n - 1}});
    if (bias)
      bias = tensor::CollapseShapeOp::create(b, t.loc, bias, ArrayRef<ReassociationIndices>{columns});
  }
  Type element = type.getElementType(), compute = t.computeType(element);
  Value logits = linearSums(t, x, w, bias);
  if (n > 2) {
    ReassociationIndices columns;
    for (int64_t d = 1; d < n; ++d)
      columns.push_back(d);
    shape.insert(shape.begin(), cast<RankedTensorType>(x.getType()).getDimSize(0));
    sizes.insert(sizes.begin(), t.sizeOf(x, 0));
    logits = tensor::ExpandShapeOp::create(b, t.loc, RankedTensorType::get(shape, compute), logits,
                                           ArrayRef<ReassociationIndices>{{0}, columns}, sizes);
  }
  auto inCompute = [&](Value v) { return v && isa<FloatType>(t.elementType(v)) ? t.cast_(v, compute) : v; };
  Value loss = CrossEntropyOp::create(b, t.loc, logits, inCompute(adaptor.getTarget()), inCompute(adaptor.getWeight()),
                                      op.getIgnoreIndex().value_or(-100), op.getReduction(), op.getLabelSmoothing(),
                                      InputKind::Logits);
  return SmallVector<Value>{t.cast_(loss, element)};
}

/// The losses of the samples, by the recurrence over the steps; `mean` divides each by its target's length first.
static Values ctcLoss(CtcLossOp op, CtcLossOp::Adaptor adaptor, TensorBuilder &t) {
  CtcOperands of(t, adaptor.getLogProbs(), adaptor.getInputLengths(), adaptor.getTargetLengths());
  Value losses = Ctc(t, of.logProbs, adaptor.getTargets(), of.inputLengths, of.targetLengths, op.getBlank()).losses();
  bool mean = op.getReduction() == Reduction::Mean, finite = op.getZeroInfinity();
  Type element = t.elementType(of.logProbs), compute = t.computeType(element);
  losses = t.map({{losses, {0}}, {of.targetLengths, {0}}}, 1, compute, [&](Scalars s) {
    const scalar::Emit &e = *s[0]->emit();
    ScalarIR v = *s[0];
    if (finite)
      v = select(equals(v, ScalarIR(std::numeric_limits<double>::infinity())), ScalarIR(0.0), v);
    if (!mean)
      return v;
    ScalarIR length(e, t.convert(e.b, e.loc, s[1]->value(e, compute), compute));
    return v / scalar::clampMin(length, 1.0);
  });
  Value y = reduceLosses(t, losses, op.getReduction(), element);
  if (of.single && op.getReduction() == Reduction::None)
    y = tensor::CollapseShapeOp::create(t.b, t.loc, y, ArrayRef<ReassociationIndices>{});
  return SmallVector<Value>{y};
}

void nnf::registerLossMarginDecompositions(MLIRContext *context) {
  attach<CtcLossOp, ctcLoss>(context);
  attach<MultiMarginLossOp, multiMarginLoss>(context);
  attach<MultilabelMarginLossOp, multilabelMarginLoss>(context);
  attach<MultilabelSoftMarginLossOp, multilabelSoftMarginLoss>(context);
  attach<LinearCrossEntropyOp, linearCrossEntropy>(context);
}
