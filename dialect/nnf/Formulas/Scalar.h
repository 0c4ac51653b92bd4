//===- Scalar.h - the scalar algebra that formulas are written in -----------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A formula is a template over a scalar type S, which is one of
//
//   Number<T>   a number: constant folding, reference evaluation
//   ScalarIR    an SSA value: emits arith and math ops (ScalarIR.h)
//   Dual<S>     a value and its derivative, over either of them: forward-mode differentiation
//
// Operators and functions are friends, found by argument-dependent lookup, so `2 * exp(-x)` reads as maths for each
// of them and no builder is passed around. Literals convert from double. The vocabulary is fixed here: a formula in
// a record uses nothing else (and no ?:, && or member access), so that the same string is valid Python.
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_SCALAR_H
#define NNF_FORMULAS_SCALAR_H

#include <cmath>
#include <cstdint>
#include <optional>
#include <type_traits>

namespace mlir::nnf::scalar {

//===-- Number: plain evaluation -------------------------------------------------------------------------===//

template <class T>
struct Number {
  T v;
  /// Literals come as double; an integer T takes their integral part, as PyTorch converts a Python number.
  template <class U, std::enable_if_t<std::is_arithmetic_v<U>, int> = 0>
  Number(U v) : v(static_cast<T>(v)) {}

  friend Number operator+(Number a, Number b) { return a.v + b.v; }
  friend Number operator-(Number a, Number b) { return a.v - b.v; }
  friend Number operator*(Number a, Number b) { return a.v * b.v; }
  friend Number operator/(Number a, Number b) { return a.v / b.v; }
  friend Number operator-(Number a) { return -a.v; }
  friend bool operator<(Number a, Number b) { return a.v < b.v; }
  friend bool operator<=(Number a, Number b) { return a.v <= b.v; }
  friend bool operator>(Number a, Number b) { return a.v > b.v; }
  friend bool operator>=(Number a, Number b) { return a.v >= b.v; }
  friend bool equals(Number a, Number b) { return a.v == b.v; }
  friend Number select(bool c, Number a, Number b) { return c ? a : b; }
  friend Number abs(Number a) { return std::abs(a.v); }
  friend Number exp(Number a) { return std::exp(a.v); }
  friend Number expm1(Number a) { return std::expm1(a.v); }
  friend Number log(Number a) { return std::log(a.v); }
  friend Number log1p(Number a) { return std::log1p(a.v); }
  friend Number sqrt(Number a) { return std::sqrt(a.v); }
  friend Number tanh(Number a) { return std::tanh(a.v); }
  friend Number erf(Number a) { return std::erf(a.v); }
  friend Number sin(Number a) { return std::sin(a.v); }
  friend Number cos(Number a) { return std::cos(a.v); }
  friend Number pow(Number a, Number b) { return std::pow(a.v, b.v); }
  /// A number that is computed as a real one from here on, where operands may be of integers that are not promoted.
  friend Number real(Number a) { return a; }
};

//===-- Dual: value and derivative ------------------------------------------------------------------------===//

/// v + d*eps. An empty `d` says "does not depend", which keeps 0*inf and dead IR out exactly.
template <class S>
struct Dual {
  S v;
  std::optional<S> d;
  Dual(double c) : v(c) {}
  Dual(S v, std::optional<S> d) : v(v), d(d) {}

  /// f(a), given its value and a callable for f'(a): the chain rule.
  template <class F>
  static Dual chain(Dual a, S value, F slope) {
    return {value, a.d ? std::optional<S>(slope() * *a.d) : std::nullopt};
  }

