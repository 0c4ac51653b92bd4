//===- LossClassification.cpp - losses on classes by definition ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossClassification.h"
#include "Indices.h"
#include "Rows.h"
#include <cmath>

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
    if (reduction == Reduction::None) {
      Array y(element, sampleShape);
      for (auto [i, v] : llvm::enumerate(values))
        y.store(i, v);
      return y;
    }
    long double sum = 0;
    for (long double v : values)
      sum += v;
    Array y(element, {});
    y.store(0, reduction == Reduction::Mean ? sum / divisor : sum);
    return y;
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

static LogicalResult crossEntropy(CrossEntropyOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &target = m.get(op.getTarget()), *weight = m.find(op.getWeight());
  int64_t classes = x.dim(classDim(x)), ignored = op.getIgnoreIndex();
  long double smoothing = op.getLabelSmoothing();
  bool soft = target.isFloat();
  if (!soft && failed(checkIndices(op, "target", target, classes, ignored, m)))
    return failure();
  Losses losses;
  int64_t sample = 0;
  forEachRow(x.shape(), classDim(x), [&](const Row &row) {
    std::vector<long double> logp = logProbabilities(x, row, op.getInputKind());
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
  return m.set(op.getResult(), losses.reduce(op.getReduction(), x.element(), sampleShape(x)));
}

void reference::registerLossClassification(Handlers &handlers) {
  handlers.add<NllLossOp, nllLoss>();
  handlers.add<CrossEntropyOp, crossEntropy>();
}
