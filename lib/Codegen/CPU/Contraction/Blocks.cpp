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
#include "Pairs.h"
#include "Window.h"

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
/// Rows that should use a panel while it is in cache, and steps of a sweep that a window should serve.
static constexpr int64_t sweptRows = 64, windowSteps = 4;
/// Columns of a block that packs its own panels, and rows that make the packing worth while.
static constexpr int64_t fewestColumns = 64, mostColumns = 256, packedRows = 256;

namespace {
/// The tiles that cover all rows.
class RowTiles {
public:
  RowTiles(Emit &e, const Plan &plan) : e(e), rows(plan.row ? plan.sizeOf(*plan.row) : e.constant(1)) {
    auto known = Emit::known(rows);
    if (plan.products == Products::Matrices) {
      // Whole tiles, and one of what is left, which is less than a tile.
      first = plan.rows;
      count = e.ceilDiv(rows, e.constant(plan.rows));
      firstTiles = e.floorDiv(rows, e.constant(plan.rows));
      second = known ? *known % plan.rows : 0;
      upTo = known ? 0 : plan.rows - 1;
      return;
    }
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
  /// Rows of the largest tile.
  int64_t mostRows() const { return first; }
  /// The first row of a tile.
  Value firstRow(Value tile) const {
    if (Emit::known(tile) == 0)
      return e.constant(0);
    if (!second || first == second)
      return e.mul(tile, first);
    return e.add(e.mul(tile, second), e.mul(e.min(tile, firstTiles), first - second));
  }

  /// Calls `body` with the number of rows and the first row of tiles [lo, hi). It may be called for several numbers. With
  /// products of matrices the number may be more than there are, where these are not known.
  void forEach(Value lo, Value hi, llvm::function_ref<void(int64_t, Value)> body) {
    e.forLoop(lo, e.min(hi, firstTiles), 1, [&](Value t) { body(first, e.mul(t, first)); });
    if (second) {
      Value base = e.mul(firstTiles, first - second);
      e.forLoop(e.max(lo, firstTiles), hi, 1, [&](Value t) { body(second, e.add(base, e.mul(t, second))); });
      return;
    }
    if (upTo) {
      e.ifThen(e.lessThan(firstTiles, hi), [&] { body(upTo, e.mul(firstTiles, first)); });
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
  /// Rows of the first tiles and of the others (0: what is left over, in one tile if `upTo` says how many they may be).
  int64_t first = 0, second = 0, upTo = 0;
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
    Value depth = one;
    for (unsigned l : plan.reduction)
      depth = e.mul(depth, plan.sizeOf(l));
    depth = e.max(depth, one);
    panels = e.ceilDiv(columns, e.constant(plan.panel()));
    fullPanels = e.floorDiv(columns, e.constant(plan.panel()));
    outer = plan.outer;
    if (plan.sweep)
      llvm::erase(outer, *plan.sweep);
    Value sweeps = plan.sweep ? plan.sizeOf(*plan.sweep) : one, outerCount = one;
    for (unsigned l : outer)
      outerCount = e.mul(outerCount, plan.sizeOf(l));

    // Panels at a time: they should fill half of the second level cache.
    int64_t bytes = plan.pairs() ? 2 : CpuTarget::bits(plan.p.accumulator) / 8;
    Value inCache = e.floorDiv(e.constant(plan.target.l2Bytes / 2 / bytes / plan.panel()), depth);
    if (plan.packing == Packing::PerBlock) {
      // Wide blocks read longer pieces of the source, narrow ones make more tasks.
      Value wide = e.floorDiv(e.mul(e.mul(panels, outerCount), sweeps), e.constant(wantedTasks / 2));
      auto clamp = [&](Value v, int64_t lo, int64_t hi) { return e.min(e.max(v, e.constant(lo)), e.constant(hi)); };
      inCache = e.min(inCache, clamp(wide, std::max<int64_t>(1, fewestColumns / plan.panel()),
                                     std::max<int64_t>(1, mostColumns / plan.panel())));
    }
    if (plan.windowFactor == plan.vectorFactor)
      inCache = panels;
    Split panelBlocks(e, panels, inCache);
    // A window serves all panels of its rows.
    bool inside = plan.windowFactor != nullptr;
    Value taskPanels = inside ? panels : panelBlocks.step;

    Value tileWork = e.mul(e.mul(depth, taskPanels), plan.panel() * plan.rows);
    Value total = e.mul(e.mul(e.mul(outerCount, sweeps), e.mul(tiles.size(), plan.rows)),
                        e.mul(e.mul(panels, plan.panel()), depth));
    Value target = e.min(e.max(e.floorDiv(total, e.constant(wantedTasks)), e.constant(smallestTask)),
                         e.constant(largestTask));
    Value wantedTiles = e.ceilDiv(target, tileWork);
    if (plan.packing == Packing::PerBlock) {
      Value others = e.max(e.mul(outerCount, panelBlocks.count), one);
      Value parts = e.ceilDiv(e.constant(wantedTasks / 2), others);
      wantedTiles = e.max(e.ceilDiv(tiles.size(), parts),
                          e.constant(llvm::divideCeil(packedRows, std::max<int64_t>(plan.rows, 1))));
    }
    // The rows of a window are a dimension of its own, or pixels that it holds all of.
    if (inside && plan.windowAccess().index.back().factor(plan.row.value_or(plan.lane)))
      wantedTiles = tiles.size();
    Split rowBlocks(e, tiles.size(), wantedTiles);
    // Steps of the sweep: as many as make a task, and enough for the panels or the window to be worth while.
    Value sweepWork = e.mul(tileWork, rowBlocks.step);
    Value fewest = e.max(e.ceilDiv(e.constant(sweptRows), e.max(e.mul(rowBlocks.step, plan.rows), one)),
                         e.constant(inside ? windowSteps : 1));
    Split sweepBlocks(e, sweeps, e.max(e.floorDiv(target, sweepWork), fewest));

    if (plan.widenRows)
      widen();
    if (plan.pairs()) {
      rows = preparePairRows(e, plan);
      if (plan.products == Products::Pairs) {
        wideFactor = makeLoad(pairAccess(plan, rows));
        plan.rowFactor = &wideFactor;
      }
    }
    if (plan.packing == Packing::Before)
      packed = packBefore(e, plan, prefixLoops);

    // Blocks in order: outer loops, sweep, panels, rows.
    for (unsigned l : outer)
      axes.emplace_back(e, plan.sizeOf(l), one);
    axes.push_back(sweepBlocks);
    if (!inside)
      axes.push_back(panelBlocks);
    axes.push_back(rowBlocks);
    Value blocks = one;
    for (const Split &axis : axes)
      blocks = e.mul(blocks, axis.count);
    Value blockWork = e.max(e.mul(sweepWork, sweepBlocks.step), one);
    Split tasks(e, blocks, e.floorDiv(target, blockWork));
    e.forall(tasks.count, [&](Value task) {
      auto block = [&](Value i) { emitBlock(i, sweepBlocks, panelBlocks, rowBlocks); };
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
    if (rows.copy && !rows.constant)
      memref::DeallocOp::create(e.b, e.loc, rows.copy);
  }

private:
  /// A factor that is a plain load from `access`.
  Stage makeLoad(const Access &access) {
    Stage stage;
    stage.owned = std::make_unique<Block>();
    stage.body = stage.owned.get();
    BlockArgument arg = stage.body->addArgument(plan.p.accumulator, e.loc);
    OpBuilder inner(e.b.getContext());
    inner.setInsertionPointToStart(stage.body);
    linalg::YieldOp::create(inner, e.loc, ValueRange{arg});
    stage.ins.push_back(access);
    return stage;
  }

  void widen() {
    widened = widenBefore(e, plan);
    wideFactor = makeLoad(widened);
    plan.rowFactor = &wideFactor;
  }

  void emitBlock(Value i, const Split &sweepBlocks, const Split &panelBlocks, const Split &rowBlocks) {
    // The block's index along each axis.
    SmallVector<Value> place(axes.size());
    for (size_t a = axes.size(); a-- > 0;) {
      bool first = llvm::all_of(ArrayRef(axes).take_front(a), [](const Split &s) { return Emit::known(s.count) == 1; });
      if (Emit::known(axes[a].count) == 1) {
        place[a] = e.constant(0);
        continue;
      }
      place[a] = first ? i : e.rem(i, axes[a].count);
      if (first)
        i = e.constant(0);
      else
        i = e.floorDiv(i, axes[a].count);
    }
    LoopIndices at(plan.p.loops.size());
    for (size_t o = 0; o < outer.size(); ++o)
      at[outer[o]] = place[o];
    Value sweepBlock = place[outer.size()], rowBlock = place.back();
    Value firstSweep = sweepBlocks.begin(e, sweepBlock), endSweep = sweepBlocks.end(e, sweepBlock);
    Value firstTile = rowBlocks.begin(e, rowBlock), endTile = rowBlocks.end(e, rowBlock);

    if (!plan.windowFactor) {
      Value panelBlock = place[outer.size() + 1];
      emitPanels(at, firstSweep, endSweep, panelBlocks.begin(e, panelBlock), panelBlocks.end(e, panelBlock),
                 panelBlocks.step, firstTile, endTile, nullptr);
      return;
    }
    SmallVector<MovingLoop> moving;
    for (unsigned l : plan.reduction)
      moving.push_back({l, e.constant(0), plan.sizeOf(l)});
    // All lanes of the last panel, so that no load needs a mask.
    moving.push_back({plan.lane, e.constant(0), e.mul(panels, plan.panel())});
    if (plan.row)
      moving.push_back({*plan.row, tiles.firstRow(firstTile),
                        e.min(e.mul(rowBlocks.step, tiles.mostRows()), plan.sizeOf(*plan.row))});
    if (plan.sweep)
      moving.push_back({*plan.sweep, firstSweep, sweepBlocks.step});
    WindowBuffer buffer = makeWindow(e, plan, at, moving);
    Window window{makeLoad(buffer.access), {}};
    for (const MovingLoop &m : moving)
      if (Emit::known(m.begin) != 0)
        window.begin.push_back({m.loop, m.begin});
    e.forLoop(e.constant(0), panelBlocks.count, 1, [&](Value panelBlock) {
      emitPanels(at, firstSweep, endSweep, panelBlocks.begin(e, panelBlock), panelBlocks.end(e, panelBlock),
                 panelBlocks.step, firstTile, endTile, &window);
    });
    memref::DeallocOp::create(e.b, e.loc, buffer.memref);
  }

  struct Window {
    Stage factor;
    SmallVector<std::pair<unsigned, Value>> begin;
  };

  /// Some panels at some steps of the sweep.
  void emitPanels(LoopIndices at, Value firstSweep, Value endSweep, Value firstPanel, Value endPanel, Value panelStep,
                  Value firstTile, Value endTile, const Window *window) {
    Value local;
    if (plan.packing == Packing::PerBlock) {
      local = allocPanels(e, plan, {panelStep});
      forPanels(firstPanel, endPanel, panels, [&](Value panel) {
        Value q = e.sub(panel, firstPanel);
        packPanel(e, plan, at, e.mul(panel, plan.panel()), local, {q});
      });
    }
    Value sums;
    if (plan.products == Products::Matrices)
      sums = e.allocate(plan.p.accumulator, {e.constant(2 * matrixRows), e.constant(plan.panel())});
    auto source = [&](Stage *factor) {
      Source s;
      bool fromWindow = window && factor == plan.windowFactor;
      s.stage = fromWindow ? &window->factor : factor;
      s.wholeVectors = fromWindow;
      if (fromWindow)
        s.begin = window->begin;
      return s;
    };
    Source rowSource = source(plan.rowFactor);
    auto sweep = [&] {
      tiles.forEach(firstTile, endTile, [&](int64_t count, Value row) {
        if (plan.row)
          at[*plan.row] = row;
        auto tile = [&](Value panel, int64_t vectors, Value valid) {
          Source vectorSource = source(plan.vectorFactor);
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
          Tile it{count, makeColumns(e, plan, vectors, valid)};
          if (sums)
            emitMatrixTile(e, plan, here, it, vectorSource, rows, sums);
          else
            emitTile(e, plan, here, it, vectorSource, rowSource);
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
    };
    if (plan.sweep)
      e.forLoop(firstSweep, endSweep, 1, [&](Value s) {
        at[*plan.sweep] = s;
        sweep();
      });
    else
      sweep();
    if (local)
      memref::DeallocOp::create(e.b, e.loc, local);
    if (sums)
      memref::DeallocOp::create(e.b, e.loc, sums);
  }

  /// Panels [lo, hi) that are below `limit`.
  void forPanels(Value lo, Value hi, Value limit, llvm::function_ref<void(Value)> body) {
    auto all = Emit::known(panels), below = Emit::known(limit);
    if (!(all && below && *all == *below) && limit != panels)
      hi = e.min(hi, limit);
    e.forLoop(lo, hi, 1, body);
  }

  Emit &e;
  Plan &plan;
  RowTiles tiles;
  Value panels, fullPanels;
  /// Outer loops without the sweep, and what blocks are indexed by.
  SmallVector<unsigned> outer;
  SmallVector<Split> axes;
  /// Panels made before the loop, and the outer loops that choose among them.
  Value packed;
  SmallVector<unsigned> prefixLoops;
  Access widened;
  Stage wideFactor;
  PairRows rows;
};
} // namespace

void contraction::emitBlocks(Emit &e, Plan &plan) { BlockEmitter(e, plan).run(); }
