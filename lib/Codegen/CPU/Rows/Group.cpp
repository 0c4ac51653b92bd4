//===- Group.cpp - linalg ops that run in common loops -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Group.h"

#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

using Bits = llvm::SmallBitVector;

//===-- dependences ----------------------------------------------------------------------------------------===//

static bool writesTo(const RowOp &op, Value base) {
  return llvm::any_of(op.accesses, [&](const Access &a) { return a.writes && mayAlias(a.base, base); });
}

bool rows::conflict(const RowOp &a, const RowOp &b) {
  auto oneWay = [](const RowOp &writer, const RowOp &other) {
    return llvm::any_of(other.accesses, [&](const Access &x) { return !x.isScalar() && writesTo(writer, x.base); }) ||
           llvm::any_of(other.bodyReads, [&](Value base) { return writesTo(writer, base); });
  };
  return oneWay(a, b) || oneWay(b, a);
}

bool rows::shareData(const RowOp &a, const RowOp &b) {
  for (const Access &x : a.accesses)
    for (const Access &y : b.accesses)
      if (!x.isScalar() && !y.isScalar() && x.base == y.base)
        return true;
  return false;
}

using Relation = llvm::function_ref<bool(unsigned, unsigned)>;

/// Divides `order` into runs that are to be executed one after the other. A member joins an earlier run, past runs it
/// has no conflict with, if it is near some member of it and `fits` agrees; two runs that it brings together become one.
static std::vector<SmallVector<unsigned>> arrange(ArrayRef<unsigned> order, Relation conflicts, Relation isNear,
                                                  llvm::function_ref<bool(ArrayRef<unsigned>)> fits) {
  using Run = SmallVector<unsigned>;
  std::vector<Run> runs;
  auto some = [](const Run &x, const Run &y, Relation relation) {
    return llvm::any_of(x, [&](unsigned a) { return llvm::any_of(y, [&](unsigned b) { return relation(a, b); }); });
  };
  for (unsigned s : order) {
    Run self{s};
    size_t at = runs.size();
    while (at > 0) {
      --at;
      if (some(runs[at], self, conflicts))
        break;
    }
    bool joined = false;
    for (; at < runs.size() && !joined; ++at) {
      Run together = runs[at];
      together.push_back(s);
      joined = some(runs[at], self, isNear) && fits(together);
      if (joined)
        runs[at] = together;
    }
    if (!joined)
      runs.push_back(self);
    at = joined ? at - 1 : runs.size() - 1;
    // Earlier runs that are near now and have nothing in their way.
    for (size_t before = at; before-- > 0;) {
      if (some(runs[before], runs[at], isNear)) {
        Run together = runs[before];
        together.append(runs[at]);
        bool free = true;
        for (size_t between = before + 1; between < at && free; ++between)
          free = !some(runs[before], runs[between], conflicts);
        if (free && fits(together)) {
          runs[at] = together;
          runs.erase(runs.begin() + before);
          --at;
        }
      }
    }
  }
  return runs;
}

//===-- classes --------------------------------------------------------------------------------------------===//

namespace {
/// Loops of all ops, united where they walk the same axis.
class Unifier {
public:
  explicit Unifier(ArrayRef<RowOp *> ops) : ops(ops) {
    for (auto [s, op] : llvm::enumerate(ops)) {
      first.push_back(parent.size());
      for (unsigned d = 0; d < op->numLoops(); ++d) {
        parent.push_back(parent.size());
        members.push_back({{static_cast<unsigned>(s), d}});
      }
    }
  }

  unsigned find(unsigned stmt, unsigned loop) { return find(first[stmt] + loop); }
  ArrayRef<std::pair<unsigned, unsigned>> membersOf(unsigned root) const { return members[root]; }

