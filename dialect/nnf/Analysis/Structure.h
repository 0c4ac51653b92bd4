//===- Structure.h - views and elementwise ops, however they are spelled ------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Between two nnf ops there is glue of upstream's: casts, reshapes, transpositions, a logarithm as math.log, as a named
// linalg op or as the body of a linalg.generic. These helpers let analyses and rewrites see through it in one way.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_ANALYSIS_STRUCTURE_H
#define NNF_ANALYSIS_STRUCTURE_H

#include "mlir/IR/Operation.h"
#include "mlir/IR/Value.h"
#include <optional>

namespace mlir::nnf {

/// The operand of which result 0 of `op` is a view, or null. A view holds every element of its source exactly once, of
/// the same type: tensor.cast, collapse_shape, expand_shape, reshape and linalg.transpose.
OpOperand *getViewSource(Operation *op);

/// Where dimension `axis` of a view's source is in its result. Nothing where the view merges the dimension with others
/// or splits it, and where that is not known.
std::optional<int64_t> mapAxisThroughView(Operation *view, int64_t axis);

/// A scalar op that is applied to every element of its operands, all of one shape.
struct Elementwise {
  /// The op that computes an element: the tensor op itself, or the only op in the body of a linalg op.
  Operation *scalar;
  /// One tensor (or a scalar that the body captures) for each operand of `scalar`.
  SmallVector<Value> operands;
};

/// `op` as one scalar op applied element by element: an op of arith or math on tensors, or a linalg op on tensors whose
/// loops are all parallel, whose maps are all the identity and whose body has this one op.
std::optional<Elementwise> matchElementwise(Operation *op);

/// The operand of an elementwise OpTy that computes `v`, or null.
template <class OpTy>
Value matchUnary(Value v) {
  Operation *op = v.getDefiningOp();
  std::optional<Elementwise> e = op ? matchElementwise(op) : std::nullopt;
  return e && isa<OpTy>(e->scalar) ? e->operands.front() : Value();
}

} // namespace mlir::nnf

#endif // NNF_ANALYSIS_STRUCTURE_H
