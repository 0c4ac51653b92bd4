//===- Flash.cpp - attention over blocks of queries and keys -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Queries are the lanes: a block of 4 vectors of queries Q (64 of f32 with AVX-512) goes over the keys in blocks of 60,
// with the softmax kept up to date (Milakov and Gimelshein, "Online normalizer calculation for
// softmax", 2018; Dao et al., "FlashAttention", 2022):
//
//   QT = transpose(scale * Q)                             [E, 64], in the first level cache as all that follows
//   m = -inf, l = 0, OT = 0                               [64], [64], [V, 64]
//   for a block of keys K, values V:
//     ST = K QT + mask                                    [keys, 64]
//     m' = max(m, columns of ST), a = exp(m - m')
//     PT = exp(ST - m'), l = l a + sum of PT's columns
//     OT = OT a + V^T PT
//   O = transpose(OT / l)
//
// Both products are tiles of accumulators that multiply a vector of queries with a broadcast element of K or V as it
// lies in memory: nothing is packed, and maxima and sums are taken lane by lane. Only Q and O are transposed. A causal
// block of queries ends at its last visible key. What is masked contributes exp(-inf) = 0; a query without any key has
// l = 0 and gives 0.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Flash.h"

#include "../Contraction/Pack.h"
#include "Mask.h"
#include "nnf/Codegen/Math/Emit.h"
#include "nnf/Codegen/Math/Exp.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::attention;
using contraction::Emit;

/// Multiply-adds of a task: at least this many.
static constexpr int64_t smallestTask = 1 << 17;
/// Keys of a block: their scores for 64 queries take a third of the first level cache. A multiple of the usual tiles.
static constexpr int64_t keyBlock = 60;

/// exp(x) for x that is not positive. What is below the normal numbers is 0, as it is to PyTorch: beside the largest
/// weight, which is 1, it does not count, and denormal numbers are slow.
static Value emitWeight(Emit &e, const CpuTarget &target, Value x) {
  using vecmath::IRLane;
  // Scaling by a power of two stays arithmetic here, which nnf-expand-math knows by its form.
  MathTarget math;
  math.fma = target.vectorBits >= 256;
  vecmath::LaneEmitter lanes(e.b, e.loc, x.getType(), math);
  return withPrecision(IRLane(lanes, x), [&](auto precision) {
    IRLane given(lanes, x), lowest = lanes.isF32() ? -87.3365 : -708.396;
    vecmath::IRMask gone = given < lowest;
    auto parts = vecmath::detail::expParts<decltype(precision)>(select(gone, lowest, given));
    return select(gone, IRLane(0.0), scaleByPow2(1.0 + parts.s, parts.n)).valueIn(lanes);
  });
}

namespace {
class FlashEmitter {
public:
  /// For blocks of `vectors` vectors of queries.
  FlashEmitter(Emit &e, const Problem &p, const CpuTarget &target, int64_t vectors)
      : e(e), p(p), target(target), lanes(target.lanes(p.compute)), rank(p.batch.size()), vectors(vectors),
        block(vectors * lanes) {
    queries = sizeOf(p.query, rank);
    width = sizeOf(p.query, rank + 1);
    keys = sizeOf(p.key, rank);
    columns = sizeOf(p.value, rank + 1);
    // Accumulators, beside them a vector of each column and a broadcast. The more columns, the fewer loads.
    tileRows = target.vectorRegisters >= 32 ? 24 / std::max<int64_t>(vectors, 2) : target.vectorBits >= 256 ? 6 : 4;
    narrow = elementOf(p.key) != p.compute;
  }

  void run();

private:
  static Type elementOf(Value memref) { return cast<MemRefType>(memref.getType()).getElementType(); }
  Value sizeOf(Value memref, int64_t d) {
    auto type = cast<MemRefType>(memref.getType());
    if (!type.isDynamicDim(d))
      return e.constant(type.getDimSize(d));
    return memref::DimOp::create(e.b, e.loc, memref, d);
  }
  Value roundUp(Value v) { return e.mul(e.ceilDiv(v, e.constant(lanes)), lanes); }
  VectorType vectorType() const { return VectorType::get(lanes, p.compute); }
  Value splatOf(double v) {
    return arith::ConstantOp::create(e.b, e.loc, DenseElementsAttr::get(vectorType(), e.b.getFloatAttr(p.compute, v)));
  }

