//===- Dropout.cpp - the gradient of dropout is dropout, of the cotangent, with the same mask ---------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Dropout.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerDropoutVjps(MLIRContext *context);
}

/// Which elements are kept depends on their positions and on seed and offset alone.
static Gradients dropout(DropoutOp op, ValueRange cotangents, TensorBuilder &t) {
  IRMapping mapping;
  mapping.map(op.getInput(), cotangents[0]);
  Operation *same = t.b.clone(*op, mapping);
  SmallVector<Value> gradients(op->getNumOperands());
  gradients[0] = same->getResult(0);
  return gradients;
}

void nnf::registerDropoutVjps(MLIRContext *context) {
  attachVjp<DropoutOp, dropout>(context);
  attachVjpByParts<AlphaDropoutOp, FeatureAlphaDropoutOp, Dropout1dOp, Dropout2dOp, Dropout3dOp>(context);
}
