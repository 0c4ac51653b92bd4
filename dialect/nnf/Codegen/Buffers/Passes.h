//===- Passes.h - tensors to buffers --------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_BUFFERS_PASSES_H
#define NNF_CODEGEN_BUFFERS_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::nnf {
#define GEN_PASS_DECL
#include "nnf/Codegen/Buffers/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

#endif // NNF_CODEGEN_BUFFERS_PASSES_H
