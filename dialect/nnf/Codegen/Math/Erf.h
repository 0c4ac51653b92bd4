//===- Erf.h - erf, erfc ----------------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// erfc(t) = e^(-t^2) erfcx(t), and P = erfcx(t) (t + k) is a smooth function of u = (t - k) / (t + k) for all t >= 0
// (Shepherd and Laframboise, Mathematics of Computation 36 (1981)), here a polynomial in u. With d = 1 / (t + k) one
// division serves the argument u = 1 - 2 k d and the quotient. k is small, so that P hardly varies: then an error in u
// hardly matters. (A k of 3 would need two terms less and be off by 4 ULP.) t^2 is taken in two parts: near the end of
// the range half a unit of its last place would be dozens of units of the result.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_ERF_H
#define NNF_CODEGEN_MATH_ERF_H

#include "nnf/Codegen/Math/Exp.h"

namespace mlir::nnf::vecmath::detail {

/// 2^n (m + mLow) / (D + dLow), with d near 1 / D.
template <class L> struct GaussianTail {
  L m, mLow, D, dLow, d, n;

  /// (p + pLow) / (D + dLow), where p is a product with m: the remainder of p d says what the quotient lacks.
  L divide(L p, L pLow) const {
    L q = p * d;
    L remainder = fma(-q, D, p) + fma(-q, dLow, pLow);
    return fma(remainder, d, q);
  }
};

/// e^(-factor t^2) g(t) where g(t) (t + shift) is the polynomial c in (t - shift) / (t + shift); 0 <= t, factor is a
/// power of two, shift has few bits. Roundings are compensated, but for those of the polynomial.
template <class P, class L, class T, std::size_t N>
GaussianTail<L> gaussianTail(L t, double factor, double shift, const T (&c)[N]) {
  L square = t * t;
  L squareLow = fma(t, t, -square);
  ExpParts<L> e = expParts<P>(square * -factor, squareLow * -factor);
  // D + dLow = t + shift exactly: shift is short, so D - shift is exact.
  L D = t + shift;
  L dLow = t - (D - shift);
  L d = 1.0 / D;
  L g = horner(fma(d, -2.0 * shift, 1.0), c);
  // m + mLow = g (1 + s).
  L m = fma(g, e.s, g);
  return {m, fma(g, e.s, g - m), D, dLow, d, e.n};
}

template <class P, class L> L erfc(L x) {
  using C = Coefficients<P>;
  L t = atMost(abs(x), C::erfcHighest);
  GaussianTail<L> tail = gaussianTail<P>(t, 1.0, C::erfcxShift, C::erfcx);
  L positive = scaleByPow2(tail.divide(tail.m, tail.mLow), tail.n);
  return select(x < 0.0, 2.0 - positive, positive);
}

/// x + x P(x^2) below 1; above, 1 - e^(-q(a)) with q = -log(erfc) a polynomial (the form of N. Juffa's erff): the
/// error of the exponential counts for 1 - erf(1) = 0.16 at most.
template <class P, class L> L erf(L x) {
  using C = Coefficients<P>;
  L a = abs(x);
  L small = fma(a, horner(a * a, C::erf), a);
  L b = atMost(a, C::erfSaturation);
  ExpParts<L> e = expParts<P>(-(b * horner(b, C::erfLog)));
  L scale = pow2<P>(e.n);
  L big = fma(-e.s, scale, 1.0 - scale);
  return copySign(select(a < 1.0, small, big), x);
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_ERF_H
