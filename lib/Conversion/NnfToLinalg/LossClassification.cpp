//===- LossClassification.cpp - losses on class indices and probabilities ---------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/IR/ops/LossClassification.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerLossClassificationDecompositions(MLIRContext *context);
/// The losses of LossMargin.cpp.
void registerLossMarginDecompositions(MLIRContext *context);
}

/// Sum of the losses of all samples, and of what `mean` divides by; or the losses themselves.
///
/// `loss(b, loc, class index, position, args)` gives the unweighted loss of one sample; `ins` run along the sample
/// dimensions and their elements are `args`.
static Value reduceSamples(TensorBuilder &t, Value target, Value weight, int64_t classDim, int64_t ignoreIndex,
                           Reduction reduction, Type element, Type compute, ArrayRef<Along> ins,
                           function_ref<Value(OpBuilder &, Location, Value, ArrayRef<Value>, ValueRange)> loss,
                           bool lossIsWeighted) {
  int64_t n = t.rank(target);
  SmallVector<int64_t> all = t.range(n);
  SmallVector<Along> operands{{target, all}};
  llvm::append_range(operands, ins);
  bool reduced = reduction != Reduction::None, mean = reduction == Reduction::Mean;
  SmallVector<OpFoldResult> sizes = t.sizesOf({{target, all}}, n);
  SmallVector<Along> outs;
  if (reduced)
    outs.push_back({t.filled({}, compute, 0), {}});
  else
    outs.push_back({t.empty(sizes, element), all});
  if (mean)
    outs.push_back({t.filled({}, compute, 0), {}});
  SmallVector<utils::IteratorType> iterators(n, reduced ? utils::IteratorType::reduction : utils::IteratorType::parallel);
  SmallVector<Value> results = t.generic(operands, outs, iterators, [&](OpBuilder &b, Location l, ValueRange args) {
    TensorBuilder inner(b, l);
    Value label = args[0], zero = inner.constant(compute, 0);
    Value ignored = arith::ConstantOp::create(b, l, b.getIntegerAttr(label.getType(), ignoreIndex));
    Value counts = arith::CmpIOp::create(b, l, arith::CmpIPredicate::ne, label, ignored);
    // The guard before this loop has seen to it that a label that counts is in range.
    Value none = arith::ConstantOp::create(b, l, b.getIntegerAttr(label.getType(), 0));
    Value safe = arith::SelectOp::create(b, l, counts, label, none);
    Value index = arith::IndexCastOp::create(b, l, b.getIndexType(), safe);
    SmallVector<Value> position;
    for (int64_t d = 0; d < n; ++d)
      position.push_back(linalg::IndexOp::create(b, l, d));
    position.insert(position.begin() + classDim, index);
    Value v = loss(b, l, index, position, args.drop_front());
    Value w = weight ? t.convert(b, l, tensor::ExtractOp::create(b, l, weight, index), compute) : inner.constant(compute, 1);
    if (weight && !lossIsWeighted)
      v = arith::MulFOp::create(b, l, v, w);
    v = arith::SelectOp::create(b, l, counts, v, zero);
    if (!reduced)
      return SmallVector<Value>{t.convert(b, l, v, element)};
    auto add = [&](Value accumulator, Value x) -> Value {
      return arith::AddFOp::create(b, l, accumulator, x, arith::FastMathFlags::reassoc);
    };
    SmallVector<Value> yields{add(args[operands.size()], v)};
    if (mean)
      yields.push_back(add(args[operands.size() + 1], arith::SelectOp::create(b, l, counts, w, zero)));
    return yields;
  });
  if (!reduced)
    return results[0];
  if (!mean)
    return t.cast_(results[0], element);
  return t.map({{results[0], {}}, {results[1], {}}}, 0, element, [](Scalars s) { return *s[0] / *s[1]; });
}

/// -w[t] * logp[t].
static Values nllLoss(NllLossOp op, NllLossOp::Adaptor adaptor, TensorBuilder &t) {
  Value input = adaptor.getInput(), target = adaptor.getTarget();
  int64_t classDim = t.rank(input) == 1 ? 0 : 1;
  Type element = t.elementType(input), compute = t.computeType(element);
  Value classes = tensor::DimOp::create(t.b, t.loc, input, classDim);
  t.checkIndices(target, classes, op.getIgnoreIndex(), "nnf.nll_loss: target");
  return SmallVector<Value>{reduceSamples(
      t, target, adaptor.getWeight(), classDim, op.getIgnoreIndex(), op.getReduction(), element, compute, {},
      [&](OpBuilder &b, Location l, Value, ArrayRef<Value> position, ValueRange) -> Value {
        Value logp = t.convert(b, l, tensor::ExtractOp::create(b, l, input, position), compute);
        return arith::NegFOp::create(b, l, logp);
      },
      /*lossIsWeighted=*/false)};
}

namespace {
/// log p[c] = x[c] - shift - logSum for logits; log x[c] for probabilities; x[c] for log-probabilities. The two tensors
/// run along the sample dimensions and are null where they are not needed.
struct LogProbabilities {
  Value shift, logSum;
  InputKind kind;
  ScalarIR of(ScalarIR x, std::optional<ScalarIR> shift, std::optional<ScalarIR> logSum) const {
    if (kind == InputKind::Probs)
      return log(x);
    return kind == InputKind::Logits ? x - *shift - *logSum : x;
  }
};
} // namespace

