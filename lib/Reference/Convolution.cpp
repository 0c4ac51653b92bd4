//===- Convolution.cpp - convolutions as nested loops ----------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Convolution.h"
#include "Machine.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerConvolution(Handlers &handlers);
} // namespace mlir::nnf::reference

/// Zeros in front of and behind each spatial dimension.
static SmallVector<std::pair<int64_t, int64_t>> paddingOf(Attribute padding, ArrayRef<int64_t> kernel,
                                                          ArrayRef<int64_t> dilation) {
  SmallVector<std::pair<int64_t, int64_t>> pads;
  auto word = dyn_cast<StringAttr>(padding);
  for (size_t i = 0; i < kernel.size(); ++i) {
    if (!word) {
      int64_t p = cast<DenseI64ArrayAttr>(padding)[i];
      pads.push_back({p, p});
    } else if (word.getValue() == "same") {
      int64_t total = dilation[i] * (kernel[i] - 1);
      pads.push_back({total / 2, total - total / 2});
    } else {
      pads.push_back({0, 0});
    }
  }
  return pads;
}

/// y[n, f, o...] = b[f] + the sum over c and k... of x[n, c of f's group, o * stride + k * dilation - low] w[f, c, k...],
/// where x is 0 outside.
template <class ConvOp>
static LogicalResult convolution(ConvOp op, Machine &m) {
  constexpr int64_t n = ConvOp::spatialRank;
  const Array &input = m.get(op.getInput()), &w = m.get(op.getWeight()), *bias = m.find(op.getBias());
  bool batched = input.rank() == n + 2;
  Sizes xShape(input.shape());
  if (!batched)
    xShape.insert(xShape.begin(), 1);
  Array x = input.reshaped(xShape);
  ArrayRef<int64_t> stride = op.getStride(), dilation = op.getDilation(), kernel = w.shape().drop_front(2);
  int64_t features = w.dim(0), channels = w.dim(1), perGroup = features / static_cast<int64_t>(op.getGroups());
  auto pads = paddingOf(op.getPaddingAttr(), kernel, dilation);
  Sizes yShape{xShape[0], features};
  for (int64_t i = 0; i < n; ++i) {
    int64_t reach = dilation[i] * (kernel[i] - 1) + 1;
    yShape.push_back((xShape[2 + i] + pads[i].first + pads[i].second - reach) / stride[i] + 1);
  }
  Array y(input.element(), yShape);
  Sizes window{channels};
  llvm::append_range(window, kernel);
  int64_t next = 0;
  forEachIndex(yShape, [&](ArrayRef<int64_t> out) {
    int64_t f = out[1], group = f / perGroup;
    long double sum = bias && y.isFloat() ? bias->number(f) : 0;
    uint64_t integerSum = bias && !y.isFloat() ? bias->read()[f].i : 0;
    forEachIndex(window, [&](ArrayRef<int64_t> k) {
      Sizes at{out[0], group * channels + k[0]}, weightAt{f};
      llvm::append_range(weightAt, k);
      for (int64_t i = 0; i < n; ++i) {
        at.push_back(out[2 + i] * stride[i] + k[1 + i] * dilation[i] - pads[i].first);
        if (at.back() < 0 || at.back() >= xShape[2 + i])
          return;
      }
      if (y.isFloat())
        sum += x.numberAt(at) * w.numberAt(weightAt);
      else
        integerSum += static_cast<uint64_t>(x.at(at).i) * static_cast<uint64_t>(w.at(weightAt).i);
    });
    if (y.isFloat())
      y.store(next++, sum);
    else
      y.write()[next++].i = wrapTo(y.element(), static_cast<int64_t>(integerSum));
  });
  return m.set(op.getResult(), batched ? y : y.reshaped(ArrayRef<int64_t>(yShape).drop_front()));
}

