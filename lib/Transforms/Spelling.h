//===- Spelling.h - functions as someone may write them --------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_SPELLING_H
#define NNF_LIB_TRANSFORMS_SPELLING_H

#include "mlir/IR/Builders.h"
#include "nnf/Analysis/Expression.h"
#include <functional>

namespace mlir::nnf {

/// What a formula turned out to be: builds its op at the insertion point.
struct Recognized {
  /// "nnf.gelu".
  StringRef name;
  std::function<Value(OpBuilder &, Location)> build;
};

/// The formula as an activation of one tensor; nothing where it is none. The formulas of what is tried are added to `f`.
std::optional<Recognized> recognizeActivation(Expressions &f);
/// The formula as a function of rows: softmax, log_softmax, layer_norm, rms_norm.
std::optional<Recognized> recognizeRows(Expressions &f);

/// The op as a loss of each sample: minus the sum of a target times log_softmax.
std::optional<Recognized> recognizeCrossEntropy(Operation *op);
/// The formula as attention: a product of matrices, softmax, a product of matrices.
std::optional<Recognized> recognizeAttention(Expressions &f);

/// What may be the operand of the function, of those nearest to the root; the furthest first, whose function is the largest.
SmallVector<Expressions::Id> nearestCandidates(const Expressions &f);

/// A tensor of the root's shape and element type whose elements are `id`, or null.
Value valueOfRootsType(const Expressions &f, Expressions::Id id);

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_SPELLING_H
