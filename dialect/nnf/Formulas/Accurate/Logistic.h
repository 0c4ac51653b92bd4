//===- Logistic.h - sigmoid and silu within 2 ULP, their derivatives within 4 ----------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// With z = e^-|x| = 2^n (1 + s), 0 < z <= 1:
//
//   x < 0    sigmoid(x) = z / (1 + z)   silu(x) = x z / (1 + z)   silu'(x) = z (1 + z + x) / (1 + z)^2 = h(|x|)
//   x >= 0   sigmoid(x) = 1 / (1 + z)   silu(x) = x / (1 + z)     silu'(x) = 1 - h(|x|)
//
// 2^n is multiplied in at the end, so denormal results keep their digits and large |x| needs no case of its own.
//
// For x > -16 (-36 in f64), sigmoid(x) = 1 / D and silu(x) = x / D with D = 1 + e^-x = 2^n s + (2^n + 1), where the sum
// of both powers of two is exact, are all that is needed; the forms above are behind a branch that is hardly ever taken.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_LOGISTIC_H
#define NNF_FORMULAS_ACCURATE_LOGISTIC_H

#include "nnf/Codegen/Math/Exp.h"

#include <limits>

namespace mlir::nnf::vecmath::detail {

/// z = e^-a as 2^n (1 + s), and as plain numbers what 1 + z is made of: for z below 2^-100, which is nothing beside 1,
/// `scale` and `z` stay there.
template <class L> struct LogisticParts {
  L s, n, scale, z;
};
/// a >= 0, below the bounds of expParts; aLow is its small second part.
template <class P, class L> LogisticParts<L> finishLogistic(ExpParts<L> e) {
  L scale = pow2<P>(atLeast(e.n, -100.0));
  return {e.s, e.n, scale, fma(e.s, scale, scale)};
}
template <class P, class L> LogisticParts<L> logisticParts(L a) { return finishLogistic<P>(expParts<P>(-a)); }
template <class P, class L> LogisticParts<L> logisticParts(L a, L aLow) {
  return finishLogistic<P>(expParts<P>(-a, -aLow));
}

/// |x|, kept where e^-|x| times a moderate factor is not yet 0 by far, or is.
template <class P, class L> L magnitudeForExp(L x) { return atMost(abs(x), P::width == 32 ? 112.0 : 765.0); }

/// y with the sign of x, which corrections of a zero lose; inf at inf and NaN at -inf, as torch's x * f(x) with
/// f(-inf) = 0 has it.
template <class L> L signedProduct(L x, L y) {
  L a = abs(x);
  return select(a == std::numeric_limits<double>::infinity(), x + a, copySign(y, x));
}
/// y, but NaN at both, where torch's derivatives have 0 * inf.
template <class L> L nanAtInfinities(L x, L y) { return fma(x, L(0.0), y); }

/// z / (1 + z) or 1 / (1 + z).
template <class L, class Mask> L logistic(LogisticParts<L> e, Mask negative) {
  L d = 1.0 / fma(e.s, e.scale, e.scale + 1.0);
  L y = fma(d, select(negative, e.s, L(0.0)), d);
  return scaleByPow2(y, select(negative, e.n, L(0.0)));
}
template <class P, class L> L sigmoidByParts(L x) {
  return logistic(logisticParts<P>(magnitudeForExp<P>(x)), x < 0.0);
}

template <class P> constexpr double lowestForSum = P::width == 32 ? -16.0 : -36.0;
/// 1 + e^-x for x >= `lowestForSum`, rounded once.
template <class P, class L> L onePlusExpOfNegated(L x) {
  ScaledExp<L> e = scaledExpOfNegated<P>(atMost(x, moderate<P>));
  return fma(e.s, e.scale, e.scale + 1.0);
}
template <class P, class L> L sigmoid(L x) {
  return orRarely(!(x >= lowestForSum<P>), 1.0 / onePlusExpOfNegated<P>(x), [&] { return sigmoidByParts<P>(x); });
}

/// z / (1 + z)^2
template <class P, class L> L sigmoidGrad(L x) {
  LogisticParts<L> e = logisticParts<P>(magnitudeForExp<P>(x));
  return scaleByPow2((1.0 + e.s) / fma(e.z, e.z + 2.0, L(1.0)), e.n);
}

/// -t / (1 + e^t) with t = -x, for x < `lowestForSum`, where the digits of a denormal result are kept and -0 is one. With
/// e^t = 2^-n (1 + s), t / (1 + e^t) = 2^n t / D, D = 1 + (s + 2^n).
template <class P, class L> L siluOfNegative(L x) {
  using C = Coefficients<P>;
  L t = magnitudeForExp<P>(x);
  L n = fma(t, -C::log2e, P::magic) - P::magic;
  L v = fma(n, C::ln2Lo, fma(n, C::ln2Hi, t));
  L s = fma(v * v, horner(v, C::exp), v) + scaleByPow2(L(1.0), n);
  L D = s + 1.0;
  L q = t / D;
  // What the rounding of D lost, where D is near 1 and that counts most.
  q = scaleByPow2(fma(-q, s - (D - 1.0), q), n);
  // NaN at -inf, as 0 * -inf.
  return fma(x, L(0.0), -q);
}

template <class P, class L> L silu(L x) {
  return orRarely(!(x >= lowestForSum<P>), x / onePlusExpOfNegated<P>(x), [&] { return siluOfNegative<P>(x); });
}

template <class P, class L> L siluGrad(L x) {
  L a = magnitudeForExp<P>(x);
  LogisticParts<L> e = logisticParts<P>(a);
  // 1 - a is exact where the sum is near 0.
  L t = e.z + (1.0 - a);
  L h = scaleByPow2(fma(t, e.s, t) / fma(e.z, e.z + 2.0, L(1.0)), e.n);
  return nanAtInfinities(x, select(x < 0.0, h, 1.0 - h));
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_LOGISTIC_H
