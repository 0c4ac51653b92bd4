//===- Pairs.cpp - factors of bf16 numbers, two neighbours of the sum side by side -------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Instructions that add products of bf16 numbers take two at a time for each accumulator: a lane of 32 bits of one factor
// holds elements k and k + 1 of a row, a lane of the other one the same two of a column. So a panel of columns is stored
// by pairs,
//
//   panel[k / 2] = w[n0][k], w[n0][k + 1], w[n0 + 1][k], w[n0 + 1][k + 1], ...
//
// which for weights [N, K] is a transpose of 32-bit elements. Rows are read as they lie where they are contiguous along a
// sum of whole steps. Otherwise they are copied, with zeros behind their ends, in the order in which tiles are loaded.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Pairs.h"

#include "Pack.h"
#include "nnf/Codegen/CPU/Contraction.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// A sum shorter than this would mostly multiply zeros; in matrices than that.
static constexpr int64_t shortestPairs = 4, shortestMatrices = 16;
/// Elements that a task of a copying loop should have at least.
static constexpr int64_t copyGrain = 1 << 16;

bool contraction::isWidenedBF16(const Stage &factor) {
  if (!readsOneBuffer(factor) || factor.isLoad() || !factor.isConversion())
    return false;
  return llvm::all_of(factor.ins, [](const Access &in) { return !in || in.type().getElementType().isBF16(); });
}

static const Access &accessOf(const Stage &factor) {
  return *llvm::find_if(factor.ins, [](const Access &a) { return static_cast<bool>(a); });
}

Products contraction::chooseProducts(const Plan &plan) {
  const Stage &v = *plan.vectorFactor, &r = *plan.rowFactor;
  if (!(plan.target.bf16Dot || plan.target.bf16Tiles) || !plan.p.accumulator.isF32() || !plan.row ||
      plan.reduction.size() != 1 || plan.transposed || !isWidenedBF16(v) || !isWidenedBF16(r))
    return Products::Single;
  unsigned loop = plan.reduction.front();
  if (!v.uses(loop) || !r.uses(loop) || !v.uses(plan.lane) || r.uses(plan.lane) || v.uses(*plan.row) || !r.uses(*plan.row))
    return Products::Single;
  int64_t depth = Emit::known(plan.sizeOf(loop)).value_or(INT64_MAX);
  if (plan.target.bf16Tiles && depth >= shortestMatrices)
    return Products::Matrices;
  return plan.target.bf16Dot && depth >= shortestPairs ? Products::Pairs : Products::Single;
}

/// The length of the sum in whole matrices.
static Value countMatrices(Emit &e, const Plan &plan) {
  return e.ceilDiv(plan.sizeOf(plan.reduction.front()), e.constant(matrixDepth));
}

Value contraction::allocPairPanels(Emit &e, const Plan &plan, ArrayRef<Value> prefix) {
  SmallVector<Value> sizes(prefix);
  sizes.push_back(e.mul(countMatrices(e, plan), matrixPairs));
  sizes.push_back(e.constant(2 * plan.panel()));
  return e.allocate(e.b.getBF16Type(), sizes);
}

/// Up to matrixDepth numbers along the sum from `k` on, zeros where `lanes.valid` says so.
static Value loadAlongSum(Emit &e, const Access &in, const LoopIndices &at, const Lanes &lanes) {
  LaneValue loaded = loadLanes(e, in, at, lanes);
  Value v = BodyEmitter(e.b, e.loc, lanes.count).materialize(loaded);
  if (!lanes.mask || isContiguous(in, lanes.loop))
    return v;
  // Elements that were gathered repeat the last one. As integers: a select of 16-bit floats goes lane by lane.
  auto bits = VectorType::get(lanes.count, e.b.getI16Type());
  Value kept = arith::SelectOp::create(e.b, e.loc, lanes.mask, vector::BitCastOp::create(e.b, e.loc, bits, v),
                                       e.zero(e.b.getI16Type(), lanes.count));
  return vector::BitCastOp::create(e.b, e.loc, v.getType(), kept);
}

