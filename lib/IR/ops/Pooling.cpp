//===- Pooling.cpp - shape rule and registration of the family --------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Pooling.h"
#include "mlir/IR/PatternMatch.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf::detail {
/// out = (in + 2 padding - dilation (kernel - 1) - 1) / stride + 1; with ceil_mode rounded up, but a window must start
/// before the end of the input (or in the left padding).
template <class Adaptor>
static LogicalResult maxPoolShape(ShapeContext &c, Adaptor adaptor, int64_t n, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  ArrayRef<int64_t> kernel = adaptor.getKernelSize(), padding = adaptor.getPadding(), dilation = adaptor.getDilation();
  ArrayRef<int64_t> stride = adaptor.getStride().empty() ? kernel : adaptor.getStride();
  auto tuple = [&](ArrayRef<int64_t> values, StringRef name, int64_t least) {
    if (failed(c.require(static_cast<int64_t>(values.size()) == n, "expects " + name + " to have " + Twine(n) +
                                                                       " entries, but got " + Twine(values.size()))))
      return failure();
    for (int64_t v : values)
      if (failed(c.require(v >= least, "expects " + name + " to be at least " + Twine(least) + ", but got " + Twine(v))))
        return failure();
    return success();
  };
  if (failed(c.requireRank(x, n + 1, n + 2, "input")) || failed(tuple(kernel, "kernel_size", 1)) ||
      failed(tuple(stride, "stride", 1)) || failed(tuple(padding, "padding", 0)) ||
      failed(tuple(dilation, "dilation", 1)))
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
    if (adaptor.getCeilMode()) {
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
  results.push_back(result);
  if (adaptor.getReturnIndices())
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
