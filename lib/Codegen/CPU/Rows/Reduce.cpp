//===- Reduce.cpp - reductions in registers ------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A leaf carries its accumulators through its loops: one vector for each block of lanes where the lanes run along the
// reduction, one vector of results where they run across it. The order of the terms depends on the shape and the target
// alone. A float sum is never one long chain: terms are added in runs of kRun, the runs to each other, lanes and blocks
// as a tree; so the error grows like the square root of a short length, not of n.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

/// Terms that are added one after the other.
static constexpr int64_t kRun = 64;
/// A loop of fewer iterations does not get sums of its own.
static constexpr int64_t kShortLoop = 8;
/// Iterations, and instructions, of a nest of short static loops that is written out.
static constexpr int64_t kUnrollIterations = 16, kUnrollCost = 256;

SmallVector<Accumulator> Emitter::accumulatorsOf(const Item &item) {
  SmallVector<Accumulator> all;
  for (unsigned s : item.stmts) {
    Stmt &stmt = group.stmts[s];
    if (!stmt.row->isReduction())
      continue;
    for (unsigned out = 0; out < stmt.row->op.getNumDpsInits(); ++out) {
      unsigned operand = stmt.row->numInputs() + out;
      all.push_back({s, operand, out, stmt.accesses[operand].elementType(), matchCombiner(stmt.row->op, out)});
    }
  }
  return all;
}

Value Emitter::neutralOf(const Accumulator &a, Type type) {
  TypedAttr attr = a.combiner->neutral(b, a.type);
  if (auto vector = dyn_cast<VectorType>(type))
    return arith::ConstantOp::create(b, loc, DenseElementsAttr::get(vector, Attribute(attr)));
  return arith::ConstantOp::create(b, loc, attr);
}

Value Emitter::combine(const Accumulator &a, Value x, Value y) {
  return vector::makeArithReduction(b, loc, a.combiner->kind, x, y);
}

Value Emitter::acrossLanes(const Accumulator &a, ValueRange blockValues) {
  Values tree = llvm::to_vector(blockValues);
  while (tree.size() > 1) {
    Values next;
    for (size_t i = 0; i + 1 < tree.size(); i += 2)
      next.push_back(combine(a, tree[i], tree[i + 1]));
    if (tree.size() % 2)
      next.push_back(tree.back());
    tree = std::move(next);
  }
  if (!isa<VectorType>(tree.front().getType()))
    return tree.front();
  // `reassoc` lets LLVM reduce as a tree; its shape is fixed.
  return vector::ReductionOp::create(b, loc, a.combiner->kind, tree.front(),
                                     isa<FloatType>(a.type) ? arith::FastMathFlags::reassoc
                                                            : arith::FastMathFlags::none);
}

Emitter::Values Emitter::fold(ArrayRef<Accumulator> accumulators, ValueRange carried,
                              llvm::function_ref<Values(ValueRange)> body) {
  if (llvm::none_of(accumulators, [](const Accumulator &a) { return a.isFloatSum(); }))
    return body(carried);
  size_t per = carried.size() / accumulators.size();
  Values fresh(carried);
  for (auto [i, v] : llvm::enumerate(fresh))
    if (const Accumulator &a = accumulators[i / per]; a.isFloatSum())
      v = neutralOf(a, v.getType());
  Values result = body(fresh);
  for (auto [i, v] : llvm::enumerate(result))
    if (const Accumulator &a = accumulators[i / per]; a.isFloatSum())
      v = combine(a, carried[i], v);
  return result;
}

Emitter::Values Emitter::chunkedLoop(Value lo, Value hi, int64_t step, ArrayRef<Accumulator> accumulators,
                                     ValueRange carried, llvm::function_ref<Values(Value, Value, ValueRange)> body) {
  std::optional<int64_t> n = getConstantIntValue(b.createOrFold<arith::SubIOp>(loc, hi, lo));
  bool sums = llvm::any_of(accumulators, [](const Accumulator &a) { return a.isFloatSum(); });
  if (!sums || (n && *n <= kRun * step))
    return body(lo, hi, carried);
  Value chunk = constant(kRun * step);
  return forLoop(lo, hi, chunk, carried, [&](Value start, ValueRange in) {
    Value end = arith::MinSIOp::create(b, loc, arith::AddIOp::create(b, loc, start, chunk), hi);
    return fold(accumulators, in, [&](ValueRange fresh) { return body(start, end, fresh); });
  });
}