  /// Unites all accesses whose base is (not) written by the group. A forced union may put two loops of one op together;
  /// an optional one is then left out.
  void run(llvm::function_ref<bool(Value base)> select, bool forced) {
    // memory, axis, offset, extent (null: whole axis) -> a loop
    using Key = std::tuple<Value, int64_t, AffineExpr, Value>;
    DenseMap<Key, unsigned> seen;
    for (auto [s, op] : llvm::enumerate(ops)) {
      for (const Access &a : op->accesses) {
        if (a.isScalar() || !select(a.base))
          continue;
        for (auto [axis, loop] : llvm::enumerate(a.loopAt)) {
          if (loop < 0)
            continue;
          Key key(a.memref, axis, a.offsetAt[axis], a.full[axis] ? Value() : a.view);
          unsigned x = find(s, loop);
          auto [it, inserted] = seen.try_emplace(key, x);
          if (!inserted)
            unite(it->second, x, forced);
        }
      }
    }
  }

private:
  unsigned find(unsigned x) {
    while (parent[x] != x)
      x = parent[x] = parent[parent[x]];
    return x;
  }
  void unite(unsigned x, unsigned y, bool forced) {
    x = find(x), y = find(y);
    if (x == y)
      return;
    if (!forced)
      for (auto [s, d] : members[y])
        if (llvm::any_of(members[x], [s = s](auto m) { return m.first == s; }))
          return;
    parent[y] = x;
    members[x].append(members[y]);
  }

  ArrayRef<RowOp *> ops;
  SmallVector<unsigned> first, parent;
  SmallVector<SmallVector<std::pair<unsigned, unsigned>, 2>, 0> members;
};
} // namespace

/// The axis that gives a loop its size.
static std::pair<Value, int64_t> extentOf(linalg::LinalgOp op, unsigned loop) {
  for (OpOperand &operand : op->getOpOperands())
    for (auto [axis, e] : llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults()))
      if (auto d = dyn_cast<AffineDimExpr>(e); d && d.getPosition() == loop)
        return {operand.get(), axis};
  llvm_unreachable("linalg requires every loop to be an axis of some operand");
}

std::optional<Group> Group::build(ArrayRef<RowOp *> ops) {
  Unifier unifier(ops);
  auto written = [&](Value base) { return llvm::any_of(ops, [&](RowOp *op) { return writesTo(*op, base); }); };
  unifier.run(written, /*forced=*/true);
  unifier.run([&](Value base) { return !written(base); }, /*forced=*/false);

  Group group;
  DenseMap<unsigned, unsigned> numberOf;
  for (auto [s, op] : llvm::enumerate(ops)) {
    Stmt stmt;
    stmt.row = op;
    for (unsigned d = 0; d < op->numLoops(); ++d) {
      if (op->sizes[d] == 1) {
        stmt.classOf.push_back(-1);
        continue;
      }
      auto [it, inserted] = numberOf.try_emplace(unifier.find(s, d), group.classes.size());
      if (inserted)
        group.classes.emplace_back();
      LoopClass &c = group.classes[it->second];
      if (c.extents.empty())
        c.extents.push_back(extentOf(op->op, d));
      if (!ShapedType::isDynamic(op->sizes[d]))
        c.size = op->sizes[d];
      if (llvm::is_contained(stmt.classOf, it->second))
        return std::nullopt;
      stmt.classOf.push_back(it->second);
    }
    group.stmts.push_back(std::move(stmt));
  }
  // A size of one and a larger one in a class: the loop that was left out would have to be there.
  for (auto [s, op] : llvm::enumerate(ops))
    for (unsigned d = 0; d < op->numLoops(); ++d)
      if (op->sizes[d] == 1 && numberOf.count(unifier.find(s, d)))
        return std::nullopt;

  unsigned n = group.classes.size();
  for (Stmt &stmt : group.stmts) {
    stmt.parallel.resize(n);
    stmt.reduction.resize(n);
    SmallVector<AffineExpr> toClass;
    MLIRContext *context = stmt.row->op.getContext();
    for (auto [d, c] : llvm::enumerate(stmt.classOf)) {
      toClass.push_back(c < 0 ? getAffineConstantExpr(0, context) : getAffineDimExpr(c, context));
      if (c >= 0)
        (stmt.row->iterators[d] == utils::IteratorType::parallel ? stmt.parallel : stmt.reduction).set(c);
    }
    for (const Access &a : stmt.row->accesses) {
      Access mapped = a;
      for (AffineExpr &e : mapped.index)
        e = e.replaceDims(toClass);
      mapped.decompose();
      stmt.accesses.push_back(std::move(mapped));
    }
  }
  return group;
}

int64_t Group::iterations(const Bits &which, int64_t unknown) const {
  // An estimate, which for costs need not tell large from very large.
  constexpr int64_t mostOfOne = int64_t(1) << 20, mostOfAll = int64_t(1) << 40;
  int64_t n = 1;
  for (unsigned c : which.set_bits()) {
    int64_t size = ShapedType::isDynamic(classes[c].size) ? unknown : classes[c].size;
    n = std::min(n * std::min(size, mostOfOne), mostOfAll);
  }
  return n;
}

