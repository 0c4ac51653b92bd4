//===- AffineGrid.h - the pixels of an image, in coordinates ---------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_AFFINEGRID_H
#define NNF_CONVERSION_AFFINEGRID_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// `size` coordinates from -1 to 1: with `corners` the ends are the outermost pixels' centres, else their outer edges. One
/// pixel is at 0.
inline Value baseCoordinates(TensorBuilder &t, int64_t size, bool corners, Type type) {
  SmallVector<Attribute> values;
  double last = static_cast<double>(size - 1);
  for (int64_t i = 0; i < size; ++i) {
    double at = size == 1 ? 0 : (2 * static_cast<double>(i) - last) / (corners ? last : static_cast<double>(size));
    values.push_back(t.b.getFloatAttr(type, at));
  }
  return arith::ConstantOp::create(t.b, t.loc, DenseElementsAttr::get(RankedTensorType::get({size}, type), values));
}

} // namespace mlir::nnf

#endif // NNF_CONVERSION_AFFINEGRID_H
