//===- Bounds.h - what is known of the numbers in a tensor -----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_BOUNDS_H
#define NNF_FORMULAS_BOUNDS_H

#include <algorithm>
#include <cstdint>
#include <limits>

namespace mlir::nnf {

/// A set that holds every value of a tensor: the numbers from `lo` to `hi` (both may be infinite, and both belong to it),
/// with or without -0, and NaN or not. Integers are numbers without -0 and NaN. The default knows nothing.
struct Bounds {
  double lo = -std::numeric_limits<double>::infinity();
  double hi = std::numeric_limits<double>::infinity();
  bool nan = true;
  /// -0 may occur. Only meaningful where 0 lies in [lo, hi].
  bool negativeZero = true;

  static Bounds between(double lo, double hi, bool nan = true, bool negativeZero = false) {
    return {lo, hi, nan, negativeZero && lo <= 0 && hi >= 0};
  }
  /// No value at all: what joins to anything else.
  static Bounds none() { return between(std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(), false); }
  static Bounds point(double v) {
    bool negative = v == 0 && 1 / v < 0;
    return v != v ? Bounds{none().lo, none().hi, true, false} : between(v, v, false, negative);
  }

  /// No number belongs to the set (NaN may).
  bool holdsNoNumber() const { return !(lo <= hi); }
  bool contains(double v) const { return lo <= v && v <= hi; }
  bool within(double least, double most) const { return holdsNoNumber() || (lo >= least && hi <= most); }
  /// Every number is 0 or more, and no 0 has a sign.
  bool isNonNegative() const { return lo >= 0 && !negativeZero; }
  /// A bound is known on either side.
  bool isBounded() const { return lo > -std::numeric_limits<double>::infinity() || hi < std::numeric_limits<double>::infinity(); }

  Bounds join(const Bounds &other) const {
    return {std::min(lo, other.lo), std::max(hi, other.hi), nan || other.nan, negativeZero || other.negativeZero};
  }
  bool operator==(const Bounds &other) const {
    return lo == other.lo && hi == other.hi && nan == other.nan && negativeZero == other.negativeZero;
  }
  bool operator!=(const Bounds &other) const { return !(*this == other); }
};

/// What a value means to the functions that read it.
enum class ValueKind {
  /// Nothing is known.
  Unknown,
  /// What a layer with weights computes: unbounded on both sides.
  Scores,
  /// What an activation left.
  Activated,
  /// Sums to 1 along a dimension: what softmax left.
  Probabilities,
  /// The logarithms of such.
  LogProbabilities,
  /// Each in [0, 1] on its own: what sigmoid left.
  Chances,
  /// The logarithms of such.
  LogChances,
  /// Class or row numbers, also where they were converted to floating point.
  Indices,
};

} // namespace mlir::nnf

#endif // NNF_FORMULAS_BOUNDS_H
