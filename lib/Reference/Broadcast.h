//===- Broadcast.h - elements of operands that broadcast -----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_REFERENCE_BROADCAST_H
#define NNF_LIB_REFERENCE_BROADCAST_H

#include "Machine.h"
#include "nnf/IR/NnfBase.h"

namespace mlir::nnf::reference {

/// torch's broadcasting of the operands' shapes, but that a dynamic dimension of size 1 does not stretch.
FailureOr<Sizes> broadcastShapes(Operation *op, ArrayRef<Value> operands, Machine &m);
/// The element of `a` at an index of a shape that it broadcasts to.
int64_t broadcastOffset(const Array &a, ArrayRef<int64_t> at);
/// One loss a sample, in this shape and with this element type, as `reduction` says.
Array reducedLosses(const std::vector<long double> &losses, Reduction reduction, Type element, ArrayRef<int64_t> shape,
                    std::optional<long double> divisor = std::nullopt);
/// An op with a scalar formula, by it.
LogicalResult runFormula(Operation *op, Machine &m);

} // namespace mlir::nnf::reference

#endif // NNF_LIB_REFERENCE_BROADCAST_H
