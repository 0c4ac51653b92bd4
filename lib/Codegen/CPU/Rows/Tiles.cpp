//===- Tiles.cpp - lanes across memory: blocks of rows and columns, transposed -------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Lanes may run across the rows of memory: over the rows of a [65536, 10] tensor whose rows are too short for a vector,
// or down the columns of one that is transposed. One element of every lane would be a gather, and 16 of them take as long
// as 16 loads. So the loop that does run along memory goes in steps of a tile: one vector is loaded for each lane, the
// block is transposed in registers, and the iterations of the step, written out, find their column there,
//
//   for c = 0 to n step 16
//     row_l = x[r + l, c .. c + 16)  for each lane l
//     column_0 .. column_15 = transpose(row_0 .. row_15)
//     iterations c + 0 .. c + 15
//     y[r + l, c .. c + 16) = transpose(what they wrote)_l
//
// Where the whole loop fits in one tile (`wholeTile`), the columns stay in registers from one loop of a row to the next.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emitter.h"

#include "nnf/Codegen/CPU/Transpose.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

std::optional<unsigned> rows::crossLoop(const Access &a, unsigned lane) {
  if (a.isScalar() || a.index.size() < 2 || a.loopAt.back() < 0)
    return std::nullopt;
  unsigned c = a.loopAt.back();
  if (c == lane || !a.uses(lane))
    return std::nullopt;
  for (AffineExpr e : ArrayRef(a.index).drop_back())
    if (e.isFunctionOfDim(c))
      return std::nullopt;
  auto type = cast<MemRefType>(a.memref.getType());
  SmallVector<int64_t> strides;
  int64_t offset;
  if (failed(type.getStridesAndOffset(strides, offset)) || strides.back() != 1)
    return std::nullopt;
  // i1 has no vectors in memory.
  if (type.getElementType().isInteger(1) || !VectorType::isValidElementType(type.getElementType()))
    return std::nullopt;
  return c;
}

void Emitter::pushTiles() { tiles.push_back({b.getInsertionBlock(), lane.has_value(), Value(), {}}); }

void Emitter::popTiles() {
  for (TileColumns &columns : tiles.back().columns)
    if (columns.pending)
      storeTile(columns);
  tiles.pop_back();
}

Emitter::Values Emitter::tileLoop(const Item &item, Value lo, Value hi, ValueRange carried,
                                  llvm::function_ref<Values(Value iv, ValueRange)> body) {
  int64_t step = item.tile;
  auto inTile = [&](Value base, int64_t n, ValueRange in) {
    bool own = !inWholeTile;
    if (own)
      pushTiles();
    std::optional<Tile> outer = std::exchange(tile, Tile{*item.cross, base, n, 0});
    Values values = llvm::to_vector(in);
    for (int64_t k = 0; k < n; ++k) {
      tile->at = k;
      values = body(b.createOrFold<arith::AddIOp>(loc, base, constant(k)), Values(values));
    }
    tile = outer;
    if (own)
      popTiles();
    return values;
  };
  Value n = b.createOrFold<arith::SubIOp>(loc, hi, lo);
  std::optional<int64_t> known = getConstantIntValue(n);
  Value mid = hi;
  if (!known || *known % step)
    mid = b.createOrFold<arith::SubIOp>(loc, hi, b.createOrFold<arith::RemUIOp>(loc, n, constant(step)));
  Values values = forLoop(lo, mid, constant(step), carried,
                          [&](Value base, ValueRange in) { return inTile(base, step, in); });
  if (!known)
    return forLoop(mid, hi, constant(1), values, body);
  if (int64_t rest = *known % step)
    return inTile(mid, rest, values);
  return values;
}

bool Emitter::isInTile(const Access &a) const {
  return tile && lane && width > 1 && numBlocks() == 1 && isCacheable(a) && !plan.localOf.count(a.base) &&
         !tiles.empty() && tiles.back().block == b.getInsertionBlock() &&
         (!tiles.back().lanes || tiles.back().lanes == blocks[0].base) && crossLoop(a, *lane) == tile->loop;
}