  Value allocate(Value rows, Value columns) {
    auto r = Emit::known(rows), c = Emit::known(columns);
    SmallVector<Value> dynamic;
    if (!r)
      dynamic.push_back(rows);
    if (!c)
      dynamic.push_back(columns);
    auto type = MemRefType::get({r.value_or(ShapedType::kDynamic), c.value_or(ShapedType::kDynamic)}, p.compute);
    return memref::AllocOp::create(e.b, e.loc, type, dynamic, e.b.getI64IntegerAttr(64));
  }
  /// Vector `v` of a row of a buffer [.., block].
  Value loadPart(Value buffer, Value row, int64_t v) {
    return vector::LoadOp::create(e.b, e.loc, vectorType(), buffer, ValueRange{row, e.constant(v * lanes)});
  }
  void storePart(Value x, Value buffer, Value row, int64_t v) {
    vector::StoreOp::create(e.b, e.loc, x, buffer, ValueRange{row, e.constant(v * lanes)});
  }

  /// The batch indices of an operand.
  SmallVector<Value> batchOf(Value memref, ArrayRef<Value> at, bool isShared) {
    auto type = cast<MemRefType>(memref.getType());
    SmallVector<Value> indices;
    for (int64_t d = 0; d < rank; ++d) {
      if (type.getDimSize(d) == 1)
        indices.push_back(e.constant(0));
      else if (isShared && p.shared > 1 && d == rank - 1)
        indices.push_back(e.floorDiv(at[d], e.constant(p.shared)));
      else
        indices.push_back(at[d]);
    }
    return indices;
  }

  /// The larger of two vectors in one instruction. A NaN may get lost: the exponential function brings it back.
  Value greater(Value x, Value y) {
    Value isGreater = arith::CmpFOp::create(e.b, e.loc, arith::CmpFPredicate::OGT, x, y);
    return arith::SelectOp::create(e.b, e.loc, isGreater, x, y);
  }

  Value widen(Value v) { return contraction::convertFloat(e, v, p.compute); }
  /// A vector of a row; with `valid`, zeros from that lane on.
  Value loadRow(Value memref, ArrayRef<Value> indices, Value valid) {
    Type element = elementOf(memref);
    auto type = VectorType::get(lanes, element);
    if (!valid)
      return widen(vector::LoadOp::create(e.b, e.loc, type, memref, indices));
    return widen(vector::MaskedLoadOp::create(e.b, e.loc, type, memref, indices, e.mask(lanes, valid),
                                              e.zero(element, lanes)));
  }
  /// Calls `body` for whole vectors along [0, size), and with the number of lanes that exist for the rest.
  void alongRow(Value size, llvm::function_ref<void(Value, Value)> body) {
    Value main = e.mul(e.floorDiv(size, e.constant(lanes)), lanes);
    e.forLoop(e.constant(0), main, lanes, [&](Value i) { body(i, {}); });
    e.forLoop(main, size, lanes, [&](Value i) { body(i, e.sub(size, i)); });
  }

  void emitBlock(Value i);
  void loadQueries(ArrayRef<Value> at);
  SmallVector<Value> emitKeys(ArrayRef<Value> at, Value first, Value count, ValueRange state);
  void multiply(Value count, Value depth, llvm::function_ref<Value(Value, int64_t)> start,
                llvm::function_ref<Value(Value, Value)> scalar, Value factor, Value result);
  void hideLaterKeys(Value first, Value count);
  void storeResult(ArrayRef<Value> at, ValueRange sums);
  Value widenRows(Value memref, ArrayRef<Value> at, Value first, Value count, Value size, Value buffer);

