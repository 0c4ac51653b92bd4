//===- Normalization.cpp - layer_norm and batch_norm by definition -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Normalization.h"
#include "Machine.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerNormalization(Handlers &handlers);
} // namespace mlir::nnf::reference

namespace {
/// Mean and sum of squared distances from it.
struct Moments {
  long double mean = 0, squares = 0;
  int64_t count = 0;

  static Moments of(const Array &x, ArrayRef<int64_t> elements) {
    Moments moments;
    moments.count = elements.size();
    for (int64_t i : elements)
      moments.mean += x.number(i);
    moments.mean /= moments.count;
    for (int64_t i : elements)
      moments.squares += (x.number(i) - moments.mean) * (x.number(i) - moments.mean);
    return moments;
  }
  long double biasedVariance() const { return squares / count; }
  long double variance() const { return squares / (count - 1); }
};
} // namespace

static LogicalResult layerNorm(LayerNormOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), *weight = m.find(op.getWeight()), *bias = m.find(op.getBias());
  int64_t inner = product(op.getNormalizedShape()), outer = product(x.shape().drop_back(op.getNormalizedShape().size()));
  long double eps = op.getEps();
  Array y(x.element(), x.shape());
  for (int64_t row = 0; row < outer; ++row) {
    SmallVector<int64_t> elements;
    for (int64_t i = 0; i < inner; ++i)
      elements.push_back(row * inner + i);
    Moments moments = Moments::of(x, elements);
    for (int64_t i = 0; i < inner; ++i) {
      long double v = (x.number(elements[i]) - moments.mean) / std::sqrt(moments.biasedVariance() + eps);
      y.store(elements[i], v * (weight ? weight->number(i) : 1) + (bias ? bias->number(i) : 0));
    }
  }
  return m.set(op.getResult(), y);
}

static LogicalResult batchNorm(BatchNormOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), *weight = m.find(op.getWeight()), *bias = m.find(op.getBias());
  const Array *runningMean = m.find(op.getRunningMean()), *runningVar = m.find(op.getRunningVar());
  int64_t channels = x.dim(1), inner = product(x.shape().drop_front(2));
  long double eps = op.getEps(), momentum = op.getMomentum();
  bool training = op.getTraining(), tracks = training && runningMean;
  Array y(x.element(), x.shape()), newMean, newVar;
  if (tracks) {
    newMean = Array(runningMean->element(), runningMean->shape());
    newVar = Array(runningVar->element(), runningVar->shape());
  }
  for (int64_t c = 0; c < channels; ++c) {
    SmallVector<int64_t> elements;
    for (int64_t n = 0; n < x.dim(0); ++n)
      for (int64_t i = 0; i < inner; ++i)
        elements.push_back((n * channels + c) * inner + i);
    Moments moments = Moments::of(x, elements);
    long double mean = training ? moments.mean : runningMean->number(c);
    long double variance = training ? moments.biasedVariance() : runningVar->number(c);
    for (int64_t i : elements) {
      long double v = (x.number(i) - mean) / std::sqrt(variance + eps);
      y.store(i, v * (weight ? weight->number(c) : 1) + (bias ? bias->number(c) : 0));
    }
    if (tracks) {
      newMean.store(c, (1 - momentum) * runningMean->number(c) + momentum * mean);
      newVar.store(c, (1 - momentum) * runningVar->number(c) + momentum * moments.variance());
    }
  }
  if (tracks && (failed(m.set(op.getNewRunningMean(), newMean)) || failed(m.set(op.getNewRunningVar(), newVar))))
    return failure();
  return m.set(op.getResult(), y);
}

void reference::registerNormalization(Handlers &handlers) {
  handlers.add<LayerNormOp, layerNorm>();
  handlers.add<BatchNormOp, batchNorm>();
}
