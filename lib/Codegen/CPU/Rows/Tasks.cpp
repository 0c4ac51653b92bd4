//===- Tasks.cpp - a group as parallel tasks -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A task is a block of rows, or of the lanes of one long row, of about kTaskInstructions vector-lane instructions; a
// reduction over everything is split into such blocks, whose results are combined in a fixed order. Blocks depend on
// sizes alone.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

/// Instructions per element times elements that make a task.
static constexpr int64_t kTaskInstructions = 1 << 19;

/// Iterations of a loop in tiles that all lanes of a task go through before the next ones: a multiple of every tile.
static constexpr int64_t kCrossBlock = 64;

/// The statements that run most often, by the static sizes.
static SmallVector<const Stmt *> innermost(const Group &group) {
  SmallVector<const Stmt *> most;
  int64_t iterations = 0;
  for (const Stmt &stmt : group.stmts) {
    int64_t n = group.iterations(stmt.classes(), 1 << 10);
    if (n < iterations)
      continue;
    if (n > iterations)
      most.clear();
    iterations = n;
    most.push_back(&stmt);
  }
  return most;
}

int64_t Emitter::grain() const {
  int64_t cost = 0;
  for (const Stmt *stmt : innermost(group))
    cost += stmt->row->cost + 1;
  return std::max<int64_t>(256, llvm::PowerOf2Ceil(kTaskInstructions / cost));
}

Value Emitter::workInside(const llvm::SmallBitVector &outside) {
  Value work = constant(1);
  llvm::SmallBitVector inside = innermost(group).front()->classes().reset(outside);
  for (unsigned c : inside.set_bits())
    work = b.createOrFold<arith::MulIOp>(loc, work, size(c));
  return work;
}

void Emitter::forTasks(Value count, llvm::function_ref<void(Value)> body) {
  if (std::optional<int64_t> n = getConstantIntValue(count); n && *n <= 1) {
    if (*n == 1)
      body(constant(0));
    return;
  }
  auto loop = scf::ForallOp::create(b, loc, ArrayRef<OpFoldResult>{count}, ValueRange(), std::nullopt);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(loop.getTerminator());
  body(loop.getInductionVar(0));
}

Emitter::Partition Emitter::partition() {
  auto mul = [&](Value x, Value y) { return b.createOrFold<arith::MulIOp>(loc, x, y); };
  auto div = [&](Value x, Value y) { return b.createOrFold<arith::DivUIOp>(loc, x, y); };
  auto atLeastOne = [&](Value x) { return b.createOrFold<arith::MaxUIOp>(loc, x, constant(1)); };
  Partition p;
  llvm::SmallBitVector outside(group.classes.size());
  p.numRows = constant(1);
  for (unsigned c : root.loops) {
    outside.set(c);
    if (root.lane == c || root.cross == c)
      continue;
    p.rows.push_back(c);
    p.numRows = mul(p.numRows, size(c));
  }
  if (root.cross) {
    // Blocks of columns count as rows: few enough that the pages they lie on are at hand for all lanes.
    p.rows.push_back(*root.cross);
    p.numRows = mul(p.numRows, crossBlocks());
  }
  p.lanes = p.lanesPerTask = root.lane ? size(*root.lane) : constant(1);
  p.laneTasks = constant(1);
  Value perRow = mul(p.lanes, workInside(outside));
  if (root.cross)
    perRow = mul(perRow, constant(kCrossBlock));
  Value grain = constant(this->grain());
  p.rowsPerTask = atLeastOne(div(grain, atLeastOne(perRow)));
  p.rowTasks = ceilDiv(p.numRows, p.rowsPerTask);
  if (root.lane) {
    // A long row is cut into blocks of whole vectors.
    Value pieces = atLeastOne(div(perRow, grain)), step = constant(root.width * root.unroll);
    Value block = atLeastOne(mul(ceilDiv(ceilDiv(p.lanes, pieces), step), step));
    p.laneTasks = ceilDiv(p.lanes, block);
    if (getConstantIntValue(p.laneTasks) != 1)
      p.lanesPerTask = block;
  }
  p.tasks = mul(p.rowTasks, p.laneTasks);
  p.work = mul(p.numRows, perRow);
  return p;
}

