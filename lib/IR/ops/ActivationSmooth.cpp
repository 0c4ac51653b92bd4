//===- ActivationSmooth.cpp - verifiers and registration of the family ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationSmooth.h"
#include "nnf/IR/OpImpl.h"

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
  if (getAlpha() == 0)
    return emitOpError("expects alpha to be different from 0");
  return success();
}
