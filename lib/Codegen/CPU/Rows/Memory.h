//===- Memory.h - loads and stores of lanes -------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Given an index that is uniform, linear or varying per axis, picks the cheapest form of an access: a scalar, one
// contiguous vector, shuffles of several, a gather or scatter, or, where the element type leaves no choice, lane by lane.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_ROWS_MEMORY_H
#define NNF_LIB_CODEGEN_CPU_ROWS_MEMORY_H

#include "nnf/Codegen/CPU/BodyEmitter.h"
#include "nnf/Codegen/CPU/Target.h"

namespace mlir::nnf::rows {

/// The lanes an access is made for.
struct LaneSet {
  int64_t width = 1;
  /// vector<width x i1>; null where all lanes count. The lanes that count are the first `count` ones (an index).
  Value mask, count;
};

class MemoryEmitter {
public:
  MemoryEmitter(OpBuilder &b, Location loc, const CpuTarget &target) : b(b), loc(loc), target(target) {}

  /// The elements of `memref` at `index` (one value per axis). Lanes that do not count hold anything that the memory
  /// holds, or zero.
  LaneValue load(Value memref, ArrayRef<LaneValue> index, const LaneSet &lanes);
  /// Stores the lanes that count.
  void store(LaneValue value, Value memref, ArrayRef<LaneValue> index, const LaneSet &lanes);

  /// `width` elements from `index` on, of which the first `count` are read and the others hold anything.
  Value loadFirst(Value memref, ArrayRef<Value> index, int64_t count, int64_t width);
  /// Stores the first `count` elements of `vector` from `index` on.
  void storeFirst(Value vector, Value memref, ArrayRef<Value> index, int64_t count);

private:
  /// Position of the only axis that is not uniform if the lanes are neighbours in memory there (element stride `stride`).
  bool isContiguous(Value memref, ArrayRef<LaneValue> index, int64_t &stride) const;
  Value loadContiguous(Value memref, ValueRange index, const LaneSet &lanes);
  Value loadStrided2(Value memref, ArrayRef<Value> index, const LaneSet &lanes);
  void storeContiguous(Value vector, Value memref, ValueRange index, const LaneSet &lanes);
  /// The memref as one dimension, the lanes' offsets in it.
  std::pair<Value, LaneValue> flatten(Value memref, ArrayRef<LaneValue> index, BodyEmitter &arith);
  bool needsLaneByLane(Type element) const { return element.isInteger(1); }
  bool hasMasked(Type element) const;

  OpBuilder &b;
  Location loc;
  const CpuTarget &target;
};

} // namespace mlir::nnf::rows

#endif // NNF_LIB_CODEGEN_CPU_ROWS_MEMORY_H
