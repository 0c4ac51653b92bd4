//===- Rearrange.cpp - the same elements in another order -----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Rearrange.h"
#include "nnf/IR/ShapeRule.h"

using namespace mlir;
using namespace mlir::nnf;

/// The size of a dimension divided by `divisor`, of which it is a multiple.
static OpFoldResult part(TensorBuilder &t, Value v, int64_t dim, int64_t divisor) {
  OpFoldResult size = t.sizeOf(v, dim);
  if (std::optional<int64_t> fixed = getConstantIntValue(size))
    return t.b.getIndexAttr(*fixed / divisor);
  return arith::DivUIOp::create(t.b, t.loc, cast<Value>(size), t.index(divisor)).getResult();
}

/// (..., C, r, r, H, W) -> (..., C, H, r, W, r), then seen as (..., C, H r, W r).
Value nnf::pixelsFromChannels(TensorBuilder &t, Value v, int64_t r) {
  if (r == 1)
    return v;
  int64_t c = t.rank(v) - 3;
  OpFoldResult factor = t.b.getIndexAttr(r);
  Value split = t.expandDim(v, c, {part(t, v, c, r * r), factor, factor});
  SmallVector<int64_t> order = t.range(c + 1);
  order.append({c + 3, c + 1, c + 4, c + 2});
  return t.collapseDims(t.collapseDims(t.transposed(split, order), c + 3, 2), c + 1, 2);
}

/// (..., C, H, r, W, r) -> (..., C, r, r, H, W), then seen as (..., C r^2, H, W).
Value nnf::channelsFromPixels(TensorBuilder &t, Value v, int64_t r) {
  if (r == 1)
    return v;
  int64_t c = t.rank(v) - 3;
  OpFoldResult factor = t.b.getIndexAttr(r);
  Value split = t.expandDim(t.expandDim(v, c + 2, {part(t, v, c + 2, r), factor}), c + 1, {part(t, v, c + 1, r), factor});
  SmallVector<int64_t> order = t.range(c + 1);
  order.append({c + 2, c + 4, c + 1, c + 3});
  return t.collapseDims(t.transposed(split, order), c, 3);
}

/// (N, groups, K, ...) -> (N, K, groups, ...), seen as (N, C, ...); backwards from (N, K, groups, ...).
Value nnf::shuffleChannels(TensorBuilder &t, Value v, int64_t groups, bool back) {
  OpFoldResult count = t.b.getIndexAttr(groups), each = part(t, v, 1, groups);
  SmallVector<OpFoldResult> parts{count, each};
  if (back)
    std::swap(parts[0], parts[1]);
  Value split = t.expandDim(v, 1, parts);
  SmallVector<int64_t> order = t.range(t.rank(split));
  std::swap(order[1], order[2]);
  return t.collapseDims(t.transposed(split, order), 1, 2);
}
