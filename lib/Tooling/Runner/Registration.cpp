//===- Registration.cpp - the dialects that nnf-runner reads -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/IR/DialectRegistry.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Pipelines/CPU.h"
#include "nnf/Tooling/Runner.h"
#include "nnf/Transforms/Differentiate.h"

void mlir::nnf::registerRunnerDialects(DialectRegistry &registry) {
  registry.insert<NnfDialect>();
  registerNnfDecompositions(registry);
  registerNnfVjps(registry);
  registerCpuPipelineDialects(registry);
}
