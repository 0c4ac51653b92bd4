//===- Passes.h - passes from nnf to nnf ----------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TRANSFORMS_PASSES_H
#define NNF_TRANSFORMS_PASSES_H

#include "mlir/IR/PatternMatch.h"
#include "mlir/Pass/Pass.h"

namespace mlir::nnf {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "nnf/Transforms/Passes.h.inc"

/// Classifier losses on what a softmax left become cross_entropy of the logits (see the pass nnf-fuse-losses). A loss
/// that does not fuse although a softmax is near says why through notifyMatchFailure.
void populateFuseLossesPatterns(RewritePatternSet &patterns, const FuseLossesOptions &options = {},
                                PatternBenefit benefit = 1);

} // namespace mlir::nnf

#endif // NNF_TRANSFORMS_PASSES_H
