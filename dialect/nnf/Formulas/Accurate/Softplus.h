//===- Softplus.h - softplus and logsigmoid within 2 ULP, derivatives within 4 -----------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// log(1 + e^v) = max(v, 0) + log(1 + z) with z = e^-|v| between 0 and 1, where log(1 + z) is one polynomial. For
// |v| <= 15 in f32 it is one of 8 polynomials in |v| instead, and for larger v nothing beside v. With
// v = beta x the argument is taken in two words: the relative error of z is the absolute error of v.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_SOFTPLUS_H
#define NNF_FORMULAS_ACCURATE_SOFTPLUS_H

#include "nnf/Formulas/Accurate/Logistic.h"
#include "nnf/Formulas/Accurate/TwoWords.h"

#include <algorithm>

namespace mlir::nnf::vecmath::detail {

/// log(1 + 2^n (1 + s)) for 2^n (1 + s) <= 1.
template <class P, class L> L log1pOfExp(ExpParts<L> e) {
  L z = scaleByPow2(1.0 + e.s, e.n);
  return fma(z * z, horner(z, Coefficients<P>::log1pUnit), z);
}

/// log(1 + e^-t) for 0 <= t <= softplusTableHighest.
template <class L> L log1pOfExpByTable(L t) {
  using C = Coefficients<F32>;
  auto place = placeOf(t, C::softplusTablePlace1, C::softplusTablePlace2);
  return hornerAt(place, t - lookup(place, C::softplusTableCenters), C::softplusTable);
}

template <class P, class L> L logSigmoidByParts(L x) {
  return select(x < 0.0, x, L(0.0)) - log1pOfExp<P>(expParts<P>(-magnitudeForExp<P>(x)));
}
template <class P, class L> L logSigmoid(L x) {
  if constexpr (P::width == 32) {
    constexpr double highest = Coefficients<P>::softplusTableHighest;
    L usual = atMost(x, 0.0) - log1pOfExpByTable(atMost(abs(x), highest));
    return orRarely(!(x <= highest), usual, [&] { return logSigmoidByParts<P>(x); });
  } else {
    return logSigmoidByParts<P>(x);
  }
}
/// sigmoid(-x)
template <class P, class L> L logSigmoidGrad(L x) { return sigmoid<P>(-x); }

/// |beta x| in two words, bounded where e^-|beta x| is 0, and the sign of beta x.
template <class L> struct SoftplusArgument {
  L v, magnitude, magnitudeLow;
};
template <class P, class L> SoftplusArgument<L> softplusArgument(L x, double beta) {
  double bound = (P::width == 32 ? 120.0 : 770.0) / std::fabs(beta);
  Product<L> v = timesConstant<P>(atMost(atLeast(x, -bound), bound), beta);
  return {v.value, abs(v.value), select(v.value < 0.0, -v.low, v.low)};
}
/// Where log(1 + e^v) / beta is x to the last bit, whatever the threshold.
inline double softplusLimit(double threshold) { return std::min(threshold, 60.0); }

/// log(1 + e^(beta x)) / beta, and x itself where beta x > threshold.
template <class P, class L> L softplus(L x, double beta, double threshold) {
  if (beta == 1.0) {
    auto byParts = [&] { return select(x > 0.0, x, L(0.0)) + log1pOfExp<P>(expParts<P>(-magnitudeForExp<P>(x))); };
    if constexpr (P::width == 32) {
      constexpr double highest = Coefficients<P>::softplusTableHighest;
      L usual = atLeast(x, 0.0) + log1pOfExpByTable(atMost(abs(x), highest));
      L sum = orRarely(!(x >= -highest), usual, byParts);
      return threshold > highest ? sum : select(x > threshold, x, sum);
    } else {
      return select(x > softplusLimit(threshold), x, byParts());
    }
  }
  SoftplusArgument<L> arg = softplusArgument<P>(x, beta);
  LogisticParts<L> e = logisticParts<P>(arg.magnitude, arg.magnitudeLow);
  // log(1 + z) / beta = 2^n (1 + s) (1 + z Q) / beta, with 2^n multiplied in last: a denormal z would not have the
  // digits of the quotient.
  L factor = fma(e.z, horner(e.z, Coefficients<P>::log1pUnit), L(1.0));
  L tail = fma(e.s, factor, factor);
  L quotient = scaledSum<P>(tail, fma(e.s, factor, factor - tail), 1.0 / beta);
  quotient = scaleByPow2(quotient, e.n);
  // (beta x + log(1 + z)) / beta = x + log(1 + z) / beta
  L sum = select(arg.v > 0.0, x + quotient, quotient);
  return select(arg.v > softplusLimit(threshold), x, sum);
}

/// sigmoid(beta x), and 1 where beta x > threshold.
template <class P, class L> L softplusGrad(L x, double beta, double threshold) {
  if (beta == 1.0)
    return select(x > softplusLimit(threshold), L(1.0), sigmoid<P>(x));
  SoftplusArgument<L> arg = softplusArgument<P>(x, beta);
  L y = logistic(logisticParts<P>(arg.magnitude, arg.magnitudeLow), arg.v < 0.0);
  return select(arg.v > softplusLimit(threshold), L(1.0), y);
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_SOFTPLUS_H
