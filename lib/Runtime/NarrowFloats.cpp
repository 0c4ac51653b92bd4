//===- NarrowFloats.cpp - conversions to and from f16 and bf16 ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// What LLVM calls where the target has no instruction for them (f16 before F16C, bf16 before AVX512_BF16). Which of
// them a compiler's support library has depends on its version, so these are our own: just-in-time code finds them by a
// table, objects compiled ahead of time by the names at the end, which yield to others.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Runtime/Support.h"

#include <cstring>

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
  uint64_t kept = significand >> shift, lost = significand & ((uint64_t(1) << shift) - 1),
           half = uint64_t(1) << (shift - 1);
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

float nnf_rt_truncate_to_half(float x) { return floatOf(narrow(x, 10, 5)); }
float nnf_rt_truncate_double_to_half(double x) { return floatOf(narrow(x, 10, 5)); }
float nnf_rt_truncate_to_bfloat(float x) { return floatOf(narrow(x, 7, 8)); }
float nnf_rt_truncate_double_to_bfloat(double x) { return floatOf(narrow(x, 7, 8)); }

float nnf_rt_extend_half(float holder) {
  uint32_t half = bitsOf(holder) & 0xffff, sign = (half & 0x8000) << 16, exponent = half >> 10 & 31,
           fraction = half & 1023;
  if (exponent == 31)
    return floatOf(sign | 0x7f800000 | fraction << 13 | (fraction ? 0x400000 : 0));
  if (exponent)
    return floatOf(sign | (exponent + 112) << 23 | fraction << 13);
  float magnitude = static_cast<float>(fraction) * 0x1p-24f;
  return floatOf(sign | bitsOf(magnitude));
}

//===----------------------------------------------------------------------------------------------------------===//
// The names that LLVM calls
//===----------------------------------------------------------------------------------------------------------===//

#define NNF_ALIAS(name, function)                                                                                      \
  extern "C" decltype(function) function##_libcall __asm__(name)                                                       \
      __attribute__((weak, visibility("hidden"), alias(#function)));

NNF_ALIAS("__extendhfsf2", nnf_rt_extend_half)
NNF_ALIAS("__truncsfhf2", nnf_rt_truncate_to_half)
NNF_ALIAS("__truncdfhf2", nnf_rt_truncate_double_to_half)
NNF_ALIAS("__truncsfbf2", nnf_rt_truncate_to_bfloat)
NNF_ALIAS("__truncdfbf2", nnf_rt_truncate_double_to_bfloat)
