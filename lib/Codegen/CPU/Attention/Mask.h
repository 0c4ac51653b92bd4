//===- Mask.h - an attention mask on a block of scores -----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Scores lie as [keys, queries], a mask as [..., queries, keys] with dimensions that may be 1: square blocks of it are
// transposed, what is the same for all keys is gathered once per block of queries, and what is the same for all queries
// is an element in all lanes.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_ATTENTION_MASK_H
#define NNF_LIB_CODEGEN_CPU_ATTENTION_MASK_H

#include "../Contraction/Emit.h"

namespace mlir::nnf::attention {

class MaskEmitter {
public:
  /// A mask (see Problem) for scores of type `compute` in `vectors` vectors of `lanes` queries of `queries`.
  MaskEmitter(contraction::Emit &e, Value mask, Type compute, int64_t lanes, int64_t vectors, Value queries);

  /// Adds to `buffers` the workspace that a task needs.
  void allocate(SmallVectorImpl<Value> &buffers);
  /// For the queries from `firstQuery` on of the batch indices `at`.
  void beginBlock(ArrayRef<Value> at, Value firstQuery);
  /// Masks rows [0, count) of `scores`, which belong to the keys from `first` on. `scores` has room for a multiple of
  /// `lanes` rows.
  void apply(Value scores, Value first, Value count);

private:
  Value query(Value lane);
  Value convert(Value v);
  Value combine(Value score, Value mask);
  void applyBlock(Value scores, Value first, Value row, Value valid);

  contraction::Emit &e;
  Value mask;
  Type element, compute;
  int64_t lanes, vectors;
  Value queries;
  bool isBool, alongQueries = false, alongKeys = false;
  /// Indices of the mask before those of query and key.
  SmallVector<Value> prefix;
  Value firstQuery;
  /// The mask of a block of queries, where it does not depend on the key.
  Value gathered;
};

} // namespace mlir::nnf::attention

#endif // NNF_LIB_CODEGEN_CPU_ATTENTION_MASK_H
