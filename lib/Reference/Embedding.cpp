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

static LogicalResult embedding(EmbeddingOp op, Machine &m) {
  const Array &indices = m.get(op.getInput());
  Array table = m.get(op.getWeight());
  int64_t rows = table.dim(0), width = table.dim(1);
  if (failed(checkIndices(op, "input", indices, rows, std::nullopt, m)))
    return failure();
  if (auto maxNorm = op.getMaxNorm()) {
    double limit = *maxNorm;
    llvm::DenseSet<int64_t> done;
    for (Cell index : indices.read()) {
      if (!done.insert(index.i).second)
        continue;
      long double norm = normOf(table, index.i, op.getNormType());
      if (norm > limit)
        for (int64_t i = 0; i < width; ++i)
          table.store(index.i * width + i, table.number(index.i * width + i) * (limit / (norm + 1e-7L)));
    }
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

void reference::registerEmbedding(Handlers &handlers) { handlers.add<EmbeddingOp, embedding>(); }
