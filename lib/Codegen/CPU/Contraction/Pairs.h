//===- Pairs.h - factors of bf16 numbers, two neighbours of the sum side by side ----------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_CONTRACTION_PAIRS_H
#define NNF_LIB_CODEGEN_CPU_CONTRACTION_PAIRS_H

#include "Tile.h"

namespace mlir::nnf::contraction {

/// Whether a factor is the bf16 numbers of one buffer, widened.
bool isWidenedBF16(const Stage &factor);

/// Which instructions for products of bf16 numbers the target has and the problem allows; lanes and rows are chosen.
Products chooseProducts(const Plan &plan);

/// A buffer [prefix...][pairs][2 * panel] of bf16 numbers: k and k + 1 of the first column, of the second one, and so on.
/// There are matrixPairs pairs or a multiple of it.
Value allocPairPanels(Emit &e, const Plan &plan, ArrayRef<Value> prefix);

/// Fills panel `index` (the last of the prefix counts panels) with the columns from `column` on. Behind the end of the sum
/// there are zeros, behind the last column copies of it or zeros.
void packPairPanel(Emit &e, const Plan &plan, const LoopIndices &at, Value column, Value panels, ArrayRef<Value> prefix);

/// Rows of the row factor, and a copy of those that cannot be read where they lie, made in a parallel loop of its own: all
/// where the sum does not end with a whole step, or does not run along memory; the last ones where they are fewer than a
/// tile of matrices. Behind the end of the sum there are zeros.
struct PairRows {
  /// Where rows before `first` lie; null where all are copied.
  Access inPlace;
  /// The first row that is copied, a multiple of a tile's rows for matrices.
  Value first;
  /// Pairs: [outer loops...][rows][depth], matrices: [outer loops...][rows / 16][depth / 32][16][32], of which the last may
  /// hold rows that were never written. Null where nothing is copied.
  Value copy;
  /// The outer loops that the copy depends on.
  SmallVector<unsigned> prefixLoops;
  /// Whether the copy is made once and lives on.
  bool constant = false;
};
PairRows preparePairRows(Emit &e, const Plan &plan);

/// Where steps of pairs find the rows: the index of the reduction loop counts pairs.
Access pairAccess(const Plan &plan, const PairRows &rows);

/// The pair at `access`, in all lanes: a vector of 2 * lanes.
Value loadPair(Emit &e, const Plan &plan, const Access &access, ArrayRef<Value> at);

/// Emits a tile by products of matrices: like emitTile, for `tile.rows` rows; fewer than a whole tile are copied ones.
/// `sums` is a buffer [rows][panel] in the accumulators' type.
void emitMatrixTile(Emit &e, const Plan &plan, const LoopIndices &at, const Tile &tile, const Source &panels,
                    const PairRows &rows, Value sums);

} // namespace mlir::nnf::contraction

#endif // NNF_LIB_CODEGEN_CPU_CONTRACTION_PAIRS_H
