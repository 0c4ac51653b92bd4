//===- RareBranches.h - computations that few elements need -----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A kernel may compute what all but a few elements need in one way and the rest in a longer one. In the body of an
// elementwise op, where there are no lanes yet, both are computed and a marked select takes one of them:
//
//   %y = arith.select %rare, %slow, %usual {nnf.rare} : f32
//
// Losing the mark, or the whole of this file, changes no result. Once the body is one of vectors, the ops that only the
// slow value needs move behind a branch that is taken if there is an element that needs it.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_RAREBRANCHES_H
#define NNF_CODEGEN_MATH_RAREBRANCHES_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace mlir::nnf::vecmath {

/// Says that the condition of `select` is hardly ever true.
void markRare(arith::SelectOp select);

/// `usual`, but slow() in the elements of `mask` (i1 or a vector of it of any static shape): computed in an scf.if that
/// is taken if there is any.
Value createRareBranch(OpBuilder &builder, Location loc, Value mask, Value usual,
                       llvm::function_ref<Value(OpBuilder &, Location)> slow);

/// Makes such a branch of each marked select below `root`, with all ops without side effects that only its slow value
/// needs.
void branchAroundRare(Operation *root);

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_RAREBRANCHES_H
