//===- IRLane.cpp - the lane that emits arith, math and vector ops ----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/IRLane.h"
#include "nnf/Codegen/Math/Lookup.h"
#include "nnf/Codegen/Math/RareBranches.h"
#include "nnf/Codegen/Math/Scalef.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::vecmath;

namespace mlir::nnf::vecmath {

//===-- LaneEmitter -----------------------------------------------------------------------------------------===//

/// `element`, in the shape of `type`.
static Type withElementType(Type type, Type element) {
  if (auto shaped = dyn_cast<ShapedType>(type))
    return shaped.clone(element);
  return element;
}

LaneEmitter::LaneEmitter(OpBuilder &builder, Location loc, Type type, const MathTarget &target)
    : builder(builder), loc(loc), target(target), type(type), f32(getElementTypeOrSelf(type).isF32()) {
  assert((f32 || getElementTypeOrSelf(type).isF64()) && "lanes are f32 or f64");
  intType = withElementType(type, f32 ? builder.getI32Type() : builder.getI64Type());
  maskType = withElementType(type, builder.getI1Type());
}

Value LaneEmitter::cached(Attribute attribute) {
  for (auto &[known, value] : constants)
    if (known == attribute)
      return value;
  Value value = arith::ConstantOp::create(builder, loc, cast<TypedAttr>(attribute));
  constants.push_back({attribute, value});
  return value;
}

/// The attribute itself, or a splat of it for a shaped type.
static Attribute splat(Type type, Attribute element) {
  if (auto shaped = dyn_cast<ShapedType>(type))
    return DenseElementsAttr::get(shaped, element);
  return element;
}

Value LaneEmitter::constant(double value) {
  return cached(splat(type, builder.getFloatAttr(getElementTypeOrSelf(type), f32 ? double(float(value)) : value)));
}

Value LaneEmitter::constantInt(int64_t value) {
  return cached(splat(intType, IntegerAttr::get(getElementTypeOrSelf(intType), f32 ? int64_t(int32_t(value)) : value)));
}

Value LaneEmitter::constantTrue() { return cached(splat(maskType, builder.getBoolAttr(true))); }

LaneEmitter &LaneEmitter::wide() {
  if (!wider) {
    wider = std::make_unique<LaneEmitter>(builder, loc, withElementType(type, builder.getF64Type()), target);
    wider->narrow = this;
  }
  return *wider;
}

//===-- masks and integers ----------------------------------------------------------------------------------===//

template <class OpTy> static IRMask maskOp(IRMask a, IRMask b) {
  return {a.emitter, OpTy::create(a.emitter->builder, a.emitter->loc, a.v, b.v)};
}
IRMask operator&(IRMask a, IRMask b) { return maskOp<arith::AndIOp>(a, b); }
IRMask operator|(IRMask a, IRMask b) { return maskOp<arith::OrIOp>(a, b); }
/// The predicate that is true where `predicate` is not, if it is one of those that lanes compare with.
static std::optional<arith::CmpFPredicate> inverse(arith::CmpFPredicate predicate) {
  using P = arith::CmpFPredicate;
  switch (predicate) {
  case P::OLT:
    return P::UGE;
  case P::OLE:
    return P::UGT;
  case P::OGT:
    return P::ULE;
  case P::OGE:
    return P::ULT;
  case P::OEQ:
    return P::UNE;
  case P::UNO:
    return P::ORD;
  default:
    return std::nullopt;
  }
}
IRMask operator!(IRMask a) {
  if (auto compare = a.v.getDefiningOp<arith::CmpFOp>())
    if (std::optional<arith::CmpFPredicate> predicate = inverse(compare.getPredicate()))
      return {a.emitter, arith::CmpFOp::create(a.emitter->builder, a.emitter->loc, *predicate, compare.getLhs(),
                                               compare.getRhs())};
  return maskOp<arith::XOrIOp>(a, {a.emitter, a.emitter->constantTrue()});
}

/// The emitter of whichever is not a literal.
template <class T> static LaneEmitter &emitterOf(const T &a, const T &b) {
  LaneEmitter *e = a ? a : b;
  assert(e && "an operation needs an SSA value");
  return *e;
}

template <class OpTy> static IRInt intOp(IRInt a, IRInt b) {
  LaneEmitter &e = emitterOf(a.emitter, b.emitter);
  return {&e, OpTy::create(e.builder, e.loc, a.valueIn(e), b.valueIn(e))};
}
IRInt operator+(IRInt a, IRInt b) { return intOp<arith::AddIOp>(a, b); }
IRInt operator-(IRInt a, IRInt b) { return intOp<arith::SubIOp>(a, b); }
IRInt operator&(IRInt a, IRInt b) { return intOp<arith::AndIOp>(a, b); }
IRInt operator|(IRInt a, IRInt b) { return intOp<arith::OrIOp>(a, b); }
IRInt operator^(IRInt a, IRInt b) { return intOp<arith::XOrIOp>(a, b); }
IRInt shl(IRInt a, int amount) { return intOp<arith::ShLIOp>(a, IRInt(amount)); }
IRInt shrLogical(IRInt a, int amount) { return intOp<arith::ShRUIOp>(a, IRInt(amount)); }

static IRMask compare(arith::CmpIPredicate predicate, IRInt a, IRInt b) {
  LaneEmitter &e = emitterOf(a.emitter, b.emitter);
  return {&e, arith::CmpIOp::create(e.builder, e.loc, predicate, a.valueIn(e), b.valueIn(e))};
}
IRMask operator<(IRInt a, IRInt b) { return compare(arith::CmpIPredicate::slt, a, b); }
IRMask operator==(IRInt a, IRInt b) { return compare(arith::CmpIPredicate::eq, a, b); }
IRInt select(IRMask c, IRInt a, IRInt b) {
  LaneEmitter &e = *c.emitter;
  return {&e, arith::SelectOp::create(e.builder, e.loc, c.v, a.valueIn(e), b.valueIn(e))};
}

//===-- IRLane ----------------------------------------------------------------------------------------------===//

/// What the operators have in common, with access to a lane's parts.
struct LaneOps {
  template <class OpTy> static IRLane unary(IRLane a) {
    assert(a.v && "an operation needs an SSA value");
    return {*a.emitter, OpTy::create(a.emitter->builder, a.emitter->loc, a.v)};
  }
  template <class OpTy> static IRLane binary(IRLane a, IRLane b) {
    LaneEmitter &e = emitterOf(a.emitter, b.emitter);
    return {e, OpTy::create(e.builder, e.loc, a.valueIn(e), b.valueIn(e))};
  }
  static IRMask compare(arith::CmpFPredicate predicate, IRLane a, IRLane b) {
    LaneEmitter &e = emitterOf(a.emitter, b.emitter);
    return {&e, arith::CmpFOp::create(e.builder, e.loc, predicate, a.valueIn(e), b.valueIn(e))};
  }
};

IRLane operator+(IRLane a, IRLane b) { return LaneOps::binary<arith::AddFOp>(a, b); }
IRLane operator-(IRLane a, IRLane b) { return LaneOps::binary<arith::SubFOp>(a, b); }
IRLane operator*(IRLane a, IRLane b) { return LaneOps::binary<arith::MulFOp>(a, b); }
IRLane operator/(IRLane a, IRLane b) { return LaneOps::binary<arith::DivFOp>(a, b); }
IRLane operator-(IRLane a) { return LaneOps::unary<arith::NegFOp>(a); }
IRLane sqrt(IRLane a) { return LaneOps::unary<math::SqrtOp>(a); }
IRLane abs(IRLane a) { return LaneOps::unary<math::AbsFOp>(a); }
IRLane trunc(IRLane a) { return LaneOps::unary<math::TruncOp>(a); }
IRLane roundEven(IRLane a) { return LaneOps::unary<math::RoundEvenOp>(a); }
IRLane copySign(IRLane a, IRLane b) { return LaneOps::binary<math::CopySignOp>(a, b); }
IRLane fma(IRLane a, IRLane b, IRLane c) {
  LaneEmitter &e = *(a.emitter ? a.emitter : b.emitter ? b.emitter : c.emitter);
  return {e, math::FmaOp::create(e.builder, e.loc, a.valueIn(e), b.valueIn(e), c.valueIn(e))};
}
IRMask operator<(IRLane a, IRLane b) { return LaneOps::compare(arith::CmpFPredicate::OLT, a, b); }
IRMask operator<=(IRLane a, IRLane b) { return LaneOps::compare(arith::CmpFPredicate::OLE, a, b); }
IRMask operator>(IRLane a, IRLane b) { return LaneOps::compare(arith::CmpFPredicate::OGT, a, b); }
IRMask operator>=(IRLane a, IRLane b) { return LaneOps::compare(arith::CmpFPredicate::OGE, a, b); }
IRMask operator==(IRLane a, IRLane b) { return LaneOps::compare(arith::CmpFPredicate::OEQ, a, b); }
IRMask isNan(IRLane a) { return LaneOps::compare(arith::CmpFPredicate::UNO, a, a); }
IRLane select(IRMask c, IRLane a, IRLane b) {
  LaneEmitter &e = *c.emitter;
  return {e, arith::SelectOp::create(e.builder, e.loc, c.v, a.valueIn(e), b.valueIn(e))};
}
IRInt bits(IRLane a) {
  LaneEmitter &e = *a.emitter;
  return {&e, arith::BitcastOp::create(e.builder, e.loc, e.getIntType(), a.v)};
}
IRLane fromBits(IRInt a) {
  LaneEmitter &e = *a.emitter;
  return {e, arith::BitcastOp::create(e.builder, e.loc, e.getType(), a.v)};
}
IRLane lookup(IRInt i, const float (&table)[8]) {
  LaneEmitter &e = *i.emitter;
  auto type = VectorType::get(8, e.builder.getF32Type());
  return {e, createLookup(e.builder, e.loc, DenseElementsAttr::get(type, ArrayRef<float>(table)), i.v)};
}
IRLane scaleByPow2(IRLane p, IRLane n) {
  LaneEmitter &e = emitterOf(p.emitter, n.emitter);
  if (e.target.avx512 && hasScalef(e.getType()))
    return {e, createScalef(e.builder, e.loc, p.valueIn(e), n.valueIn(e))};
  return withPrecision(IRLane(e, n.valueIn(e)), [&](auto precision) {
    return portableScaleByPow2<decltype(precision)>(p, IRLane(e, n.valueIn(e)));
  });
}

IRLane widen(IRLane a) {
  LaneEmitter &e = *a.getEmitter();
  return {e.wide(), arith::ExtFOp::create(e.builder, e.loc, e.wide().getType(), a.valueIn(e))};
}
IRLane narrow(IRLane a) {
  LaneEmitter &e = *a.getEmitter();
  return {e.narrowed(), arith::TruncFOp::create(e.builder, e.loc, e.narrowed().getType(), a.valueIn(e))};
}

//===-- branches --------------------------------------------------------------------------------------------===//

void LaneEmitter::forgetConstants(size_t count) { constants.truncate(count); }

IRLane orRarely(IRMask mask, IRLane y, llvm::function_ref<IRLane()> slow) {
  LaneEmitter &e = *mask.emitter;
  OpBuilder &b = e.builder;
  Value usual = y.valueIn(e);
  if (!e.branches) {
    auto choice = arith::SelectOp::create(b, e.loc, mask.v, slow().valueIn(e), usual);
    markRare(choice);
    return {e, choice};
  }
  // What is made inside must not be used behind it: constants are made anew.
  size_t known = e.numConstants(), knownWide = e.wide().numConstants();
  Value result = createRareBranch(b, e.loc, mask.v, usual, [&](OpBuilder &, Location) { return slow().valueIn(e); });
  e.forgetConstants(known);
  e.wide().forgetConstants(knownWide);
  return {e, result};
}

} // namespace mlir::nnf::vecmath
