//===- Tile.h - a tile of accumulators in registers ---------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_CONTRACTION_TILE_H
#define NNF_LIB_CODEGEN_CPU_CONTRACTION_TILE_H

#include "Plan.h"

namespace mlir::nnf::contraction {

/// Where a tile reads a factor: its stage, or panels [prefix...][reduction loops...][panel] in the accumulators' type.
struct Source {
  const Stage *stage = nullptr;
  Value panels = {};
  SmallVector<Value> prefix = {};
  /// What is subtracted from loop indices first: the stage reads a buffer that begins there.
  SmallVector<std::pair<unsigned, Value>> begin = {};
  /// There is something to read behind the last column: no load needs a mask.
  bool wholeVectors = false;
};

/// Rows of one tile and its columns, vector by vector.
struct Tile {
  int64_t rows;
  SmallVector<Lanes> columns;
};

/// The columns of `vectors` vectors along the lane loop. `valid` (an index, may be null) is how many elements count.
SmallVector<Lanes> makeColumns(Emit &e, const Plan &plan, int64_t vectors, Value valid);

/// Emits a whole tile at `at`, where the row and lane loops stand on the tile's first row and column: start values, the
/// sum, the epilogue and the stores.
void emitTile(Emit &e, const Plan &plan, const LoopIndices &at, const Tile &tile, const Source &vectorSource,
              const Source &rowSource);

/// What the sum starts from at one vector of the output, in the accumulators' type; null for zero.
Value initialValue(Emit &e, const Plan &plan, const LoopIndices &at, const Lanes &lanes);

/// Epilogue and stores of one vector of the output whose sum is `sum`.
void finish(Emit &e, const Plan &plan, const LoopIndices &at, const Lanes &lanes, Value sum);

/// `x + y`, floats or integers.
Value add(Emit &e, Value x, Value y);

/// `x * y + sum` in every lane.
Value multiplyAdd(Emit &e, const Plan &plan, Value x, Value y, Value sum);

} // namespace mlir::nnf::contraction

#endif // NNF_LIB_CODEGEN_CPU_CONTRACTION_TILE_H
