//===- Convolution.cpp - gradients of convolutions: two more convolutions and a sum ---------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Convolution.h"
#include "ConvolutionWeight.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerConvolutionVjps(MLIRContext *context);
void registerTransposedConvolutionVjps(MLIRContext *context);
}

namespace {
/// One convolution and the numbers of its dimensions: [n] c (or f), then the spatial ones.
template <class ConvOp>
class ConvVjp {
public:
  static constexpr int64_t n = ConvOp::spatialRank;

  ConvVjp(ConvOp op, Value dy, TensorBuilder &t)
      : op(op), t(t), b(t.b), x(op.getInput()), w(op.getWeight()), dy(dy), groups(op.getGroups()),
        channelDim(t.rank(x) - n - 1), element(t.elementType(x)), compute(t.computeType(element)),
        shapes(b, t.loc, op->getName().getStringRef(), /*guards=*/false) {}

  Gradients build() {
    FailureOr<SmallVector<std::pair<int64_t, int64_t>>> resolved = resolvePadding(
        op.getPaddingAttr(), cast<RankedTensorType>(w.getType()).getShape().drop_front(2), op.getDilation());
    if (failed(resolved))
      return failure();
    pads = *resolved;
    SmallVector<Value> gradients{ofInput(), ofWeight()};
    if (op.getBias())
      gradients.push_back(t.cast_(t.sum({{dy, t.range(t.rank(dy))}}, t.rank(dy), t.range(t.rank(dy), channelDim),
                                        [](Scalars s) { return *s[0]; }),
                                  element));
    return gradients;
  }

private:
  /// The convolution of the cotangent, its elements `stride` apart among zeros, with the mirrored weight:
  ///   dx[n, c, i...] = sum_{f, k...} spread[n, f, i + k * dilation] w[f, c, K - 1 - k]
  Value ofInput() {
    SmallVector<int64_t> ones(n, 1), zeros(n, 0);
    return ConvOp::create(b, t.loc, x.getType(), spreadCotangent(), mirroredWeight(), Value(),
                          b.getDenseI64ArrayAttr(ones), b.getDenseI64ArrayAttr(zeros), op.getDilationAttr(),
                          op.getGroupsAttr());
  }

  /// Of size I + (K - 1) * dilation in each spatial dimension: output o lies at (K - 1) * dilation - low + o * stride. What
  /// would lie outside, because the padding is larger than the kernel, is cut off.
  Value spreadCotangent() {
    Shape input = shapes.shape(x), kernel = shapes.shape(w), output = shapes.shape(dy);
    SmallVector<OpFoldResult> total, offsets, sizes, strides, cutOffsets, cutSizes;
    bool cuts = false;
    for (int64_t d = 0; d <= channelDim; ++d) {
      for (auto *list : {&total, &sizes, &cutSizes})
        list->push_back(output[d].mixed(b));
      for (auto *list : {&offsets, &cutOffsets})
        list->push_back(b.getIndexAttr(0));
      strides.push_back(b.getIndexAttr(1));
    }
    for (int64_t i = 0; i < n; ++i) {
      int64_t d = channelDim + 1 + i, stride = op.getStride()[i];
      Dim margin = (kernel[2 + i] - Dim(1)) * Dim(op.getDilation()[i]);
      Dim low = margin - Dim(pads[i].first), span = (output[d] - Dim(1)) * Dim(stride) + Dim(1);
      Dim full = input[d] + margin, high = full - low - span;
      Dim zero(0), front = zero - min(zero - low, zero), back = zero - min(zero - high, zero);
      cuts = cuts || !(low.isStatic() && low.getSize() >= 0 && high.isStatic() && high.getSize() >= 0);
      total.push_back((front + span + back).mixed(b));
      offsets.push_back(front.mixed(b));
      sizes.push_back(output[d].mixed(b));
      strides.push_back(b.getIndexAttr(stride));
      cutOffsets.push_back((front - low).mixed(b));
      cutSizes.push_back(full.mixed(b));
    }
    Value zeros = t.filled(total, element, 0);
    Value spread = tensor::InsertSliceOp::create(b, t.loc, dy, zeros, offsets, sizes, strides);
    if (!cuts)
      return spread;
    SmallVector<OpFoldResult> unit(total.size(), b.getIndexAttr(1));
    return tensor::ExtractSliceOp::create(b, t.loc, spread, cutOffsets, cutSizes, unit);
  }

  /// out[c, f, k...] = w[f of c's group, c within its group, K - 1 - k...].
  Value mirroredWeight() {
    Shape kernel = shapes.shape(w);
    Dim perGroup = kernel[1], features = floorDiv(kernel[0], groups);
    SmallVector<OpFoldResult> sizes{(perGroup * Dim(groups)).mixed(b), features.mixed(b)};
    SmallVector<Value> last;
    for (int64_t i = 0; i < n; ++i) {
      sizes.push_back(kernel[2 + i].mixed(b));
      last.push_back((kernel[2 + i] - Dim(1)).value(b, t.loc));
    }
    Value channels = perGroup.value(b, t.loc), count = features.value(b, t.loc);
    return t.generic({}, {{t.empty(sizes, element), t.range(n + 2)}}, parallel(n + 2),
                     [&](OpBuilder &nested, Location l, ValueRange) {
                       Value c = linalg::IndexOp::create(nested, l, 0), f = linalg::IndexOp::create(nested, l, 1);
                       if (groups != 1) {
                         Value group = arith::DivUIOp::create(nested, l, c, channels);
                         c = arith::RemUIOp::create(nested, l, c, channels);
                         f = arith::AddIOp::create(nested, l, arith::MulIOp::create(nested, l, group, count), f);
                       }
                       SmallVector<Value> at{f, c};
                       for (int64_t i = 0; i < n; ++i)
                         at.push_back(arith::SubIOp::create(nested, l, last[i], linalg::IndexOp::create(nested, l, 2 + i)));
                       return SmallVector<Value>{tensor::ExtractOp::create(nested, l, w, at)};
                     })[0];
  }

  Value ofWeight() {
    return convolutionWeightGradient(t, x, dy, w, n, groups, op.getStride(), op.getDilation(), pads);
  }

  ConvOp op;
  TensorBuilder &t;
  OpBuilder &b;
  Value x, w, dy;
  int64_t groups, channelDim;
  Type element, compute;
  ShapeContext shapes;
  SmallVector<std::pair<int64_t, int64_t>> pads;
};
} // namespace

template <class ConvOp>
static Gradients convolution(ConvOp op, ValueRange cotangents, TensorBuilder &t) {
  return ConvVjp<ConvOp>(op, cotangents[0], t).build();
}

void nnf::registerConvolutionVjps(MLIRContext *context) {
  attachVjp<Conv1dOp, convolution<Conv1dOp>>(context);
  attachVjp<Conv2dOp, convolution<Conv2dOp>>(context);
  attachVjp<Conv3dOp, convolution<Conv3dOp>>(context);
  registerTransposedConvolutionVjps(context);
}
