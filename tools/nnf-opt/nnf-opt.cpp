//===- nnf-opt.cpp - parse, check and rewrite nnf modules ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "nnf/InitAll.h"
#include "nnf/Transforms/Lint.h"
#include "llvm/Support/raw_ostream.h"

int main(int argc, char **argv) {
  // What docs/generated/Lints.md is made of.
  if (argc == 2 && llvm::StringRef(argv[1]) == "--list-lints") {
    mlir::nnf::documentLintRules(llvm::outs());
    return 0;
  }
  mlir::DialectRegistry registry;
  mlir::nnf::registerEverything(registry);
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "nnf optimizer driver\n", registry));
}
