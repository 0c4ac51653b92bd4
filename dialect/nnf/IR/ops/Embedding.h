//===- Embedding.h - the ops of ops/Embedding.td -----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_EMBEDDING_H
#define NNF_IR_OPS_EMBEDDING_H

#include "nnf/IR/NnfBase.h"

#include "nnf/IR/enums/Embedding.h.inc"

#define GET_OP_CLASSES
#include "nnf/IR/ops/Embedding.h.inc"

#endif // NNF_IR_OPS_EMBEDDING_H
