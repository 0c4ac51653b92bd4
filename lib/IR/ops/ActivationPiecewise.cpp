//===- ActivationPiecewise.cpp - verifiers and registration of the family ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationPiecewise.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/ActivationPiecewise.cpp.inc"

void NnfDialect::registerActivationPiecewiseOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/ActivationPiecewise.cpp.inc"
      >();
}

/// [softshrink_lambd] lambd is not negative.
LogicalResult SoftshrinkOp::verify() {
  if (getLambd() < 0)
    return emitOpError("expects lambd to be at least 0, but got ") << getLambd();
  return success();
}