  Emit &e;
  const Problem &p;
  const CpuTarget &target;
  int64_t lanes, rank, vectors, block, tileRows;
  bool narrow;
  Value queries, keys, width, columns;
  /// Workspace of a task: QT, ST, OT; keys and values in the compute type.
  Value scaledQueries, scores, result, wideKeys, wideValues;
  /// 1 / l, and a vector's width of columns of O.
  Value factors, turned;
  std::optional<MaskEmitter> mask;
  /// The first query of the block.
  Value firstQuery;
};
} // namespace

void FlashEmitter::run() {
  Value perBatch = e.ceilDiv(queries, e.constant(block)), count = perBatch;
  for (Value size : p.batch)
    count = e.mul(count, size);
  Value work = e.max(e.mul(e.mul(keys, e.add(width, columns)), block), e.constant(1));
  Value group = e.max(e.floorDiv(e.constant(smallestTask), work), e.constant(1));
  e.forall(e.ceilDiv(count, group), [&](Value task) {
    scaledQueries = allocate(roundUp(width), e.constant(block));
    scores = allocate(roundUp(e.min(keys, e.constant(keyBlock))), e.constant(block));
    result = allocate(roundUp(columns), e.constant(block));
    factors = allocate(e.constant(1), e.constant(block));
    turned = allocate(e.constant(block), e.constant(lanes));
    SmallVector<Value> buffers{scaledQueries, scores, result, factors, turned};
    if (narrow) {
      Value rows = e.min(keys, e.constant(keyBlock));
      wideKeys = allocate(rows, roundUp(width));
      wideValues = allocate(rows, roundUp(columns));
      buffers.append({wideKeys, wideValues});
    }
    if (p.mask) {
      mask.emplace(e, p.mask, p.compute, lanes, vectors, queries);
      mask->allocate(buffers);
    }
    Value first = e.mul(task, group);
    if (Emit::known(group) == 1)
      emitBlock(first);
    else
      e.forLoop(first, e.min(e.add(first, group), count), 1, [&](Value i) { emitBlock(i); });
    for (Value buffer : llvm::reverse(buffers))
      memref::DeallocOp::create(e.b, e.loc, buffer);
  });
}

void FlashEmitter::emitBlock(Value i) {
  Value perBatch = e.ceilDiv(queries, e.constant(block));
  firstQuery = e.mul(e.rem(i, perBatch), block);
  i = e.floorDiv(i, perBatch);
  SmallVector<Value> at(rank);
  for (int64_t d = rank; d-- > 0;) {
    at[d] = d == 0 ? i : e.rem(i, p.batch[d]);
    i = d == 0 ? i : e.floorDiv(i, p.batch[d]);
  }
  loadQueries(at);
  Value zero = e.zero(p.compute, lanes);
  e.forLoop(e.constant(0), columns, 1, [&](Value d) {
    for (int64_t v = 0; v < vectors; ++v)
      storePart(zero, result, d, v);
  });
  if (mask)
    mask->beginBlock(at, firstQuery);
  Value end = p.causal ? e.min(keys, e.add(firstQuery, block)) : keys;
  // Maxima, then sums.
  SmallVector<Value> state(vectors, splatOf(-std::numeric_limits<double>::infinity()));
  state.append(vectors, zero);
  auto count = Emit::known(end);
  state = e.forLoop(e.constant(0), end, keyBlock, state, [&](Value first, ValueRange now) {
    Value left = count && *count % keyBlock == 0 ? e.constant(keyBlock) : e.min(e.sub(end, first), e.constant(keyBlock));
    return emitKeys(at, first, left, now);
  });
  storeResult(at, ArrayRef(state).drop_front(vectors));
}

