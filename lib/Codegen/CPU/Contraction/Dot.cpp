//===- Dot.cpp - sums along contiguous vectors ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Few rows of activations against weights [N, K]: packing the weights would cost more than using them. Both factors are
// contiguous along the sum, so the vectors run along it, with one accumulator vector for each element of the output:
//
//   %acc:R*C = scf.for %k = %c0 to %K step %lanes { C vectors of weights, R of activations, R * C multiply-adds }
//
// whose lanes are added up at the end. The sums of a block go to a small buffer, and from there through the epilogue as
// vectors along the output's columns.
//
// Long rows are cut so that those of a block stay in the first level cache while all columns of the block pass by; the
// accumulators wait in memory meanwhile:
//
//   for piece of the sum:  for columns of the block:  for rows of the block:  tile
//
// and each tile asks for a part of the weights that the next columns will need. Rows that would all lie in one set of
// that cache are copied to a buffer, piece by piece.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Pack.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// Multiply-adds of a task.
static constexpr int64_t smallestTask = 1 << 17;
/// Tasks to aim at, where columns are many, and vectors of columns that a task has at most then.
static constexpr int64_t wantedTasks = 64, mostVectors = 4;
/// Rows of a block, and from how many on asking for weights beforehand pays.
static constexpr int64_t blockRows = 16, prefetchRows = 4;

/// The sums of the lanes of each vector, as one vector: a power of two of them, at most the number of lanes. Neighbours
/// are interleaved and added until one vector is left, then its halves.
static Value addLanes(Emit &e, SmallVector<Value> vectors) {
  int64_t lanes = cast<VectorType>(vectors[0].getType()).getNumElements(), count = vectors.size();
  // Shuffles within 128 bits are the cheap ones.
  int64_t quad = std::min<int64_t>(lanes, 128 / CpuTarget::bits(getElementTypeOrSelf(vectors[0])));
  for (int64_t width = 1; width < count; width *= 2) {
    // Pieces of `width` sums: x's first and y's first, x's second and y's second.
    SmallVector<int64_t> first, second;
    int64_t half = 2 * width <= quad ? quad / 2 : width;
    for (int64_t base = 0; base < lanes; base += 2 * half)
      for (int64_t piece = 0; piece < half; piece += width)
        for (int64_t vector : {int64_t(0), lanes})
          for (int64_t i = 0; i < width; ++i) {
            first.push_back(vector + base + piece + i);
            second.push_back(vector + base + half + piece + i);
          }
    SmallVector<Value> next;
    for (size_t v = 0; v < vectors.size(); v += 2) {
      Value x = vectors[v], y = vectors[v + 1];
      next.push_back(add(e, vector::ShuffleOp::create(e.b, e.loc, x, y, first),
                         vector::ShuffleOp::create(e.b, e.loc, x, y, second)));
    }
    vectors = std::move(next);
  }
  Value sum = vectors[0];
  for (int64_t width = lanes / 2; width >= count; width /= 2) {
    SmallVector<int64_t> low = llvm::to_vector(llvm::seq<int64_t>(0, width));
    SmallVector<int64_t> high = llvm::to_vector(llvm::seq<int64_t>(width, 2 * width));
    sum = add(e, vector::ShuffleOp::create(e.b, e.loc, sum, sum, low),
              vector::ShuffleOp::create(e.b, e.loc, sum, sum, high));
  }
  return sum;
}

