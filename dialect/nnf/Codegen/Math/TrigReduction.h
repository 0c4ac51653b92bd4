//===- TrigReduction.h - multiples of pi/2 out of any argument ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// x = n pi/2 + r with |r| <= pi/4, of which n's last two bits and r matter. For moderate x, pi/2 in parts is taken
// away n times. For all others x 2/pi is needed modulo 4, of a product of which the digits before the point are
// multiples of 4 that nobody has to know (Payne and Hanek): 2/pi is a row of numbers of 24 bits, the products with the
// halves of x are exact, and so is what is left of each modulo 4; these are added in three words.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_TRIGREDUCTION_H
#define NNF_CODEGEN_MATH_TRIGREDUCTION_H

#include "nnf/Codegen/Math/Coefficients.h"
#include "nnf/Codegen/Math/Lane.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mlir::nnf::vecmath::detail {

/// r + low, and the quadrant in the last bits of an integer. W is an f64 lane.
template <class W> struct Reduced {
  W r, low;
  typename W::Int quadrant;
};

/// n = x 2/pi rounded, as bits and as a number.
template <class W> struct Quadrant {
  typename W::Int bits;
  W n;
};
template <class W> Quadrant<W> quadrant(W x) {
  W t = fma(x, W(Coefficients<F64>::twoOverPi), W(F64::magic));
  return {bits(t), t - F64::magic};
}

/// For |x| <= 2^20 that is not within 2^-20 of a multiple of pi/2 but 0: two parts of 33 bits, whose products with
/// n are exact; the first difference is, the second is in two words.
template <class W> Reduced<W> reduceModerate(W x) {
  using C = Coefficients<F64>;
  auto q = quadrant(x);
  W r0 = fma(q.n, W(-C::piOver2Short1), x);
  W w = q.n * C::piOver2Short2;
  W r1 = r0 - w;
  W part = r1 - r0;
  W error = (r0 - (r1 - part)) - (w + part);
  W rest = fma(q.n, W(-C::piOver2Short3), error);
  W r = r1 + rest;
  return {r, rest - (r - r1), q.bits};
}

/// Adds t to the sum and returns what the rounding lost (Knuth's TwoSum).
template <class W> W addExactly(W &sum, W t) {
  W s = sum + t;
  W part = s - sum;
  W lost = (sum - (s - part)) + (t - part);
  sum = s;
  return lost;
}

template <class W, std::size_t... I> std::array<W, sizeof...(I)> twoOverPiDigits(std::index_sequence<I...>) {
  return {W(Coefficients<F64>::twoOverPiDigits[I])...};
}

/// For any x below 2^128, of 24 bits (`entries` 9, `used` 6, narrow), or any x at all (49, 9): how many digits of 2/pi
/// there are and how many of them count. Infinities and NaN give NaN.
template <int entries, int used, bool narrow, class W> Reduced<W> reduceAny(W x) {
  using C = Coefficients<F64>;
  using Int = typename W::Int;
  // Digits whose products with x are multiples of 4 are passed over: `first` of them, of 24 bits each.
  W a = abs(x);
  W exponent = fromBits(shrLogical(bits(a), F64::mantissaBits) | Int(0x4330000000000000)) - (0x1p52 + F64::bias);
  W first = atMost(atLeast(trunc((exponent - 53.5) * (1.0 / 24)), 0.0), entries - used);
  Int place = bits(first + F64::magic);
  std::array<W, entries> digits = twoOverPiDigits<W>(std::make_index_sequence<entries>());
  int count = entries;
  for (int step = narrow ? 2 : 32; step > 0; step /= 2) {
    auto stay = (place & Int(step)) == Int(0);
    int next = std::min(count, used + step - 1);
    for (int i = 0; i < next; ++i)
      digits[i] = select(stay, digits[i], i + step < count ? digits[i + step] : W(0.0));
    count = next;
  }
  // x in halves, scaled as the digits are.
  W scaled = scaleByPow2(scaleByPow2(x, first * -12.0), first * -12.0);
  W upper = fromBits(bits(scaled) & Int(int64_t(0xfffffffff8000000)));
  W lower = scaled - upper;
  W high = x * 0.0, middle = high, low = high;
  for (int i = 0; i < used; ++i) {
    upper = upper * 0x1p-24;
    lower = lower * 0x1p-24;
    for (int half = 0; half < (narrow ? 1 : 2); ++half) {
      W part = half ? lower : upper;
      W product = part * digits[i];
      W rest = fma(roundEven(product * 0.25), W(-4.0), product);
      low = low + addExactly(middle, addExactly(high, rest));
    }
  }
  W n = roundEven(high);
  W f = high - n;
  middle = middle + low;
  W sum = f + middle;
  W rest = middle - (sum - f);
  W r = sum * C::piOver2Hi;
  W rLow = fma(sum, W(C::piOver2Hi), -r) + fma(sum, W(C::piOver2Lo), rest * C::piOver2Hi);
  return {r, rLow, bits(n + F64::magic)};
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_TRIGREDUCTION_H
