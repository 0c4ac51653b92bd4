//===- Symbols.cpp - what compiled code may refer to --------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A table instead of dlsym: the same in a static executable, nothing of the process leaks into kernels by accident of a
// name, and a missing function is found when a kernel is linked.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Symbols.h"

#include "nnf/Runtime/Support.h"
#include <cmath>
#include <cstring>

using namespace mlir::nnf;

// Conversions of narrow floats that LLVM calls where the target has no instruction for them (f16 before F16C, bf16 before
// AVX512_BF16). Which of them a compiler's support library has depends on its version, so these are our own. Narrow floats
// travel in the low 16 bits of a vector register, like the float that stands for them here.

static uint32_t bitsOf(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof(bits));
  return bits;
}

static float floatOf(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof(x));
  return x;
}

static uint64_t bitsOf(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof(bits));
  return bits;
}

/// Rounds a finite or infinite magnitude (f64 bits without the sign) to a format with `mantissa` bits and exponents of
/// `exponentBits`, to nearest, ties to even. Works on f32 as well, which f64 holds exactly.
static uint32_t roundMagnitude(uint64_t bits, int mantissa, int exponentBits) {
  int bias = (1 << (exponentBits - 1)) - 1;
  int64_t exponent = static_cast<int64_t>(bits >> 52) - 1023;
  uint32_t infinity = ((1u << exponentBits) - 1) << mantissa;
  if (exponent > bias)
    return infinity;
  uint64_t significand = (bits & ((uint64_t(1) << 52) - 1)) | uint64_t(1) << 52;
  // Subnormal results lose as many bits more as the exponent is too small.
  int64_t shift = 52 - mantissa;
  if (exponent < 1 - bias)
    shift += 1 - bias - exponent;
  if (shift > 53)
    return 0;
  uint64_t kept = significand >> shift, lost = significand & ((uint64_t(1) << shift) - 1), half = uint64_t(1) << (shift - 1);
  kept += lost > half || (lost == half && (kept & 1));
  // The leading bit of a normal number adds 1 to the exponent field, and so does a carry.
  uint32_t field = exponent < 1 - bias ? 0 : static_cast<uint32_t>(exponent + bias - 1);
  return (field << mantissa) + static_cast<uint32_t>(kept);
}

static uint32_t narrow(double x, int mantissa, int exponentBits) {
  uint64_t bits = bitsOf(x);
  uint32_t sign = static_cast<uint32_t>(bits >> 63) << 15;
  uint64_t magnitude = bits & ~(uint64_t(1) << 63);
  if (magnitude > uint64_t(0x7ff) << 52) // NaN: keep the leading payload bits, make it quiet
    return sign | ((1u << exponentBits) - 1) << mantissa | 1u << (mantissa - 1) |
           static_cast<uint32_t>((magnitude & ((uint64_t(1) << 52) - 1)) >> (52 - mantissa));
  return sign | roundMagnitude(magnitude, mantissa, exponentBits);
}

static float truncateToHalf(float x) { return floatOf(narrow(x, 10, 5)); }
static float truncateDoubleToHalf(double x) { return floatOf(narrow(x, 10, 5)); }
static float truncateToBFloat(float x) { return floatOf(narrow(x, 7, 8)); }
static float truncateDoubleToBFloat(double x) { return floatOf(narrow(x, 7, 8)); }

static float extendHalf(float holder) {
  uint32_t half = bitsOf(holder) & 0xffff, sign = (half & 0x8000) << 16, exponent = half >> 10 & 31, fraction = half & 1023;
  if (exponent == 31)
    return floatOf(sign | 0x7f800000 | fraction << 13 | (fraction ? 0x400000 : 0));
  if (exponent)
    return floatOf(sign | (exponent + 112) << 23 | fraction << 13);
  float magnitude = static_cast<float>(fraction) * 0x1p-24f;
  return floatOf(sign | bitsOf(magnitude));
}

/// f32 and f64 of a function of <math.h>.
#define MATH1(name)                                                                                                    \
  {#name, reinterpret_cast<void *>(static_cast<double (*)(double)>(::name))},                                          \
      {#name "f", reinterpret_cast<void *>(static_cast<float (*)(float)>(::name##f))}
#define MATH2(name)                                                                                                    \
  {#name, reinterpret_cast<void *>(static_cast<double (*)(double, double)>(::name))},                                  \
      {#name "f", reinterpret_cast<void *>(static_cast<float (*)(float, float)>(::name##f))}
#define MATH3(name)                                                                                                    \
  {#name, reinterpret_cast<void *>(static_cast<double (*)(double, double, double)>(::name))},                          \
      {#name "f", reinterpret_cast<void *>(static_cast<float (*)(float, float, float)>(::name##f))}
#define FUNCTION(f) {#f, reinterpret_cast<void *>(&f)},

static const RuntimeSymbol symbols[] = {
    // clang-format off
    NNF_RT_FUNCTIONS(FUNCTION)
    {"memcpy", reinterpret_cast<void *>(static_cast<void *(*)(void *, const void *, size_t)>(std::memcpy))},
    {"memmove", reinterpret_cast<void *>(static_cast<void *(*)(void *, const void *, size_t)>(std::memmove))},
    {"memset", reinterpret_cast<void *>(static_cast<void *(*)(void *, int, size_t)>(std::memset))},
    MATH1(acos), MATH1(acosh), MATH1(asin), MATH1(asinh), MATH1(atan), MATH1(atanh), MATH1(cbrt), MATH1(ceil),
    MATH1(cos), MATH1(cosh), MATH1(erf), MATH1(erfc), MATH1(exp), MATH1(exp2), MATH1(expm1), MATH1(fabs), MATH1(floor),
    MATH1(log), MATH1(log10), MATH1(log1p), MATH1(log2), MATH1(nearbyint), MATH1(rint), MATH1(round), MATH1(sin),
    MATH1(sinh), MATH1(sqrt), MATH1(tan), MATH1(tanh), MATH1(tgamma), MATH1(lgamma), MATH1(trunc),
    MATH2(atan2), MATH2(copysign), MATH2(fmax), MATH2(fmin), MATH2(fmod), MATH2(pow), MATH3(fma),
    {"roundeven", reinterpret_cast<void *>(static_cast<double (*)(double)>(::roundeven))},
    {"roundevenf", reinterpret_cast<void *>(static_cast<float (*)(float)>(::roundevenf))},
    // LLVM makes one call of a sine and a cosine of one number.
    {"sincos", reinterpret_cast<void *>(static_cast<void (*)(double, double *, double *)>(::sincos))},
    {"sincosf", reinterpret_cast<void *>(static_cast<void (*)(float, float *, float *)>(::sincosf))},
    {"__extendhfsf2", reinterpret_cast<void *>(extendHalf)},
    {"__truncsfhf2", reinterpret_cast<void *>(truncateToHalf)},
    {"__truncdfhf2", reinterpret_cast<void *>(truncateDoubleToHalf)},
    {"__truncsfbf2", reinterpret_cast<void *>(truncateToBFloat)},
    {"__truncdfbf2", reinterpret_cast<void *>(truncateDoubleToBFloat)},
    // clang-format on
};

llvm::ArrayRef<RuntimeSymbol> mlir::nnf::getRuntimeSymbols() { return symbols; }
