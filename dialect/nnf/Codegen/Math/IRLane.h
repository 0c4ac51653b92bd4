//===- IRLane.h - the lane that emits arith, math and vector ops ------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// See Lane.h for what a lane is. An IRLane is an SSA value of type f32, f64 or a vector of one of them, or a literal
// that takes the type of the value it meets (an operation needs at least one value). Ops are made at the builder's
// insertion point, without fast-math flags.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_IRLANE_H
#define NNF_CODEGEN_MATH_IRLANE_H

#include "nnf/Codegen/Math/Lane.h"
#include "nnf/Codegen/Math/MathTarget.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include <memory>

namespace mlir::nnf::vecmath {

/// Where and for which machine ops are made; shared by all lanes of one expansion, which it must outlive.
class LaneEmitter {
public:
  /// `type`: f32, f64 or a vector of one of them, the type of every IRLane of this emitter.
  LaneEmitter(OpBuilder &builder, Location loc, Type type, const MathTarget &target = {});

  /// A splat constant of the lanes' type (of the integer type of the same shape and width), made once and reused.
  Value constant(double value);
  Value constantInt(int64_t value);
  /// A splat of `true` in the mask type.
  Value constantTrue();

  /// The emitter of f64 lanes of the same shape, and back.
  LaneEmitter &wide();
  LaneEmitter &narrowed() { return *narrow; }

  /// How many constants there are, and a return to an earlier state.
  size_t numConstants() const { return constants.size(); }
  void forgetConstants(size_t count);

  bool isF32() const { return f32; }
  Type getType() const { return type; }
  Type getIntType() const { return intType; }

  OpBuilder &builder;
  const Location loc;
  const MathTarget target;
  /// Whether orRarely makes a branch; else a select that nnf-expand-math turns into one, so that the body of an
  /// elementwise op, made before lanes are, stays a block without regions.
  bool branches = true;
  /// Whether f32 results will be rounded to 16 bits.
  bool for16 = false;

private:
  Value cached(Attribute attribute);

  const Type type;
  Type intType, maskType;
  const bool f32;
  SmallVector<std::pair<Attribute, Value>> constants;
  std::unique_ptr<LaneEmitter> wider;
  LaneEmitter *narrow = nullptr;
};

/// A comparison's result: i1 or a vector of it.
struct IRMask {
  LaneEmitter *emitter;
  Value v;
  friend IRMask operator&(IRMask a, IRMask b);
  friend IRMask operator|(IRMask a, IRMask b);
  friend IRMask operator!(IRMask a);
};

/// The representation of an IRLane, or an integer literal.
struct IRInt {
  LaneEmitter *emitter = nullptr;
  Value v;
  int64_t literal = 0;
  IRInt(int64_t literal) : literal(literal) {}
  IRInt(LaneEmitter *emitter, Value v) : emitter(emitter), v(v) {}
  /// The value, made a constant if it is a literal.
  Value valueIn(LaneEmitter &e) const { return v ? v : e.constantInt(literal); }

  friend IRInt operator+(IRInt a, IRInt b);
  friend IRInt operator-(IRInt a, IRInt b);
  friend IRInt operator&(IRInt a, IRInt b);
  friend IRInt operator|(IRInt a, IRInt b);
  friend IRInt operator^(IRInt a, IRInt b);
  friend IRInt shl(IRInt a, int amount);
  friend IRInt shrLogical(IRInt a, int amount);
  /// Signed.
  friend IRMask operator<(IRInt a, IRInt b);
  friend IRMask operator==(IRInt a, IRInt b);
  friend IRInt select(IRMask c, IRInt a, IRInt b);
};

class IRLane {
public:
  using Int = IRInt;
  using Mask = IRMask;

  IRLane(double literal) : literal(literal) {}
  IRLane(LaneEmitter &emitter, Value v) : emitter(&emitter), v(v) {}

  /// The SSA value, made a constant if this is a literal.
  Value valueIn(LaneEmitter &e) const { return v ? v : e.constant(literal); }
  LaneEmitter *getEmitter() const { return emitter; }

  friend IRLane operator+(IRLane a, IRLane b);
  friend IRLane operator-(IRLane a, IRLane b);
  friend IRLane operator*(IRLane a, IRLane b);
  friend IRLane operator/(IRLane a, IRLane b);
  friend IRLane operator-(IRLane a);
  friend IRLane fma(IRLane a, IRLane b, IRLane c);
  friend IRLane sqrt(IRLane a);
  friend IRLane abs(IRLane a);
  friend IRLane copySign(IRLane a, IRLane b);
  friend IRLane trunc(IRLane a);
  friend IRLane roundEven(IRLane a);
  friend IRMask operator<(IRLane a, IRLane b);
  friend IRMask operator<=(IRLane a, IRLane b);
  friend IRMask operator>(IRLane a, IRLane b);
  friend IRMask operator>=(IRLane a, IRLane b);
  friend IRMask operator==(IRLane a, IRLane b);
  friend IRMask isNan(IRLane a);
  friend IRLane select(IRMask c, IRLane a, IRLane b);
  friend IRInt bits(IRLane a);
  /// vscalefps / vscalefpd where the target and the vector's length allow, else portableScaleByPow2: the same bits.
  friend IRLane scaleByPow2(IRLane p, IRLane n);

  template <class Fn> friend auto withPrecision(IRLane x, Fn fn) {
    return !x.emitter->isF32() ? fn(F64{}) : x.emitter->for16 ? fn(F32For16{}) : fn(F32{});
  }

private:
  friend struct LaneOps;
  LaneEmitter *emitter = nullptr;
  Value v;
  double literal = 0;
};
IRLane fromBits(IRInt a);
/// See Lookup.h.
IRLane lookup(IRInt i, const float (&table)[8]);
IRLane widen(IRLane a);
IRLane narrow(IRLane a);
/// `y`, but slow() in the elements of the mask: computed behind a branch that is taken if there is any.
IRLane orRarely(IRMask mask, IRLane y, llvm::function_ref<IRLane()> slow);

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_IRLANE_H
