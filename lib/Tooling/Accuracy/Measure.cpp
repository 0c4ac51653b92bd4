//===- Measure.cpp - errors in units in the last place ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "VectorLane.h"
#include "nnf/Tooling/Accuracy.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <thread>
#ifdef __SSE2__
#include <immintrin.h>
#endif

using namespace mlir::nnf::accuracy;

namespace {

constexpr size_t blockSize = 1024;

template <class T> struct Format;
template <> struct Format<float> {
  static constexpr int mantissa = 23, lowest = -126;
  static constexpr double cancelledUnit = 0x1p-24;
};
template <> struct Format<double> {
  static constexpr int mantissa = 52, lowest = -1022, bias = 1023;
  static constexpr double cancelledUnit = 0x1p-53;
};

/// The distance of two neighbouring numbers of type T around `value`.
template <class T> long double unit(long double value) {
  int exponent;
  std::frexp(value, &exponent);
  return std::ldexp(1.0L, std::max(exponent - 1, Format<T>::lowest) - Format<T>::mantissa);
}

template <class T> double errorInUlp(T got, long double want) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (std::isnan(want) || std::isnan(got))
    return std::isnan(want) && std::isnan(got) ? 0 : infinite;
  // The value whose rounding is infinite: half a unit above the largest number.
  long double overflow = std::numeric_limits<T>::max() * (1 + std::ldexp(1.0L, -Format<T>::mantissa - 2));
  if (std::isinf(got))
    return std::fabs(want) >= overflow * (1 - std::ldexp(1.0L, -Format<T>::mantissa)) && (got > 0) == (want > 0)
               ? 0
               : infinite;
  if (std::isinf(want))
    return infinite;
  if (got == 0 && want == 0)
    return std::signbit(got) == std::signbit(want) ? 0 : infinite;
  return double(std::fabs(got - want) / unit<T>(want));
}

/// Whether the terms of c(x), whose value is `want`, cancel three bits or more; then their sum.
double cancelledTerms(const Case &c, double x, double want) {
  double terms = c.terms ? c.terms(x) : 0;
  return std::fabs(want) * 8 < terms ? terms : 0;
}

/// Compares c(x) = got with the reference, `want`, and adds that to `result`.
template <class T> void measureOne(const Case &c, T x, T got, long double want, Result &result) {
  double error = errorInUlp(got, want);
  if (error > 1) {
    if (double terms = cancelledTerms(c, double(x), double(want))) {
      double cancelled = double(std::fabs(got - want)) / (terms * Format<T>::cancelledUnit);
      if (!(cancelled <= result.worstCancelled)) {
        result.worstCancelled = std::isnan(cancelled) ? std::numeric_limits<double>::infinity() : cancelled;
        result.cancelledAt = double(x);
      }
      return;
    }
  }
  if (error > result.worst) {
    result.worst = error;
    result.at = double(x);
    result.got = double(got);
    result.want = double(want);
  }
}

//===-- all inputs ------------------------------------------------------------------------------------------===//
//
// Most inputs never see the reference. The library's own f64 function stands in for it, whose error of some 2^-52 of
// the value is 2^-28 of an f32 unit; both are computed sixteen elements at a time. Whatever comes within `slack` of the
// worst so far, is not a number, or may have terms that cancel, is measured against the reference; so is every
// 4096th input, where the stand-in itself is held to `slack` as well.

/// By how much the stand-in may differ from the reference, in f32 ULP.
constexpr double slack = 0x1p-26;
/// One input in so many is measured against the reference whatever the stand-in says.
constexpr uint64_t checkedEvery = 4096;
/// The sum of the magnitudes of terms (Case::terms) is below this for every x.
constexpr double mostTerms = 2;

template <class To, class From> To bitCast(From from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof(to));
  return to;
}

/// errorInUlp of sixteen elements.
VectorLane<double> errorOf(VectorLane<float> got, VectorLane<double> want) {
  using L = VectorLane<double>;
  const L infinite(std::numeric_limits<double>::infinity()), zero(0.0);
  constexpr int64_t lowest = Format<double>::bias + Format<float>::lowest;
  constexpr int64_t one = 2 * Format<double>::bias + Format<float>::mantissa;
  L::Int exponent = shrLogical(bits(want), Format<double>::mantissa) & 0x7ff;
  exponent = select(exponent < lowest, lowest, exponent);
  L wide = widen(got), overUnit = fromBits(shl(L::Int(one) - exponent, Format<double>::mantissa));
  L error = abs(wide - want) * overUnit;
  error = select(error < infinite, error, infinite);
  L::Mask otherSign = (bits(wide) ^ bits(want)) < 0;
  L::Mask bothOverflow = (abs(wide) == infinite) & (abs(want) >= L(0x1.fffffep127)) & !otherSign;
  error = select(bothOverflow | (isNan(wide) & isNan(want)), zero, error);
  return select((wide == zero) & (want == zero) & otherSign, infinite, error);
}

/// While it lives, results too small for a normal f64 are 0, as all such are for f32: processors take a hundred cycles for
/// what half of the inputs of an exponential would give.
struct FlushToZero {
#ifdef __SSE2__
  unsigned before = _mm_getcsr();
  FlushToZero() { _mm_setcsr(before | _MM_FLUSH_ZERO_ON); }
  ~FlushToZero() { _mm_setcsr(before); }
#else
  FlushToZero() {}
#endif
};