/// QT. Lanes behind the last query repeat it.
void FlashEmitter::loadQueries(ArrayRef<Value> at) {
  Value scale = e.splat(p.scale, lanes), last = e.sub(queries, e.constant(1));
  auto known = Emit::known(queries);
  SmallVector<Value> prefix = batchOf(p.query, at, /*isShared=*/false);
  e.forLoop(e.constant(0), e.constant(block), lanes, [&](Value part) {
    alongRow(width, [&](Value i, Value valid) {
      SmallVector<Value> rows;
      for (int64_t r = 0; r < lanes; ++r) {
        SmallVector<Value> indices(prefix);
        Value query = e.add(e.add(firstQuery, part), r);
        indices.push_back(known && *known % block == 0 ? query : e.min(query, last));
        indices.push_back(i);
        rows.push_back(arith::MulFOp::create(e.b, e.loc, loadRow(p.query, indices, valid), scale));
      }
      for (auto [r, x] : llvm::enumerate(contraction::transpose(e, rows)))
        vector::StoreOp::create(e.b, e.loc, x, scaledQueries, ValueRange{e.add(i, r), part});
    });
  });
}

/// Rows [first, first + count) of a matrix in the compute type.
Value FlashEmitter::widenRows(Value memref, ArrayRef<Value> at, Value first, Value count, Value size, Value buffer) {
  SmallVector<Value> prefix = batchOf(memref, at, /*isShared=*/true);
  e.forLoop(e.constant(0), count, 1, [&](Value row) {
    SmallVector<Value> indices(prefix);
    indices.append({e.add(first, row), Value()});
    alongRow(size, [&](Value i, Value valid) {
      indices.back() = i;
      vector::StoreOp::create(e.b, e.loc, loadRow(memref, indices, valid), buffer, ValueRange{row, i});
    });
  });
  return buffer;
}

/// result[r, :] = start(r, v) + sum over k in [0, depth) of scalar(r, k) * factor[k, :] for r in [0, count).
void FlashEmitter::multiply(Value count, Value depth, llvm::function_ref<Value(Value, int64_t)> start,
                            llvm::function_ref<Value(Value, Value)> scalar, Value factor, Value result) {
  auto tile = [&](Value first, int64_t rows) {
    SmallVector<Value> sums;
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        sums.push_back(start(e.add(first, r), v));
    auto step = [&](Value k, ValueRange now) {
      SmallVector<Value> parts, next;
      for (int64_t v = 0; v < vectors; ++v)
        parts.push_back(loadPart(factor, k, v));
      for (int64_t r = 0; r < rows; ++r) {
        Value x = e.splat(scalar(e.add(first, r), k), lanes);
        for (int64_t v = 0; v < vectors; ++v)
          next.push_back(contraction::multiplyAdd(e, target, x, parts[v], now[r * vectors + v]));
      }
      return next;
    };
    // Two steps at a time: fewer counters beside the multiply-adds.
    constexpr int64_t unroll = 2;
    Value main = e.mul(e.floorDiv(depth, e.constant(unroll)), unroll);
    sums = e.forLoop(e.constant(0), main, unroll, sums, [&](Value k, ValueRange now) {
      SmallVector<Value> next = step(k, now);
      for (int64_t u = 1; u < unroll; ++u)
        next = step(e.add(k, u), next);
      return next;
    });
    sums = e.forLoop(main, depth, 1, sums, step);
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t v = 0; v < vectors; ++v)
        storePart(sums[r * vectors + v], result, e.add(first, r), v);
  };
  if (auto known = Emit::known(count)) {
    // Tiles that differ by one row at most.
    int64_t tiles = llvm::divideCeil(*known, tileRows);
    if (tiles == 0)
      return;
    int64_t rows = *known / tiles, wider = *known % tiles;
    Value split = e.constant(wider * (rows + 1));
    e.forLoop(e.constant(0), split, rows + 1, [&](Value r) { tile(r, rows + 1); });
    e.forLoop(split, count, rows, [&](Value r) { tile(r, rows); });
    return;
  }
  Value done = e.constant(0);
  for (int64_t rows : {tileRows, int64_t(4), int64_t(1)}) {
    if (rows == 4 && tileRows <= 4)
      continue;
    Value end = rows == 1 ? count : e.add(done, e.mul(e.floorDiv(e.sub(count, done), e.constant(rows)), rows));
    e.forLoop(done, end, rows, [&](Value r) { tile(r, rows); });
    done = end;
  }
}

