//===- AveragePooling.h - what means over windows divide by ------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Shared by the lowering and the gradient.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_AVERAGEPOOLING_H
#define NNF_CONVERSION_AVERAGEPOOLING_H

#include "nnf/Conversion/Windows.h"

namespace mlir::nnf {

/// The attributes of avg_pool1d, avg_pool2d or avg_pool3d.
struct AveragePool {
  Windows windows;
  bool ceilMode, countIncludePad;
  std::optional<int64_t> divisor;

  template <class PoolOp>
  static AveragePool of(PoolOp op, int64_t rank) {
    constexpr int64_t n = PoolOp::spatialRank;
    return {{rank - n, llvm::to_vector(op.getKernelSize()),
             llvm::to_vector(op.getStride().empty() ? op.getKernelSize() : op.getStride()),
             llvm::to_vector(op.getPadding()), SmallVector<int64_t>(n, 1)},
            op.getCeilMode(),
            op.getCountIncludePad(),
            op.getDivisorOverride()};
  }
};

/// A mean over windows without padding, in the type that is asked for.
template <class AvgOp>
AvgOp createMean(TensorBuilder &t, Type type, Value v, ArrayRef<int64_t> kernel, ArrayRef<int64_t> stride, bool ceilMode) {
  SmallVector<int64_t> zeros(AvgOp::spatialRank, 0);
  if constexpr (AvgOp::spatialRank == 1)
    return AvgOp::create(t.b, t.loc, type, v, kernel, stride, zeros, ceilMode, /*count_include_pad=*/true);
  else
    return AvgOp::create(t.b, t.loc, type, v, kernel, stride, zeros, ceilMode, /*count_include_pad=*/true, IntegerAttr());
}

/// v / (what the mean of its window divides by), element by element, as `element`. `in`: the sizes of the pooled dimensions.
Value divideByWindowCount(TensorBuilder &t, Value v, const AveragePool &pool, ArrayRef<OpFoldResult> in, Type element);

/// x^p; the exponents that people use are products and roots.
scalar::ScalarIR powerOf(scalar::ScalarIR x, double p);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_AVERAGEPOOLING_H
