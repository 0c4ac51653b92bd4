//===- Pow.h - pow ----------------------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// |x|^y = 2^(y log2 |x|). The relative error of the power is the absolute error of the exponent, which is up to 1024 in
// f64 (128 in f32): f32 takes logarithm and power in f64, f64 takes the logarithm and the product in two words.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_POW_H
#define NNF_CODEGEN_MATH_POW_H

#include "nnf/Codegen/Math/Exp.h"
#include "nnf/Codegen/Math/Log.h"

namespace mlir::nnf::vecmath::detail {

/// A number in two words.
template <class L> struct DoubleWord {
  L hi, lo;
};
/// a + b for |a| >= |b| (or a = 0), with a low word added.
template <class L> DoubleWord<L> addOrdered(L a, L b, L low) {
  L sum = a + b;
  return {sum, ((a - sum) + b) + low};
}
template <class L> DoubleWord<L> multiply(DoubleWord<L> a, DoubleWord<L> b) {
  L p = a.hi * b.hi;
  return {p, fma(a.hi, b.lo, fma(a.lo, b.hi, fma(a.hi, b.hi, -p)))};
}

/// log2 x in two words of f64, x > 0 and finite: with s = f / (2 + f), log(1 + f) = 2 s + s^3 (2/3 + s^2 R(s^2)).
template <class L> DoubleWord<L> log2InTwoWords(L x) {
  using C = Coefficients<F64>;
  LogParts<L> p = logParts<F64>(x);
  L D = p.f + 2.0;
  L dLow = p.f - (D - 2.0);
  L d = 1.0 / D;
  L s = p.f * d;
  L sLow = (fma(-s, D, p.f) - s * dLow) * d;
  DoubleWord<L> ratio = {s, sLow};
  DoubleWord<L> square = multiply(ratio, ratio);
  DoubleWord<L> factor = addOrdered(L(C::twoThirds), square.hi * horner(square.hi, C::logTail), L(C::twoThirdsLo));
  DoubleWord<L> cubic = multiply(multiply(ratio, square), factor);
  DoubleWord<L> log = addOrdered(s + s, cubic.hi, sLow + sLow + cubic.lo);
  DoubleWord<L> scaled = multiply(log, DoubleWord<L>{L(C::log2e), L(C::log2eLo)});
  return addOrdered(p.k, scaled.hi, scaled.lo);
}

/// x^y for x > 0 and finite and finite y.
template <class P, class L> L powOfPositive(L x, L y) {
  if constexpr (P::width == 32) {
    return narrow(exp2<F64>(widen(y) * log2<F64>(widen(x))));
  } else {
    using C = Coefficients<F64>;
    DoubleWord<L> l = log2InTwoWords(x);
    L product = y * l.hi;
    L low = fma(y, l.lo, fma(y, l.hi, -product));
    // Out of bounds the result is 0 or infinite, and an infinite product has no second word.
    L t = atMost(atLeast(product, C::exp2Lowest), C::exp2Highest);
    low = select(t == product, low, L(0.0));
    L n = (t + F64::magic) - F64::magic;
    L r = t - n;
    L v = r * C::ln2Hi;
    L vLow = fma(low, L(C::ln2Hi), fma(r, L(C::ln2Lo), fma(r, L(C::ln2Hi), -v)));
    L sum = v + vLow;
    L s = v + fma(sum * sum, horner(sum, C::exp), vLow);
    return scaleByPow2(1.0 + s, n);
  }
}

/// All cases of C's Annex F.
template <class P, class L> L pow(L x, L y) {
  constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
  L a = abs(x), b = abs(y);
  // Numbers for which the general form is not meant are replaced by 1, its result by what holds for them.
  auto ordinary = (a > 0.0) & (a < inf) & (b < inf);
  L power = powOfPositive<P>(select(ordinary, a, L(1.0)), select(ordinary, y, L(1.0)));
  // 0 and infinity, as base or as exponent: the result is 0 where one of them shrinks.
  auto below = a < 1.0, negative = y < 0.0;
  L limit = select((below & negative) | (!below & !negative), L(inf), L(0.0));
  L result = select(ordinary, power, limit);
  // A negative base has powers for integral exponents only, negative ones for odd.
  L half = y * 0.5;
  auto integral = trunc(y) == y;
  auto odd = integral & !(trunc(half) == half);
  auto minus = bits(x) < typename L::Int(0);
  result = select(minus & odd, -result, result);
  result = select((x < 0.0) & (a < inf) & !integral, L(nan), result);
  result = select(isNan(x) | isNan(y), L(nan), result);
  // 1^y and x^0 are 1, NaN or not; so is (-1) to an infinite power.
  return select((x == 1.0) | (y == 0.0) | ((a == 1.0) & (b == inf)), L(1.0), result);
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_POW_H