namespace {
class DotEmitter {
public:
  DotEmitter(Emit &e, Plan &plan) : e(e), plan(plan), loop(*plan.dotLoop) {
    int64_t registers = plan.target.vectorRegisters;
    auto knownRows = plan.row ? Emit::known(plan.sizeOf(*plan.row)) : std::optional<int64_t>(1);
    // Rows and columns of a tile: columns, then a row at a time and the accumulators.
    rows = knownRows.value_or(4);
    int64_t mostRows = registers >= 32 ? 6 : 3;
    if (rows > mostRows + 2 || rows == 0) {
      // The fewest rows that do not exist, then the largest tile.
      int64_t best = mostRows;
      for (int64_t r = mostRows; 2 * r > mostRows; --r)
        if (llvm::alignTo(rows, r) < llvm::alignTo(rows, best))
          best = r;
      rows = best;
    }
    columns = std::clamp<int64_t>((registers - 2) / (rows + 1), 1, std::min<int64_t>(8, plan.lanes));
    columns = llvm::bit_floor<uint64_t>(columns);
    if (auto n = Emit::known(plan.sizeOf(plan.lane)))
      columns = std::min<int64_t>(columns, llvm::bit_ceil<uint64_t>(*n));
    blockTiles = std::max<int64_t>(1, blockRows / rows);
    if (knownRows)
      blockTiles = std::min<int64_t>(blockTiles, std::max<int64_t>(1, llvm::divideCeil(*knownRows, rows)));
    // The part of a row that stays in the first level cache with those of the block's other rows.
    int64_t bytes = CpuTarget::bits(plan.p.accumulator) / 8;
    piece = llvm::alignDown(plan.target.l1Bytes * 2 / 3 / (blockTiles * rows * bytes), 4 * plan.lanes);
    piece = std::max(piece, 8 * plan.lanes);
    auto depth = Emit::known(plan.sizeOf(loop));
    inPieces = plan.reduction.size() == 1 && (!depth || *depth > piece);
    auto n = Emit::known(plan.sizeOf(plan.lane));
    prefetches = blockTiles * rows >= prefetchRows && depth && n && *depth * *n * bytes > plan.target.l2Bytes;
    copiesRows = inPieces && plan.row && blockTiles * rows > plan.target.l1Ways / 2 && rowsMayShareSets();
  }

  void run() {
    Value depth = e.constant(1), count = e.constant(1);
    for (unsigned l : plan.reduction)
      depth = e.mul(depth, plan.sizeOf(l));
    Value total = plan.row ? plan.sizeOf(*plan.row) : e.constant(1);
    rowTiles = e.ceilDiv(total, e.constant(rows));
    Value rowBlocks = e.ceilDiv(rowTiles, e.constant(blockTiles));
    // Columns of a block: enough work for a task, whole vectors.
    Value perColumn = e.max(e.mul(depth, rows * blockTiles), e.constant(1));
    Value n = plan.sizeOf(plan.lane), all = e.ceilDiv(n, e.constant(plan.lanes));
    Value vectors = e.floorDiv(e.constant(smallestTask / plan.lanes), perColumn);
    vectors = e.max(vectors, e.min(e.floorDiv(all, e.constant(wantedTasks)), e.constant(mostVectors)));
    vectors = e.min(e.max(vectors, e.constant(1)), e.constant(16));
    width = e.mul(e.min(vectors, all), plan.lanes);
    Value blocks = e.ceilDiv(n, e.max(width, e.constant(1)));
    count = e.mul(blocks, rowBlocks);
    for (unsigned l : plan.outer)
      count = e.mul(count, plan.sizeOf(l));
    Value blockWork = e.max(e.mul(perColumn, width), e.constant(1));
    Value group = e.max(e.floorDiv(e.constant(smallestTask), blockWork), e.constant(1));
    group = e.min(group, e.max(count, e.constant(1)));
    e.forall(e.ceilDiv(count, group), [&](Value task) {
      Value first = e.mul(task, group);
      auto block = [&](Value i) { emitBlock(i, blocks, rowBlocks); };
      if (Emit::known(group) == 1)
        block(first);
      else
        e.forLoop(first, e.min(e.add(first, group), count), 1, block);
    });
  }

private:
  /// Whether rows are, or may be, a multiple of 4 KiB apart: their elements fall into one set of the first level cache.
  bool rowsMayShareSets() {
    return llvm::any_of(plan.rowFactor->ins, [&](const Access &in) {
      if (!in)
        return false;
      std::optional<int64_t> stride = in.stride(*plan.row);
      return !stride || (*stride != 0 && *stride * CpuTarget::bits(in.type().getElementType()) / 8 % 4096 == 0);
    });
  }

