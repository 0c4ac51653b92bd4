//===- ActivationSmooth.cpp - verifiers and registration of the family ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/OpImpl.h"
#include "nnf/IR/Requirements.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/ActivationSmooth.cpp.inc"

void NnfDialect::registerActivationSmoothOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/ActivationSmooth.cpp.inc"
      >();
}

/// [celu_alpha] alpha is not 0.
LogicalResult CeluOp::verify() {
  nnf::detail::noteRequirement("expects alpha to be different from 0");
  return getAlpha() == 0 ? emitOpError("expects alpha to be different from 0") : LogicalResult(success());
}

LogicalResult GluOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  if (failed(c.requireRank(x, 1, INT64_MAX, "input")))
    return failure();
  FailureOr<int64_t> dim = c.dimIndex(adaptor.getDim(), x.size());
  if (failed(dim))
    return failure();
  Dim half = floorDiv(x[*dim], 2);
  if (failed(c.requireEqual(x[*dim], half * Dim(2), "dimension " + Twine(*dim) + " of input", "an even number")))
    return failure();
  x[*dim] = half;
  results.push_back(x);
  return success();
}
