//===- ActivationPiecewise.cpp - gradients of prelu and rrelu: those of their parts --------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationPiecewise.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerActivationPiecewiseVjps(MLIRContext *context);
}

void nnf::registerActivationPiecewiseVjps(MLIRContext *context) { attachVjpByParts<PreluOp, RreluOp>(context); }
