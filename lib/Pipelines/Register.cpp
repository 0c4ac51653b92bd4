//===- Register.cpp - the pipelines by name -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"
#include "nnf/Codegen/Buffers/Passes.h"
#include "nnf/Codegen/Runtime/Passes.h"
#include "nnf/Pipelines/CPU.h"

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// CpuPipelineOptions as options of a pipeline.
struct CpuOptions : PassPipelineOptions<CpuOptions> {
  Option<Stage> stopAfter{*this, "stop-after", llvm::cl::desc("Last stage"), llvm::cl::init(Stage::LLVM),
                          llvm::cl::values(clEnumValN(Stage::Linalg, "linalg", "linalg on tensors"),
                                           clEnumValN(Stage::Bufferized, "bufferized", "linalg on buffers"),
                                           clEnumValN(Stage::Vector, "vector", "loops and vectors on buffers"),
                                           clEnumValN(Stage::LLVM, "llvm", "the llvm dialect"))};
  Option<bool> threads{*this, "threads", llvm::cl::desc("Run parallel loops on threads"), llvm::cl::init(true)};
};
} // namespace

void nnf::registerCpuPipelines() {
  registerNnfCodegenBuffersPasses();
  registerNnfCodegenRuntimePasses();
  PassPipelineRegistration<CpuOptions>("nnf-to-cpu", "Lower nnf or linalg on tensors to a callable function on the CPU",
                                       [](OpPassManager &pm, const CpuOptions &given) {
                                         CpuPipelineOptions options;
                                         options.stopAfter = given.stopAfter;
                                         options.threads = given.threads;
                                         buildNnfToCPU(pm, options);
                                       });
}
