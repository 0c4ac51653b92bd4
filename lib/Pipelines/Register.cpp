//===- Register.cpp - the pipelines by name -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"
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
  Option<bool> vectorize{*this, "vectorize", llvm::cl::desc("Emit vectors, not scalar loops"), llvm::cl::init(true)};
  Option<bool> remarks{*this, "remarks", llvm::cl::desc("Say what was not vectorised"), llvm::cl::init(false)};
  Option<std::string> target{*this, "target", llvm::cl::desc("Machine: avx512, avx2, generic or host"),
                             llvm::cl::init("host")};
};
} // namespace

/// A machine by the name of its vectors. Anything unknown is the least that all machines have.
static void setMachine(CpuPipelineOptions &options, StringRef name) {
  bool avx2 = name == "avx2" || name == "avx512", avx512 = name == "avx512";
  options.setMachine(
      [&](StringRef feature) {
        return feature.starts_with("avx512") ? avx512 && feature != "avx512bf16" : avx2 && feature != "avx512bf16";
      },
      /*isHost=*/false);
}

void nnf::registerCpuPipelines() {
  PassPipelineRegistration<CpuOptions>("nnf-to-cpu", "Lower nnf or linalg on tensors to a callable function on the CPU",
                                       [](OpPassManager &pm, const CpuOptions &given) {
                                         CpuPipelineOptions options;
                                         options.stopAfter = given.stopAfter;
                                         options.threads = given.threads;
                                         options.vectorize = given.vectorize;
                                         options.remarks = given.remarks;
                                         if (given.target != "host")
                                           setMachine(options, given.target);
                                         buildNnfToCPU(pm, options);
                                       });
}
