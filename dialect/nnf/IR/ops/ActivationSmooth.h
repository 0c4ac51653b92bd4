//===- ActivationSmooth.h - the ops of ops/ActivationSmooth.td ------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_ACTIVATIONSMOOTH_H
#define NNF_IR_OPS_ACTIVATIONSMOOTH_H

#include "nnf/Formulas/Accurate/Accurate.h"
#include "nnf/Formulas/ActivationSmooth.h"
#include "nnf/IR/NnfBase.h"

#define GET_OP_CLASSES
#include "nnf/IR/ops/ActivationSmooth.h.inc"

#endif // NNF_IR_OPS_ACTIVATIONSMOOTH_H
