//===- Limits.cpp - how fast this machine can be at all -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Limits.h"
#include "nnf/Tooling/Benchmark.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

using namespace mlir::nnf;

static double secondsNow() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The best time of a few in which all threads did their part.
static double bestTime(int threads, int times, llvm::function_ref<void(int)> part) {
  double best = 1e30;
  for (; times; --times) {
    double before = secondsNow();
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
      others.emplace_back([&part, i] { part(i); });
    part(0);
    for (std::thread &other : others)
      other.join();
    best = std::min(best, secondsNow() - before);
  }
  return best;
}

/// Twelve chains hide the latency of a multiply-add on two ports. The sum is handed out, so that nothing is left out.
#define NNF_MULTIPLY_ADD(Name, Bytes)                                                                                  \
  static float Name(int64_t rounds) {                                                                                  \
    using Vector = float __attribute__((vector_size(Bytes)));                                                          \
    Vector a = Vector{} + 0.999f, b = Vector{} + 0.001f, sums[12];                                                     \
    asm volatile("" : "+x"(a), "+x"(b));                                                                               \
    for (int i = 0; i < 12; ++i)                                                                                       \
      sums[i] = b * float(i);                                                                                          \
    for (; rounds; --rounds)                                                                                           \
      _Pragma("unroll") for (int i = 0; i < 12; ++i) sums[i] = __builtin_elementwise_fma(sums[i], a, b);               \
    Vector total = b;                                                                                                  \
    for (int i = 0; i < 12; ++i)                                                                                       \
      total += sums[i];                                                                                                \
    return total[0];                                                                                                   \
  }

#if defined(__x86_64__)
[[gnu::target("avx512f")]] NNF_MULTIPLY_ADD(multiplyAdd16, 64)
[[gnu::target("avx2,fma")]] NNF_MULTIPLY_ADD(multiplyAdd8, 32)
#endif
/// Without an instruction for it, a product and a sum.
static float multiplyAdd1(int64_t rounds) {
  float sums[12] = {}, a = 0.999f, b = 0.001f;
  asm volatile("" : "+m"(a), "+m"(b));
  for (; rounds; --rounds)
    for (float &sum : sums)
      sum = sum * a + b;
  float total = 0;
  for (float sum : sums)
    total += sum;
  return total;
}

namespace {
struct Peak {
  float (*run)(int64_t rounds);
  int lanes;
};
} // namespace

static Peak widest() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f"))
    return {multiplyAdd16, 16};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    return {multiplyAdd8, 8};
#endif
  return {multiplyAdd1, 1};
}

MachineLimits mlir::nnf::measureLimits(int threads) {
  MachineLimits limits;
  // Four times what a thread's share of the caches can hold, within reason.
  size_t bytes = std::clamp<int64_t>(4 * lastLevelCacheBytes() / threads, int64_t(16) << 20, int64_t(128) << 20);
  std::vector<std::unique_ptr<char[]>> from, to;
  for (int i = 0; i < threads; ++i) {
    from.emplace_back(new char[bytes]);
    to.emplace_back(new char[bytes]);
  }
  // The first time has the pages made.
  auto copy = [&](int i) { std::memcpy(to[i].get(), from[i].get(), bytes); };
  for (int i = 0; i < threads; ++i)
    std::memset(from[i].get(), 1, bytes);
  limits.copyBytesPerSecond = 2.0 * double(bytes) * threads / bestTime(threads, 5, copy);

  Peak peak = widest();
  constexpr int64_t rounds = 400000;
  std::vector<float> sums(threads);
  double seconds = bestTime(threads, 5, [&](int i) { sums[i] = peak.run(rounds); });
  asm volatile("" : : "g"(sums.data()) : "memory");
  limits.flopsPerSecond = 2.0 * 12 * peak.lanes * rounds * threads / seconds;
  return limits;
}
