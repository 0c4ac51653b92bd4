//===- InitAll.cpp - one registration for all tools ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/InitAll.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/InitAllPasses.h"
#include "mlir/Target/LLVMIR/Dialect/All.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Pipelines/CPU.h"
#include "nnf/Pipelines/NVVM.h"
#include "nnf/Transforms/Differentiate.h"
#include "nnf/Transforms/Tiling.h"

using namespace mlir;

void nnf::registerNnfDialects(DialectRegistry &registry) {
  registry.insert<NnfDialect>();
  registerNnfDecompositions(registry);
  registerNnfVjps(registry);
  registerNnfTiling(registry);
  registerNvvmPipelineDialects(registry);
}

void nnf::registerNnfPipelines() {
  registerNvvmPipeline();
  registerCpuPipelines();
}

void nnf::registerEverything(DialectRegistry &registry) {
  registerAllDialects(registry);
  registerAllExtensions(registry);
  registerAllPasses();
  // What gpu-module-to-binary and the like need.
  registerAllGPUToLLVMIRTranslations(registry);
  registerNnfDialects(registry);
  registerNnfPasses();
  registerNnfPipelines();
}
