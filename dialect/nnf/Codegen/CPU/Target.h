//===- Target.h - what the CPU emitters know of the machine ---------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// One small table that every emitter reads: vector width, registers, ports, caches. Whatever decides the *order* of
// floating-point operations (lanes, accumulators, blocks) depends on this table and on shapes alone, never on the
// number of threads, so that results repeat.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_TARGET_H
#define NNF_CODEGEN_CPU_TARGET_H

#include "mlir/IR/Types.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace mlir::nnf {

struct CpuTarget {
  /// Bits of a native vector register: 512, 256 or 128.
  int64_t vectorBits = 512;
  /// Vector registers that a loop can use.
  int64_t vectorRegisters = 32;
  /// Fused multiply-adds that start in a cycle, and cycles until one is done: a loop needs ports * latency
  /// independent accumulators.
  int64_t fmaPorts = 2;
  int64_t fmaLatency = 4;
  /// Caches of one core, in bytes, and the ways of the first level.
  int64_t l1Bytes = 32 << 10;
  int64_t l1Ways = 8;
  int64_t l2Bytes = 1 << 20;
  /// Masked loads and stores of 8 and 16 bit elements are single instructions (AVX512BW). Where they are not, LLVM
  /// splits them into a branch per lane.
  bool maskedNarrow = true;
  /// Masked loads and stores of 32 and 64 bit elements are single instructions (AVX and later).
  bool masked = true;
  /// Stores to scattered addresses are single instructions (AVX-512).
  bool scatter = true;
  /// bf16 dot products (AVX512_BF16) at the rate of multiply-adds.
  bool bf16Dot = false;
  /// Products of 16 x 32 by 32 x 16 bf16 matrices in tile registers (AMX-BF16).
  bool bf16Tiles = false;

  /// Lanes of a native vector of `element` (at least 1; index counts as 64 bits, i1 as 8).
  int64_t lanes(Type element) const;
  /// Bits of one element in memory, as `lanes` counts them.
  static int64_t bits(Type element);

  static CpuTarget avx512();
  static CpuTarget avx2();
  /// 128-bit vectors without masked accesses: SSE and NEON.
  static CpuTarget generic();
  /// What a machine with the given LLVM features ("avx2") can do; cache sizes are the table's.
  static CpuTarget withFeatures(llvm::function_ref<bool(llvm::StringRef)> has);
  /// The machine this process runs on, its cache sizes included.
  static CpuTarget host();
  /// The same machine with the cache sizes of the one this process runs on.
  CpuTarget withHostCaches() const;
  /// "avx512", "avx512bf16", "amx", "avx2", "generic" or "host"; nothing for other names.
  static std::optional<CpuTarget> named(llvm::StringRef name);
  /// All fields as text, for cache keys.
  std::string fingerprint() const;
};

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_TARGET_H
