//===- my-opt.cpp - nnf-opt with two more ops ------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "my/MyDialect.h"
#include "nnf/InitAll.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::nnf::registerEverything(registry);
  registry.insert<my::MyDialect>();
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "nnf-opt with the ops of dialect my\n", registry));
}
