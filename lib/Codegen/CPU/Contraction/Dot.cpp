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
//===--------------------------------------------------------------------------------------------------------===//
#include "Pack.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// Multiply-adds of a task.
static constexpr int64_t smallestTask = 1 << 17;

/// The sums of the lanes of each vector, as one vector: a power of two of them, at most the number of lanes. Neighbours are
/// interleaved and added until one vector is left, then its halves.
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
    if (rows > mostRows + 2 || rows == 0)
      rows = llvm::divideCeil(rows, llvm::divideCeil(std::max<int64_t>(rows, 1), mostRows));
    columns = std::clamp<int64_t>((registers - 2) / (rows + 1), 1, std::min<int64_t>(8, plan.lanes));
    columns = llvm::bit_floor<uint64_t>(columns);
    if (auto n = Emit::known(plan.sizeOf(plan.lane)))
      columns = std::min<int64_t>(columns, llvm::bit_ceil<uint64_t>(*n));
  }

  void run() {
    Value depth = e.constant(1), count = e.constant(1);
    for (unsigned l : plan.reduction)
      depth = e.mul(depth, plan.sizeOf(l));
    Value total = plan.row ? plan.sizeOf(*plan.row) : e.constant(1);
    rowTiles = e.ceilDiv(total, e.constant(rows));
    // Columns of a block: enough work for a task, whole vectors.
    Value perColumn = e.max(e.mul(depth, rows), e.constant(1));
    Value n = plan.sizeOf(plan.lane);
    Value vectors = e.ceilDiv(e.floorDiv(e.constant(smallestTask / plan.lanes), perColumn), e.constant(1));
    vectors = e.min(e.max(vectors, e.constant(1)), e.constant(16));
    width = e.mul(e.min(vectors, e.ceilDiv(n, e.constant(plan.lanes))), plan.lanes);
    Value blocks = e.ceilDiv(n, e.max(width, e.constant(1)));
    count = e.mul(blocks, rowTiles);
    for (unsigned l : plan.outer)
      count = e.mul(count, plan.sizeOf(l));
    Value blockWork = e.max(e.mul(perColumn, width), e.constant(1));
    Value group = e.max(e.floorDiv(e.constant(smallestTask), blockWork), e.constant(1));
    group = e.min(group, e.max(count, e.constant(1)));
    e.forall(e.ceilDiv(count, group), [&](Value task) {
      Value first = e.mul(task, group);
      auto block = [&](Value i) { emitBlock(i, blocks); };
      if (Emit::known(group) == 1)
        block(first);
      else
        e.forLoop(first, e.min(e.add(first, group), count), 1, block);
    });
  }

