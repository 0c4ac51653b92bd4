//===- Exp.h - exp, exp2, expm1 ---------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// x = n ln 2 + r with n integral and |r| <= ln 2 / 2; e^r - 1 = r + r^2 Q(r) by a polynomial; e^x = 2^n (1 + that).
// n ln 2 is taken away in two parts (Cody and Waite): the first fma is exact, because x and n ln2Hi are multiples of
// a common power of two and their difference is small.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_EXP_H
#define NNF_CODEGEN_MATH_EXP_H

#include "nnf/Codegen/Math/Coefficients.h"
#include "nnf/Codegen/Math/Lane.h"

#include <type_traits>

namespace mlir::nnf::vecmath::detail {

/// c[0] - c[1] x + c[2] x^2 - ... by Horner's rule.
template <class L, class T, std::size_t N> L hornerNegated(L x, const T (&c)[N]) {
  auto coefficient = [&](std::size_t i) { return L(i % 2 ? -double(c[i]) : double(c[i])); };
  L r = coefficient(N - 1);
  for (std::size_t i = N - 1; i-- > 0;)
    r = fma(r, x, coefficient(i));
  return r;
}

/// e^x as 2^n (1 + s).
template <class L> struct ExpParts {
  L s, n;
};

/// |x| must be below 2^20 (f32), 2^50 (f64). NaN gives NaN for s.
template <class P, class L> ExpParts<L> expParts(L x) {
  using C = Coefficients<P>;
  L n = fma(x, C::log2e, P::magic) - P::magic;
  L r = fma(n, -C::ln2Lo, fma(n, -C::ln2Hi, x));
  return {fma(r * r, horner(r, C::exp), r), n};
}
/// The same for x + lo, where lo is the small second part of an argument; s has an error of little more than 1/2 ULP.
template <class P, class L> ExpParts<L> expParts(L x, L lo) {
  using C = Coefficients<P>;
  L n = fma(x, C::log2e, P::magic) - P::magic;
  L r1 = fma(n, -C::ln2Hi, x);
  L r2 = fma(n, -C::ln2Lo, lo);
  L r = r1 + r2;
  return {r1 + fma(r * r, horner(r, C::exp), r2), n};
}

/// e^x as scale (1 + s).
template <class L> struct ScaledExp {
  L s, scale;
};
/// Where e^x and e^-x are normal numbers by far.
template <class P> constexpr double moderate = P::width == 32 ? 86.0 : 706.0;
/// For |x| < `moderate`: the exponent's field is what the sum with the magic number and the bias has in its low bits.
template <class P, class L> ScaledExp<L> scaledExp(L x) {
  using C = Coefficients<P>;
  L biased = fma(x, C::log2e, P::magic + P::bias);
  L n = biased - (P::magic + P::bias);
  L r = fma(n, -C::ln2Lo, fma(n, -C::ln2Hi, x));
  return {fma(r * r, horner(r, C::exp), r), fromBits(shl(bits(biased), P::mantissaBits))};
}
/// The same for e^-x.
template <class P, class L> ScaledExp<L> scaledExpOfNegated(L x) {
  using C = Coefficients<P>;
  L biased = fma(x, -C::log2e, P::magic + P::bias);
  L n = biased - (P::magic + P::bias);
  L scale = fromBits(shl(bits(biased), P::mantissaBits));
  // r is that of -x, negated.
  L r = fma(n, C::ln2Hi, x);
  if constexpr (std::is_same_v<P, F32For16>)
    return {fma(r * r, hornerNegated(r, C::expShort), -r), scale};
  r = fma(n, C::ln2Lo, r);
  return {fma(r * r, hornerNegated(r, C::exp), -r), scale};
}

/// Beyond these bounds e^x is 0 and infinite; within, n fits scaleByPow2.
template <class P, class L> L clampForExp(L x) {
  using C = Coefficients<P>;
  return atMost(atLeast(x, C::expLowest), C::expHighest);
}

template <class P, class L> L exp(L x) {
  ExpParts<L> e = expParts<P>(clampForExp<P>(x));
  return scaleByPow2(1.0 + e.s, e.n);
}

/// 2^x: the fraction is exact, and 2^r - 1 = r (ln 2 + r Q(r)) with ln 2 in two parts.
template <class P, class L> L exp2(L x) {
  using C = Coefficients<P>;
  L y = atMost(atLeast(x, C::exp2Lowest), C::exp2Highest);
  L n = (y + P::magic) - P::magic;
  L r = y - n;
  L s = fma(r, C::ln2Hi, r * fma(r, horner(r, C::exp2), L(C::ln2Lo)));
  return scaleByPow2(1.0 + s, n);
}

/// e^x - 1 = 2^n r + (2^n - 1) + 2^n r^2 Q(r): the first two are added exactly (hi + lo), so that what cancels between
/// them for n = 1 costs nothing. 2^n overflows before the result does, so half of everything is computed.
template <class P, class L> L expm1(L x) {
  using C = Coefficients<P>;
  L y = atMost(atLeast(x, C::expm1Lowest), C::expHighest);
  L n = fma(y, C::log2e, P::magic) - P::magic;
  L r1 = fma(n, -C::ln2Hi, y);
  L r = fma(n, -C::ln2Lo, r1);
  L rest = fma(r * r, horner(r, C::exp), n * -C::ln2Lo);
  L half = pow2<P>(n - 1.0);
  L offset = half - 0.5;
  L hi = fma(half, r1, offset);
  // The last term is not 0 where 2^(n-1) - 1/2 itself is rounded, for the largest n.
  L lo = fma(half, r1, offset - hi) + ((half - offset) - 0.5);
  L big = 2.0 * (hi + fma(half, rest, lo));
  // For n = 0 that would lose the last bit of denormal numbers. The sign is kept for -0.
  return copySign(select(n == 0.0, r1 + rest, big), x);
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_EXP_H
