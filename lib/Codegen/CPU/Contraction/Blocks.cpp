//===- Blocks.cpp - loops over tiles, and their division into tasks -----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The output is cut into blocks of some panels of columns and some tiles of rows, for each index of the outer loops.
// A task of the parallel loop is one block, or several where blocks are small:
//
//   scf.forall (%task) in (%tasks) {
//     for block of the task:
//       [pack the block's panels]
//       for tile of rows in the block:          the rows stay in the first level cache,
//         for panel in the block:               the panels in the second
//           tile
//   }
//
// The division depends on sizes and on the target, not on the number of threads.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Pack.h"

#include "nnf/Codegen/CPU/Contraction.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// Multiply-adds of a task: at least this many (some microseconds),
static constexpr int64_t smallestTask = 1 << 17;
/// and not more where there is enough to do for everybody.
static constexpr int64_t largestTask = 1 << 22;
/// Tasks to aim at.
static constexpr int64_t wantedTasks = 64;
/// Columns of a block that packs its own panels, and rows that make the packing worth while.
static constexpr int64_t packedColumns = 64, packedRows = 256;

namespace {
/// The tiles that cover all rows.
class RowTiles {
public:
  RowTiles(Emit &e, const Plan &plan) : e(e), rows(plan.row ? plan.sizeOf(*plan.row) : e.constant(1)) {
    auto known = Emit::known(rows);
    if (!known) {
      first = plan.rows;
      firstTiles = e.floorDiv(rows, e.constant(plan.rows));
      count = e.ceilDiv(rows, e.constant(plan.rows));
      return;
    }
    // Tiles that differ by one row at most.
    int64_t tiles = llvm::divideCeil(*known, plan.rows);
    second = tiles ? *known / tiles : 0;
    first = second + 1;
    int64_t extra = tiles ? *known % tiles : 0;
    if (extra == 0)
      first = second;
    firstTiles = e.constant(extra == 0 ? tiles : extra);
    count = e.constant(tiles);
  }

  Value size() const { return count; }

  /// Calls `body` with the number of rows and the first row of tiles [lo, hi). It may be called for several numbers.
  void forEach(Value lo, Value hi, llvm::function_ref<void(int64_t, Value)> body) {
    e.forLoop(lo, e.min(hi, firstTiles), 1, [&](Value t) { body(first, e.mul(t, first)); });
    if (second) {
      Value base = e.mul(firstTiles, first - second);
      e.forLoop(e.max(lo, firstTiles), hi, 1, [&](Value t) { body(second, e.add(base, e.mul(t, second))); });
      return;
    }
    // A number of rows that is not known: what is left over by fours and by ones.
    e.ifThen(e.lessThan(firstTiles, hi), [&] {
      Value start = e.mul(firstTiles, first);
      int64_t few = first > 4 ? 4 : 1;
      Value end = e.add(start, e.mul(e.floorDiv(e.sub(rows, start), e.constant(few)), few));
      e.forLoop(start, end, few, [&](Value i) { body(few, i); });
      if (few > 1)
        e.forLoop(end, rows, 1, [&](Value i) { body(1, i); });
    });
  }

private:
  Emit &e;
  Value rows, count, firstTiles;
  /// Rows of the first tiles and of the others (0: what is left over).
  int64_t first = 0, second = 0;
};

/// Consecutive ranges [i * step, min((i + 1) * step, size)).
struct Split {
  Value size, step, count;

  Split(Emit &e, Value size, Value wanted) : size(size) {
    wanted = e.max(e.min(wanted, size), e.constant(1));
    // The same number of ranges, as even as they can be.
    count = e.ceilDiv(size, wanted);
    step = e.ceilDiv(size, e.max(count, e.constant(1)));
    count = e.ceilDiv(size, e.max(step, e.constant(1)));
    step = e.max(step, e.constant(1));
  }
  Value begin(Emit &e, Value i) const { return e.mul(i, step); }
  Value end(Emit &e, Value i) const {
    if (Emit::known(count) == 1)
      return size;
    auto s = Emit::known(size), t = Emit::known(step);
    Value next = e.add(begin(e, i), step);
    return s && t && *s % *t == 0 ? next : e.min(next, size);
  }
};

class BlockEmitter {
public:
  BlockEmitter(Emit &e, Plan &plan) : e(e), plan(plan), tiles(e, plan) {}

