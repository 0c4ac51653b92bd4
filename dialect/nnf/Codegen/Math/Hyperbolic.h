//===- Hyperbolic.h - tanh --------------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_HYPERBOLIC_H
#define NNF_CODEGEN_MATH_HYPERBOLIC_H

#include "nnf/Codegen/Math/Exp.h"

namespace mlir::nnf::vecmath::detail {

/// 2 / (e^(2a) + 1) = 1 - tanh(a) for a >= 0, with a relative error of about 1.2 ULP while it is not below
/// `tanhSaturation`'s; stays there for larger a. e^(2a) + 1 is rounded once: 2^n s + (2^n + 1).
template <class P, class L> L oneMinusTanh(L a) {
  using C = Coefficients<P>;
  L b = atMost(a, C::tanhSaturation);
  ExpParts<L> e = expParts<P>(b + b);
  L scale = pow2<P>(e.n);
  return 2.0 / fma(e.s, scale, scale + 1.0);
}

/// f32: c + u (l + R(u)) with u = |x| - center and everything from tables, rounded once or nearly because u R is small
/// beside the rest: in the interval around 0, center and c are 0 and l is 1, and R is about -u^2 / 3.
/// f64: an odd polynomial below 1, where 1 - oneMinusTanh would cancel, and that above: there its error is scaled by
/// (1 - tanh) / tanh < 1/3.
template <class P, class L> L tanh(L x) {
  using C = Coefficients<P>;
  L a = abs(x);
  if constexpr (P::width == 32) {
    L b = atMost(a, C::tanhTableHighest);
    auto place = placeOf(b, C::tanhTablePlace1, C::tanhTablePlace2);
    L u = b - lookup(place, C::tanhTableCenters);
    L start = fma(u, lookup(place, C::tanhLinear), lookup(place, C::tanhTable[0]));
    L r = hornerAt<1>(place, u, C::tanhTable);
    return copySign(fma(r, u, start), x);
  } else {
    L a2 = a * a;
    L small = fma(a * a2, horner(a2, C::tanh), a);
    L big = 1.0 - oneMinusTanh<P>(a);
    return copySign(select(a < 1.0, small, big), x);
  }
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_HYPERBOLIC_H
