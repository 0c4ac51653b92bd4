//===- Pooling.cpp - pooling over windows by definition -----------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Pooling.h"
#include "Indices.h"
#include "Random.h"
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

namespace {
/// The largest element of a window and its position: the first one; of NaNs the last one.
class Largest {
public:
  void offer(const Array &x, ArrayRef<int64_t> at, int64_t where) {
    Cell c = x.at(at);
    bool better = x.isFloat() ? c.f > best.f || std::isnan(c.f) : c.i > best.i;
    if (position >= 0 && !better)
      return;
    best = c;
    position = where;
  }
  Cell best = cell(int64_t(0));
  int64_t position = -1;
};
} // namespace

/// The results of a maximum pool, one window at a time: `visit(out, largest)` offers the elements of window `out`.
template <class PoolOp, class Visit>
static LogicalResult poolLargest(PoolOp op, Machine &m, const Array &x, const Sizes &shape, Visit visit) {
  Array y(x.element(), shape), indices(IntegerType::get(op.getContext(), 64), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Largest largest;
    visit(out, largest);
    y.write()[next] = largest.best;
    indices.write()[next++].i = largest.position;
  });
  if (op.getReturnIndices() && failed(m.set(op.getIndices(), indices)))
    return failure();
  return m.set(op.getResult(), y);
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
  return poolLargest(op, m, x, shape, [&](ArrayRef<int64_t> out, Largest &largest) {
    Sizes at(out);
    forEachIndex(kernel, [&](ArrayRef<int64_t> k) {
      int64_t position = 0;
      for (int64_t i = 0; i < n; ++i) {
        int64_t p = out[first + i] * stride[i] + k[i] * dilation[i] - padding[i], size = x.dim(first + i);
        if (p < 0 || p >= size)
          return;
        at[first + i] = p;
        position = position * size + p;
      }
      largest.offer(x, at, position);
    });
  });
}

/// The mean over each window, with zeros around the input; what counts is told by the attributes.
template <class PoolOp>
static LogicalResult avgPool(PoolOp op, Machine &m) {
  constexpr int64_t n = PoolOp::spatialRank;
  const Array &x = m.get(op.getInput());
  int64_t first = x.rank() - n;
  ArrayRef<int64_t> kernel = op.getKernelSize(), padding = op.getPadding();
  ArrayRef<int64_t> stride = op.getStride().empty() ? kernel : op.getStride();
  Sizes shape(x.shape().take_front(first));
  for (int64_t i = 0; i < n; ++i)
    shape.push_back(windowCount(x.dim(first + i), kernel[i], stride[i], padding[i], 1, op.getCeilMode()));
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Sizes at(out);
    long double sum = 0;
    int64_t inside = 0, withPadding = 0, integerSum = 0;
    forEachIndex(kernel, [&](ArrayRef<int64_t> k) {
      bool isInside = true, isPadded = true;
      for (int64_t i = 0; i < n; ++i) {
        int64_t p = out[first + i] * stride[i] + k[i] - padding[i], size = x.dim(first + i);
        isInside = isInside && p >= 0 && p < size;
        isPadded = isPadded && p < size + padding[i];
        at[first + i] = p;
      }
      withPadding += isPadded;
      if (!isInside)
        return;
      ++inside;
      if (x.isFloat())
        sum += x.numberAt(at);
      else
        integerSum += x.at(at).i;
    });
    int64_t count = op.getDivisorOverride().value_or(op.getCountIncludePad() ? withPadding : inside);
    if (x.isFloat())
      y.store(next++, sum / count);
    else
      y.write()[next++].i = integerSum / count;
  });
  return m.set(op.getResult(), y);
}

/// Visits the elements of adaptive window `out`: those from floor(o I / O) to ceil((o + 1) I / O), in every dimension from
/// `first` on. `visit` gets the element's index and its position in the flattened dimensions.
static void forEachInWindow(const Array &x, int64_t first, ArrayRef<int64_t> shape, ArrayRef<int64_t> out,
                            function_ref<void(ArrayRef<int64_t>, int64_t)> visit) {
  Sizes starts, extents;
  for (int64_t d = first; d < x.rank(); ++d) {
    int64_t start = out[d] * x.dim(d) / shape[d], end = ((out[d] + 1) * x.dim(d) + shape[d] - 1) / shape[d];
    starts.push_back(start);
    extents.push_back(end - start);
  }
  Sizes at(out);
  forEachIndex(extents, [&](ArrayRef<int64_t> k) {
    int64_t position = 0;
    for (int64_t d = first; d < x.rank(); ++d) {
      at[d] = starts[d - first] + k[d - first];
      position = position * x.dim(d) + at[d];
    }
    visit(at, position);
  });
}

