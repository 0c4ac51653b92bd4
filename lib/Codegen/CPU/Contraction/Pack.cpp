//===- Pack.cpp - copies of a factor in the order in which tiles read it ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Weights lie as [N, K], a tile wants [N / 32][K][32]: square blocks are loaded along K, transposed in registers by
// log2(lanes) rounds of a perfect shuffle, and stored along N.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Pack.h"

#include "Pairs.h"
#include "nnf/Codegen/CPU/Contraction.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// Elements that a task of a copying loop should have at least.
static constexpr int64_t copyGrain = 1 << 15;

SmallVector<Value> contraction::transpose(Emit &e, SmallVector<Value> rows) {
  // Interleaving vectors q and q + half for all q rotates the bits of (row, lane) by one: after log2(rows) rounds the bits
  // of the row are the lowest ones.
  int64_t count = rows.size(), lanes = cast<VectorType>(rows[0].getType()).getNumElements();
  SmallVector<int64_t> low, high;
  for (int64_t i = 0; i < lanes / 2; ++i) {
    low.append({i, lanes + i});
    high.append({lanes / 2 + i, lanes + lanes / 2 + i});
  }
  for (int64_t round = 1; round < count; round *= 2) {
    SmallVector<Value> next;
    for (int64_t q = 0; q < count / 2; ++q) {
      next.push_back(vector::ShuffleOp::create(e.b, e.loc, rows[q], rows[q + count / 2], low));
      next.push_back(vector::ShuffleOp::create(e.b, e.loc, rows[q], rows[q + count / 2], high));
    }
    rows = std::move(next);
  }
  return rows;
}

Value contraction::allocPanels(Emit &e, const Plan &plan, ArrayRef<Value> prefix) {
  if (plan.pairs())
    return allocPairPanels(e, plan, prefix);
  SmallVector<Value> sizes(prefix);
  for (unsigned l : plan.reduction)
    sizes.push_back(plan.sizeOf(l));
  sizes.push_back(e.constant(plan.panel()));
  return e.allocate(plan.p.accumulator, sizes);
}

namespace {
class PanelPacker {
public:
  PanelPacker(Emit &e, const Plan &plan, const LoopIndices &at, Value column, Value panels, ArrayRef<Value> prefix)
      : e(e), plan(plan), at(at), column(column), panels(panels), prefix(prefix), ins(plan.vectorFactor->ins),
        reduction(plan.reduction) {
    for (unsigned l : plan.reduction)
      sizes.push_back(plan.sizeOf(l));
  }

  void run() {
    if (along(plan.lane)) {
      whole([&] { copyVectors(/*masked=*/false); }, [&] { copyVectors(/*masked=*/true); });
      return;
    }
    joinReduction();
    for (size_t i = 0; i < reduction.size(); ++i)
      if (plan.vectorFactor->uses(reduction[i]) && along(reduction[i]) &&
          Emit::known(sizes[i]).value_or(plan.lanes) >= plan.lanes) {
        whole([&] { copyBlocks(i); }, [&] { copyScalars({}); });
        return;
      }
    copyScalars({});
  }

private:
  bool along(unsigned loop) const {
    return llvm::all_of(ins, [&](const Access &in) { return !in || !in.uses(loop) || isContiguous(in, loop); });
  }

  /// Channels and window of a filter are one contiguous loop.
  void joinReduction() {
    if (reduction.size() < 2)
      return;
    std::optional<SmallVector<Access>> joined = joinLoops(e.b, plan.p, *plan.vectorFactor, reduction);
    if (!joined)
      return;
    ins = *joined;
    SmallVector<ReassociationIndices> groups;
    int64_t rank = prefix.size() + reduction.size() + 1;
    for (int64_t d = 0; d < rank; ++d) {
      if (d > static_cast<int64_t>(prefix.size()) && d + 1 < rank)
        groups.back().push_back(d);
      else
        groups.push_back({d});
    }
    panels = memref::CollapseShapeOp::create(e.b, e.loc, panels, groups);
    Value size = e.constant(1);
    for (Value s : sizes)
      size = e.mul(size, s);
    reduction.truncate(1);
    sizes = {size};
  }

  /// `full` where all columns exist, `part` for the last panel where they do not.
  void whole(llvm::function_ref<void()> full, llvm::function_ref<void()> part) {
    Value size = plan.sizeOf(plan.lane);
    if (auto known = Emit::known(size); known && *known % plan.panel() == 0)
      return full();
    Value fits = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::ule, e.add(column, plan.panel()), size);
    auto op = scf::IfOp::create(e.b, e.loc, fits, /*withElseRegion=*/true);
    OpBuilder::InsertionGuard guard(e.b);
    e.b.setInsertionPointToStart(&op.getThenRegion().front());
    full();
    e.b.setInsertionPointToStart(&op.getElseRegion().front());
    part();
  }