Value Emitter::ceilDiv(Value x, Value y) {
  Value more = b.createOrFold<arith::SubIOp>(loc, y, constant(1));
  return b.createOrFold<arith::DivUIOp>(loc, b.createOrFold<arith::AddIOp>(loc, x, more), y);
}

void Emitter::forRows(const Partition &p, Value first, Value last, llvm::function_ref<void()> row) {
  if (p.rows.empty())
    return row();
  if (p.rows.size() == 1) {
    forLoop(first, last, constant(1), {}, [&](Value iv, ValueRange) {
      index[p.rows.front()] = iv;
      row();
      return Values();
    });
  } else {
    // The indices are counted up like an odometer: one division per task, none per row.
    Values start(p.rows.size());
    Value left = first;
    for (unsigned k = p.rows.size(); k-- > 1;) {
      Value n = b.createOrFold<arith::MaxUIOp>(loc, rowExtent(p.rows[k]), constant(1));
      start[k] = b.createOrFold<arith::RemUIOp>(loc, left, n);
      left = b.createOrFold<arith::DivUIOp>(loc, left, n);
    }
    start[0] = left;
    forLoop(first, last, constant(1), start, [&](Value, ValueRange at) {
      for (auto [c, iv] : llvm::zip_equal(p.rows, at))
        index[c] = iv;
      row();
      Values next(p.rows.size());
      Value carry = constant(1);
      for (unsigned k = p.rows.size(); k-- > 1;) {
        Value up = b.createOrFold<arith::AddIOp>(loc, at[k], carry);
        Value wraps = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, up, rowExtent(p.rows[k]));
        next[k] = arith::SelectOp::create(b, loc, wraps, constant(0), up);
        carry = arith::SelectOp::create(b, loc, wraps, constant(1), constant(0));
      }
      next[0] = b.createOrFold<arith::AddIOp>(loc, at[0], carry);
      return next;
    });
  }
  for (unsigned c : p.rows)
    index.erase(c);
}

Value Emitter::crossBlocks() { return ceilDiv(size(*root.cross), constant(kCrossBlock)); }

/// The iterations of one of the loops over rows.
Value Emitter::rowExtent(unsigned c) { return root.cross == c ? crossBlocks() : size(c); }

/// The columns of a row that is a block of them. The loop in tiles is bound only inside them.
std::pair<Value, Value> Emitter::columnsOfRow() {
  if (!root.cross)
    return {};
  unsigned c = *root.cross;
  Value number = index.lookup(c), length = constant(kCrossBlock);
  index.erase(c);
  if (getConstantIntValue(crossBlocks()) == 1)
    return {constant(0), size(c)};
  Value from = b.createOrFold<arith::MulIOp>(loc, number, length), to = b.createOrFold<arith::AddIOp>(loc, from, length);
  std::optional<int64_t> n = getConstantIntValue(size(c));
  return {from, n && *n % kCrossBlock == 0 ? to : b.createOrFold<arith::MinSIOp>(loc, to, size(c))};
}

