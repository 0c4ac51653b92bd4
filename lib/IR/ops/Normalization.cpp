//===- Normalization.cpp - shape rules and registration of the family -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Normalization.h"
#include "nnf/IR/OpImpl.h"
#include "llvm/ADT/DenseSet.h"
#include <cmath>

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

/// `v`, where it is given, has the sizes `like`, which are `whose`.
static LogicalResult checkSizes(ShapeContext &c, Value v, StringRef name, ArrayRef<Dim> like,
                                function_ref<std::string(size_t)> whose) {
  if (!v)
    return success();
  Shape s = c.shape(v);
  if (failed(c.requireRank(s, like.size(), like.size(), name)))
    return failure();
  for (auto [i, size] : llvm::enumerate(like))
    if (failed(c.requireEqual(s[i], size, "dimension " + Twine(i) + " of " + name, whose(i))))
      return failure();
  return success();
}

/// The input's last dimensions, and what is given by position in them, have the sizes of the attribute.
static LogicalResult normalizedShape(ShapeContext &c, Value input, ArrayRef<int64_t> sizes, Value weight, Value bias,
                                     SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(input);
  if (failed(c.require(!sizes.empty(), "expects normalized_shape to have at least one entry")) ||
      failed(c.requireRank(x, sizes.size(), INT64_MAX, "input")))
    return failure();
  size_t first = x.size() - sizes.size();
  auto whose = [](size_t i) { return "entry " + std::to_string(i) + " of normalized_shape"; };
  for (auto [i, size] : llvm::enumerate(sizes))
    if (failed(c.requireEqual(x[first + i], Dim(size), "dimension " + Twine(first + i) + " of input", whose(i))))
      return failure();
  SmallVector<Dim> like(sizes.begin(), sizes.end());
  if (failed(checkSizes(c, weight, "weight", like, whose)) || failed(checkSizes(c, bias, "bias", like, whose)))
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

/// One entry a channel.
static LogicalResult checkChannels(ShapeContext &c, Value v, StringRef name, Dim channels) {
  return checkSizes(c, v, name, channels, [](size_t) { return std::string("the number of channels"); });
}

LogicalResult LayerNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  return normalizedShape(c, adaptor.getInput(), adaptor.getNormalizedShape(), adaptor.getWeight(), adaptor.getBias(), results);
}

LogicalResult RmsNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  return normalizedShape(c, adaptor.getInput(), adaptor.getNormalizedShape(), adaptor.getWeight(), Value(), results);
}

LogicalResult GroupNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  int64_t groups = adaptor.getNumGroups();
  if (failed(c.requireRank(x, 2, INT64_MAX, "input")) ||
      failed(c.require(groups >= 1, "expects num_groups to be at least 1, but got " + Twine(groups))))
    return failure();
  Dim each = floorDiv(x[1], groups), count = x[0] * each;
  for (Dim d : ArrayRef(x).drop_front(2))
    count = count * d;
  if (failed(c.requireEqual(x[1], each * Dim(groups), "the number of channels",
                            "a multiple of num_groups (" + Twine(groups) + ")")) ||
      failed(checkChannels(c, adaptor.getWeight(), "weight", x[1])) ||
      failed(checkChannels(c, adaptor.getBias(), "bias", x[1])) ||
      failed(c.requireDifferent(count, 1, "the number of values a group of all samples together")))
    return failure();
  results.push_back(x);
  return success();
}

LogicalResult InstanceNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  bool own = adaptor.getUseInputStats();
  bool hasMean = static_cast<bool>(adaptor.getRunningMean()), hasVar = static_cast<bool>(adaptor.getRunningVar());
  if (failed(c.requireRank(x, 2, INT64_MAX, "input")) ||
      failed(c.require(hasMean == hasVar, "expects running_mean and running_var to be given together")) ||
      failed(c.require(own || hasMean, "expects running_mean and running_var where use_input_stats is false")) ||
      failed(checkChannels(c, adaptor.getRunningMean(), "running_mean", x[1])) ||
      failed(checkChannels(c, adaptor.getRunningVar(), "running_var", x[1])) ||
      failed(checkChannels(c, adaptor.getWeight(), "weight", x[1])) ||
      failed(checkChannels(c, adaptor.getBias(), "bias", x[1])))
    return failure();
  Dim count(1);
  for (Dim d : ArrayRef(x).drop_front(2))
    count = count * d;
  if (own && failed(c.requireDifferent(count, 1, "the number of values a channel of a sample")))
    return failure();
  results.push_back(x);
  if (own && hasMean)
    results.append(2, Shape{x[1]});
  return success();
}

LogicalResult LocalResponseNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  if (failed(c.requireRank(x, 3, INT64_MAX, "input")) ||
      failed(c.require(adaptor.getSize() >= 1, "expects size to be at least 1, but got " + Twine(adaptor.getSize()))))
    return failure();
  results.push_back(x);
  return success();
}

LogicalResult NormalizeOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  llvm::SmallDenseSet<int64_t> dims;
  Dim count(1);
  SmallVector<int64_t> listed(adaptor.getDim());
  for (size_t d = 0; listed.empty() && d < x.size(); ++d)
    count = count * x[d];
  for (int64_t dim : listed) {
    FailureOr<int64_t> d = c.dimIndex(dim, x.size());
    if (failed(d) || failed(c.require(dims.insert(*d).second, "expects dim to name a dimension once, but got " + Twine(dim) +
                                                                  " for the second time")))
      return failure();
    if (!x.empty())
      count = count * x[*d];
  }
  // The largest of nothing is not defined.
  bool isExtreme = std::isinf(adaptor.getP());
  if (isExtreme && failed(c.requireAtLeast(count, 1, "the number of values to normalize together for p = inf")))
    return failure();
  results.push_back(x);
  return success();
}

LogicalResult BatchNormOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  if (failed(c.requireRank(x, 2, INT64_MAX, "input")))
    return failure();
  bool hasMean = static_cast<bool>(adaptor.getRunningMean()), hasVar = static_cast<bool>(adaptor.getRunningVar());
  if (failed(c.require(hasMean == hasVar, "expects running_mean and running_var to be given together")) ||
      failed(c.require(adaptor.getTraining() || hasMean, "expects running_mean and running_var in inference")))
    return failure();
  if (failed(checkChannels(c, adaptor.getRunningMean(), "running_mean", x[1])) ||
      failed(checkChannels(c, adaptor.getRunningVar(), "running_var", x[1])) ||
      failed(checkChannels(c, adaptor.getWeight(), "weight", x[1])) || failed(checkChannels(c, adaptor.getBias(), "bias", x[1])))
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
