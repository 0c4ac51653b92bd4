//===- Elu.h - elu, selu and celu within 2 ULP, derivatives within 4 ---------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// elu(x) = alpha (e^x - 1) for x <= 0, celu(x) = alpha (e^(x / alpha) - 1). With v = n ln 2 + r, |r| <= ln 2 / 2, and
// e^r - 1 = t, e^v - 1 = 2^n t + (2^n - 1): nothing cancels for v <= 0. The factor alpha is multiplied in together with
// what the sum lost, and x / alpha is taken in two words.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_ELU_H
#define NNF_FORMULAS_ACCURATE_ELU_H

#include "nnf/Codegen/Math/Exp.h"
#include "nnf/Formulas/Accurate/TwoWords.h"

#include <algorithm>

namespace mlir::nnf::vecmath::detail {

/// alpha (e^(v + low) - 1) for v + low <= 0.
template <class P, class L> L scaledExpm1OfNegative(L v, L low, double alpha) {
  using C = Coefficients<P>;
  L y = atLeast(v, C::expm1Lowest);
  L n = fma(y, C::log2e, P::magic) - P::magic;
  L r1 = fma(n, -C::ln2Hi, y);
  L r2 = fma(n, -C::ln2Lo, low);
  L r = r1 + r2;
  L rest = fma(r * r, horner(r, C::exp), r2);
  L t = r1 + rest;
  L scale = pow2<P>(n);
  L offset = scale - 1.0;
  L value = fma(scale, t, offset);
  if (alpha == 1.0)
    return value;
  L lost = fma(scale, rest - (t - r1), fma(scale, t, offset - value));
  return scaledSum<P>(value, lost, alpha);
}

/// alpha e^(v + low) for v <= 0, the derivative. The exponent of alpha is added to n, so that however large alpha is, n
/// stays in bounds until the result is 0.
template <class P, class L> L scaledExp(L v, L low, double alpha) {
  using C = Coefficients<P>;
  int exponent = 0;
  double factor = std::isfinite(alpha) ? double(typename P::Float(std::frexp(alpha, &exponent))) : alpha;
  double lowest = C::expLowest - std::max(exponent, 0) * 0.6931471805599453;
  ExpParts<L> e = expParts<P>(atLeast(v, lowest), low);
  return scaleByPow2(fma(e.s, L(factor), L(factor)), e.n + double(exponent));
}

template <class P, class L> L elu(L x, double alpha) {
  return select(x >= 0.0, x, scaledExpm1OfNegative<P>(x, L(0.0), alpha));
}
/// alpha at 0, as in torch.
template <class P, class L> L eluGrad(L x, double alpha) {
  return select(x > 0.0, L(1.0), scaledExp<P>(x, L(0.0), alpha));
}

constexpr double seluScale = 1.0507009873554804934193349852946;
constexpr double seluNegative = 1.7580993408473768599402175208123; // seluScale * 1.6732632423543772848170429916717

template <class P, class L> L selu(L x) {
  return select(x >= 0.0, x * seluScale, scaledExpm1OfNegative<P>(x, L(0.0), seluNegative));
}
template <class P, class L> L seluGrad(L x) {
  return select(x > 0.0, L(seluScale), scaledExp<P>(x, L(0.0), seluNegative));
}

/// x / alpha in two words, for alpha > 0 and x <= 0; stays where e^(x / alpha) is 0.
template <class P, class L> Product<L> celuArgument(L x, double alpha) {
  double inverse = 1.0 / alpha;
  TwoWords c = twoWords<P>(inverse);
  if (P::width == 64)
    c.low = std::isfinite(inverse) ? std::fma(-inverse, alpha, 1.0) / alpha : 0.0;
  L bounded = atLeast(x, (P::width == 32 ? -105.0 : -746.0) * alpha);
  L v = bounded * c.high;
  return {v, fma(bounded, L(c.low), fma(bounded, L(c.high), -v))};
}
template <class P, class L> L celu(L x, double alpha) {
  if (alpha == 1.0)
    return elu<P>(x, alpha);
  if (!(alpha > 0.0)) // grows instead of flattening: torch allows it, and nothing is gained by two words
    return select(x > 0.0, x, alpha * expm1<P>(x / alpha));
  Product<L> v = celuArgument<P>(x, alpha);
  // For tiny arguments the value is x, which a denormal x / alpha times alpha would not give back.
  constexpr double tiny = P::width == 32 ? -0x1p-30 : -0x1p-60;
  return select(v.value >= tiny, x, scaledExpm1OfNegative<P>(v.value, v.low, alpha));
}
/// 1 at 0.
template <class P, class L> L celuGrad(L x, double alpha) {
  if (alpha == 1.0)
    return eluGrad<P>(x, alpha);
  if (!(alpha > 0.0))
    return select(x > 0.0, L(1.0), exp<P>(x / alpha));
  Product<L> v = celuArgument<P>(x, alpha);
  return select(x > 0.0, L(1.0), scaledExp<P>(v.value, v.low, 1.0));
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_ELU_H
