//===- LossDistance.cpp - shape rules and registration of the family ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossDistance.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/LossDistance.cpp.inc"

void NnfDialect::registerLossDistanceOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/LossDistance.cpp.inc"
      >();
}

/// The operands broadcast, and have one rank.
static FailureOr<Shape> sameRank(ShapeContext &c, ValueRange operands, ArrayRef<std::string> names) {
  SmallVector<Shape> shapes;
  for (auto [v, name] : llvm::zip_equal(operands, names)) {
    shapes.push_back(c.shape(v));
    if (failed(c.requireRank(shapes.back(), shapes.front().size(), shapes.front().size(), name)))
      return failure();
  }
  return c.broadcast(shapes, names);
}

LogicalResult MarginRankingLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  FailureOr<Shape> shape = sameRank(c, adaptor.getOperands(), {"input1", "input2", "target"});
  if (failed(shape) || failed(c.requireSameIntegers(adaptor.getOperands())))
    return failure();
  return nnf::detail::reducedShape(c, adaptor.getReduction(), *shape, results);
}

LogicalResult CosineEmbeddingLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape target = c.shape(adaptor.getTarget());
  if (failed(c.requireRank(target, 0, 1, "target")))
    return failure();
  int64_t rank = target.size() + 1;
  FailureOr<Shape> shape = sameRank(c, {adaptor.getInput1(), adaptor.getInput2()}, {"input1", "input2"});
  if (failed(shape) || failed(c.requireRank(*shape, rank, rank, "input1 and input2, for this target,")) ||
      failed(c.requireSameElements({adaptor.getInput1(), adaptor.getInput2()})))
    return failure();
  shape->pop_back();
  FailureOr<Shape> samples = c.broadcast({*shape, target}, {"the samples", "target"});
  if (failed(samples))
    return failure();
  return nnf::detail::reducedShape(c, adaptor.getReduction(), *samples, results);
}

/// Of three operands and a margin that is above 0.
template <class Adaptor>
static LogicalResult tripletShape(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  // Each distance is that of two, and the distances broadcast in turn.
  FailureOr<Shape> shape = sameRank(c, adaptor.getOperands(), {"anchor", "positive", "negative"});
  double margin = adaptor.getMargin();
  if (failed(shape) || failed(c.requireRank(*shape, 1, INT64_MAX, "anchor")) ||
      failed(c.requireSameElements(adaptor.getOperands())) ||
      failed(c.require(margin > 0, "expects margin to be greater than 0, but got " + Twine(std::to_string(margin)))))
    return failure();
  shape->pop_back();
  return nnf::detail::reducedShape(c, adaptor.getReduction(), *shape, results);
}

LogicalResult TripletMarginLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  return tripletShape(c, adaptor, results);
}
LogicalResult TripletMarginWithDistanceLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  return tripletShape(c, adaptor, results);
}
