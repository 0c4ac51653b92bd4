//===- TwoWords.h - constants and products in two words ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_TWOWORDS_H
#define NNF_FORMULAS_ACCURATE_TWOWORDS_H

#include "nnf/Codegen/Math/Lane.h"

namespace mlir::nnf::vecmath::detail {

/// A constant in two words of the element type. What does not fit the type (an infinite or NaN word) has no second.
struct TwoWords {
  double high, low;
};
template <class P> TwoWords twoWords(double value) {
  double high = double(typename P::Float(value));
  double low = double(typename P::Float(value - high));
  return {high, std::isfinite(high) && std::isfinite(low) ? low : 0.0};
}

/// x times a constant as a sum of two words.
template <class L> struct Product {
  L value, low;
};
template <class P, class L> Product<L> timesConstant(L x, double constant) {
  TwoWords c = twoWords<P>(constant);
  L value = x * c.high;
  L low = fma(x, L(c.high), -value);
  return {value, c.low == 0.0 ? low : fma(x, L(c.low), low)};
}

/// constant * (value + low), rounded once or nearly.
template <class P, class L> L scaledSum(L value, L low, double constant) {
  TwoWords c = twoWords<P>(constant);
  if (!std::isfinite(c.high))
    return value * c.high;
  L rest = low * c.high;
  if (c.low != 0.0)
    rest = fma(value, L(c.low), rest);
  return fma(value, L(c.high), rest);
}

} // namespace mlir::nnf::vecmath::detail

#endif // NNF_FORMULAS_ACCURATE_TWOWORDS_H
