//===- Distance.h - the ops of ops/Distance.td -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_DISTANCE_H
#define NNF_IR_OPS_DISTANCE_H

#include "nnf/IR/NnfBase.h"

#define GET_OP_CLASSES
#include "nnf/IR/ops/Distance.h.inc"

#endif // NNF_IR_OPS_DISTANCE_H
