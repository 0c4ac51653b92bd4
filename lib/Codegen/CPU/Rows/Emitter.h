//===- Emitter.h - a group as loops, vectors and tasks --------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Statements are emitted over `blocks`: vectors of lanes that one iteration of the vectorised loop holds (one scalar
// block where no loop has been vectorised yet). What a statement reads or produces at one element is remembered per
// scope, an iteration of the loops around it, so that the next reader finds it in a register.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_ROWS_EMITTER_H
#define NNF_LIB_CODEGEN_CPU_ROWS_EMITTER_H

#include "Memory.h"
#include "Plan.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "llvm/ADT/MapVector.h"

namespace mlir::nnf::rows {

/// One reduction of a leaf.
struct Accumulator {
  unsigned stmt;
  unsigned operand; ///< of the op: the output
  unsigned out;     ///< number of the output
  Type type;        ///< of one element
  std::optional<Combiner> combiner;

  /// The result itself, or what is noted beside a largest or smallest element (Extremes.cpp): of which accumulator.
  enum Part { Result, Unordered, Signs } part = Result;
  unsigned of = 0;

  bool isFloatSum() const { return combiner && combiner->isFloatSum(); }
};

class Emitter {
public:
  Emitter(OpBuilder &b, Location loc, const CpuTarget &target, const Model &model, Group &group, Item &root, Plan &plan)
      : b(b), loc(loc), target(target), model(model), group(group), root(root), plan(plan) {}

  /// Emits the whole group at the builder's insertion point.
  void run();

private:
  using Values = SmallVector<Value>;
  using Key = std::pair<Value, AffineMap>;
  struct Known {
    SmallVector<LaneValue> blocks;
    /// The access to store through when the scope ends; null: nothing to store.
    const Access *pending = nullptr;
  };
  using Scope = llvm::MapVector<Key, Known>;

  //===-- tasks (Tasks.cpp) ----------------------------------------------------------------------------------===//
  /// How the loops of a parallel root are cut into tasks: blocks of rows, or of the lanes of a long row.
  struct Partition {
    SmallVector<unsigned> rows; ///< the loops without lanes
    Value numRows, rowsPerTask, rowTasks;
    Value lanes, lanesPerTask, laneTasks;
    Value tasks;
    Value work; ///< runs of the innermost statements
  };
  Partition partition();
  /// Blocks of the root's loop in tiles.
  Value crossBlocks();
  Value rowExtent(unsigned c);
  std::pair<Value, Value> columnsOfRow();
  /// Runs `iteration` for every row and every step of the vectorised loop, in tasks; the whole `copies` times.
  void forRootTasks(const Partition &p, Value copies, llvm::function_ref<void(Value copy)> iteration);
  void forRows(const Partition &p, Value first, Value last, llvm::function_ref<void()> row);
  void runParallelRoot();
  const Item *splittableLeaf() const;
  void runInPieces(const Partition &p, const Item &leaf, Value pieces);
  /// The loop of a leaf that is outermost when it is emitted.
  unsigned outerLoop(const Item &leaf) const;
  void runLeafRoot();
  /// A loop over `count` tasks: none, a plain block or an scf.forall.
  void forTasks(Value count, llvm::function_ref<void(Value task)> body);
  void allocateLocals();
  void freeLocals();
  /// How often the innermost statements run for one iteration of the loops `outside`.
  Value workInside(const llvm::SmallBitVector &outside);
  /// Runs of the innermost statements that make a task.
  int64_t grain() const;

  //===-- loops (Loops.cpp) ----------------------------------------------------------------------------------===//
  void emitItems(ArrayRef<Item> items);
  void emitParallel(const Item &item);
  /// One iteration of a parallel item: its children in a scope of their own.
  void emitIteration(const Item &item);
  /// The iterations [lo, hi) of a parallel item's loop in tiles.
  void emitTiles(const Item &item, Value lo, Value hi);
  /// Binds the lanes of `item` over [lo, hi) and calls `body` in each iteration, with `carried` values going through.
  Values laneLoop(const Item &item, Value lo, Value hi, ValueRange carried, llvm::function_ref<Values(ValueRange)> body);
  Values forLoop(Value lo, Value hi, Value step, ValueRange carried,
                 llvm::function_ref<Values(Value iv, ValueRange)> body);
  Value size(unsigned c);
  Value ceilDiv(Value x, Value y);
  Value constant(int64_t v) { return arith::ConstantIndexOp::create(b, loc, v); }

