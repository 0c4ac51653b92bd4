//===- Attention.h - the ops of ops/Attention.td ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_ATTENTION_H
#define NNF_IR_OPS_ATTENTION_H

#include "nnf/IR/NnfBase.h"

#define GET_OP_CLASSES
#include "nnf/IR/ops/Attention.h.inc"

#endif // NNF_IR_OPS_ATTENTION_H
