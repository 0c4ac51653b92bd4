//===- Emit.h - index arithmetic and lane accesses ---------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The words in which the emitters of this folder speak: indices that fold while they are built, and buffers read and
// written over the lanes of a vector that runs along one loop.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_CONTRACTION_EMIT_H
#define NNF_LIB_CODEGEN_CPU_CONTRACTION_EMIT_H

#include "Problem.h"
#include "nnf/Codegen/CPU/BodyEmitter.h"
#include "nnf/Codegen/CPU/Target.h"

namespace mlir::nnf::contraction {

/// Index arithmetic that folds what is known.
class Emit {
public:
  /// Ops go where `b` stands; index constants to the start of the block where it stands now.
  Emit(OpBuilder &b, Location loc);

  OpBuilder &b;
  Location loc;

  Value constant(int64_t v);
  Value add(Value x, Value y);
  Value add(Value x, int64_t y) { return y == 0 ? x : add(x, constant(y)); }
  Value sub(Value x, Value y);
  Value mul(Value x, Value y);
  Value mul(Value x, int64_t y) { return mul(x, constant(y)); }
  /// Quotients and remainders of numbers that are not negative.
  Value floorDiv(Value x, Value y);
  Value ceilDiv(Value x, Value y);
  Value rem(Value x, Value y);
  Value min(Value x, Value y);
  Value max(Value x, Value y);
  Value lessThan(Value x, Value y);
  static std::optional<int64_t> known(Value v);

  /// scf.for from `lo` to `hi` by `step`, left out where it is known to run at most once or not at all.
  void forLoop(Value lo, Value hi, int64_t step, llvm::function_ref<void(Value)> body);
  /// The same with values carried from iteration to iteration.
  SmallVector<Value> forLoop(Value lo, Value hi, int64_t step, ValueRange init,
                             llvm::function_ref<SmallVector<Value>(Value, ValueRange)> body);
  /// scf.if without results, left out where the condition is known.
  void ifThen(Value condition, llvm::function_ref<void()> then);

  /// scf.forall over [0, n), or nothing but the body where n is known to be 1 (and not `always`). Returns the loop.
  Operation *forall(Value n, llvm::function_ref<void(Value)> body, bool always = false);

  /// A vector with one value in all lanes.
  Value splat(Value scalar, int64_t lanes);
  /// A constant vector (or scalar with lanes == 0) of zeros.
  Value zero(Type element, int64_t lanes);
  /// The first `valid` lanes of `lanes`; `valid` is below 2^31.
  Value mask(int64_t lanes, Value valid);

  /// A new buffer that starts a cache line; sizes that are known are static.
  Value allocate(Type element, ArrayRef<Value> sizes);

private:
  Block *constantBlock;
  DenseMap<int64_t, Value> constants;
};

/// A value in another type of the same kind: floats are extended or truncated, everything else has one type here.
Value convertFloat(Emit &e, Value v, Type element);
/// x * y + sum of floats, rounded once where the target can.
Value multiplyAdd(Emit &e, const CpuTarget &target, Value x, Value y, Value sum);

/// Current loop indices; a null one stands for 0.
using LoopIndices = SmallVector<Value, 8>;

/// Lanes of a vector that runs along `loop` from the loop's current index.
struct Lanes {
  unsigned loop;
  int64_t count;
  /// How many lanes count, an index; null for all.
  Value valid = {};
  /// The same as a vector of i1.
  Value mask = {};
  /// Trip count of the loop, where not all lanes count.
  Value size = {};
};

/// The indices of an element.
SmallVector<Value> indicesOf(Emit &e, const Access &access, ArrayRef<Value> at);
/// The element of `access` in every lane.
LaneValue loadLanes(Emit &e, const Access &access, ArrayRef<Value> at, const Lanes &lanes);
void storeLanes(Emit &e, Value vector, const Access &access, ArrayRef<Value> at, const Lanes &lanes);

/// Whether vectors along `loop` are single loads and stores.
bool isContiguous(const Access &access, unsigned loop);

/// A stage's results over the lanes. `carried` stands for buffers whose elements are in registers already.
struct Carried {
  Access access;
  LaneValue value;
};
SmallVector<LaneValue> emitStage(Emit &e, const Stage &stage, ArrayRef<Value> at, const Lanes &lanes,
                                 ArrayRef<Carried> carried = {});

} // namespace mlir::nnf::contraction

#endif // NNF_LIB_CODEGEN_CPU_CONTRACTION_EMIT_H
