//===- Nnf.h - every op, for users of the dialect -------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Inside the project include the family you need instead: then a changed .td rebuilds one file.
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_NNF_H
#define NNF_IR_NNF_H

#include "nnf/IR/AllFamilies.h.inc"

#endif // NNF_IR_NNF_H
