//===- Lanes.cpp - which loop of a group runs over the lanes of vectors --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The best loop is the one along which most elements lie next to each other in memory. Each loop gets a score: the
// number of elements that its accesses touch, positive where lanes are neighbours, negative where they have to be
// gathered or scattered.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Plan.h"

#include "llvm/Support/MathExtras.h"
#include <functional>
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

/// Rows of no more bits go across the lanes, one in each, as far as they are reductions: along them most lanes of the last
/// vector would be empty, and every result would be put together from the lanes of one.
static constexpr int64_t kShortRowBits = 64 * 32;
/// Vectors of a tile have at most this many lanes.
static constexpr int64_t kTileLanes = 16;

/// What a dynamic size is taken for.
static constexpr double kTypicalSize = 256;

/// The factor of class `c` in a linear expression; nothing where it is not linear in it.
static std::optional<int64_t> factorOf(AffineExpr e, unsigned c) {
  if (!e.isFunctionOfDim(c))
    return 0;
  if (isa<AffineDimExpr>(e))
    return 1;
  auto binary = cast<AffineBinaryOpExpr>(e);
  std::optional<int64_t> x = factorOf(binary.getLHS(), c), y = factorOf(binary.getRHS(), c);
  if (!x || !y)
    return std::nullopt;
  if (e.getKind() == AffineExprKind::Add)
    return *x + *y;
  auto k = dyn_cast<AffineConstantExpr>(binary.getRHS());
  if (e.getKind() == AffineExprKind::Mul && k)
    return *x * k.getValue();
  return std::nullopt;
}

/// +1 for neighbours, 0 for one element for all lanes, less for anything else.
static double smoothness(const Access &a, unsigned c) {
  if (a.isScalar() || !a.uses(c))
    return 0;
  auto type = cast<MemRefType>(a.memref.getType());
  SmallVector<int64_t> strides;
  int64_t offset;
  bool unit = succeeded(type.getStridesAndOffset(strides, offset)) && strides.back() == 1;
  bool only = llvm::none_of(ArrayRef(a.index).drop_back(), [&](AffineExpr e) { return e.isFunctionOfDim(c); });
  std::optional<int64_t> factor = factorOf(a.index.back(), c);
  double cost = a.writes ? 2 : 1;
  if (unit && only && factor == 1)
    return cost;
  if (unit && only && factor == 2 && !a.writes)
    return 0.25;
  return -cost;
}

using Bits = llvm::SmallBitVector;

namespace {
class LanePlanner {
public:
  LanePlanner(const Group &group, const CpuTarget &target) : group(group), target(target) {}

  void plan(Item &item);
  /// The same for the root of the group.
  void planRoot(Item &root);
  llvm::SmallBitVector vectorized{256};

private:
  double sizeOf(unsigned c) const {
    int64_t n = group.classes[c].size;
    return ShapedType::isDynamic(n) ? kTypicalSize : static_cast<double>(std::max<int64_t>(n, 1));
  }
  double score(const Item &item, unsigned c, bool inTiles = false) const;
  bool planShortRows(Item &root);
  void planAcross(Item &item);
  void setLane(Item &item, unsigned c);
  bool setTiles(Item &item, unsigned lane, int64_t width) const;
  static bool isVectorized(const Item &item);
  static void clearLanes(Item &item);
  Bits classesInside(const Item &item) const;
  bool eligible(const Item &item) const;
  void candidates(const Item &item, SmallVectorImpl<std::pair<const Item *, unsigned>> &all) const;
  int64_t cost(const Item &item) const;
  int64_t elementBits(const Item &item) const;
  static bool hasLeaf(const Item &item) {
    return item.kind == Item::Leaf || llvm::any_of(item.children, hasLeaf);
  }

  const Group &group;
  const CpuTarget &target;
};
} // namespace

/// Whether the loops of this item may be lanes.
bool LanePlanner::eligible(const Item &item) const {
  for (unsigned s : item.stmts) {
    RowOp &row = *group.stmts[s].row;
    if (!row.vectorizable)
      return false;
    if (item.kind != Item::Leaf || !row.isReduction())
      continue;
    for (unsigned out = 0; out < row.op.getNumDpsInits(); ++out)
      if (!matchCombiner(row.op, out))
        return false;
  }
  return true;
}

void LanePlanner::candidates(const Item &item, SmallVectorImpl<std::pair<const Item *, unsigned>> &all) const {
  if (eligible(item))
    for (unsigned c : item.loops)
      all.push_back({&item, c});
  for (const Item &child : item.children)
    candidates(child, all);
}