/// Scores of keys behind their query become -inf.
void FlashEmitter::hideLaterKeys(Value first, Value count) {
  auto i32 = VectorType::get(lanes, e.b.getI32Type());
  Value never = splatOf(-std::numeric_limits<double>::infinity());
  SmallVector<Value> query;
  for (int64_t v = 0; v < vectors; ++v) {
    SmallVector<int32_t> numbers = llvm::to_vector(llvm::seq<int32_t>(v * lanes, (v + 1) * lanes));
    Value lane = arith::ConstantOp::create(e.b, e.loc, DenseElementsAttr::get(i32, ArrayRef<int32_t>(numbers)));
    Value base = e.splat(arith::IndexCastOp::create(e.b, e.loc, e.b.getI32Type(), firstQuery), lanes);
    query.push_back(arith::AddIOp::create(e.b, e.loc, base, lane));
  }
  Value begin = e.sub(e.max(first, e.add(firstQuery, 1)), first);
  e.forLoop(begin, count, 1, [&](Value k) {
    Value key = e.splat(arith::IndexCastOp::create(e.b, e.loc, e.b.getI32Type(), e.add(first, k)), lanes);
    for (int64_t v = 0; v < vectors; ++v) {
      Value sees = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::sle, key, query[v]);
      storePart(arith::SelectOp::create(e.b, e.loc, sees, loadPart(scores, k, v), never), scores, k, v);
    }
  });
}

/// Keys [first, first + count): returns the new maxima and sums.
SmallVector<Value> FlashEmitter::emitKeys(ArrayRef<Value> at, Value first, Value count, ValueRange state) {
  auto rowsOf = [&](Value memref, Value size, Value wide) {
    if (narrow)
      widenRows(memref, at, first, count, size, wide);
    SmallVector<Value> prefix = narrow ? SmallVector<Value>() : batchOf(memref, at, /*isShared=*/true);
    return [this, prefix, memref, wide, first](Value row, Value column) -> Value {
      SmallVector<Value> indices(prefix);
      indices.append({narrow ? row : e.add(first, row), column});
      return memref::LoadOp::create(e.b, e.loc, narrow ? wide : memref, indices);
    };
  };
  auto key = rowsOf(p.key, width, wideKeys);
  multiply(
      count, width, [&](Value, int64_t) { return e.zero(p.compute, lanes); },
      [&](Value row, Value k) { return key(row, k); }, scaledQueries, scores);
  if (mask)
    mask->apply(scores, first, count);
  if (p.causal)
    hideLaterKeys(first, count);

  SmallVector<Value> maxima = e.forLoop(e.constant(0), count, 1, state.take_front(vectors), [&](Value k, ValueRange now) {
    SmallVector<Value> next;
    for (int64_t v = 0; v < vectors; ++v)
      next.push_back(greater(now[v], loadPart(scores, k, v)));
    return next;
  });
  // Where nothing has been seen yet, -inf minus -inf would be no number.
  Value never = splatOf(-std::numeric_limits<double>::infinity()), zero = e.zero(p.compute, lanes);
  SmallVector<Value> offset, decay;
  for (int64_t v = 0; v < vectors; ++v) {
    Value none = arith::CmpFOp::create(e.b, e.loc, arith::CmpFPredicate::OEQ, maxima[v], never);
    offset.push_back(arith::SelectOp::create(e.b, e.loc, none, zero, maxima[v]));
    decay.push_back(emitWeight(e, target, arith::SubFOp::create(e.b, e.loc, state[v], offset[v])));
  }
  SmallVector<Value> sums(vectors, zero);
  auto weigh = [&](Value k, ValueRange now) {
    SmallVector<Value> next;
    for (int64_t v = 0; v < vectors; ++v) {
      Value x = arith::SubFOp::create(e.b, e.loc, loadPart(scores, k, v), offset[v]);
      x = emitWeight(e, target, x);
      storePart(x, scores, k, v);
      next.push_back(arith::AddFOp::create(e.b, e.loc, now[v], x));
    }
    return next;
  };
  sums = e.forLoop(e.constant(0), count, 1, sums, weigh);

  auto value = rowsOf(p.value, columns, wideValues);
  multiply(
      columns, count,
      [&](Value row, int64_t v) {
        return arith::MulFOp::create(e.b, e.loc, loadPart(result, row, v), decay[v]).getResult();
      },
      [&](Value row, Value k) { return value(k, row); }, scores, result);

  for (int64_t v = 0; v < vectors; ++v)
    sums[v] = contraction::multiplyAdd(e, target, state[vectors + v], decay[v], sums[v]);
  maxima.append(sums);
  return maxima;
}

