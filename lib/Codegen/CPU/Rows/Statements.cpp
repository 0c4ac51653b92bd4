//===- Statements.cpp - bodies, reads and writes in the current iteration ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

LaneSet Emitter::lanesOf(unsigned block) const {
  return LaneSet{width, blocks[block].mask, blocks[block].count};
}

Emitter::Key Emitter::keyOf(const Access &a) const {
  return {a.memref, AffineMap::get(group.classes.size(), model.symbols.size(), a.index, b.getContext())};
}

Emitter::Known *Emitter::find(const Key &key) {
  for (Scope &scope : llvm::reverse(scopes))
    if (auto *it = scope.find(key); it != scope.end())
      return &it->second;
  return nullptr;
}

bool Emitter::keepsInMemory(const Access &a) const {
  auto it = plan.storage.find(a.base);
  return it == plan.storage.end() || it->second != Storage::Registers;
}

/// The memref and the index of an access in a block.
std::pair<Value, SmallVector<LaneValue>> Emitter::place(const Access &a, unsigned block) {
  SmallVector<LaneValue> dims(group.classes.size()), symbols;
  for (auto [c, iv] : index)
    dims[c] = LaneValue::uniform(iv);
  if (lane)
    dims[*lane] = LaneValue::linear(blocks[block].base, width == 1 ? 0 : 1);
  for (Value v : model.symbols)
    symbols.push_back(LaneValue::uniform(v));
  BodyEmitter arith(b, loc, width);
  SmallVector<LaneValue> at;
  auto local = plan.localOf.find(a.base);
  if (local == plan.localOf.end()) {
    for (AffineExpr e : a.index)
      at.push_back(arith.affine(e, dims, symbols));
    return {a.memref, at};
  }
  const LocalBuffer &buffer = plan.locals[local->second];
  for (unsigned axis : buffer.axes)
    at.push_back(arith.affine(a.index[axis], dims, symbols));
  if (buffer.lanes)
    at.push_back(LaneValue::linear(constant(block * width), width == 1 ? 0 : 1));
  return {localBuffers[local->second], at};
}

LaneValue Emitter::read(const Access &a, unsigned block) {
  if (a.isScalar())
    return LaneValue::uniform(a.scalar);
  Key key = keyOf(a);
  bool cacheable = isCacheable(a);
  if (Known *known = cacheable ? find(key) : nullptr) {
    if (known->blocks.size() == 1)
      return known->blocks.front();
    if (known->blocks[block])
      return known->blocks[block];
  }
  std::optional<LaneValue> column = isInTile(a) ? readTile(a) : std::nullopt;
  LaneValue v;
  if (column) {
    v = *column;
  } else {
    auto [memref, at] = place(a, block);
    v = MemoryEmitter(b, loc, target).load(memref, at, lanesOf(block));
  }
  if (!cacheable)
    return v;
  Known &known = scopes.back()[key];
  known.blocks.resize(numBlocks());
  known.blocks[block] = v;
  return v;
}

void Emitter::storeBlock(const Access &a, unsigned block, LaneValue v) {
  if (isInTile(a) && writeTile(a, v))
    return;
  auto [memref, at] = place(a, block);
  MemoryEmitter(b, loc, target).store(v, memref, at, lanesOf(block));
}

void Emitter::write(const Access &a, unsigned block, LaneValue v) {
  if (!isCacheable(a))
    return storeBlock(a, block, v);
  Known &known = scopes.back()[keyOf(a)];
  known.blocks.resize(numBlocks());
  known.blocks[block] = v;
  if (keepsInMemory(a))
    known.pending = &a;
}

void Emitter::flush(Scope &scope) {
  for (auto &[key, known] : scope) {
    if (!known.pending)
      continue;
    for (auto [block, v] : llvm::enumerate(known.blocks))
      storeBlock(*known.pending, block, v);
    known.pending = nullptr;
  }
}

void Emitter::readAhead(const Item &item) {
  auto writtenInside = [&](Value base) {
    return llvm::any_of(item.stmts, [&](unsigned s) {
      return llvm::any_of(group.stmts[s].accesses, [&](const Access &w) { return w.writes && mayAlias(w.base, base); });
    });
  };
  for (unsigned s : item.stmts) {
    for (const Access &a : group.stmts[s].accesses) {
      if (a.isScalar() || !a.reads || a.writes || !isCacheable(a) || find(keyOf(a)))
        continue;
      bool bound = true;
      for (unsigned c = 0; c < group.classes.size() && bound; ++c)
        bound = !a.uses(c) || index.count(c) || lane == c;
      if (!bound || writtenInside(a.base))
        continue;
      for (unsigned block = 0; block < numBlocks(); ++block)
        read(a, block);
    }
  }
}

