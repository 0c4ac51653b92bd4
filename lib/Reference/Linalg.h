//===- Linalg.h - loops around a scalar body -------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_LINALG_H
#define NNF_LIB_REFERENCE_LINALG_H

#include "Machine.h"

namespace mlir::nnf::reference {

/// Runs any structured op of linalg by its loops, maps and body.
LogicalResult runLinalg(Operation *op, Machine &m);

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_LINALG_H