  //===-- tiles (Tiles.cpp) ------------------------------------------------------------------------------------===//
  /// The step of the loop along memory that is being written out.
  struct Tile {
    unsigned loop = 0;
    Value base;       ///< its first index
    int64_t size = 0; ///< its iterations
    int64_t at = 0;   ///< the present one
  };
  /// What is known of the elements that one access reaches in a tile, by iteration (null: not loaded yet).
  struct TileColumns {
    Key key;
    /// Where the other loops stand that the access runs along: a short one inside the tile is written out as well.
    SmallVector<std::pair<unsigned, Value>> places;
    SmallVector<Value> values;
    /// The access to store through in the end, and the tile it was written in; null: nothing to store.
    const Access *pending = nullptr;
    Tile where;
  };
  struct TileScope {
    mlir::Block *block; ///< whose operations may use the columns
    bool lanesAround;   ///< lanes stay as they are until the scope ends: what is written can wait until then
    Value lanes;        ///< the first lane of the columns; null before the first one
    std::vector<TileColumns> columns;
  };
  /// Runs `body` over [lo, hi) of the loop `item.cross` in tiles; what is left of a size that is not static, one by one.
  Values tileLoop(const Item &item, Value lo, Value hi, ValueRange carried,
                  llvm::function_ref<Values(Value iv, ValueRange)> body);
  bool isInTile(const Access &a) const;
  SmallVector<SmallVector<Value>> rowsOfTile(const Access &a, Value &memref);
  /// What is known where the loops stand now.
  TileColumns &columnsOf(const Access &a);
  /// The present column of an access in the tile. Nothing (false) where its rows are not at regular distances.
  std::optional<LaneValue> readTile(const Access &a);
  bool writeTile(const Access &a, LaneValue v);
  void storeTile(const TileColumns &columns);
  void pushTiles();
  void popTiles();

  //===-- prefetches (Prefetch.cpp) ----------------------------------------------------------------------------===//
  /// Whether the lane loop of `item` reads more than the caches near the core hold, and does not reduce.
  bool shouldPrefetch(const Item &item) const;
  /// In an iteration of the lane loop of `item`: asks for what its inputs are some lines further on.
  void prefetchAhead(const Item &item);
  /// Whether all loops that an access runs along are open: one further inside has no position yet.
  bool isPlaced(const Access &a) const;

  //===-- the next row (NextRow.cpp) ---------------------------------------------------------------------------===//
  /// Chooses what `prefetchNextRow` does. Before the tasks.
  void planNextRow(const Partition &p);
  /// In an iteration of the lanes of `item`.
  void prefetchNextRow(const Item &item);
  /// Instructions of one iteration.
  int64_t costOf(const Item &item) const;

  //===-- reductions (Reduce.cpp) ----------------------------------------------------------------------------===//
  void emitLeaf(const Item &item);
  SmallVector<Accumulator> accumulatorsOf(const Item &item);
  /// Reduces over the item's loops with the first one restricted to [lo, hi) where those are given; from `init` values,
  /// one per accumulator and block (null: from the neutral element). Returns one value per accumulator and block.
  Values reduce(const Item &item, ArrayRef<Accumulator> accumulators, ValueRange init, Value lo, Value hi);
  Values reduceLoops(const Item &item, ArrayRef<Accumulator> accumulators, ArrayRef<unsigned> loops, ValueRange carried,
                     Value lo, Value hi);
  Values reduceIteration(const Item &item, ArrayRef<Accumulator> accumulators, ValueRange carried);
  /// Runs `body` in [lo, hi); float sums are added up in runs of a fixed length.
  Values chunkedLoop(Value lo, Value hi, int64_t step, ArrayRef<Accumulator> accumulators, ValueRange carried,
                     llvm::function_ref<Values(Value lo, Value hi, ValueRange)> body);
  /// Runs `body` with fresh float sums, and adds what comes out to the carried ones.
  Values fold(ArrayRef<Accumulator> accumulators, ValueRange carried, llvm::function_ref<Values(ValueRange)> body);
  /// The neutral element in a scalar or vector type.
  Value neutralOf(const Accumulator &a, Type type);
  Value combine(const Accumulator &a, Value x, Value y);
  /// Blocks and lanes of one accumulator to one element.
  Value acrossLanes(const Accumulator &a, ValueRange blocks);
  bool unrollsFully(const Item &item) const;

