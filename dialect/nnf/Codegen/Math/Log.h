//===- Log.h - log, log2, log10, log1p --------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// x = 2^k (1 + f) with -1/3 <= f < 1/3 (so that k = 0 around 1 and nothing cancels); log x = k ln 2 + log(1 + f).
// f32: log(1 + f) = f - f^2/2 + f^3 Q(f). f64 needs twice the terms of Q and takes s = f / (2 + f) instead, where
// log(1 + f) = 2 atanh(s) = f - s (f - s^2 R(s^2)): the form of Sun's fdlibm, with R fitted anew to this interval.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_LOG_H
#define NNF_CODEGEN_MATH_LOG_H

#include "nnf/Codegen/Math/Coefficients.h"
#include "nnf/Codegen/Math/Lane.h"

#include <limits>

namespace mlir::nnf::vecmath::detail {

/// log(1 + f) = f + rest for -1/3 <= f < 1/3 (a little beyond does no harm); `c` is added to the rest.
template <class P, class L> L log1pRest(L f, L c) {
  using C = Coefficients<P>;
  if constexpr (P::width == 32) {
    L f2 = f * f;
    return fma(f2, fma(f, horner(f, C::log), L(-0.5)), c);
  } else {
    L s = f / (f + 2.0);
    L z = s * s;
    L half = f * f * 0.5;
    return fma(s, fma(z, horner(z, C::log), half), c) - half;
  }
}

/// A number 2^k (1 + f): `biased` is k + bias, `m` is 1 + f.
template <class L> struct Binade {
  typename L::Int biased;
  L m;
};
/// x positive and normal. The boundary between two binades is 4/3.
template <class P, class L> Binade<L> splitAtFourThirds(L x) {
  using UInt = typename P::UInt;
  constexpr UInt one = UInt(P::bias) << P::mantissaBits;
  constexpr UInt twoThirds = P::width == 32 ? UInt(0x3f2aaaab) : UInt(0x3fe5555555555555);
  using Signed = typename P::Int;
  typename L::Int i = bits(x) + typename L::Int(Signed(one - twoThirds));
  constexpr UInt mantissa = (UInt(1) << P::mantissaBits) - 1;
  return {shrLogical(i, P::mantissaBits),
          fromBits((i & typename L::Int(Signed(mantissa))) + typename L::Int(Signed(twoThirds)))};
}

/// A non-negative integer below 2^22 as a number.
template <class P, class L> L smallIntToFloat(typename L::Int i) {
  constexpr typename P::UInt magic = P::width == 32 ? typename P::UInt(0x4b400000) : typename P::UInt(0x4338000000000000);
  return fromBits(i + typename L::Int(typename P::Int(magic))) - P::magic;
}

/// x = 2^k (1 + f) for x > 0, denormal numbers included.
template <class L> struct LogParts {
  L k, f;
};
template <class P, class L> LogParts<L> logParts(L x) {
  constexpr double smallestNormal = P::width == 32 ? 0x1p-126 : 0x1p-1022;
  constexpr double up = P::width == 32 ? 0x1p24 : 0x1p54;
  auto denormal = x < smallestNormal;
  Binade<L> b = splitAtFourThirds<P>(select(denormal, x * up, x));
  L bias = select(denormal, L(double(-P::bias - (P::width == 32 ? 24 : 54))), L(double(-P::bias)));
  return {smallIntToFloat<P, L>(b.biased) + bias, b.m - 1.0};
}

/// The values at the border of the domain: `y` for 0 < x < inf, else -inf, inf or NaN.
template <class L> L logSpecials(L x, L y) {
  constexpr double inf = std::numeric_limits<double>::infinity();
  L r = select(x < inf, y, x);                              // inf and NaN give themselves
  r = select(x == 0.0, L(-inf), r);
  return select(x < 0.0, L(std::numeric_limits<double>::quiet_NaN()), r);
}

template <class P, class L> L log(L x) {
  using C = Coefficients<P>;
  LogParts<L> p = logParts<P>(x);
  L rest = log1pRest<P>(p.f, p.k * C::ln2Lo);
  return logSpecials(x, fma(p.k, C::ln2Hi, p.f + rest));
}

/// log(x) / ln(base) as k * scale + (f + rest) / ln(base), the factor 1 / ln(base) in two parts.
template <class P, class L> L logBase(L x, double factorHi, double factorLo, double kHi, double kLo) {
  LogParts<L> p = logParts<P>(x);
  // Half of what the rounding of f^2 loses, which counts where k = 1 and half of the logarithm cancels.
  L square = p.f * p.f;
  L rest = log1pRest<P>(p.f, fma(p.f, p.f, -square) * -0.5);
  L hi = p.f * factorHi;
  L lo = fma(p.f, factorHi, -hi) + fma(p.f, factorLo, fma(rest, factorHi, p.k * kLo));
  // k dominates: the larger summand first, and what its rounding loses goes to the small ones.
  L big = p.k * kHi;
  L sum = big + hi;
  return logSpecials(x, sum + (lo + (hi - (sum - big))));
}
template <class P, class L> L log2(L x) {
  using C = Coefficients<P>;
  return logBase<P>(x, C::log2e, C::log2eLo, 1.0, 0.0);
}
template <class P, class L> L log10(L x) {
  using C = Coefficients<P>;
  return logBase<P>(x, C::log10e, C::log10eLo, C::log10Of2Hi, C::log10Of2Lo);
}

/// log(1 + x): k is that of the rounded 1 + x, but f = 2^-k x + (2^-k - 1) is made of x itself, so nothing is lost.
template <class P, class L> L log1p(L x) {
  using C = Coefficients<P>;
  using Int = typename L::Int;
  using Signed = typename P::Int;
  L u = x + 1.0;
  Binade<L> b = splitAtFourThirds<P>(u);
  // 2^(2-k): 2^-k itself would be denormal for the largest x.
  L scale4 = fromBits(shl(Int(Signed(2 * P::bias + 2)) - b.biased, P::mantissaBits));
  L scale = scale4 * 0.25, offset = scale - 1.0;
  L f = fma(x, scale, offset);
  // What the rounding of f lost; log(1 + f + lost) - log(1 + f) = lost / (1 + f), near enough to lost (1 - f).
  L lost = fma(x, scale, offset - f);
  lost = fma(-lost, f, lost);
  L k = smallIntToFloat<P, L>(b.biased) - double(P::bias);
  L y = fma(k, C::ln2Hi, f + log1pRest<P>(f, fma(k, C::ln2Lo, lost)));
  // log1p has the sign of x, also for -0.
  y = copySign(y, x);
  constexpr double inf = std::numeric_limits<double>::infinity();
  L r = select(x < inf, y, x);
  r = select(x == -1.0, L(-inf), r);
  return select(x < -1.0, L(std::numeric_limits<double>::quiet_NaN()), r);
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_LOG_H
