//===- LowPrecision.cpp - shape rules and registration of the family ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LowPrecision.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#include "nnf/IR/enums/LowPrecision.cpp.inc"

#define GET_OP_CLASSES
#include "nnf/IR/ops/LowPrecision.cpp.inc"

void NnfDialect::registerLowPrecisionOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/LowPrecision.cpp.inc"
      >();
}

/// The groups are rows, columns, or parts of the sum; or matrices that lie apart, without offsets.
static LogicalResult groupedShape(ShapeContext &c, Value matA, Value matB, Value offs, SmallVectorImpl<Shape> &results) {
  Shape a = c.shape(matA), b = c.shape(matB);
  if (failed(c.requireRank(a, 2, 3, "mat_a")) || failed(c.requireRank(b, 2, 3, "mat_b")) ||
      failed(c.requireEqual(a.back(), b[b.size() - 2], "the last dimension of mat_a", "dimension -2 of mat_b")))
    return failure();
  bool apart = a.size() == 3 && b.size() == 3;
  if (failed(c.require(static_cast<bool>(offs) != apart,
                       apart ? "expects no offs where both matrices have rank 3" : "expects offs where a matrix has rank 2")))
    return failure();
  Dim groups = apart ? a[0] : Dim();
  if (apart && failed(c.requireEqual(b[0], a[0], "dimension 0 of mat_b", "dimension 0 of mat_a")))
    return failure();
  if (offs) {
    Shape o = c.shape(offs);
    if (failed(c.requireRank(o, 1, 1, "offs")))
      return failure();
    groups = o[0];
    if (a.size() == 3 && failed(c.requireEqual(a[0], groups, "dimension 0 of mat_a", "the number of groups")))
      return failure();
    if (b.size() == 3 && failed(c.requireEqual(b[0], groups, "dimension 0 of mat_b", "the number of groups")))
      return failure();
  }
  Shape result;
  if (a.size() == b.size())
    result.push_back(groups);
  result.append({a[a.size() - 2], b.back()});
  results.push_back(result);
  return success();
}

LogicalResult GroupedMmOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  if (failed(c.requireSameElements({adaptor.getMatA(), adaptor.getMatB()})))
    return failure();
  return groupedShape(c, adaptor.getMatA(), adaptor.getMatB(), adaptor.getOffs(), results);
}

/// A number, or one for each entry of dimension `kept` of two.
static LogicalResult checkScale(ShapeContext &c, Value scale, ScaleRecipe recipe, int64_t kept, Dim size, StringRef of,
                                StringRef name) {
  Shape s = c.shape(scale);
  if (recipe == ScaleRecipe::RowWise && failed(c.requireRank(s, 2, 2, name)))
    return failure();
  for (auto [i, d] : llvm::enumerate(s)) {
    bool isKept = recipe == ScaleRecipe::RowWise && static_cast<int64_t>(i) == kept;
    if (failed(c.requireEqual(d, isKept ? size : Dim(1), "dimension " + Twine(i) + " of " + name, isKept ? of : "1")))
      return failure();
  }
  return success();
}

LogicalResult ScaledMmOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape a = c.shape(adaptor.getMatA()), b = c.shape(adaptor.getMatB());
  if (failed(c.requireRank(a, 2, 2, "mat_a")) || failed(c.requireRank(b, 2, 2, "mat_b")) ||
      failed(c.requireEqual(a[1], b[0], "dimension 1 of mat_a", "dimension 0 of mat_b")) ||
      failed(checkScale(c, adaptor.getScaleA(), adaptor.getScaleRecipeA(), 0, a[0], "dimension 0 of mat_a", "scale_a")) ||
      failed(checkScale(c, adaptor.getScaleB(), adaptor.getScaleRecipeB(), 1, b[1], "dimension 1 of mat_b", "scale_b")))
    return failure();
  if (Value bias = adaptor.getBias()) {
    Shape s = c.shape(bias);
    if (failed(c.requireRank(s, 1, 1, "bias")) ||
        failed(c.requireEqual(s[0], b[1], "dimension 0 of bias", "dimension 1 of mat_b")))
      return failure();
  }
  results.push_back({a[0], b[1]});
  return success();
}

LogicalResult ScaledGroupedMmOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  if (failed(groupedShape(c, adaptor.getMatA(), adaptor.getMatB(), adaptor.getOffs(), results)))
    return failure();
  Shape a = c.shape(adaptor.getMatA()), b = c.shape(adaptor.getMatB()), sa = c.shape(adaptor.getScaleA()),
        sb = c.shape(adaptor.getScaleB());
  // Rows (columns) that are in groups have a scale each, all others one in each group.
  bool rowsInGroups = a.size() == 2 && b.size() == 3, columnsInGroups = a.size() == 3 && b.size() == 2;
  Dim groups = a.size() == 3 ? a[0] : b.size() == 3 ? b[0] : c.shape(adaptor.getOffs())[0];
  auto check = [&](const Shape &scale, bool inGroups, Dim size, StringRef name, const Twine &of) -> LogicalResult {
    int64_t rank = inGroups ? 1 : 2;
    if (failed(c.requireRank(scale, rank, rank, name)) ||
        failed(c.requireEqual(scale.back(), size, "the last dimension of " + name, of)))
      return failure();
    return inGroups ? success() : c.requireEqual(scale[0], groups, "dimension 0 of " + name, "the number of groups");
  };
  if (failed(check(sa, rowsInGroups, a[a.size() - 2], "scale_a", "dimension -2 of mat_a")))
    return failure();
  return check(sb, columnsInGroups, b.back(), "scale_b", "the last dimension of mat_b");
}
