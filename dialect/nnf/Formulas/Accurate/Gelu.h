//===- Gelu.h - gelu, exact and with tanh, within 2 ULP, and its derivative within 4 ---*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// gelu(x) = x Phi(x) = max(x, 0) - t Phi(-t) with t = |x|, where nothing cancels. In f32 t Phi(-t) is one of 8 polynomials
// of degree 8 for t <= 5.45, whose coefficients are looked up: beyond, for x > 0, x is all. What is left, x < -5.45, is
// t e^(-t^2/2) g(t) with g by gaussianTail (Erf.h), behind a branch; f64 takes that form everywhere. The derivative is
// h(t) = Phi(-t) - t phi(t) for x < 0 and 1 - h(x) for x >= 0, and h takes e^(-t^2/2) out of both terms before they are
// subtracted.
//
// gelu with the tanh approximation is x sigmoid(v), v = 2 sqrt(2/pi) (x + 0.044715 x^3): the parts of Logistic.h with
// v in two words, because the relative error of e^v is the absolute error of v; in f32 for x < -5.1, and tables for the
// rest, as above.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_GELU_H
#define NNF_FORMULAS_ACCURATE_GELU_H

#include "nnf/Codegen/Math/Erf.h"
#include "nnf/Formulas/Accurate/Logistic.h"

namespace mlir::nnf::vecmath::detail {

/// max(x, 0) - q(|x|) with q by table, and by `slow` where x < -highest.
template <class L, class Slow, std::size_t N>
L rampByTable(L x, double highest, double a, double b, const float (&centers)[8], const float (&table)[N][8], Slow slow) {
  L t = atMost(abs(x), highest);
  auto place = placeOf(t, a, b);
  L q = hornerAt(place, t - lookup(place, centers), table);
  return orRarely(!(x >= -highest), atLeast(x, -0.0) - q, slow);
}

/// max(x, 0) - t Phi(-t) with t = |x|, which keeps the sign of zeros and of what underflows.
template <class P, class L> L geluErfByTail(L x) {
  using C = Coefficients<P>;
  // Beyond `phiHighest` t Phi(-t) is 0.
  L t = atMost(abs(x), C::phiHighest);
  GaussianTail<L> tail = gaussianTail<P>(t, 0.5, C::phiShift, C::phi);
  L p = t * tail.m;
  L q = scaleByPow2(tail.divide(p, fma(t, tail.mLow, fma(t, tail.m, -p))), tail.n);
  return signedProduct(x, select(x < 0.0, -q, x - q));
}
template <class P, class L> L geluErf(L x) {
  using C = Coefficients<P>;
  if constexpr (std::is_same_v<P, F32For16>)
    return rampByTable(x, C::geluShortHighest, C::geluShortPlace1, C::geluShortPlace2, C::geluShortCenters, C::geluShort,
                       [&] { return geluErfByTail<P>(x); });
  else if constexpr (P::width == 32)
    return rampByTable(x, C::geluTableHighest, C::geluTablePlace1, C::geluTablePlace2, C::geluTableCenters, C::geluTable,
                       [&] { return geluErfByTail<P>(x); });
  else
    return geluErfByTail<P>(x);
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

template <class P, class L> L geluTanhByParts(L x) {
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

template <class P, class L> L geluTanh(L x) {
  using C = Coefficients<P>;
  if constexpr (P::width == 32)
    return rampByTable(x, C::tanhGeluTableHighest, C::tanhGeluTablePlace1, C::tanhGeluTablePlace2, C::tanhGeluTableCenters,
                       C::tanhGeluTable, [&] { return geluTanhByParts<P>(x); });
  else
    return geluTanhByParts<P>(x);
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
