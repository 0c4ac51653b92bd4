//===- Access.cpp - buffers at linear functions of loop indices ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Problem.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

int64_t Linear::factor(unsigned loop) const {
  int64_t sum = 0;
  for (const Term &t : terms)
    if (t.loop == loop)
      sum += t.factor;
  return sum;
}

void Linear::add(const Linear &other, int64_t scale) {
  constant += scale * other.constant;
  for (const Term &t : other.terms) {
    auto same = llvm::find_if(terms, [&](const Term &mine) { return mine.loop == t.loop; });
    if (same == terms.end())
      terms.push_back({t.loop, scale * t.factor});
    else
      same->factor += scale * t.factor;
  }
  llvm::erase_if(terms, [](const Term &t) { return t.factor == 0; });
}

bool Access::uses(unsigned loop) const {
  return llvm::any_of(index, [&](const Linear &l) { return l.factor(loop) != 0; });
}

std::optional<int64_t> Access::stride(unsigned loop) const {
  SmallVector<int64_t> strides;
  int64_t offset;
  if (failed(type().getStridesAndOffset(strides, offset)))
    return std::nullopt;
  int64_t sum = 0;
  for (auto [l, s] : llvm::zip_equal(index, strides)) {
    int64_t f = l.factor(loop);
    if (f == 0)
      continue;
    if (ShapedType::isDynamic(s))
      return std::nullopt;
    sum += f * s;
  }
  return sum;
}

static bool sameIndex(const Linear &x, const Linear &y) {
  if (x.constant != y.constant)
    return false;
  auto covers = [](const Linear &p, const Linear &q) {
    return llvm::all_of(p.terms, [&](const Term &t) { return p.factor(t.loop) == q.factor(t.loop); });
  };
  return covers(x, y) && covers(y, x);
}

bool Access::operator==(const Access &other) const {
  return memref == other.memref && index.size() == other.index.size() &&
         llvm::all_of(llvm::zip_equal(index, other.index),
                      [](auto pair) { return sameIndex(std::get<0>(pair), std::get<1>(pair)); });
}

/// Adds `scale * e` to `out`; false if `e` is not linear.
static bool addLinear(AffineExpr e, int64_t scale, ArrayRef<Linear> loops, Linear &out) {
  if (auto d = dyn_cast<AffineDimExpr>(e)) {
    out.add(loops[d.getPosition()], scale);
    return true;
  }
  if (auto c = dyn_cast<AffineConstantExpr>(e)) {
    out.constant += scale * c.getValue();
    return true;
  }
  auto binary = dyn_cast<AffineBinaryOpExpr>(e);
  if (!binary)
    return false;
  if (e.getKind() == AffineExprKind::Add)
    return addLinear(binary.getLHS(), scale, loops, out) && addLinear(binary.getRHS(), scale, loops, out);
  if (e.getKind() != AffineExprKind::Mul)
    return false;
  if (auto c = dyn_cast<AffineConstantExpr>(binary.getRHS()))
    return addLinear(binary.getLHS(), scale * c.getValue(), loops, out);
  if (auto c = dyn_cast<AffineConstantExpr>(binary.getLHS()))
    return addLinear(binary.getRHS(), scale * c.getValue(), loops, out);
  return false;
}

/// An access to an expand_shape becomes one to its source: [g, f] of (g: ?, f: 4) is [4 * g + f]. Only the first size of a
/// group may be dynamic.
static void foldViews(Access &access) {
  for (;;) {
    if (auto collapse = access.memref.getDefiningOp<memref::CollapseShapeOp>()) {
      // collapse_shape(expand_shape(x)) is x, where it is undone as it was done.
      auto expand = collapse.getSrc().getDefiningOp<memref::ExpandShapeOp>();
      if (!expand || expand.getSrc().getType() != collapse.getType() ||
          expand.getReassociationIndices() != collapse.getReassociationIndices())
        return;
      access.memref = expand.getSrc();
      continue;
    }
    auto expand = access.memref.getDefiningOp<memref::ExpandShapeOp>();
    if (!expand)
      return;
    SmallVector<Linear, 4> index;
    for (const ReassociationIndices &group : expand.getReassociationIndices()) {
      Linear sum;
      for (int64_t d : group) {
        int64_t size = expand.getResultType().getDimSize(d);
        if (d != group.front() && ShapedType::isDynamic(size))
          return;
        Linear next;
        if (d != group.front())
          next.add(sum, size);
        next.add(access.index[d]);
        sum = next;
      }
      index.push_back(sum);
    }
    access.memref = expand.getSrc();
    access.index = std::move(index);
  }
}

FailureOr<Access> contraction::makeAccess(Value memref, AffineMap map, ArrayRef<Linear> loops) {
  Access access{memref, {}};
  for (AffineExpr e : map.getResults()) {
    Linear l;
    if (!addLinear(e, 1, loops, l))
      return failure();
    access.index.push_back(std::move(l));
  }
  foldViews(access);
  return access;
}

SmallVector<Linear> contraction::identityLoops(unsigned n) {
  return llvm::map_to_vector(llvm::seq<unsigned>(0, n), [](unsigned l) { return Linear::of(l); });
}
