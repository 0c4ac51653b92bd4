//===- Formula.h - the gradient of scalar formulas ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_DIFFERENTIATE_FORMULA_H
#define NNF_LIB_TRANSFORMS_DIFFERENTIATE_FORMULA_H

#include "Vjp.h"

namespace mlir::nnf {

/// Every op with a scalar formula gets the gradient that the formula has.
void attachFormulaVjps(MLIRContext *context);

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_DIFFERENTIATE_FORMULA_H
