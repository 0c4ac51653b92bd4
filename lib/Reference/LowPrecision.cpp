//===- LowPrecision.cpp - products of groups, and of bytes with scales, by definition -----------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LowPrecision.h"
#include "Machine.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerLowPrecision(Handlers &handlers);
} // namespace mlir::nnf::reference

namespace {
/// An operand: matrices of numbers, one (2-d) or several.
struct Matrices {
  int64_t count, rows, columns;
  std::vector<long double> v;

  explicit Matrices(const Array &a)
      : count(a.rank() == 3 ? a.dim(0) : 1), rows(a.dim(a.rank() - 2)), columns(a.shape().back()) {
    for (int64_t i = 0; i < a.count(); ++i)
      v.push_back(a.number(i));
  }
  long double at(int64_t matrix, int64_t row, int64_t column) const {
    return v[((count == 1 ? 0 : matrix) * rows + row) * columns + column];
  }
};
} // namespace

/// f8E4M3FN has no infinities: what is beyond its largest number becomes that number.
static long double withinRange(Type element, long double v) {
  return !isa<Float8E4M3FNType>(element) || std::isnan(v) ? v : std::clamp(v, -448.0L, 448.0L);
}

/// The product in f32's or f64's stead; groups are [begin, end) of rows, columns or terms.
static LogicalResult grouped(Operation *op, const Matrices &a, bool aIs3d, const Matrices &b, bool bIs3d, const Array *offs,
                             Type element, Machine &m) {
  int64_t groups = offs ? offs->count() : a.count, begin = 0;
  Sizes shape;
  if (aIs3d == bIs3d)
    shape.push_back(groups);
  shape.append({a.rows, b.columns});
  Array y(element, shape);
  int64_t split = !offs ? 0 : aIs3d ? b.columns : bIs3d ? a.rows : a.columns;
  for (int64_t g = 0; g < groups; ++g) {
    int64_t end = offs ? offs->read()[g].i : 0;
    if (end < 0 || end > split)
      return m.fail(op, "offs[" + Twine(g) + "] is " + Twine(end) + ", but must be in [0, " + Twine(split) + "]");
    end = std::max(begin, end);
    int64_t firstRow = 0, lastRow = a.rows, firstColumn = 0, lastColumn = b.columns, firstTerm = 0, lastTerm = a.columns;
    if (offs && aIs3d)
      firstColumn = begin, lastColumn = end;
    else if (offs && bIs3d)
      firstRow = begin, lastRow = end;
    else if (offs)
      firstTerm = begin, lastTerm = end;
    for (int64_t i = firstRow; i < lastRow; ++i)
      for (int64_t j = firstColumn; j < lastColumn; ++j) {
        long double sum = 0;
        for (int64_t k = firstTerm; k < lastTerm; ++k)
          sum += a.at(aIs3d ? g : 0, i, k) * b.at(bIs3d ? g : 0, k, j);
        y.store(((shape.size() == 3 ? g : 0) * a.rows + i) * b.columns + j, withinRange(element, sum));
      }
    begin = end;
  }
  return m.set(op->getResult(0), y);
}

static LogicalResult groupedMm(GroupedMmOp op, Machine &m) {
  const Array &a = m.get(op.getMatA()), &b = m.get(op.getMatB());
  return grouped(op, Matrices(a), a.rank() == 3, Matrices(b), b.rank() == 3, m.find(op.getOffs()),
                 getElementTypeOrSelf(op.getType()), m);
}

static LogicalResult scaledGroupedMm(ScaledGroupedMmOp op, Machine &m) {
  const Array &a = m.get(op.getMatA()), &b = m.get(op.getMatB()), &sa = m.get(op.getScaleA()), &sb = m.get(op.getScaleB());
  Matrices x(a), y(b);
  const Array *offs = m.find(op.getOffs());
  bool splitsSum = a.rank() == 2 && b.rank() == 2;
  // Where groups are parts of the sum, term k has the scales of its group; terms of no group are not read.
  std::vector<int64_t> groupOf(x.columns, 0);
  for (int64_t g = 0, k = 0; splitsSum && g < offs->count(); ++g)
    for (; k < std::min(offs->read()[g].i, x.columns); ++k)
      groupOf[k] = g;
  for (auto [i, v] : llvm::enumerate(x.v))
    v *= splitsSum ? sa.number(groupOf[i % x.columns] * x.rows + i / x.columns) : sa.number(i / x.columns);
  for (auto [i, v] : llvm::enumerate(y.v)) {
    int64_t column = i % y.columns, group = splitsSum ? groupOf[i / y.columns] : i / (y.rows * y.columns);
    v *= sb.number(group * y.columns + column);
  }
  return grouped(op, x, a.rank() == 3, y, b.rank() == 3, offs, getElementTypeOrSelf(op.getType()), m);
}

static LogicalResult scaledMm(ScaledMmOp op, Machine &m) {
  Matrices a(m.get(op.getMatA())), b(m.get(op.getMatB()));
  const Array &sa = m.get(op.getScaleA()), &sb = m.get(op.getScaleB()), *bias = m.find(op.getBias());
  Array y(getElementTypeOrSelf(op.getType()), {a.rows, b.columns});
  for (int64_t i = 0; i < a.rows; ++i)
    for (int64_t j = 0; j < b.columns; ++j) {
      long double sum = bias ? bias->number(j) : 0;
      long double scale = sa.number(op.getScaleRecipeA() == ScaleRecipe::RowWise ? i : 0) *
                          sb.number(op.getScaleRecipeB() == ScaleRecipe::RowWise ? j : 0);
      for (int64_t k = 0; k < a.columns; ++k)
        sum += a.at(0, i, k) * b.at(0, k, j) * scale;
      y.store(i * b.columns + j, withinRange(y.element(), sum));
    }
  return m.set(op.getResult(), y);
}

void reference::registerLowPrecision(Handlers &handlers) {
  handlers.add<GroupedMmOp, groupedMm>();
  handlers.add<ScaledMmOp, scaledMm>();
  handlers.add<ScaledGroupedMmOp, scaledGroupedMm>();
}
