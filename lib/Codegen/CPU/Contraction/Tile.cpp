//===- Tile.cpp - a tile of accumulators in registers -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The loop at the bottom of everything. For 12 rows and 2 vectors of 16 floats it is
//
//   %acc:24 = scf.for %k = %c0 to %K step %c1 iter_args(...) -> (vector<16xf32>, ...) {
//     %b0 = vector.load %panel[%p, %k, %c0]      2 loads,
//     %b1 = vector.load %panel[%p, %k, %c16]
//     %s = memref.load %a[%i, %k]                12 broadcasts,
//     %v = vector.broadcast %s
//     %f0 = vector.fma %v, %b0, %acc0            24 multiply-adds, and all 27 values stay in registers.
//     ...
//
// Vectors are of the machine's width, one value each: wider or two-dimensional ones make LLVM move accumulators about.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Pack.h"
#include "Pairs.h"

#include "mlir/Dialect/X86Vector/X86VectorDialect.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

SmallVector<Lanes> contraction::makeColumns(Emit &e, const Plan &plan, int64_t vectors, Value valid) {
  SmallVector<Lanes> columns;
  for (int64_t v = 0; v < vectors; ++v) {
    Lanes lanes{plan.lane, plan.lanes};
    if (valid && plan.lanes > 1) {
      // What is left of `valid` after the vectors before this one.
      auto known = Emit::known(valid);
      if (!known || *known < (v + 1) * plan.lanes) {
        Value before = e.constant(v * plan.lanes);
        lanes.valid = known ? e.constant(std::max<int64_t>(0, *known - v * plan.lanes))
                            : e.sub(e.min(e.max(valid, before), e.constant((v + 1) * plan.lanes)), before);
        lanes.mask = e.mask(plan.lanes, lanes.valid);
        lanes.size = plan.sizeOf(plan.lane);
      }
    }
    columns.push_back(lanes);
  }
  return columns;
}

Value contraction::multiplyAdd(Emit &e, const Plan &plan, Value x, Value y, Value sum) {
  if (plan.pairs() && getElementTypeOrSelf(x).isBF16())
    return x86vector::DotBF16Op::create(e.b, e.loc, sum.getType(), sum, x, y);
  if (isa<FloatType>(plan.p.accumulator))
    return multiplyAdd(e, plan.target, x, y, sum);
  return arith::AddIOp::create(e.b, e.loc, arith::MulIOp::create(e.b, e.loc, x, y), sum);
}

Value contraction::initialValue(Emit &e, const Plan &plan, const LoopIndices &at, const Lanes &lanes) {
  LaneValue value;
  if (!plan.p.init) {
    value = loadLanes(e, plan.p.out, at, lanes);
  } else {
    value = emitStage(e, *plan.p.init, at, lanes).front();
    // Starting from zero is common: say so.
    if (value.isUniform() && (matchPattern(value.value, m_PosZeroFloat()) || matchPattern(value.value, m_Zero())))
      return {};
  }
  BodyEmitter body(e.b, e.loc, lanes.count, lanes.mask);
  return convertFloat(e, body.materialize(value), plan.p.accumulator);
}

void contraction::finish(Emit &e, const Plan &plan, const LoopIndices &at, const Lanes &lanes, Value sum) {
  const Problem &p = plan.p;
  SmallVector<Carried, 2> carried;
  carried.push_back({p.out, LaneValue::of(convertFloat(e, sum, p.out.type().getElementType()))});
  if (p.keepOut)
    storeLanes(e, carried.back().value.value, p.out, at, lanes);
  BodyEmitter body(e.b, e.loc, lanes.count, lanes.mask);
  for (const Stage &stage : p.epilogue) {
    SmallVector<LaneValue> results = emitStage(e, stage, at, lanes, carried);
    for (auto [i, result] : llvm::enumerate(results)) {
      if (stage.keep[i])
        storeLanes(e, body.materialize(result), stage.outs[i], at, lanes);
      carried.push_back({stage.outs[i], result});
    }
  }
}

Value contraction::add(Emit &e, Value x, Value y) {
  if (isa<FloatType>(getElementTypeOrSelf(x)))
    return arith::AddFOp::create(e.b, e.loc, x, y);
  return arith::AddIOp::create(e.b, e.loc, x, y);
}

