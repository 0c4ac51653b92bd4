//===- Memory.cpp - loads and stores of lanes ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Memory.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

static SmallVector<Value> bases(ArrayRef<LaneValue> index) {
  return llvm::map_to_vector(index, [](LaneValue v) { return v.value; });
}

static Value zeros(OpBuilder &b, Location loc, VectorType type) {
  return arith::ConstantOp::create(b, loc, b.getZeroAttr(type));
}

/// Whether elements along the last axis are neighbours.
static bool hasUnitLastStride(MemRefType type) {
  if (type.getRank() == 0)
    return false;
  SmallVector<int64_t> strides;
  int64_t offset;
  return succeeded(type.getStridesAndOffset(strides, offset)) && strides.back() == 1;
}

bool MemoryEmitter::hasMasked(Type element) const {
  return target.masked && (target.maskedNarrow || CpuTarget::bits(element) >= 32);
}

bool MemoryEmitter::isContiguous(Value memref, ArrayRef<LaneValue> index, int64_t &stride) const {
  if (index.empty() || index.back().kind != LaneValue::Linear)
    return false;
  stride = index.back().stride;
  return hasUnitLastStride(cast<MemRefType>(memref.getType())) &&
         llvm::all_of(index.drop_back(), [](LaneValue v) { return v.isUniform(); });
}

//===-- neighbouring elements ------------------------------------------------------------------------------===//

/// Runs `each` for the lanes that count, in a loop.
static void forLanes(OpBuilder &b, Location loc, Value count, llvm::function_ref<void(Value lane)> each) {
  Value zero = arith::ConstantIndexOp::create(b, loc, 0), one = arith::ConstantIndexOp::create(b, loc, 1);
  auto loop = scf::ForOp::create(b, loc, zero, count, one);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  each(loop.getInductionVar());
}

static SmallVector<Value> plusLast(OpBuilder &b, Location loc, ValueRange index, Value offset) {
  SmallVector<Value> moved(index);
  moved.back() = arith::AddIOp::create(b, loc, moved.back(), offset);
  return moved;
}

Value MemoryEmitter::loadContiguous(Value memref, ValueRange index, const LaneSet &lanes) {
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  auto type = VectorType::get(lanes.width, element);
  if (!lanes.mask)
    return vector::LoadOp::create(b, loc, type, memref, index);
  if (hasMasked(element))
    return vector::MaskedLoadOp::create(b, loc, type, memref, index, lanes.mask, zeros(b, loc, type));
  // The machine has no masked load of this type: lane by lane.
  Value zero = arith::ConstantIndexOp::create(b, loc, 0), one = arith::ConstantIndexOp::create(b, loc, 1);
  auto loop = scf::ForOp::create(b, loc, zero, lanes.count, one, ValueRange{zeros(b, loc, type)});
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Value lane = loop.getInductionVar();
  Value x = memref::LoadOp::create(b, loc, memref, plusLast(b, loc, index, lane));
  Value filled = vector::InsertOp::create(b, loc, x, loop.getRegionIterArg(0), OpFoldResult(lane));
  scf::YieldOp::create(b, loc, filled);
  return loop.getResult(0);
}

void MemoryEmitter::storeContiguous(Value vector, Value memref, ValueRange index, const LaneSet &lanes) {
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  if (!lanes.mask) {
    vector::StoreOp::create(b, loc, vector, memref, index);
    return;
  }
  if (hasMasked(element)) {
    vector::MaskedStoreOp::create(b, loc, memref, index, lanes.mask, vector);
    return;
  }
  forLanes(b, loc, lanes.count, [&](Value lane) {
    Value x = vector::ExtractOp::create(b, loc, vector, OpFoldResult(lane));
    memref::StoreOp::create(b, loc, x, memref, plusLast(b, loc, index, lane));
  });
}

/// Every second element: two loads that end with the last lane's element, so that nothing behind it is read.
///   a = m[i .. i+w), c = m[i+w-1 .. i+2w-1);  lane k is a[2k] in the lower half, c[2k-w+1] in the upper one.
Value MemoryEmitter::loadStrided2(Value memref, ArrayRef<Value> index, const LaneSet &lanes) {
  int64_t w = lanes.width;
  // The first `count` lanes need elements 0 .. 2 * count - 2: of the first load so many, of the second the rest.
  auto part = [&](int64_t less) {
    if (!lanes.mask)
      return lanes;
    auto constant = [&](int64_t c) { return arith::ConstantIndexOp::create(b, loc, c); };
    Value n = arith::SubIOp::create(b, loc, arith::AddIOp::create(b, loc, lanes.count, lanes.count), constant(less));
    n = arith::MinSIOp::create(b, loc, arith::MaxSIOp::create(b, loc, n, constant(0)), constant(w));
    return LaneSet{w, vector::CreateMaskOp::create(b, loc, VectorType::get(w, b.getI1Type()), n), n};
  };
  Value a = loadContiguous(memref, index, part(1));
  Value step = arith::ConstantIndexOp::create(b, loc, w - 1);
  Value c = loadContiguous(memref, plusLast(b, loc, index, step), part(w));
  SmallVector<int64_t> pick;
  for (int64_t k = 0; k < w; ++k)
    pick.push_back(2 * k < w ? 2 * k : w + 2 * k - w + 1);
  return vector::ShuffleOp::create(b, loc, a, c, pick);
}

