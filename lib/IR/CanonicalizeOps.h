//===- CanonicalizeOps.h - identities of single ops -----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_IR_CANONICALIZEOPS_H
#define NNF_LIB_IR_CANONICALIZEOPS_H

#include "mlir/IR/PatternMatch.h"

namespace mlir::nnf {

/// Exact rewrites that are about certain ops; what holds for all is in Canonicalize.cpp.
void populateOpIdentities(RewritePatternSet &patterns);

} // namespace mlir::nnf

#endif // NNF_LIB_IR_CANONICALIZEOPS_H