/// Every product of an input element and a weight is added where it falls.
template <class ConvOp>
static LogicalResult convTranspose(ConvOp op, Machine &m) {
  constexpr int64_t n = ConvOp::spatialRank;
  const Array &input = m.get(op.getInput()), &w = m.get(op.getWeight()), *bias = m.find(op.getBias());
  bool batched = input.rank() == n + 2;
  Sizes xShape(input.shape());
  if (!batched)
    xShape.insert(xShape.begin(), 1);
  Array x = input.reshaped(xShape);
  int64_t groups = op.getGroups(), channels = w.dim(0), features = w.dim(1);
  ArrayRef<int64_t> kernel = w.shape().drop_front(2);
  Sizes yShape{xShape[0], features * groups};
  for (int64_t i = 0; i < n; ++i)
    yShape.push_back((xShape[2 + i] - 1) * op.getStride()[i] - 2 * op.getPadding()[i] +
                     op.getDilation()[i] * (kernel[i] - 1) + op.getOutputPadding()[i] + 1);
  Array y(input.element(), yShape);
  std::vector<long double> sums(y.count(), 0);
  std::vector<uint64_t> integerSums(y.count(), 0);
  int64_t plane = product(ArrayRef<int64_t>(yShape).drop_front(2));
  for (int64_t k = 0; k < y.count() && bias; ++k) {
    int64_t f = k / plane % yShape[1];
    sums[k] = bias->isFloat() ? bias->number(f) : 0;
    integerSums[k] = bias->isFloat() ? 0 : bias->read()[f].i;
  }
  Sizes window{features};
  llvm::append_range(window, kernel);
  forEachIndex(xShape, [&](ArrayRef<int64_t> in) {
    int64_t group = in[1] / (channels / groups);
    forEachIndex(window, [&](ArrayRef<int64_t> k) {
      Sizes at{in[0], group * features + k[0]}, weightAt{in[1]};
      llvm::append_range(weightAt, k);
      for (int64_t i = 0; i < n; ++i) {
        at.push_back(in[2 + i] * op.getStride()[i] + k[1 + i] * op.getDilation()[i] - op.getPadding()[i]);
        if (at.back() < 0 || at.back() >= yShape[2 + i])
          return;
      }
      if (y.isFloat())
        sums[y.offset(at)] += x.numberAt(in) * w.numberAt(weightAt);
      else
        integerSums[y.offset(at)] += static_cast<uint64_t>(x.at(in).i) * static_cast<uint64_t>(w.at(weightAt).i);
    });
  });
  for (int64_t k = 0; k < y.count(); ++k) {
    if (y.isFloat())
      y.store(k, sums[k]);
    else
      y.write()[k].i = wrapTo(y.element(), static_cast<int64_t>(integerSums[k]));
  }
  return m.set(op.getResult(), batched ? y : y.reshaped(ArrayRef<int64_t>(yShape).drop_front()));
}

/// Visits all pairs of an element of the columns and the pixel it stands for, which is outside the image where its offset is -1.
static void forEachColumn(ArrayRef<int64_t> image, ArrayRef<int64_t> kernel, ArrayRef<int64_t> dilation,
                          ArrayRef<int64_t> padding, ArrayRef<int64_t> stride,
                          llvm::function_ref<void(int64_t column, int64_t pixel)> visit) {
  int64_t planes = product(image.drop_back(2)), h = image[image.size() - 2], w = image.back(), next = 0;
  int64_t rows = (h + 2 * padding[0] - dilation[0] * (kernel[0] - 1) - 1) / stride[0] + 1;
  int64_t columns = (w + 2 * padding[1] - dilation[1] * (kernel[1] - 1) - 1) / stride[1] + 1;
  forEachIndex({planes, kernel[0], kernel[1], rows, columns}, [&](ArrayRef<int64_t> i) {
    int64_t y = i[3] * stride[0] + i[1] * dilation[0] - padding[0], x = i[4] * stride[1] + i[2] * dilation[1] - padding[1];
    bool inside = y >= 0 && y < h && x >= 0 && x < w;
    visit(next++, inside ? (i[0] * h + y) * w + x : -1);
  });
}

