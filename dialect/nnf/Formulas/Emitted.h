//===- Emitted.h - a number that is computed as generated code computes it --------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The scalar of constant folding: what ScalarIR emits, done at once, to the last bit. Functions are the kernels that
// nnf-expand-math puts in their place (Codegen/Math), not those of the C library. Literals fold among themselves in double and
// are rounded where they meet a value, as ScalarIR's do.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_EMITTED_H
#define NNF_FORMULAS_EMITTED_H

#include <cmath>
#include <type_traits>

namespace mlir::nnf::scalar {

/// The functions of formulas that have a kernel, and what they do to a literal.
#define NNF_EMITTED_FUNCTIONS(F) F(exp) F(expm1) F(log) F(log1p) F(tanh) F(erf) F(sin) F(cos)

/// The kernels; defined in lib/Formulas, for float and double.
template <class T>
struct EmittedKernels {
#define NNF_EMITTED_KERNEL(NAME) static T NAME(T x);
  NNF_EMITTED_FUNCTIONS(NNF_EMITTED_KERNEL)
#undef NNF_EMITTED_KERNEL
  static T pow(T x, T y);
};

/// T is float or double, the type that an op computes in.
template <class T>
class Emitted {
public:
  template <class U, std::enable_if_t<std::is_arithmetic_v<U>, int> = 0>
  Emitted(U c) : literal(true), c(static_cast<double>(c)) {}
  /// A value; `widened`: it is one of 16 bits, whose kernels may be shorter.
  static Emitted of(T v, bool widened = false) {
    Emitted e(0.0);
    e.literal = false;
    e.v = v;
    e.widened = widened;
    return e;
  }

  bool isLiteral() const { return literal; }
  bool isWidened() const { return widened; }
  double getLiteral() const { return c; }
  T value() const { return literal ? static_cast<T>(c) : v; }

  friend Emitted operator+(Emitted a, Emitted b) {
    return a.literal && b.literal ? Emitted(a.c + b.c) : of(a.value() + b.value());
  }
  friend Emitted operator-(Emitted a, Emitted b) {
    return a.literal && b.literal ? Emitted(a.c - b.c) : of(a.value() - b.value());
  }
  friend Emitted operator*(Emitted a, Emitted b) {
    return a.literal && b.literal ? Emitted(a.c * b.c) : of(a.value() * b.value());
  }
  friend Emitted operator/(Emitted a, Emitted b) {
    return a.literal && b.literal ? Emitted(a.c / b.c) : of(a.value() / b.value());
  }
  friend Emitted operator-(Emitted a) { return a.literal ? Emitted(-a.c) : of(-a.v); }
  friend bool operator<(Emitted a, Emitted b) { return a.value() < b.value(); }
  friend bool operator<=(Emitted a, Emitted b) { return a.value() <= b.value(); }
  friend bool operator>(Emitted a, Emitted b) { return a.value() > b.value(); }
  friend bool operator>=(Emitted a, Emitted b) { return a.value() >= b.value(); }
  friend bool equals(Emitted a, Emitted b) { return a.value() == b.value(); }
  friend Emitted select(bool c, Emitted a, Emitted b) { return of(c ? a.value() : b.value()); }
  friend Emitted abs(Emitted a) { return a.literal ? Emitted(std::abs(a.c)) : of(std::abs(a.v)); }
  friend Emitted sqrt(Emitted a) { return a.literal ? Emitted(std::sqrt(a.c)) : of(std::sqrt(a.v)); }
#define NNF_EMITTED_FUNCTION(NAME)                                                                                     \
  friend Emitted NAME(Emitted a) { return a.literal ? Emitted(std::NAME(a.c)) : of(EmittedKernels<T>::NAME(a.v)); }
  NNF_EMITTED_FUNCTIONS(NNF_EMITTED_FUNCTION)
#undef NNF_EMITTED_FUNCTION
  friend Emitted pow(Emitted a, Emitted b) {
    return a.literal && b.literal ? Emitted(std::pow(a.c, b.c)) : of(EmittedKernels<T>::pow(a.value(), b.value()));
  }
  friend Emitted real(Emitted a) { return a; }

private:
  bool literal, widened = false;
  T v = 0;
  double c;
};

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_EMITTED_H
