//===- InverseTrig.h - atan, atan2, asin, acos --------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_INVERSETRIG_H
#define NNF_CODEGEN_MATH_INVERSETRIG_H

#include "nnf/Codegen/Math/Coefficients.h"
#include "nnf/Codegen/Math/Lane.h"

#include <limits>

namespace mlir::nnf::vecmath::detail {

/// atan(t) = t + t^3 P(t^2) on the reduced argument; above, pi/2 - atan(1 / a).
template <class P, class L> L atan(L x) {
  using C = Coefficients<P>;
  L a = abs(x);
  if constexpr (P::width == 32) {
    auto big = a > 1.0;
    L t = select(big, 1.0 / a, a);
    L square = t * t;
    L y = fma(t * square, horner(square, C::atan), t);
    return copySign(select(big, C::piOver2Hi - (y - C::piOver2Lo), y), x);
  } else {
    // (a - c) / (1 + a c) for c = 0, 1/2, 1, 3/2, infinity brings the argument below 7/16: Sun's fdlibm.
    auto r1 = a >= 0.4375, r2 = a >= 0.6875, r3 = a >= 1.1875, r4 = a >= 2.4375;
    L c = select(r3, L(1.5), select(r2, L(1.0), L(0.5)));
    L up = select(r4, L(-1.0), select(r1, a - c, a));
    L down = select(r4, a, select(r1, fma(a, c, L(1.0)), L(1.0)));
    L t = up / down;
    L square = t * t;
    L tail = t * square * horner(square, C::atan);
    L hi = select(r4, C::atanInfHi, select(r3, L(C::atanThreeHalvesHi), select(r2, L(C::atanOneHi), L(C::atanHalfHi))));
    L lo = select(r4, C::atanInfLo, select(r3, L(C::atanThreeHalvesLo), select(r2, L(C::atanOneLo), L(C::atanHalfLo))));
    L y = select(r1, hi + ((tail + lo) + t), t + tail);
    return copySign(y, x);
  }
}

/// In f64, for f32 too. At 1 the quotient is infinite, whose atan is pi / 2; beyond, the root is NaN.
template <class P, class L> L asin(L x) {
  if constexpr (P::width == 32) {
    return narrow(asin<F64>(widen(x)));
  } else {
    L a = abs(x);
    return copySign(atan<P>(a / sqrt((1.0 - a) * (1.0 + a))), x);
  }
}
template <class P, class L> L acos(L x) {
  if constexpr (P::width == 32) {
    return narrow(acos<F64>(widen(x)));
  } else {
    L half = atan<P>(sqrt((1.0 - x) / (1.0 + x)));
    return half + half;
  }
}

/// The angle of (x, y), by C's Annex F.
template <class P, class L> L atan2(L y, L x) {
  using C = Coefficients<F64>;
  if constexpr (P::width == 32) {
    return narrow(atan2<F64>(widen(y), widen(x)));
  } else {
    L ay = abs(y), ax = abs(x);
    // Two zeros are like (1, 0), two infinities like (1, 1).
    L q = select(ay == ax, select(ay == 0.0, L(0.0), L(1.0)), ay / ax);
    L t = atan<P>(q);
    auto left = bits(x) < typename L::Int(0);
    L angle = select(left, 2.0 * C::piOver2Hi - (t - 2.0 * C::piOver2Lo), t);
    return select(isNan(x) | isNan(y), x + y, copySign(angle, y));
  }
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_INVERSETRIG_H
