//===- Scalars.h - arith and math on one element --------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_SCALARS_H
#define NNF_LIB_REFERENCE_SCALARS_H

#include "Machine.h"
#include <functional>

namespace mlir::nnf::reference {

/// Computes the results of a scalar op from one cell an operand.
using ScalarFunction = std::function<void(const Cell *operands, Cell *results)>;

/// Whether `compileScalar` knows the op.
bool isScalarOp(Operation *op);
/// What an op of arith or math does with scalars (or with each element of tensors); null where it is not known. Results
/// are rounded to their type, but for fast-math: sums that may reorder and products that may contract stay doubles.
ScalarFunction compileScalar(Operation *op);

/// Runs a scalar op on scalars or, element by element, on tensors of one shape.
LogicalResult runElementwise(Operation *op, Machine &m);

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_SCALARS_H
