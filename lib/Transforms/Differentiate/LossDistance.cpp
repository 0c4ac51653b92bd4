//===- LossDistance.cpp - gradients of losses made of distances: those of their parts ------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossDistance.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerLossDistanceVjps(MLIRContext *context);
}

void nnf::registerLossDistanceVjps(MLIRContext *context) {
  attachVjpByParts<CosineEmbeddingLossOp, TripletMarginLossOp, TripletMarginWithDistanceLossOp>(context);
}