namespace {
/// One tile while it is being emitted.
class TileEmitter {
public:
  TileEmitter(Emit &e, const Plan &plan, const LoopIndices &at, const Tile &tile, const Source &vectorSource,
              const Source &rowSource)
      : e(e), plan(plan), at(at), tile(tile), vectorSource(vectorSource), rowSource(rowSource) {
    for (int64_t r = 0; r < tile.rows; ++r) {
      LoopIndices here(at);
      if (plan.row)
        here[*plan.row] = e.add(here[*plan.row], r);
      for (int64_t v = 0, n = tile.columns.size(); v < n; ++v) {
        positions.push_back(here);
        if (here[plan.lane])
          positions.back()[plan.lane] = e.add(here[plan.lane], v * plan.lanes);
      }
    }
    // The same from where a window begins.
    LoopIndices begins(at.size());
    for (const Source *s : {&vectorSource, &rowSource})
      for (auto [loop, value] : s->begin)
        begins[loop] = value;
    shifted = positions;
    for (unsigned loop = 0; loop < at.size(); ++loop) {
      if (!begins[loop] || !at[loop])
        continue;
      Value first = e.sub(at[loop], begins[loop]);
      for (int64_t i = 0, n = positions.size(); i < n; ++i) {
        int64_t step = loop == plan.row ? i / vectors() : loop == plan.lane ? i % vectors() * plan.lanes : 0;
        shifted[i][loop] = e.add(first, step);
      }
    }
  }

  void run() {
    SmallVector<Value> sums = reduce(0, start());
    if (plan.transposed)
      return finishTransposed(sums);
    for (int64_t r = 0; r < tile.rows; ++r)
      for (int64_t v = 0, n = tile.columns.size(); v < n; ++v)
        finish(e, plan, positions[r * n + v], tile.columns[v], sums[r * n + v]);
  }

private:
  int64_t vectors() const { return tile.columns.size(); }

  /// Whether the start values depend on the row, along which the output's vectors will run: then they are added there.
  bool startsLate() const {
    const std::optional<Stage> &init = plan.p.init;
    return plan.transposed && (!init || init->usesIndex() || init->uses(*plan.row));
  }

  /// Rows become lanes: vectors along the columns of the tile turn into shorter ones along its rows, one for each column.
  void finishTransposed(ArrayRef<Value> sums) {
    for (int64_t first = 0; first < tile.rows; first += plan.lanes) {
      int64_t rows = std::min(tile.rows - first, plan.lanes);
      int64_t width = llvm::bit_ceil<uint64_t>(rows);
      Lanes along{*plan.row, width};
      if (rows < width) {
        along.valid = e.constant(rows);
        along.mask = e.mask(width, along.valid);
        along.size = plan.sizeOf(*plan.row);
      }
      for (int64_t v = 0; v < vectors(); ++v) {
        SmallVector<Value> block;
        for (int64_t r = 0; r < width; ++r)
          block.push_back(sums[(first + std::min(r, rows - 1)) * vectors() + v]);
        block = transpose(e, block);
        for (int64_t j = 0; j < plan.lanes; ++j) {
          LoopIndices here = positions[first * vectors() + v];
          here[plan.lane] = e.add(here[plan.lane], j);
          Value sum = block[j * width / plan.lanes];
          if (width < plan.lanes) {
            SmallVector<int64_t> part = llvm::to_vector(llvm::seq<int64_t>(j * width % plan.lanes, j * width % plan.lanes + width));
            sum = width == 1 ? vector::ExtractOp::create(e.b, e.loc, sum, part[0]).getResult()
                             : vector::ShuffleOp::create(e.b, e.loc, sum, sum, part).getResult();
          }
          auto store = [&] {
            if (startsLate())
              if (Value init = initialValue(e, plan, here, along))
                sum = add(e, sum, init);
            finish(e, plan, here, along, sum);
          };
          const Lanes &column = tile.columns[v];
          if (column.valid)
            e.ifThen(e.lessThan(e.constant(j), column.valid), store);
          else
            store();
        }
      }
    }
  }

  SmallVector<Value> start() {
    if (startsLate())
      return SmallVector<Value>(tile.rows * vectors(), e.zero(plan.p.accumulator, plan.lanes > 1 ? plan.lanes : 0));
    // A bias is the same in all rows: one vector for each column of the tile.
    bool usesRow = true;
    if (plan.p.init && !plan.p.init->usesIndex())
      usesRow = plan.row && plan.p.init->uses(*plan.row);
    SmallVector<Value> sums;
    for (int64_t i = 0, n = tile.rows * vectors(); i < n; ++i) {
      if (i >= vectors() && !usesRow) {
        sums.push_back(sums[i - vectors()]);
        continue;
      }
      Value value = initialValue(e, plan, positions[i], tile.columns[i % vectors()]);
      sums.push_back(value ? value : e.zero(plan.p.accumulator, plan.lanes > 1 ? plan.lanes : 0));
    }
    return sums;
  }

