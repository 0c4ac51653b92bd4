//===- Matrices.cpp - tiles of accumulators that matrix instructions add to ---------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two by two tiles of 16 x 16 accumulators, of the eight tile registers: four loads for four products.
//
//   %acc:4 = scf.for %k = %c0 to %K step %c1 iter_args(...) -> (!amx.tile<16x16xf32>, ...) {
//     %b0 = amx.tile_load %panels[%p, 16 * %k, 0]        %b1 = amx.tile_load %panels[%p, 16 * %k, 32]
//     %a0 = amx.tile_load %rows[%i, %k, 0, 0]            %a1 = amx.tile_load %rows[%i + 1, %k, 0, 0]
//     %s00 = amx.tile_mulf %a0, %b0, %acc#0 ...
//   }
//
// Tile registers can only be stored: sums go through a small buffer in the first level cache to the epilogue, which
// takes the rows that exist. All tiles have one shape, so that one configuration serves the whole function.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Pairs.h"

#include "mlir/Dialect/AMX/AMXDialect.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// Asks for the panel that `plan.prefetch` pairs from now on will need.
static void prefetchPanel(Emit &e, const Plan &plan, const Source &panels, Value pair) {
  int64_t perLine = 512 / 16;
  for (int64_t i = 0; i < matrixPairs; ++i)
    for (int64_t c = 0; c < 2 * plan.panel(); c += perLine) {
      SmallVector<Value> place(panels.prefix);
      place.append({e.add(pair, plan.prefetch + i), e.constant(c)});
      memref::PrefetchOp::create(e.b, e.loc, panels.panels, place, /*isWrite=*/false, /*localityHint=*/3,
                                 /*isDataCache=*/true);
    }
}

void contraction::emitMatrixTile(Emit &e, const Plan &plan, const LoopIndices &at, const Tile &tile,
                                 const Source &panels, const PairRows &rows, Value sums) {
  auto factor = amx::TileType::get({matrixRows, matrixDepth}, e.b.getBF16Type());
  auto sum = amx::TileType::get({matrixRows, matrixRows}, e.b.getF32Type());
  // Whole tiles are not copied unless all are.
  bool inPlace = rows.inPlace && tile.rows == plan.rows;
  int64_t down = llvm::divideCeil(tile.rows, matrixRows), across = tile.columns.size();
  Value row = at[*plan.row], depth = plan.sizeOf(plan.reduction.front());
  SmallVector<Value> start;
  for (int64_t i = 0; i < down * across; ++i)
    start.push_back(amx::TileZeroOp::create(e.b, e.loc, sum));
  auto loadInPlace = [&](int64_t r, Value k) -> Value {
    LoopIndices here(at);
    here[*plan.row] = e.add(row, r * matrixRows);
    here[plan.reduction.front()] = e.mul(k, matrixDepth);
    return amx::TileLoadOp::create(e.b, e.loc, factor, rows.inPlace.memref, indicesOf(e, rows.inPlace, here),
                                   e.constant(*rows.inPlace.stride(*plan.row)));
  };
  Value firstMatrix = e.floorDiv(e.sub(row, rows.first), e.constant(matrixRows));
  auto loadCopy = [&](int64_t r, Value k) -> Value {
    SmallVector<Value> place = llvm::map_to_vector(rows.prefixLoops, [&](unsigned l) { return at[l]; });
    place.append({e.add(firstMatrix, r), k, e.constant(0), e.constant(0)});
    return amx::TileLoadOp::create(e.b, e.loc, factor, rows.copy, place);
  };
  auto step = [&](Value k, ValueRange args) {
    Value pair = e.mul(k, matrixPairs);
    if (plan.prefetch)
      prefetchPanel(e, plan, panels, pair);
    SmallVector<Value> columns, results;
    for (int64_t c = 0; c < across; ++c) {
      SmallVector<Value> place(panels.prefix);
      place.append({pair, e.constant(2 * c * plan.lanes)});
      columns.push_back(amx::TileLoadOp::create(e.b, e.loc, factor, panels.panels, place));
    }
    for (int64_t r = 0; r < down; ++r) {
      Value x = inPlace ? loadInPlace(r, k) : loadCopy(r, k);
      for (int64_t c = 0; c < across; ++c)
        results.push_back(amx::TileMulFOp::create(e.b, e.loc, sum, x, columns[c], args[r * across + c]));
    }
    return results;
  };
  SmallVector<Value> results =
      e.forLoop(e.constant(0), e.ceilDiv(depth, e.constant(matrixDepth)), 1, start, step);
  for (int64_t i = 0; i < down * across; ++i)
    amx::TileStoreOp::create(
        e.b, e.loc, sums,
        ValueRange{e.constant(i / across * matrixRows), e.constant(i % across * plan.lanes)}, results[i]);

  Value valid = e.constant(tile.rows);
  if (!inPlace && !Emit::known(plan.sizeOf(*plan.row)))
    valid = e.min(e.sub(plan.sizeOf(*plan.row), row), valid);
  e.forLoop(e.constant(0), valid, 1, [&](Value r) {
    for (auto [c, lanes] : llvm::enumerate(tile.columns)) {
      LoopIndices here(at);
      here[*plan.row] = e.add(row, r);
      here[plan.lane] = e.add(at[plan.lane], c * plan.lanes);
      Value total = vector::LoadOp::create(e.b, e.loc, VectorType::get(plan.lanes, plan.p.accumulator), sums,
                                           ValueRange{r, e.constant(c * plan.lanes)});
      if (Value init = initialValue(e, plan, here, lanes))
        total = add(e, total, init);
      finish(e, plan, here, lanes, total);
    }
  });
}
