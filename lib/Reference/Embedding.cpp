//===- Embedding.cpp - rows of a table by definition --------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Embedding.h"
#include "Indices.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerEmbedding(Handlers &handlers);
} // namespace mlir::nnf::reference

/// The p-norm of a row; p = 0 counts what is not 0, p = inf takes the largest.
static long double normOf(const Array &table, int64_t row, double p) {
  int64_t width = table.dim(1);
  long double norm = 0;
  for (int64_t i = 0; i < width; ++i) {
    long double v = std::fabs(table.number(row * width + i));
    if (std::isinf(p))
      norm = std::isnan(v) || v > norm ? v : norm;
    else
      norm += p == 0 ? v != 0 : std::pow(v, static_cast<long double>(p));
  }
  return std::isinf(p) || p == 0 ? norm : std::pow(norm, 1 / static_cast<long double>(p));
}

/// Scales the rows that are named down to max_norm, each once.
static void renormalise(Array &table, const Array &indices, double limit, double p) {
  int64_t width = table.dim(1);
  llvm::DenseSet<int64_t> done;
  for (Cell index : indices.read()) {
    if (!done.insert(index.i).second)
      continue;
    long double norm = normOf(table, index.i, p);
    if (norm > limit)
      for (int64_t i = 0; i < width; ++i)
        table.store(index.i * width + i, table.number(index.i * width + i) * (limit / (norm + 1e-7L)));
  }
}

static LogicalResult embedding(EmbeddingOp op, Machine &m) {
  const Array &indices = m.get(op.getInput());
  Array table = m.get(op.getWeight());
  int64_t rows = table.dim(0), width = table.dim(1);
  if (failed(checkIndices(op, "input", indices, rows, std::nullopt, m)))
    return failure();
  if (auto maxNorm = op.getMaxNorm()) {
    renormalise(table, indices, *maxNorm, op.getNormType());
    if (failed(m.set(op.getNewWeight(), table)))
      return failure();
  }
  Sizes shape(indices.shape());
  shape.push_back(width);
  Array y(table.element(), shape);
  MutableArrayRef<Cell> cells = y.write();
  for (int64_t k = 0; k < indices.count(); ++k)
    for (int64_t i = 0; i < width; ++i)
      cells[k * width + i] = table.read()[indices.read()[k].i * width + i];
  return m.set(op.getResult(), y);
}

static LogicalResult embeddingBag(EmbeddingBagOp op, Machine &m) {
  const Array &indices = m.get(op.getInput()), *offsets = m.find(op.getOffsets()), *scales = m.find(op.getPerSampleWeights());
  Array table = m.get(op.getWeight());
  int64_t rows = table.dim(0), width = table.dim(1);
  if (failed(checkIndices(op, "input", indices, rows, std::nullopt, m)))
    return failure();
  SmallVector<std::pair<int64_t, int64_t>> bags;
  if (offsets) {
    if (offsets->count() && offsets->read()[0].i != 0)
      return m.fail(op, "offsets[0] is " + Twine(offsets->read()[0].i) + ", but must be 0");
    if (failed(checkIndices(op, "offsets", *offsets, indices.count() + 1, std::nullopt, m)))
      return failure();
    int64_t count = offsets->count();
    for (int64_t k = 0; k < count; ++k) {
      if (k + 1 < count)
        bags.push_back({offsets->read()[k].i, offsets->read()[k + 1].i});
      else if (!op.getIncludeLastOffset())
        bags.push_back({offsets->read()[k].i, indices.count()});
    }
  } else {
    for (int64_t k = 0; k < indices.dim(0); ++k)
      bags.push_back({k * indices.dim(1), (k + 1) * indices.dim(1)});
  }
  if (auto maxNorm = op.getMaxNorm()) {
    renormalise(table, indices, *maxNorm, op.getNormType());
    if (failed(m.set(op.getNewWeight(), table)))
      return failure();
  }
  std::optional<int64_t> left = op.getPaddingIdx();
  if (left && *left < 0)
    *left += rows;
  Array y(table.element(), {static_cast<int64_t>(bags.size()), width});
  for (auto [bag, range] : llvm::enumerate(bags))
    for (int64_t i = 0; i < width; ++i) {
      long double sum = 0, best = 0;
      int64_t count = 0;
      for (int64_t k = range.first; k < range.second; ++k) {
        int64_t row = indices.read()[k].i;
        if (row == left)
          continue;
        long double v = table.number(row * width + i);
        best = count++ && !(v > best) ? best : v;
        sum += scales ? v * scales->number(k) : v;
      }
      y.store(bag * width + i, op.getMode() == BagMode::Max    ? best
                               : op.getMode() == BagMode::Mean ? sum / std::max<int64_t>(count, 1)
                                                               : sum);
    }
  return m.set(op.getResult(), y);
}

static LogicalResult oneHot(OneHotOp op, Machine &m) {
  const Array &classes = m.get(op.getTensor());
  int64_t count = op.getNumClasses();
  if (count < 0) {
    if (!classes.count())
      return m.fail(op, "expects a tensor with at least 1 element where classes are counted, but got 0");
    for (Cell c : classes.read())
      count = std::max(count, c.i);
    ++count;
  }
  if (failed(checkIndices(op, "tensor", classes, count, std::nullopt, m)))
    return failure();
  Sizes shape(classes.shape());
  shape.push_back(count);
  Array y(IntegerType::get(op.getContext(), 64), shape);
  for (auto [k, c] : llvm::enumerate(classes.read()))
    y.write()[k * count + c.i].i = 1;
  return m.set(op.getResult(), y);
}

void reference::registerEmbedding(Handlers &handlers) {
  handlers.add<EmbeddingOp, embedding>();
  handlers.add<EmbeddingBagOp, embeddingBag>();
  handlers.add<OneHotOp, oneHot>();
}
