//===- Differentiate.h - reverse-mode differentiation of functions ------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every nnf op, and the upstream ops that stand between them, build their own vector-Jacobian products
// (DifferentiableOpInterface, attached from outside). Here is what puts them together for a function.
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TRANSFORMS_DIFFERENTIATE_H
#define NNF_TRANSFORMS_DIFFERENTIATE_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::nnf {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "nnf/Transforms/Differentiate/Passes.h.inc"

/// Attach the vector-Jacobian products of nnf's ops and of the upstream ops that are known: arith and math on scalars and
/// tensors, linalg ops that are elementwise, sums or contractions, and tensor's casts, reshapes, slices and pads.
void registerNnfVjps(DialectRegistry &registry);

/// What `buildVjpFunction` is to build.
struct VjpOptions {
  /// The new function's name; `<function>_vjp` where empty. It must be free.
  std::string name;
  /// The arguments whose gradients are returned, in this order; where empty, all that are differentiable.
  SmallVector<unsigned> arguments;
  /// Return the function's own results before the gradients.
  bool results = false;
};

/// Whether a value of this type has a gradient: floats and tensors of floats.
bool isDifferentiable(Type type);

/// Add `@f_vjp(args..., cotangents...) -> (results..., gradients...)` after `f`. There is a cotangent for each
/// differentiable result, of the result's type; a gradient has its argument's type, and is zero where the results do not
/// depend on it.
///
/// `f` has a body of one block. What cannot be differentiated is an error at the place: "cannot differentiate
/// 'linalg.pack'"; an argument asked for that has no gradient and a name that is taken are errors at `f`.
FailureOr<func::FuncOp> buildVjpFunction(func::FuncOp f, const VjpOptions &options = {});

} // namespace mlir::nnf

#endif // NNF_TRANSFORMS_DIFFERENTIATE_H
