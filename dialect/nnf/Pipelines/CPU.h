//===- CPU.h - nnf to a callable function on the CPU ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_PIPELINES_CPU_H
#define NNF_PIPELINES_CPU_H

#include <cstdint>
#include <functional>
#include <string>

namespace mlir {
class DialectRegistry;
class OpPassManager;
} // namespace mlir

namespace mlir::nnf {

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
  /// 32-bit lanes of a native vector: 4, 8 (AVX) or 16 (AVX-512).
  int64_t lanes = 16;
  /// Turn `scf.forall` into calls of the runtime's parallel_for; otherwise into loops.
  bool threads = true;
  /// What the code is compiled for and what compiles it, as text for people: kept in the object.
  std::string target, build;
  /// Verify the IR after every pass. Off by default: it is checked when it is parsed, and the passes are tested with it.
  bool verify = false;
  /// Say in a remark which ops were not vectorised.
  bool remarks = false;

  /// All fields as text, for cache keys.
  std::string fingerprint() const;
};

/// Appends the passes from the entry (nnf or linalg on tensors) to `options.stopAfter`. The pass manager is anchored on
/// builtin.module.
void buildNnfToCPU(OpPassManager &pm, const CpuPipelineOptions &options);

/// Makes the pipeline `nnf-to-cpu` and the passes of nnf/Codegen/Buffers and nnf/Codegen/Runtime known by name.
void registerCpuPipelines();

/// The dialects and interface models the pipeline needs, without registering every dialect of MLIR.
void registerCpuPipelineDialects(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_PIPELINES_CPU_H
