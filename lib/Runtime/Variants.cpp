//===- Variants.cpp - objects with code for several processors ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// A function compiled ahead of time comes as one kernel for each processor that was named, best first, and a table
// whose entries lead here. The processor stays the same as long as the process lives, so every call finds the same
// kernel: a load and a few compares.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Internal.h"
#include "nnf/Runtime/CpuFeatures.h"

#if defined(__x86_64__)
#include <cpuid.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif
#endif

using namespace nnf::runtime;

#if defined(__x86_64__)
/// XCR0: the registers that the operating system saves. 0 where it does not say.
static uint64_t savedState() {
  uint32_t eax, ebx, ecx, edx;
  constexpr uint32_t osxsave = 1u << 27;
  if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & osxsave))
    return 0;
  uint32_t low, high;
  asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return uint64_t(high) << 32 | low;
}

/// Linux saves the eight KiB of tile registers only for processes that ask; what is granted holds for all threads, those
/// that run already included. Refused where a thread's signal stack has no room for them, or by a filter of system calls.
static bool askForTiles() {
#if defined(__linux__)
  constexpr long requestPermission = 0x1023, tileData = 18; // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  static const bool granted = syscall(SYS_arch_prctl, requestPermission, tileData) == 0;
  return granted;
#else
  return false;
#endif
}

static bool isPresent(const CpuFeature &feature, uint64_t saved) {
  uint32_t registers[4];
  if (!__get_cpuid_count(feature.leaf, feature.subleaf, &registers[0], &registers[1], &registers[2], &registers[3]))
    return false;
  uint32_t word = registers[feature.reg];
  bool there = feature.bit == kVersion2 ? (word & 0xff) >= 2 : (word >> feature.bit) & 1;
  return there && (saved & feature.state) == feature.state && (feature.state != kTile || askForTiles());
}

static uint64_t readFeatures() {
  uint64_t features = 0, saved = savedState();
  for (int i = 0; i < kX86FeatureCount; ++i)
    features |= uint64_t(isPresent(kX86Features[i], saved)) << i;
  return features;
}
#else
static uint64_t readFeatures() { return ~uint64_t(0); }
#endif

uint64_t nnf::runtime::hostCpuFeatures() {
  // Under a hypervisor each question to the processor is a trap: asked once.
  static const uint64_t features = readFeatures();
  return features;
}

/// The first that this processor can run, or null.
static const nnf_rt_variant *choose(const nnf_rt_variants *variants) {
  uint64_t host = hostCpuFeatures();
  for (int64_t i = 0; i < variants->count; ++i)
    if (!(variants->variant[i].features & ~host))
      return &variants->variant[i];
  return nullptr;
}

/// "expected a processor with avx2, fma" of what the least demanding variant lacks here.
static int32_t refuse(nnf_context *context, const nnf_rt_variants *variants) {
  if (int32_t status = nnf_context::enter(context))
    return status;
  const nnf_rt_variant &last = variants->variant[variants->count - 1];
  std::string missing;
  for (int i = 0; i < kX86FeatureCount; ++i)
    if (last.features & ~hostCpuFeatures() & uint64_t(1) << i)
      missing += (missing.empty() ? "" : ", ") + std::string(kX86Features[i].name);
  int32_t status = context->fail(NNF_UNSUPPORTED_CPU, "", "",
                                 std::string(nnf_kernel_name(last.kernel)) + ": compiled for " + variants->names +
                                     "; this processor lacks " + missing);
  context->leave();
  return status;
}

int32_t nnf_rt_variant_create(nnf_handle **handle, nnf_context *context, const nnf_tensor *parameters,
                              const nnf_rt_variants *variants) {
  const nnf_rt_variant *chosen = choose(variants);
  if (chosen)
    return chosen->kernel->create(handle, context, parameters);
  if (handle)
    *handle = nullptr;
  return refuse(context, variants);
}

int32_t nnf_rt_variant_shapes(nnf_handle *handle, nnf_context *context, const nnf_tensor *inputs, nnf_tensor *outputs,
                              const nnf_rt_variants *variants) {
  const nnf_rt_variant *chosen = choose(variants);
  return chosen ? chosen->kernel->shapes(handle, context, inputs, outputs) : refuse(context, variants);
}

int32_t nnf_rt_variant_run(nnf_handle *handle, nnf_context *context, const nnf_tensor *inputs, nnf_tensor *outputs,
                           const nnf_rt_variants *variants) {
  const nnf_rt_variant *chosen = choose(variants);
  return chosen ? chosen->kernel->run(handle, context, inputs, outputs) : refuse(context, variants);
}
