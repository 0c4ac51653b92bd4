//===- Rewritten.cpp - sources made from other sources -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rewritten.h"
#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

Expected<ParsedFunction> mlir::nnf::parsedFunction(Source &source, StringRef name) {
  Expected<const FunctionInfo *> info = source.function(name);
  if (!info)
    return info.takeError();
  Expected<ModuleOp> module = source.module();
  if (!module)
    return module.takeError();
  return ParsedFunction{*info, *module};
}

std::unique_ptr<Source> mlir::nnf::rewrittenSource(ModuleOp module, func::FuncOp function, StringRef name,
                                                   RegisterDialectsFn registerDialects) {
  // What is not called is not compiled. Functions may call each other: until nothing changes.
  for (func::FuncOp other : module.getOps<func::FuncOp>())
    other.setVisibility(other == function ? SymbolTable::Visibility::Public : SymbolTable::Visibility::Private);
  for (bool changed = true; changed;) {
    changed = false;
    for (func::FuncOp other : make_early_inc_range(module.getOps<func::FuncOp>()))
      if (other.isPrivate() && SymbolTable::symbolKnownUseEmpty(other, module)) {
        other.erase();
        changed = true;
      }
  }
  std::string text;
  raw_string_ostream os(text);
  OpPrintingFlags flags;
  // The places that messages name are those of the user's file.
  flags.enableDebugInfo(/*enable=*/true, /*prettyForm=*/false);
  module.print(os, flags);
  return Source::fromText(text, name, registerDialects);
}
