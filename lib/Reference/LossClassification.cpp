//===- LossClassification.cpp - losses on classes by definition ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossClassification.h"
#include "Broadcast.h"
#include "Indices.h"
#include "Rows.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerLossClassification(Handlers &handlers);
} // namespace mlir::nnf::reference

namespace {
/// Collects the losses of the samples, in order, with what 'mean' divides by.
struct Losses {
  std::vector<long double> values;
  long double divisor = 0;

  void add(long double loss, long double share) {
    values.push_back(loss);
    divisor += share;
  }
  Array reduce(Reduction reduction, Type element, ArrayRef<int64_t> sampleShape) const {
    return reducedLosses(values, reduction, element, sampleShape, divisor);
  }
};
} // namespace

/// Where the classes are, and the shape without them.
static int64_t classDim(const Array &x) { return x.rank() == 1 ? 0 : 1; }
static Sizes sampleShape(const Array &x) {
  Sizes shape(x.shape());
  shape.erase(shape.begin() + classDim(x));
  return shape;
}

static LogicalResult nllLoss(NllLossOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &target = m.get(op.getTarget()), *weight = m.find(op.getWeight());
  int64_t classes = x.dim(classDim(x)), ignored = op.getIgnoreIndex();
  if (failed(checkIndices(op, "target", target, classes, ignored, m)))
    return failure();
  Losses losses;
  int64_t sample = 0;
  forEachRow(x.shape(), classDim(x), [&](const Row &row) {
    int64_t t = target.read()[sample++].i;
    if (t == ignored)
      return losses.add(0, 0);
    long double w = weight ? weight->number(t) : 1;
    losses.add(-w * x.number(row.at(t)), w);
  });
  return m.set(op.getResult(), losses.reduce(op.getReduction(), x.element(), sampleShape(x)));
}

static std::vector<long double> logProbabilities(const Array &x, const Row &row, InputKind kind) {
  std::vector<long double> values = row.gather(x);
  if (kind == InputKind::Logits)
    return logSoftmaxOf(values);
  if (kind == InputKind::Probs)
    for (long double &v : values)
      v = std::log(v);
  return values;
}

static LogicalResult crossEntropyOf(Operation *op, const Array &x, const Array &target, const Array *weight, int64_t ignored,
                                    long double smoothing, InputKind kind, Reduction reduction, Type element, Machine &m) {
  int64_t classes = x.dim(classDim(x));
  bool soft = target.isFloat();
  if (!soft && failed(checkIndices(op, "target", target, classes, ignored, m)))
    return failure();
  Losses losses;
  int64_t sample = 0;
  forEachRow(x.shape(), classDim(x), [&](const Row &row) {
    std::vector<long double> logp = logProbabilities(x, row, kind);
    int64_t t = soft ? 0 : target.read()[sample++].i;
    if (!soft && t == ignored)
      return losses.add(0, 0);
    auto weightOf = [&](int64_t c) { return weight ? weight->number(c) : 1; };
    long double loss = 0;
    for (int64_t c = 0; c < classes; ++c) {
      long double share = smoothing / classes;
      if (soft)
        share += target.number(row.at(c)) * (1 - smoothing);
      else if (c == t)
        share += 1 - smoothing;
      else if (smoothing == 0)
        continue; // a class that has no part in the loss may be at -inf
      loss -= share * weightOf(c) * logp[c];
    }
    losses.add(loss, soft ? 1 : weightOf(t));
  });
  return m.set(op->getResult(0), losses.reduce(reduction, element, sampleShape(x)));
}

static LogicalResult crossEntropy(CrossEntropyOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  return crossEntropyOf(op, x, m.get(op.getTarget()), m.find(op.getWeight()), op.getIgnoreIndex(), op.getLabelSmoothing(),
                        op.getInputKind(), op.getReduction(), x.element(), m);
}

static LogicalResult multiMarginLoss(MultiMarginLossOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &target = m.get(op.getTarget()), *weight = m.find(op.getWeight());
  int64_t classes = x.rank() ? x.shape().back() : 1;
  if (failed(checkIndices(op, "target", target, classes, std::nullopt, m)))
    return failure();
  std::vector<long double> losses;
  for (int64_t n = 0; n < target.count(); ++n) {
    int64_t t = target.read()[n].i;
    long double sum = 0;
    for (int64_t c = 0; c < classes; ++c) {
      long double z = (long double)op.getMargin() - x.number(n * classes + t) + x.number(n * classes + c);
      if (c != t && z > 0)
        sum += op.getP() == 2 ? z * z : z;
    }
    losses.push_back(sum / classes * (weight ? weight->number(t) : 1));
  }
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), x.element(), target.shape()));
}

static LogicalResult multilabelMarginLoss(MultilabelMarginLossOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &target = m.get(op.getTarget());
  Sizes samples(x.shape());
  int64_t classes = samples.empty() ? 1 : samples.pop_back_val();
  if (failed(checkIndices(op, "target", target, classes, -1, m)))
    return failure();
  std::vector<long double> losses;
  for (int64_t n = 0; n < product(samples); ++n) {
    std::vector<int64_t> targets;
    for (int64_t k = 0; k < classes && target.read()[n * classes + k].i >= 0; ++k)
      targets.push_back(target.read()[n * classes + k].i);
    long double sum = 0;
    for (int64_t t : targets)
      for (int64_t c = 0; c < classes; ++c) {
        long double z = 1 - x.number(n * classes + t) + x.number(n * classes + c);
        if (!llvm::is_contained(targets, c) && z > 0)
          sum += z;
      }
    losses.push_back(sum / classes);
  }
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), x.element(), samples));
}

static long double logSigmoid(long double x) { return (x < 0 ? x : 0) - std::log1p(std::exp(-std::fabs(x))); }

