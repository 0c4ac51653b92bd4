//===- BodyEmitter.cpp - the scalar body of a linalg op, over the lanes of a vector --------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/BodyEmitter.h"

#include "nnf/Codegen/Math/Lookup.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::nnf;

BodyEmitter::BodyEmitter(OpBuilder &b, Location loc, int64_t lanes, Value mask)
    : b(b), loc(loc), lanes(lanes), mask(mask) {
  assert(lanes >= 1 && "a vector has at least one lane");
}

Type BodyEmitter::widen(Type type) const { return lanes == 1 ? type : VectorType::get(lanes, type); }

Value BodyEmitter::constantLike(Type scalar, int64_t value) {
  return arith::ConstantOp::create(b, loc, b.getIntegerAttr(scalar, value));
}

/// 0, stride, 2*stride, ... in the bits of `element`.
static Value iota(OpBuilder &b, Location loc, int64_t lanes, Type element, int64_t stride) {
  auto type = VectorType::get(lanes, element);
  unsigned width = element.isIndex() ? 64 : element.getIntOrFloatBitWidth();
  SmallVector<APInt> values;
  for (int64_t i = 0; i < lanes; ++i)
    values.push_back(APInt(64, static_cast<uint64_t>(i) * static_cast<uint64_t>(stride)).sextOrTrunc(width));
  return arith::ConstantOp::create(b, loc, DenseElementsAttr::get(type, values));
}

Value BodyEmitter::materialize(LaneValue v) {
  if (lanes == 1 || v.kind == LaneValue::Varying)
    return v.value;
  Type type = v.value.getType();
  Attribute attr;
  Value splat;
  if (matchPattern(v.value, m_Constant(&attr)))
    splat = arith::ConstantOp::create(b, loc, DenseElementsAttr::get(cast<VectorType>(widen(type)), attr));
  else
    splat = vector::BroadcastOp::create(b, loc, widen(type), v.value);
  if (v.isUniform())
    return splat;
  return arith::AddIOp::create(b, loc, splat, iota(b, loc, lanes, type, v.stride));
}

LaneValue BodyEmitter::add(LaneValue x, LaneValue y) {
  if (x.kind == LaneValue::Varying || y.kind == LaneValue::Varying) {
    if (x.isUniform() && matchPattern(x.value, m_Zero()))
      return y;
    if (y.isUniform() && matchPattern(y.value, m_Zero()))
      return x;
    return LaneValue::varying(arith::AddIOp::create(b, loc, materialize(x), materialize(y)));
  }
  return LaneValue::linear(b.createOrFold<arith::AddIOp>(loc, x.value, y.value), x.stride + y.stride);
}

LaneValue BodyEmitter::mul(LaneValue x, LaneValue y) {
  if (x.isUniform() && y.isUniform())
    return LaneValue::uniform(b.createOrFold<arith::MulIOp>(loc, x.value, y.value));
  if (y.kind == LaneValue::Linear)
    std::swap(x, y);
  APInt c;
  if (y.isUniform() && matchPattern(y.value, m_ConstantInt(&c))) {
    if (c.isOne())
      return x;
    if (x.kind == LaneValue::Linear)
      return LaneValue::linear(b.createOrFold<arith::MulIOp>(loc, x.value, y.value), x.stride * c.getSExtValue());
  }
  return LaneValue::varying(arith::MulIOp::create(b, loc, materialize(x), materialize(y)));
}

LaneValue BodyEmitter::divide(LaneValue x, LaneValue y, bool remainder) {
  bool scalar = x.isUniform() && y.isUniform();
  Value n = scalar ? x.value : materialize(x), d = scalar ? y.value : materialize(y);
  Type element = getElementTypeOrSelf(n);
  auto wrap = [&](Value v) { return scalar ? LaneValue::uniform(v) : LaneValue::of(v); };
  auto like = [&](int64_t c) {
    LaneValue v = LaneValue::uniform(constantLike(element, c));
    return scalar ? v.value : materialize(v);
  };
  APInt c;
  if (y.isUniform() && matchPattern(y.value, m_ConstantInt(&c)) && c.isPowerOf2()) {
    if (remainder)
      return wrap(b.createOrFold<arith::AndIOp>(loc, n, like(c.getSExtValue() - 1)));
    return wrap(b.createOrFold<arith::ShRSIOp>(loc, n, like(c.logBase2())));
  }
  // floor(n / d) = n < 0 ? -1 - (-1 - n) / d : n / d
  Value negative = b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::slt, n, like(0));
  Value flipped = b.createOrFold<arith::XOrIOp>(loc, n, like(-1));
  Value magnitude = b.createOrFold<arith::SelectOp>(loc, negative, flipped, n);
  Value q = b.createOrFold<arith::DivSIOp>(loc, magnitude, d);
  Value floor = b.createOrFold<arith::SelectOp>(loc, negative, b.createOrFold<arith::XOrIOp>(loc, q, like(-1)), q);
  if (!remainder)
    return wrap(floor);
  return wrap(b.createOrFold<arith::SubIOp>(loc, n, b.createOrFold<arith::MulIOp>(loc, floor, d)));
}

