//===- Reverse.h - the reverse sweep over a block's ops -----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Used for a function's body and for the scalar body of a linalg op alike.
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_DIFFERENTIATE_REVERSE_H
#define NNF_LIB_TRANSFORMS_DIFFERENTIATE_REVERSE_H

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SetVector.h"
#include "mlir/IR/Builders.h"

namespace mlir::nnf {

/// Carries cotangents from the results of straight-line ops to their operands. Values that do not depend on `wrt`, and
/// those that have no gradient (integers, indices), are left out; a cotangent that was never added is zero and has no IR.
/// Integers that hold the bits of a number that depends on `wrt` are followed, though: what becomes a number again has a
/// gradient that no rule knows, and zero would be wrong.
class ReverseSweep {
public:
  /// The gradients with respect to `wrt` are wanted. New ops are built at `b`.
  ReverseSweep(OpBuilder &b, ArrayRef<Value> wrt);

  /// Add to the cotangent of `v`; null adds nothing. The cotangent takes the type of `v`.
  void add(Value v, Value cotangent);
  /// The cotangent of `v`, null where it is zero.
  Value cotangentOf(Value v) const { return cotangents.lookup(v); }

  /// Go through `ops`, which are in the order they are executed, from the last to the first. Fails with a diagnostic at
  /// an op that has no gradient but would need one.
  LogicalResult run(ArrayRef<Operation *> ops);

  /// The ops whose gradients were built, the last one first.
  ArrayRef<Operation *> differentiated() const { return visited; }

private:
  bool isActive(Value v) const { return active.contains(v); }
  LogicalResult visit(Operation *op);

  OpBuilder &b;
  /// What depends on `wrt`.
  llvm::DenseSet<Value> active;
  /// The integers that are made of the bits of such values.
  llvm::DenseSet<Value> bits;
  llvm::DenseMap<Value, Value> cotangents;
  SmallVector<Operation *> visited;
};

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_DIFFERENTIATE_REVERSE_H
