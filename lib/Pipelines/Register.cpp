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
/// What every stage takes. Each of the following adds what its own passes take; `Self` is the one that is registered.
template <class Self>
struct LinalgFlags : PassPipelineOptions<Self> {
  mlir::detail::PassOptions::Option<bool> fuseLosses{
      *this, "fuse-losses",
      llvm::cl::desc("Give classifier losses the logits: log_softmax + nll_loss become cross_entropy"),
      llvm::cl::init(true)};

  mlir::detail::PassOptions::Option<bool> recognize{
      *this, "recognize", llvm::cl::desc("Functions that are spelled out in arith, math and linalg become their ops"), llvm::cl::init(true)};

  CpuPipelineOptions options(Stage stage) const {
    CpuPipelineOptions o;
    o.stopAfter = stage;
    o.fuseLosses = fuseLosses;
    o.recognize = recognize;
    return o;
  }
};

template <class Self>
struct VectorFlags : LinalgFlags<Self> {
  mlir::detail::PassOptions::Option<std::string> target{
      *this, "target",
      llvm::cl::desc("Machine to emit for: avx512, avx2, generic (128-bit vectors), or host (this one)"),
      llvm::cl::init("host")};
  mlir::detail::PassOptions::Option<bool> vectorize{
      *this, "vectorize", llvm::cl::desc("Emit vectors; false: scalar loops, to compare with"), llvm::cl::init(true)};
  mlir::detail::PassOptions::Option<bool> remarks{
      *this, "remarks", llvm::cl::desc("Say in a remark which ops were not vectorised or computed once, and why"),
      llvm::cl::init(false)};

  CpuPipelineOptions options(Stage stage) const {
    CpuPipelineOptions o = LinalgFlags<Self>::options(stage);
    o.vectorize = vectorize;
    o.remarks = remarks;
    if (target != "host")
      setMachine(o, target);
    return o;
  }

private:
  /// A machine by the name of its vectors. Anything unknown is the least that all machines have.
  static void setMachine(CpuPipelineOptions &options, StringRef name) {
    bool avx2 = name == "avx2" || name == "avx512", avx512 = name == "avx512";
    options.setMachine(
        [&](StringRef feature) {
          return feature.starts_with("avx512") ? avx512 && feature != "avx512bf16" : avx2 && feature != "avx512bf16";
        },
        /*isHost=*/false);
  }
};

template <class Self>
struct LLVMFlags : VectorFlags<Self> {
  mlir::detail::PassOptions::Option<bool> threads{
      *this, "threads",
      llvm::cl::desc("Give parallel loops to the runtime's threads; false: run them one iteration after the other"),
      llvm::cl::init(true)};

  CpuPipelineOptions options(Stage stage) const {
    CpuPipelineOptions o = VectorFlags<Self>::options(stage);
    o.threads = threads;
    return o;
  }
};

struct ToLinalg : LinalgFlags<ToLinalg> {};
struct ToVector : VectorFlags<ToVector> {};
struct ToLLVM : LLVMFlags<ToLLVM> {};
struct ToCpu : LLVMFlags<ToCpu> {
  mlir::detail::PassOptions::Option<Stage> stopAfter{
      *this, "stop-after", llvm::cl::desc("The stage to end with"), llvm::cl::init(Stage::LLVM),
      llvm::cl::values(clEnumValN(Stage::Linalg, "linalg", "linalg on tensors, with upstream's dialects only"),
                       clEnumValN(Stage::Bufferized, "bufferized", "linalg on buffers; results are out parameters"),
                       clEnumValN(Stage::Vector, "vector", "loops and vectors on buffers"),
                       clEnumValN(Stage::LLVM, "llvm", "the llvm dialect behind the runtime's calling convention"))};
};

template <class Flags>
void registerStage(StringRef name, StringRef description, Stage stage) {
  PassPipelineRegistration<Flags>(
      name, description, [stage](OpPassManager &pm, const Flags &flags) { buildNnfToCPU(pm, flags.options(stage)); });
}
} // namespace

void nnf::registerCpuPipelines() {
  registerStage<ToLinalg>("nnf-to-linalg", "Lower nnf to fused linalg on tensors, with upstream's dialects only",
                          Stage::Linalg);
  registerStage<ToVector>("nnf-to-vector", "Lower nnf (or linalg on tensors) to loops and vectors on buffers",
                          Stage::Vector);
  registerStage<ToLLVM>("nnf-to-llvm",
                        "Lower nnf (or linalg on tensors) to the llvm dialect behind the runtime's calling convention",
                        Stage::LLVM);
  PassPipelineRegistration<ToCpu>(
      "nnf-to-cpu",
      "Lower nnf (or linalg on tensors) to a callable function on the CPU, or to a stage on the way there",
      [](OpPassManager &pm, const ToCpu &flags) { buildNnfToCPU(pm, flags.options(flags.stopAfter)); });
}
