//===- Linear.cpp - shape rules and registration of the family ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Linear.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/Linear.cpp.inc"

void NnfDialect::registerLinearOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Linear.cpp.inc"
      >();
}

LogicalResult LinearOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), w = c.shape(adaptor.getWeight());
  if (failed(c.requireRank(x, 1, INT64_MAX, "input")) || failed(c.requireRank(w, 1, 2, "weight")) ||
      failed(c.requireEqual(x.back(), w.back(), "the last dimension of input", "the last dimension of weight")) ||
      failed(c.requireSameElements(adaptor.getOperands())))
    return failure();
  Shape result(x.begin(), x.end() - 1);
  if (w.size() == 2)
    result.push_back(w[0]);
  if (Value bias = adaptor.getBias()) {
    Shape b = c.shape(bias);
    if (failed(c.requireRank(b, w.size() - 1, w.size() - 1, "bias")))
      return failure();
    if (w.size() == 2 && failed(c.requireEqual(b[0], w[0], "dimension 0 of bias", "dimension 0 of weight")))
      return failure();
  }
  results.push_back(result);
  return success();
}

LogicalResult BilinearOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput1()), y = c.shape(adaptor.getInput2()), w = c.shape(adaptor.getWeight());
  if (failed(c.requireRank(x, 1, INT64_MAX, "input1")) || failed(c.requireRank(y, x.size(), x.size(), "input2")) ||
      failed(c.requireRank(w, 3, 3, "weight")) || failed(c.requireSameElements(adaptor.getOperands())))
    return failure();
  for (size_t i = 0; i + 1 < x.size(); ++i)
    if (failed(c.requireEqual(y[i], x[i], "dimension " + Twine(i) + " of input2", "dimension " + Twine(i) + " of input1")))
      return failure();
  if (failed(c.requireEqual(x.back(), w[1], "the last dimension of input1", "dimension 1 of weight")) ||
      failed(c.requireEqual(y.back(), w[2], "the last dimension of input2", "dimension 2 of weight")))
    return failure();
  if (Value bias = adaptor.getBias()) {
    Shape b = c.shape(bias);
    if (failed(c.requireRank(b, 1, 1, "bias")) ||
        failed(c.requireEqual(b[0], w[0], "dimension 0 of bias", "dimension 0 of weight")))
      return failure();
  }
  Shape result(x.begin(), x.end() - 1);
  result.push_back(w[0]);
  results.push_back(result);
  return success();
}
