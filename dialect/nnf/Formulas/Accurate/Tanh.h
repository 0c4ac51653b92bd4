//===- Tanh.h - tanhshrink within 2 ULP, derivatives of tanh and tanhshrink within 4 -----------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// tanh itself is within 1 ULP in the library. Its derivative is 4 z / (1 + z)^2 with z = e^-2|x|, which does not cancel
// where 1 - tanh^2 does. x - tanh x is an odd polynomial from x^3 on below 1, and (|x| - 1) + (1 - tanh |x|) above.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_TANH_H
#define NNF_FORMULAS_ACCURATE_TANH_H

#include "nnf/Codegen/Math/Hyperbolic.h"
#include "nnf/Formulas/Accurate/Logistic.h"

namespace mlir::nnf::vecmath::detail {

template <class P, class L> L tanhGrad(L x) {
  L a = atMost(abs(x), P::width == 32 ? 56.0 : 382.0);
  LogisticParts<L> e = logisticParts<P>(a + a);
  return scaleByPow2(fma(e.s, L(4.0), L(4.0)) / fma(e.z, e.z + 2.0, L(1.0)), e.n);
}

template <class P, class L> L tanhshrink(L x) {
  using C = Coefficients<P>;
  L a = abs(x);
  L square = a * a;
  // x^3 (1/3 + x^2 Q(x^2)), with what the roundings of x^2, 1/3 and the product lose.
  L p = fma(square, horner(square, C::tanhshrink), L(C::third));
  L product = square * p;
  L low = fma(fma(a, a, -square), p, fma(square, p, -product));
  low = fma(square, L(C::thirdLo), low);
  L small = fma(a, product, a * low);
  L big = (a - 1.0) + oneMinusTanh<P>(a);
  return copySign(select(a < 1.0, small, big), x);
}
/// tanh(x)^2
template <class P, class L> L tanhshrinkGrad(L x) {
  L t = tanh<P>(x);
  return t * t;
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_TANH_H
