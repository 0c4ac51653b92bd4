//===- AttentionDelta.h - the gradient of the gated delta rule ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_DIFFERENTIATE_ATTENTIONDELTA_H
#define NNF_LIB_TRANSFORMS_DIFFERENTIATE_ATTENTIONDELTA_H

#include "Vjp.h"
#include "nnf/IR/ops/Attention.h"

namespace mlir::nnf {

/// Cotangents of the result and, where there is one, of the final state; either may be null.
Gradients gatedDeltaRuleGradients(GatedDeltaRuleOp op, ValueRange cotangents, TensorBuilder &t);

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_DIFFERENTIATE_ATTENTIONDELTA_H
