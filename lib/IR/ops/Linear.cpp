//===- Linear.cpp - shape rule and registration of the family ---------------------------------------------------===//
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