void Emitter::forRootTasks(const Partition &p, Value copies, llvm::function_ref<void(Value copy)> iteration) {
  auto split = [&](Value task, Value by) -> std::pair<Value, Value> {
    if (getConstantIntValue(by) == 1)
      return {task, constant(0)};
    return {b.createOrFold<arith::DivUIOp>(loc, task, by), b.createOrFold<arith::RemUIOp>(loc, task, by)};
  };
  auto block = [&](Value number, Value length, Value end) -> std::pair<Value, Value> {
    Value from = b.createOrFold<arith::MulIOp>(loc, number, length);
    return {from, b.createOrFold<arith::MinSIOp>(loc, b.createOrFold<arith::AddIOp>(loc, from, length), end)};
  };
  bool prefetches = shouldPrefetch(root);
  forTasks(b.createOrFold<arith::MulIOp>(loc, p.tasks, copies), [&](Value task) {
    auto [where, copy] = split(task, copies);
    auto [rowTask, laneTask] = split(where, p.laneTasks);
    auto [firstRow, lastRow] = block(rowTask, p.rowsPerTask, p.numRows);
    auto [firstLane, lastLane] = block(laneTask, p.lanesPerTask, p.lanes);
    allocateLocals();
    scopes.emplace_back();
    readAhead(root);
    forRows(p, firstRow, lastRow, [&, from = firstLane, to = lastLane, copy = copy] {
      auto [firstColumn, lastColumn] = columnsOfRow();
      scopes.emplace_back();
      readAhead(root);
      auto inLanes = [&, first = firstColumn, last = lastColumn] {
        if (!root.cross)
          return iteration(copy);
        tileLoop(root, first, last, {}, [&](Value iv, ValueRange) {
          index[*root.cross] = iv;
          iteration(copy);
          return Values();
        });
        index.erase(*root.cross);
      };
      if (!root.lane) {
        iteration(copy);
      } else {
        laneLoop(root, from, to, {}, [&](ValueRange) {
          if (prefetches)
            prefetchAhead(root);
          inLanes();
          return Values();
        });
      }
      scopes.pop_back();
    });
    scopes.pop_back();
    freeLocals();
  });
}

void Emitter::runParallelRoot() {
  Partition p = partition();
  planNextRow(p);
  auto whole = [&] { forRootTasks(p, constant(1), [&](Value) { emitIteration(root); }); };
  const Item *leaf = splittableLeaf();
  if (!leaf)
    return whole();
  // So many pieces that there are as many tasks as the work is worth, none shorter than a few runs of terms.
  unsigned outer = outerLoop(*leaf);
  int64_t shortest = 4 * 64 * (leaf->lane == outer ? leaf->width * leaf->unroll : 1);
  Value worth = b.createOrFold<arith::DivUIOp>(loc, p.work, constant(grain()));
  Value pieces = b.createOrFold<arith::DivUIOp>(loc, worth, b.createOrFold<arith::MaxUIOp>(loc, p.tasks, constant(1)));
  Value most = b.createOrFold<arith::DivUIOp>(loc, size(outer), constant(shortest));
  pieces = b.createOrFold<arith::MinUIOp>(loc, pieces, most);
  pieces = b.createOrFold<arith::MaxUIOp>(loc, pieces, constant(1));
  if (std::optional<int64_t> n = getConstantIntValue(pieces))
    return *n == 1 ? whole() : runInPieces(p, *leaf, pieces);
  Value several = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::ugt, pieces, constant(1));
  auto choice = scf::IfOp::create(b, loc, several, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(choice.thenBlock());
  runInPieces(p, *leaf, pieces);
  b.setInsertionPointToStart(choice.elseBlock());
  whole();
}

unsigned Emitter::outerLoop(const Item &leaf) const {
  for (unsigned c : leaf.loops)
    if (leaf.lane != c && leaf.cross != c)
      return c;
  return leaf.cross ? *leaf.cross : *leaf.lane;
}

