//===- Emit.cpp - index arithmetic and lane accesses --------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emit.h"
#include "llvm/Support/MathExtras.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

//===--------------------------------------------------------------------------------------------------------===//
// Index arithmetic
//===--------------------------------------------------------------------------------------------------------===//

Emit::Emit(OpBuilder &b, Location loc) : b(b), loc(loc), constantBlock(b.getInsertionBlock()) {}

std::optional<int64_t> Emit::known(Value v) { return getConstantIntValue(v); }

Value Emit::constant(int64_t v) {
  Value &c = constants[v];
  if (!c) {
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(constantBlock);
    c = arith::ConstantIndexOp::create(b, loc, v);
  }
  return c;
}

/// Sizes and estimates of huge problems, which nobody runs, saturate: they must not become 0 or negative.
static constexpr int64_t kMost = INT64_MAX / 2;

static int64_t saturatingAdd(int64_t x, int64_t y) {
  int64_t sum;
  return llvm::AddOverflow(x, y, sum) ? (x < 0 ? -kMost : kMost) : sum;
}

static int64_t saturatingMul(int64_t x, int64_t y) {
  int64_t product;
  return llvm::MulOverflow(x, y, product) ? ((x < 0) != (y < 0) ? -kMost : kMost) : product;
}

Value Emit::add(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy)
    return constant(saturatingAdd(*cx, *cy));
  if (cx == 0)
    return y;
  if (cy == 0)
    return x;
  return arith::AddIOp::create(b, loc, x, y);
}

Value Emit::sub(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy)
    return constant(saturatingAdd(*cx, -*cy));
  if (cy == 0)
    return x;
  return arith::SubIOp::create(b, loc, x, y);
}

Value Emit::mul(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy)
    return constant(saturatingMul(*cx, *cy));
  if (cx == 0 || cy == 1)
    return x;
  if (cy == 0 || cx == 1)
    return y;
  return arith::MulIOp::create(b, loc, x, y);
}

Value Emit::floorDiv(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy && *cy)
    return constant(*cx / *cy);
  if (cy == 1)
    return x;
  return arith::DivUIOp::create(b, loc, x, y);
}

Value Emit::ceilDiv(Value x, Value y) {
  if (known(y) == 1)
    return x;
  return floorDiv(add(x, sub(y, constant(1))), y);
}

Value Emit::rem(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy && *cy)
    return constant(*cx % *cy);
  if (cy == 1)
    return constant(0);
  return arith::RemUIOp::create(b, loc, x, y);
}

Value Emit::min(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy)
    return constant(std::min(*cx, *cy));
  return arith::MinUIOp::create(b, loc, x, y);
}

Value Emit::max(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy)
    return constant(std::max(*cx, *cy));
  return arith::MaxUIOp::create(b, loc, x, y);
}

Value Emit::lessThan(Value x, Value y) {
  auto cx = known(x), cy = known(y);
  if (cx && cy)
    return arith::ConstantIntOp::create(b, loc, *cx < *cy, 1);
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, x, y);
}

//===--------------------------------------------------------------------------------------------------------===//
// Control flow
//===--------------------------------------------------------------------------------------------------------===//

void Emit::forLoop(Value lo, Value hi, int64_t step, llvm::function_ref<void(Value)> body) {
  (void)forLoop(lo, hi, step, {}, [&](Value i, ValueRange) {
    body(i);
    return SmallVector<Value>();
  });
}

SmallVector<Value> Emit::forLoop(Value lo, Value hi, int64_t step, ValueRange init,
                                 llvm::function_ref<SmallVector<Value>(Value, ValueRange)> body) {
  auto l = known(lo), h = known(hi);
  if (l && h && *h <= *l)
    return init;
  if (l && h && *h <= *l + step)
    return body(lo, init);
  auto loop = scf::ForOp::create(b, loc, lo, hi, constant(step), init, [](OpBuilder &, Location, Value, ValueRange) {});
  OpBuilder::InsertionGuard guard(b);
  Block *block = loop.getBody();
  if (!block->empty() && block->mightHaveTerminator())
    block->getTerminator()->erase();
  b.setInsertionPointToEnd(block);
  SmallVector<Value> results = body(loop.getInductionVar(), loop.getRegionIterArgs());
  scf::YieldOp::create(b, loc, results);
  return loop.getResults();
}

void Emit::ifThen(Value condition, llvm::function_ref<void()> then) {
  if (auto c = getConstantIntValue(condition)) {
    if (*c)
      then();
    return;
  }
  auto op = scf::IfOp::create(b, loc, condition, /*withElseRegion=*/false);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(&op.getThenRegion().front());
  then();
}

Operation *Emit::forall(Value n, llvm::function_ref<void(Value)> body, bool always) {
  auto c = known(n);
  if (c && *c <= 0)
    return nullptr;
  if (c == 1 && !always) {
    body(constant(0));
    return nullptr;
  }
  auto loop = scf::ForallOp::create(b, loc, ArrayRef<OpFoldResult>{getAsOpFoldResult(n)}, ValueRange(), std::nullopt);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  body(loop.getInductionVar(0));
  return loop;
}