  friend Dual operator+(Dual a, Dual b) { return {a.v + b.v, add(a.d, b.d)}; }
  friend Dual operator-(Dual a, Dual b) { return {a.v - b.v, add(a.d, negate(b.d))}; }
  friend Dual operator*(Dual a, Dual b) { return {a.v * b.v, add(scale(a.d, b.v), scale(b.d, a.v))}; }
  friend Dual operator/(Dual a, Dual b) {
    S quotient = a.v / b.v;
    std::optional<S> numerator = add(a.d, negate(scale(b.d, quotient)));
    return {quotient, numerator ? std::optional<S>(*numerator / b.v) : std::nullopt};
  }
  friend Dual operator-(Dual a) { return {-a.v, negate(a.d)}; }
  friend auto operator<(Dual a, Dual b) { return a.v < b.v; }
  friend auto operator<=(Dual a, Dual b) { return a.v <= b.v; }
  friend auto operator>(Dual a, Dual b) { return a.v > b.v; }
  friend auto operator>=(Dual a, Dual b) { return a.v >= b.v; }
  friend auto equals(Dual a, Dual b) { return equals(a.v, b.v); }
  template <class B>
  friend Dual select(B c, Dual a, Dual b) {
    if (!a.d && !b.d)
      return {select(c, a.v, b.v), std::nullopt};
    return {select(c, a.v, b.v), select(c, a.d.value_or(S(0.0)), b.d.value_or(S(0.0)))};
  }
  friend Dual abs(Dual a) {
    return chain(a, abs(a.v), [&] { return select(a.v > S(0.0), S(1.0), select(a.v < S(0.0), S(-1.0), a.v * S(0.0))); });
  }
  friend Dual exp(Dual a) {
    S e = exp(a.v);
    return chain(a, e, [&] { return e; });
  }
  friend Dual expm1(Dual a) {
    return chain(a, expm1(a.v), [&] { return exp(a.v); });
  }
  friend Dual log(Dual a) {
    return chain(a, log(a.v), [&] { return S(1.0) / a.v; });
  }
  friend Dual log1p(Dual a) {
    return chain(a, log1p(a.v), [&] { return S(1.0) / (S(1.0) + a.v); });
  }
  friend Dual real(Dual a) { return a; }
  friend Dual sqrt(Dual a) {
    S r = sqrt(a.v);
    return chain(a, r, [&] { return S(0.5) / r; });
  }
  friend Dual tanh(Dual a) {
    S t = tanh(a.v);
    return chain(a, t, [&] { return S(1.0) - t * t; });
  }
  friend Dual erf(Dual a) {
    return chain(a, erf(a.v), [&] { return S(1.1283791670955126) * exp(-(a.v * a.v)); });
  }
  friend Dual sin(Dual a) {
    return chain(a, sin(a.v), [&] { return cos(a.v); });
  }
  friend Dual cos(Dual a) {
    return chain(a, cos(a.v), [&] { return -sin(a.v); });
  }
  /// Differentiated only in the base, which is all that torch's functions need.
  friend Dual pow(Dual a, Dual b) {
    return chain(a, pow(a.v, b.v), [&] { return b.v * pow(a.v, b.v - S(1.0)); });
  }
  /// A primitive: 1/(1+exp(-x)) differentiated literally would give inf/inf.
  friend Dual sigmoid(Dual a) {
    S s = sigmoid(a.v);
    return chain(a, s, [&] { return s * (S(1.0) - s); });
  }
  /// A primitive, too: literally, the derivative of |x| would be that at its kink.
  friend Dual logSigmoid(Dual a) {
    return chain(a, logSigmoid(a.v), [&] { return sigmoid(-a.v); });
  }

private:
  static std::optional<S> add(std::optional<S> a, std::optional<S> b) {
    return a && b ? std::optional<S>(*a + *b) : a ? a : b;
  }
  static std::optional<S> scale(std::optional<S> a, S b) { return a ? std::optional<S>(*a * b) : std::nullopt; }
  static std::optional<S> negate(std::optional<S> a) { return a ? std::optional<S>(-*a) : std::nullopt; }
};

//===-- derived functions: one definition for every S -------------------------------------------------------===//

template <class S>
S square(S x) {
  return x * x;
}
template <class S>
S sigmoid(S x) {
  return S(1.0) / (S(1.0) + exp(-x));
}
/// Selects rather than min and max: one instruction each on x86, and NaN passes through.
template <class S>
S clamp(S x, double lo, double hi) {
  S y = select(x <= S(lo), S(lo), x);
  return select(y >= S(hi), S(hi), y);
}
template <class S>
S maximum(S a, S b) {
  return select(a > b, a, b);
}
/// log(1/(1+exp(-x))) without overflow.
template <class S>
S logSigmoid(S x) {
  return select(x < S(0.0), x, S(0.0)) - log1p(exp(-abs(x)));
}

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_SCALAR_H
