//===- Passes.h - from linalg on buffers to NVIDIA kernels ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_GPU_PASSES_H
#define NNF_CODEGEN_GPU_PASSES_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Pass/Pass.h"

namespace mlir::nnf {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "nnf/Codegen/GPU/Passes.h.inc"

} // namespace mlir::nnf

#endif // NNF_CODEGEN_GPU_PASSES_H
