//===- Target.cpp - the table of CPU targets -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/Target.h"

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/TargetParser/Host.h"
#include <algorithm>
#if defined(__linux__)
#include <unistd.h>
#endif

using namespace mlir;
using namespace mlir::nnf;

int64_t CpuTarget::bits(Type element) {
  if (element.isIndex())
    return 64;
  // A bool is a byte in memory.
  return std::max<int64_t>(8, element.getIntOrFloatBitWidth());
}

int64_t CpuTarget::lanes(Type element) const { return std::max<int64_t>(1, vectorBits / bits(element)); }

CpuTarget CpuTarget::avx512() { return CpuTarget(); }

CpuTarget CpuTarget::avx2() {
  CpuTarget t;
  t.vectorBits = 256;
  t.vectorRegisters = 16;
  t.l2Bytes = 512 << 10;
  t.maskedNarrow = false;
  t.scatter = false;
  return t;
}

CpuTarget CpuTarget::generic() {
  CpuTarget t = avx2();
  t.vectorBits = 128;
  t.masked = false;
  return t;
}

namespace {
/// What the system says of the caches, 0 where it says nothing. Asked once a process: each answer costs a trap into the
/// hypervisor where the machine is a virtual one.
struct HostCaches {
  int64_t l1Bytes = 0, l1Ways = 0, l2Bytes = 0;

  HostCaches() {
#if defined(__linux__) && defined(_SC_LEVEL1_DCACHE_SIZE)
    l1Bytes = sysconf(_SC_LEVEL1_DCACHE_SIZE);
    l1Ways = sysconf(_SC_LEVEL1_DCACHE_ASSOC);
    l2Bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
#endif
  }
};
} // namespace

CpuTarget CpuTarget::withFeatures(llvm::function_ref<bool(llvm::StringRef)> has) {
  CpuTarget t = has("avx512f") && has("avx512bw") && has("avx512dq") && has("avx512vl") ? avx512()
                : has("avx2") && has("fma")                                            ? avx2()
                                                                                       : generic();
  // AMD's cores start as many of them as multiply-adds, Intel's half as many, which adds up no faster than f32.
  t.bf16Dot = t.vectorBits == 512 && has("avx512bf16") && has("sse4a");
  t.bf16Tiles = t.vectorBits == 512 && has("amx-tile") && has("amx-bf16");
  return t;
}

CpuTarget CpuTarget::withHostCaches() const {
  static const HostCaches host;
  auto known = [](int64_t found, int64_t fallback) { return found > 0 ? found : fallback; };
  CpuTarget t = *this;
  t.l1Bytes = known(host.l1Bytes, l1Bytes);
  t.l1Ways = known(host.l1Ways, l1Ways);
  t.l2Bytes = known(host.l2Bytes, l2Bytes);
  return t;
}

CpuTarget CpuTarget::host() {
  llvm::StringMap<bool> features = llvm::sys::getHostCPUFeatures();
  return withFeatures([&](llvm::StringRef name) { return features.lookup(name); }).withHostCaches();
}

std::string CpuTarget::fingerprint() const {
  std::string text;
  for (int64_t field : {vectorBits, vectorRegisters, fmaPorts, fmaLatency, l1Bytes, l1Ways, l2Bytes,
                        int64_t(maskedNarrow), int64_t(masked), int64_t(scatter), int64_t(bf16Dot), int64_t(bf16Tiles)})
    text += std::to_string(field) + ",";
  return text;
}

std::optional<CpuTarget> CpuTarget::named(llvm::StringRef name) {
  CpuTarget pairs = avx512();
  pairs.bf16Dot = true;
  CpuTarget tiles = pairs;
  tiles.bf16Tiles = true;
  return llvm::StringSwitch<std::optional<CpuTarget>>(name)
      .Case("avx512", avx512())
      .Case("avx512bf16", pairs)
      .Case("amx", tiles)
      .Case("avx2", avx2())
      .Case("generic", generic())
      .Case("host", host())
      .Default(std::nullopt);
}