//===--------------------------------------------------------------------------------------------------------===//
// Vectors
//===--------------------------------------------------------------------------------------------------------===//

Value Emit::splat(Value scalar, int64_t lanes) {
  return vector::BroadcastOp::create(b, loc, VectorType::get(lanes, scalar.getType()), scalar);
}

Value Emit::zero(Type element, int64_t lanes) {
  TypedAttr scalar = b.getZeroAttr(element);
  if (lanes == 0)
    return arith::ConstantOp::create(b, loc, scalar);
  return arith::ConstantOp::create(b, loc, DenseElementsAttr::get(VectorType::get(lanes, element), Attribute(scalar)));
}

Value Emit::mask(int64_t lanes, Value valid) {
  auto i1 = VectorType::get(lanes, b.getI1Type());
  if (auto n = known(valid)) {
    SmallVector<bool> bits;
    for (int64_t i = 0; i < lanes; ++i)
      bits.push_back(i < *n);
    return arith::ConstantOp::create(b, loc, DenseElementsAttr::get(i1, bits));
  }
  SmallVector<int32_t> numbers = llvm::to_vector(llvm::seq<int32_t>(0, lanes));
  auto i32 = VectorType::get(lanes, b.getI32Type());
  Value lane = arith::ConstantOp::create(b, loc, DenseElementsAttr::get(i32, ArrayRef<int32_t>(numbers)));
  Value bound = splat(arith::IndexCastOp::create(b, loc, b.getI32Type(), valid), lanes);
  return arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, lane, bound);
}

Value Emit::allocate(Type element, ArrayRef<Value> sizes) {
  SmallVector<int64_t> shape;
  SmallVector<Value> dynamic;
  for (Value size : sizes) {
    std::optional<int64_t> n = known(size);
    shape.push_back(n.value_or(ShapedType::kDynamic));
    if (!n)
      dynamic.push_back(size);
  }
  return memref::AllocOp::create(b, loc, MemRefType::get(shape, element), dynamic, b.getI64IntegerAttr(64));
}

Value contraction::convertFloat(Emit &e, Value v, Type element) {
  Type from = getElementTypeOrSelf(v);
  if (from == element)
    return v;
  Type to = element;
  if (auto vector = dyn_cast<VectorType>(v.getType()))
    to = vector.clone(element);
  if (from.getIntOrFloatBitWidth() < element.getIntOrFloatBitWidth())
    return arith::ExtFOp::create(e.b, e.loc, to, v);
  return arith::TruncFOp::create(e.b, e.loc, to, v);
}

Value contraction::multiplyAdd(Emit &e, const CpuTarget &target, Value x, Value y, Value sum) {
  // Without an instruction for it, llvm.fma would be a call.
  if (target.vectorBits >= 256 && isa<VectorType>(x.getType()))
    return vector::FMAOp::create(e.b, e.loc, x, y, sum);
  auto contract = arith::FastMathFlags::contract;
  return arith::AddFOp::create(e.b, e.loc, arith::MulFOp::create(e.b, e.loc, x, y, contract), sum, contract);
}

static Value indexOf(Emit &e, const Linear &l, ArrayRef<Value> at) {
  Value sum = e.constant(l.constant);
  for (const Term &t : l.terms)
    if (at[t.loop])
      sum = e.add(sum, e.mul(at[t.loop], t.factor));
  return sum;
}

SmallVector<Value> contraction::indicesOf(Emit &e, const Access &access, ArrayRef<Value> at) {
  return llvm::map_to_vector(access.index, [&](const Linear &l) { return indexOf(e, l, at); });
}

bool contraction::isContiguous(const Access &access, unsigned loop) {
  if (access.index.empty() || access.index.back().factor(loop) != 1)
    return false;
  for (const Linear &l : ArrayRef(access.index).drop_back())
    if (l.factor(loop))
      return false;
  return access.stride(loop) == 1;
}

/// The indices of one lane. Lanes behind the end of the loop get those of its last iteration.
static SmallVector<Value> laneIndices(Emit &e, const Access &access, ArrayRef<Value> at, const Lanes &lanes,
                                      int64_t lane) {
  LoopIndices shifted(at);
  Value &index = shifted[lanes.loop];
  index = index ? e.add(index, lane) : e.constant(lane);
  if (lanes.size)
    index = e.min(index, e.sub(lanes.size, e.constant(1)));
  return indicesOf(e, access, shifted);
}

/// The factor of the loop, where it walks the last dimension in small steps and no other one; 0 otherwise.
static int64_t smallStride(const Access &access, unsigned loop) {
  int64_t factor = access.index.back().factor(loop);
  for (const Linear &l : ArrayRef(access.index).drop_back())
    if (l.factor(loop))
      return 0;
  return factor >= 2 && factor <= 4 && access.stride(loop) == factor ? factor : 0;
}

