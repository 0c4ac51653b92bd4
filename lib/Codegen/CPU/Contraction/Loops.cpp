//===- Loops.cpp - fewer, longer loops -------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Problem.h"

#include "mlir/Dialect/Utils/StaticValueUtils.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

namespace {
/// Views of buffers, each made once, so that equal accesses stay equal.
class Views {
public:
  Views(OpBuilder &b, Location loc) : b(b), loc(loc) {}

  Value collapse(Value memref, ArrayRef<ReassociationIndices> groups) {
    for (auto &[from, how, to] : made)
      if (from == memref && llvm::equal(how, groups))
        return to;
    Value to = memref::CollapseShapeOp::create(b, loc, memref, groups);
    made.emplace_back(memref, SmallVector<ReassociationIndices>(groups), to);
    return to;
  }

private:
  OpBuilder &b;
  Location loc;
  SmallVector<std::tuple<Value, SmallVector<ReassociationIndices>, Value>> made;
};
} // namespace

/// Groups of one dimension each, but for those in [first, last].
static SmallVector<ReassociationIndices> mergeDims(int64_t rank, int64_t first, int64_t last) {
  SmallVector<ReassociationIndices> groups;
  for (int64_t d = 0; d < rank; ++d) {
    if (d > first && d <= last)
      groups.back().push_back(d);
    else
      groups.push_back({d});
  }
  return groups;
}

namespace {
/// How a buffer is indexed by two loops that are to be joined.
struct JoinPlace {
  enum Kind { None, Unused, Neighbours, OneDimension } kind = None;
  int64_t dim = 0;
};
} // namespace

/// The loops occur not at all, or in two neighbouring dimensions that are contiguous, or as `size(inner) * outer + inner`.
static JoinPlace findJoin(const Problem &p, const Access &access, unsigned outer, unsigned inner) {
  auto uses = [&](const Linear &l) { return l.factor(outer) || l.factor(inner); };
  SmallVector<int64_t> dims;
  for (auto [i, l] : llvm::enumerate(access.index))
    if (uses(l))
      dims.push_back(i);
  if (dims.empty())
    return {JoinPlace::Unused, 0};
  const Linear &first = access.index[dims[0]];
  auto size = getConstantIntValue(p.loops[inner].size);
  if (dims.size() == 1 && size && first.factor(inner) != 0 && first.factor(outer) == *size * first.factor(inner))
    return {JoinPlace::OneDimension, dims[0]};
  if (dims.size() == 2 && dims[1] == dims[0] + 1 && first.isLoop(outer) && access.index[dims[1]].isLoop(inner) &&
      memref::CollapseShapeOp::isGuaranteedCollapsible(access.type(), mergeDims(access.index.size(), dims[0], dims[1])))
    return {JoinPlace::Neighbours, dims[0]};
  return {};
}

/// Joins two loops in one access where findJoin found a place.
static void join(Views &views, Access &access, JoinPlace place, unsigned outer, unsigned inner) {
  int64_t d = place.dim;
  if (place.kind == JoinPlace::OneDimension) {
    // factor * (size * outer + inner)
    int64_t factor = access.index[d].factor(inner);
    llvm::erase_if(access.index[d].terms, [&](const Term &t) { return t.loop == outer || t.loop == inner; });
    access.index[d].terms.push_back({outer, factor});
  }
  if (place.kind != JoinPlace::Neighbours)
    return;
  access.memref = views.collapse(access.memref, mergeDims(access.index.size(), d, d + 1));
  access.index.erase(access.index.begin() + d + 1);
}

std::optional<SmallVector<Access>> contraction::joinLoops(OpBuilder &b, const Problem &problem, const Stage &stage,
                                                          ArrayRef<unsigned> loops) {
  Views views(b, problem.root->getLoc());
  SmallVector<Access> accesses(stage.ins);
  for (Access &access : accesses) {
    if (!access)
      continue;
    // (0, 1) becomes 0, then (0, 2), and so on: only the inner loop's size counts.
    for (size_t i = 1; i < loops.size(); ++i) {
      JoinPlace place = findJoin(problem, access, loops[0], loops[i]);
      if (place.kind == JoinPlace::None || place.kind == JoinPlace::Unused)
        return std::nullopt;
      join(views, access, place, loops[0], loops[i]);
    }
  }
  return accesses;
}

static bool canJoin(Problem &p, unsigned outer, unsigned inner) {
  if (p.loops[outer].reduction != p.loops[inner].reduction || getConstantIntValue(p.loops[outer].size) == 1 ||
      getConstantIntValue(p.loops[inner].size) == 1)
    return false;
  auto indexed = [&](const Stage &s) {
    return s.usesIndex() &&
           llvm::any_of(s.indices, [&](const Linear &l) { return l.factor(outer) || l.factor(inner); });
  };
  if ((p.init && indexed(*p.init)) || llvm::any_of(p.epilogue, indexed))
    return false;
  bool ok = true, used = false;
  p.forEachAccess([&](Access &access) {
    JoinPlace place = findJoin(p, access, outer, inner);
    ok &= place.kind != JoinPlace::None;
    used |= place.kind != JoinPlace::Unused;
  });
  return ok && used;
}

void contraction::simplifyLoops(OpBuilder &b, Problem &p) {
  Location loc = p.root.getLoc();
  Views views(b, loc);
  // A loop of one iteration is index 0.
  p.forEachAccess([&](Access &access) {
    for (Linear &l : access.index)
      llvm::erase_if(l.terms, [&](const Term &t) { return getConstantIntValue(p.loops[t.loop].size) == 1; });
  });

  // Dimensions of size 1 behind the last one that is walked would hide that it is contiguous.
  p.forEachAccess([&](Access &access) {
    int64_t rank = access.index.size(), last = rank;
    while (last > 1 && access.index[last - 1].terms.empty() && access.type().getDimSize(last - 1) == 1)
      --last;
    SmallVector<ReassociationIndices> groups = mergeDims(rank, last - 1, rank - 1);
    if (last == rank || !memref::CollapseShapeOp::isGuaranteedCollapsible(access.type(), groups))
      return;
    access.memref = views.collapse(access.memref, groups);
    access.index.truncate(last);
  });

  // (b, s) of [b, s, k] and [b, s, n] is one dimension of b * s rows.
  for (unsigned outer = 0; outer < p.loops.size(); ++outer) {
    for (unsigned inner = 0; inner < p.loops.size(); ++inner) {
      if (outer == inner || !canJoin(p, outer, inner))
        continue;
      // The joined loop takes the place of the outer one; the inner one is left with one iteration.
      p.forEachAccess([&](Access &access) {
        join(views, access, findJoin(p, access, outer, inner), outer, inner);
      });
      p.loops[outer].size = b.createOrFold<arith::MulIOp>(loc, p.loops[outer].size, p.loops[inner].size);
      p.loops[inner].size = b.createOrFold<arith::ConstantIndexOp>(loc, 1);
      outer = 0;
      inner = 0;
    }
  }
}
