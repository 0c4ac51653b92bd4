//===- Resize.h - resampling one dimension at a time ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Interpolation is linear and separable: each output position o of a dimension reads a few input positions with weights. Both
// are tables, computed once, so that the loops over the image hold no coordinate arithmetic; and the gradient reads the
// same tables.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_RESIZE_H
#define NNF_CONVERSION_RESIZE_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// How a dimension is resampled.
enum class ResizeKernel { Nearest, NearestExact, Linear, Cubic, AntialiasLinear, AntialiasCubic, AntialiasLanczos };

/// One dimension: the sizes, and the factor where the scale does not come from them.
struct ResizeDim {
  OpFoldResult in, out;
  std::optional<double> factor;
};

/// The tables of one dimension. Positions never decrease with o, for each tap.
struct ResizeTables {
  /// By tap: (O) positions as i64 and (O) weights; no weights where there is one tap of weight 1. With antialias: one table of
  /// first positions, `counts` (O) of how many positions follow, and weights (O, reach).
  SmallVector<Value> positions, weights;
  Value counts;
  OpFoldResult reach;

  bool isWide() const { return static_cast<bool>(counts); }
};

/// `compute` is f32 or f64, as PyTorch computes places and weights of an image of that compute type.
ResizeTables resizeTables(TensorBuilder &t, ResizeKernel kernel, const ResizeDim &dim, bool alignCorners, Type compute);

/// `v` (N, C, ...) resampled in all dimensions from 2 on, in the compute type; copies keep the element type.
Value resize(TensorBuilder &t, Value v, ResizeKernel kernel, ArrayRef<ResizeDim> dims, bool alignCorners, Type compute);

/// The same for an image of bytes (i8) and a kernel that is no copy, in integers as PyTorch does: bytes between the dimensions,
/// weights in units of a power of two.
Value resizeBytes(TensorBuilder &t, Value v, ResizeKernel kernel, ArrayRef<ResizeDim> dims, bool alignCorners);

/// The adjoint, from a tensor of the result's sizes to the input's, in the compute type.
Value resizeAdjoint(TensorBuilder &t, Value v, ResizeKernel kernel, ArrayRef<ResizeDim> dims, bool alignCorners,
                    Type compute);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_RESIZE_H
