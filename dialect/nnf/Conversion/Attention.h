//===- Attention.h - the parts of attention, on tensors ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Attention and its gradient are built of the same parts:
//
//   S = scale * q k^T + mask,  P = softmax(S),  D = dropout(P),  out = D v
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_ATTENTION_H
#define NNF_CONVERSION_ATTENTION_H

#include "nnf/Conversion/TensorBuilder.h"
#include "nnf/IR/ops/Attention.h"

namespace mlir::nnf {

/// Gives query, key and value as many dimensions, of size 1 where one has fewer; returns how many.
int64_t alignRanks(TensorBuilder &t, Value &query, Value &key, Value &value);

/// Builds the parts over the iteration (batch..., l, s). With shared heads (`enable_gqa`) the queries' heads are split in
/// two dimensions (H, n) first, so that key and value heads need no copy. A batch dimension of static size 1 stretches, and
/// so does one that is not there.
class AttentionParts {
public:
  /// `operands` are those of `op`, in types of the linalg stage or as they are (a bool mask is i8 or i1).
  AttentionParts(ScaledDotProductAttentionOp op, ValueRange operands, TensorBuilder &t);

  TensorBuilder &t;
  /// The operands with split heads, along an iteration (batch..., l, s, inner) for query and key; the value's last
  /// dimension is `inner` too.
  Along query, key, value;
  /// Null where there is none; along (batch..., l, s).
  Along mask;
  /// What scores are computed in.
  Type compute;
  /// Numbers of the iteration dimensions.
  int64_t batch, l, s, inner;
  /// A scalar as a 0-d tensor of the compute type.
  Value scale;
  /// Sizes of batch..., l, s; and of the value's last dimension.
  SmallVector<OpFoldResult> sizes;
  OpFoldResult columns;

  SmallVector<int64_t> all() const { return TensorBuilder::range(batch + 2); }
  /// scale * q k^T + mask, and the causal mask.
  Value scores();
  /// Along s; 0 where all scores of a row are -inf.
  Value softmax(Value scores);
  /// Of the probabilities, or of their cotangent: what is dropped and what grows is the same.
  Value dropout(Value probabilities);
  /// (..., H * n, L, ·) as (..., H, n, L, ·), where heads are shared; otherwise itself.
  Value splitHeads(Value v);
  /// And back.
  Value mergeHeads(Value v);

private:
  ScaledDotProductAttentionOp op;
  Value seed, offset;
  /// Key and value heads; 0 where they are not shared. Query heads.
  int64_t heads = 0, queryHeads = 0;
};

} // namespace mlir::nnf

#endif // NNF_CONVERSION_ATTENTION_H
