//===- Softmax.cpp - registration of the family -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Softmax.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/Softmax.cpp.inc"

void NnfDialect::registerSoftmaxOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Softmax.cpp.inc"
      >();
}
