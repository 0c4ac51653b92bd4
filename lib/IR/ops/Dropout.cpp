//===- Dropout.cpp - verifier, folder and registration of the family --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Dropout.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/Dropout.cpp.inc"

void NnfDialect::registerDropoutOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Dropout.cpp.inc"
      >();
}

/// [dropout_p] p is a probability. [dropout_seed] Training needs seed and offset.
LogicalResult DropoutOp::verify() {
  if (!(getP() >= 0 && getP() <= 1))
    return emitOpError("expects p to be in [0, 1], but got ") << getP();
  if (getTraining() && getP() > 0 && getP() < 1 && (!getSeed() || !getOffset()))
    return emitOpError("expects seed and offset in training");
  return success();
}

/// Inference, and p = 0, leave every element as it is.
OpFoldResult DropoutOp::fold(FoldAdaptor) {
  if ((!getTraining() || getP() == 0) && getInput().getType() == getType())
    return getInput();
  return {};
}