  void run() {
    Value one = e.constant(1);
    Value columns = plan.sizeOf(plan.lane);
    Value depth = one, outerCount = one;
    for (unsigned l : plan.reduction)
      depth = e.mul(depth, plan.sizeOf(l));
    for (unsigned l : plan.outer)
      outerCount = e.mul(outerCount, plan.sizeOf(l));
    depth = e.max(depth, one);
    panels = e.ceilDiv(columns, e.constant(plan.panel()));
    fullPanels = e.floorDiv(columns, e.constant(plan.panel()));

    // Panels of a block: they should fill half of the second level cache.
    int64_t bytes = CpuTarget::bits(plan.p.accumulator) / 8;
    Value inCache = e.floorDiv(e.constant(plan.target.l2Bytes / 2 / bytes / plan.panel()), depth);
    if (plan.packing == Packing::PerBlock)
      inCache = e.min(inCache, e.constant(std::max<int64_t>(1, packedColumns / plan.panel())));
    Split panelBlocks(e, panels, inCache);
    Value tileWork = e.mul(e.mul(depth, panelBlocks.step), plan.panel() * plan.rows);
    Value total = e.mul(e.mul(e.mul(e.mul(outerCount, tiles.size()), plan.rows), e.mul(panels, plan.panel())), depth);
    Value target = e.min(e.max(e.floorDiv(total, e.constant(wantedTasks)), e.constant(smallestTask)),
                         e.constant(largestTask));
    Value wantedTiles = e.ceilDiv(target, tileWork);
    if (plan.packing == Packing::PerBlock) {
      Value others = e.max(e.mul(outerCount, panelBlocks.count), one);
      Value parts = e.ceilDiv(e.constant(wantedTasks / 2), others);
      wantedTiles = e.max(e.ceilDiv(tiles.size(), parts),
                          e.constant(llvm::divideCeil(packedRows, std::max<int64_t>(plan.rows, 1))));
    }
    Split rowBlocks(e, tiles.size(), wantedTiles);

    if (plan.widenRows)
      widen();
    if (plan.packing == Packing::Before)
      packed = packBefore(e, plan, prefixLoops);

    // Blocks in order: outer loops, panels, rows.
    Value blocks = e.mul(e.mul(outerCount, panelBlocks.count), rowBlocks.count);
    Value blockWork = e.mul(tileWork, rowBlocks.step);
    Split tasks(e, blocks, e.floorDiv(target, blockWork));
    e.forall(tasks.count, [&](Value task) {
      auto block = [&](Value i) { emitBlock(i, panelBlocks, rowBlocks); };
      if (Emit::known(tasks.step) == 1)
        block(task);
      else
        e.forLoop(tasks.begin(e, task), tasks.end(e, task), 1, block);
    });

    // What is made once lives on.
    if (packed && !packed.getDefiningOp()->hasAttr(initAttrName))
      memref::DeallocOp::create(e.b, e.loc, packed);
    if (widened)
      memref::DeallocOp::create(e.b, e.loc, widened.memref);
  }

private:
  void widen() {
    widened = widenBefore(e, plan);
    // The factor is a plain load from now on.
    wideFactor.owned = std::make_unique<Block>();
    wideFactor.body = wideFactor.owned.get();
    BlockArgument arg = wideFactor.body->addArgument(plan.p.accumulator, e.loc);
    OpBuilder inner(e.b.getContext());
    inner.setInsertionPointToStart(wideFactor.body);
    linalg::YieldOp::create(inner, e.loc, ValueRange{arg});
    wideFactor.ins.push_back(widened);
    plan.rowFactor = &wideFactor;
  }

