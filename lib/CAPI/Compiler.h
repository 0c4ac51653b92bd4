//===- Compiler.h - what the C interface hands out ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CAPI_COMPILER_H
#define NNF_LIB_CAPI_COMPILER_H

#include "nnf/CAPI/Compiler.h"
#include "mlir/IR/BuiltinOps.h"
#include "nnf/Tooling/Executable.h"

struct nnf_compiler {
  std::unique_ptr<mlir::MLIRContext> context;
  std::unique_ptr<mlir::nnf::Jit> jit;

  /// The context, made when it is first needed: a kernel out of the cache needs none.
  mlir::MLIRContext &getContext();
};

struct nnf_executable {
  std::unique_ptr<mlir::nnf::Executable> executable;
  bool cached = false;
};

namespace mlir::nnf::capi {
/// Hands a text to the caller, who frees it.
void say(char **message, const std::string &text);
} // namespace mlir::nnf::capi

#endif // NNF_LIB_CAPI_COMPILER_H
