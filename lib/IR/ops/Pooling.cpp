//===- Pooling.cpp - shape rule and registration of the family --------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Pooling.h"
#include "mlir/IR/PatternMatch.h"
#include "nnf/IR/OpImpl.h"
#include "nnf/IR/ScaledDim.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf::detail {
/// out = (in + 2 padding - dilation (kernel - 1) - 1) / stride + 1; with ceilMode rounded up, but a window must start
/// before the end of the input (or in the left padding).
static FailureOr<Shape> windowsShape(ShapeContext &c, Value input, int64_t n, ArrayRef<int64_t> kernel,
                                     ArrayRef<int64_t> stride, ArrayRef<int64_t> padding, ArrayRef<int64_t> dilation,
                                     bool ceilMode) {
  Shape x = c.shape(input);
  if (stride.empty())
    stride = kernel;
  if (failed(c.requireRank(x, n + 1, n + 2, "input")) || failed(c.requireEntries(kernel, n, 1, "kernel_size")) ||
      failed(c.requireEntries(stride, n, 1, "stride")) || failed(c.requireEntries(padding, n, 0, "padding")) ||
      failed(c.requireEntries(dilation, n, 1, "dilation")))
    return failure();
  size_t first = x.size() - n;
  Shape result(x.begin(), x.begin() + first);
  for (int64_t i = 0; i < n; ++i) {
    int64_t reach = dilation[i] * (kernel[i] - 1) + 1;
    // As in PyTorch, a window never lies in the padding alone.
    if (failed(c.require(padding[i] * 2 <= reach, "expects padding to be at most half of the (dilated) kernel size, but got " +
                                                      Twine(padding[i]) + " and " + Twine(reach))))
      return failure();
    Dim slack = x[first + i] + Dim(2 * padding[i] - reach);
    if (ceilMode) {
      Dim last = slack + Dim(stride[i] - 1);
      if (failed(c.requireAtLeast(last, 0, "padded input dimension " + Twine(i) + " plus stride minus the kernel's reach")))
        return failure();
      result.push_back(min(floorDiv(last, stride[i]) + Dim(1), ceilDiv(x[first + i] + Dim(padding[i]), stride[i])));
    } else {
      if (failed(c.requireAtLeast(slack, 0, "padded input dimension " + Twine(i) + " minus the kernel's reach")))
        return failure();
      result.push_back(floorDiv(slack, stride[i]) + Dim(1));
    }
  }
  return result;
}

template <class Adaptor>
static LogicalResult maxPoolShape(ShapeContext &c, Adaptor adaptor, int64_t n, bool indices,
                                  SmallVectorImpl<Shape> &results) {
  FailureOr<Shape> result = windowsShape(c, adaptor.getInput(), n, adaptor.getKernelSize(), adaptor.getStride(),
                                         adaptor.getPadding(), adaptor.getDilation(), adaptor.getCeilMode());
  if (failed(result))
    return failure();
  results.append(indices ? 2 : 1, *result);
  return success();
}

template <class Adaptor>
static LogicalResult avgPoolShape(ShapeContext &c, Adaptor adaptor, int64_t n, std::optional<int64_t> divisor,
                                  SmallVectorImpl<Shape> &results) {
  SmallVector<int64_t> ones(n, 1);
  FailureOr<Shape> result = windowsShape(c, adaptor.getInput(), n, adaptor.getKernelSize(), adaptor.getStride(),
                                         adaptor.getPadding(), ones, adaptor.getCeilMode());
  if (failed(result) || failed(c.require(divisor != 0, "expects divisor_override not to be 0")))
    return failure();
  results.push_back(*result);
  return success();
}

template <class Adaptor>
static LogicalResult lpPoolShape(ShapeContext &c, Adaptor adaptor, int64_t n, SmallVectorImpl<Shape> &results) {
  SmallVector<int64_t> ones(n, 1), zeros(n, 0);
  FailureOr<Shape> result = windowsShape(c, adaptor.getInput(), n, adaptor.getKernelSize(), adaptor.getStride(), zeros, ones,
                                         adaptor.getCeilMode());
  if (failed(result) || failed(c.require(adaptor.getNormType() != 0, "expects norm_type not to be 0")))
    return failure();
  results.push_back(*result);
  return success();
}