double LanePlanner::score(const Item &item, unsigned c, bool inTiles) const {
  double total = 0;
  for (unsigned s : item.stmts) {
    const Stmt &stmt = group.stmts[s];
    if (!stmt.classes().test(c))
      continue;
    // Iterators of a bit vector refer to it: it must outlive the loop.
    auto classes = stmt.classes();
    double all = 1;
    for (unsigned k : classes.set_bits())
      all *= sizeOf(k);
    for (const Access &a : stmt.accesses) {
      double touched = all;
      // Accesses that leave a reduction out happen once for all of its iterations.
      for (unsigned k : stmt.reduction.set_bits())
        if (!a.uses(k))
          touched /= sizeOf(k);
      // A tile costs a few shuffles for each vector.
      double smooth = smoothness(a, c);
      if (inTiles && smooth < 0)
        if (std::optional<unsigned> along = crossLoop(a, c); along && stmt.classes().test(*along))
          smooth *= -0.25;
      total += touched * smooth;
    }
  }
  // Lanes that stay empty are no gain.
  double lanes = static_cast<double>(target.vectorBits) / 32;
  return total > 0 ? total * std::min(1.0, sizeOf(c) / lanes) : total;
}

/// The cost of the dearest run of statements inside.
int64_t LanePlanner::cost(const Item &item) const {
  if (item.kind == Item::Parallel) {
    int64_t most = 0;
    for (const Item &child : item.children)
      most = std::max(most, cost(child));
    return most;
  }
  int64_t sum = 0;
  for (unsigned s : item.stmts)
    sum += group.stmts[s].row->cost;
  return sum;
}

/// The width that decides how many lanes there are: of the widest float, or without floats of the widest integer in
/// memory. Other types then take more or less than one register.
int64_t LanePlanner::elementBits(const Item &item) const {
  int64_t floats = 0, integers = 0;
  auto see = [&](Type t) {
    if (isa<FloatType>(t))
      floats = std::max(floats, CpuTarget::bits(t));
    else if (t.isIntOrIndex())
      integers = std::max(integers, CpuTarget::bits(t));
  };
  for (unsigned s : item.stmts) {
    for (const Access &a : group.stmts[s].accesses)
      see(a.elementType());
    group.stmts[s].row->body().walk([&](Operation *op) {
      for (Type t : op->getResultTypes())
        if (isa<FloatType>(t))
          see(t);
    });
  }
  return floats ? floats : integers ? integers : 32;
}

void LanePlanner::setLane(Item &item, unsigned lane) {
  int64_t width = std::max<int64_t>(1, target.vectorBits / elementBits(item));
  int64_t size = group.classes[lane].size, c = cost(item);
  if (!ShapedType::isDynamic(size) && size < width)
    width = llvm::PowerOf2Ceil(std::max<int64_t>(size, 1));
  if (width == 1)
    return;
  item.lane = lane;
  item.width = width;
  for (unsigned s : item.stmts)
    vectorized.set(s);
  if (setTiles(item, lane, std::min(width, kTileLanes))) {
    item.width = std::min(width, kTileLanes);
    Bits inside = classesInside(item);
    const Item *first = nullptr;
    std::function<bool(const Item &)> allInOneTile = [&](const Item &i) {
      if (i.cross && !first)
        first = &i;
      bool here = !i.cross || (i.cross == first->cross && group.classes[*i.cross].size <= i.tile);
      return here && llvm::all_of(i.children, allInOneTile);
    };
    item.wholeTile = !item.cross && inside.count() == 1 && allInOneTile(item) &&
                     !ShapedType::isDynamic(group.classes[*first->cross].size);
    return;
  }
  bool wide = item.kind == Item::Parallel && hasLeaf(item);
  item.unroll = wide ? (c <= 6 ? 8 : 4) : c <= 8 ? 4 : c <= 40 ? 2 : 1;
  if (!ShapedType::isDynamic(size))
    item.unroll = std::min<uint64_t>(item.unroll, std::max<uint64_t>(1, llvm::PowerOf2Ceil(size / width + 1) / 2));
}

/// The loops of the items inside this one.
Bits LanePlanner::classesInside(const Item &item) const {
  Bits inside(group.classes.size());
  for (const Item &child : item.children) {
    for (unsigned c : child.loops)
      inside.set(c);
    inside |= classesInside(child);
  }
  return inside;
}