/// O: OT / l, transposed in blocks into rows of their own, of which the existing ones are copied.
void FlashEmitter::storeResult(ArrayRef<Value> at, ValueRange sums) {
  Value one = splatOf(1), zero = e.zero(p.compute, lanes);
  for (auto [v, sum] : llvm::enumerate(sums)) {
    Value none = arith::CmpFOp::create(e.b, e.loc, arith::CmpFPredicate::OEQ, sum, zero);
    Value divisor = arith::SelectOp::create(e.b, e.loc, none, one, sum);
    storePart(arith::DivFOp::create(e.b, e.loc, one, divisor), factors, e.constant(0), v);
  }
  Type element = elementOf(p.out);
  auto known = Emit::known(queries);
  bool exact = known && *known % block == 0;
  Value left = exact ? e.constant(block) : e.min(e.sub(queries, firstQuery), e.constant(block));
  SmallVector<Value> prefix = batchOf(p.out, at, /*isShared=*/false);
  alongRow(columns, [&](Value i, Value valid) {
    e.forLoop(e.constant(0), e.constant(block), lanes, [&](Value part) {
      Value scale = vector::LoadOp::create(e.b, e.loc, vectorType(), factors, ValueRange{e.constant(0), part});
      SmallVector<Value> rows;
      for (int64_t r = 0; r < lanes; ++r) {
        Value x = vector::LoadOp::create(e.b, e.loc, vectorType(), result, ValueRange{e.add(i, r), part});
        rows.push_back(arith::MulFOp::create(e.b, e.loc, x, scale));
      }
      for (auto [r, x] : llvm::enumerate(contraction::transpose(e, rows)))
        vector::StoreOp::create(e.b, e.loc, x, turned, ValueRange{e.add(part, r), e.constant(0)});
    });
    e.forLoop(e.constant(0), left, 1, [&](Value q) {
      SmallVector<Value> indices(prefix);
      indices.append({e.add(firstQuery, q), i});
      Value x = vector::LoadOp::create(e.b, e.loc, vectorType(), turned, ValueRange{q, e.constant(0)});
      x = contraction::convertFloat(e, x, element);
      if (valid)
        vector::MaskedStoreOp::create(e.b, e.loc, p.out, indices, e.mask(lanes, valid), x);
      else
        vector::StoreOp::create(e.b, e.loc, x, p.out, indices);
    });
  });
}

void attention::emitFlash(Emit &e, const Problem &problem, const CpuTarget &target) {
  auto type = cast<MemRefType>(problem.query.getType());
  int64_t lanes = target.lanes(problem.compute), dim = type.getRank() - 2;
  int64_t most = target.vectorRegisters >= 32 ? 4 : 2;
  if (!type.isDynamicDim(dim)) {
    int64_t wanted = llvm::divideCeil(type.getDimSize(dim), lanes);
    return FlashEmitter(e, problem, target, std::clamp<int64_t>(wanted, 1, most)).run();
  }
  // One query at a time, as when text is generated, or many.
  Value size = memref::DimOp::create(e.b, e.loc, problem.query, dim);
  auto op = scf::IfOp::create(e.b, e.loc, e.lessThan(size, e.constant(lanes + 1)), /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(e.b);
  e.b.setInsertionPointToStart(&op.getThenRegion().front());
  FlashEmitter(e, problem, target, 1).run();
  e.b.setInsertionPointToStart(&op.getElseRegion().front());
  FlashEmitter(e, problem, target, most).run();
}
