//===- Interval.cpp - the scalar that is a set of numbers ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Formulas/Interval.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mlir::nnf;
using namespace mlir::nnf::scalar;

static constexpr double kInfinity = std::numeric_limits<double>::infinity();

//===-- numbers -------------------------------------------------------------------------------------------------===//

static double rounded(double v, Precision precision) {
  switch (precision) {
  case Precision::Single:
    return static_cast<float>(v);
  case Precision::Double:
    return v;
  case Precision::Integer:
    return std::trunc(v);
  }
  llvm_unreachable("every precision rounds");
}

/// The nearest number beyond `v`, towards `direction` (an infinity).
static double beyond(double v, double direction, Precision precision) {
  switch (precision) {
  case Precision::Single:
    return std::nextafter(static_cast<float>(v), static_cast<float>(direction));
  case Precision::Double:
    return std::nextafter(v, direction);
  case Precision::Integer:
    // Beyond 2^53 a double skips integers.
    return std::abs(v) < 0x1p53 ? v + (direction > 0 ? 1 : -1) : v;
  }
  llvm_unreachable("every precision has neighbours");
}

/// 0 * inf is no number, but the products near it are all that lie between the other corners.
static double product(double a, double b) { return a == 0 || b == 0 ? 0 : a * b; }

/// The ends of a function that is computed to within 4 ulp; `least` and `most` are ends that it keeps to.
static Bounds loose(double lo, double hi, Precision precision, double least = -kInfinity, double most = kInfinity) {
  for (int i = 0; i < 4; ++i) {
    lo = beyond(rounded(lo, precision), -kInfinity, precision);
    hi = beyond(rounded(hi, precision), kInfinity, precision);
  }
  return Bounds::between(std::max(lo, least), std::min(hi, most), false, false);
}

static Bounds with(Bounds r, bool nan, bool negativeZero) { return Bounds::between(r.lo, r.hi, nan, negativeZero); }

/// What both sets hold.
static Bounds meet(const Bounds &a, const Bounds &b) {
  return Bounds::between(std::max(a.lo, b.lo), std::min(a.hi, b.hi), a.nan && b.nan, a.negativeZero && b.negativeZero);
}

unsigned Interval::fresh() {
  // Formulas have few operands; what they compute is numbered apart from them.
  static thread_local unsigned next = 1u << 10;
  return ++next < (1u << 10) ? next = 1u << 10 : next;
}

Precision Interval::meet(Interval &a, Interval &b) {
  Precision p = a.isLiteral ? b.precision : a.precision;
  a = a.in(p);
  b = b.in(p);
  return p;
}

Interval Interval::roundedToPrecision() const {
  Interval result = *this;
  result.lo = rounded(lo, precision);
  result.hi = rounded(hi, precision);
  return result;
}

Interval Interval::in(Precision to) const {
  if (!isLiteral)
    return *this;
  Interval result = *this;
  result.precision = to;
  result.lo = result.hi = rounded(lo, to);
  return result;
}

/// A function of two literals is a literal, in double precision.
static bool isPoint(const Bounds &r) { return r.lo == r.hi && !r.nan; }

//===-- arithmetic ----------------------------------------------------------------------------------------------===//