/// Every `stride`-th element, from `stride` contiguous loads. The last one is moved so that it ends with the last lane.
static Value loadStrided(Emit &e, const Access &access, ArrayRef<Value> at, const Lanes &lanes, int64_t stride) {
  Type element = access.type().getElementType();
  auto type = VectorType::get(lanes.count, element);
  SmallVector<Value> indices = indicesOf(e, access, at);
  Value base = indices.back(), result;
  Value reach;
  if (lanes.valid)
    reach = e.sub(e.max(e.mul(lanes.valid, stride), e.constant(stride - 1)), e.constant(stride - 1));
  int64_t n = lanes.count, end = stride * (n - 1) + 1;
  for (int64_t part = 0; part < stride; ++part) {
    int64_t start = std::min(part * n, end - n);
    indices.back() = e.add(base, start);
    Value loaded;
    if (!reach) {
      loaded = vector::LoadOp::create(e.b, e.loc, type, access.memref, indices);
    } else {
      Value left = e.sub(e.max(reach, e.constant(start)), e.constant(start));
      loaded = vector::MaskedLoadOp::create(e.b, e.loc, type, access.memref, indices, e.mask(n, left), e.zero(element, n));
    }
    // Lanes of the result so far, and those that this part has.
    SmallVector<int64_t> pick;
    for (int64_t lane = 0; lane < n; ++lane) {
      int64_t position = lane * stride - start;
      bool here = lane * stride >= part * n && position < n;
      pick.push_back(here ? n + position : lane);
    }
    result = vector::ShuffleOp::create(e.b, e.loc, part == 0 ? loaded : result, loaded, pick);
  }
  return result;
}

LaneValue contraction::loadLanes(Emit &e, const Access &access, ArrayRef<Value> at, const Lanes &lanes) {
  Type element = access.type().getElementType();
  if (!access.uses(lanes.loop) || lanes.count == 1)
    return LaneValue::uniform(memref::LoadOp::create(e.b, e.loc, access.memref, indicesOf(e, access, at)));
  auto type = VectorType::get(lanes.count, element);
  if (int64_t stride = smallStride(access, lanes.loop))
    return LaneValue::varying(loadStrided(e, access, at, lanes, stride));
  if (!isContiguous(access, lanes.loop)) {
    Value v = e.zero(element, lanes.count);
    for (int64_t i = 0; i < lanes.count; ++i) {
      Value scalar = memref::LoadOp::create(e.b, e.loc, access.memref, laneIndices(e, access, at, lanes, i));
      v = vector::InsertOp::create(e.b, e.loc, scalar, v, i);
    }
    return LaneValue::varying(v);
  }
  SmallVector<Value> indices = indicesOf(e, access, at);
  if (!lanes.mask)
    return LaneValue::varying(vector::LoadOp::create(e.b, e.loc, type, access.memref, indices));
  return LaneValue::varying(vector::MaskedLoadOp::create(e.b, e.loc, type, access.memref, indices, lanes.mask,
                                                         e.zero(element, lanes.count)));
}

void contraction::storeLanes(Emit &e, Value vector, const Access &access, ArrayRef<Value> at, const Lanes &lanes) {
  if (!isa<VectorType>(vector.getType())) {
    memref::StoreOp::create(e.b, e.loc, vector, access.memref, indicesOf(e, access, at));
    return;
  }
  if (isContiguous(access, lanes.loop)) {
    SmallVector<Value> indices = indicesOf(e, access, at);
    if (lanes.mask)
      vector::MaskedStoreOp::create(e.b, e.loc, access.memref, indices, lanes.mask, vector);
    else
      vector::StoreOp::create(e.b, e.loc, vector, access.memref, indices);
    return;
  }
  for (int64_t i = 0; i < lanes.count; ++i) {
    auto storeLane = [&] {
      Value scalar = vector::ExtractOp::create(e.b, e.loc, vector, i);
      Lanes all = lanes;
      all.size = Value();
      memref::StoreOp::create(e.b, e.loc, scalar, access.memref, laneIndices(e, access, at, all, i));
    };
    if (lanes.valid)
      e.ifThen(e.lessThan(e.constant(i), lanes.valid), storeLane);
    else
      storeLane();
  }
}

SmallVector<LaneValue> contraction::emitStage(Emit &e, const Stage &stage, ArrayRef<Value> at, const Lanes &lanes,
                                              ArrayRef<Carried> carried) {
  SmallVector<LaneValue> args;
  for (const Access &in : stage.ins) {
    if (!in) {
      args.emplace_back();
      continue;
    }
    const Carried *found = nullptr;
    for (const Carried &c : carried)
      if (c.access == in)
        found = &c;
    args.push_back(found ? found->value : loadLanes(e, in, at, lanes));
  }
  BodyEmitter body(e.b, e.loc, lanes.count, lanes.mask);
  return body.emit(
      *stage.body, args,
      [&](int64_t dim) {
        const Linear &index = stage.indices[dim];
        return LaneValue::linear(indexOf(e, index, at), index.factor(lanes.loop));
      },
      [](memref::LoadOp, Value, ArrayRef<LaneValue>) -> LaneValue {
        llvm_unreachable("bodies with loads are not taken into a group");
      });
}
