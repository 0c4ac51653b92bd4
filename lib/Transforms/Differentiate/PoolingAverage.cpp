//===- PoolingAverage.cpp - gradients of means and norms over windows ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Vjp.h"
#include "nnf/Conversion/AveragePooling.h"
#include "nnf/IR/ops/Pooling.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerAveragePoolingVjps(MLIRContext *context);
}

static SmallVector<OpFoldResult> sizesFrom(TensorBuilder &t, Value v, int64_t first) {
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = first; d < t.rank(v); ++d)
    sizes.push_back(t.sizeOf(v, d));
  return sizes;
}

/// dx[i] = the sum of dy[o] / count(o) over the windows o that i lies in.
template <class PoolOp>
static Gradients avgPool(PoolOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  if (!hasGradient(x))
    return SmallVector<Value>{Value()};
  AveragePool pool = AveragePool::of(op, t.rank(x));
  int64_t first = pool.windows.first;
  Type compute = t.computeTypeOf(x);
  Value shares = divideByWindowCount(t, dy, pool, sizesFrom(t, x, first), compute);
  Value sum = gatherFromWindows(t, t.filled(sizesFrom(t, x, 0), compute, 0), pool.windows, sizesFrom(t, dy, first),
                                [&](OpBuilder &b, Location l, ValueRange lead, ValueRange, ValueRange o) -> Value {
                                  SmallVector<Value> at(lead);
                                  llvm::append_range(at, o);
                                  return tensor::ExtractOp::create(b, l, shares, at);
                                });
  return SmallVector<Value>{t.cast_(sum, t.elementType(x))};
}

/// The same with adaptive windows, whose adjoint is the sum over adaptive windows with the sizes exchanged.
template <class PoolOp>
static Gradients adaptiveAvgPool(PoolOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput();
  int64_t first = t.rank(x) - PoolOp::spatialRank;
  SmallVector<OpFoldResult> in = sizesFrom(t, x, 0);
  Value shares = divideByAdaptiveCount(t, cotangents[0], first, in, t.computeTypeOf(x));
  return SmallVector<Value>{t.cast_(sumAdaptive(t, shares, first, in), t.elementType(x))};
}

/// Through the steps (mean(x^p) * window)^(1/p). Where the mean is 0 the gradient is 0, as PyTorch makes it.
template <class PoolOp, class AvgOp, class MaxOp>
static Gradients lpPool(PoolOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  int64_t n = t.rank(x);
  double p = op.getNormType();
  Type element = t.elementType(x), compute = t.computeType(element);
  SmallVector<int64_t> zeros(PoolOp::spatialRank, 0), ones(PoolOp::spatialRank, 1), all = t.range(n);
  auto shape = cast<RankedTensorType>(op.getResult().getType());
  auto through = [&](Operation *inner, Value cotangent) {
    SmallVector<Value> given(inner->getNumResults());
    given[0] = cotangent;
    return cast<DifferentiableOpInterface>(inner).buildVjp(t.b, given);
  };
  if (std::isinf(p)) {
    Value magnitudes =
        t.map({{x, all}}, n, element, [&](Scalars s) { return p > 0 ? abs(*s[0]) : -abs(*s[0]); });
    Operation *pool = MaxOp::create(t.b, t.loc, shape, Type(), magnitudes, op.getKernelSize(), op.getStride(), zeros, ones,
                                    op.getCeilMode(), false);
    Gradients inner = through(pool, dy);
    if (failed(inner))
      return failure();
    // The two changes of sign of the minimum cancel.
    return SmallVector<Value>{t.map({{x, all}, {(*inner)[0], all}}, n, element, [](Scalars s) {
      return select(*s[0] > ScalarIR(0.0), *s[1], select(*s[0] < ScalarIR(0.0), -*s[1], ScalarIR(0.0) * *s[1]));
    })};
  }
  double window = 1;
  for (int64_t k : op.getKernelSize())
    window *= static_cast<double>(k);
  Value powers = t.map({{x, all}}, n, compute, [&](Scalars s) { return powerOf(*s[0], p); });
  auto mean = createMean<AvgOp>(t, shape.clone(compute), powers, op.getKernelSize(), op.getStride(), op.getCeilMode());
  Value toMean = t.map({{mean.getResult(), all}, {dy, all}}, n, compute, [&](Scalars s) {
    ScalarIR slope = powerOf(*s[0] * ScalarIR(window), 1 / p - 1) * ScalarIR(window / p);
    return select(equals(*s[0], ScalarIR(0.0)), ScalarIR(0.0), slope * *s[1]);
  });
  Gradients inner = through(mean, toMean);
  if (failed(inner))
    return failure();
  return SmallVector<Value>{t.map({{x, all}, {(*inner)[0], all}}, n, element, [&](Scalars s) {
    return *s[1] * (ScalarIR(p) * (p == 1 ? ScalarIR(1.0) : powerOf(*s[0], p - 1)));
  })};
}

void nnf::registerAveragePoolingVjps(MLIRContext *context) {
  attachVjp<AvgPool1dOp, avgPool<AvgPool1dOp>>(context);
  attachVjp<AvgPool2dOp, avgPool<AvgPool2dOp>>(context);
  attachVjp<AvgPool3dOp, avgPool<AvgPool3dOp>>(context);
  attachVjp<AdaptiveAvgPool1dOp, adaptiveAvgPool<AdaptiveAvgPool1dOp>>(context);
  attachVjp<AdaptiveAvgPool2dOp, adaptiveAvgPool<AdaptiveAvgPool2dOp>>(context);
  attachVjp<AdaptiveAvgPool3dOp, adaptiveAvgPool<AdaptiveAvgPool3dOp>>(context);
  attachVjp<LpPool1dOp, lpPool<LpPool1dOp, AvgPool1dOp, MaxPool1dOp>>(context);
  attachVjp<LpPool2dOp, lpPool<LpPool2dOp, AvgPool2dOp, MaxPool2dOp>>(context);
  attachVjp<LpPool3dOp, lpPool<LpPool3dOp, AvgPool3dOp, MaxPool3dOp>>(context);
}