/// The one reduction of a group that does nothing else, where its rows alone may not make enough tasks.
const Item *Emitter::splittableLeaf() const {
  const Item *leaf = nullptr;
  for (const Item &child : root.children) {
    if (child.kind == Item::Straight)
      continue;
    if (child.kind == Item::Parallel || leaf)
      return nullptr;
    leaf = &child;
  }
  if (!leaf || unrollsFully(*leaf) || !plan.severalElements.empty() || !plan.locals.empty())
    return nullptr;
  int64_t cost = 0;
  for (unsigned s : leaf->stmts) {
    RowOp &row = *group.stmts[s].row;
    cost += row.cost;
    for (unsigned out = 0; row.isReduction() && out < row.op.getNumDpsInits(); ++out)
      if (!matchCombiner(row.op, out))
        return nullptr;
  }
  // Both forms are emitted where sizes are dynamic: not for long bodies.
  llvm::SmallBitVector loops(group.classes.size());
  for (unsigned c : leaf->loops)
    loops.set(c);
  constexpr int64_t unknown = 1 << 20, few = 512;
  return cost <= 24 && group.iterations(loops, unknown) >= few ? leaf : nullptr;
}

/// The reduction in `pieces` pieces along its outermost loop: first their results, then the rest of the group with those
/// combined in their order.
void Emitter::runInPieces(const Partition &p, const Item &leaf, Value pieces) {
  SmallVector<Accumulator> accumulators = accumulatorsOf(leaf);
  SmallVector<unsigned> axes(p.rows);
  if (root.lane)
    axes.push_back(*root.lane);
  Values buffers;
  for (const Accumulator &a : accumulators) {
    SmallVector<int64_t> shape(axes.size() + 1, ShapedType::kDynamic);
    Values sizes{pieces};
    for (unsigned c : axes)
      sizes.push_back(size(c));
    buffers.push_back(memref::AllocOp::create(b, loc, MemRefType::get(shape, a.type), sizes, b.getI64IntegerAttr(64)));
  }
  auto place = [&](Value piece, unsigned block) {
    SmallVector<LaneValue> at{LaneValue::uniform(piece)};
    for (unsigned c : p.rows)
      at.push_back(LaneValue::uniform(index.lookup(c)));
    if (lane)
      at.push_back(LaneValue::linear(blocks[block].base, width == 1 ? 0 : 1));
    return at;
  };
  auto children = [&](bool before) {
    ArrayRef<Item> all = root.children;
    size_t at = &leaf - all.data();
    return before ? all.take_front(at) : all.drop_front(at + 1);
  };

  unsigned outer = outerLoop(leaf);
  Value length = ceilDiv(size(outer), pieces);
  if (leaf.lane == outer) {
    Value step = constant(leaf.width * leaf.unroll);
    length = b.createOrFold<arith::MulIOp>(loc, ceilDiv(length, step), step);
  }
  forRootTasks(p, pieces, [&](Value piece) {
    // What comes before is needed for its values, not for its stores.
    scopes.emplace_back();
    emitItems(children(/*before=*/true));
    Value end = size(outer), from = b.createOrFold<arith::MulIOp>(loc, piece, length);
    from = b.createOrFold<arith::MinSIOp>(loc, from, end);
    Value to = b.createOrFold<arith::MinSIOp>(loc, b.createOrFold<arith::AddIOp>(loc, from, length), end);
    Values results = reduce(leaf, accumulators, {}, from, to);
    for (auto [i, v] : llvm::enumerate(results))
      MemoryEmitter(b, loc, target)
          .store(LaneValue::of(v), buffers[i / numBlocks()], place(piece, i % numBlocks()), lanesOf(i % numBlocks()));
    scopes.pop_back();
  });
  forRootTasks(p, constant(1), [&](Value) {
    scopes.emplace_back();
    emitItems(children(/*before=*/true));
    Values start;
    BodyEmitter values(b, loc, width);
    for (const Accumulator &a : accumulators)
      for (unsigned block = 0; block < numBlocks(); ++block)
        start.push_back(values.materialize(read(group.stmts[a.stmt].accesses[a.operand], block)));
    Values ends = chunkedLoop(constant(0), pieces, 1, accumulators, start, [&](Value from, Value to, ValueRange carried) {
      return forLoop(from, to, constant(1), carried, [&](Value piece, ValueRange in) {
        Values out;
        for (auto [i, acc] : llvm::enumerate(in)) {
          unsigned block = i % numBlocks();
          LaneValue v = MemoryEmitter(b, loc, target).load(buffers[i / numBlocks()], place(piece, block), lanesOf(block));
          out.push_back(combine(accumulators[i / numBlocks()], acc, values.materialize(v)));
        }
        return out;
      });
    });
    for (auto [i, v] : llvm::enumerate(ends)) {
      const Accumulator &a = accumulators[i / numBlocks()];
      write(group.stmts[a.stmt].accesses[a.operand], i % numBlocks(), LaneValue::of(v));
    }
    emitItems(children(/*before=*/false));
    flush(scopes.back());
    scopes.pop_back();
  });
  for (Value buffer : buffers)
    memref::DeallocOp::create(b, loc, buffer);
}

