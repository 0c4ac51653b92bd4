//===- MyDialect.h - two ops that nnf does not have ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef MY_MYDIALECT_H
#define MY_MYDIALECT_H

#include "nnf/IR/NnfBase.h"

#include "my/MyDialect.h.inc"
// What the family classes generate names the functions of nnf.
namespace my {
using namespace ::mlir::nnf;
} // namespace my
#define GET_OP_CLASSES
#include "my/MyOps.h.inc"

#endif // MY_MYDIALECT_H
