//===- Measure.cpp - errors in units in the last place ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Tooling/Accuracy.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <thread>

using namespace mlir::nnf::accuracy;

namespace {

constexpr size_t blockSize = 1024;

template <class T> struct Format;
template <> struct Format<float> {
  using Wide = double;
  static constexpr int mantissa = 23, lowest = -126;
  static constexpr double cancelledUnit = 0x1p-24;
};
template <> struct Format<double> {
  using Wide = long double;
  static constexpr int mantissa = 52, lowest = -1022;
  static constexpr double cancelledUnit = 0x1p-53;
};

/// The distance of two neighbouring numbers of type T around `value`.
template <class T> typename Format<T>::Wide unit(typename Format<T>::Wide value) {
  int exponent;
  std::frexp(value, &exponent);
  return std::ldexp(typename Format<T>::Wide(1), std::max(exponent - 1, Format<T>::lowest) - Format<T>::mantissa);
}

template <class T> double errorInUlp(T got, typename Format<T>::Wide want) {
  using Wide = typename Format<T>::Wide;
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (std::isnan(want) || std::isnan(got))
    return std::isnan(want) && std::isnan(got) ? 0 : infinite;
  // The value whose rounding is infinite: half a unit above the largest number.
  Wide overflow = Wide(std::numeric_limits<T>::max()) * (1 + std::ldexp(Wide(1), -Format<T>::mantissa - 2));
  if (std::isinf(got))
    return std::fabs(want) >= overflow * (1 - std::ldexp(Wide(1), -Format<T>::mantissa)) && (got > 0) == (want > 0)
               ? 0
               : infinite;
  if (std::isinf(want))
    return infinite;
  if (got == 0 && want == 0)
    return std::signbit(got) == std::signbit(want) ? 0 : infinite;
  return double(std::fabs(Wide(got) - want) / unit<T>(want));
}

/// Evaluates one block and adds to `result`.
template <class T, class Evaluate, class Reference>
void measureBlock(const Case &c, const Evaluate &evaluate, const Reference &reference, const T *x, size_t n,
                  Result &result) {
  T y[blockSize];
  evaluate(x, y, n);
  for (size_t i = 0; i < n; ++i) {
    typename Format<T>::Wide want = reference(x[i]);
    double error = errorInUlp(y[i], want);
    if (c.terms && error > 1) {
      double terms = c.terms(double(x[i]));
      if (std::fabs(double(want)) * 8 < terms) {
        double cancelled = double(std::fabs(y[i] - want)) / (terms * Format<T>::cancelledUnit);
        if (!(cancelled <= result.worstCancelled)) {
          result.worstCancelled = std::isnan(cancelled) ? std::numeric_limits<double>::infinity() : cancelled;
          result.cancelledAt = double(x[i]);
        }
        continue;
      }
    }
    if (error > result.worst) {
      result.worst = error;
      result.at = double(x[i]);
      result.got = double(y[i]);
      result.want = double(want);
    }
  }
  result.inputs += n;
}

Result merge(const std::vector<Result> &parts) {
  Result all;
  for (const Result &part : parts) {
    uint64_t inputs = all.inputs + part.inputs;
    if (part.worstCancelled > all.worstCancelled) {
      all.worstCancelled = part.worstCancelled;
      all.cancelledAt = part.cancelledAt;
    }
    if (part.worst > all.worst) {
      double cancelled = all.worstCancelled, at = all.cancelledAt;
      all = part;
      all.worstCancelled = cancelled;
      all.cancelledAt = at;
    }
    all.inputs = inputs;
  }
  return all;
}

/// Calls work(thread, number of threads, result) on each thread.
Result onThreads(unsigned threads, const std::function<void(unsigned, unsigned, Result &)> &work) {
  if (threads == 0)
    threads = std::max(1u, std::thread::hardware_concurrency());
  std::vector<Result> parts(threads);
  std::vector<std::thread> pool;
  for (unsigned t = 1; t < threads; ++t)
    pool.emplace_back([&, t] { work(t, threads, parts[t]); });
  work(0, threads, parts[0]);
  for (std::thread &thread : pool)
    thread.join();
  return merge(parts);
}

/// A 64-bit mixer (splitmix64): sample i does not depend on the number of threads.
uint64_t mix(uint64_t i) {
  i += 0x9e3779b97f4a7c15;
  i = (i ^ (i >> 30)) * 0xbf58476d1ce4e5b9;
  i = (i ^ (i >> 27)) * 0x94d049bb133111eb;
  return i ^ (i >> 31);
}

double fromBits(uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof(x));
  return x;
}

} // namespace

/// Both signs of values that a strided sweep or a random sample would miss.
template <class T> static std::vector<T> specials() {
  constexpr T tiny = std::numeric_limits<T>::denorm_min(), normal = std::numeric_limits<T>::min();
  std::vector<T> x = {0, tiny, 2 * tiny, normal - tiny, normal, 2 * normal, T(1e-20), T(0.5), 1, 2, 3, 20, 60, 87.5, 88.75,
                      103.5, 109, 112, 150, 709.75, 745, 760, 1e30, std::numeric_limits<T>::max(),
                      std::numeric_limits<T>::infinity(), std::numeric_limits<T>::quiet_NaN()};
  for (size_t i = 0, n = x.size(); i < n; ++i)
    x.push_back(-x[i]);
  return x;
}

Result mlir::nnf::accuracy::measureF32(const Case &c, uint32_t stride, uint32_t first, unsigned threads,
                                       const Progress &progress) {
  return onThreads(threads, [&](unsigned thread, unsigned count, Result &result) {
    if (thread == 0) {
      std::vector<float> x = specials<float>();
      measureBlock<float>(c, c.f32, c.reference32, x.data(), x.size(), result);
    }
    uint64_t span = uint64_t(stride) * blockSize;
    for (uint64_t begin = first + thread * span; begin < (uint64_t(1) << 32); begin += count * span) {
      if (thread == 0 && progress)
        progress(std::ldexp(double(begin), -32));
      float x[blockSize];
      size_t n = 0;
      for (uint64_t bits = begin; n < blockSize && bits < (uint64_t(1) << 32); bits += stride) {
        uint32_t pattern = uint32_t(bits);
        std::memcpy(&x[n++], &pattern, sizeof(pattern));
      }
      measureBlock<float>(c, c.f32, c.reference32, x, n, result);
    }
  });
}

Result mlir::nnf::accuracy::measureF64(const Case &c, uint64_t samples, unsigned threads) {
  return onThreads(threads, [&](unsigned thread, unsigned count, Result &result) {
    double x[blockSize];
    if (thread == 0) {
      std::vector<double> special = specials<double>();
      measureBlock<double>(c, c.f64, c.reference64, special.data(), special.size(), result);
    }
    for (uint64_t begin = thread * blockSize; begin < samples; begin += count * blockSize) {
      for (size_t i = 0; i < blockSize; ++i) {
        uint64_t word = mix(begin + i);
        // Even: any bit pattern. Odd: a random mantissa and sign with an exponent from -20 to 9.
        uint64_t exponent = 1023 - 20 + mix(word) % 30;
        x[i] = fromBits(i % 2 ? (word & 0x800fffffffffffff) | exponent << 52 : word);
      }
      measureBlock<double>(c, c.f64, c.reference64, x, blockSize, result);
    }
  });
}
