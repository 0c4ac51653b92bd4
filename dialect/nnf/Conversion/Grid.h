//===- Grid.h - places in an image ----------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What grid_sample and its gradient share: from coordinates in [-1, 1] to pixels and weights.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_GRID_H
#define NNF_CONVERSION_GRID_H

#include "nnf/Conversion/TensorBuilder.h"
#include "nnf/IR/ops/Vision.h"

namespace mlir::nnf {

/// A pixel along one axis: its (safe) position as an index, whether it is in the image, its weight (null: 1), and the
/// derivative of the weight with respect to the place.
struct GridTap {
  Value position, inside, weight, slope;
};

/// Emits the arithmetic of one grid_sample op in linalg bodies.
class GridSampler {
public:
  GridSampler(GridSampleOp op) : mode(op.getMode()), padding(op.getPaddingMode()), corners(op.getAlignCorners()) {}

  /// For each axis of the image (the last one first in the grid), a tensor (N, places...) of the places in pixels and, with
  /// `slopes`, one of their derivatives with respect to the coordinates.
  void places(TensorBuilder &t, Value image, Value grid, Type compute, SmallVectorImpl<Value> &places,
              SmallVectorImpl<Value> *slopes);

  /// The pixels that a place lies between. `size` is the axis' size as an index.
  SmallVector<GridTap> taps(OpBuilder &b, Location l, Value place, Value size) const;

  /// The sum over all combinations of taps of the product of their weights and `element(positions, inside)`; along axis `slope`
  /// (-1: none) the weights' derivatives take their place.
  static Value combine(OpBuilder &b, Location l, ArrayRef<SmallVector<GridTap>> axes, int64_t slope,
                       function_ref<Value(ValueRange positions, Value inside)> element);

  GridMode mode;

private:
  /// A place outside moved into the image (border, reflection), with the factor of its derivative.
  std::pair<Value, Value> moveInside(OpBuilder &b, Location l, Value place, Value size) const;

  GridPadding padding;
  bool corners;
};

} // namespace mlir::nnf

#endif // NNF_CONVERSION_GRID_H
