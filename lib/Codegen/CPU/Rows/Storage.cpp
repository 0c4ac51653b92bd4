//===- Storage.cpp - where the temporaries of a group live ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Plan.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

/// A value that costs no more than this is computed again rather than stored and loaded.
static constexpr int64_t kCheap = 4;

namespace {
/// Where a statement stands in the tree.
struct Position {
  /// From the root to the item that holds it.
  SmallVector<Item *> path;
  unsigned order = 0;
};

/// An access of a statement.
struct Use {
  unsigned stmt;
  unsigned operand;
};

class StoragePlanner {
public:
  StoragePlanner(Group &group, Item &root, llvm::function_ref<bool(Value)> isPrivate,
                 llvm::function_ref<void(FusionDecision)> decided)
      : group(group), root(root), isPrivate(isPrivate), decided(decided) {}
  Plan run();

private:
  Access &access(Use u) { return group.stmts[u.stmt].accesses[u.operand]; }
  void locate();
  void locate(Item &item, SmallVector<Item *> &path, unsigned &order);
  SmallVector<Use> usesOf(Value base);
  /// Whether a value that `def` leaves is at hand, in registers, where `use` reads it.
  bool reaches(unsigned def, unsigned use);
  bool reachedBySome(Use read, ArrayRef<Use> uses);
  bool isElementwise(unsigned stmt) { return !group.stmts[stmt].row->isReduction(); }

  /// Whether an access through memory would go through tiles (which are better kept by lanes, in a local buffer).
  bool inTiles(ArrayRef<Use> uses);
  bool tryRegisters(ArrayRef<Use> uses);
  bool tryRecompute(ArrayRef<Use> uses);
  bool tryOutput(Value base, ArrayRef<Use> uses);
  bool tryLocal(Value base, ArrayRef<Use> uses, Plan &plan);
  void insertBefore(unsigned copy, unsigned reader);
  void remove(unsigned stmt);

  Group &group;
  Item &root;
  llvm::function_ref<bool(Value)> isPrivate;
  llvm::function_ref<void(FusionDecision)> decided;
  SmallVector<Position, 0> positions;
};
} // namespace

void StoragePlanner::locate(Item &item, SmallVector<Item *> &path, unsigned &order) {
  path.push_back(&item);
  if (item.kind == Item::Parallel) {
    for (Item &child : item.children)
      locate(child, path, order);
  } else {
    for (unsigned s : item.stmts)
      positions[s] = {path, order++};
  }
  path.pop_back();
}

void StoragePlanner::locate() {
  positions.assign(group.stmts.size(), {});
  SmallVector<Item *> path;
  unsigned order = 1;
  locate(root, path, order);
}

/// All accesses of statements that are still in the tree.
SmallVector<Use> StoragePlanner::usesOf(Value base) {
  SmallVector<Use> uses;
  for (auto [s, stmt] : llvm::enumerate(group.stmts))
    for (auto [k, a] : llvm::enumerate(stmt.accesses))
      if (!a.isScalar() && positions[s].order && mayAlias(a.base, base))
        uses.push_back({static_cast<unsigned>(s), static_cast<unsigned>(k)});
  llvm::sort(uses, [&](Use x, Use y) { return positions[x.stmt].order < positions[y.stmt].order; });
  return uses;
}

bool StoragePlanner::reaches(unsigned def, unsigned use) {
  const Position &d = positions[def], &u = positions[use];
  if (d.order >= u.order)
    return false;
  // A result of a leaf's elements is known in its iteration, every other one also behind its item.
  bool inside = d.path.back()->kind == Item::Leaf && isElementwise(def);
  ArrayRef<Item *> scope = ArrayRef(d.path).drop_back(inside ? 0 : 1);
  return ArrayRef(u.path).take_front(scope.size()) == scope;
}

bool StoragePlanner::reachedBySome(Use read, ArrayRef<Use> uses) {
  return llvm::any_of(uses, [&](Use def) { return access(def).writes && reaches(def.stmt, read.stmt); });
}

bool StoragePlanner::tryRegisters(ArrayRef<Use> uses) {
  return llvm::all_of(uses, [&](Use u) { return !access(u).reads || reachedBySome(u, uses); });
}

void StoragePlanner::insertBefore(unsigned copy, unsigned reader) {
  for (Item *item : positions[reader].path) {
    auto *at = llvm::find(item->stmts, reader);
    item->stmts.insert(at, copy);
  }
}