  /// What the row factor yields at the block's `count` rows, over [first, last) of the sum, with zeros up to whole
  /// vectors.
  void copyRows(LoopIndices at, Value row, Value count, Value first, Value last) {
    Value lastRow = e.sub(plan.sizeOf(*plan.row), e.constant(1));
    e.forLoop(e.constant(0), count, 1, [&](Value r) {
      at[*plan.row] = e.min(e.add(row, r), lastRow);
      auto copy = [&](Value k, const Lanes &lanes) {
        at[loop] = k;
        vector::StoreOp::create(e.b, e.loc, read(*plan.rowFactor, at, lanes), rowCopy, ValueRange{r, e.sub(k, first)});
      };
      forVectors(first, last, {}, [&](Value k, ValueRange, const Lanes &lanes) {
        copy(k, lanes);
        return SmallVector<Value>();
      });
    });
  }

  /// The vectors of [first, last), which starts at a whole one; the last one may have fewer lanes.
  SmallVector<Value> forVectors(Value first, Value last, ValueRange init,
                                llvm::function_ref<SmallVector<Value>(Value, ValueRange, const Lanes &)> step) {
    Value main = e.mul(e.floorDiv(last, e.constant(plan.lanes)), plan.lanes);
    SmallVector<Value> values = e.forLoop(first, main, plan.lanes, init, [&](Value k, ValueRange args) {
      return step(k, args, Lanes{loop, plan.lanes});
    });
    return e.forLoop(main, last, plan.lanes, values, [&](Value k, ValueRange args) {
      Value left = e.sub(last, k);
      return step(k, args, Lanes{loop, plan.lanes, left, e.mask(plan.lanes, left), plan.sizeOf(loop)});
    });
  }