void Emitter::runLeafRoot() {
  SmallVector<Accumulator> accumulators = accumulatorsOf(root);
  bool splits = llvm::all_of(accumulators, [](const Accumulator &a) { return a.combiner.has_value(); });
  unsigned outer = outerLoop(root);
  llvm::SmallBitVector outside(group.classes.size());
  outside.set(outer);
  int64_t step = root.lane == outer ? root.width * root.unroll : 1;
  Value n = size(outer), work = workInside(outside);
  int64_t grain = this->grain();
  Value length = constant(std::max(grain, step));
  if (getConstantIntValue(work) != 1) {
    Value one = constant(1);
    Value per = b.createOrFold<arith::DivUIOp>(loc, constant(grain), b.createOrFold<arith::MaxUIOp>(loc, work, one));
    length = b.createOrFold<arith::MaxUIOp>(loc, per, one);
  }
  Value count = ceilDiv(n, length);
  if (!splits || accumulators.empty() || getConstantIntValue(count) == 1 || unrollsFully(root))
    return emitLeaf(root);

  Values partials;
  std::optional<int64_t> known = getConstantIntValue(count);
  for (const Accumulator &a : accumulators) {
    auto type = MemRefType::get({known ? *known : ShapedType::kDynamic}, a.type);
    partials.push_back(memref::AllocOp::create(b, loc, type, known ? ValueRange() : ValueRange(count),
                                               b.getI64IntegerAttr(64)));
  }
  forTasks(count, [&](Value task) {
    Value from = b.createOrFold<arith::MulIOp>(loc, task, length);
    Value to = b.createOrFold<arith::MinSIOp>(loc, b.createOrFold<arith::AddIOp>(loc, from, length), n);
    scopes.emplace_back();
    Values results = reduce(root, accumulators, {}, from, to);
    scopes.pop_back();
    for (auto [v, buffer] : llvm::zip_equal(results, partials))
      memref::StoreOp::create(b, loc, v, buffer, task);
  });
  // The blocks' results: along the lanes of vectors, in their order.
  for (auto [a, buffer] : llvm::zip_equal(accumulators, partials)) {
    Item item;
    item.lane = outer;
    item.width = std::max<int64_t>(1, target.lanes(a.type));
    Value neutral = neutralOf(a, BodyEmitter(b, loc, item.width).widen(a.type));
    Values v = chunkedLoop(constant(0), count, item.width, a, neutral, [&, &a = a, &buffer = buffer](Value from, Value to, ValueRange in) {
      return laneLoop(item, from, to, in, [&](ValueRange carried) {
        LaneValue part = MemoryEmitter(b, loc, target)
                             .load(buffer, LaneValue::linear(blocks[0].base, width == 1 ? 0 : 1), lanesOf(0));
        Value next = combine(a, carried.front(), part.value);
        if (blocks[0].mask)
          next = arith::SelectOp::create(b, loc, blocks[0].mask, next, carried.front());
        return Values{next};
      });
    });
    const Access &out = group.stmts[a.stmt].accesses[a.operand];
    write(out, 0, LaneValue::uniform(combine(a, read(out, 0).value, acrossLanes(a, v))));
    memref::DeallocOp::create(b, loc, buffer);
  }
}
