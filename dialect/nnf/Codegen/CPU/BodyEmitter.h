//===- BodyEmitter.h - the scalar body of a linalg op, over the lanes of a vector -----------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every CPU emitter has the same last step: it holds the operands of a scalar body as vectors and wants the body's
// results as vectors. This is that step. What is the same in all lanes stays a scalar as long as it can, and index
// arithmetic that grows by a constant from lane to lane stays "base and stride", so that a load at such an index can
// be seen to be contiguous.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_BODYEMITTER_H
#define NNF_CODEGEN_CPU_BODYEMITTER_H

#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/AffineExpr.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <string>

namespace mlir::nnf {

/// A value in every lane of a vector.
struct LaneValue {
  enum Kind {
    /// The same in all lanes: `value` is a scalar.
    Uniform,
    /// `value + stride * lane`, wrapping: `value` is a scalar of index or integer type.
    Linear,
    /// `value` is a vector of the emitter's lanes.
    Varying
  };
  Kind kind = Uniform;
  Value value;
  int64_t stride = 0;

  static LaneValue uniform(Value scalar) { return {Uniform, scalar, 0}; }
  static LaneValue linear(Value base, int64_t stride) { return {stride ? Linear : Uniform, base, stride}; }
  static LaneValue varying(Value vector) { return {Varying, vector, 0}; }
  /// Either of the outer two, by the type.
  static LaneValue of(Value v) { return isa<VectorType>(v.getType()) ? varying(v) : uniform(v); }

  explicit operator bool() const { return static_cast<bool>(value); }
  bool isUniform() const { return kind == Uniform; }
};

/// Clones scalar bodies over `lanes` lanes. With one lane everything is a scalar and any op is copied as it is.
class BodyEmitter {
public:
  /// What `linalg.index d` is in the lanes.
  using IndexFn = llvm::function_ref<LaneValue(int64_t dim)>;
  /// Emits a `memref.load` of the body whose indices are given; the memref is already the one to load from.
  using LoadFn = llvm::function_ref<LaneValue(memref::LoadOp load, Value memref, ArrayRef<LaneValue> indices)>;
  /// May emit another form of `op` (an elementwise op of the body) and return it; nothing for the usual one.
  using RewriteFn = llvm::function_ref<std::optional<LaneValue>(Operation &op, ArrayRef<LaneValue> operands)>;

  /// `mask` (vector<lanes x i1>, may be null) says which lanes count: an integer division, which traps on a zero, gets
  /// the divisor 1 in the others.
  BodyEmitter(OpBuilder &b, Location loc, int64_t lanes, Value mask = {});

  int64_t getLanes() const { return lanes; }
  Value getMask() const { return mask; }
  OpBuilder &getBuilder() { return b; }

  /// vector<lanes x type>, or `type` itself with one lane.
  Type widen(Type type) const;
  /// The value in vector form (a scalar with one lane).
  Value materialize(LaneValue v);

  /// Index or integer arithmetic that keeps Uniform and Linear where it can. Operands have one element type.
  LaneValue add(LaneValue x, LaneValue y);
  LaneValue mul(LaneValue x, LaneValue y);
  /// An affine expression over index values. Divisions and remainders round towards minus infinity, as affine ones do.
  LaneValue affine(AffineExpr e, ArrayRef<LaneValue> dims, ArrayRef<LaneValue> symbols = {});

  /// Copies `body` without its terminator and returns what the terminator yields. `args` stand for the block arguments
  /// (a null one must be unused). Values from outside the body are uniform.
  SmallVector<LaneValue> emit(Block &body, ArrayRef<LaneValue> args, IndexFn index, LoadFn load,
                              RewriteFn rewrite = nullptr);
  /// The same for a body without linalg.index and memref.load.
  SmallVector<LaneValue> emit(Block &body, ArrayRef<LaneValue> args);

  /// Whether `emit` can copy the body over several lanes; if not, `why` (may be null) says which op is in the way.
  static bool canVectorize(Block &body, std::string *why = nullptr);

private:
  LaneValue emitOp(Operation &op, llvm::function_ref<LaneValue(Value)> get, IndexFn index, LoadFn load,
                   RewriteFn rewrite);
  LaneValue divide(LaneValue x, LaneValue y, bool remainder);
  Value constantLike(Type scalar, int64_t value);

  OpBuilder &b;
  Location loc;
  int64_t lanes;
  Value mask;
};

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_BODYEMITTER_H
