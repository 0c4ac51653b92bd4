//===- Distance.cpp - distances and angles by definition -----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Distance.h"
#include "Broadcast.h"
#include "Rows.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerDistance(Handlers &handlers);
} // namespace mlir::nnf::reference

static LogicalResult pairwiseDistance(PairwiseDistanceOp op, Machine &m) {
  FailureOr<Sizes> shape = broadcastShapes(op, {op.getX1(), op.getX2()}, m);
  if (failed(shape))
    return failure();
  Sizes samples(shape->begin(), shape->end() - 1), result = samples;
  if (op.getKeepdim())
    result.push_back(1);
  const Array &a = m.get(op.getX1()), &b = m.get(op.getX2());
  std::vector<std::vector<long double>> rows(product(samples));
  int64_t width = shape->back(), next = 0;
  forEachIndex(*shape, [&](ArrayRef<int64_t> at) {
    long double d = minusIn(a.element(), a.number(broadcastOffset(a, at)), b.number(broadcastOffset(b, at)));
    rows[next++ / width].push_back(d + (long double)op.getEps());
  });
  Array y(getElementTypeOrSelf(op.getType()), result);
  for (auto [i, row] : llvm::enumerate(rows))
    y.store(i, normOf(row, op.getP()));
  return m.set(op.getResult(), y);
}

static LogicalResult cosineSimilarity(CosineSimilarityOp op, Machine &m) {
  FailureOr<Sizes> shape = broadcastShapes(op, {op.getX1(), op.getX2()}, m);
  if (failed(shape))
    return failure();
  const Array &a = m.get(op.getX1()), &b = m.get(op.getX2());
  // Both operands in the whole shape.
  Array x(a.element(), *shape), z(b.element(), *shape);
  int64_t next = 0;
  forEachIndex(*shape, [&](ArrayRef<int64_t> at) {
    x.store(next, a.number(broadcastOffset(a, at)));
    z.store(next++, b.number(broadcastOffset(b, at)));
  });
  Sizes result(*shape);
  if (!result.empty())
    result.erase(result.begin() + (op.getDim() < 0 ? op.getDim() + result.size() : op.getDim()));
  Array y(a.element(), result);
  long double eps = op.getEps();
  next = 0;
  forEachRow(*shape, op.getDim(), [&](const Row &row) {
    std::vector<long double> p = row.gather(x), q = row.gather(z);
    long double n1 = normOf(p, 2), n2 = normOf(q, 2), sum = 0;
    for (auto [u, v] : llvm::zip(p, q))
      sum += u / (n1 < eps ? eps : n1) * (v / (n2 < eps ? eps : n2));
    y.store(next++, sum);
  });
  return m.set(op.getResult(), y);
}

static LogicalResult pdist(PdistOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  int64_t n = x.dim(0), width = x.dim(1), next = 0;
  Array y(x.element(), {n * (n - 1) / 2});
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = i + 1; j < n; ++j) {
      std::vector<long double> row;
      for (int64_t k = 0; k < width; ++k)
        row.push_back(x.number(i * width + k) - x.number(j * width + k));
      y.store(next++, normOf(row, op.getP()));
    }
  return m.set(op.getResult(), y);
}

void reference::registerDistance(Handlers &handlers) {
  handlers.add<PairwiseDistanceOp, pairwiseDistance>();
  handlers.add<CosineSimilarityOp, cosineSimilarity>();
  handlers.add<PdistOp, pdist>();
}