namespace mlir::nnf::scalar {

Interval operator+(Interval a, Interval b) {
  if (a.isLiteral && b.isLiteral)
    return Interval(a.lo + b.lo);
  Precision p = Interval::meet(a, b);
  bool nan = a.nan || b.nan || (a.hi == kInfinity && b.lo == -kInfinity) || (a.lo == -kInfinity && b.hi == kInfinity);
  if (a.holdsNoNumber() || b.holdsNoNumber())
    return a.made(with(Bounds::none(), nan, false));
  double lo = rounded(a.lo + b.lo, p), hi = rounded(a.hi + b.hi, p);
  if (p == Precision::Integer)
    return a.made(Bounds::between(-kInfinity, kInfinity, false));
  // inf - inf is NaN, and says nothing of the finite sums.
  return a.made(Bounds::between(lo != lo ? -kInfinity : lo, hi != hi ? kInfinity : hi, nan, a.negativeZero && b.negativeZero));
}

Interval operator-(Interval a) {
  if (a.isLiteral)
    return Interval(-a.lo);
  if (a.precision == Precision::Integer)
    return a.made(Bounds::between(-kInfinity, kInfinity, false));
  Interval result = a.made(Bounds::between(-a.hi, -a.lo, a.nan, a.contains(0)));
  result.base = a.base ? a.base : a.id;
  result.scale = -a.scale;
  return result;
}

Interval operator-(Interval a, Interval b) {
  if (a.isLiteral && b.isLiteral)
    return Interval(a.lo - b.lo);
  Interval::meet(a, b);
  // -0 comes of -0 - +0 alone.
  Interval negated = -b;
  negated.negativeZero = b.contains(0);
  Interval result = a + negated;
  return a.made(Bounds::between(result.lo, result.hi, result.nan, a.negativeZero && b.contains(0)));
}

Interval operator*(Interval a, Interval b) {
  if (a.isLiteral && b.isLiteral)
    return Interval(a.lo * b.lo);
  // The emitted code leaves such a product out as well.
  if (a.isLiteral && a.lo == 1)
    return b;
  if (b.isLiteral && b.lo == 1)
    return a;
  bool sameValue = a.id == b.id && a.id != 0;
  Interval factor = a.isLiteral ? a : b, of = a.isLiteral ? b : a;
  Precision p = Interval::meet(a, b);
  if (p == Precision::Integer)
    return a.made(Bounds::between(-kInfinity, kInfinity, false));
  auto zeroTimesInfinity = [](const Interval &x, const Interval &y) {
    return x.contains(0) && (y.lo == -kInfinity || y.hi == kInfinity);
  };
  bool nan = a.nan || b.nan || (!sameValue && (zeroTimesInfinity(a, b) || zeroTimesInfinity(b, a)));
  if (a.holdsNoNumber() || b.holdsNoNumber())
    return a.made(with(Bounds::none(), nan, false));
  double corners[] = {product(a.lo, b.lo), product(a.lo, b.hi), product(a.hi, b.lo), product(a.hi, b.hi)};
  double lo = *llvm::min_element(corners), hi = *llvm::max_element(corners);
  if (sameValue) {
    lo = a.contains(0) ? 0 : std::min(a.lo * a.lo, a.hi * a.hi);
    hi = std::max(a.lo * a.lo, a.hi * a.hi);
    return a.made(Bounds::between(rounded(lo, p), rounded(hi, p), nan));
  }
  bool positive = (a.isNonNegative() && b.isNonNegative()) || (a.hi < 0 && b.hi < 0);
  Interval result = a.made(Bounds::between(rounded(lo, p), rounded(hi, p), nan, !positive));
  if (factor.isLiteral && factor.lo != 0 && std::isfinite(factor.lo)) {
    result.base = of.base ? of.base : of.id;
    result.scale = of.scale * rounded(factor.lo, p);
  }
  return result;
}

Interval operator/(Interval a, Interval b) {
  if (a.isLiteral && b.isLiteral)
    return Interval(a.lo / b.lo);
  if (b.isLiteral && b.lo == 1)
    return a;
  Precision p = Interval::meet(a, b);
  if (p == Precision::Integer)
    return a.made(Bounds::between(-kInfinity, kInfinity, false));
  auto infinite = [](const Interval &x) { return x.lo == -kInfinity || x.hi == kInfinity; };
  bool nan = a.nan || b.nan || (a.contains(0) && b.contains(0)) || (infinite(a) && infinite(b));
  if (a.holdsNoNumber() || b.holdsNoNumber())
    return a.made(with(Bounds::none(), nan, false));
  bool positive = (a.isNonNegative() && b.isNonNegative()) || (a.hi < 0 && b.hi < 0);
  if (b.contains(0)) {
    // 1 / +0 is +inf: with a divisor of one sign the quotient has one, too.
    if (b.isNonNegative() && a.lo >= 0)
      return a.made(Bounds::between(rounded(a.lo == 0 || b.hi == kInfinity ? 0 : a.lo / b.hi, p), kInfinity, nan, !positive));
    return a.made(Bounds::between(-kInfinity, kInfinity, nan, true));
  }
  auto quotient = [](double x, double y) { return std::isinf(y) ? 0 : x / y; };
  double corners[] = {quotient(a.lo, b.lo), quotient(a.lo, b.hi), quotient(a.hi, b.lo), quotient(a.hi, b.hi)};
  return a.made(Bounds::between(rounded(*llvm::min_element(corners), p), rounded(*llvm::max_element(corners), p), nan, !positive));
}

//===-- comparisons ---------------------------------------------------------------------------------------------===//

/// a < b, or a <= b where `orEqual`, with what either outcome leaves of `narrowed` (a, or b where `mirrored`).
static void narrow(IntervalBool &c, const Bounds &a, const Bounds &b, bool orEqual, bool mirrored) {
  Precision p = c.precision;
  bool nan = a.nan || b.nan;
  c.canHold = orEqual ? a.lo <= b.hi : a.lo < b.hi;
  c.canFail = nan || (orEqual ? a.hi > b.lo : a.hi >= b.lo);
  if (!mirrored) {
    Bounds holds = Bounds::between(-kInfinity, orEqual ? b.hi : beyond(b.hi, -kInfinity, p), false, true);
    Bounds fails = Bounds::between(b.nan ? -kInfinity : orEqual ? beyond(b.lo, kInfinity, p) : b.lo, kInfinity, true, true);
    c.ifHolds = meet(a, holds);
    c.ifFails = meet(a, fails);
    return;
  }
  Bounds holds = Bounds::between(orEqual ? a.lo : beyond(a.lo, kInfinity, p), kInfinity, false, true);
  Bounds fails = Bounds::between(-kInfinity, a.nan ? kInfinity : orEqual ? beyond(a.hi, -kInfinity, p) : a.hi, true, true);
  c.ifHolds = meet(b, holds);
  c.ifFails = meet(b, fails);
}

/// `left` and `right` are as written; `swapped` says that the comparison is right < left.
#define NNF_COMPARE(OPERATOR, ORDERED_A, ORDERED_B, OR_EQUAL, LEFT_IS_GREATER)                                          \
  IntervalBool operator OPERATOR(Interval a, Interval b) {                                                              \
    IntervalBool c{};                                                                                                   \
    c.precision = Interval::meet(a, b);                                                                                 \
    /* The value of the two that is no literal is the one to narrow. */                                                 \
    bool narrowsLeft = !a.isLiteral;                                                                                    \
    const Interval &narrowed = narrowsLeft ? a : b;                                                                     \
    c.id = narrowed.id;                                                                                                 \
    c.base = narrowed.base;                                                                                             \
    c.scale = narrowed.scale;                                                                                           \
    narrow(c, ORDERED_A, ORDERED_B, OR_EQUAL, narrowsLeft == LEFT_IS_GREATER);                                          \
    return c;                                                                                                           \
  }
NNF_COMPARE(<, a, b, false, false)
NNF_COMPARE(<=, a, b, true, false)
NNF_COMPARE(>, b, a, false, true)
NNF_COMPARE(>=, b, a, true, true)
#undef NNF_COMPARE

IntervalBool equals(Interval a, Interval b) {
  IntervalBool c{};
  c.precision = Interval::meet(a, b);
  const Interval &narrowed = a.isLiteral ? b : a;
  c.canHold = a.lo <= b.hi && b.lo <= a.hi;
  c.canFail = a.nan || b.nan || !(isPoint(a) && isPoint(b) && a.lo == b.lo);
  c.id = narrowed.id;
  // Equal to +0 is also -0.
  c.ifHolds = Bounds::between(std::max(a.lo, b.lo), std::min(a.hi, b.hi), false, narrowed.negativeZero);
  c.ifFails = narrowed;
  return c;
}

/// A point of `a` that is the point of `b`, bit for bit.
static bool samePoint(const Bounds &a, const Bounds &b) {
  return isPoint(a) && isPoint(b) && a.lo == b.lo && (a.lo != 0 || (!a.negativeZero && !b.negativeZero));
}

Interval select(IntervalBool c, Interval a, Interval b) {
  if (a.isLiteral && b.isLiteral) {
    a = a.in(c.precision);
    b = b.in(c.precision);
  } else {
    Interval::meet(a, b);
  }
  auto narrowed = [&](Interval x, const Bounds &to) {
    if (x.id != 0 && x.id == c.id)
      static_cast<Bounds &>(x) = meet(x, to);
    if (x.id != 0 && x.id == c.base) {
      // value = x * scale, rounded: a little room at both ends.
      double lo = to.lo / c.scale, hi = to.hi / c.scale;
      if (lo > hi)
        std::swap(lo, hi);
      Bounds room = loose(lo, hi, c.precision);
      static_cast<Bounds &>(x) = meet(x, Bounds::between(room.lo, room.hi, true, true));
    }
    // The value that is compared is +0 or NaN here, and so is its positive multiple.
    if (x.base != 0 && x.base == c.id && to.lo == 0 && to.hi == 0 && !to.negativeZero && x.scale > 0 && x.scale < kInfinity) {
      static_cast<Bounds &>(x) = to;
      x.id = c.id;
    }
    return x;
  };
  a = narrowed(a, c.ifHolds);
  b = narrowed(b, c.ifFails);
  // What was selected is a value, also where it is the literal for certain: it is computed with in the precision of values.
  auto value = [&](const Interval &x) { return x.isLiteral ? Interval(x, c.precision) : x; };
  if (!c.canFail)
    return value(a);
  if (!c.canHold)
    return value(b);
  Interval result(a.join(b), c.precision);
  bool leftIs = a.id == c.id || samePoint(a, c.ifHolds), rightIs = b.id == c.id || samePoint(b, c.ifFails);
  if (c.id != 0 && leftIs && rightIs) {
    result.id = c.id;
    result.base = c.base;
    result.scale = c.scale;
  } else if (a.id != 0 && a.id == b.id) {
    result.id = a.id;
  }
  return result;
}

//===-- functions -----------------------------------------------------------------------------------------------===//

Interval abs(Interval a) {
  if (a.isLiteral)
    return Interval(std::abs(a.lo));
  if (a.holdsNoNumber())
    return a.made(a);
  double lo = a.contains(0) ? 0 : std::min(std::abs(a.lo), std::abs(a.hi));
  return a.made(Bounds::between(lo, std::max(std::abs(a.lo), std::abs(a.hi)), a.nan));
}

/// A function that grows, on [least, most] of its results, with the sign of its operand where `odd`.
template <class F>
static Bounds growing(const Bounds &a, Precision p, F f, double least, double most, bool odd) {
  if (a.holdsNoNumber())
    return with(Bounds::none(), a.nan, false);
  Bounds r = loose(f(a.lo), f(a.hi), p, odd && a.lo >= 0 ? std::max(least, 0.0) : least, odd && a.hi <= 0 ? std::min(most, 0.0) : most);
  return with(r, a.nan, odd && (a.negativeZero || a.lo < 0));
}

Interval exp(Interval a) {
  if (a.isLiteral)
    return Interval(std::exp(a.lo));
  return a.made(growing(a, a.precision, [](double x) { return std::exp(x); }, a.lo >= 0 ? 1 : 0, a.hi <= 0 ? 1 : kInfinity, false));
}

Interval expm1(Interval a) {
  if (a.isLiteral)
    return Interval(std::expm1(a.lo));
  return a.made(growing(a, a.precision, [](double x) { return std::expm1(x); }, -1, kInfinity, true));
}

Interval log(Interval a) {
  if (a.isLiteral)
    return Interval(std::log(a.lo));
  bool nan = a.nan || a.lo < 0;
  if (a.holdsNoNumber() || a.hi < 0)
    return a.made(with(Bounds::none(), nan, false));
  Bounds r = loose(std::log(std::max(a.lo, 0.0)), std::log(a.hi), a.precision, a.lo >= 1 ? 0 : -kInfinity, a.hi <= 1 ? 0 : kInfinity);
  return a.made(with(r, nan, false));
}

Interval log1p(Interval a) {
  if (a.isLiteral)
    return Interval(std::log1p(a.lo));
  bool nan = a.nan || a.lo < -1;
  if (a.holdsNoNumber() || a.hi < -1)
    return a.made(with(Bounds::none(), nan, false));
  Bounds valid = meet(a, Bounds::between(-1, kInfinity, true, true));
  return a.made(with(growing(valid, a.precision, [](double x) { return std::log1p(x); }, -kInfinity, kInfinity, true), nan, a.negativeZero || a.lo < 0));
}

Interval sqrt(Interval a) {
  if (a.isLiteral)
    return Interval(std::sqrt(a.lo));
  bool nan = a.nan || a.lo < 0;
  if (a.holdsNoNumber() || a.hi < 0)
    return a.made(with(Bounds::none(), nan, false));
  Precision p = a.precision;
  return a.made(Bounds::between(rounded(std::sqrt(std::max(a.lo, 0.0)), p), rounded(std::sqrt(a.hi), p), nan, a.negativeZero));
}

Interval tanh(Interval a) {
  if (a.isLiteral)
    return Interval(std::tanh(a.lo));
  return a.made(growing(a, a.precision, [](double x) { return std::tanh(x); }, -1, 1, true));
}

Interval erf(Interval a) {
  if (a.isLiteral)
    return Interval(std::erf(a.lo));
  return a.made(growing(a, a.precision, [](double x) { return std::erf(x); }, -1, 1, true));
}

/// sin and cos: no attempt at the quadrant.
static Bounds wave(const Bounds &a) {
  return Bounds::between(-1, 1, a.nan || a.lo == -kInfinity || a.hi == kInfinity, true);
}

Interval sin(Interval a) { return a.isLiteral ? Interval(std::sin(a.lo)) : a.made(wave(a)); }
Interval cos(Interval a) { return a.isLiteral ? Interval(std::cos(a.lo)) : a.made(wave(a)); }

Interval pow(Interval a, Interval b) {
  if (a.isLiteral && b.isLiteral)
    return Interval(std::pow(a.lo, b.lo));
  Precision p = Interval::meet(a, b);
  if (p == Precision::Integer)
    return a.made(Bounds::between(-kInfinity, kInfinity, false));
  bool even = isPoint(b) && std::fmod(b.lo, 2) == 0;
  bool whole = isPoint(b) && std::trunc(b.lo) == b.lo;
  bool nan = a.nan || b.nan || (a.lo < 0 && !whole);
  // pow(-0, 3) is -0 and pow(-0, -1) is -inf; an even power has no sign.
  if (even || a.isNonNegative())
    return a.made(Bounds::between(0, kInfinity, nan));
  return a.made(Bounds::between(-kInfinity, kInfinity, nan, true));
}

Bounds roundTo(const Bounds &range, const llvm::fltSemantics &type) {
  if (range.holdsNoNumber() || &type == &llvm::APFloat::IEEEdouble())
    return range;
  auto end = [&](double v) {
    llvm::APFloat value(v);
    bool loses;
    value.convert(type, llvm::APFloat::rmNearestTiesToEven, &loses);
    return value.convertToDouble();
  };
  // A negative number may round to -0.
  return Bounds::between(end(range.lo), end(range.hi), range.nan, range.negativeZero || range.lo < 0);
}

} // namespace mlir::nnf::scalar
