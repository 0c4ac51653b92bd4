//===- LowPrecision.h - the ops of ops/LowPrecision.td ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_LOWPRECISION_H
#define NNF_IR_OPS_LOWPRECISION_H

#include "nnf/IR/NnfBase.h"

#include "nnf/IR/enums/LowPrecision.h.inc"

#define GET_OP_CLASSES
#include "nnf/IR/ops/LowPrecision.h.inc"

#endif // NNF_IR_OPS_LOWPRECISION_H
