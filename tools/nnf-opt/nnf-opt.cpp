//===- nnf-opt.cpp - parse, check and rewrite nnf modules ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Transforms/Differentiate.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  mlir::registerAllPasses();
  registry.insert<mlir::nnf::NnfDialect>();
  mlir::nnf::registerNnfDecompositions(registry);
  mlir::nnf::registerNnfVjps(registry);
  mlir::nnf::registerNnfConversionPasses();
  mlir::nnf::registerNnfTransformsDifferentiatePasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "nnf optimizer driver\n", registry));
}
