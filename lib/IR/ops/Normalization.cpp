//===- Normalization.cpp - shape rules and registration of the family -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Normalization.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/Normalization.cpp.inc"

void NnfDialect::registerNormalizationOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Normalization.cpp.inc"
      >();
}

LogicalResult LayerNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  ArrayRef<int64_t> sizes = adaptor.getNormalizedShape();
  if (failed(c.require(!sizes.empty(), "expects normalized_shape to have at least one entry")) ||
      failed(c.requireRank(x, sizes.size(), INT64_MAX, "input")))
    return failure();
  size_t first = x.size() - sizes.size();
  for (auto [i, size] : llvm::enumerate(sizes))
    if (failed(c.requireEqual(x[first + i], Dim(size), "dimension " + Twine(first + i) + " of input",
                              "entry " + Twine(i) + " of normalized_shape")))
      return failure();
  auto check = [&](Value v, StringRef name) {
    if (!v)
      return success();
    Shape s = c.shape(v);
    if (failed(c.requireRank(s, sizes.size(), sizes.size(), name)))
      return failure();
    for (auto [i, size] : llvm::enumerate(sizes))
      if (failed(c.requireEqual(s[i], Dim(size), "dimension " + Twine(i) + " of " + name,
                                "entry " + Twine(i) + " of normalized_shape")))
        return failure();
    return success();
  };
  if (failed(check(adaptor.getWeight(), "weight")) || failed(check(adaptor.getBias(), "bias")))
    return failure();
  // The attribute knows what a dynamic dimension must be.
  for (auto [i, size] : llvm::enumerate(sizes))
    x[first + i] = Dim(size);
  results.push_back(x);
  return success();
}

SmallVector<int64_t> LayerNormOp::getWholeDims() {
  int64_t rank = getInput().getType().getRank(), first = rank - static_cast<int64_t>(getNormalizedShape().size());
  return llvm::to_vector(llvm::seq(first, rank));
}

LogicalResult BatchNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  if (failed(c.requireRank(x, 2, INT64_MAX, "input")))
    return failure();
  bool hasMean = static_cast<bool>(adaptor.getRunningMean()), hasVar = static_cast<bool>(adaptor.getRunningVar());
  if (failed(c.require(hasMean == hasVar, "expects running_mean and running_var to be given together")) ||
      failed(c.require(adaptor.getTraining() || hasMean, "expects running_mean and running_var in inference")))
    return failure();
  auto check = [&](Value v, StringRef name) {
    if (!v)
      return success();
    Shape s = c.shape(v);
    if (failed(c.requireRank(s, 1, 1, name)))
      return failure();
    return c.requireEqual(s[0], x[1], "dimension 0 of " + name, "the number of channels");
  };
  if (failed(check(adaptor.getRunningMean(), "running_mean")) || failed(check(adaptor.getRunningVar(), "running_var")) ||
      failed(check(adaptor.getWeight(), "weight")) || failed(check(adaptor.getBias(), "bias")))
    return failure();
  if (adaptor.getTraining()) {
    Dim count(1);
    for (auto [i, d] : llvm::enumerate(x))
      if (i != 1)
        count = count * d;
    if (failed(c.requireAtLeast(count, 2, "the number of values a channel in training")))
      return failure();
  }
  results.push_back(x);
  if (adaptor.getTraining() && hasMean)
    results.append(2, Shape{x[1]});
  return success();
}