  void emitBlock(Value i, Value blocks, Value rowBlocks) {
    LoopIndices at(plan.p.loops.size());
    auto next = [&](Value size) {
      Value index = e.rem(i, size);
      i = e.floorDiv(i, size);
      return index;
    };
    Value firstTile = e.mul(next(rowBlocks), blockTiles);
    Value block = plan.outer.empty() ? i : next(blocks);
    for (size_t o = plan.outer.size(); o-- > 0;)
      at[plan.outer[o]] = o == 0 ? i : next(plan.sizeOf(plan.outer[o]));
    Value column = e.mul(block, width);
    Value size = plan.sizeOf(plan.lane);
    Value end = e.min(e.sub(size, column), width);
    Value row = e.mul(firstTile, rows);
    Value tiles = e.min(e.sub(rowTiles, firstTile), e.constant(blockTiles));

    // [rows][columns], with room for the last tile.
    sums = e.allocate(plan.p.accumulator, {e.constant(blockTiles * rows), width});
    auto forTiles = [&](llvm::function_ref<void(Value, Value)> body) {
      e.forLoop(e.constant(0), end, columns,
                [&](Value c) { e.forLoop(e.constant(0), tiles, 1, [&](Value tile) { body(c, tile); }); });
    };
    if (!inPieces) {
      forTiles([&](Value c, Value tile) {
        SmallVector<Value> zeros(rows * columns, e.zero(plan.p.accumulator, plan.lanes));
        addUp(c, tile, emitTile(at, row, column, c, tile, e.constant(0), plan.sizeOf(loop), zeros));
      });
    } else {
      // The accumulators of each tile: [columns, tile, rows * columns of a tile, lanes].
      Value waiting = e.allocate(plan.p.accumulator, {e.ceilDiv(width, e.constant(columns)), e.constant(blockTiles),
                                                      e.constant(rows * columns), e.constant(plan.lanes)});
      auto access = [&](Value c, Value tile, llvm::function_ref<void(int64_t, ValueRange)> body) {
        for (int64_t v = 0; v < rows * columns; ++v)
          body(v, {e.floorDiv(c, e.constant(columns)), tile, e.constant(v), e.constant(0)});
      };
      auto store = [&](Value c, Value tile, ArrayRef<Value> vectors) {
        access(c, tile,
               [&](int64_t v, ValueRange place) { vector::StoreOp::create(e.b, e.loc, vectors[v], waiting, place); });
      };
      auto load = [&](Value c, Value tile) {
        SmallVector<Value> vectors;
        auto type = VectorType::get(plan.lanes, plan.p.accumulator);
        access(c, tile, [&](int64_t, ValueRange place) {
          vectors.push_back(vector::LoadOp::create(e.b, e.loc, type, waiting, place));
        });
        return vectors;
      };
      forTiles([&](Value c, Value tile) {
        store(c, tile, SmallVector<Value>(rows * columns, e.zero(plan.p.accumulator, plan.lanes)));
      });
      if (copiesRows)
        rowCopy = e.allocate(plan.rowFactor->body->getTerminator()->getOperand(0).getType(),
                             {e.constant(blockTiles * rows), e.constant(piece)});
      e.forLoop(e.constant(0), plan.sizeOf(loop), piece, [&](Value first) {
        Value last = e.min(e.add(first, piece), plan.sizeOf(loop));
        if (copiesRows)
          copyRows(at, row, e.mul(tiles, rows), first, last);
        forTiles([&](Value c, Value tile) {
          store(c, tile, emitTile(at, row, column, c, tile, first, last, load(c, tile)));
        });
      });
      forTiles([&](Value c, Value tile) { addUp(c, tile, load(c, tile)); });
      if (copiesRows)
        memref::DeallocOp::create(e.b, e.loc, rowCopy);
      memref::DeallocOp::create(e.b, e.loc, waiting);
    }

    // Through the epilogue.
    auto knownRows = plan.row ? Emit::known(plan.sizeOf(*plan.row)) : std::optional<int64_t>(1);
    Value valid = e.constant(rows * blockTiles);
    if (!knownRows || *knownRows % (rows * blockTiles) != 0)
      valid = e.min(e.sub(plan.sizeOf(*plan.row), row), valid);
    e.forLoop(e.constant(0), valid, 1, [&](Value r) {
      LoopIndices here(at);
      if (plan.row)
        here[*plan.row] = e.add(row, r);
      auto vector = [&](Value c, Value left) {
        here[plan.lane] = e.add(column, c);
        Lanes lanes = makeColumns(e, plan, 1, left).front();
        Value sum =
            vector::LoadOp::create(e.b, e.loc, VectorType::get(plan.lanes, plan.p.accumulator), sums, ValueRange{r, c});
        if (Value init = initialValue(e, plan, here, lanes))
          sum = add(e, sum, init);
        finish(e, plan, here, lanes, sum);
      };
      Value main = e.mul(e.floorDiv(end, e.constant(plan.lanes)), plan.lanes);
      e.forLoop(e.constant(0), main, plan.lanes, [&](Value c) { vector(c, {}); });
      auto knownColumns = Emit::known(size);
      if (!knownColumns || *knownColumns % plan.lanes != 0)
        e.ifThen(e.lessThan(main, end), [&] { vector(main, e.sub(end, main)); });
    });
    memref::DeallocOp::create(e.b, e.loc, sums);
  }

  /// The lanes of a tile's accumulators, to the buffer of sums.
  void addUp(Value c, Value tile, ArrayRef<Value> vectors) {
    for (int64_t r = 0; r < rows; ++r) {
      Value sum = addLanes(e, llvm::to_vector(vectors.slice(r * columns, columns)));
      vector::StoreOp::create(e.b, e.loc, sum, sums, ValueRange{e.add(e.mul(tile, rows), r), c});
    }
  }

  /// `rows` x `columns` accumulators, from `start`, over [first, last) of the sum, at column `c` and tile `tile` of the
  /// block.
  SmallVector<Value> emitTile(const LoopIndices &at, Value row, Value column, Value c, Value tile, Value first,
                              Value last, SmallVector<Value> start) {
    auto knownRows = plan.row ? Emit::known(plan.sizeOf(*plan.row)) : std::optional<int64_t>(1);
    auto knownColumns = Emit::known(plan.sizeOf(plan.lane));
    SmallVector<LoopIndices> rowAt(rows, at), columnAt(columns, at);
    // Rows and columns behind the last one repeat it: their sums are not used.
    for (int64_t r = 0; plan.row && r < rows; ++r) {
      Value index = e.add(e.add(row, e.mul(tile, rows)), r);
      bool exact = knownRows && *knownRows % rows == 0;
      rowAt[r][*plan.row] = exact ? index : e.min(index, e.sub(plan.sizeOf(*plan.row), e.constant(1)));
    }
    Value lastColumn = e.sub(plan.sizeOf(plan.lane), e.constant(1));
    for (int64_t j = 0; j < columns; ++j) {
      Value index = e.add(e.add(column, c), j);
      bool exact = knownColumns && *knownColumns % columns == 0;
      columnAt[j][plan.lane] = exact ? index : e.min(index, lastColumn);
    }
    // Each tile of rows sees to its share of the next columns.
    ahead.clear();
    int64_t share = llvm::divideCeil(columns, blockTiles);
    for (int64_t j = 0; prefetches && j < share; ++j) {
      Value index = e.add(e.add(e.add(column, c), e.mul(tile, share)), columns + j);
      ahead.push_back(at);
      ahead.back()[plan.lane] = e.min(index, lastColumn);
    }
    firstRow = e.mul(tile, rows);
    return reduce(0, rowAt, columnAt, first, last, std::move(start));
  }

