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
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"
#include "nnf/Tooling/Executable.h"
#include <mutex>
#include <vector>

struct nnf_compiler {
  /// Held by every call. Recursive, because calls are made of others.
  std::recursive_mutex mutex;
  nnf_diagnostic_fn callback = nullptr;
  void *callbackUser = nullptr;
  std::unique_ptr<mlir::MLIRContext> context;
  std::unique_ptr<mlir::nnf::Jit> jit;

  /// The context, made when it is first needed: a kernel out of the cache needs none.
  mlir::MLIRContext &getContext();
};

struct nnf_executable {
  std::unique_ptr<mlir::nnf::Executable> executable;
  bool cached = false;
};

struct nnf_module {
  nnf_compiler *compiler;
  mlir::OwningOpRef<mlir::ModuleOp> module;
  std::vector<std::string> functions;
};

namespace mlir::nnf::capi {
/// The function of a module, compiled; null and `message` on failure.
nnf_executable *compileModule(nnf_module &module, llvm::StringRef function, const CompileOptions &options, char **message);
/// While it lives: diagnostics go to the compiler's callback, and errors with their notes are kept as text.
class DiagnosticScope {
public:
  explicit DiagnosticScope(nnf_compiler &compiler);
  /// All errors, a line each.
  const std::string &errors() const { return text; }

private:
  std::string text;
  std::unique_ptr<mlir::ScopedDiagnosticHandler> handler;
};

/// The options that a caller gave, with defaults where there are none.
CompileOptions readOptions(const nnf_compile_options *options);

/// Hands a text to the caller, who frees it.
void say(char **message, const std::string &text);
} // namespace mlir::nnf::capi

#endif // NNF_LIB_CAPI_COMPILER_H
