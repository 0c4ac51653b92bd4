//===- LossChain.h - from a loss back to the softmax that it reads --------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_LOSSCHAIN_H
#define NNF_LIB_TRANSFORMS_LOSSCHAIN_H

#include "mlir/IR/PatternMatch.h"
#include <optional>

namespace mlir::nnf {

/// The way from a softmax to a value, inside one function: casts between shapes, reshapes, transpositions, conversions of
/// the element type, and at most one logarithm or exponential.
struct LossChain {
  /// nnf.softmax or nnf.log_softmax; null where the value does not come from one this way.
  Operation *softmax = nullptr;
  /// The logarithm of a softmax, or the exponential of a log_softmax; null without.
  Operation *function = nullptr;
  /// A rounding to a narrower type on the way, or null.
  Operation *rounding = nullptr;
  /// All ops from the softmax (included) to the one that defines the value.
  SmallVector<Operation *> ops;

  static LossChain trace(Value v);

  /// The value holds logarithms of probabilities (and not probabilities).
  bool isLogarithm() const;
  /// Where the softmax's dimension is in the value; nothing where a reshape mixed it with others.
  std::optional<int64_t> getAxis() const;
  /// The chain's views and conversions, repeated on the softmax's operand: each behind the op it repeats, so that sizes
  /// asked of the chain are asked of the copies from now on. The chain itself stays.
  Value rebuildOnLogits(RewriterBase &rw) const;
  /// Erases those ops of the chain that nobody reads any more, from the end.
  void eraseUnused(RewriterBase &rw) const;
};

/// The dimension that holds the classes in a classifier loss's input of `rank` dimensions.
inline int64_t classDimension(int64_t rank) { return rank == 1 ? 0 : 1; }

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_LOSSCHAIN_H