private:
  void emitBlock(Value i, Value blocks) {
    LoopIndices at(plan.p.loops.size());
    auto next = [&](Value size) {
      Value index = e.rem(i, size);
      i = e.floorDiv(i, size);
      return index;
    };
    Value rowTile = next(rowTiles);
    Value block = plan.outer.empty() ? i : next(blocks);
    for (size_t o = plan.outer.size(); o-- > 0;)
      at[plan.outer[o]] = o == 0 ? i : next(plan.sizeOf(plan.outer[o]));
    Value column = e.mul(block, width);
    Value size = plan.sizeOf(plan.lane);
    Value end = e.min(e.sub(size, column), width);
    Value row = e.mul(rowTile, rows);

    // [rows][columns], with room for the last tile.
    SmallVector<int64_t> shape{rows, Emit::known(width).value_or(ShapedType::kDynamic)};
    SmallVector<Value> dynamic;
    if (ShapedType::isDynamic(shape[1]))
      dynamic.push_back(width);
    sums = memref::AllocOp::create(e.b, e.loc, MemRefType::get(shape, plan.p.accumulator), dynamic,
                                   e.b.getI64IntegerAttr(64));
    e.forLoop(e.constant(0), end, columns, [&](Value c) { emitTile(at, row, column, c); });

    // Through the epilogue.
    auto knownRows = plan.row ? Emit::known(plan.sizeOf(*plan.row)) : std::optional<int64_t>(1);
    Value valid = e.constant(rows);
    if (!knownRows || *knownRows % rows != 0)
      valid = e.min(e.sub(plan.sizeOf(*plan.row), row), valid);
    e.forLoop(e.constant(0), valid, 1, [&](Value r) {
      LoopIndices here(at);
      if (plan.row)
        here[*plan.row] = e.add(row, r);
      auto vector = [&](Value c, Value left) {
        here[plan.lane] = e.add(column, c);
        Lanes lanes = makeColumns(e, plan, 1, left).front();
        Value sum = vector::LoadOp::create(e.b, e.loc, VectorType::get(plan.lanes, plan.p.accumulator), sums,
                                           ValueRange{r, c});
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

  /// `rows` x `columns` sums, from column `c` of the block on.
  void emitTile(const LoopIndices &at, Value row, Value column, Value c) {
    auto knownRows = plan.row ? Emit::known(plan.sizeOf(*plan.row)) : std::optional<int64_t>(1);
    auto knownColumns = Emit::known(plan.sizeOf(plan.lane));
    SmallVector<LoopIndices> rowAt(rows, at), columnAt(columns, at);
    // Rows and columns behind the last one repeat it: their sums are not used.
    for (int64_t r = 0; plan.row && r < rows; ++r) {
      Value index = e.add(row, r);
      bool exact = knownRows && *knownRows % rows == 0;
      rowAt[r][*plan.row] = exact ? index : e.min(index, e.sub(plan.sizeOf(*plan.row), e.constant(1)));
    }
    for (int64_t j = 0; j < columns; ++j) {
      Value index = e.add(e.add(column, c), j);
      bool exact = knownColumns && *knownColumns % columns == 0;
      columnAt[j][plan.lane] = exact ? index : e.min(index, e.sub(plan.sizeOf(plan.lane), e.constant(1)));
    }
    SmallVector<Value> start(rows * columns, e.zero(plan.p.accumulator, plan.lanes));
    SmallVector<Value> vectors = reduce(0, rowAt, columnAt, start);
    for (int64_t r = 0; r < rows; ++r) {
      Value sum = addLanes(e, llvm::to_vector(ArrayRef(vectors).slice(r * columns, columns)));
      vector::StoreOp::create(e.b, e.loc, sum, sums, ValueRange{e.constant(r), c});
    }
  }

  /// The other reduction loops around, the contiguous one inside.
  SmallVector<Value> reduce(size_t depth, SmallVector<LoopIndices> &rowAt, SmallVector<LoopIndices> &columnAt,
                            SmallVector<Value> acc) {
    auto set = [&](unsigned l, Value k) {
      for (SmallVector<LoopIndices> *list : {&rowAt, &columnAt})
        for (LoopIndices &at : *list)
          at[l] = k;
    };
    if (depth == plan.reduction.size()) {
      Value size = plan.sizeOf(loop);
      Value main = e.mul(e.floorDiv(size, e.constant(plan.lanes)), plan.lanes);
      auto step = [&](Value k, ValueRange args, const Lanes &lanes) {
        set(loop, k);
        SmallVector<Value> weights, results;
        for (const LoopIndices &at : columnAt)
          weights.push_back(read(*plan.vectorFactor, at, lanes));
        for (auto [r, at] : llvm::enumerate(rowAt)) {
          Value x = read(*plan.rowFactor, at, lanes);
          for (int64_t j = 0; j < columns; ++j)
            results.push_back(multiplyAdd(e, plan, x, weights[j], args[r * columns + j]));
        }
        return results;
      };
      acc = e.forLoop(e.constant(0), main, plan.lanes, acc, [&](Value k, ValueRange args) {
        return step(k, args, Lanes{loop, plan.lanes});
      });
      // The rest, with zeros behind the end.
      return e.forLoop(main, size, plan.lanes, acc, [&](Value k, ValueRange args) {
        Value left = e.sub(size, k);
        return step(k, args, Lanes{loop, plan.lanes, left, e.mask(plan.lanes, left), size});
      });
    }
    unsigned l = plan.reduction[depth];
    if (l == loop)
      return reduce(depth + 1, rowAt, columnAt, acc);
    return e.forLoop(e.constant(0), plan.sizeOf(l), 1, acc, [&](Value k, ValueRange args) {
      set(l, k);
      return reduce(depth + 1, rowAt, columnAt, llvm::to_vector(args));
    });
  }

  Value read(const Stage &factor, const LoopIndices &at, const Lanes &lanes) {
    LaneValue value = emitStage(e, factor, at, lanes).front();
    return BodyEmitter(e.b, e.loc, lanes.count, lanes.mask).materialize(value);
  }

  Emit &e;
  Plan &plan;
  unsigned loop;
  int64_t rows, columns;
  Value rowTiles, width, sums;
};
} // namespace

void contraction::emitDot(Emit &e, Plan &plan) { DotEmitter(e, plan).run(); }