static LogicalResult unfold(UnfoldOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  std::vector<Cell> cells;
  forEachColumn(x.shape(), op.getKernelSize(), op.getDilation(), op.getPadding(), op.getStride(),
                [&](int64_t, int64_t pixel) {
                  Cell zero = x.isFloat() ? cell(0.0) : cell(int64_t(0));
                  cells.push_back(pixel < 0 ? zero : x.read()[pixel]);
                });
  Sizes shape(x.shape().drop_back(2));
  int64_t window = product(op.getKernelSize()), planes = product(shape);
  shape.back() *= window;
  shape.push_back(planes ? static_cast<int64_t>(cells.size()) / (planes * window) : 0);
  if (!planes)
    for (int64_t i = 0, places = 1; i < 2; ++i) {
      places *= (x.dim(x.rank() - 2 + i) + 2 * op.getPadding()[i] - op.getDilation()[i] * (op.getKernelSize()[i] - 1) - 1) /
                    op.getStride()[i] + 1;
      shape.back() = places;
    }
  Array y(x.element(), shape);
  llvm::copy(cells, y.write().begin());
  return m.set(op.getResult(), y);
}

static LogicalResult fold(FoldOp op, Machine &m) {
  const Array &x = m.get(op.getInput());
  Sizes shape(x.shape().drop_back());
  shape.back() /= product(op.getKernelSize());
  llvm::append_range(shape, op.getOutputSize());
  Array y(x.element(), shape);
  std::vector<long double> sums(y.count(), 0);
  std::vector<uint64_t> integers(y.count(), 0);
  forEachColumn(shape, op.getKernelSize(), op.getDilation(), op.getPadding(), op.getStride(),
                [&](int64_t column, int64_t pixel) {
                  if (pixel < 0)
                    return;
                  if (x.isFloat())
                    sums[pixel] += x.number(column);
                  else
                    integers[pixel] += static_cast<uint64_t>(x.read()[column].i);
                });
  for (int64_t k = 0; k < y.count(); ++k) {
    if (x.isFloat())
      y.store(k, sums[k]);
    else
      y.write()[k].i = x.element().isInteger(1) ? integers[k] != 0 : wrapTo(x.element(), static_cast<int64_t>(integers[k]));
  }
  return m.set(op.getResult(), y);
}

static LogicalResult convTbc(ConvTbcOp op, Machine &m) {
  const Array &x = m.get(op.getInput()), &w = m.get(op.getWeight()), &bias = m.get(op.getBias());
  Sizes shape{x.dim(0) + 2 * op.getPad() - w.dim(0) + 1, x.dim(1), w.dim(2)};
  Array y(x.element(), shape);
  int64_t next = 0;
  forEachIndex(shape, [&](ArrayRef<int64_t> out) {
    long double sum = bias.isFloat() ? bias.number(out[2]) : 0;
    uint64_t integer = bias.isFloat() ? 0 : bias.read()[out[2]].i;
    forEachIndex({w.dim(0), w.dim(1)}, [&](ArrayRef<int64_t> k) {
      int64_t t = out[0] + k[0] - static_cast<int64_t>(op.getPad());
      if (t < 0 || t >= x.dim(0))
        return;
      if (x.isFloat())
        sum += x.numberAt({t, out[1], k[1]}) * w.numberAt({k[0], k[1], out[2]});
      else
        integer += static_cast<uint64_t>(x.at({t, out[1], k[1]}).i) * static_cast<uint64_t>(w.at({k[0], k[1], out[2]}).i);
    });
    if (x.isFloat())
      y.store(next++, sum);
    else
      y.write()[next++].i = wrapTo(x.element(), static_cast<int64_t>(integer));
  });
  return m.set(op.getResult(), y);
}

void reference::registerConvolution(Handlers &handlers) {
  handlers.add<Conv1dOp, convolution<Conv1dOp>>();
  handlers.add<Conv2dOp, convolution<Conv2dOp>>();
  handlers.add<Conv3dOp, convolution<Conv3dOp>>();
  handlers.add<ConvTranspose1dOp, convTranspose<ConvTranspose1dOp>>();
  handlers.add<ConvTranspose2dOp, convTranspose<ConvTranspose2dOp>>();
  handlers.add<ConvTranspose3dOp, convTranspose<ConvTranspose3dOp>>();
  handlers.add<UnfoldOp, unfold>();
  handlers.add<FoldOp, fold>();
  handlers.add<ConvTbcOp, convTbc>();
}