/// Where the row of each lane starts; empty where lanes are not at regular distances.
SmallVector<SmallVector<Value>> Emitter::rowsOfTile(const Access &a, Value &memref) {
  Value here = index.lookup(tile->loop);
  index[tile->loop] = tile->base;
  auto [buffer, at] = place(a, 0);
  if (here)
    index[tile->loop] = here;
  else
    index.erase(tile->loop);
  memref = buffer;
  if (llvm::any_of(at, [](LaneValue v) { return v.kind == LaneValue::Varying; }))
    return {};
  Value last;
  if (blocks[0].mask)
    last = b.createOrFold<arith::SubIOp>(loc, blocks[0].count, constant(1));
  SmallVector<SmallVector<Value>> rows;
  for (int64_t l = 0; l < width; ++l) {
    // Lanes that do not count read the last row that does.
    Value number = constant(l);
    if (last)
      number = b.createOrFold<arith::MinSIOp>(loc, number, last);
    SmallVector<Value> start;
    for (LaneValue v : at) {
      if (v.isUniform()) {
        start.push_back(v.value);
        continue;
      }
      Value distance = b.createOrFold<arith::MulIOp>(loc, number, constant(v.stride));
      start.push_back(b.createOrFold<arith::AddIOp>(loc, v.value, distance));
    }
    rows.push_back(std::move(start));
  }
  return rows;
}

Emitter::TileColumns &Emitter::columnsOf(const Access &a) {
  tiles.back().lanes = blocks[0].base;
  Key key = keyOf(a);
  SmallVector<std::pair<unsigned, Value>> places;
  for (unsigned c = 0; c < group.classes.size(); ++c)
    if (c != tile->loop && a.uses(c) && index.contains(c))
      places.push_back({c, index.lookup(c)});
  auto constantAt = [](std::pair<unsigned, Value> place) { return getConstantIntValue(place.second); };
  std::vector<TileColumns> &known = tiles.back().columns;
  for (auto it = known.begin(); it != known.end();) {
    if (it->key != key) {
      ++it;
      continue;
    }
    bool same = it->places.size() == places.size(), apart = false;
    for (auto [x, y] : llvm::zip(it->places, places)) {
      bool equal = x == y || (x.first == y.first && constantAt(x) && constantAt(x) == constantAt(y));
      same &= equal;
      apart |= !equal && constantAt(x) && constantAt(y);
    }
    if (same)
      return *it;
    if (apart) {
      ++it;
      continue;
    }
    // Perhaps the same elements.
    if (it->pending)
      storeTile(*it);
    it = known.erase(it);
  }
  TileColumns columns;
  columns.key = key;
  columns.places = std::move(places);
  columns.values.resize(tile->size);
  known.push_back(std::move(columns));
  return known.back();
}

std::optional<LaneValue> Emitter::readTile(const Access &a) {
  TileColumns &columns = columnsOf(a);
  if (Value known = columns.values[tile->at])
    return LaneValue::varying(known);
  Value memref;
  SmallVector<SmallVector<Value>> starts = rowsOfTile(a, memref);
  if (starts.empty())
    return std::nullopt;
  SmallVector<Value> rows;
  for (ArrayRef<Value> start : starts)
    rows.push_back(MemoryEmitter(b, loc, target).loadFirst(memref, start, tile->size, width));
  SmallVector<Value> loaded = transposeInRegisters(b, loc, rows);
  for (auto [k, value] : llvm::enumerate(columns.values))
    if (!value)
      value = loaded[k];
  return LaneValue::varying(columns.values[tile->at]);
}

bool Emitter::writeTile(const Access &a, LaneValue v) {
  if (!tiles.back().lanesAround) {
    llvm::erase_if(tiles.back().columns, [&](const TileColumns &columns) { return columns.key.first == a.memref; });
    return false;
  }
  Value memref;
  if (rowsOfTile(a, memref).empty())
    return false;
  TileColumns &columns = columnsOf(a);
  columns.values[tile->at] = BodyEmitter(b, loc, width).materialize(v);
  columns.pending = &a;
  columns.where = *tile;
  return true;
}

void Emitter::storeTile(const TileColumns &columns) {
  const Access &a = *columns.pending;
  std::optional<Tile> here = std::exchange(tile, columns.where);
  DenseMap<unsigned, Value> places = index;
  for (auto [c, at] : columns.places)
    index[c] = at;
  Value memref;
  SmallVector<SmallVector<Value>> starts = rowsOfTile(a, memref);
  index = places;
  tile = here;
  SmallVector<Value> block(columns.values);
  // What stands behind the last column is not stored.
  block.resize(width, block.back());
  int64_t count = columns.values.size();
  for (auto [l, row] : llvm::enumerate(transposeInRegisters(b, loc, block))) {
    auto store = [&, l = l, row = row] { MemoryEmitter(b, loc, target).storeFirst(row, memref, starts[l], count); };
    if (!blocks[0].mask) {
      store();
      continue;
    }
    Value counts = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, constant(l), blocks[0].count);
    auto guarded = scf::IfOp::create(b, loc, counts);
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(guarded.thenBlock());
    store();
  }
}