/// Lets the loops inside the lanes go in tiles where accesses run along them. Whether there are any.
bool LanePlanner::setTiles(Item &item, unsigned lane, int64_t width) const {
  bool any = false;
  SmallVector<unsigned> votes(group.classes.size());
  for (unsigned s : item.stmts)
    for (const Access &a : group.stmts[s].accesses)
      if (std::optional<unsigned> c = crossLoop(a, lane))
        if (int64_t n = group.classes[*c].size; ShapedType::isDynamic(n) || n >= 4)
          ++votes[*c];
  for (unsigned c : item.loops)
    if (votes[c] && (!item.cross || votes[c] > votes[*item.cross]))
      item.cross = c;
  if (item.cross) {
    item.tile = width;
    any = true;
  }
  for (Item &child : item.children)
    any |= setTiles(child, lane, width);
  return any;
}

/// Whether all loops inside have lanes. Single elements beside them do not count.
bool LanePlanner::isVectorized(const Item &item) {
  if (item.lane)
    return true;
  return item.kind == Item::Parallel &&
         llvm::any_of(item.children, [](const Item &child) { return child.kind != Item::Straight; }) &&
         llvm::all_of(item.children, [](const Item &child) { return child.kind == Item::Straight || isVectorized(child); });
}

void LanePlanner::clearLanes(Item &item) {
  item.lane = item.cross = std::nullopt;
  item.width = item.unroll = item.tile = 1;
  item.wholeTile = false;
  llvm::for_each(item.children, clearLanes);
}

/// Rows that are too short for lanes along them, but many: one in each lane.
bool LanePlanner::planShortRows(Item &root) {
  if (root.kind != Item::Parallel || !hasLeaf(root) || !eligible(root))
    return false;
  int64_t n = group.iterations(classesInside(root), std::numeric_limits<int32_t>::max());
  if (n < 2 || n * elementBits(root) > kShortRowBits)
    return false;
  std::optional<unsigned> best;
  double most = 0;
  for (unsigned c : root.loops) {
    int64_t size = group.classes[c].size;
    if (!ShapedType::isDynamic(size) && size < 2 * target.vectorBits / elementBits(root))
      continue;
    double s = score(root, c, /*inTiles=*/true);
    if (s > most)
      best = c, most = s;
  }
  if (!best)
    return false;
  setLane(root, *best);
  return root.lane.has_value();
}

/// Reductions that no loop along memory can be the lanes of (the largest element's index): lanes across them.
void LanePlanner::planAcross(Item &item) {
  if (item.kind != Item::Parallel || !eligible(item))
    return;
  std::optional<unsigned> best;
  double most = 0;
  for (unsigned c : item.loops) {
    double s = score(item, c, /*inTiles=*/true);
    if (s > most)
      best = c, most = s;
  }
  if (!best)
    return;
  llvm::for_each(item.children, clearLanes);
  setLane(item, *best);
}

void LanePlanner::plan(Item &item) {
  if (item.kind == Item::Straight)
    return;
  SmallVector<std::pair<const Item *, unsigned>> all;
  candidates(item, all);
  const Item *where = nullptr;
  unsigned best = 0;
  double most = 0;
  for (auto [at, c] : all) {
    double s = score(*at, c);
    if (!where || s > most)
      where = at, best = c, most = s;
  }
  if (where == &item && most > 0) {
    setLane(item, best);
    if (item.lane)
      return;
  }
  for (Item &child : item.children)
    plan(child);
  if (isVectorized(item))
    return;
  planAcross(item);
  if (!item.lane && where == &item && cost(item) > 16) {
    llvm::for_each(item.children, clearLanes);
    setLane(item, best);
  }
}

void LanePlanner::planRoot(Item &root) {
  SmallVector<std::pair<const Item *, unsigned>> all;
  candidates(root, all);
  bool along = llvm::any_of(all, [&](auto at) { return at.first == &root && score(root, at.second) > 0; });
  if (along || !planShortRows(root))
    plan(root);
}

void rows::planLanes(const Group &group, Item &root, const CpuTarget &target,
                     llvm::function_ref<void(RowOp &, const std::string &)> remark) {
  LanePlanner planner(group, target);
  planner.vectorized.resize(group.stmts.size());
  planner.planRoot(root);
  for (auto [s, stmt] : llvm::enumerate(group.stmts)) {
    if (planner.vectorized.test(s) || stmt.classes().none())
      continue;
    RowOp &row = *stmt.row;
    if (!row.vectorizable)
      remark(row, row.whyScalar);
    else if (row.isReduction())
      remark(row, "its reduction is no plain combination, and no other loop runs along memory");
  }
}