static LogProbabilities logProbabilities(TensorBuilder &t, Value x, int64_t classDim, InputKind kind) {
  if (kind != InputKind::Logits)
    return {Value(), Value(), kind};
  int64_t n = t.rank(x);
  SmallVector<int64_t> all = t.range(n), rest = t.range(n, classDim);
  Value m = t.max({{x, all}}, n, classDim, [](Scalars s) { return *s[0]; });
  Value d = t.sum({{x, all}, {m, rest}}, n, classDim, [](Scalars s) { return exp(*s[0] - *s[1]); });
  Value l = t.map({{d, t.range(n - 1)}}, n - 1, t.computeTypeOf(x), [](Scalars s) { return log(*s[0]); });
  return {m, l, kind};
}

/// The log-probabilities are never stored: the loss of a sample takes the maximum and the log-sum of its row, and the
/// target's logit.
static Values crossEntropy(CrossEntropyOp op, CrossEntropyOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), target = adaptor.getTarget(), weight = adaptor.getWeight();
  int64_t n = t.rank(x), classDim = n == 1 ? 0 : 1;
  Type element = t.elementType(x), compute = t.computeType(element);
  double smoothing = op.getLabelSmoothing();
  SmallVector<int64_t> all = t.range(n), rest = t.range(n, classDim), samples = t.range(n - 1);
  bool soft = isa<FloatType>(t.elementType(target));
  Value classes = tensor::DimOp::create(t.b, t.loc, x, classDim);
  if (!soft)
    t.checkIndices(target, classes, op.getIgnoreIndex(), "nnf.cross_entropy: target");
  LogProbabilities p = logProbabilities(t, x, classDim, op.getInputKind());
  // e / C, the share of every class.
  Value share;
  if (smoothing != 0)
    share = t.map({{t.scalarTensor(t.toFloat(classes, compute)), {}}}, 0, compute,
                  [&](Scalars s) { return ScalarIR(smoothing) / *s[0]; });

  if (soft) {
    Value losses = t.sum({{x, all}, {p.shift, rest}, {p.logSum, rest}, {target, all}, {weight, {classDim}}, {share, {}}}, n,
                         classDim, [&](Scalars s) {
                           ScalarIR y = s[5] ? *s[3] * ScalarIR(1 - smoothing) + *s[5] : *s[3];
                           ScalarIR term = -(y * p.of(*s[0], s[1], s[2]));
                           return s[4] ? term * *s[4] : term;
                         });
    if (op.getReduction() == Reduction::None)
      return SmallVector<Value>{t.cast_(losses, element)};
    Value sum = t.sum({{losses, samples}}, n - 1, samples, [](Scalars s) { return *s[0]; });
    Value count;
    if (op.getReduction() == Reduction::Mean)
      count = t.scalarTensor(t.toFloat(t.numberOf(t.sizesOf({{losses, samples}}, n - 1)), compute));
    return SmallVector<Value>{
        t.map({{sum, {}}, {count, {}}}, 0, element, [](Scalars s) { return s[1] ? *s[0] / *s[1] : *s[0]; })};
  }

  // With smoothing: sum over classes of -w[c] * logp[c].
  Value smooth;
  if (smoothing != 0)
    smooth = t.sum({{x, all}, {p.shift, rest}, {p.logSum, rest}, {weight, {classDim}}}, n, classDim, [&](Scalars s) {
      ScalarIR term = -p.of(*s[0], s[1], s[2]);
      return s[3] ? term * *s[3] : term;
    });
  SmallVector<Along> ins;
  for (Value v : {p.shift, p.logSum, smooth})
    if (v)
      ins.push_back({v, samples});
  if (share)
    ins.push_back({share, {}});
  return SmallVector<Value>{reduceSamples(
      t, target, weight, classDim, op.getIgnoreIndex(), op.getReduction(), element, compute, ins,
      [&](OpBuilder &b, Location l, Value index, ArrayRef<Value> position, ValueRange args) -> Value {
        scalar::Emit e{b, l};
        auto next = [&](Value present) {
          if (!present)
            return std::optional<ScalarIR>();
          Value v = args.front();
          args = args.drop_front();
          return std::optional<ScalarIR>(ScalarIR(e, v));
        };
        std::optional<ScalarIR> shift = next(p.shift), logSum = next(p.logSum), smoothed = next(smooth),
                                portion = next(share);
        ScalarIR logit(e, t.convert(b, l, tensor::ExtractOp::create(b, l, x, position), compute));
        ScalarIR loss = -p.of(logit, shift, logSum);
        if (smoothed) {
          if (weight)
            loss = loss * ScalarIR(e, t.convert(b, l, tensor::ExtractOp::create(b, l, weight, index), compute));
          loss = loss * ScalarIR(1 - smoothing) + *smoothed * *portion;
        }
        return loss.value(e, compute);
      },
      /*lossIsWeighted=*/smoothing != 0)};
}

void nnf::registerLossClassificationDecompositions(MLIRContext *context) {
  registerLossMarginDecompositions(context);
  attach<NllLossOp, nllLoss>(context);
  attach<CrossEntropyOp, crossEntropy>(context);
}