LaneValue BodyEmitter::affine(AffineExpr e, ArrayRef<LaneValue> dims, ArrayRef<LaneValue> symbols) {
  if (auto d = dyn_cast<AffineDimExpr>(e))
    return dims[d.getPosition()];
  if (auto s = dyn_cast<AffineSymbolExpr>(e))
    return symbols[s.getPosition()];
  if (auto c = dyn_cast<AffineConstantExpr>(e))
    return LaneValue::uniform(constantLike(b.getIndexType(), c.getValue()));
  auto binary = cast<AffineBinaryOpExpr>(e);
  LaneValue x = affine(binary.getLHS(), dims, symbols), y = affine(binary.getRHS(), dims, symbols);
  switch (e.getKind()) {
  case AffineExprKind::Add:
    return add(x, y);
  case AffineExprKind::Mul:
    return mul(x, y);
  case AffineExprKind::FloorDiv:
    return divide(x, y, /*remainder=*/false);
  case AffineExprKind::Mod:
    return divide(x, y, /*remainder=*/true);
  default: {
    // ceil(x / y) = -floor(-x / y)
    LaneValue minus = LaneValue::uniform(constantLike(b.getIndexType(), -1));
    return mul(divide(mul(x, minus), y, /*remainder=*/false), minus);
  }
  }
}

bool BodyEmitter::canVectorize(Block &body, std::string *why) {
  for (Operation &op : body.without_terminator()) {
    if (isa<arith::ConstantOp, linalg::IndexOp, memref::LoadOp, memref::DimOp, affine::AffineApplyOp>(op) ||
        vecmath::matchLookup(&op))
      continue;
    bool scalars = llvm::all_of(op.getResultTypes(), [](Type t) { return VectorType::isValidElementType(t); }) &&
                   llvm::all_of(op.getOperandTypes(), [](Type t) { return VectorType::isValidElementType(t); });
    if (op.getNumResults() == 1 && op.getNumRegions() == 0 && scalars && OpTrait::hasElementwiseMappableTraits(&op))
      continue;
    if (why)
      *why = ("'" + op.getName().getStringRef() + "' has no form on vectors").str();
    return false;
  }
  return true;
}

/// The same op on other operands: attributes and flags are kept.
static Value recreate(OpBuilder &b, Operation &op, ValueRange operands, Type result) {
  OperationState state(op.getLoc(), op.getName());
  state.addOperands(operands);
  state.addTypes(result);
  state.addAttributes(op.getDiscardableAttrDictionary().getValue());
  state.propertiesAttr = op.getPropertiesAsAttribute();
  return b.create(state)->getResult(0);
}

/// Integer wrap-around arithmetic commutes with truncation: base and stride stay base and stride.
static bool keepsLinear(Operation &op, ArrayRef<LaneValue> in) {
  if (isa<arith::TruncIOp>(op))
    return in[0].kind == LaneValue::Linear;
  // index has 64 bits: from it, a cast keeps or drops bits.
  if (isa<arith::IndexCastOp, arith::IndexCastUIOp>(op))
    return in[0].kind == LaneValue::Linear &&
           (in[0].value.getType().isIndex() || in[0].value.getType().getIntOrFloatBitWidth() == 64);
  return false;
}

