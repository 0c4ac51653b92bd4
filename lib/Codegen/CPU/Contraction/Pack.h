//===- Pack.h - copies of a factor in the order in which tiles read it --------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_CONTRACTION_PACK_H
#define NNF_LIB_CODEGEN_CPU_CONTRACTION_PACK_H

#include "Tile.h"

namespace mlir::nnf::contraction {

/// A buffer [prefix...][reduction loops...][panel] for the vector factor, in the accumulators' type; for pairs see Pairs.h.
Value allocPanels(Emit &e, const Plan &plan, ArrayRef<Value> prefix);

/// Fills panel `index` (the last of the prefix counts panels) with the columns from `column` on. Columns behind the last
/// one get the last one's elements: they are computed and never stored.
void packPanel(Emit &e, const Plan &plan, const LoopIndices &at, Value column, Value panels, ArrayRef<Value> prefix);

/// Packs the whole vector factor in a parallel loop of its own, and returns where tiles find it: the prefix is made of
/// the indices of `prefixLoops`, then the number of the panel.
Value packBefore(Emit &e, const Plan &plan, SmallVector<unsigned> &prefixLoops);

/// Computes the row factor for every element of its one buffer, and returns the access to the result.
Access widenBefore(Emit &e, const Plan &plan);

/// The transpose of `rows`, whose number is a power of two, and at most the number of lanes: the elements of all rows at
/// lane 0, then those at lane 1, and so on.
SmallVector<Value> transpose(Emit &e, SmallVector<Value> rows);

} // namespace mlir::nnf::contraction

#endif // NNF_LIB_CODEGEN_CPU_CONTRACTION_PACK_H
