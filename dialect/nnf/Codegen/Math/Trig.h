//===- Trig.h - sin, cos, tan -------------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// sin and cos of x are sin or cos of the reduced argument (TrigReduction.h), by the quadrant. For f32 reduction and
// polynomials are done in f64. Arguments that the quick reduction is not exact enough for are few: they are done again
// behind a branch.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_TRIG_H
#define NNF_CODEGEN_MATH_TRIG_H

#include "nnf/Codegen/Math/TrigReduction.h"

namespace mlir::nnf::vecmath::detail {

/// sin and cos of the reduced argument itself.
template <class W> struct SinCos {
  W sin, cos;
};
/// `exact`: to f64 precision, with both words; else to 2^-37.
template <bool exact, class W> SinCos<W> sinCosOfReduced(const Reduced<W> &x) {
  using C = Coefficients<F64>;
  W r = x.r, square = r * r;
  if constexpr (exact) {
    // sin(r + low) = r + (low (1 - r^2/2) + r^3 P); cos(r + low) = (1 - r^2/2) + (r^4 P - r low), 1 - r^2/2 exactly.
    W s = r + fma(square * r, horner(square, C::sin), fma(square * -0.5, x.low, x.low));
    W half = square * 0.5;
    W head = 1.0 - half;
    W c = head + (((1.0 - head) - half) + fma(square * square, horner(square, C::cos), -(r * x.low)));
    return {s, c};
  } else {
    return {fma(r * square, horner(square, C::sinShort), r),
            fma(square * square, horner(square, C::cosShort), fma(square, W(-0.5), W(1.0)))};
  }
}

/// finish(reduced argument, sin and cos of it), in f64.
template <class P, class L, class Finish> L trigonometric(L x, Finish finish) {
  using C = Coefficients<F64>;
  if constexpr (P::width == 32) {
    auto w = widen(x);
    using W = decltype(w);
    auto of = [&](const Reduced<W> &r) { return narrow(finish(r, sinCosOfReduced<false>(r))); };
    auto q = quadrant(w);
    W r = fma(q.n, W(-C::piOver2Lo), fma(q.n, W(-C::piOver2Hi), w));
    L y = of({r, r, q.bits});
    return orRarely(!(abs(x) <= L(0x1p40)), y, [&] { return of(reduceAny<9, 6, true>(w)); });
  } else {
    auto of = [&](const Reduced<L> &r) { return finish(r, sinCosOfReduced<true>(r)); };
    Reduced<L> reduced = reduceModerate(x);
    L y = of(reduced);
    auto cancelled = (abs(reduced.r) < 0x1p-20) & (abs(x) > 0.5);
    return orRarely(cancelled | !(abs(x) <= L(0x1p20)), y, [&] { return of(reduceAny<49, 9, false>(x)); });
  }
}

/// The sine `turns` quarters on.
template <class W> W inQuadrant(const Reduced<W> &r, const SinCos<W> &v, int turns) {
  using Int = typename W::Int;
  Int quadrant = r.quadrant + Int(turns);
  W y = select((quadrant & Int(1)) == Int(0), v.sin, v.cos);
  return fromBits(bits(y) ^ shl(quadrant & Int(2), 62));
}

template <class P, class L> L sin(L x) {
  L y = trigonometric<P>(x, [](const auto &r, const auto &v) { return inQuadrant(r, v, 0); });
  return select(x == 0.0, x, y);
}
template <class P, class L> L cos(L x) {
  return trigonometric<P>(x, [](const auto &r, const auto &v) { return inQuadrant(r, v, 1); });
}
template <class P, class L> L tan(L x) {
  L y = trigonometric<P>(x, [](const auto &r, const auto &v) {
    using Int = decltype(r.quadrant);
    auto even = (r.quadrant & Int(1)) == Int(0);
    return select(even, v.sin, -v.cos) / select(even, v.cos, v.sin);
  });
  return select(x == 0.0, x, y);
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_CODEGEN_MATH_TRIG_H