  //===-- largest and smallest elements (Extremes.cpp) ---------------------------------------------------------===//
  /// Whether the accumulator leaves out NaN and the sign of zeros, which trackers note.
  bool tracksOrder(const Accumulator &a) const;
  /// `accumulators` and behind them the trackers, two for each that needs them, for vectors of `lanes`.
  SmallVector<Accumulator> withTrackers(ArrayRef<Accumulator> accumulators, int64_t lanes) const;
  /// What a tracker starts with beside an accumulator that starts with `start`.
  Value trackerStart(const Accumulator &tracker, Value start);
  /// Notes the terms of one iteration, one per accumulator and block (null: none).
  void track(const Item &item, ArrayRef<Accumulator> accumulators, ArrayRef<Value> terms, Values &values);
  /// Puts the first `results` accumulators right, lane by lane, and drops the trackers.
  void finishTrackers(const Item &item, ArrayRef<Accumulator> all, size_t results, Values &values);
  /// The result of all blocks and lanes.
  Value trackedAcrossLanes(const Accumulator &a, ValueRange found, ValueRange flags, ValueRange signs);
  /// x if it is larger (smaller) than y, else y.
  Value further(const Accumulator &a, Value x, Value y);
  Value note(const Accumulator &tracker, Value value, Value x, Value y);
  Value joinSigns(const Accumulator &a, Value x, Value y);
  Type flagsLike(Type type) const;

  //===-- statements (Statements.cpp) --------------------------------------------------------------------------===//
  void emitStatement(unsigned stmt);
  /// What the combiners of some accumulators combine with them.
  struct Terms {
    llvm::SmallDenseMap<Operation *, const Accumulator *> of;
    llvm::SmallDenseMap<Operation *, Value> found;
    /// Lanes that the block's mask leaves out contribute nothing.
    bool masked = false;
  };
  /// The body of `stmt` in block `block`; outputs read `carried` where given. Returns the yielded values. Combiners that
  /// `terms` names take the further one, and their terms are found there.
  SmallVector<LaneValue> emitBody(unsigned stmt, unsigned block, ArrayRef<LaneValue> carried, Terms *terms = nullptr);
  LaneValue read(const Access &a, unsigned block);
  void write(const Access &a, unsigned block, LaneValue v);
  /// Loads before a loop what it reads at an index that does not depend on its loops.
  void readAhead(const Item &item);
  void flush(Scope &scope);
  void storeBlock(const Access &a, unsigned block, LaneValue v);
  std::pair<Value, SmallVector<LaneValue>> place(const Access &a, unsigned block);
  bool keepsInMemory(const Access &a) const;
  bool isCacheable(const Access &a) const { return !plan.severalElements.contains(a.base); }
  Key keyOf(const Access &a) const;
  Known *find(const Key &key);
  LaneSet lanesOf(unsigned block) const;
  unsigned numBlocks() const { return blocks.size(); }
  bool hasMask() const { return static_cast<bool>(blocks.front().mask); }

  struct Block {
    Value base; ///< the index of the first lane; null without lanes
    Value mask, count;
  };

  OpBuilder &b;
  Location loc;
  const CpuTarget &target;
  const Model &model;
  Group &group;
  Item &root;
  Plan &plan;

  DenseMap<unsigned, Value> sizes;
  /// The index of each class that is bound to a loop without lanes.
  DenseMap<unsigned, Value> index;
  std::optional<unsigned> lane;
  int64_t width = 1;
  SmallVector<Block> blocks{Block()};
  SmallVector<Value> localBuffers;
  std::vector<Scope> scopes;
  std::optional<Tile> tile;
  std::vector<TileScope> tiles;
  /// The tile scope of the lanes' iteration holds for all loops inside.
  bool inWholeTile = false;
  /// What is fetched for the next row, and the loop that does it.
  struct {
    const Item *item = nullptr;
    unsigned row = 0;
    /// Rows ahead, and the last row there is.
    Value step, last;
    SmallVector<const Access *> accesses;
  } ahead;
  /// The tracked terms (by position among the values carried) that have no second one to be compared with yet.
  llvm::DenseMap<size_t, Value> unpaired;
  /// 1/y of row values that whole vectors are divided by.
  DenseMap<Value, std::pair<Value, Value>> reciprocals;
};

} // namespace mlir::nnf::rows

#endif // NNF_LIB_CODEGEN_CPU_ROWS_EMITTER_H