/// Calls `body` with each multiple of matrixDepth below the length of the sum, and the lanes from there.
static void overMatrices(Emit &e, const Plan &plan, llvm::function_ref<void(Value, const Lanes &)> body) {
  unsigned loop = plan.reduction.front();
  Value depth = plan.sizeOf(loop), main = e.mul(e.floorDiv(depth, e.constant(matrixDepth)), matrixDepth);
  e.forLoop(e.constant(0), main, matrixDepth, [&](Value k) { body(k, Lanes{loop, matrixDepth}); });
  e.forLoop(main, depth, matrixDepth, [&](Value k) {
    Value left = e.sub(depth, k);
    body(k, Lanes{loop, matrixDepth, left, e.mask(matrixDepth, left), depth});
  });
}

namespace {
class PairPacker {
public:
  PairPacker(Emit &e, const Plan &plan, const LoopIndices &at, Value column, Value panels, ArrayRef<Value> prefix)
      : e(e), plan(plan), at(at), column(column), panels(panels), prefix(prefix), in(accessOf(*plan.vectorFactor)),
        loop(plan.reduction.front()) {}

  void run() {
    if (isContiguous(in, loop))
      return overMatrices(e, plan, [&](Value k, const Lanes &lanes) {
        e.forLoop(e.constant(0), e.constant(plan.panel()), plan.lanes, [&](Value j) { copyBlock(k, j, lanes); });
      });
    if (isContiguous(in, plan.lane)) {
      Value valid;
      if (auto columns = Emit::known(plan.sizeOf(plan.lane)); !columns || *columns % plan.panel() != 0)
        valid = e.sub(plan.sizeOf(plan.lane), column);
      SmallVector<Lanes> columns = makeColumns(e, plan, plan.vectors, valid);
      return overPairs([&](Value pair, int64_t count) { interleave(pair, count, columns); });
    }
    overPairs([&](Value pair, int64_t count) { copyScalars(pair, count); });
  }

private:
  SmallVector<Value> target(Value pair, Value j) {
    SmallVector<Value> indices(prefix);
    indices.push_back(pair);
    indices.push_back(e.mul(j, 2));
    return indices;
  }

  /// The factor is contiguous along the sum: `lanes` columns by as many pairs are transposed.
  void copyBlock(Value k, Value j, const Lanes &along) {
    auto pairs = VectorType::get(plan.lanes, e.b.getI32Type());
    SmallVector<Value> rows;
    auto columns = Emit::known(plan.sizeOf(plan.lane));
    for (int64_t r = 0; r < plan.lanes; ++r) {
      LoopIndices here(at);
      here[loop] = k;
      here[plan.lane] = e.add(e.add(column, j), r);
      if (!columns || *columns % plan.panel() != 0)
        here[plan.lane] = e.min(here[plan.lane], e.sub(plan.sizeOf(plan.lane), e.constant(1)));
      rows.push_back(vector::BitCastOp::create(e.b, e.loc, pairs, loadAlongSum(e, in, here, along)));
    }
    auto numbers = VectorType::get(2 * plan.lanes, e.b.getBF16Type());
    Value first = e.floorDiv(k, e.constant(2));
    for (auto [i, row] : llvm::enumerate(transpose(e, rows)))
      vector::StoreOp::create(e.b, e.loc, vector::BitCastOp::create(e.b, e.loc, numbers, row), panels,
                              target(e.add(first, i), j));
  }

  /// Calls `body` with each pair and how many of its numbers exist.
  void overPairs(llvm::function_ref<void(Value, int64_t)> body) {
    Value depth = plan.sizeOf(loop), two = e.constant(2), whole = e.floorDiv(depth, two), some = e.ceilDiv(depth, two);
    e.forLoop(e.constant(0), whole, 1, [&](Value pair) { body(pair, 2); });
    e.forLoop(whole, some, 1, [&](Value pair) { body(pair, 1); });
    e.forLoop(some, e.mul(countMatrices(e, plan), matrixPairs), 1, [&](Value pair) { body(pair, 0); });
  }

