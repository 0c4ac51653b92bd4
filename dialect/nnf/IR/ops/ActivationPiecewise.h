//===- ActivationPiecewise.h - the ops of ops/ActivationPiecewise.td ------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_ACTIVATIONPIECEWISE_H
#define NNF_IR_OPS_ACTIVATIONPIECEWISE_H

#include "nnf/Formulas/Accurate/Accurate.h"
#include "nnf/IR/NnfBase.h"

#define GET_OP_CLASSES
#include "nnf/IR/ops/ActivationPiecewise.h.inc"

#endif // NNF_IR_OPS_ACTIVATIONPIECEWISE_H