template <class PoolOp>
static Sizes adaptiveShape(PoolOp op, const Array &x) {
  Sizes shape(x.shape());
  for (int64_t i = 0; i < PoolOp::spatialRank; ++i)
    if (op.getOutputSize()[i] >= 0)
      shape[x.rank() - PoolOp::spatialRank + i] = op.getOutputSize()[i];
  return shape;
}

template <class PoolOp>
static LogicalResult adaptiveAvgPool(PoolOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  Sizes shape = adaptiveShape(op, x);
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    long double sum = 0;
    int64_t count = 0;
    forEachInWindow(x, x.rank() - PoolOp::spatialRank, shape, out, [&](ArrayRef<int64_t> at, int64_t) {
      sum += x.numberAt(at);
      ++count;
    });
    y.store(next++, sum / count);
  });
  return m.set(op.getResult(), y);
}

template <class PoolOp>
static LogicalResult adaptiveMaxPool(PoolOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  Sizes shape = adaptiveShape(op, x);
  return poolLargest(op, m, x, shape, [&](ArrayRef<int64_t> out, Largest &largest) {
    forEachInWindow(x, x.rank() - PoolOp::spatialRank, shape, out,
                    [&](ArrayRef<int64_t> at, int64_t position) { largest.offer(x, at, position); });
  });
}

/// (sum of x^p)^(1/p); with ceil_mode, what a window lacks counts like the mean of the rest.
template <class PoolOp>
static LogicalResult lpPool(PoolOp op, Machine &m) {
  constexpr int64_t n = PoolOp::spatialRank;
  const Array &x = m.get(op.getInput());
  int64_t first = x.rank() - n;
  ArrayRef<int64_t> kernel = op.getKernelSize();
  ArrayRef<int64_t> stride = op.getStride().empty() ? kernel : op.getStride();
  long double p = op.getNormType();
  Sizes shape(x.shape().take_front(first));
  for (int64_t i = 0; i < n; ++i)
    shape.push_back(windowCount(x.dim(first + i), kernel[i], stride[i], 0, 1, op.getCeilMode()));
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    Sizes at(out);
    long double sum = 0, extreme = NAN;
    int64_t count = 0;
    bool isNan = false;
    forEachIndex(kernel, [&](ArrayRef<int64_t> k) {
      for (int64_t i = 0; i < n; ++i) {
        at[first + i] = out[first + i] * stride[i] + k[i];
        if (at[first + i] >= x.dim(first + i))
          return;
      }
      long double v = x.numberAt(at), magnitude = std::fabs(v);
      isNan = isNan || std::isnan(v);
      extreme = count++ && (p > 0 ? magnitude <= extreme : magnitude >= extreme) ? extreme : magnitude;
      sum += std::isinf(p) ? 0 : std::pow(v, p);
    });
    if (std::isinf(p))
      y.store(next++, isNan ? NAN : extreme);
    else
      y.store(next++, std::pow(sum / count * product(kernel), 1 / p));
  });
  return m.set(op.getResult(), y);
}

template <class UnpoolOp>
static LogicalResult maxUnpool(UnpoolOp op, Machine &m) {
  constexpr int64_t n = UnpoolOp::spatialRank;
  const Array &x = m.get(op.getInput()), &indices = m.get(op.getIndices());
  int64_t first = x.rank() - n;
  ArrayRef<int64_t> kernel = op.getKernelSize(), padding = op.getPadding();
  ArrayRef<int64_t> stride = op.getStride().empty() ? kernel : op.getStride();
  Sizes shape(x.shape().take_front(first));
  for (int64_t i = 0; i < n; ++i)
    shape.push_back(!op.getOutputSize().empty()
                        ? op.getOutputSize()[i]
                        : (x.dim(first + i) - 1) * stride[i] - 2 * padding[i] + kernel[i]);
  int64_t plane = product(ArrayRef<int64_t>(shape).drop_front(first)), count = product(x.shape().drop_front(first));
  if (failed(checkIndices(op, "indices", indices, plane, std::nullopt, m)))
    return failure();
  Array y(x.element(), shape);
  for (int64_t i = 0; i < x.count(); ++i)
    y.write()[i / count * plane + indices.read()[i].i] = x.read()[i];
  return m.set(op.getResult(), y);
}