//===-- which loops can be common --------------------------------------------------------------------------===//

bool Group::independent(ArrayRef<unsigned> statements, unsigned c) const {
  for (unsigned s : statements) {
    for (const Access &w : stmts[s].accesses) {
      if (!w.writes)
        continue;
      for (unsigned t : statements) {
        for (Value base : stmts[t].row->bodyReads)
          if (mayAlias(w.base, base))
            return false;
        for (const Access &a : stmts[t].accesses) {
          if (a.isScalar() || !mayAlias(w.base, a.base))
            continue;
          if (a.memref != w.memref)
            return false;
          bool apart = false;
          for (unsigned axis = 0; axis < w.index.size() && !apart; ++axis)
            apart = w.loopAt[axis] == c && a.loopAt[axis] == c && w.offsetAt[axis] == a.offsetAt[axis];
          if (!apart)
            return false;
        }
      }
    }
  }
  return true;
}

bool Group::fusesAsLeaf(ArrayRef<unsigned> statements, const Bits &loops) const {
  for (unsigned s : statements) {
    const Stmt &stmt = stmts[s];
    bool reduces = Bits(stmt.reduction).anyCommon(loops);
    if (reduces && stmt.parallel.anyCommon(loops))
      return false;
    for (const Access &w : stmt.accesses) {
      if (!w.writes)
        continue;
      for (unsigned t : statements) {
        if (llvm::any_of(stmts[t].row->bodyReads, [&](Value base) { return mayAlias(w.base, base); }))
          return false;
        for (const Access &a : stmts[t].accesses) {
          if (&a == &w || a.isScalar() || !mayAlias(w.base, a.base))
            continue;
          // A result of the leaf is complete only after it; an element must stay within its iteration.
          if (reduces || !a.sameElement(w))
            return false;
        }
      }
      // (Model::create has seen to it that the element is indexed by the parallel loops.)
    }
  }
  return true;
}

std::optional<Item> Group::fuse(ArrayRef<unsigned> statements, const Bits &fixed) const {
  Item item;
  item.stmts.assign(statements.begin(), statements.end());
  SmallVector<Bits> rest;
  Bits common = stmts[statements.front()].parallel;
  for (unsigned s : statements) {
    rest.push_back(stmts[s].classes().reset(fixed));
    common &= stmts[s].parallel;
  }
  common.reset(fixed);
  if (llvm::all_of(rest, [](const Bits &r) { return r.none(); }))
    return item;
  for (unsigned c : common.set_bits())
    if (independent(statements, c))
      item.loops.push_back(c);
  if (!item.loops.empty()) {
    item.kind = Item::Parallel;
    return item;
  }
  if (!llvm::all_equal(rest) || !fusesAsLeaf(statements, rest.front()))
    return std::nullopt;
  item.kind = Item::Leaf;
  for (unsigned c : rest.front().set_bits())
    item.loops.push_back(c);
  return item;
}

std::vector<Item> Group::schedule(ArrayRef<unsigned> statements, const Bits &fixed) const {
  auto row = [&](unsigned s) -> const RowOp & { return *stmts[s].row; };
  auto straight = [&](unsigned s) { return stmts[s].classes().reset(fixed).none(); };
  std::vector<Item> items;
  for (const SmallVector<unsigned> &run : arrange(
           statements, [&](unsigned a, unsigned b) { return conflict(row(a), row(b)); },
           [&](unsigned a, unsigned b) { return shareData(row(a), row(b)) || (straight(a) && straight(b)); },
           [&](ArrayRef<unsigned> together) { return fuse(together, fixed).has_value(); })) {
    items.push_back(*fuse(run, fixed));
    Item &item = items.back();
    if (item.kind != Item::Parallel)
      continue;
    Bits inner = fixed;
    for (unsigned c : item.loops)
      inner.set(c);
    item.children = schedule(item.stmts, inner);
  }
  return items;
}

std::optional<Item> Group::root() const {
  SmallVector<unsigned> all = llvm::to_vector(llvm::seq<unsigned>(0, stmts.size()));
  Bits none(classes.size());
  std::optional<Item> item = fuse(all, none);
  if (item && item->kind == Item::Parallel) {
    for (unsigned c : item->loops)
      none.set(c);
    item->children = schedule(all, none);
  }
  return item;
}

