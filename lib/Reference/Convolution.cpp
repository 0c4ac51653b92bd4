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

void reference::registerConvolution(Handlers &handlers) {
  handlers.add<Conv1dOp, convolution<Conv1dOp>>();
  handlers.add<Conv2dOp, convolution<Conv2dOp>>();
  handlers.add<Conv3dOp, convolution<Conv3dOp>>();
}