  /// Columns are contiguous: rows k and k + 1 are interleaved.
  void interleave(Value pair, int64_t count, ArrayRef<Lanes> columns) {
    for (auto [v, lanes] : llvm::enumerate(columns)) {
      SmallVector<Value> halves;
      for (int64_t i = 0; i < 2; ++i) {
        LoopIndices here(at);
        here[loop] = e.add(e.mul(pair, 2), i);
        here[plan.lane] = e.add(column, v * plan.lanes);
        halves.push_back(i < count ? BodyEmitter(e.b, e.loc, lanes.count).materialize(loadLanes(e, in, here, lanes))
                                   : e.zero(e.b.getBF16Type(), plan.lanes));
      }
      vector::StoreOp::create(e.b, e.loc, vector::InterleaveOp::create(e.b, e.loc, halves[0], halves[1]), panels,
                              target(pair, e.constant(v * plan.lanes)));
    }
  }

  void copyScalars(Value pair, int64_t count) {
    e.forLoop(e.constant(0), e.constant(plan.panel()), 1, [&](Value j) {
      for (int64_t i = 0; i < 2; ++i) {
        LoopIndices here(at);
        here[loop] = e.add(e.mul(pair, 2), i);
        here[plan.lane] = e.min(e.add(column, j), e.sub(plan.sizeOf(plan.lane), e.constant(1)));
        Value number = i < count ? loadLanes(e, in, here, Lanes{plan.lane, 1}).value : e.zero(e.b.getBF16Type(), 0);
        SmallVector<Value> place = target(pair, j);
        place.back() = e.add(place.back(), i);
        memref::StoreOp::create(e.b, e.loc, number, panels, place);
      }
    });
  }

  Emit &e;
  const Plan &plan;
  LoopIndices at;
  Value column, panels;
  ArrayRef<Value> prefix;
  const Access &in;
  unsigned loop;
};
} // namespace

void contraction::packPairPanel(Emit &e, const Plan &plan, const LoopIndices &at, Value column, Value panels,
                                ArrayRef<Value> prefix) {
  PairPacker(e, plan, at, column, panels, prefix).run();
}

/// Whether rows are read where they lie.
static bool readsInPlace(const Plan &plan) {
  const Access &in = accessOf(*plan.rowFactor);
  unsigned loop = plan.reduction.front();
  auto depth = Emit::known(plan.sizeOf(loop));
  int64_t step = plan.products == Products::Matrices ? matrixDepth : 2;
  return isContiguous(in, loop) && depth && *depth % step == 0 && in.stride(*plan.row);
}

