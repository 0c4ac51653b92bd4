//===- HyperbolicMore.h - sinh, cosh, asinh, acosh, atanh ---------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// In f64, for f32 too, by exp and log: exact enough, and none is on a hot path.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_HYPERBOLICMORE_H
#define NNF_CODEGEN_MATH_HYPERBOLICMORE_H

#include "nnf/Codegen/Math/Exp.h"
#include "nnf/Codegen/Math/Log.h"

#include <limits>

namespace mlir::nnf::vecmath::detail {

/// f(x) in f64, rounded to the lane's type.
template <class P, class L, class Fn> L viaF64(L x, Fn f) {
  if constexpr (P::width == 32)
    return narrow(f(widen(x)));
  else
    return f(x);
}

constexpr double lnOf2 = 0.693147180559945309417;
/// From here on e^-a is nothing beside e^a, and e^a is close to overflow: (e^(a/2) / 2) e^(a/2).
constexpr double hyperbolicLarge = 709.0;
template <class W> W halfOfLargeExp(W a) {
  W root = exp<F64>(a * 0.5);
  return (root * 0.5) * root;
}

template <class P, class L> L sinh(L x) {
  return viaF64<P>(x, [](auto w) {
    using W = decltype(w);
    W a = abs(w);
    W t = expm1<F64>(a);
    W y = (t + t / (t + 1.0)) * 0.5;
    return copySign(select(a > hyperbolicLarge, halfOfLargeExp(a), y), w);
  });
}
template <class P, class L> L cosh(L x) {
  return viaF64<P>(x, [](auto w) {
    using W = decltype(w);
    W a = abs(w);
    W e = exp<F64>(a);
    return select(a > hyperbolicLarge, halfOfLargeExp(a), fma(e, W(0.5), 0.5 / e));
  });
}

/// From here on the root of x^2 + 1 or x^2 - 1 is x.
constexpr double inverseHyperbolicLarge = 0x1p28;

template <class P, class L> L asinh(L x) {
  return viaF64<P>(x, [](auto w) {
    using W = decltype(w);
    W a = abs(w), square = a * a;
    W y = log1p<F64>(a + square / (sqrt(square + 1.0) + 1.0));
    return copySign(select(a > inverseHyperbolicLarge, log<F64>(a) + lnOf2, y), w);
  });
}
template <class P, class L> L acosh(L x) {
  return viaF64<P>(x, [](auto w) {
    using W = decltype(w);
    W t = w - 1.0;
    W y = log1p<F64>(t + sqrt(fma(t, t, t + t)));
    y = select(w > inverseHyperbolicLarge, log<F64>(w) + lnOf2, y);
    return select(w < 1.0, W(std::numeric_limits<double>::quiet_NaN()), y);
  });
}
template <class P, class L> L atanh(L x) {
  return viaF64<P>(x, [](auto w) {
    using W = decltype(w);
    W a = abs(w);
    return copySign(log1p<F64>((a + a) / (1.0 - a)) * 0.5, w);
  });
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_HYPERBOLICMORE_H