bool Emitter::unrollsFully(const Item &item) const {
  if (item.lane || item.cross)
    return false;
  int64_t n = 1, cost = 0;
  for (unsigned c : item.loops) {
    if (ShapedType::isDynamic(group.classes[c].size))
      return false;
    n *= std::min<int64_t>(group.classes[c].size, kUnrollIterations + 1);
  }
  for (unsigned s : item.stmts)
    cost += group.stmts[s].row->cost + 1;
  return n <= kUnrollIterations && n * cost * numBlocks() <= kUnrollCost;
}

Emitter::Values Emitter::reduceIteration(const Item &item, ArrayRef<Accumulator> accumulators, ValueRange carried) {
  size_t per = accumulators.empty() ? 0 : carried.size() / accumulators.size();
  Values next = llvm::to_vector(carried);
  Values terms(carried.size());
  scopes.emplace_back();
  for (unsigned s : item.stmts) {
    if (!group.stmts[s].row->isReduction()) {
      emitStatement(s);
      continue;
    }
    for (unsigned block = 0; block < numBlocks(); ++block) {
      SmallVector<LaneValue> in;
      SmallVector<size_t> at;
      Terms tracked;
      tracked.masked = item.lane && blocks[block].mask;
      for (auto [i, a] : llvm::enumerate(accumulators)) {
        if (a.stmt != s)
          continue;
        if (a.part != Accumulator::Result) {
          tracked.of[a.combiner->op] = &accumulators[a.of];
          continue;
        }
        at.push_back(i * per + block);
        in.push_back(LaneValue::of(carried[at.back()]));
      }
      SmallVector<LaneValue> out = emitBody(s, block, in, &tracked);
      BodyEmitter values(b, loc, width);
      for (auto [i, v] : llvm::zip_equal(at, out)) {
        next[i] = values.materialize(v);
        const Accumulator &a = accumulators[i / per];
        if (a.combiner && tracked.of.count(a.combiner->op))
          terms[i] = tracked.found.lookup(a.combiner->op);
        // Lanes beyond the end keep what they have.
        else if (item.lane && blocks[block].mask)
          next[i] = arith::SelectOp::create(b, loc, blocks[block].mask, next[i], carried[i]);
      }
    }
  }
  track(item, accumulators, terms, next);
  flush(scopes.back());
  scopes.pop_back();
  return next;
}

Emitter::Values Emitter::reduceLoops(const Item &item, ArrayRef<Accumulator> accumulators, ArrayRef<unsigned> loops,
                                     ValueRange carried, Value lo, Value hi) {
  unsigned c = loops.front();
  ArrayRef<unsigned> inner = loops.drop_front();
  if (!lo) {
    lo = constant(0);
    hi = size(c);
  }
  readAhead(item);
  if (item.lane == c) {
    return chunkedLoop(lo, hi, item.width * item.unroll, accumulators, carried, [&](Value from, Value to, ValueRange in) {
      return laneLoop(item, from, to, in, [&](ValueRange values) { return reduceIteration(item, accumulators, values); });
    });
  }
  auto iteration = [&](Value iv, ValueRange in) {
    index[c] = iv;
    if (inner.empty())
      return reduceIteration(item, accumulators, in);
    scopes.emplace_back();
    auto within = [&](ValueRange values) { return reduceLoops(item, accumulators, inner, values, {}, {}); };
    int64_t n = group.classes[inner.front()].size;
    bool isShort = !ShapedType::isDynamic(n) && n < kShortLoop * (item.lane == inner.front() ? item.width * item.unroll : 1);
    Values out = isShort ? within(in) : fold(accumulators, in, within);
    scopes.pop_back();
    return out;
  };
  Values result;
  if (item.cross == c) {
    result = chunkedLoop(lo, hi, 1, accumulators, carried, [&](Value from, Value to, ValueRange in) {
      return tileLoop(item, from, to, in, iteration);
    });
  } else if (unrollsFully(item)) {
    result = llvm::to_vector(carried);
    for (int64_t i = 0, n = *getConstantIntValue(hi); i < n; ++i)
      result = iteration(constant(i), Values(result));
  } else {
    result = chunkedLoop(lo, hi, 1, accumulators, carried, [&](Value from, Value to, ValueRange in) {
      return forLoop(from, to, constant(1), in, iteration);
    });
  }
  index.erase(c);
  return result;
}

