//===- ByParts.cpp - the gradient of an op by that of its decomposition ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Reverse.h"
#include "Vjp.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace mlir::nnf;

///   y = nnf.op %a, %b        ->    p = part of %a;  q = part of p, %b     (what the op decomposes into)
///   with the cotangent dy          dp, db = vjp of q, of dy;  da = vjp of p, of dp
Gradients nnf::gradientsByParts(Operation *op, OpBuilder &b, ValueRange cotangents) {
  auto decomposable = dyn_cast<DecomposableOpInterface>(op);
  if (!decomposable)
    return op->emitError("cannot differentiate '") << op->getName() << "'";
  Block *block = b.getInsertionBlock();
  Block::iterator end = b.getInsertionPoint();
  Operation *before = end == block->begin() ? nullptr : &*std::prev(end);
  Gradients values = decomposable.decompose(b, op->getOperands());
  if (failed(values))
    return op->emitError("cannot differentiate '") << op->getName() << "': it declined to decompose";
  SmallVector<Operation *> parts;
  Block::iterator first = before ? std::next(before->getIterator()) : block->begin();
  for (Operation &part : llvm::make_range(first, end))
    parts.push_back(&part);

  SmallVector<Value> wrt = llvm::filter_to_vector(op->getOperands(), hasGradient);
  ReverseSweep sweep(b, wrt);
  for (auto [value, cotangent] : llvm::zip_equal(*values, cotangents))
    sweep.add(value, cotangent);
  if (failed(sweep.run(parts)))
    return failure();
  // The cotangent of a value that is two operands is that of both together.
  llvm::SmallPtrSet<Value, 4> seen;
  SmallVector<Value> gradients;
  for (Value operand : op->getOperands())
    gradients.push_back(hasGradient(operand) && seen.insert(operand).second ? sweep.cotangentOf(operand) : Value());
  return gradients;
}