  void emitBlock(Value i, const Split &panelBlocks, const Split &rowBlocks) {
    LoopIndices at(plan.p.loops.size());
    auto next = [&](Value size) {
      Value index = e.rem(i, size);
      i = e.floorDiv(i, size);
      return index;
    };
    bool onlyRows = Emit::known(panelBlocks.count) == 1 && plan.outer.empty();
    Value rowBlock = onlyRows ? i : next(rowBlocks.count);
    Value panelBlock = onlyRows ? e.constant(0) : plan.outer.empty() ? i : next(panelBlocks.count);
    for (size_t o = plan.outer.size(); o-- > 0;)
      at[plan.outer[o]] = o == 0 ? i : next(plan.sizeOf(plan.outer[o]));

    Value firstPanel = panelBlocks.begin(e, panelBlock), endPanel = panelBlocks.end(e, panelBlock);
    Value firstTile = rowBlocks.begin(e, rowBlock), endTile = rowBlocks.end(e, rowBlock);
    Value local;
    if (plan.packing == Packing::PerBlock) {
      local = allocPanels(e, plan, {panelBlocks.step});
      forPanels(firstPanel, endPanel, panels, [&](Value panel) {
        Value q = e.sub(panel, firstPanel);
        packPanel(e, plan, at, e.mul(panel, plan.panel()), local, {q});
      });
    }

    Source rowSource{plan.rowFactor};
    tiles.forEach(firstTile, endTile, [&](int64_t rows, Value row) {
      if (plan.row)
        at[*plan.row] = row;
      auto tile = [&](Value panel, int64_t vectors, Value valid) {
        Source vectorSource{plan.vectorFactor};
        if (local) {
          vectorSource.panels = local;
          vectorSource.prefix = {e.sub(panel, firstPanel)};
        } else if (packed) {
          vectorSource.panels = packed;
          for (unsigned l : prefixLoops)
            vectorSource.prefix.push_back(at[l]);
          vectorSource.prefix.push_back(panel);
        }
        LoopIndices here(at);
        here[plan.lane] = e.mul(panel, plan.panel());
        emitTile(e, plan, here, Tile{rows, makeColumns(e, plan, vectors, valid)}, vectorSource, rowSource);
      };
      forPanels(firstPanel, endPanel, fullPanels, [&](Value panel) { tile(panel, plan.vectors, {}); });

      // The last panel, where it is not full.
      auto columns = Emit::known(plan.sizeOf(plan.lane));
      if (columns && *columns % plan.panel() == 0)
        return;
      e.ifThen(e.lessThan(fullPanels, endPanel), [&] {
        if (columns) {
          int64_t left = *columns % plan.panel();
          tile(fullPanels, llvm::divideCeil(left, plan.lanes), e.constant(left));
        } else {
          tile(fullPanels, plan.vectors, e.sub(plan.sizeOf(plan.lane), e.mul(fullPanels, plan.panel())));
        }
      });
    });
    if (local)
      memref::DeallocOp::create(e.b, e.loc, local);
  }

  /// Panels [lo, hi) that are below `limit`.
  void forPanels(Value lo, Value hi, Value limit, llvm::function_ref<void(Value)> body) {
    auto all = Emit::known(panels), below = Emit::known(limit);
    if (!(all && below && *all == *below) && limit != panels)
      hi = e.min(hi, limit);
    // One panel in a block of one needs no loop.
    e.forLoop(lo, hi, 1, body);
  }

  Emit &e;
  Plan &plan;
  RowTiles tiles;
  Value panels, fullPanels;
  /// Panels made before the loop, and the outer loops that choose among them.
  Value packed;
  SmallVector<unsigned> prefixLoops;
  Access widened;
  Stage wideFactor;
};
} // namespace

void contraction::emitBlocks(Emit &e, Plan &plan) { BlockEmitter(e, plan).run(); }