  /// Loops over all reduction loops but the one at position `without`.
  void overReduction(std::optional<size_t> without, llvm::function_ref<void()> body, size_t depth = 0) {
    if (depth == reduction.size())
      return body();
    if (depth == without)
      return overReduction(without, body, depth + 1);
    e.forLoop(e.constant(0), sizes[depth], 1, [&](Value k) {
      at[reduction[depth]] = k;
      overReduction(without, body, depth + 1);
    });
  }

  /// The indices of column `j` of the panel at the current reduction indices.
  SmallVector<Value> target(Value j) {
    SmallVector<Value> indices(prefix);
    for (unsigned loop : reduction)
      indices.push_back(at[loop]);
    indices.push_back(j);
    return indices;
  }

  /// Columns are contiguous: vectors are copied as they are.
  void copyVectors(bool masked) {
    Value valid = masked ? e.sub(plan.sizeOf(plan.lane), column) : Value();
    SmallVector<Lanes> columns = makeColumns(e, plan, plan.vectors, valid);
    overReduction(std::nullopt, [&] {
      for (auto [v, lanes] : llvm::enumerate(columns)) {
        LoopIndices here(at);
        here[plan.lane] = e.add(column, v * plan.lanes);
        Value value = load(here, lanes);
        vector::StoreOp::create(e.b, e.loc, value, panels, target(e.constant(v * plan.lanes)));
      }
    });
  }

  /// The factor is contiguous along reduction loop `i`: square blocks are transposed.
  void copyBlocks(size_t i) {
    auto known = Emit::known(sizes[i]);
    Value last = e.mul(e.floorDiv(sizes[i], e.constant(plan.lanes)), plan.lanes);
    overReduction(i, [&] {
      auto block = [&](Value k) {
        e.forLoop(e.constant(0), e.constant(plan.panel()), plan.lanes,
                  [&](Value j) { copyBlock(reduction[i], k, j); });
      };
      e.forLoop(e.constant(0), last, plan.lanes, block);
      // The rest: a block that overlaps the one before.
      if (known && *known % plan.lanes != 0)
        block(e.constant(*known - plan.lanes));
    });
    if (!known)
      copyScalars(std::make_pair(i, last));
  }

  void copyBlock(unsigned loop, Value k, Value j) {
    SmallVector<Value> rows;
    for (int64_t r = 0; r < plan.lanes; ++r) {
      LoopIndices here(at);
      here[loop] = k;
      here[plan.lane] = e.add(e.add(column, j), r);
      rows.push_back(load(here, Lanes{loop, plan.lanes}));
    }
    for (auto [i, row] : llvm::enumerate(transpose(e, rows))) {
      at[loop] = e.add(k, i);
      vector::StoreOp::create(e.b, e.loc, row, panels, target(j));
    }
  }

  /// Element by element; `from` restricts one reduction loop (by position) to its end.
  void copyScalars(std::optional<std::pair<size_t, Value>> from) {
    auto elements = [&] {
      e.forLoop(e.constant(0), e.constant(plan.panel()), 1, [&](Value j) {
        LoopIndices here(at);
        here[plan.lane] = e.min(e.add(column, j), e.sub(plan.sizeOf(plan.lane), e.constant(1)));
        Value value = load(here, Lanes{plan.lane, 1});
        memref::StoreOp::create(e.b, e.loc, value, panels, target(j));
      });
    };
    if (!from)
      return overReduction(std::nullopt, elements);
    overReduction(from->first, [&] {
      e.forLoop(from->second, sizes[from->first], 1, [&](Value k) {
        at[reduction[from->first]] = k;
        elements();
      });
    });
  }

  Value load(const LoopIndices &here, const Lanes &lanes) {
    Stage stage;
    stage.body = plan.vectorFactor->body;
    stage.ins = ins;
    LaneValue value = emitStage(e, stage, here, lanes).front();
    return BodyEmitter(e.b, e.loc, lanes.count).materialize(value);
  }

  Emit &e;
  const Plan &plan;
  LoopIndices at;
  Value column, panels;
  ArrayRef<Value> prefix;
  /// The factor's accesses and the reduction loops, joined where they can be.
  SmallVector<Access> ins;
  SmallVector<unsigned> reduction;
  SmallVector<Value> sizes;
};
} // namespace

void contraction::packPanel(Emit &e, const Plan &plan, const LoopIndices &at, Value column, Value panels,
                            ArrayRef<Value> prefix) {
  if (plan.pairs())
    return packPairPanel(e, plan, at, column, panels, prefix);
  PanelPacker(e, plan, at, column, panels, prefix).run();
}

