//===- Extremes.cpp - largest and smallest elements with one instruction a vector ----------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// arith.maximumf lets a NaN win and puts +0 above -0; on x86 that is six instructions, in a chain from one term to the
// next. A reduction needs neither on the way: `term > m ? term : m` is one instruction that leaves NaN out, and what it
// leaves out is noted beside it,
//
//   unordered |= isnan(term)     one compare for two terms
//   signs     &= bits(term)      (|= for the smallest)
//
// and put right once at the end: NaN where a term was one, and a zero's sign from the signs, because the largest is -0
// exactly where it is zero and every term had its sign bit set. A NaN that the accumulator starts with stays there, since
// nothing is larger.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

static bool isLargest(const Accumulator &a) { return a.combiner->kind == vector::CombiningKind::MAXIMUMF; }

bool Emitter::tracksOrder(const Accumulator &a) const {
  return a.combiner && (isLargest(a) || a.combiner->kind == vector::CombiningKind::MINIMUMF) &&
         (a.type.isF32() || a.type.isF64());
}

/// Vectors of `type`'s length and bits, as integers.
static Type integersLike(Type type) {
  Type element = getElementTypeOrSelf(type);
  Type integer = IntegerType::get(type.getContext(), element.getIntOrFloatBitWidth());
  if (auto vector = dyn_cast<VectorType>(type))
    return vector.clone(integer);
  return integer;
}

/// Where compares go to mask registers, masks are kept; elsewhere lanes of all ones.
Type Emitter::flagsLike(Type type) const {
  if (target.vectorBits < 512)
    return integersLike(type);
  return cast<VectorType>(type).clone(b.getI1Type());
}

/// `tracker` with one or two (y may be null) terms noted.
Value Emitter::note(const Accumulator &a, Value tracker, Value x, Value y) {
  if (a.part == Accumulator::Unordered) {
    Value unordered = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::UNO, x, y ? y : x);
    if (unordered.getType() != tracker.getType())
      unordered = arith::ExtSIOp::create(b, loc, tracker.getType(), unordered);
    return arith::OrIOp::create(b, loc, tracker, unordered);
  }
  Value bits = arith::BitcastOp::create(b, loc, tracker.getType(), x);
  if (y)
    bits = joinSigns(a, bits, arith::BitcastOp::create(b, loc, tracker.getType(), y));
  return joinSigns(a, tracker, bits);
}

Value Emitter::joinSigns(const Accumulator &a, Value x, Value y) {
  if (isLargest(a))
    return arith::AndIOp::create(b, loc, x, y);
  return arith::OrIOp::create(b, loc, x, y);
}

Value Emitter::further(const Accumulator &a, Value x, Value y) {
  auto predicate = isLargest(a) ? arith::CmpFPredicate::OGT : arith::CmpFPredicate::OLT;
  return arith::SelectOp::create(b, loc, arith::CmpFOp::create(b, loc, predicate, x, y), x, y);
}

SmallVector<Accumulator> Emitter::withTrackers(ArrayRef<Accumulator> accumulators, int64_t lanes) const {
  SmallVector<Accumulator> all(accumulators);
  if (lanes == 1)
    return all;
  for (auto [i, a] : llvm::enumerate(accumulators)) {
    if (!tracksOrder(a))
      continue;
    for (Accumulator::Part part : {Accumulator::Unordered, Accumulator::Signs}) {
      Accumulator tracker = a;
      tracker.part = part;
      tracker.of = i;
      all.push_back(tracker);
    }
  }
  return all;
}

Value Emitter::trackerStart(const Accumulator &tracker, Value start) {
  if (tracker.part == Accumulator::Signs)
    return arith::BitcastOp::create(b, loc, integersLike(start.getType()), start);
  return arith::ConstantOp::create(b, loc, b.getZeroAttr(flagsLike(start.getType())));
}

void Emitter::track(const Item &item, ArrayRef<Accumulator> accumulators, ArrayRef<Value> terms, Values &values) {
  size_t per = values.size() / accumulators.size();
  for (auto [i, a] : llvm::enumerate(accumulators)) {
    if (a.part == Accumulator::Result)
      continue;
    ArrayRef<Value> own = terms.slice(a.of * per, per);
    for (unsigned block = 0; block < per; ++block) {
      size_t at = i * per + block;
      // (Terms are missing for a masked rest, which has one block.)
      if (!own[block])
        continue;
      if (item.lane) {
        // All blocks and lanes come to one result: two terms at a time.
        if (block % 2 == 0)
          values[at] = note(a, values[at], own[block], block + 1 < per ? own[block + 1] : Value());
        continue;
      }
      if (a.part == Accumulator::Signs) {
        values[at] = note(a, values[at], own[block], Value());
        continue;
      }
      if (!unrollsFully(item)) {
        values[at] = note(a, values[at], own[block], Value());
        continue;
      }
      Value &waiting = unpaired[at];
      if (waiting)
        values[at] = note(a, values[at], std::exchange(waiting, Value()), own[block]);
      else
        waiting = own[block];
    }
  }
}

