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
static constexpr int64_t kTaskInstructions = 1 << 17;

int64_t Emitter::costPerIteration() const {
  int64_t cost = 1;
  for (const Stmt &stmt : group.stmts)
    cost += stmt.row->cost + 1;
  return cost;
}

Value Emitter::workInside(const llvm::SmallBitVector &outside) {
  // The statement with the most loops stands for all.
  llvm::SmallBitVector most(group.classes.size());
  auto count = [&](const llvm::SmallBitVector &w) { return group.iterations(w, 1 << 10); };
  for (const Stmt &stmt : group.stmts) {
    llvm::SmallBitVector inside = stmt.classes().reset(outside);
    if (count(inside) > count(most))
      most = inside;
  }
  Value work = constant(1);
  for (unsigned c : most.set_bits())
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

void Emitter::runParallelRoot() {
  SmallVector<unsigned> rows;
  llvm::SmallBitVector outside(group.classes.size());
  for (unsigned c : root.loops) {
    outside.set(c);
    if (root.lane != c)
      rows.push_back(c);
  }
  auto fold = [&](auto op, Value x, Value y) { return b.createOrFold<decltype(op)>(loc, x, y); };
  auto mul = [&](Value x, Value y) { return fold(arith::MulIOp(), x, y); };
  auto div = [&](Value x, Value y) { return fold(arith::DivUIOp(), x, y); };
  auto ceilDiv = [&](Value x, Value y) {
    return div(fold(arith::AddIOp(), x, fold(arith::SubIOp(), y, constant(1))), y);
  };
  auto atLeastOne = [&](Value x) { return fold(arith::MaxUIOp(), x, constant(1)); };

  Value numRows = constant(1);
  for (unsigned c : rows)
    numRows = mul(numRows, size(c));
  Value lanes = root.lane ? size(*root.lane) : constant(1);
  Value grain = constant(std::max<int64_t>(256, llvm::PowerOf2Ceil(kTaskInstructions / costPerIteration())));
  Value perRow = mul(lanes, workInside(outside));
  Value rowsPerTask = atLeastOne(div(grain, atLeastOne(perRow)));
  Value rowTasks = ceilDiv(numRows, rowsPerTask), lanesPerTask = lanes, laneTasks = constant(1);
  if (root.lane) {
    // A long row is cut into blocks of whole vectors.
    Value pieces = atLeastOne(div(perRow, grain)), step = constant(root.width * root.unroll);
    Value most = mul(ceilDiv(ceilDiv(lanes, pieces), step), step);
    lanesPerTask = atLeastOne(most);
    laneTasks = ceilDiv(lanes, lanesPerTask);
    if (getConstantIntValue(laneTasks) == 1)
      lanesPerTask = lanes;
  }
  forTasks(mul(rowTasks, laneTasks), [&](Value task) {
    bool oneLaneTask = getConstantIntValue(laneTasks) == 1;
    Value rowTask = oneLaneTask ? task : div(task, laneTasks);
    Value firstRow = mul(rowTask, rowsPerTask);
    Value lastRow = fold(arith::MinSIOp(), fold(arith::AddIOp(), firstRow, rowsPerTask), numRows);
    Value from = constant(0), to = lanes;
    if (!oneLaneTask) {
      from = mul(fold(arith::RemUIOp(), task, laneTasks), lanesPerTask);
      to = fold(arith::MinSIOp(), fold(arith::AddIOp(), from, lanesPerTask), lanes);
    }
    allocateLocals();
    scopes.emplace_back();
    readAhead(root);
    auto row = [&] {
      scopes.emplace_back();
      readAhead(root);
      if (!root.lane) {
        emitIteration(root);
      } else {
        laneLoop(root, from, to, {}, [&](ValueRange) {
          emitIteration(root);
          return Values();
        });
      }
      scopes.pop_back();
    };
    if (rows.empty()) {
      row();
    } else if (rows.size() == 1) {
      forLoop(firstRow, lastRow, constant(1), {}, [&](Value iv, ValueRange) {
        index[rows.front()] = iv;
        row();
        return Values();
      });
    } else {
      // The indices are counted up like an odometer: one division per task, none per row.
      Values start(rows.size());
      Value left = firstRow;
      for (unsigned k = rows.size(); k-- > 1;) {
        Value n = atLeastOne(size(rows[k]));
        start[k] = fold(arith::RemUIOp(), left, n);
        left = div(left, n);
      }
      start[0] = left;
      forLoop(firstRow, lastRow, constant(1), start, [&](Value, ValueRange at) {
        for (auto [c, iv] : llvm::zip_equal(rows, at))
          index[c] = iv;
        row();
        Values next(rows.size());
        Value carry = constant(1);
        for (unsigned k = rows.size(); k-- > 1;) {
          Value up = fold(arith::AddIOp(), at[k], carry);
          Value wraps = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, up, size(rows[k]));
          next[k] = arith::SelectOp::create(b, loc, wraps, constant(0), up);
          carry = arith::SelectOp::create(b, loc, wraps, constant(1), constant(0));
        }
        next[0] = fold(arith::AddIOp(), at[0], carry);
        return next;
      });
    }
    for (unsigned c : rows)
      index.erase(c);
    scopes.pop_back();
    freeLocals();
  });
}

void Emitter::runLeafRoot() {
  SmallVector<Accumulator> accumulators = accumulatorsOf(root);
  bool splits = llvm::all_of(accumulators, [](const Accumulator &a) { return a.combiner.has_value(); });
  unsigned outer = root.loops.front();
  if (root.lane == outer && root.loops.size() > 1)
    outer = root.loops[1];
  llvm::SmallBitVector outside(group.classes.size());
  outside.set(outer);
  int64_t step = root.lane == outer ? root.width * root.unroll : 1;
  Value n = size(outer), work = workInside(outside);
  int64_t grain = std::max<int64_t>(256, llvm::PowerOf2Ceil(kTaskInstructions / costPerIteration()));
  Value length = constant(std::max(grain, step));
  if (getConstantIntValue(work) != 1) {
    Value one = constant(1);
    Value per = b.createOrFold<arith::DivUIOp>(loc, constant(grain), b.createOrFold<arith::MaxUIOp>(loc, work, one));
    length = b.createOrFold<arith::MaxUIOp>(loc, per, one);
  }
  Value more = b.createOrFold<arith::AddIOp>(loc, n, b.createOrFold<arith::SubIOp>(loc, length, constant(1)));
  Value count = b.createOrFold<arith::DivUIOp>(loc, more, length);
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