static bool eraseFrom(Item &item, unsigned stmt) {
  llvm::erase(item.stmts, stmt);
  item.children.erase(
      std::remove_if(item.children.begin(), item.children.end(), [&](Item &child) { return eraseFrom(child, stmt); }),
      item.children.end());
  return item.stmts.empty();
}

void StoragePlanner::remove(unsigned stmt) { eraseFrom(root, stmt); }

/// t[i] = cheap(x[i]) is done again where t[i] is read.
bool StoragePlanner::tryRecompute(ArrayRef<Use> uses) {
  auto isDef = [&](Use u) { return access(u).writes; };
  if (llvm::count_if(uses, isDef) != 1)
    return false;
  unsigned def = llvm::find_if(uses, isDef)->stmt;
  RowOp &row = *group.stmts[def].row;
  if (!isElementwise(def) || row.cost > kCheap || !row.bodyReads.empty() || row.op.getNumDpsInits() != 1)
    return false;
  SmallVector<Use> far;
  for (Use u : uses) {
    if (u.stmt == def) {
      if (access(u).reads)
        return false;
      continue;
    }
    if (!reaches(def, u.stmt))
      far.push_back(u);
  }
  for (Use u : far) {
    for (const Access &input : group.stmts[def].accesses) {
      if (input.isScalar() || input.writes)
        continue;
      SmallVector<Use> others = usesOf(input.base);
      if (llvm::none_of(others, isDef))
        continue;
      // The value at hand is the one the definition saw: nothing has written the buffer since.
      bool atHand = llvm::any_of(others, [&](Use d) {
        return access(d).writes && access(d).sameElement(input) && reaches(d.stmt, u.stmt);
      });
      bool unchanged = llvm::all_of(others, [&](Use d) {
        return !access(d).writes || positions[d.stmt].order < positions[def].order;
      });
      if (!atHand || !unchanged)
        return false;
    }
  }
  SmallVector<Item *> done;
  for (Use u : far) {
    Item *place = positions[u.stmt].path.back();
    if (llvm::is_contained(done, place))
      continue;
    done.push_back(place);
    group.stmts.push_back(Stmt(group.stmts[def]));
    insertBefore(group.stmts.size() - 1, u.stmt);
  }
  bool needed = far.size() + 1 < uses.size();
  if (!needed)
    remove(def);
  locate();
  return true;
}

/// Every axis is walked by one loop, each loop on one axis: loops and elements are one to one.
static bool isOneToOne(const Access &a) {
  llvm::SmallDenseSet<int64_t> seen;
  for (auto [axis, c] : llvm::enumerate(a.loopAt))
    if (c >= 0 ? !seen.insert(c).second : !a.index[axis].isSymbolicOrConstant())
      return false;
  return true;
}

bool StoragePlanner::inTiles(ArrayRef<Use> uses) {
  return llvm::any_of(uses, [&](Use u) {
    const Item *lanes = nullptr;
    for (const Item *item : positions[u.stmt].path)
      if (item->lane && !item->wholeTile)
        lanes = item;
    return lanes && crossLoop(access(u), *lanes->lane);
  });
}

bool StoragePlanner::tryOutput(Value base, ArrayRef<Use> uses) {
  if (!llvm::all_of(uses, [&](Use u) { return !access(u).writes || isElementwise(u.stmt); }) ||
      !isOneToOne(access(uses.front())))
    return false;
  Type element = access(uses.front()).elementType();
  unsigned last = 0, firstDef = ~0u;
  for (Use u : uses) {
    last = std::max(last, positions[u.stmt].order);
    if (access(u).writes)
      firstDef = std::min(firstDef, positions[u.stmt].order);
    else if (positions[u.stmt].order <= firstDef)
      return false;
  }
  auto classes = [](const Access &a) {
    SmallVector<int64_t> c(a.loopAt);
    llvm::erase(c, -1);
    llvm::sort(c);
    return c;
  };
  for (auto [v, stmt] : llvm::enumerate(group.stmts)) {
    if (!positions[v].order || positions[v].order < last || positions[v].order <= firstDef || !isElementwise(v))
      continue;
    for (const Access &out : stmt.accesses) {
      if (!out.writes || out.reads || out.elementType() != element || isPrivate(out.base) || !isOneToOne(out) ||
          classes(out) != classes(access(uses.front())) || usesOf(out.base).size() != 1)
        continue;
      bool readsInBody = llvm::any_of(group.stmts, [&](const Stmt &other) {
        return llvm::any_of(other.row->bodyReads, [&](Value b) { return mayAlias(b, out.base); });
      });
      // The last reader's iteration is the one that overwrites the element.
      if (readsInBody)
        continue;
      Access target = out;
      for (Use u : uses) {
        Access &a = access(u);
        bool reads = a.reads, writes = a.writes;
        a = target;
        a.reads = reads;
        a.writes = writes;
      }
      return true;
    }
  }
  return false;
}