template <class Adaptor>
static LogicalResult adaptivePoolShape(ShapeContext &c, Adaptor adaptor, int64_t n, bool indices,
                                       SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  if (failed(c.requireRank(x, n + 1, n + 2, "input")) ||
      failed(c.requireEntries(adaptor.getOutputSize(), n, -1, "output_size", kMostSize)))
    return failure();
  size_t first = x.size() - n;
  Shape result(x.begin(), x.begin() + first);
  for (int64_t i = 0; i < n; ++i) {
    if (failed(c.requireAtLeast(x[first + i], 1, "spatial dimension " + Twine(i) + " of input")))
      return failure();
    int64_t size = adaptor.getOutputSize()[i];
    result.push_back(size < 0 ? x[first + i] : Dim(size));
  }
  results.append(indices ? 2 : 1, result);
  return success();
}

/// The windows must fit side by side, overlapping or not: out + kernel - 1 <= in; in three dimensions PyTorch asks for one
/// element more.
template <class Adaptor>
static LogicalResult fractionalPoolShape(ShapeContext &c, Adaptor adaptor, int64_t n, bool indices,
                                         SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  ArrayRef<int64_t> kernel = adaptor.getKernelSize(), size = adaptor.getOutputSize();
  ArrayRef<double> ratio = adaptor.getOutputRatio();
  if (failed(c.requireRank(x, n + 1, n + 2, "input")) || failed(c.requireEntries(kernel, n, 1, "kernel_size")) ||
      failed(c.require(size.empty() != ratio.empty(), "expects either output_size or output_ratio")) ||
      (!size.empty() && failed(c.requireEntries(size, n, 1, "output_size", kMostSize))) ||
      failed(c.require(ratio.empty() || static_cast<int64_t>(ratio.size()) == n,
                       "expects output_ratio to have " + Twine(n) + " entries, but got " + Twine(ratio.size()))))
    return failure();
  for (double r : ratio)
    if (failed(c.require(r > 0 && r < 1, "expects output_ratio to be between 0 and 1, but got " + Twine(std::to_string(r)))))
      return failure();
  size_t first = x.size() - n;
  Value samples = adaptor.getRandomSamples();
  if (failed(c.require(samples || (adaptor.getSeed() && adaptor.getOffset()),
                       "expects random_samples, or seed and offset")))
    return failure();
  if (samples) {
    Shape u = c.shape(samples);
    if (failed(c.requireRank(u, 3, 3, "random_samples")) ||
        failed(c.requireSameElements({adaptor.getInput(), samples})) ||
        failed(c.requireEqual(u[0], first == 2 ? x[0] : Dim(1), "dimension 0 of random_samples", "the number of samples")) ||
        failed(c.requireEqual(u[1], x[first - 1], "dimension 1 of random_samples", "the number of channels")) ||
        failed(c.requireEqual(u[2], Dim(n), "dimension 2 of random_samples", "the number of spatial dimensions")))
      return failure();
  }
  Shape result(x.begin(), x.begin() + first);
  for (int64_t i = 0; i < n; ++i) {
    Dim out = size.empty() ? scaled(c, x[first + i], ratio[i]) : Dim(size[i]);
    if (failed(c.requireAtLeast(out, 1, "spatial dimension " + Twine(i) + " of the result")) ||
        failed(c.requireAtLeast(x[first + i] - out - Dim(kernel[i] - 1), n == 3 ? 1 : 0,
                                "spatial dimension " + Twine(i) + " of input plus 1 minus windows and kernel_size")))
      return failure();
    result.push_back(out);
  }
  results.append(indices ? 2 : 1, result);
  return success();
}

