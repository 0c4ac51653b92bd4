//===- nnf-runner.cpp - compile and run a function of an nnf program -----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Runner.h"

int main(int argc, char **argv) {
  mlir::nnf::BackendRegistry backends;
  backends.add(mlir::nnf::createCpuBackend());
  backends.add(mlir::nnf::createReferenceBackend());
  return mlir::nnf::runnerMain(argc, argv, backends, mlir::nnf::registerRunnerDialects);
}
