//===- CPU.h - nnf to a callable function on the CPU ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_PIPELINES_CPU_H
#define NNF_PIPELINES_CPU_H

#include "nnf/Codegen/CPU/Target.h"
#include "nnf/Codegen/Math/MathTarget.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace mlir {
class DialectRegistry;
class OpPassManager;
} // namespace mlir

namespace mlir::nnf {
class FusionReport;

/// Where the pipeline may stop, in order.
enum class Stage {
  /// linalg, tensor, arith, math on tensors: upstream dialects only.
  Linalg,
  /// linalg on buffers: results are trailing out parameters.
  Bufferized,
  /// scf, vector, memref: nothing of linalg is left, parallel loops are still `scf.forall`.
  Vector,
  /// llvm dialect with the entry points of nnf/Runtime/Abi.h.
  LLVM
};

/// What decides the code. Every field is part of the object cache's key (see `fingerprint`).
struct CpuPipelineOptions {
  Stage stopAfter = Stage::LLVM;
  /// The machine to emit for. Executable::compile takes it from its Jit when it is not set; otherwise the host.
  std::optional<CpuTarget> machine;
  std::optional<MathTarget> math;
  /// Give classifier losses the logits (nnf-fuse-losses): fewer passes over memory, and fewer roundings.
  bool fuseLosses = true;
  /// Take functions that are spelled out for their ops, and fold layers into each other, where nothing is lost by it.
  bool recognize = true;
  /// Turn `scf.forall` into calls of the runtime's parallel_for; otherwise into loops.
  bool threads = true;
  /// Have the code write down what each kernel does and when (nnf/Runtime/Profile.h).
  bool profile = false;
  /// Emit vectors; otherwise scalar loops, for comparisons.
  bool vectorize = true;
  /// What the code is compiled for and what compiles it, as text for people: kept in the object.
  std::string target, build;
  /// Verify the IR after every pass. Off by default: it is checked when it is parsed, and the passes are tested with it.
  bool verify = false;
  /// Say in remarks which ops were not vectorised and what could not be computed once.
  bool remarks = false;
  /// Is told of every group of ops that became one nest of loops. Not part of the key: it decides nothing.
  FusionReport *fusion = nullptr;

  /// Sets `machine` and `math` from LLVM's names of features ("avx512f"). `isHost` takes this machine's cache sizes.
  void setMachine(llvm::function_ref<bool(llvm::StringRef)> has, bool isHost);
  /// All fields that decide the code, as text, for cache keys.
  std::string fingerprint() const;
};

/// Appends the passes from the entry (nnf or linalg on tensors) to `options.stopAfter`:
///
///   linalg      inlining, functions that are spelled out, fusion of losses, nnf to linalg, shape functions, elementwise fusion
///   bufferized  one-shot bufferisation, results as out parameters, size checks first
///   vector      what is computed once, emitters (groups of linalg ops to scf.forall and vectors), deallocations
///   llvm        entry points, tasks, math functions, control flow, the llvm dialect
///
/// The pass manager is anchored on builtin.module.
void buildNnfToCPU(OpPassManager &pm, const CpuPipelineOptions &options);

/// Makes the pipelines known by name: nnf-to-linalg, nnf-to-vector and nnf-to-llvm, which end with a stage each, and
/// nnf-to-cpu, which takes the stage as an option.
void registerCpuPipelines();

/// The dialects and interface models the pipeline needs, without registering every dialect of MLIR.
void registerCpuPipelineDialects(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_PIPELINES_CPU_H
