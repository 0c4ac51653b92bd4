//===- LossDistance.cpp - losses made of distances by definition ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossDistance.h"
#include "Broadcast.h"
#include "Rows.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerLossDistance(Handlers &handlers);
} // namespace mlir::nnf::reference

/// The rows of an operand in the shape that all broadcast to, by sample.
static std::vector<std::vector<long double>> rowsOf(const Array &a, ArrayRef<int64_t> shape) {
  std::vector<std::vector<long double>> rows(product(shape.drop_back()));
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> at) { rows[next++ / shape.back()].push_back(a.number(broadcastOffset(a, at))); });
  return rows;
}

static LogicalResult cosineEmbeddingLoss(CosineEmbeddingLossOp op, Machine &m) {
  FailureOr<Sizes> shape = broadcastShapes(op, {op.getInput1(), op.getInput2()}, m);
  if (failed(shape))
    return failure();
  const Array &target = m.get(op.getTarget());
  Type element = getElementTypeOrSelf(op.getType()), own = m.get(op.getInput1()).element();
  auto a = rowsOf(m.get(op.getInput1()), *shape), b = rowsOf(m.get(op.getInput2()), *shape);
  // The target may stretch over the samples, and the samples over the target.
  Sizes samples(target.shape());
  if (!samples.empty() && shape->front() != 1)
    samples[0] = shape->front();
  std::vector<long double> losses;
  for (int64_t i = 0, n = product(samples); i < n; ++i) {
    const auto &p = a[a.size() == 1 ? 0 : i], &q = b[b.size() == 1 ? 0 : i];
    long double dot = 0, s1 = 1e-12L, s2 = 1e-12L, y = target.number(target.count() == 1 ? 0 : i);
    for (auto [u, v] : llvm::zip(p, q)) {
      dot += timesIn(own, u, v);
      s1 += timesIn(own, u, u);
      s2 += timesIn(own, v, v);
    }
    long double cos = dot / std::sqrt(s1 * s2), apart = cos - (long double)op.getMargin();
    losses.push_back(y == 1 ? 1 - cos : y == -1 ? (apart < 0 ? 0 : apart) : 0);
  }
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), element, samples));
}

template <class OpTy>
static LogicalResult triplet(OpTy op, Machine &m, double p, double eps) {
  FailureOr<Sizes> shape = broadcastShapes(op, {op.getAnchor(), op.getPositive(), op.getNegative()}, m);
  if (failed(shape))
    return failure();
  Type own = m.get(op.getAnchor()).element();
  auto a = rowsOf(m.get(op.getAnchor()), *shape), b = rowsOf(m.get(op.getPositive()), *shape),
       c = rowsOf(m.get(op.getNegative()), *shape);
  auto distance = [&](const std::vector<long double> &u, const std::vector<long double> &v) {
    std::vector<long double> d;
    for (auto [x, y] : llvm::zip(u, v))
      d.push_back(minusIn(own, x, y) + (long double)eps);
    return normOf(d, p);
  };
  std::vector<long double> losses;
  for (size_t i = 0; i < a.size(); ++i) {
    long double far = distance(a[i], c[i]);
    if (op.getSwap()) {
      long double other = distance(b[i], c[i]);
      far = std::isnan(far) || far < other ? far : other;
    }
    long double loss = (long double)op.getMargin() + distance(a[i], b[i]) - far;
    losses.push_back(loss < 0 ? 0 : loss);
  }
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), getElementTypeOrSelf(op.getType()), ArrayRef(*shape).drop_back()));
}

static LogicalResult tripletMarginLoss(TripletMarginLossOp op, Machine &m) { return triplet(op, m, op.getP(), op.getEps()); }
static LogicalResult tripletMarginWithDistanceLoss(TripletMarginWithDistanceLossOp op, Machine &m) {
  return triplet(op, m, 2, 1e-6);
}

/// By the formula, but for integers: they wrap around before they meet the margin.
static LogicalResult marginRankingLoss(MarginRankingLossOp op, Machine &m) {
  const Array &a = m.get(op.getInput1()), &b = m.get(op.getInput2()), &y = m.get(op.getTarget());
  if (a.isFloat() || b.isFloat() || y.isFloat())
    return runFormula(op, m);
  FailureOr<Sizes> shape = broadcastShapes(op, {op.getInput1(), op.getInput2(), op.getTarget()}, m);
  if (failed(shape))
    return failure();
  Type own = a.element();
  std::vector<long double> losses;
  forEachIndex(*shape, [&](ArrayRef<int64_t> at) {
    long double difference = minusIn(own, a.number(broadcastOffset(a, at)), b.number(broadcastOffset(b, at)));
    long double sign = minusIn(own, 0, y.number(broadcastOffset(y, at)));
    losses.push_back(std::max<long double>(timesIn(own, sign, difference) + (long double)op.getMargin(), 0));
  });
  return m.set(op.getResult(), reducedLosses(losses, op.getReduction(), getElementTypeOrSelf(op.getType()), *shape));
}

void reference::registerLossDistance(Handlers &handlers) {
  handlers.add<MarginRankingLossOp, marginRankingLoss>();
  handlers.add<CosineEmbeddingLossOp, cosineEmbeddingLoss>();
  handlers.add<TripletMarginLossOp, tripletMarginLoss>();
  handlers.add<TripletMarginWithDistanceLossOp, tripletMarginWithDistanceLoss>();
}