//===-- grouping -------------------------------------------------------------------------------------------===//

/// Fewer parallel iterations than this leave threads without work.
static constexpr int64_t kFewIterations = 8;
/// Work below this is not worth a second task.
static constexpr int64_t kLittleWork = 64 << 10;
/// Longer groups cost compile time and registers and gain nothing.
static constexpr size_t kMaxGroup = 32;

/// Whether `ops` run well as one group.
static bool isGoodGroup(ArrayRef<RowOp *> ops) {
  if (ops.size() > kMaxGroup)
    return false;
  std::optional<Group> group = Group::build(ops);
  if (!group)
    return false;
  std::optional<Item> root = group->root();
  if (!root)
    return false;
  if (root->kind != Item::Parallel)
    return true;
  Bits loops(group->classes.size()), all(group->classes.size(), true);
  for (unsigned c : root->loops)
    loops.set(c);
  constexpr int64_t unknown = 1 << 10;
  if (group->iterations(loops, unknown) >= kFewIterations)
    return true;
  return group->iterations(all, unknown) <= kLittleWork;
}

std::vector<std::vector<RowOp *>> rows::groupOps(ArrayRef<RowOp *> ops) {
  auto pick = [&](ArrayRef<unsigned> which) {
    std::vector<RowOp *> picked;
    for (unsigned i : which)
      picked.push_back(ops[i]);
    return picked;
  };
  std::vector<std::vector<RowOp *>> groups;
  for (const SmallVector<unsigned> &run : arrange(
           llvm::to_vector(llvm::seq<unsigned>(0, ops.size())),
           [&](unsigned a, unsigned b) { return conflict(*ops[a], *ops[b]); },
           [&](unsigned a, unsigned b) { return shareData(*ops[a], *ops[b]); },
           [&](ArrayRef<unsigned> together) { return isGoodGroup(pick(together)); }))
    groups.push_back(pick(run));
  return groups;
}

//===-- collapsing -----------------------------------------------------------------------------------------===//

namespace {
/// The axes of an access's memref, in the groups they are collapsed to.
using Axes = SmallVector<ReassociationIndices>;
} // namespace

static bool collapsible(MemRefType type, const Axes &axes) {
  return memref::CollapseShapeOp::isGuaranteedCollapsible(type, axes);
}

/// Makes axes k and k+1 of an access one.
static bool tryJoin(const Access &a, Axes &axes, unsigned k) {
  Axes joined(axes);
  joined[k].append(joined[k + 1]);
  joined.erase(joined.begin() + k + 1);
  if (!collapsible(cast<MemRefType>(a.memref.getType()), joined))
    return false;
  axes = std::move(joined);
  return true;
}

