//===- Interval.h - the scalar that is a set of numbers -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A formula over intervals tells what values an op can have, from what its operands can have. IEEE arithmetic is
// monotone: rounding the ends of an interval as the op rounds its values gives ends that no value passes, and + - * / and
// sqrt are rounded here as the generated code rounds them. The other functions are taken to be within 4 ulp and to keep
// to their ranges (exp is not negative, tanh within [-1, 1], log1p has the sign of its operand).
//
// A comparison narrows what is compared in both branches of a select, so that select(x <= 0, 0, x) is not negative. And a
// value remembers which value it is, so that the same select over x >= 0 is found to be x itself.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_INTERVAL_H
#define NNF_FORMULAS_INTERVAL_H

#include "nnf/Formulas/Bounds.h"

namespace llvm {
struct fltSemantics;
} // namespace llvm

namespace mlir::nnf::scalar {

/// The arithmetic that the values are computed in.
enum class Precision { Single, Double, Integer };

class Interval;

/// The outcome of a comparison, and what is left of the value on its left where it holds and where it does not.
struct IntervalBool {
  bool canHold, canFail;
  unsigned id = 0;
  /// The right-hand sides of `value = base * scale`; 0 where the compared value is no multiple of another.
  unsigned base = 0;
  double scale = 1;
  Bounds ifHolds, ifFails;
  Precision precision = Precision::Double;
};

class Interval : public Bounds {
public:
  /// A literal; it takes the precision of what it meets.
  Interval(double c) : Bounds(Bounds::point(c)), isLiteral(true) {}
  /// Operand number `index` of a formula.
  static Interval operand(const Bounds &bounds, Precision precision, unsigned index) {
    return Interval(bounds, precision, index + 1).roundedToPrecision();
  }
  /// A set that stands for no operand.
  Interval(const Bounds &bounds, Precision precision) : Interval(bounds, precision, fresh()) {}

  /// Every value of this is that of operand `index`, bit for bit (any NaN for any NaN).
  bool isOperand(unsigned index) const { return id == index + 1; }

  friend Interval operator+(Interval a, Interval b);
  friend Interval operator-(Interval a, Interval b);
  friend Interval operator*(Interval a, Interval b);
  friend Interval operator/(Interval a, Interval b);
  friend Interval operator-(Interval a);
  friend IntervalBool operator<(Interval a, Interval b);
  friend IntervalBool operator<=(Interval a, Interval b);
  friend IntervalBool operator>(Interval a, Interval b);
  friend IntervalBool operator>=(Interval a, Interval b);
  friend IntervalBool equals(Interval a, Interval b);
  friend Interval select(IntervalBool c, Interval a, Interval b);
  friend Interval abs(Interval a);
  friend Interval exp(Interval a);
  friend Interval expm1(Interval a);
  friend Interval log(Interval a);
  friend Interval log1p(Interval a);
  friend Interval sqrt(Interval a);
  friend Interval real(Interval a) { return a; }
  friend Interval tanh(Interval a);
  friend Interval erf(Interval a);
  friend Interval sin(Interval a);
  friend Interval cos(Interval a);
  friend Interval pow(Interval a, Interval b);

private:
  Interval(const Bounds &bounds, Precision precision, unsigned id) : Bounds(bounds), precision(precision), id(id) {}

  /// A number that no other value has.
  static unsigned fresh();
  /// Both in the precision that they are computed in: a literal takes the other's.
  static Precision meet(Interval &a, Interval &b);
  /// Integers that compute as floats are rounded first.
  Interval roundedToPrecision() const;
  Interval in(Precision to) const;
  Interval made(const Bounds &bounds) const { return Interval(bounds, precision); }

  Precision precision = Precision::Double;
  bool isLiteral = false;
  /// Equal ids are equal values; 0 for literals.
  unsigned id = 0;
  /// Where not 0: this is that value times `scale`.
  unsigned base = 0;
  double scale = 1;
};

/// The values of `bounds` after rounding to a float type.
Bounds roundTo(const Bounds &bounds, const llvm::fltSemantics &type);

} // namespace mlir::nnf::scalar

#endif // NNF_FORMULAS_INTERVAL_H