/// The largest (smallest) of the terms from the furthest of those that are ordered.
static Value putRight(OpBuilder &b, Location loc, Value found, Value isUnordered, Value signs) {
  Type type = found.getType();
  auto floats = cast<FloatType>(getElementTypeOrSelf(type));
  auto constant = [&](Type t, Attribute value) -> Value {
    if (auto vector = dyn_cast<VectorType>(t))
      return arith::ConstantOp::create(b, loc, DenseElementsAttr::get(vector, value));
    return arith::ConstantOp::create(b, loc, cast<TypedAttr>(value));
  };
  Type integers = signs.getType();
  unsigned bits = floats.getWidth();
  Value signBit = constant(integers, b.getIntegerAttr(getElementTypeOrSelf(integers), APInt::getSignMask(bits)));
  Value nan = constant(type, b.getFloatAttr(floats, APFloat::getNaN(floats.getFloatSemantics())));
  Value zero = constant(type, b.getFloatAttr(floats, 0.0));
  Value isZero = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OEQ, found, zero);
  Value signedZero = arith::BitcastOp::create(b, loc, type, arith::AndIOp::create(b, loc, signs, signBit));
  Value ordered = arith::SelectOp::create(b, loc, isZero, signedZero, found);
  return arith::SelectOp::create(b, loc, isUnordered, nan, ordered);
}

void Emitter::finishTrackers(const Item &item, ArrayRef<Accumulator> all, size_t results, Values &values) {
  size_t per = all.empty() ? 0 : values.size() / all.size();
  for (size_t i = results; i + 1 < all.size(); i += 2) {
    for (unsigned block = 0; block < per; ++block) {
      Value &found = values[all[i].of * per + block], flags = values[i * per + block], signs = values[(i + 1) * per + block];
      if (auto waiting = unpaired.find(i * per + block); waiting != unpaired.end() && waiting->second)
        flags = note(all[i], flags, waiting->second, Value());
      if (!getElementTypeOrSelf(flags.getType()).isInteger(1))
        flags = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, flags,
                                      arith::ConstantOp::create(b, loc, b.getZeroAttr(flags.getType())));
      found = putRight(b, loc, found, flags, signs);
    }
  }
  unpaired.clear();
  values.truncate(results * per);
}

/// Lower and upper half.
static std::pair<Value, Value> halves(OpBuilder &b, Location loc, Value v) {
  int64_t n = cast<VectorType>(v.getType()).getNumElements() / 2;
  auto slice = [&](int64_t at) -> Value {
    if (n == 1)
      return vector::ExtractOp::create(b, loc, v, ArrayRef<int64_t>{at});
    return vector::ExtractStridedSliceOp::create(b, loc, v, ArrayRef<int64_t>{at}, ArrayRef<int64_t>{n}, ArrayRef<int64_t>{1});
  };
  return {slice(0), slice(n)};
}

Value Emitter::trackedAcrossLanes(const Accumulator &a, ValueRange found, ValueRange flags, ValueRange signs) {
  Value m = found.front(), unordered = flags.front(), sign = signs.front();
  for (size_t k = 1; k < found.size(); ++k) {
    m = further(a, found[k], m);
    // Every second block has them for two; see `track`.
    if (k % 2 == 0) {
      unordered = arith::OrIOp::create(b, loc, unordered, flags[k]);
      sign = joinSigns(a, sign, signs[k]);
    }
  }
  while (isa<VectorType>(m.getType())) {
    auto [low, high] = halves(b, loc, m);
    m = further(a, high, low);
  }
  Value any = vector::ReductionOp::create(b, loc, vector::CombiningKind::OR, unordered);
  if (!any.getType().isInteger(1))
    any = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ne, any,
                                arith::ConstantOp::create(b, loc, b.getZeroAttr(any.getType())));
  sign = vector::ReductionOp::create(b, loc, isLargest(a) ? vector::CombiningKind::AND : vector::CombiningKind::OR, sign);
  return putRight(b, loc, m, any, sign);
}
