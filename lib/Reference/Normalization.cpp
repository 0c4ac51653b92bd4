//===- Normalization.cpp - norms by definition -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Normalization.h"
#include "Rows.h"
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

static LogicalResult rmsNorm(RmsNormOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), *weight = m.find(op.getWeight());
  int64_t inner = product(op.getNormalizedShape()), outer = product(x.shape().drop_back(op.getNormalizedShape().size()));
  long double eps = op.getEps().value_or(std::ldexp(1.0, x.element().isF64() ? -52 : -23));
  Array y(x.element(), x.shape());
  for (int64_t row = 0; row < outer; ++row) {
    long double squares = 0;
    for (int64_t i = 0; i < inner; ++i)
      squares += x.number(row * inner + i) * x.number(row * inner + i);
    for (int64_t i = 0; i < inner; ++i)
      y.store(row * inner + i, x.number(row * inner + i) / std::sqrt(squares / inner + eps) * (weight ? weight->number(i) : 1));
  }
  return m.set(op.getResult(), y);
}

static LogicalResult groupNorm(GroupNormOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), *weight = m.find(op.getWeight()), *bias = m.find(op.getBias());
  int64_t spatial = product(x.shape().drop_front(2)), each = x.dim(1) / op.getNumGroups();
  long double eps = op.getEps();
  Array y(x.element(), x.shape());
  for (int64_t g = 0; g < x.dim(0) * op.getNumGroups(); ++g) {
    SmallVector<int64_t> elements;
    for (int64_t i = 0; i < each * spatial; ++i)
      elements.push_back(g * each * spatial + i);
    Moments moments = Moments::of(x, elements);
    for (int64_t i : elements) {
      int64_t c = i / spatial % x.dim(1);
      long double v = (x.number(i) - moments.mean) / std::sqrt(moments.biasedVariance() + eps);
      y.store(i, v * (weight ? weight->number(c) : 1) + (bias ? bias->number(c) : 0));
    }
  }
  return m.set(op.getResult(), y);
}

static LogicalResult instanceNorm(InstanceNormOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), *weight = m.find(op.getWeight()), *bias = m.find(op.getBias());
  const Array *runningMean = m.find(op.getRunningMean()), *runningVar = m.find(op.getRunningVar());
  int64_t samples = x.dim(0), channels = x.dim(1), spatial = product(x.shape().drop_front(2));
  long double eps = op.getEps(), momentum = op.getMomentum();
  bool own = op.getUseInputStats(), tracks = own && runningMean;
  Array y(x.element(), x.shape());
  std::vector<long double> means(channels, 0), variances(channels, 0);
  for (int64_t row = 0; row < samples * channels; ++row) {
    int64_t c = row % channels;
    SmallVector<int64_t> elements;
    for (int64_t i = 0; i < spatial; ++i)
      elements.push_back(row * spatial + i);
    Moments moments = Moments::of(x, elements);
    means[c] += moments.mean;
    variances[c] += moments.variance();
    long double mean = own ? moments.mean : runningMean->number(c);
    long double variance = own ? moments.biasedVariance() : runningVar->number(c);
    for (int64_t i : elements)
      y.store(i, (x.number(i) - mean) / std::sqrt(variance + eps) * (weight ? weight->number(c) : 1) +
                     (bias ? bias->number(c) : 0));
  }
  if (tracks) {
    Array newMean(runningMean->element(), runningMean->shape()), newVar(runningVar->element(), runningVar->shape());
    for (int64_t c = 0; c < channels; ++c) {
      newMean.store(c, (1 - momentum) * runningMean->number(c) + momentum * means[c] / samples);
      newVar.store(c, (1 - momentum) * runningVar->number(c) + momentum * variances[c] / samples);
    }
    if (failed(m.set(op.getNewRunningMean(), newMean)) || failed(m.set(op.getNewRunningVar(), newVar)))
      return failure();
  }
  return m.set(op.getResult(), y);
}

static LogicalResult localResponseNorm(LocalResponseNormOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  int64_t size = op.getSize(), channels = x.dim(1), spatial = product(x.shape().drop_front(2));
  long double alpha = op.getAlpha(), beta = op.getBeta(), k = op.getK();
  Array y(getElementTypeOrSelf(op.getType()), x.shape());
  for (int64_t i = 0; i < x.count(); ++i) {
    int64_t c = i / spatial % channels;
    long double squares = 0;
    for (int64_t d = -(size / 2); d <= (size - 1) / 2; ++d)
      if (c + d >= 0 && c + d < channels)
        squares += x.number(i + d * spatial) * x.number(i + d * spatial);
    long double mean = squares / size;
    y.store(i, x.number(i) / std::pow(k + alpha * (x.isFloat() ? mean : std::trunc(mean)), beta));
  }
  return m.set(op.getResult(), y);
}

static LogicalResult normalize(NormalizeOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  SmallVector<bool> joined(x.rank(), op.getDim().empty());
  for (int64_t d : op.getDim())
    if (x.rank())
      joined[d < 0 ? d + x.rank() : d] = true;
  // The elements of each row, by the indices of the other dimensions.
  Sizes kept(x.shape());
  for (auto [size, isJoined] : llvm::zip(kept, joined))
    size = isJoined ? 1 : size;
  std::vector<std::vector<long double>> rows(product(kept));
  auto rowOf = [&](ArrayRef<int64_t> at) {
    int64_t row = 0;
    for (auto [i, size, isJoined] : llvm::zip(at, kept, joined))
      row = row * size + (isJoined ? 0 : i);
    return row;
  };
  int64_t next = 0;
  forEachIndex(x.shape(), [&](ArrayRef<int64_t> at) { rows[rowOf(at)].push_back(x.number(next++)); });
  Array y(x.element(), x.shape());
  next = 0;
  forEachIndex(x.shape(), [&](ArrayRef<int64_t> at) {
    long double norm = normOf(rows[rowOf(at)], op.getP()), eps = op.getEps();
    y.store(next, x.number(next) / (norm < eps ? eps : norm));
    ++next;
  });
  return m.set(op.getResult(), y);
}

void reference::registerNormalization(Handlers &handlers) {
  handlers.add<LayerNormOp, layerNorm>();
  handlers.add<BatchNormOp, batchNorm>();
  handlers.add<RmsNormOp, rmsNorm>();
  handlers.add<GroupNormOp, groupNorm>();
  handlers.add<InstanceNormOp, instanceNorm>();
  handlers.add<LocalResponseNormOp, localResponseNorm>();
  handlers.add<NormalizeOp, normalize>();
}