LaneValue BodyEmitter::emitOp(Operation &op, llvm::function_ref<LaneValue(Value)> get, IndexFn index, LoadFn load,
                              RewriteFn rewrite) {
  if (auto i = dyn_cast<linalg::IndexOp>(op))
    return index(i.getDim());
  SmallVector<LaneValue> in = llvm::map_to_vector(op.getOperands(), get);
  if (auto l = dyn_cast<memref::LoadOp>(op))
    return load(l, in[0].value, ArrayRef(in).drop_front());
  if (auto apply = dyn_cast<affine::AffineApplyOp>(op)) {
    AffineMap map = apply.getAffineMap();
    return affine(map.getResult(0), ArrayRef(in).take_front(map.getNumDims()), ArrayRef(in).drop_front(map.getNumDims()));
  }
  auto scalars = [&] { return llvm::map_to_vector(in, [](LaneValue v) { return v.value; }); };
  if (llvm::all_of(in, [](LaneValue v) { return v.isUniform(); })) {
    IRMapping map;
    map.map(op.getOperands(), scalars());
    return LaneValue::uniform(b.clone(op, map)->getResult(0));
  }
  // The position is computed from the lanes' values: not in a Linear form that one would want to keep.
  if (DenseElementsAttr table = vecmath::matchLookup(&op))
    return LaneValue::varying(vecmath::createLookup(b, op.getLoc(), table, materialize(in[1])));
  if (rewrite)
    if (std::optional<LaneValue> other = rewrite(op, in))
      return *other;
  bool noVector = llvm::none_of(in, [](LaneValue v) { return v.kind == LaneValue::Varying; });
  if (isa<arith::AddIOp>(op) && noVector)
    return add(in[0], in[1]);
  if (isa<arith::MulIOp>(op) && noVector)
    return mul(in[0], in[1]);
  if (isa<arith::SubIOp>(op) && noVector)
    return LaneValue::linear(b.createOrFold<arith::SubIOp>(op.getLoc(), in[0].value, in[1].value),
                             in[0].stride - in[1].stride);
  if (keepsLinear(op, in))
    return LaneValue::linear(recreate(b, op, scalars(), op.getResult(0).getType()), in[0].stride);

  // A division by zero traps even in a lane that nobody looks at.
  if (mask && isa<arith::DivSIOp, arith::DivUIOp, arith::RemSIOp, arith::RemUIOp, arith::CeilDivSIOp, arith::CeilDivUIOp,
                  arith::FloorDivSIOp>(op) &&
      !in[1].isUniform()) {
    Value ones = materialize(LaneValue::uniform(constantLike(op.getOperand(1).getType(), 1)));
    in[1] = LaneValue::varying(arith::SelectOp::create(b, op.getLoc(), mask, materialize(in[1]), ones));
  }
  SmallVector<Value> operands = llvm::map_to_vector(in, [&](LaneValue v) { return materialize(v); });
  // A condition that is the same in all lanes selects whole vectors.
  if (isa<arith::SelectOp>(op) && in[0].isUniform())
    operands[0] = in[0].value;
  return LaneValue::varying(recreate(b, op, operands, widen(op.getResult(0).getType())));
}

SmallVector<LaneValue> BodyEmitter::emit(Block &body, ArrayRef<LaneValue> args, IndexFn index, LoadFn load,
                                         RewriteFn rewrite) {
  DenseMap<Value, LaneValue> values;
  for (auto [arg, v] : llvm::zip_equal(body.getArguments(), args))
    values[arg] = v;
  auto get = [&](Value v) {
    auto it = values.find(v);
    return it == values.end() ? LaneValue::uniform(v) : it->second;
  };
  for (Operation &op : body.without_terminator()) {
    if (lanes > 1 || isa<linalg::IndexOp, memref::LoadOp>(op)) {
      values[op.getResult(0)] = emitOp(op, get, index, load, rewrite);
      continue;
    }
    // One lane: any op, regions included.
    IRMapping map;
    op.walk([&](Operation *inner) {
      for (Value v : inner->getOperands())
        if (auto it = values.find(v); it != values.end())
          map.map(v, it->second.value);
    });
    Operation *copy = b.clone(op, map);
    for (auto [from, to] : llvm::zip_equal(op.getResults(), copy->getResults()))
      values[from] = LaneValue::uniform(to);
  }
  return llvm::map_to_vector(body.getTerminator()->getOperands(), get);
}

SmallVector<LaneValue> BodyEmitter::emit(Block &body, ArrayRef<LaneValue> args) {
  return emit(
      body, args, [](int64_t) -> LaneValue { llvm_unreachable("the body was said to have no linalg.index"); },
      [](memref::LoadOp, Value, ArrayRef<LaneValue>) -> LaneValue {
        llvm_unreachable("the body was said to have no memref.load");
      });
}
