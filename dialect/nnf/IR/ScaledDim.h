//===- ScaledDim.h - a size times a factor -------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_SCALEDDIM_H
#define NNF_IR_SCALEDDIM_H

#include "nnf/IR/ShapeRule.h"

namespace mlir::nnf {

/// `size` times a positive `factor`, rounded down, in f64.
Dim scaled(ShapeContext &c, Dim size, double factor);

} // namespace mlir::nnf

#endif // NNF_IR_SCALEDDIM_H