  void prefetch(Value k) {
    for (const Access &in : plan.vectorFactor->ins)
      for (LoopIndices &at : ahead) {
        if (!in)
          continue;
        at[loop] = k;
        memref::PrefetchOp::create(e.b, e.loc, in.memref, indicesOf(e, in, at), /*isWrite=*/false, /*localityHint=*/3,
                                   /*isDataCache=*/true);
      }
  }

  /// The other reduction loops around, the contiguous one inside.
  SmallVector<Value> reduce(size_t depth, SmallVector<LoopIndices> &rowAt, SmallVector<LoopIndices> &columnAt,
                            Value first, Value last, SmallVector<Value> acc) {
    auto set = [&](unsigned l, Value k) {
      for (SmallVector<LoopIndices> *list : {&rowAt, &columnAt})
        for (LoopIndices &at : *list)
          at[l] = k;
    };
    if (depth == plan.reduction.size()) {
      return forVectors(first, last, acc, [&](Value k, ValueRange args, const Lanes &lanes) {
        set(loop, k);
        if (!lanes.valid)
          prefetch(k);
        SmallVector<Value> weights, results;
        for (const LoopIndices &at : columnAt)
          weights.push_back(read(*plan.vectorFactor, at, lanes));
        for (auto [r, at] : llvm::enumerate(rowAt)) {
          Value x = copiesRows ? readCopy(r, e.sub(k, first)) : read(*plan.rowFactor, at, lanes);
          for (int64_t j = 0; j < columns; ++j)
            results.push_back(multiplyAdd(e, plan, x, weights[j], args[r * columns + j]));
        }
        return results;
      });
    }
    unsigned l = plan.reduction[depth];
    if (l == loop)
      return reduce(depth + 1, rowAt, columnAt, first, last, acc);
    return e.forLoop(e.constant(0), plan.sizeOf(l), 1, acc, [&](Value k, ValueRange args) {
      set(l, k);
      return reduce(depth + 1, rowAt, columnAt, first, last, llvm::to_vector(args));
    });
  }

  Value readCopy(int64_t r, Value k) {
    auto type = VectorType::get(plan.lanes, cast<MemRefType>(rowCopy.getType()).getElementType());
    return vector::LoadOp::create(e.b, e.loc, type, rowCopy, ValueRange{e.add(firstRow, r), k});
  }

  Value read(const Stage &factor, const LoopIndices &at, const Lanes &lanes) {
    LaneValue value = emitStage(e, factor, at, lanes).front();
    return BodyEmitter(e.b, e.loc, lanes.count, lanes.mask).materialize(value);
  }

  Emit &e;
  Plan &plan;
  unsigned loop;
  /// Of a tile; tiles of rows in a block; steps of the sum between two visits of a tile.
  int64_t rows, columns, blockTiles, piece;
  bool inPieces, prefetches, copiesRows;
  /// The columns to ask for, at the loop indices of their weights.
  SmallVector<LoopIndices> ahead;
  Value rowTiles, width, sums;
  /// The block's rows [row of the block][step of the piece], and the first one of the current tile.
  Value rowCopy, firstRow;
};
} // namespace

void contraction::emitDot(Emit &e, Plan &plan) { DotEmitter(e, plan).run(); }
