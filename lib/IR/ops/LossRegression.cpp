//===- LossRegression.cpp - verifiers and registration of the family --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossRegression.h"
#include "nnf/IR/OpImpl.h"

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
  if (!(getDelta() > 0))
    return emitOpError("expects delta to be greater than 0, but got ") << getDelta();
  return success();
}

/// [smooth_l1_loss_beta] beta is not negative.
LogicalResult SmoothL1LossOp::verify() {
  if (!(getBeta() >= 0))
    return emitOpError("expects beta to be at least 0, but got ") << getBeta();
  return success();
}
