//===- Passes.h - passes about whole pipelines -----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_PIPELINES_PASSES_H
#define NNF_PIPELINES_PASSES_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace mlir::nnf {

#define GEN_PASS_DECL
#include "nnf/Pipelines/Passes.h.inc"

} // namespace mlir::nnf

#endif // NNF_PIPELINES_PASSES_H
