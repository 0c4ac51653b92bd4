//===- Rewritten.h - sources made from other sources -----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_REWRITTEN_H
#define NNF_TOOLING_RUNNER_REWRITTEN_H

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "nnf/Tooling/Source.h"

namespace mlir::nnf {

/// A source of `function` and the functions it calls, with the places of the original file. Changes `module`.
std::unique_ptr<Source> rewrittenSource(ModuleOp module, func::FuncOp function, llvm::StringRef name,
                                        RegisterDialectsFn registerDialects);

/// A function that a source has, and the module that it is in.
struct ParsedFunction {
  const FunctionInfo *info;
  ModuleOp module;
};
llvm::Expected<ParsedFunction> parsedFunction(Source &source, llvm::StringRef name);

/// How a value of this type is given and taken; see FunctionInfo::Value::problem.
FunctionInfo::Value describeType(Type type);

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_REWRITTEN_H