/// Runs `each` for pieces of [0, count) whose lengths are powers of two.
static void forPieces(int64_t count, llvm::function_ref<void(int64_t at, int64_t length)> each) {
  for (int64_t at = 0; at < count;) {
    int64_t length = llvm::bit_floor(static_cast<uint64_t>(count - at));
    each(at, length);
    at += length;
  }
}

static Value firstLanes(OpBuilder &b, Location loc, int64_t count, int64_t width) {
  SmallVector<bool> lanes(width, false);
  std::fill_n(lanes.begin(), count, true);
  auto type = VectorType::get(width, b.getI1Type());
  return arith::ConstantOp::create(b, loc, DenseElementsAttr::get(type, ArrayRef<bool>(lanes)));
}

Value MemoryEmitter::loadFirst(Value memref, ArrayRef<Value> index, int64_t count, int64_t width) {
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  auto type = VectorType::get(width, element);
  if (count == width)
    return vector::LoadOp::create(b, loc, type, memref, index);
  if (hasMasked(element))
    return vector::MaskedLoadOp::create(b, loc, type, memref, index, firstLanes(b, loc, count, width), zeros(b, loc, type));
  Value whole = zeros(b, loc, type);
  forPieces(count, [&](int64_t at, int64_t length) {
    Value offset = arith::ConstantIndexOp::create(b, loc, at);
    Value piece = vector::LoadOp::create(b, loc, VectorType::get(length, element), memref, plusLast(b, loc, index, offset));
    whole = vector::InsertStridedSliceOp::create(b, loc, piece, whole, ArrayRef<int64_t>{at}, ArrayRef<int64_t>{1});
  });
  return whole;
}

void MemoryEmitter::storeFirst(Value vector, Value memref, ArrayRef<Value> index, int64_t count) {
  auto type = cast<VectorType>(vector.getType());
  if (count == type.getNumElements()) {
    vector::StoreOp::create(b, loc, vector, memref, index);
    return;
  }
  // Masked stores are slow where they do not go through mask registers.
  if (hasMasked(type.getElementType()) && target.vectorBits >= 512) {
    vector::MaskedStoreOp::create(b, loc, memref, index, firstLanes(b, loc, count, type.getNumElements()), vector);
    return;
  }
  forPieces(count, [&](int64_t at, int64_t length) {
    Value piece = vector::ExtractStridedSliceOp::create(b, loc, vector, ArrayRef<int64_t>{at}, ArrayRef<int64_t>{length},
                                                        ArrayRef<int64_t>{1});
    vector::StoreOp::create(b, loc, piece, memref, plusLast(b, loc, index, arith::ConstantIndexOp::create(b, loc, at)));
  });
}

//===-- scattered elements ---------------------------------------------------------------------------------===//

std::pair<Value, LaneValue> MemoryEmitter::flatten(Value memref, ArrayRef<LaneValue> index, BodyEmitter &arith) {
  auto type = cast<MemRefType>(memref.getType());
  auto constant = [&](int64_t c) { return LaneValue::uniform(arith::ConstantIndexOp::create(b, loc, c)); };
  LaneValue offset = constant(0);
  if (type.getLayout().isIdentity()) {
    for (auto [axis, i] : llvm::enumerate(index)) {
      LaneValue extent = axis == 0 ? constant(1)
                         : type.isDynamicDim(axis)
                             ? LaneValue::uniform(b.createOrFold<memref::DimOp>(loc, memref, axis))
                             : constant(type.getDimSize(axis));
      offset = arith.add(axis == 0 ? offset : arith.mul(offset, extent), i);
    }
    if (type.getRank() == 1)
      return {memref, offset};
    ReassociationIndices all = llvm::to_vector(llvm::seq<int64_t>(0, type.getRank()));
    return {memref::CollapseShapeOp::create(b, loc, memref, ArrayRef<ReassociationIndices>{all}), offset};
  }
  auto meta = memref::ExtractStridedMetadataOp::create(b, loc, memref);
  LaneValue one = constant(1), span = one;
  for (auto [i, stride, size] : llvm::zip_equal(index, meta.getStrides(), meta.getSizes())) {
    LaneValue s = LaneValue::uniform(stride);
    offset = arith.add(offset, arith.mul(i, s));
    Value last = b.createOrFold<arith::SubIOp>(loc, size, one.value);
    span = arith.add(span, arith.mul(LaneValue::uniform(last), s));
  }
  SmallVector<int64_t> sizes{ShapedType::kDynamic}, strides{1};
  auto flat = MemRefType::get(sizes, type.getElementType(), StridedLayoutAttr::get(b.getContext(), ShapedType::kDynamic, strides),
                              type.getMemorySpace());
  Value view = memref::ReinterpretCastOp::create(b, loc, flat, meta.getBaseBuffer(), OpFoldResult(meta.getOffset()),
                                                 ArrayRef<OpFoldResult>{OpFoldResult(span.value)},
                                                 ArrayRef<OpFoldResult>{b.getIndexAttr(1)});
  return {view, offset};
}