/// Room for a block of inputs.
struct Sweep {
  float x[blockSize], y[blockSize] = {};
  double wide[blockSize], standIn[blockSize] = {};
  int64_t suspect[blockSize];

  /// Measures the first n of x; the stand-in is checked in every `every`-th element, beginning with `from`.
  void measure(const Case &c, size_t n, size_t from, size_t every, Result &result) {
    for (size_t i = 0; i < n; ++i)
      wide[i] = x[i];
    c.f32(x, y, n);
    {
      FlushToZero flush;
      c.f64(wide, standIn, n);
    }
    // What has to be measured: `worst` or, where its terms might cancel, another number that is not 0.
    constexpr int64_t worst = -1;
    const double limit = result.worst - slack, mayCancel = c.terms ? mostTerms / 8 : 0;
    VectorMask<int64_t> any = VectorOf<int64_t>::type{};
    for (size_t i = 0; i < n; i += vectorLanes) {
      VectorLane<double> want = load(standIn + i), error = errorOf(load(y + i), want);
      VectorMask<int64_t> some = (error > 1.0) & (abs(want) < mayCancel);
      some = VectorMask<int64_t>(some.v & 1) | (error > limit);
      std::memcpy(suspect + i, &some.v, sizeof(some.v));
      any = any | some;
    }
    if (any.any())
      for (size_t i = 0; i < n; ++i)
        if (suspect[i] && (suspect[i] == worst || std::fabs(standIn[i]) * 7.99 < c.terms(x[i])))
          measureOne(c, x[i], y[i], c.reference(x[i]), result);
    for (size_t i = from; i < n; i += every) {
      long double want = c.reference(x[i]);
      measureOne(c, x[i], y[i], want, result);
      checkStandIn(c, i, double(want), result);
    }
    result.inputs += n;
  }

private:
  template <class T> static VectorLane<T> load(const T *p) {
    VectorLane<T> v(0.0);
    std::memcpy(&v.v, p, sizeof(v.v));
    return v;
  }
  void checkStandIn(const Case &c, size_t i, double want, Result &result) {
    double off = std::fabs(standIn[i] - want);
    if (standIn[i] == want || (std::isnan(standIn[i]) && std::isnan(want)) || off <= slack * unit<float>(want))
      return;
    // Beyond the range of f32 all that counts is that it is beyond.
    if (std::fabs(want) >= 0x1p129 && std::fabs(standIn[i]) >= 0x1p129 && (want > 0) == (standIn[i] > 0))
      return;
    double terms = cancelledTerms(c, x[i], want);
    if (terms > mostTerms || !(off <= terms * 0x1p-50)) {
      result.standInFails = true;
      result.standInFailsAt = x[i];
    }
  }
};

Result merge(const std::vector<Result> &parts) {
  Result all;
  for (const Result &part : parts) {
    uint64_t inputs = all.inputs + part.inputs;
    if (part.standInFails) {
      all.standInFails = true;
      all.standInFailsAt = part.standInFailsAt;
    }
    if (part.worstCancelled > all.worstCancelled) {
      all.worstCancelled = part.worstCancelled;
      all.cancelledAt = part.cancelledAt;
    }
    if (part.worst > all.worst) {
      all.worst = part.worst;
      all.at = part.at;
      all.got = part.got;
      all.want = part.want;
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
    auto sweep = std::make_unique<Sweep>();
    if (thread == 0) {
      std::vector<float> x = specials<float>();
      std::copy(x.begin(), x.end(), sweep->x);
      sweep->measure(c, x.size(), 0, 1, result);
    }
    uint64_t span = uint64_t(stride) * blockSize, every = std::max<uint64_t>(1, checkedEvery / stride);
    for (uint64_t begin = first + thread * span; begin < (uint64_t(1) << 32); begin += count * span) {
      if (thread == 0 && progress)
        progress(std::ldexp(double(begin), -32));
      uint64_t n = std::min<uint64_t>(blockSize, ((uint64_t(1) << 32) - begin + stride - 1) / stride);
      for (uint32_t i = 0; i < n; ++i)
        sweep->x[i] = bitCast<float>(uint32_t(begin) + i * stride);
      // Another place in each block, so that all low bits are seen.
      sweep->measure(c, n, mix(begin) % every, every, result);
    }
  });
}

Result mlir::nnf::accuracy::measureF64(const Case &c, uint64_t samples, unsigned threads) {
  return onThreads(threads, [&](unsigned thread, unsigned count, Result &result) {
    double x[blockSize], y[blockSize];
    auto measure = [&](const double *x, size_t n) {
      c.f64(x, y, n);
      for (size_t i = 0; i < n; ++i)
        measureOne(c, x[i], y[i], c.reference(x[i]), result);
      result.inputs += n;
    };
    if (thread == 0) {
      std::vector<double> special = specials<double>();
      measure(special.data(), special.size());
    }
    for (uint64_t begin = thread * blockSize; begin < samples; begin += count * blockSize) {
      for (size_t i = 0; i < blockSize; ++i) {
        uint64_t word = mix(begin + i);
        // Even: any bit pattern. Odd: a random mantissa and sign with an exponent from -20 to 9.
        uint64_t exponent = 1023 - 20 + mix(word) % 30;
        x[i] = bitCast<double>(i % 2 ? (word & 0x800fffffffffffff) | exponent << 52 : word);
      }
      measure(x, blockSize);
    }
  });
}