static LogicalResult multilabelSoftMarginLoss(MultilabelSoftMarginLossOp op, Machine &m) {
  SmallVector<Value> operands(op->getOperands());
  FailureOr<Sizes> shape = broadcastShapes(op, operands, m);
  if (failed(shape))
    return failure();
  const Array &x = m.get(op.getInput()), &y = m.get(op.getTarget()), *weight = m.find(op.getWeight());
  ArrayRef<int64_t> samples = ArrayRef(*shape).drop_back();
  std::vector<long double> losses(product(samples), 0);
  int64_t next = 0, classes = shape->back();
  forEachIndex(*shape, [&](ArrayRef<int64_t> at) {
    long double v = x.number(broadcastOffset(x, at)), label = y.number(broadcastOffset(y, at));
    long double loss = -(label * logSigmoid(v) + (1 - label) * logSigmoid(-v));
    losses[next++ / classes] += loss * (weight ? weight->number(broadcastOffset(*weight, at)) : 1) / classes;
  });
  if (classes == 0) // the mean of nothing
    std::fill(losses.begin(), losses.end(), std::nanl(""));
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), getElementTypeOrSelf(op.getType()), samples));
}

static LogicalResult linearCrossEntropy(LinearCrossEntropyOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &w = m.get(op.getLinearWeight()), &target = m.get(op.getTarget());
  const Array *bias = m.find(op.getLinearBias()), *weight = m.find(op.getWeight());
  int64_t features = x.shape().back(), samples = product(x.shape().drop_back()), columns = product(w.shape().drop_back());
  Sizes shape(x.shape().drop_back());
  llvm::append_range(shape, w.shape().drop_back());
  // The logits are not rounded.
  Array logits(Float64Type::get(op.getContext()), shape);
  for (int64_t n = 0; n < samples; ++n)
    for (int64_t k = 0; k < columns; ++k) {
      long double sum = bias ? bias->number(k) : 0;
      for (int64_t i = 0; i < features; ++i)
        sum += x.number(n * features + i) * w.number(k * features + i);
      logits.store(n * columns + k, sum);
    }
  return crossEntropyOf(op, logits, target, weight, op.getIgnoreIndex().value_or(-100), op.getLabelSmoothing(), InputKind::Logits,
                        op.getReduction(), x.element(), m);
}

/// By the recurrence over the states of each sample (Graves et al. 2006), one step after another.
static LogicalResult ctcLoss(CtcLossOp op, Machine &m) {
  const Array &x = m.get(op.getLogProbs()), &targets = m.get(op.getTargets());
  const Array &inputs = m.get(op.getInputLengths()), &lengths = m.get(op.getTargetLengths());
  int64_t samples = x.rank() == 3 ? x.dim(1) : 1, classes = x.shape().back(), begin = 0;
  bool rows = targets.rank() == 2;
  if (failed(checkIndices(op, "input_lengths", inputs, x.dim(0) + 1, std::nullopt, m)) ||
      failed(checkIndices(op, "target_lengths", lengths, targets.shape().back() + 1, std::nullopt, m)))
    return failure();
  int64_t total = 0;
  for (Cell length : lengths.read())
    total += length.i;
  if (!rows && total != targets.count())
    return m.fail(op, "expects targets to have as many elements as target_lengths say together, but got " +
                          Twine(targets.count()) + " and " + Twine(total));
  constexpr long double infinity = std::numeric_limits<long double>::infinity();
  std::vector<long double> losses;
  for (int64_t n = 0; n < samples; ++n) {
    int64_t length = lengths.read()[n].i, states = 2 * length + 1;
    begin = rows ? n * targets.dim(1) : begin;
    std::vector<int64_t> labels(states, op.getBlank());
    for (int64_t s = 0; s < length; ++s) {
      int64_t label = labels[2 * s + 1] = targets.read()[begin + s].i;
      if (label < 0 || label >= classes)
        return m.fail(op, "targets[" + Twine(begin + s) + "] is " + Twine(label) + ", but must be at least 0 and less than " +
                              Twine(classes));
    }
    begin += length;
    std::vector<long double> alpha(states + 2, -infinity);
    alpha[2] = 0;
    for (int64_t step = 0; step < inputs.read()[n].i; ++step) {
      std::vector<long double> next = alpha;
      for (int64_t k = 0; k < states; ++k) {
        bool skips = k % 2 && k >= 3 && labels[k] != labels[k - 2];
        std::vector<long double> from{alpha[k + 2], alpha[k + 1], skips ? alpha[k] : -infinity};
        next[k + 2] = logSumOf(from) + x.number((step * samples + n) * classes + labels[k]);
      }
      alpha = next;
    }
    long double loss = -logSumOf({alpha[states + 1], length ? alpha[states] : -infinity});
    if (op.getZeroInfinity() && loss == infinity)
      loss = 0;
    losses.push_back(op.getReduction() == Reduction::Mean ? loss / std::max<int64_t>(length, 1) : loss);
  }
  Sizes shape;
  if (x.rank() == 3)
    shape.push_back(samples);
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), x.element(), shape));
}

void reference::registerLossClassification(Handlers &handlers) {
  handlers.add<CtcLossOp, ctcLoss>();
  handlers.add<MultiMarginLossOp, multiMarginLoss>();
  handlers.add<MultilabelMarginLossOp, multilabelMarginLoss>();
  handlers.add<MultilabelSoftMarginLossOp, multilabelSoftMarginLoss>();
  handlers.add<LinearCrossEntropyOp, linearCrossEntropy>();
  handlers.add<NllLossOp, nllLoss>();
  handlers.add<CrossEntropyOp, crossEntropy>();
}