  /// The loops of the sum from `depth` inwards.
  SmallVector<Value> reduce(size_t depth, SmallVector<Value> sums) {
    if (depth == plan.reduction.size())
      return step(sums);
    unsigned loop = plan.reduction[depth];
    auto body = [&](Value k, ValueRange args) {
      for (SmallVector<LoopIndices> *list : {&positions, &shifted})
        for (LoopIndices &position : *list)
          position[loop] = k;
      return reduce(depth + 1, llvm::to_vector(args));
    };
    if (!plan.unrolled[depth]) {
      int64_t unroll = depth + 1 == plan.reduction.size() ? plan.unroll : 1;
      Value size = plan.sizeOf(loop);
      if (plan.pairs())
        size = e.ceilDiv(size, e.constant(2));
      Value main = e.mul(e.floorDiv(size, e.constant(unroll)), unroll);
      sums = e.forLoop(e.constant(0), main, unroll, sums, [&](Value k, ValueRange args) {
        SmallVector<Value> partial = llvm::to_vector(args);
        for (int64_t u = 0; u < unroll; ++u)
          partial = body(e.add(k, u), partial);
        return partial;
      });
      return e.forLoop(main, size, 1, sums, body);
    }
    for (int64_t k = 0, n = *Emit::known(plan.sizeOf(loop)); k < n; ++k)
      sums = body(e.constant(k), sums);
    return sums;
  }

  /// One product for each accumulator.
  SmallVector<Value> step(ArrayRef<Value> sums) {
    SmallVector<Value> results;
    DenseMap<int64_t, Value> vectorValues, rowValues;
    // The vectors first: they are shared by all rows.
    if (!(plan.row && usesRow(vectorSource)))
      for (int64_t v = 0; v < vectors(); ++v)
        (void)read(vectorSource, 0, v, vectorValues);
    prefetch();
    for (int64_t r = 0; r < tile.rows; ++r)
      for (int64_t v = 0; v < vectors(); ++v) {
        Value x = read(rowSource, r, v, rowValues), y = read(vectorSource, r, v, vectorValues);
        results.push_back(multiplyAdd(e, plan, x, y, sums[r * vectors() + v]));
      }
    return results;
  }

  bool usesRow(const Source &s) const { return !s.panels && plan.row && s.stage->uses(*plan.row); }

  /// A factor at row `r` and vector `v`, loaded once for all rows or vectors that it is the same for.
  Value read(const Source &s, int64_t r, int64_t v, DenseMap<int64_t, Value> &seen) {
    int64_t key = (usesRow(s) ? r * vectors() : 0) + (s.panels || s.stage->uses(plan.lane) ? v : 0);
    Value &value = seen[key];
    if (value)
      return value;
    if (s.panels) {
      SmallVector<Value> indices(s.prefix);
      for (unsigned loop : plan.reduction)
        indices.push_back(positions.front()[loop]);
      // A lane of a panel of pairs is two numbers.
      int64_t width = plan.pairs() ? 2 * plan.lanes : plan.lanes;
      indices.push_back(e.constant(v * width));
      if (plan.lanes == 1)
        return value = memref::LoadOp::create(e.b, e.loc, s.panels, indices);
      Type element = cast<MemRefType>(s.panels.getType()).getElementType();
      return value = vector::LoadOp::create(e.b, e.loc, VectorType::get(width, element), s.panels, indices);
    }
    if (plan.pairs())
      return value = loadPair(e, plan, s.stage->ins.front(), positions[r * vectors() + v]);
    Lanes lanes = tile.columns[v];
    if (s.wholeVectors)
      lanes = Lanes{plan.lane, plan.lanes};
    const LoopIndices &place = (s.begin.empty() ? positions : shifted)[r * vectors() + v];
    LaneValue loaded = emitStage(e, *s.stage, place, lanes).front();
    return value = BodyEmitter(e.b, e.loc, lanes.count).materialize(loaded);
  }

  /// Asks for the panel some steps ahead (running on into the next one).
  void prefetch() {
    if (plan.prefetch == 0 || !vectorSource.panels)
      return;
    auto panels = cast<MemRefType>(vectorSource.panels.getType());
    int64_t perLine = 512 / CpuTarget::bits(panels.getElementType());
    for (int64_t v = 0; v < panels.getShape().back(); v += perLine) {
      SmallVector<Value> indices(vectorSource.prefix);
      for (unsigned loop : plan.reduction)
        indices.push_back(positions.front()[loop]);
      indices.back() = e.add(indices.back(), plan.prefetch);
      indices.push_back(e.constant(v));
      memref::PrefetchOp::create(e.b, e.loc, vectorSource.panels, indices, /*isWrite=*/false, /*localityHint=*/3,
                                 /*isDataCache=*/true);
    }
  }

  Emit &e;
  const Plan &plan;
  LoopIndices at;
  const Tile &tile;
  const Source &vectorSource, &rowSource;
  /// The loop indices of each vector of the tile, row by row.
  SmallVector<LoopIndices> positions, shifted;
};
} // namespace

void contraction::emitTile(Emit &e, const Plan &plan, const LoopIndices &at, const Tile &tile,
                           const Source &vectorSource, const Source &rowSource) {
  TileEmitter(e, plan, at, tile, vectorSource, rowSource).run();
}