template <class Adaptor>
static LogicalResult maxUnpoolShape(ShapeContext &c, Adaptor adaptor, int64_t n, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), at = c.shape(adaptor.getIndices());
  ArrayRef<int64_t> kernel = adaptor.getKernelSize(), padding = adaptor.getPadding();
  ArrayRef<int64_t> stride = adaptor.getStride().empty() ? kernel : adaptor.getStride();
  if (failed(c.requireRank(x, n + 1, n + 2, "input")) || failed(c.requireRank(at, x.size(), x.size(), "indices")) ||
      failed(c.requireEntries(kernel, n, 1, "kernel_size")) || failed(c.requireEntries(stride, n, 1, "stride")) ||
      failed(c.requireEntries(padding, n, 0, "padding")))
    return failure();
  for (size_t d = 0; d < x.size(); ++d)
    if (failed(c.requireEqual(x[d], at[d], "dimension " + Twine(d) + " of input", "dimension " + Twine(d) + " of indices")))
      return failure();
  ArrayRef<int64_t> given = adaptor.getOutputSize();
  if (!given.empty() && failed(c.requireEntries(given, n, 0, "output_size", kMostSize)))
    return failure();
  size_t first = x.size() - n;
  Shape result(x.begin(), x.begin() + first);
  for (int64_t i = 0; i < n; ++i) {
    Dim size = (x[first + i] - Dim(1)) * Dim(stride[i]) + Dim(kernel[i] - 2 * padding[i]);
    if (given.empty()) {
      if (failed(c.requireAtLeast(size, 0, "dimension " + Twine(i) + " of the result")))
        return failure();
      result.push_back(size);
      continue;
    }
    Dim more = Dim(given[i] + stride[i] - 1) - size, less = size - Dim(given[i] - stride[i] + 1);
    if (failed(c.requireAtLeast(more, 0, "stride - 1 plus what output_size has more than the usual size in dimension " +
                                             Twine(i))) ||
        failed(c.requireAtLeast(less, 0, "stride - 1 plus what output_size has less than the usual size in dimension " +
                                             Twine(i))))
      return failure();
    result.push_back(Dim(given[i]));
  }
  results.push_back(result);
  return success();
}

/// The maximum of a window is one of its elements. Every window of neighbours has one in the input; one with gaps may
/// step over it and find the padding alone.
static Bounds maxPoolBounds(ArrayRef<int64_t> padding, ArrayRef<int64_t> dilation, const Bounds &input) {
  for (auto [p, d] : llvm::zip_equal(padding, dilation))
    if (p > 0 && d > 1)
      return Bounds::between(-INFINITY, input.hi, input.nan, input.negativeZero);
  return input;
}

namespace {
/// Positions that no one reads are not looked for:
///
///   %y, %unread = nnf.max_pool1d %x kernel_size = [2] return_indices = true : (tensor<?x8xf32>) -> (tensor<?x4xf32>, tensor<?x4xi64>)
/// becomes
///   %y = nnf.max_pool1d %x kernel_size = [2] : (tensor<?x8xf32>) -> tensor<?x4xf32>
template <class PoolOp>
struct DropUnreadIndices : OpRewritePattern<PoolOp> {
  using OpRewritePattern<PoolOp>::OpRewritePattern;

  LogicalResult matchAndRewrite(PoolOp op, PatternRewriter &rw) const override {
    if (!op.getReturnIndices() || !op.getIndices().use_empty())
      return rw.notifyMatchFailure(op, "the positions are read, or not returned");
    OperationState state(op.getLoc(), PoolOp::getOperationName(), op->getOperands(), op.getResult().getType(),
                         op->getAttrs());
    auto pool = cast<PoolOp>(rw.create(state));
    pool.setReturnIndices(false);
    rw.replaceAllUsesWith(op.getResult(), pool.getResult());
    rw.eraseOp(op);
    return success();
  }
};
} // namespace
} // namespace mlir::nnf::detail

#define GET_OP_CLASSES
#include "nnf/IR/ops/Pooling.cpp.inc"

void NnfDialect::registerPoolingOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Pooling.cpp.inc"
      >();
}

void MaxPool1dOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<detail::DropUnreadIndices<MaxPool1dOp>>(context);
}
void MaxPool2dOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<detail::DropUnreadIndices<MaxPool2dOp>>(context);
}
void MaxPool3dOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<detail::DropUnreadIndices<MaxPool3dOp>>(context);
}
void AdaptiveMaxPool1dOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<detail::DropUnreadIndices<AdaptiveMaxPool1dOp>>(context);
}
void AdaptiveMaxPool2dOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<detail::DropUnreadIndices<AdaptiveMaxPool2dOp>>(context);
}
void AdaptiveMaxPool3dOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *context) {
  patterns.add<detail::DropUnreadIndices<AdaptiveMaxPool3dOp>>(context);
}
