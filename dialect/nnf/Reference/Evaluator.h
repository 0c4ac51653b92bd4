//===- Evaluator.h - an independent evaluation of functions -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a function computes by the definitions of its ops: an interpreter that shares no code with the lowering. nnf ops
// are evaluated as they are, by plain loops in extended precision, and rounded once to their result's element type.
// Upstream ops (arith, math, linalg, tensor, scf, func) are evaluated as well, each arithmetic op rounded to its type, but
// sums that are allowed to reorder keep the precision of a double until the end: so every stage of the pipeline that
// has tensors can be run.
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_REFERENCE_EVALUATOR_H
#define NNF_REFERENCE_EVALUATOR_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "nnf/Tooling/HostTensor.h"

namespace mlir::nnf {

/// Evaluate `f` on `inputs` (scalars are tensors of rank 0) and append its results to `outputs`.
///
/// The error is one line, "model.mlir:7:3: nnf.nll_loss: target[3] is 12, but must be at least 0 and less than 10": what an
/// op requires of shapes and indices, an input that does not fit the function's type, an op that the reference does not
/// know.
llvm::Error evaluateReference(func::FuncOp f, llvm::ArrayRef<HostTensor> inputs,
                              llvm::SmallVectorImpl<HostTensor> &outputs);

} // namespace mlir::nnf

#endif // NNF_REFERENCE_EVALUATOR_H