bool StoragePlanner::tryLocal(Value base, ArrayRef<Use> uses, Plan &plan) {
  // A read before the first write would want what was there before.
  const Access &first = access(uses.front());
  if (!first.writes || first.reads || first.base.getDefiningOp<memref::AllocOp>() == nullptr)
    return false;
  if (llvm::any_of(uses, [&](Use u) { return access(u).memref != first.memref; }))
    return false;
  ArrayRef<Item *> home = positions[uses.front().stmt].path;
  for (Use u : uses) {
    ArrayRef<Item *> path = positions[u.stmt].path;
    size_t n = 0;
    while (n < home.size() && n < path.size() && home[n] == path[n])
      ++n;
    home = home.take_front(n);
  }
  SmallVector<unsigned> around;
  const Item *laneItem = nullptr;
  for (Item *item : home) {
    if (item->kind != Item::Parallel)
      return false;
    around.append(item->loops.begin(), item->loops.end());
    if (item->lane)
      laneItem = item;
  }
  if (around.empty())
    return false;
  LocalBuffer local;
  local.like = first.memref;
  bool dropsLane = false;
  for (unsigned axis = 0; axis < first.index.size(); ++axis) {
    int64_t c = first.loopAt[axis];
    bool drop = c >= 0 && llvm::is_contained(around, static_cast<unsigned>(c)) &&
                llvm::all_of(uses, [&](Use u) {
                  return access(u).loopAt[axis] == c && access(u).offsetAt[axis] == first.offsetAt[axis];
                });
    if (!drop)
      local.axes.push_back(axis);
    else if (laneItem && *laneItem->lane == c)
      dropsLane = true;
  }
  if (laneItem && !dropsLane)
    return false;
  if (laneItem)
    local.lanes = laneItem->width * laneItem->unroll;
  plan.localOf[base] = plan.locals.size();
  plan.locals.push_back(std::move(local));
  return true;
}

Plan StoragePlanner::run() {
  Plan plan;
  locate();
  llvm::SetVector<Value> written;
  for (const Stmt &stmt : group.stmts)
    for (const Access &a : stmt.accesses)
      if (a.writes)
        written.insert(a.base);
  for (Value base : written) {
    SmallVector<Use> uses = usesOf(base);
    if (uses.empty())
      continue;
    bool readInBody = llvm::any_of(group.stmts, [&](const Stmt &stmt) {
      return llvm::any_of(stmt.row->bodyReads, [&](Value b) { return mayAlias(b, base); });
    });
    bool one = !readInBody &&
               llvm::all_of(uses, [&](Use u) { return access(u).sameElement(access(uses.front())); });
    if (!one)
      plan.severalElements.insert(base);
    if (!base.getDefiningOp<memref::AllocOp>())
      continue;
    const RowOp &maker = *group.stmts[uses.front().stmt].row;
    Location where = maker.op->getLoc();
    int64_t cost = maker.cost, readers = llvm::count_if(uses, [&](Use u) { return access(u).reads && !access(u).writes; });
    auto tell = [&](const Twine &choice, bool saves) {
      decided({where, describeBuffer(base), choice.str(), saves ? trafficOf(base, readers) : 0});
    };
    if (readInBody || !isPrivate(base)) {
      tell(readInBody ? "in memory: read at indices that are computed" : "in memory: other kernels read it", false);
      continue;
    }
    if (one && tryRegisters(uses)) {
      plan.storage[base] = Storage::Registers;
      tell("in registers: every reader is in an iteration that has made it", true);
    } else if (one && tryRecompute(uses)) {
      plan.storage[base] = Storage::Registers;
      tell("computed again where it is read: " + Twine(cost) + " instructions, at most " + Twine(kCheap), true);
    } else if (one && !inTiles(uses) && tryOutput(base, uses)) {
      tell("in the memory of a result that is written later: " + Twine(cost) + " instructions, too many to compute again", false);
    } else if (tryLocal(base, uses, plan)) {
      plan.storage[base] = Storage::Local;
      tell("in a buffer of one task, which stays in a cache", true);
    } else
      tell("in memory: no loop is around all that use it", false);
  }
  return plan;
}

Plan rows::planStorage(Group &group, Item &root, llvm::function_ref<bool(Value)> isPrivate,
                       llvm::function_ref<void(FusionDecision)> decided) {
  return StoragePlanner(group, root, isPrivate, decided).run();
}
