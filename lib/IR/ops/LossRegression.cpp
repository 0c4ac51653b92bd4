//===- LossRegression.cpp - verifiers, shape rule and registration of the family--------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossRegression.h"
#include "nnf/IR/OpImpl.h"
#include "nnf/IR/Requirements.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/LossRegression.cpp.inc"

void NnfDialect::registerLossRegressionOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/LossRegression.cpp.inc"
      >();
}

/// [huber_loss_delta] delta is positive.
LogicalResult HuberLossOp::verify() {
  return nnf::detail::verifyThat(*this, getDelta() > 0, "expects delta to be greater than 0", getDelta());
}

/// [smooth_l1_loss_beta] beta is not negative.
LogicalResult SmoothL1LossOp::verify() {
  return nnf::detail::verifyThat(*this, getBeta() >= 0, "expects beta to be at least 0", getBeta());
}

LogicalResult GaussianNllLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape input = c.shape(adaptor.getInput()), target = c.shape(adaptor.getTarget()), var = c.shape(adaptor.getVar());
  if (failed(c.require(adaptor.getEps() > 0, "expects eps to be greater than 0, but got " +
                                                 Twine(std::to_string(adaptor.getEps())))))
    return failure();
  if (!var.empty() && var.size() + 1 == input.size())
    var.push_back(Dim(1)); // one variance for the last dimension
  if (!var.empty()) {
    if (failed(c.requireRank(var, input.size(), input.size(), "var")))
      return failure();
    int64_t stretched = 0;
    for (size_t i = 0; i < input.size(); ++i) {
      bool stretches = var[i].isOne() && !input[i].isOne();
      stretched += stretches;
      if (!stretches && failed(c.requireEqual(var[i], input[i], "dimension " + Twine(i) + " of var",
                                              "dimension " + Twine(i) + " of input")))
        return failure();
    }
    if (failed(c.require(stretched <= 1, "expects var to differ from input in one dimension at most, but it does in " +
                                             Twine(stretched))))
      return failure();
  }
  FailureOr<Shape> shape = c.broadcast({input, target}, {"input", "target"});
  if (failed(shape))
    return failure();
  return nnf::detail::reducedShape(c, adaptor.getReduction(), *shape, results);
}