void Group::collapse(OpBuilder &b, Location loc) {
  // Accesses to a buffer that the group writes must stay comparable: all of them are collapsed, or none.
  auto allAgree = [&](Value base, llvm::function_ref<bool(const Access &)> agrees) {
    bool written = llvm::any_of(stmts, [&](const Stmt &s) { return writesTo(*s.row, base); });
    return !written || llvm::all_of(stmts, [&](const Stmt &s) {
      return llvm::all_of(s.accesses, [&](const Access &a) {
        return a.isScalar() || !mayAlias(a.base, base) || agrees(a);
      });
    });
  };
  auto isZero = [](AffineExpr e) {
    auto c = dyn_cast<AffineConstantExpr>(e);
    return c && c.getValue() == 0;
  };
  // Decided for all accesses before any is changed.
  DenseMap<std::pair<Value, unsigned>, bool> unitAxis;
  for (Stmt &stmt : stmts)
    for (Access &a : stmt.accesses)
      for (unsigned k = 0; k < a.index.size(); ++k)
        unitAxis[{a.memref, k}] = cast<MemRefType>(a.memref.getType()).getDimSize(k) == 1 && isZero(a.index[k]) &&
                                  allAgree(a.base, [&](const Access &other) {
                                    return other.memref == a.memref && isZero(other.index[k]);
                                  });

  SmallVector<SmallVector<Axes>> axes; // per statement and access
  for (Stmt &stmt : stmts) {
    auto &perAccess = axes.emplace_back();
    for (Access &a : stmt.accesses) {
      Axes own;
      for (unsigned k = 0; k < a.index.size(); ++k)
        own.push_back({static_cast<int64_t>(k)});
      // Axes of size 1 stand in nobody's way.
      for (unsigned k = 0; !a.isScalar() && own.size() > 1 && k < own.size();) {
        bool unit = own[k].size() == 1 && unitAxis.lookup({a.memref, static_cast<unsigned>(own[k][0])});
        unsigned left = k ? k - 1 : 0;
        if (!unit || !tryJoin(a, own, left)) {
          ++k;
          continue;
        }
        a.index.erase(a.index.begin() + k);
        a.full.erase(a.full.begin() + k);
      }
      a.decompose();
      perAccess.push_back(std::move(own));
    }
  }

  // Where every statement that has one of the classes x, y walks them as neighbouring axes, in this order.
  auto neighbours = [&](unsigned x, unsigned y, bool commit) {
    for (auto [stmt, perAccess] : llvm::zip_equal(stmts, axes)) {
      bool has = stmt.classes().test(x);
      if (has != stmt.classes().test(y) || stmt.parallel.test(x) != stmt.parallel.test(y))
        return false;
      for (auto [d, c] : llvm::enumerate(stmt.classOf))
        if ((c == x || c == y) && stmt.row->indexUsed[d])
          return false;
      for (auto [a, own] : llvm::zip_equal(stmt.accesses, perAccess)) {
        if (!a.uses(x) && !a.uses(y))
          continue;
        MLIRContext *context = b.getContext();
        auto *at = llvm::find(a.index, getAffineDimExpr(x, context));
        unsigned k = at - a.index.begin();
        if (at == a.index.end() || k + 1 == a.index.size() || a.index[k + 1] != getAffineDimExpr(y, context) ||
            !a.full[k + 1])
          return false;
        for (auto [other, e] : llvm::enumerate(a.index))
          if (other != k && other != k + 1 && (e.isFunctionOfDim(x) || e.isFunctionOfDim(y)))
            return false;
        Axes trial = own;
        if (!tryJoin(a, trial, k))
          return false;
        if (!commit) {
          auto walksBoth = [&, &a = a](const Access &other) { return other.memref == a.memref && other.uses(x) && other.uses(y); };
          if (!allAgree(a.base, walksBoth))
            return false;
          continue;
        }
        own = std::move(trial);
        a.index.erase(a.index.begin() + k + 1);
        a.full.erase(a.full.begin() + k + 1);
        a.decompose();
      }
    }
    return true;
  };
  unsigned n = classes.size();
  for (bool changed = true; changed;) {
    changed = false;
    for (unsigned x = 0; x < n; ++x) {
      for (unsigned y = 0; y < n; ++y) {
        bool alive = x != y && llvm::any_of(stmts, [&](Stmt &s) { return s.classes().test(x) && s.classes().test(y); });
        if (!alive || !neighbours(x, y, /*commit=*/false))
          continue;
        neighbours(x, y, /*commit=*/true);
        LoopClass &to = classes[x], &from = classes[y];
        to.size = ShapedType::isDynamic(to.size) || ShapedType::isDynamic(from.size) ? ShapedType::kDynamic
                                                                                   : to.size * from.size;
        to.extents.append(from.extents);
        for (Stmt &stmt : stmts) {
          stmt.parallel.reset(y);
          stmt.reduction.reset(y);
          for (int64_t &c : stmt.classOf)
            if (c == y)
              c = -1;
        }
        changed = true;
      }
    }
  }

  llvm::MapVector<std::pair<Value, ArrayAttr>, Value> made;
  for (auto [stmt, perAccess] : llvm::zip_equal(stmts, axes)) {
    for (auto [a, own] : llvm::zip_equal(stmt.accesses, perAccess)) {
      if (a.isScalar() || static_cast<int64_t>(own.size()) == cast<MemRefType>(a.memref.getType()).getRank())
        continue;
      SmallVector<Attribute> text;
      for (const ReassociationIndices &group : own)
        text.push_back(b.getI64ArrayAttr(group));
      Value &view = made[{a.memref, b.getArrayAttr(text)}];
      if (!view)
        view = memref::CollapseShapeOp::create(b, loc, a.memref, own);
      a.memref = view;
    }
  }
}
