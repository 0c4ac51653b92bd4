//===- LossDistance.h - the ops of ops/LossDistance.td -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_LOSSDISTANCE_H
#define NNF_IR_OPS_LOSSDISTANCE_H

#include "nnf/Formulas/LossDistance.h"
#include "nnf/IR/NnfBase.h"

#define GET_OP_CLASSES
#include "nnf/IR/ops/LossDistance.h.inc"

#endif // NNF_IR_OPS_LOSSDISTANCE_H