/// x / y in all lanes, where y belongs to the row: (x * k) * (1 / (y * k)). The power of two k, 1 for all but the largest
/// and smallest y, keeps the reciprocal a normal number. One rounding more than the division (error below 1.5 ULP
/// instead of 0.5), an eighth of its time.
static std::pair<Value, Value> reciprocalOf(OpBuilder &b, Location loc, Value y) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointAfterValue(y);
  auto type = cast<FloatType>(y.getType());
  bool f64 = type.isF64();
  auto power = [&](int e) -> Value {
    return arith::ConstantOp::create(b, loc, b.getFloatAttr(type, std::ldexp(1.0, e)));
  };
  Value size = math::AbsFOp::create(b, loc, y);
  Value large = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OGT, size, power(f64 ? 1021 : 125));
  Value small = arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, size, power(f64 ? -1021 : -125));
  Value k = arith::SelectOp::create(b, loc, small, power(f64 ? 64 : 32), power(0));
  k = arith::SelectOp::create(b, loc, large, power(f64 ? -64 : -32), k);
  Value r = arith::DivFOp::create(b, loc, power(0), arith::MulFOp::create(b, loc, y, k));
  return {k, r};
}

SmallVector<LaneValue> Emitter::emitBody(unsigned s, unsigned block, ArrayRef<LaneValue> carried, Terms *terms) {
  Stmt &stmt = group.stmts[s];
  RowOp &row = *stmt.row;
  SmallVector<LaneValue> args;
  for (auto [k, a] : llvm::enumerate(stmt.accesses)) {
    bool isOut = k >= row.numInputs();
    if (!a.reads)
      args.push_back(LaneValue());
    else if (isOut && !carried.empty())
      args.push_back(carried[k - row.numInputs()]);
    else
      args.push_back(read(a, block));
  }
  BodyEmitter body(b, loc, width, blocks[block].mask);
  auto indexOf = [&](int64_t d) {
    int64_t c = stmt.classOf[d];
    if (c < 0)
      return LaneValue::uniform(constant(0));
    if (lane && *lane == c)
      return LaneValue::linear(blocks[block].base, width == 1 ? 0 : 1);
    return LaneValue::uniform(index.lookup(c));
  };
  auto loadOf = [&](memref::LoadOp load, Value memref, ArrayRef<LaneValue> at) {
    return MemoryEmitter(b, loc, target).load(memref, at, lanesOf(block));
  };
  // Only where rows are around the lanes is a uniform divisor one of many.
  bool rowsAround = lane && !root.lane;
  auto rewrite = [&](Operation &op, ArrayRef<LaneValue> in) -> std::optional<LaneValue> {
    if (auto tracked = terms ? terms->of.find(&op) : decltype(terms->of.find(&op))(); terms && tracked != terms->of.end()) {
      BlockArgument own = row.body().getArgument(row.numInputs() + tracked->second->out);
      bool first = op.getOperand(0) == own;
      Value acc = body.materialize(in[first ? 0 : 1]), term = body.materialize(in[first ? 1 : 0]);
      if (terms->masked)
        term = arith::SelectOp::create(b, loc, blocks[block].mask, term, acc);
      terms->found[&op] = term;
      return LaneValue::varying(further(*tracked->second, term, acc));
    }
    if (!rowsAround || !isa<arith::DivFOp>(op) || !in[1].isUniform() || in[0].isUniform() ||
        !(op.getOperand(1).getType().isF32() || op.getOperand(1).getType().isF64()) ||
        matchPattern(in[1].value, m_Constant()))
      return std::nullopt;
    auto [it, inserted] = reciprocals.try_emplace(in[1].value);
    if (inserted)
      it->second = reciprocalOf(b, loc, in[1].value);
    Value k = body.materialize(LaneValue::uniform(it->second.first));
    Value r = body.materialize(LaneValue::uniform(it->second.second));
    Value scaled = arith::MulFOp::create(b, loc, body.materialize(in[0]), k);
    return LaneValue::varying(arith::MulFOp::create(b, loc, scaled, r));
  };
  return body.emit(row.body(), args, indexOf, loadOf, rewrite);
}

void Emitter::emitStatement(unsigned s) {
  Stmt &stmt = group.stmts[s];
  for (unsigned block = 0; block < numBlocks(); ++block) {
    SmallVector<LaneValue> results = emitBody(s, block, {});
    for (auto [out, v] : llvm::enumerate(results))
      write(stmt.accesses[stmt.row->numInputs() + out], block, v);
  }
}
