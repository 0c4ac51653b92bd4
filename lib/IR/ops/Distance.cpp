//===- Distance.cpp - shape rules and registration of the family ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Distance.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/Distance.cpp.inc"

void NnfDialect::registerDistanceOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Distance.cpp.inc"
      >();
}

LogicalResult PairwiseDistanceOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  FailureOr<Shape> shape = c.broadcast({c.shape(adaptor.getX1()), c.shape(adaptor.getX2())}, {"x1", "x2"});
  if (failed(shape) || failed(c.requireRank(*shape, 1, INT64_MAX, "x1 or x2")) ||
      failed(c.requireSameElements({adaptor.getX1(), adaptor.getX2()})))
    return failure();
  if (std::isinf(adaptor.getP()) && failed(c.requireAtLeast(shape->back(), 1, "the number of coordinates for p = inf")))
    return failure();
  shape->pop_back();
  if (adaptor.getKeepdim())
    shape->push_back(Dim(1));
  results.push_back(*shape);
  return success();
}

LogicalResult CosineSimilarityOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  FailureOr<Shape> shape = c.broadcast({c.shape(adaptor.getX1()), c.shape(adaptor.getX2())}, {"x1", "x2"});
  if (failed(shape) || failed(c.requireSameElements({adaptor.getX1(), adaptor.getX2()})))
    return failure();
  FailureOr<int64_t> dim = c.dimIndex(adaptor.getDim(), shape->size());
  if (failed(dim))
    return failure();
  if (!shape->empty())
    shape->erase(shape->begin() + *dim);
  results.push_back(*shape);
  return success();
}

LogicalResult PdistOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  if (failed(c.requireRank(x, 2, 2, "input")) || failed(c.require(adaptor.getP() >= 0, "expects p to be at least 0, but got " +
                                                                                          Twine(std::to_string(adaptor.getP())))))
    return failure();
  // N (N - 1) / 2, which is N^2 / 2 - ceil(N / 2), and 0 for N = 0.
  results.push_back(Shape{floorDiv(x[0] * x[0] - x[0], 2)});
  return success();
}
