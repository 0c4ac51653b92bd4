//===- NextRow.cpp - the next row is fetched while this one is computed --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The loops of a row take turns: one only reads (a maximum) and waits for memory, one only computes (exponentials) while
// memory is idle. So the dearest loop of a row prefetches the same place of the next row. That row is found in the
// caches then, and the waiting is over before it begins. Only where a row is small beside the second-level cache: a
// longer one would be gone before its turn.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

/// Instructions of a body, at least, for memory to be idle meanwhile.
static constexpr int64_t kDear = 8;
static constexpr int64_t kLineBits = 512;

int64_t Emitter::costOf(const Item &item) const {
  int64_t cost = 0;
  for (unsigned s : item.stmts)
    cost += group.stmts[s].row->cost;
  return cost;
}

void Emitter::planNextRow(const Partition &p) {
  if (root.lane || p.rows.empty())
    return;
  unsigned row = p.rows.back();
  const Item *dearest = nullptr;
  for (const Item &child : root.children)
    if (child.lane && costOf(child) >= kDear && (!dearest || costOf(child) > costOf(*dearest)))
      dearest = &child;
  if (!dearest)
    return;
  unsigned lane = *dearest->lane;
  int64_t bits = 0;
  for (const Stmt &stmt : group.stmts) {
    for (const Access &a : stmt.accesses) {
      if (a.isScalar() || a.index.empty() || a.loopAt.back() != lane || !a.uses(row))
        continue;
      bool written = llvm::any_of(group.stmts, [&](const Stmt &other) {
        return llvm::any_of(other.accesses, [&](const Access &w) { return w.writes && mayAlias(w.base, a.base); });
      });
      bool known = llvm::any_of(ahead.accesses, [&](const Access *other) { return other->sameElement(a); });
      if (written || known)
        continue;
      ahead.accesses.push_back(&a);
      bits += CpuTarget::bits(a.elementType());
    }
  }
  if (ahead.accesses.empty())
    return;
  // How far the next row is: 0 where rows are too long.
  Value longest = constant(target.l2Bytes / 4 * 8 / bits), one = constant(1);
  Value isShort = b.createOrFold<arith::CmpIOp>(loc, arith::CmpIPredicate::ule, size(lane), longest);
  ahead.step = b.createOrFold<arith::SelectOp>(loc, isShort, one, constant(0));
  if (getConstantIntValue(ahead.step) == 0)
    return;
  ahead.row = row;
  ahead.last = b.createOrFold<arith::SubIOp>(loc, size(row), one);
  ahead.item = dearest;
}

void Emitter::prefetchNextRow(const Item &item) {
  if (ahead.item != &item || hasMask())
    return;
  Value here = index.lookup(ahead.row);
  Value next = arith::AddIOp::create(b, loc, here, ahead.step);
  index[ahead.row] = arith::MinSIOp::create(b, loc, next, ahead.last);
  for (const Access *a : ahead.accesses) {
    if (!isPlaced(*a))
      continue;
    int64_t perLine = std::max<int64_t>(1, kLineBits / (CpuTarget::bits(a->elementType()) * width));
    for (unsigned block = 0; block < numBlocks(); block += perLine) {
      auto [memref, at] = place(*a, block);
      SmallVector<Value> indices = llvm::map_to_vector(at, [](LaneValue v) { return v.value; });
      memref::PrefetchOp::create(b, loc, memref, indices, /*isWrite=*/false, /*localityHint=*/3, /*isDataCache=*/true);
    }
  }
  index[ahead.row] = here;
}
