//===- CpuFeatures.h - instruction sets as a word ---------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// What an object compiled ahead of time needs of its processor is a word with a bit for each feature below. The
// compiler makes it from LLVM's names, the runtime from `cpuid`: both read this one table. Only features whose
// instructions LLVM picks by itself are in it; bits are never renumbered, because objects carry them.
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_RUNTIME_CPUFEATURES_H
#define NNF_RUNTIME_CPUFEATURES_H

#include <cstdint>

namespace nnf::runtime {

/// Where cpuid tells of a feature.
struct CpuFeature {
  const char *name; ///< LLVM's
  uint32_t leaf, subleaf;
  enum Register : uint8_t { EAX, EBX, ECX, EDX } reg;
  /// The bit, or kVersion2: the low byte is a version, and must be at least 2.
  uint8_t bit;
  /// The state that the operating system must save: bits of XCR0.
  uint32_t state;
};

inline constexpr uint8_t kVersion2 = 32;
inline constexpr uint32_t kYmm = 0x6, kZmm = 0xe6, kTile = 0x60000, kApx = 0x80000;

/// In the order of the bits. At most 64.
inline constexpr CpuFeature kX86Features[] = {
    {"sse3", 1, 0, CpuFeature::ECX, 0, 0},
    {"ssse3", 1, 0, CpuFeature::ECX, 9, 0},
    {"sse4.1", 1, 0, CpuFeature::ECX, 19, 0},
    {"sse4.2", 1, 0, CpuFeature::ECX, 20, 0},
    {"popcnt", 1, 0, CpuFeature::ECX, 23, 0},
    {"cx16", 1, 0, CpuFeature::ECX, 13, 0},
    {"movbe", 1, 0, CpuFeature::ECX, 22, 0},
    {"sahf", 0x80000001, 0, CpuFeature::ECX, 0, 0},
    {"lzcnt", 0x80000001, 0, CpuFeature::ECX, 5, 0},
    {"prfchw", 0x80000001, 0, CpuFeature::ECX, 8, 0},
    {"sse4a", 0x80000001, 0, CpuFeature::ECX, 6, 0},
    {"xop", 0x80000001, 0, CpuFeature::ECX, 11, kYmm},
    {"fma4", 0x80000001, 0, CpuFeature::ECX, 16, kYmm},
    {"tbm", 0x80000001, 0, CpuFeature::ECX, 21, 0},
    {"bmi", 7, 0, CpuFeature::EBX, 3, 0},
    {"bmi2", 7, 0, CpuFeature::EBX, 8, 0},
    {"adx", 7, 0, CpuFeature::EBX, 19, 0},
    {"pclmul", 1, 0, CpuFeature::ECX, 1, 0},
    {"gfni", 7, 0, CpuFeature::ECX, 8, 0},
    {"vaes", 7, 0, CpuFeature::ECX, 9, kYmm},
    {"vpclmulqdq", 7, 0, CpuFeature::ECX, 10, kYmm},
    {"avx", 1, 0, CpuFeature::ECX, 28, kYmm},
    {"f16c", 1, 0, CpuFeature::ECX, 29, kYmm},
    {"fma", 1, 0, CpuFeature::ECX, 12, kYmm},
    {"avx2", 7, 0, CpuFeature::EBX, 5, kYmm},
    {"avxvnni", 7, 1, CpuFeature::EAX, 4, kYmm},
    {"avxifma", 7, 1, CpuFeature::EAX, 23, kYmm},
    {"avxvnniint8", 7, 1, CpuFeature::EDX, 4, kYmm},
    {"avxneconvert", 7, 1, CpuFeature::EDX, 5, kYmm},
    {"avxvnniint16", 7, 1, CpuFeature::EDX, 10, kYmm},
    {"avx512f", 7, 0, CpuFeature::EBX, 16, kZmm},
    {"avx512bw", 7, 0, CpuFeature::EBX, 30, kZmm},
    {"avx512cd", 7, 0, CpuFeature::EBX, 28, kZmm},
    {"avx512dq", 7, 0, CpuFeature::EBX, 17, kZmm},
    {"avx512vl", 7, 0, CpuFeature::EBX, 31, kZmm},
    {"avx512ifma", 7, 0, CpuFeature::EBX, 21, kZmm},
    {"avx512vbmi", 7, 0, CpuFeature::ECX, 1, kZmm},
    {"avx512vbmi2", 7, 0, CpuFeature::ECX, 6, kZmm},
    {"avx512vnni", 7, 0, CpuFeature::ECX, 11, kZmm},
    {"avx512bitalg", 7, 0, CpuFeature::ECX, 12, kZmm},
    {"avx512vpopcntdq", 7, 0, CpuFeature::ECX, 14, kZmm},
    {"avx512vp2intersect", 7, 0, CpuFeature::EDX, 8, kZmm},
    {"avx512bf16", 7, 1, CpuFeature::EAX, 5, kZmm},
    {"avx512fp16", 7, 0, CpuFeature::EDX, 23, kZmm},
    {"avx10.2", 0x24, 0, CpuFeature::EBX, kVersion2, kZmm},
    {"amx-tile", 7, 0, CpuFeature::EDX, 24, kTile},
    {"amx-int8", 7, 0, CpuFeature::EDX, 25, kTile},
    {"amx-bf16", 7, 0, CpuFeature::EDX, 22, kTile},
    {"amx-fp16", 7, 1, CpuFeature::EAX, 21, kTile},
    {"egpr", 7, 1, CpuFeature::EDX, 21, kApx},
};

inline constexpr int kX86FeatureCount = sizeof(kX86Features) / sizeof(kX86Features[0]);
static_assert(kX86FeatureCount <= 64, "one word holds them");

/// The features of the processor that runs this, as the system lets them be used. The first call asks Linux for the tile
/// registers of AMX where the processor has them: without its leave their first use would end the process.
uint64_t hostCpuFeatures();

} // namespace nnf::runtime

#endif // NNF_RUNTIME_CPUFEATURES_H
