//===- AffineGrid.h - the pixels of an image, in coordinates ---------------------------------------------*- C++
//-*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_AFFINEGRID_H
#define NNF_CONVERSION_AFFINEGRID_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// `size` coordinates from -1 to 1: with `corners` the ends are the outermost pixels' centres, else their outer edges.
/// One pixel is at 0. A few are constants; many, which would make the program as long as the image, are computed, to
/// the same bits.
inline Value baseCoordinates(TensorBuilder &t, int64_t size, bool corners, Type type) {
  constexpr int64_t few = 4096;
  double last = static_cast<double>(size - 1);
  if (size > few) {
    auto body = [&](OpBuilder &b, Location l, ValueRange) {
      Type f64 = b.getF64Type();
      auto number = [&](double x) { return arith::ConstantOp::create(b, l, b.getF64FloatAttr(x)); };
      Value i = arith::IndexCastOp::create(b, l, b.getI64Type(), linalg::IndexOp::create(b, l, 0));
      Value twice = arith::MulFOp::create(b, l, number(2), arith::SIToFPOp::create(b, l, f64, i));
      Value from = arith::SubFOp::create(b, l, twice, number(last));
      Value at = arith::DivFOp::create(b, l, from, number(corners ? last : static_cast<double>(size)));
      return SmallVector<Value>{type == f64 ? at : Value(arith::TruncFOp::create(b, l, type, at))};
    };
    return t.generic({}, {{t.empty({t.b.getIndexAttr(size)}, type), {0}}}, {utils::IteratorType::parallel}, body)[0];
  }
  SmallVector<Attribute> values;
  for (int64_t i = 0; i < size; ++i) {
    double at = size == 1 ? 0 : (2 * static_cast<double>(i) - last) / (corners ? last : static_cast<double>(size));
    values.push_back(t.b.getFloatAttr(type, at));
  }
  return arith::ConstantOp::create(t.b, t.loc, DenseElementsAttr::get(RankedTensorType::get({size}, type), values));
}

} // namespace mlir::nnf

#endif // NNF_CONVERSION_AFFINEGRID_H
