//===- TensorShapes.cpp - reshapes, transposes and pads of a TensorBuilder -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/TensorBuilder.h"

using namespace mlir;
using namespace mlir::nnf;

/// A reassociation in which result dimension `group` belongs to operand dimension `d`, several for `dim`.
static SmallVector<ReassociationIndices> groupsOf(int64_t rank, int64_t dim, int64_t parts) {
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0, next = 0; d < rank; ++d) {
    groups.emplace_back();
    for (int64_t k = 0; k < (d == dim ? parts : 1); ++k)
      groups.back().push_back(next++);
  }
  return groups;
}

static int64_t staticOrDynamic(OpFoldResult size) {
  return getConstantIntValue(size).value_or(ShapedType::kDynamic);
}

Value TensorBuilder::expandDim(Value v, int64_t dim, ArrayRef<OpFoldResult> parts) {
  auto type = cast<RankedTensorType>(v.getType());
  SmallVector<int64_t> shape;
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < type.getRank(); ++d) {
    if (d != dim) {
      shape.push_back(type.getDimSize(d));
      sizes.push_back(sizeOf(v, d));
      continue;
    }
    for (OpFoldResult part : parts) {
      shape.push_back(staticOrDynamic(part));
      sizes.push_back(part);
    }
  }
  // A static dimension has static parts only, and the other way round, or the op would not verify.
  int64_t product = 1;
  bool known = true;
  for (OpFoldResult part : parts)
    if (std::optional<int64_t> size = getConstantIntValue(part))
      product *= *size;
    else
      known = false;
  if (known != !type.isDynamicDim(dim)) {
    SmallVector<int64_t> cast(type.getShape());
    cast[dim] = known ? product : ShapedType::kDynamic;
    v = tensor::CastOp::create(b, loc, RankedTensorType::get(cast, type.getElementType()), v);
  }
  return tensor::ExpandShapeOp::create(b, loc, RankedTensorType::get(shape, type.getElementType()), v,
                                       groupsOf(type.getRank(), dim, parts.size()), sizes);
}

Value TensorBuilder::collapseDims(Value v, int64_t first, int64_t count) {
  if (count == 1)
    return v;
  return tensor::CollapseShapeOp::create(b, loc, v, groupsOf(rank(v) - count + 1, first, count));
}

Value TensorBuilder::appendUnitDims(Value v, int64_t count) {
  if (count == 0)
    return v;
  auto type = cast<RankedTensorType>(v.getType());
  SmallVector<int64_t> shape(type.getShape());
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < type.getRank(); ++d)
    sizes.push_back(sizeOf(v, d));
  shape.append(count, 1);
  sizes.append(count, b.getIndexAttr(1));
  SmallVector<ReassociationIndices> groups;
  if (type.getRank())
    groups = groupsOf(type.getRank(), type.getRank() - 1, count + 1);
  return tensor::ExpandShapeOp::create(b, loc, RankedTensorType::get(shape, type.getElementType()), v, groups, sizes);
}

Value TensorBuilder::prependUnitDim(Value v) {
  auto type = cast<RankedTensorType>(v.getType());
  if (type.getRank() == 0)
    return appendUnitDims(v, 1);
  SmallVector<int64_t> shape{1};
  SmallVector<OpFoldResult> sizes{b.getIndexAttr(1)};
  llvm::append_range(shape, type.getShape());
  for (int64_t d = 0; d < type.getRank(); ++d)
    sizes.push_back(sizeOf(v, d));
  return tensor::ExpandShapeOp::create(b, loc, RankedTensorType::get(shape, type.getElementType()), v,
                                       groupsOf(type.getRank(), 0, 2), sizes);
}

Value TensorBuilder::transposed(Value v, ArrayRef<int64_t> permutation) {
  int64_t n = permutation.size();
  SmallVector<OpFoldResult> sizes;
  SmallVector<int64_t> where(n);
  for (int64_t i = 0; i < n; ++i) {
    sizes.push_back(sizeOf(v, permutation[i]));
    where[permutation[i]] = i;
  }
  SmallVector<utils::IteratorType> parallel(n, utils::IteratorType::parallel);
  return generic({{v, where}}, {{empty(sizes, elementType(v)), range(n)}}, parallel,
                 [](OpBuilder &, Location, ValueRange args) { return SmallVector<Value>{args[0]}; })[0];
}

Value TensorBuilder::padded(Value v, ArrayRef<std::pair<int64_t, int64_t>> pads, Value fill) {
  int64_t n = rank(v);
  bool cuts = false, grows = false;
  SmallVector<OpFoldResult> offsets, sizes, low, high, strides(n, b.getIndexAttr(1));
  SmallVector<int64_t> cut(cast<RankedTensorType>(v.getType()).getShape()), shape;
  for (int64_t d = 0; d < n; ++d) {
    auto [before, behind] = pads[d];
    int64_t front = std::max<int64_t>(-before, 0), back = std::max<int64_t>(-behind, 0);
    cuts = cuts || front || back;
    grows = grows || before > 0 || behind > 0;
    offsets.push_back(b.getIndexAttr(front));
    if (ShapedType::isDynamic(cut[d])) {
      Value size = tensor::DimOp::create(b, loc, v, d);
      sizes.push_back(front + back ? arith::SubIOp::create(b, loc, size, index(front + back)).getResult() : size);
    } else {
      cut[d] -= front + back;
      if (cut[d] == 0) // where nothing is left, nothing needs an offset, which may not be the size
        offsets.back() = b.getIndexAttr(0);
      sizes.push_back(b.getIndexAttr(cut[d]));
    }
    low.push_back(b.getIndexAttr(std::max<int64_t>(before, 0)));
    high.push_back(b.getIndexAttr(std::max<int64_t>(behind, 0)));
    shape.push_back(ShapedType::isDynamic(cut[d]) ? cut[d]
                                                  : cut[d] + std::max<int64_t>(before, 0) + std::max<int64_t>(behind, 0));
  }
  Type element = elementType(v);
  if (cuts)
    v = tensor::ExtractSliceOp::create(b, loc, RankedTensorType::get(cut, element), v, offsets, sizes, strides);
  if (!grows)
    return v;
  return tensor::PadOp::create(b, loc, RankedTensorType::get(shape, element), v, low, high, fill);
}