Value contraction::packBefore(Emit &e, const Plan &plan, SmallVector<unsigned> &prefixLoops) {
  bool constant = isConstantFactor(*plan.vectorFactor);
  SmallVector<Value> sizes;
  for (unsigned l : plan.outer) {
    if (!plan.vectorFactor->uses(l))
      continue;
    prefixLoops.push_back(l);
    sizes.push_back(plan.sizeOf(l));
  }
  sizes.push_back(e.ceilDiv(plan.sizeOf(plan.lane), e.constant(plan.panel())));
  Value panels = allocPanels(e, plan, sizes);

  Value count = e.constant(1), elements = e.constant(plan.panel());
  for (Value size : sizes)
    count = e.mul(count, size);
  for (unsigned l : plan.reduction)
    elements = e.mul(elements, plan.sizeOf(l));
  Value group = e.ceilDiv(e.constant(copyGrain), e.max(elements, e.constant(1)));
  Value tasks = e.ceilDiv(count, group);
  Operation *loop = e.forall(
      tasks,
      [&](Value task) {
        Value first = e.mul(task, group);
        Value end = Emit::known(group) == 1 ? e.add(first, 1) : e.min(e.add(first, group), count);
        auto one = [&](Value item) {
          LoopIndices at(plan.p.loops.size());
          SmallVector<Value> prefix(sizes.size());
          for (size_t i = sizes.size(); i-- > 0;) {
            prefix[i] = i == 0 ? item : e.rem(item, sizes[i]);
            item = i == 0 ? item : e.floorDiv(item, sizes[i]);
          }
          for (auto [i, l] : llvm::enumerate(prefixLoops))
            at[l] = prefix[i];
          packPanel(e, plan, at, e.mul(prefix.back(), plan.panel()), panels, prefix);
        };
        if (Emit::known(group) == 1)
          one(first);
        else
          e.forLoop(first, end, 1, one);
      },
      /*always=*/constant);
  if (constant) {
    for (const Access &in : plan.vectorFactor->ins)
      if (in)
        markInit(in.memref);
    panels.getDefiningOp()->setAttr(initAttrName, e.b.getUnitAttr());
    if (loop)
      loop->setAttr(initAttrName, e.b.getUnitAttr());
  }
  return panels;
}

Access contraction::widenBefore(Emit &e, const Plan &plan) {
  const Stage &factor = *plan.rowFactor;
  const Access &in = *llvm::find_if(factor.ins, [](const Access &a) { return static_cast<bool>(a); });
  // The same stage over the dimensions of the buffer instead of the loops.
  int64_t rank = in.index.size();
  Access from{in.memref, {}};
  SmallVector<Value> sizes;
  Value rows = e.constant(1);
  for (int64_t d = 0; d < rank; ++d) {
    from.index.push_back(Linear{{Term{static_cast<unsigned>(d), 1}}, 0});
    Value size = in.type().isDynamicDim(d) ? memref::DimOp::create(e.b, e.loc, in.memref, d).getResult()
                                           : e.constant(in.type().getDimSize(d));
    sizes.push_back(size);
    if (d + 1 < rank)
      rows = e.mul(rows, size);
  }
  Access to{e.allocate(plan.p.accumulator, sizes), from.index};
  Stage stage;
  stage.body = factor.body;
  for (const Access &a : factor.ins)
    stage.ins.push_back(a ? from : Access());

  unsigned inner = rank - 1;
  Value length = sizes[inner];
  Value group = e.ceilDiv(e.constant(copyGrain), e.max(length, e.constant(1)));
  e.forall(e.ceilDiv(rows, group), [&](Value task) {
    Value first = e.mul(task, group);
    e.forLoop(first, e.min(e.add(first, group), rows), 1, [&](Value item) {
      LoopIndices at(rank);
      for (unsigned d = inner; d-- > 0;) {
        at[d] = d == 0 ? item : e.rem(item, sizes[d]);
        item = d == 0 ? item : e.floorDiv(item, sizes[d]);
      }
      auto copy = [&](Value i, const Lanes &lanes) {
        at[inner] = i;
        LaneValue value = emitStage(e, stage, at, lanes).front();
        storeLanes(e, BodyEmitter(e.b, e.loc, lanes.count).materialize(value), to, at, lanes);
      };
      Value main = e.mul(e.floorDiv(length, e.constant(plan.lanes)), plan.lanes);
      e.forLoop(e.constant(0), main, plan.lanes, [&](Value i) { copy(i, Lanes{inner, plan.lanes}); });
      e.forLoop(main, length, 1, [&](Value i) { copy(i, Lanes{inner, 1}); });
    });
  });
  return Access{to.memref, in.index};
}
