//===- PoolingAverage.cpp - means and norms over windows ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/AveragePooling.h"
#include "Decomposition.h"
#include "nnf/IR/ops/Pooling.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerAveragePoolingDecompositions(MLIRContext *context);
}

/// The sum over each window of the input padded with zeros, and a division by the number of elements that count.
template <class PoolOp>
static Values avgPool(PoolOp op, typename PoolOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(t.b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(t.b, (*shapes)[0]);
  AveragePool pool = AveragePool::of(op, t.rank(x));
  SmallVector<OpFoldResult> in;
  for (int64_t d = pool.windows.first; d < t.rank(x); ++d)
    in.push_back(t.sizeOf(x, d));
  Type element = t.elementType(x);
  Value zero = arith::ConstantOp::create(t.b, t.loc, t.b.getZeroAttr(element));
  Value sum = sumWindows(t, padForWindows(t, x, pool.windows, sizes, pool.ceilMode, zero), pool.windows, sizes);
  return SmallVector<Value>{divideByWindowCount(t, sum, pool, in, element)};
}

template <class PoolOp>
static Values adaptiveAvgPool(PoolOp op, typename PoolOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t first = t.rank(x) - PoolOp::spatialRank;
  SmallVector<OpFoldResult> in, sizes;
  for (int64_t d = 0; d < t.rank(x); ++d) {
    in.push_back(t.sizeOf(x, d));
    int64_t out = d < first ? -1 : op.getOutputSize()[d - first];
    sizes.push_back(out < 0 ? in.back() : OpFoldResult(t.b.getIndexAttr(out)));
  }
  return SmallVector<Value>{divideByAdaptiveCount(t, sumAdaptive(t, x, first, sizes), first, in, t.elementType(x))};
}

/// (mean(x^p) * window)^(1/p), the steps in the compute type; infinite norms are maxima.
template <class PoolOp, class AvgOp, class MaxOp>
static Values lpPool(PoolOp op, typename PoolOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  double p = op.getNormType();
  Type element = t.elementType(x), compute = t.computeType(element);
  SmallVector<int64_t> zeros(PoolOp::spatialRank, 0), ones(PoolOp::spatialRank, 1), all = t.range(n);
  auto shape = cast<RankedTensorType>(op.getResult().getType());
  if (std::isinf(p)) {
    Value magnitudes =
        t.map({{x, all}}, n, element, [&](Scalars s) { return p > 0 ? abs(*s[0]) : -abs(*s[0]); });
    Value y = MaxOp::create(t.b, t.loc, shape.clone(element), Type(), magnitudes, op.getKernelSize(), op.getStride(), zeros,
                            ones, op.getCeilMode(), false)
                  .getResult();
    return SmallVector<Value>{p > 0 ? y : t.map({{y, all}}, n, element, [](Scalars s) { return -*s[0]; })};
  }
  double window = 1;
  for (int64_t k : op.getKernelSize())
    window *= static_cast<double>(k);
  Value powers = t.map({{x, all}}, n, compute, [&](Scalars s) { return powerOf(*s[0], p); });
  Value mean = createMean<AvgOp>(t, shape.clone(compute), powers, op.getKernelSize(), op.getStride(), op.getCeilMode());
  return SmallVector<Value>{
      t.map({{mean, all}}, n, element, [&](Scalars s) { return powerOf(*s[0] * ScalarIR(window), 1 / p); })};
}

void nnf::registerAveragePoolingDecompositions(MLIRContext *context) {
  attach<AvgPool1dOp, avgPool<AvgPool1dOp>>(context);
  attach<AvgPool2dOp, avgPool<AvgPool2dOp>>(context);
  attach<AvgPool3dOp, avgPool<AvgPool3dOp>>(context);
  attach<AdaptiveAvgPool1dOp, adaptiveAvgPool<AdaptiveAvgPool1dOp>>(context);
  attach<AdaptiveAvgPool2dOp, adaptiveAvgPool<AdaptiveAvgPool2dOp>>(context);
  attach<AdaptiveAvgPool3dOp, adaptiveAvgPool<AdaptiveAvgPool3dOp>>(context);
  attach<LpPool1dOp, lpPool<LpPool1dOp, AvgPool1dOp, MaxPool1dOp>>(context);
  attach<LpPool2dOp, lpPool<LpPool2dOp, AvgPool2dOp, MaxPool2dOp>>(context);
  attach<LpPool3dOp, lpPool<LpPool3dOp, AvgPool3dOp, MaxPool3dOp>>(context);
}
