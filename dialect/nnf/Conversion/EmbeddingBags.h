//===- EmbeddingBags.h - bags of indices ------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What embedding_bag and its gradient share.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_EMBEDDINGBAGS_H
#define NNF_CONVERSION_EMBEDDINGBAGS_H

#include "nnf/Conversion/TensorBuilder.h"
#include "nnf/IR/ops/Embedding.h"

namespace mlir::nnf {

/// The bags of one embedding_bag: where in the flat indices each begins and how many it has, as i64 tables.
struct Bags {
  /// (L) indices, (B) starts and sizes, (L) factors or null.
  Value indices, starts, sizes, scales;
  OpFoldResult count, reach;
  /// The index that is left out, as an i64, or null.
  Value padding;

  /// The bags of `op`, whose operands are `operands`; with guards for indices and offsets.
  static Bags of(TensorBuilder &t, EmbeddingBagOp op, EmbeddingBagOp::Adaptor operands);

  /// The index at place `k` (an index) of a bag with this start and size (i64), and whether it counts. Where it does not, the
  /// index is still one of the table.
  std::pair<Value, Value> at(OpBuilder &b, Location l, Value start, Value size, Value k, Value *position = nullptr) const;

  /// How many indices of each bag count, (B) as i64.
  Value counts(TensorBuilder &t) const;

  /// The largest element of each column over the rows of a bag, and which row it is in, (B, D): -1 for a bag without rows.
  std::pair<Value, Value> maxima(TensorBuilder &t, Value table) const;
};

} // namespace mlir::nnf

#endif // NNF_CONVERSION_EMBEDDINGBAGS_H