LaneValue MemoryEmitter::load(Value memref, ArrayRef<LaneValue> index, const LaneSet &lanes) {
  if (llvm::all_of(index, [](LaneValue v) { return v.isUniform(); }))
    return LaneValue::uniform(memref::LoadOp::create(b, loc, memref, bases(index)));
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  auto type = VectorType::get(lanes.width, element);
  int64_t stride = 0;
  if (!needsLaneByLane(element) && isContiguous(memref, index, stride)) {
    if (stride == 1)
      return LaneValue::varying(loadContiguous(memref, bases(index), lanes));
    if (stride == 2)
      return LaneValue::varying(loadStrided2(memref, bases(index), lanes));
  }

  // Lanes that do not count read what the first one reads: no access is masked.
  BodyEmitter arith(b, loc, lanes.width);
  auto [flat, offset] = flatten(memref, index, arith);
  Value zero = arith::ConstantIndexOp::create(b, loc, 0), base = zero;
  // What the lanes have in common stays in the base address.
  if (offset.kind == LaneValue::Linear) {
    base = offset.value;
    offset.value = zero;
  }
  Value offsets = arith.materialize(offset);
  if (lanes.mask) {
    Value first = vector::ExtractOp::create(b, loc, offsets, ArrayRef<int64_t>{0});
    offsets = arith::SelectOp::create(b, loc, lanes.mask, offsets, arith.materialize(LaneValue::uniform(first)));
  }
  if (needsLaneByLane(element)) {
    SmallVector<Value> elements;
    for (int64_t k = 0; k < lanes.width; ++k) {
      Value at = vector::ExtractOp::create(b, loc, offsets, ArrayRef<int64_t>{k});
      elements.push_back(memref::LoadOp::create(b, loc, flat, ValueRange{arith::AddIOp::create(b, loc, base, at)}));
    }
    return LaneValue::varying(vector::FromElementsOp::create(b, loc, type, elements));
  }
  auto maskType = VectorType::get(lanes.width, b.getI1Type());
  Value all = arith::ConstantOp::create(b, loc, DenseElementsAttr::get(maskType, true));
  return LaneValue::varying(
      vector::GatherOp::create(b, loc, type, flat, base, offsets, all, zeros(b, loc, type)));
}

void MemoryEmitter::store(LaneValue value, Value memref, ArrayRef<LaneValue> index, const LaneSet &lanes) {
  if (llvm::all_of(index, [](LaneValue v) { return v.isUniform(); })) {
    assert(value.isUniform() && "one element cannot hold several lanes");
    memref::StoreOp::create(b, loc, value.value, memref, bases(index));
    return;
  }
  BodyEmitter arith(b, loc, lanes.width);
  Type element = cast<MemRefType>(memref.getType()).getElementType();
  Value vector = arith.materialize(value);
  int64_t stride = 0;
  if (!needsLaneByLane(element) && isContiguous(memref, index, stride) && stride == 1)
    return storeContiguous(vector, memref, bases(index), lanes);
  auto [flat, offset] = flatten(memref, index, arith);
  Value zero = arith::ConstantIndexOp::create(b, loc, 0), base = zero;
  if (offset.kind == LaneValue::Linear) {
    base = offset.value;
    offset.value = zero;
  }
  Value offsets = arith.materialize(offset);
  if (needsLaneByLane(element) || !target.scatter) {
    Value count = lanes.mask ? lanes.count : arith::ConstantIndexOp::create(b, loc, lanes.width).getResult();
    forLanes(b, loc, count, [&, flat = flat](Value lane) {
      Value x = vector::ExtractOp::create(b, loc, vector, OpFoldResult(lane));
      Value at = vector::ExtractOp::create(b, loc, offsets, OpFoldResult(lane));
      memref::StoreOp::create(b, loc, x, flat, ValueRange{arith::AddIOp::create(b, loc, base, at)});
    });
    return;
  }
  Value mask = lanes.mask;
  if (!mask)
    mask = arith::ConstantOp::create(b, loc, DenseElementsAttr::get(VectorType::get(lanes.width, b.getI1Type()), true));
  vector::ScatterOp::create(b, loc, /*resultType=*/Type(), flat, base, offsets, mask, vector);
}
