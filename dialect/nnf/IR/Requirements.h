//===- Requirements.h - what an op asks of its operands and attributes ------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_REQUIREMENTS_H
#define NNF_IR_REQUIREMENTS_H

#include "mlir/IR/Operation.h"
#include <string>

namespace mlir::nnf {

/// What the shape rule and the verifier of `op`, which is valid, require, as their messages begin: "expects target to have
/// rank 1". In the order in which they are checked, each once. Those that depend on ranks are for the ranks of `op`.
SmallVector<std::string> requirementsOf(Operation *op);

namespace detail {
/// Says that `expects` is checked now, whether it holds or not; `requirementsOf` hears it.
void noteRequirement(const Twine &expects);

/// For verifiers: where `holds` is false the error "<expects>, but got <got>".
template <class T> LogicalResult verifyThat(Operation *op, bool holds, const Twine &expects, const T &got) {
  noteRequirement(expects);
  return holds ? LogicalResult(success()) : op->emitOpError() << expects << ", but got " << got;
}
} // namespace detail
} // namespace mlir::nnf

#endif // NNF_IR_REQUIREMENTS_H
