//===- Passes.h - functions on buffers to functions of the runtime's interface --------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_RUNTIME_PASSES_H
#define NNF_CODEGEN_RUNTIME_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::nnf {
#define GEN_PASS_DECL
#include "nnf/Codegen/Runtime/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

#endif // NNF_CODEGEN_RUNTIME_PASSES_H
