//===- Gelu.h - gelu, exact and with tanh, within 2 ULP, and its derivative within 4 ---*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// gelu(x) = x Phi(x). For x < 0, Phi(x) = Phi(-t) with t = -x is e^(-t^2/2) g(t); for x >= 0, x Phi(x) = x - x Phi(-x),
// where nothing cancels. g is, in f32, one of 16 polynomials of degree 6 whose coefficients are looked up, and by
// gaussianTail (Erf.h) in f64: tables in registers are shorter and more exact than a division and one polynomial of
// degree 11. The derivative is h(t) = Phi(-t) - t phi(t) for x < 0 and
// 1 - h(x) for x >= 0, and h takes e^(-t^2/2) out of both terms before they are subtracted.
//
// gelu with the tanh approximation is x sigmoid(v), v = 2 sqrt(2/pi) (x + 0.044715 x^3): the parts of Logistic.h with
// v in two words, because the relative error of e^v is the absolute error of v.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_GELU_H
#define NNF_FORMULAS_ACCURATE_GELU_H

#include "nnf/Codegen/Math/Erf.h"
#include "nnf/Formulas/Accurate/Logistic.h"

namespace mlir::nnf::vecmath::detail {

/// Phi(-t) e^(t^2/2) for 0 <= t: c + u R(u) with c and R's coefficients from tables, rounded once or nearly: u R
/// is small beside c.
template <class L> L phiByTable(L t) {
  using C = Coefficients<F32>;
  auto place = shrLogical(bits(t + 1.0), F32::mantissaBits - 2);
  L u = t - lookup(place, C::phiCenters);
  L r = lookup(place, C::phiTable[6]);
  for (int k = 5; k >= 0; --k)
    r = fma(r, u, lookup(place, C::phiTable[k]));
  return r;
}

/// max(x, 0) - t Phi(-t) with t = |x|, which keeps the sign of zeros and of what underflows.
template <class P, class L> L geluErf(L x) {
  using C = Coefficients<P>;
  if constexpr (P::width == 32) {
    L t = atMost(abs(x), C::phiTableHighest);
    // e^(-t^2/2) = 2^n (1 + s): with w + wLow = t^2 = -2 (n ln 2 + r), -2 r is taken for r: nothing is halved.
    L w = t * t;
    L wLow = fma(t, t, -w);
    L n = fma(w, -0.5 * C::log2e, P::magic) - P::magic;
    L v = fma(n, 2.0 * C::ln2Hi, w) + fma(n, 2.0 * C::ln2Lo, wLow);
    const float e[] = {C::exp[0] / 4, -C::exp[1] / 8, C::exp[2] / 16, -C::exp[3] / 32, C::exp[4] / 64, -C::exp[5] / 128};
    L s = fma(v * v, horner(v, e), v * -0.5);
    L g = phiByTable(t);
    L p = t * g;
    L q = scaleByPow2(p + fma(p, s, fma(t, g, -p)), n);
    // NaN at -inf, as 0 * -inf.
    return fma(atMost(x, 0.0), L(0.0), atLeast(x, -0.0) - q);
  } else {
    // Beyond `phiHighest` t Phi(-t) is 0.
    L t = atMost(abs(x), C::phiHighest);
    GaussianTail<L> tail = gaussianTail<P>(t, 0.5, C::phiShift, C::phi);
    L p = t * tail.m;
    L q = scaleByPow2(tail.divide(p, fma(t, tail.mLow, fma(t, tail.m, -p))), tail.n);
    return signedProduct(x, select(x < 0.0, -q, x - q));
  }
}

/// h(t) = 2^n (1 + s) (P(u) - c t (t + k)) / (t + k) with c = 1 / sqrt(2 pi), 2^n (1 + s) = e^(-t^2/2).
template <class P, class L> L geluErfGrad(L x) {
  using C = Coefficients<P>;
  L t = atMost(abs(x), C::phiHighest);
  L square = t * t;
  ExpParts<L> e = expParts<P>(square * -0.5, fma(t, t, -square) * -0.5);
  L D = t + C::phiShift;
  L dLow = t - (D - C::phiShift);
  L d = 1.0 / D;
  // P = c0 + u Q as g + gLow, and t D as w + wLow: their difference cancels near t = 0.75.
  L u = fma(d, -2.0 * C::phiShift, L(1.0));
  L Q = horner<1>(u, C::phi);
  L g = fma(u, Q, L(double(C::phi[0])));
  L gLow = fma(u, Q, double(C::phi[0]) - g);
  L w = t * D;
  L wLow = fma(t, dLow, fma(t, D, -w));
  L m = fma(w, -C::inverseSqrt2Pi, g) + fma(w, -C::inverseSqrt2PiLo, fma(wLow, -C::inverseSqrt2Pi, gLow));
  L p = fma(m, e.s, m);
  L pLow = fma(m, e.s, m - p);
  L q = p * d;
  q = fma(fma(-q, D, p) + fma(-q, dLow, pLow), d, q);
  L h = scaleByPow2(q, e.n);
  return nanAtInfinities(x, select(x < 0.0, h, 1.0 - h));
}

/// v for x >= 0: x (p + pLow) with p + pLow = 2 sqrt(2/pi) (1 + 0.044715 x^2).
template <class L> struct TanhGeluArgument {
  L square, p, pLow, v, vLow;
};
template <class P, class L> TanhGeluArgument<L> tanhGeluArgument(L x) {
  using C = Coefficients<P>;
  L square = x * x;
  L squareLow = fma(x, x, -square);
  // The constant term is short, so that p - it is exact, and so is what p lost.
  L p = fma(square, C::tanhGeluCubic, L(C::tanhGeluLinear));
  L pLow = fma(square, C::tanhGeluCubic, C::tanhGeluLinear - p);
  pLow = pLow + fma(squareLow, C::tanhGeluCubic, fma(square, C::tanhGeluCubicLo, L(C::tanhGeluLinearLo)));
  L sum = p + pLow;
  pLow = pLow - (sum - p);
  L v = x * sum;
  return {square, sum, pLow, v, fma(x, pLow, fma(x, sum, -v))};
}

/// Beyond, x sigmoid(v) is 0 for negative x.
template <class P, class L> L magnitudeForTanhGelu(L x) { return atMost(abs(x), P::width == 32 ? 10.9 : 21.7); }

template <class P, class L> L geluTanh(L x) {
  L a = magnitudeForTanhGelu<P>(x);
  TanhGeluArgument<L> arg = tanhGeluArgument<P>(a);
  LogisticParts<L> e = logisticParts<P>(arg.v, arg.vLow);
  // x / (1 + z) times 1 or 1 + s, with all roundings but the last made good.
  auto negative = x < 0.0;
  L one = e.scale + 1.0;
  L D = fma(e.s, e.scale, one);
  L dLow = fma(e.s, e.scale, one - D);
  L d = 1.0 / D;
  L factor = select(negative, e.s, L(0.0));
  L lowest = atLeast(x, -a);
  L p = fma(-a, factor, lowest);
  L pLow = fma(-a, factor, lowest - p);
  L q = p * d;
  q = fma(fma(-q, D, p) + fma(-q, dLow, pLow), d, q);
  return signedProduct(x, scaleByPow2(q, select(negative, e.n, L(0.0))));
}

/// With z = e^-v and w = |x v'|: h = z (1 + z - w) / (1 + z)^2 for x < 0, 1 - h for x >= 0.
template <class P, class L> L geluTanhGrad(L x) {
  using C = Coefficients<P>;
  L a = magnitudeForTanhGelu<P>(x);
  TanhGeluArgument<L> arg = tanhGeluArgument<P>(a);
  LogisticParts<L> e = logisticParts<P>(arg.v, arg.vLow);
  // v' = p + 2 cubic x^2 in two words.
  L slope = fma(arg.square, 2.0 * C::tanhGeluCubic, arg.p);
  L slopeLow = fma(arg.square, 2.0 * C::tanhGeluCubic, arg.p - slope) + arg.pLow;
  L t = fma(e.s, e.scale, e.scale + fma(-a, slope, L(1.0)));
  L p = fma(t, e.s, t);
  L pLow = fma(-a, slopeLow, fma(t, e.s, t - p));
  L square = fma(e.z, e.z + 2.0, L(1.0));
  L d = 1.0 / square;
  L q = p * d;
  q = fma(fma(-q, square, p) + pLow, d, q);
  L h = scaleByPow2(q, e.n);
  return nanAtInfinities(x, select(x < 0.0, h, 1.0 - h));
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_GELU_H
