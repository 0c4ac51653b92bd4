//===- Pooling.cpp - maxima over windows by definition -----------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Pooling.h"
#include "Machine.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerPooling(Handlers &handlers);
} // namespace mlir::nnf::reference

/// How many windows fit: with `ceilMode` a last one may hang over the end, if it begins inside the input or the left
/// padding.
static int64_t windowCount(int64_t size, int64_t kernel, int64_t stride, int64_t padding, int64_t dilation, bool ceilMode) {
  int64_t slack = size + 2 * padding - dilation * (kernel - 1) - 1;
  if (!ceilMode)
    return slack / stride + 1;
  int64_t count = (slack + stride - 1) / stride + 1;
  return (count - 1) * stride >= size + padding ? count - 1 : count;
}

/// The maximum over the elements of each window that lie inside the input, and where it is: the first one; of NaNs the
/// last one.
template <class PoolOp>
static LogicalResult maxPool(PoolOp op, Machine &m) {
  constexpr int64_t n = PoolOp::spatialRank;
  const Array &x = m.get(op.getInput());
  int64_t first = x.rank() - n;
  ArrayRef<int64_t> kernel = op.getKernelSize(), padding = op.getPadding(), dilation = op.getDilation();
  ArrayRef<int64_t> stride = op.getStride().empty() ? kernel : op.getStride();
  Sizes shape(x.shape().take_front(first));
  for (int64_t i = 0; i < n; ++i)
    shape.push_back(
        windowCount(x.dim(first + i), kernel[i], stride[i], padding[i], dilation[i], op.getCeilMode()));
  Array y(x.element(), shape), indices(IntegerType::get(op.getContext(), 64), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Sizes at(out);
    Cell best = cell(int64_t(0));
    int64_t where = -1;
    forEachIndex(kernel, [&](ArrayRef<int64_t> k) {
      int64_t position = 0;
      for (int64_t i = 0; i < n; ++i) {
        int64_t p = out[first + i] * stride[i] + k[i] * dilation[i] - padding[i], size = x.dim(first + i);
        if (p < 0 || p >= size)
          return;
        at[first + i] = p;
        position = position * size + p;
      }
      Cell c = x.at(at);
      bool better = x.isFloat() ? c.f > best.f || std::isnan(c.f) : c.i > best.i;
      if (where >= 0 && !better)
        return;
      best = c;
      where = position;
    });
    y.write()[next] = best;
    indices.write()[next++].i = where;
  });
  if (op.getReturnIndices() && failed(m.set(op.getIndices(), indices)))
    return failure();
  return m.set(op.getResult(), y);
}

void reference::registerPooling(Handlers &handlers) {
  handlers.add<MaxPool1dOp, maxPool<MaxPool1dOp>>();
  handlers.add<MaxPool2dOp, maxPool<MaxPool2dOp>>();
  handlers.add<MaxPool3dOp, maxPool<MaxPool3dOp>>();
}