Emitter::Values Emitter::reduce(const Item &item, ArrayRef<Accumulator> accumulators, ValueRange init, Value lo, Value hi) {
  SmallVector<unsigned> loops;
  for (unsigned c : item.loops)
    if (item.lane != c && item.cross != c)
      loops.push_back(c);
  if (item.cross)
    loops.push_back(*item.cross);
  BodyEmitter splat(b, loc, item.lane ? item.width : width);
  SmallVector<Accumulator> all = withTrackers(accumulators, splat.getLanes());
  ArrayRef<Accumulator> trackers = ArrayRef(all).drop_front(accumulators.size());
  auto startTrackers = [&](Values &start) {
    size_t per = accumulators.empty() ? 0 : start.size() / accumulators.size();
    for (const Accumulator &tracker : trackers)
      for (size_t block = 0; block < per; ++block)
        start.push_back(trackerStart(tracker, start[tracker.of * per + block]));
  };
  if (!item.lane) {
    Values start = llvm::to_vector(init);
    if (init.empty())
      for (const Accumulator &a : accumulators)
        start.append(numBlocks(), neutralOf(a, splat.widen(a.type)));
    startTrackers(start);
    Values ends = reduceLoops(item, all, loops, start, lo, hi);
    finishTrackers(item, all, accumulators.size(), ends);
    return ends;
  }
  loops.push_back(*item.lane);
  Values start;
  for (auto [i, a] : llvm::enumerate(accumulators)) {
    bool fromInit = !init.empty() && a.combiner->isIdempotent();
    Value v = fromInit ? splat.materialize(LaneValue::uniform(init[i])) : neutralOf(a, splat.widen(a.type));
    start.append(item.unroll, v);
  }
  startTrackers(start);
  Values ends = reduceLoops(item, all, loops, start, lo, hi), results;
  auto blocksOf = [&](size_t i) { return ValueRange(ends).slice(i * item.unroll, item.unroll); };
  size_t nextTracker = accumulators.size();
  for (auto [i, a] : llvm::enumerate(accumulators)) {
    Value v;
    if (nextTracker < all.size() && all[nextTracker].of == i) {
      v = trackedAcrossLanes(a, blocksOf(i), blocksOf(nextTracker), blocksOf(nextTracker + 1));
      nextTracker += 2;
    } else {
      v = acrossLanes(a, blocksOf(i));
    }
    if (!init.empty() && !a.combiner->isIdempotent())
      v = combine(a, init[i], v);
    results.push_back(v);
  }
  return results;
}

void Emitter::emitLeaf(const Item &item) {
  SmallVector<Accumulator> accumulators = accumulatorsOf(item);
  Values init;
  BodyEmitter values(b, loc, width);
  for (const Accumulator &a : accumulators)
    for (unsigned block = 0; block < numBlocks(); ++block)
      init.push_back(values.materialize(read(group.stmts[a.stmt].accesses[a.operand], block)));
  Values results = reduce(item, accumulators, init, {}, {});
  for (auto [i, v] : llvm::enumerate(results)) {
    const Accumulator &a = accumulators[i / numBlocks()];
    write(group.stmts[a.stmt].accesses[a.operand], i % numBlocks(), LaneValue::of(v));
  }
}