/// Copies the rows from `rows.first` on.
static void copyRows(Emit &e, const Plan &plan, PairRows &rows) {
  const Access &in = accessOf(*plan.rowFactor);
  bool matrices = plan.products == Products::Matrices;
  rows.constant = isConstantFactor(*plan.rowFactor);
  Value number = e.sub(plan.sizeOf(*plan.row), rows.first), depth = countMatrices(e, plan);
  SmallVector<Value> sizes, dims;
  for (unsigned l : plan.outer) {
    if (!plan.rowFactor->uses(l))
      continue;
    rows.prefixLoops.push_back(l);
    sizes.push_back(plan.sizeOf(l));
  }
  dims = sizes;
  sizes.push_back(number);
  if (matrices)
    // Tiles have one or two matrices below each other.
    dims.append({e.mul(e.ceilDiv(number, e.constant(2 * matrixRows)), 2), depth, e.constant(matrixRows),
                 e.constant(matrixDepth)});
  else
    dims.append({number, e.mul(depth, matrixDepth)});
  rows.copy = e.allocate(e.b.getBF16Type(), dims);

  auto copyRow = [&](Value item) {
    LoopIndices at(plan.p.loops.size());
    SmallVector<Value> prefix(sizes.size());
    for (size_t i = sizes.size(); i-- > 0;) {
      prefix[i] = i == 0 ? item : e.rem(item, sizes[i]);
      item = i == 0 ? item : e.floorDiv(item, sizes[i]);
    }
    for (auto [i, l] : llvm::enumerate(rows.prefixLoops))
      at[l] = prefix[i];
    at[*plan.row] = e.add(rows.first, prefix.back());
    overMatrices(e, plan, [&](Value k, const Lanes &lanes) {
      LoopIndices here(at);
      here[lanes.loop] = k;
      SmallVector<Value> place(prefix);
      if (matrices) {
        place.back() = e.floorDiv(prefix.back(), e.constant(matrixRows));
        place.append({e.floorDiv(k, e.constant(matrixDepth)), e.rem(prefix.back(), e.constant(matrixRows)),
                      e.constant(0)});
      } else {
        place.push_back(k);
      }
      vector::StoreOp::create(e.b, e.loc, loadAlongSum(e, in, here, lanes), rows.copy, place);
    });
  };
  Value count = e.constant(1);
  for (Value size : sizes)
    count = e.mul(count, size);
  Value group = e.ceilDiv(e.constant(copyGrain), e.max(e.mul(depth, matrixDepth), e.constant(1)));
  Operation *loop = e.forall(
      e.ceilDiv(count, group),
      [&](Value task) {
        Value first = e.mul(task, group);
        e.forLoop(first, e.min(e.add(first, group), count), 1, copyRow);
      },
      /*always=*/rows.constant);
  if (rows.constant) {
    markInit(in.memref);
    rows.copy.getDefiningOp()->setAttr(initAttrName, e.b.getUnitAttr());
    if (loop)
      loop->setAttr(initAttrName, e.b.getUnitAttr());
  }
}

PairRows contraction::preparePairRows(Emit &e, const Plan &plan) {
  PairRows rows;
  rows.first = e.constant(0);
  if (readsInPlace(plan)) {
    rows.inPlace = accessOf(*plan.rowFactor);
    Value number = plan.sizeOf(*plan.row);
    rows.first = plan.products == Products::Matrices ? e.mul(e.floorDiv(number, e.constant(plan.rows)), plan.rows) : number;
    auto first = Emit::known(rows.first);
    // Less than a matrix of rows is one with others that do not exist.
    if (first && *first == Emit::known(number) && plan.rows % matrixRows != 0 && plan.products == Products::Matrices) {
      rows.first = e.constant(0);
      rows.inPlace = Access();
    } else if (first && *first == Emit::known(number)) {
      return rows;
    }
    if (plan.products == Products::Pairs)
      return rows;
  }
  copyRows(e, plan, rows);
  return rows;
}

Access contraction::pairAccess(const Plan &plan, const PairRows &rows) {
  unsigned loop = plan.reduction.front();
  if (rows.inPlace) {
    Access access = rows.inPlace;
    for (Linear &l : access.index)
      for (Term &t : l.terms)
        t.factor *= t.loop == loop ? 2 : 1;
    return access;
  }
  Access access{rows.copy, {}};
  for (unsigned l : rows.prefixLoops)
    access.index.push_back(Linear::of(l));
  access.index.push_back(Linear::of(*plan.row));
  access.index.push_back(Linear{{Term{loop, 2}}, 0});
  return access;
}

Value contraction::loadPair(Emit &e, const Plan &plan, const Access &access, ArrayRef<Value> at) {
  Type bf16 = e.b.getBF16Type(), i32 = e.b.getI32Type();
  Value pair = vector::LoadOp::create(e.b, e.loc, VectorType::get(2, bf16), access.memref, indicesOf(e, access, at));
  Value word = vector::ExtractOp::create(
      e.b, e.loc, vector::BitCastOp::create(e.b, e.loc, VectorType::get(1, i32), pair), int64_t(0));
  return vector::BitCastOp::create(e.b, e.loc, VectorType::get(2 * plan.lanes, bf16), e.splat(word, plan.lanes));
}