/// Windows at places that a number for each plane and dimension decides; every step is rounded to the element type.
template <class PoolOp>
static LogicalResult fractionalMaxPool(PoolOp op, Machine &m) {
  constexpr int64_t n = PoolOp::spatialRank;
  const Array &x = m.get(op.getInput()), *samples = m.find(op.getRandomSamples());
  int64_t first = x.rank() - n;
  ArrayRef<int64_t> kernel = op.getKernelSize();
  Sizes shape(x.shape().take_front(first));
  for (int64_t i = 0; i < n; ++i)
    shape.push_back(op.getOutputSize().empty()
                        ? static_cast<int64_t>(static_cast<double>(x.dim(first + i)) * op.getOutputRatio()[i])
                        : op.getOutputSize()[i]);
  auto rounded = [&](double v) { return roundTo(x.element(), v); };
  Array y(x.element(), shape), indices(IntegerType::get(op.getContext(), 64), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    int64_t plane = first == 2 ? out[0] * shape[1] + out[1] : out[0];
    Sizes starts;
    for (int64_t i = 0; i < n; ++i) {
      int64_t element = plane * n + (n == 2 ? 1 - i : i), o = out[first + i], slack = x.dim(first + i) - kernel[i];
      double u = samples ? static_cast<double>(samples->number(element))
                         : rounded(uniform(element, m.integer(op.getSeed()), m.integer(op.getOffset()), x.element().isF64()));
      double stride = rounded(rounded(slack) / rounded(std::max<int64_t>(shape[first + i] - 1, 1)));
      double to = rounded(rounded(rounded(o) + u) * stride), from = rounded(u * stride);
      auto whole = [](double v) { return std::abs(v) < 0x1p62 ? static_cast<int64_t>(v) : 0; };
      int64_t start = whole(to) - whole(from);
      starts.push_back(o + 1 == shape[first + i] ? slack : std::clamp<int64_t>(start, 0, slack));
    }
    Sizes at(out);
    Cell best = cell(int64_t(0));
    int64_t where = -1;
    forEachIndex(kernel, [&](ArrayRef<int64_t> k) {
      int64_t position = 0;
      for (int64_t i = 0; i < n; ++i) {
        at[first + i] = starts[i] + k[i];
        position = position * x.dim(first + i) + at[first + i];
      }
      Cell c = x.at(at);
      if (where >= 0 && !(c.f > best.f || std::isnan(c.f)))
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
  handlers.add<AdaptiveMaxPool1dOp, adaptiveMaxPool<AdaptiveMaxPool1dOp>>();
  handlers.add<AdaptiveMaxPool2dOp, adaptiveMaxPool<AdaptiveMaxPool2dOp>>();
  handlers.add<AdaptiveMaxPool3dOp, adaptiveMaxPool<AdaptiveMaxPool3dOp>>();
  handlers.add<AvgPool1dOp, avgPool<AvgPool1dOp>>();
  handlers.add<AvgPool2dOp, avgPool<AvgPool2dOp>>();
  handlers.add<AvgPool3dOp, avgPool<AvgPool3dOp>>();
  handlers.add<AdaptiveAvgPool1dOp, adaptiveAvgPool<AdaptiveAvgPool1dOp>>();
  handlers.add<AdaptiveAvgPool2dOp, adaptiveAvgPool<AdaptiveAvgPool2dOp>>();
  handlers.add<AdaptiveAvgPool3dOp, adaptiveAvgPool<AdaptiveAvgPool3dOp>>();
  handlers.add<LpPool1dOp, lpPool<LpPool1dOp>>();
  handlers.add<LpPool2dOp, lpPool<LpPool2dOp>>();
  handlers.add<LpPool3dOp, lpPool<LpPool3dOp>>();
  handlers.add<MaxUnpool1dOp, maxUnpool<MaxUnpool1dOp>>();
  handlers.add<MaxUnpool2dOp, maxUnpool<MaxUnpool2dOp>>();
  handlers.add<MaxUnpool3dOp, maxUnpool<MaxUnpool3dOp>>();
  handlers.add<MaxPool1dWithIndicesOp, maxPool<MaxPool1dWithIndicesOp>>();
  handlers.add<MaxPool2dWithIndicesOp, maxPool<MaxPool2dWithIndicesOp>>();
  handlers.add<MaxPool3dWithIndicesOp, maxPool<MaxPool3dWithIndicesOp>>();
  handlers.add<AdaptiveMaxPool1dWithIndicesOp, adaptiveMaxPool<AdaptiveMaxPool1dWithIndicesOp>>();
  handlers.add<AdaptiveMaxPool2dWithIndicesOp, adaptiveMaxPool<AdaptiveMaxPool2dWithIndicesOp>>();
  handlers.add<AdaptiveMaxPool3dWithIndicesOp, adaptiveMaxPool<AdaptiveMaxPool3dWithIndicesOp>>();
  handlers.add<FractionalMaxPool2dOp, fractionalMaxPool<FractionalMaxPool2dOp>>();
  handlers.add<FractionalMaxPool2dWithIndicesOp, fractionalMaxPool<FractionalMaxPool2dWithIndicesOp>>();
  handlers.add<FractionalMaxPool3dOp, fractionalMaxPool<FractionalMaxPool3dOp>>();
  handlers.add<FractionalMaxPool3dWithIndicesOp, fractionalMaxPool<FractionalMaxPool3dWithIndicesOp>>();
}
