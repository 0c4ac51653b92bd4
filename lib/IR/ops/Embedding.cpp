//===- Embedding.cpp - shape rule and registration of the family ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Embedding.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#include "nnf/IR/enums/Embedding.cpp.inc"

#define GET_OP_CLASSES
#include "nnf/IR/ops/Embedding.cpp.inc"

void NnfDialect::registerEmbeddingOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Embedding.cpp.inc"
      >();
}

LogicalResult EmbeddingOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape indices = c.shape(adaptor.getInput()), table = c.shape(adaptor.getWeight());
  if (failed(c.requireRank(table, 2, 2, "weight")))
    return failure();
  if (auto padding = adaptor.getPaddingIdx(); padding && table[0].isStatic()) {
    int64_t rows = table[0].getSize();
    if (failed(c.require(*padding >= -rows && *padding < rows, "expects padding_idx to be in [" + Twine(-rows) + ", " +
                                                                   Twine(rows) + "), but got " + Twine(*padding))))
      return failure();
  }
  Shape result = indices;
  result.push_back(table[1]);
  results.push_back(result);
  if (adaptor.getMaxNorm())
    results.push_back(table);
  return success();
}

LogicalResult EmbeddingBagOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape indices = c.shape(adaptor.getInput()), table = c.shape(adaptor.getWeight());
  Value offsets = adaptor.getOffsets(), scales = adaptor.getPerSampleWeights();
  BagMode mode = adaptor.getMode();
  if (failed(c.requireRank(indices, 1, 2, "input")) || failed(c.requireRank(table, 2, 2, "weight")) ||
      failed(c.require((indices.size() == 1) == static_cast<bool>(offsets),
                       indices.size() == 1 ? "expects offsets with an input of rank 1"
                                           : "expects no offsets with an input of rank 2")) ||
      failed(c.require(!scales || mode == BagMode::Sum, "expects per_sample_weights with mode sum only")) ||
      failed(c.require(mode != BagMode::Max || !adaptor.getScaleGradByFreq(), "expects no scale_grad_by_freq with mode max")) ||
      failed(c.require(mode != BagMode::Max || !adaptor.getSparse(), "expects no sparse with mode max")))
    return failure();
  if (auto padding = adaptor.getPaddingIdx(); padding && table[0].isStatic()) {
    int64_t rows = table[0].getSize();
    if (failed(c.require(*padding >= -rows && *padding < rows, "expects padding_idx to be in [" + Twine(-rows) + ", " +
                                                                   Twine(rows) + "), but got " + Twine(*padding))))
      return failure();
  }
  if (scales) {
    Shape s = c.shape(scales);
    if (failed(c.requireRank(s, indices.size(), indices.size(), "per_sample_weights")) ||
        failed(c.requireSameElements({adaptor.getWeight(), scales})))
      return failure();
    for (size_t d = 0; d < s.size(); ++d)
      if (failed(c.requireEqual(s[d], indices[d], "dimension " + Twine(d) + " of per_sample_weights",
                                "dimension " + Twine(d) + " of input")))
        return failure();
  }
  Dim bags = indices[0];
  if (offsets) {
    Shape o = c.shape(offsets);
    if (failed(c.requireRank(o, 1, 1, "offsets")))
      return failure();
    bags = o[0];
    if (adaptor.getIncludeLastOffset()) {
      if (failed(c.requireAtLeast(bags, 1, "dimension 0 of offsets")))
        return failure();
      bags = bags - Dim(1);
    }
  }
  results.push_back({bags, table[1]});
  if (adaptor.getMaxNorm())
    results.push_back(table);
  return success();
}

LogicalResult OneHotOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  int64_t classes = adaptor.getNumClasses();
  if (failed(c.require(classes == -1 || classes >= 1, "expects num_classes to be at least 1, or -1, but got " + Twine(classes))))
    return failure();
  Shape result = c.shape(adaptor.getTensor());
  // Where the classes are to be counted, only the values tell.
  result.push_back(classes < 0 ? Dim() : Dim(classes));
  results.push_back(result);
  return success();
}

LogicalResult OneHotOp::verify() {
  auto type = cast<RankedTensorType>(getResult().getType());
  if (getNumClasses() < 0 && !type.isDynamicDim(type.getRank() - 1))
    return emitOpError("expects the last dimension of the result to be dynamic where classes are counted, but got ")
           << type.getDimSize(type.getRank() - 1);
  return success();
}
