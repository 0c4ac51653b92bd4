//===- Fusion.cpp - what may be computed together with a sum of products ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// On buffers, fusing means moving: the whole group is executed where its last op stands, element by element instead of
// op by op. That is right when
//   - nothing between the ops of the group writes what the group reads, or reads or writes what the group writes;
//   - what the group writes early (at an element) is not read late (at another element) by any of its ops: a buffer
//     that is both written and read must be accessed at the same element, and a factor's buffers not at all.
// A buffer that is made by memref.alloc and used by the group alone is not written any more.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Problem.h"

#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "nnf/Codegen/CPU/BodyEmitter.h"
#include "nnf/Codegen/CPU/Views.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

/// A function argument: the caller passes buffers that do not overlap.
static bool isFunctionArgument(Value v) {
  auto arg = dyn_cast<BlockArgument>(v);
  return arg && arg.getOwner()->isEntryBlock() && isa<FunctionOpInterface>(arg.getOwner()->getParentOp());
}

static bool mayAlias(Value x, Value y) {
  x = baseOf(x);
  y = baseOf(y);
  if (x == y)
    return true;
  auto gx = x.getDefiningOp<memref::GetGlobalOp>(), gy = y.getDefiningOp<memref::GetGlobalOp>();
  if (gx && gy)
    return gx.getName() == gy.getName();
  auto distinct = [](Value v) {
    return v.getDefiningOp<memref::AllocOp>() || v.getDefiningOp<memref::GetGlobalOp>() || isFunctionArgument(v);
  };
  return !(distinct(x) && distinct(y));
}

/// Whether `op` may read (or write) `memref`. Freeing counts as a write.
static bool touches(Operation *op, Value memref, bool read, bool write) {
  // A failing assertion ends the call; nothing it guards depends on what has been written before.
  if (isa<cf::AssertOp>(op) || isMemoryEffectFree(op))
    return false;
  std::optional<SmallVector<MemoryEffects::EffectInstance>> effects = getEffectsRecursively(op);
  if (!effects)
    return true;
  for (const MemoryEffects::EffectInstance &effect : *effects) {
    bool reads = isa<MemoryEffects::Read>(effect.getEffect());
    bool writes = isa<MemoryEffects::Write, MemoryEffects::Free>(effect.getEffect());
    if (!(reads && read) && !(writes && write))
      continue;
    if (!effect.getValue() || !isa<BaseMemRefType>(effect.getValue().getType()) || mayAlias(effect.getValue(), memref))
      return true;
  }
  return false;
}

/// Whether all uses of a buffer (through views as well) are by `group` or free it.
static bool usedOnlyBy(Value memref, ArrayRef<Operation *> group) {
  Value base = baseOf(memref);
  if (!base.getDefiningOp<memref::AllocOp>())
    return false;
  SmallVector<Value> worklist{base};
  while (!worklist.empty()) {
    for (Operation *user : worklist.pop_back_val().getUsers()) {
      if (isa<ViewLikeOpInterface>(user))
        worklist.push_back(user->getResult(0));
      else if (!isa<memref::DeallocOp, memref::DimOp>(user) && !llvm::is_contained(group, user))
        return false;
    }
  }
  return true;
}

/// An all-parallel linalg op on ranked buffers that BodyEmitter can copy.
static linalg::LinalgOp asElementwise(Operation *op) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (!linalgOp || !linalgOp.hasPureBufferSemantics() || linalgOp.getNumLoops() != linalgOp.getNumParallelLoops())
    return {};
  Block &body = *linalgOp.getBlock();
  if (!BodyEmitter::canVectorize(body) ||
      llvm::any_of(body, [](Operation &inner) { return isa<memref::LoadOp, memref::DimOp>(inner); }))
    return {};
  for (OpOperand &out : linalgOp.getDpsInitsMutable())
    if (!linalgOp.getMatchingIndexingMap(&out).isPermutation() || !isa<MemRefType>(out.get().getType()))
      return {};
  return linalgOp;
}

/// What each loop of an elementwise op is in the problem's loops, if it accesses `access`'s elements at `map` of its loops,
/// each element once.
static std::optional<SmallVector<Linear>> matchLoops(Value memref, AffineMap map, const Access &access) {
  if (!map.isPermutation())
    return std::nullopt;
  unsigned n = map.getNumDims();
  FailureOr<Access> own = makeAccess(memref, map, identityLoops(n));
  if (failed(own) || own->memref != access.memref)
    return std::nullopt;
  SmallVector<Linear> loops(n);
  for (auto [mine, theirs] : llvm::zip_equal(own->index, access.index)) {
    // One loop here may be several there (channels that are groups and channels of a group),
    if (mine.terms.size() == 1 && mine.isLoop(mine.terms[0].loop)) {
      loops[mine.terms[0].loop] = theirs;
      continue;
    }
    // or both are split alike.
    if (mine.terms.size() != theirs.terms.size() || mine.constant != theirs.constant)
      return std::nullopt;
    for (const Term &t : mine.terms) {
      auto same = llvm::find_if(theirs.terms, [&](const Term &other) { return other.factor == t.factor; });
      if (same == theirs.terms.end() || llvm::count_if(theirs.terms, [&](const Term &o) { return o.factor == t.factor; }) != 1)
        return std::nullopt;
      loops[t.loop] = Linear::of(same->loop);
    }
  }
  return loops;
}

/// The stage of an elementwise op. Scalar operands become values of the body.
static FailureOr<Stage> makeStage(linalg::LinalgOp op, ArrayRef<Linear> loops) {
  Stage stage;
  stage.op = op;
  stage.indices.assign(loops.begin(), loops.end());
  stage.owned = std::make_unique<Block>();
  stage.body = stage.owned.get();
  IRMapping map;
  for (OpOperand &operand : op->getOpOperands()) {
    BlockArgument arg = op.getMatchingBlockArgument(&operand);
    bool isBuffer = isa<MemRefType>(operand.get().getType());
    if (!isBuffer) {
      map.map(arg, operand.get());
      continue;
    }
    map.map(arg, stage.body->addArgument(arg.getType(), arg.getLoc()));
    FailureOr<Access> access = makeAccess(operand.get(), op.getMatchingIndexingMap(&operand), loops);
    if (failed(access))
      return failure();
    stage.ins.push_back(arg.use_empty() ? Access() : *access);
    if (op.isDpsInit(&operand))
      stage.outs.push_back(*access);
  }
  OpBuilder b(op.getContext());
  b.setInsertionPointToStart(stage.body);
  for (Operation &inner : *op.getBlock())
    b.clone(inner, map);
  return stage;
}

/// The ops strictly between two of one block.
static llvm::iterator_range<Block::iterator> between(Operation *first, Operation *last) {
  return {std::next(Block::iterator(first)), Block::iterator(last)};
}

static bool writesAny(Operation *op, ArrayRef<Access> accesses) {
  return llvm::any_of(accesses, [&](const Access &a) { return a && touches(op, a.memref, /*read=*/false, /*write=*/true); });
}

/// The op that gives the root's output its first value: the last one before the root that touches it.
static void findInit(Problem &p) {
  for (Operation *op = p.root->getPrevNode(); op; op = op->getPrevNode()) {
    if (!touches(op, p.out.memref, /*read=*/true, /*write=*/true))
      continue;
    linalg::LinalgOp init = asElementwise(op);
    if (!init || init.getNumDpsInits() != 1)
      return;
    OpOperand *target = init.getDpsInitOperand(0);
    std::optional<SmallVector<Linear>> loops =
        matchLoops(target->get(), init.getMatchingIndexingMap(target), p.out);
    if (!loops)
      return;
    FailureOr<Stage> stage = makeStage(init, *loops);
    // It must define the output, not update it.
    if (failed(stage) || stage->ins.back())
      return;
    if (llvm::any_of(stage->ins, [&](const Access &a) { return a && mayAlias(a.memref, p.out.memref); }))
      return;
    for (Operation &other : between(op, p.root))
      if (writesAny(&other, stage->ins))
        return;
    p.init = std::move(*stage);
    p.group.insert(p.group.begin(), op);
    return;
  }
}

/// Whether the group stays right when its ops are executed where `last` stands, given that it ends with `stage`.
static bool isSafe(Problem &p, const Stage &stage, Operation *last) {
  SmallVector<Access> factors, reads, writes{p.out};
  for (const Stage *s : {&p.a, &p.b})
    llvm::append_range(factors, llvm::make_filter_range(s->ins, [](const Access &a) { return static_cast<bool>(a); }));
  auto addStage = [&](const Stage &s) {
    llvm::append_range(reads, llvm::make_filter_range(s.ins, [](const Access &a) { return static_cast<bool>(a); }));
    llvm::append_range(writes, s.outs);
  };
  if (p.init)
    addStage(*p.init);
  for (const Stage &s : p.epilogue)
    addStage(s);
  addStage(stage);

  for (Operation &op : between(p.root, last)) {
    if (llvm::is_contained(p.group, &op))
      continue;
    if (writesAny(&op, factors) || writesAny(&op, reads))
      return false;
    for (const Access &w : writes)
      // What the last op writes is still written where it was.
      if (!llvm::is_contained(stage.outs, w) && touches(&op, w.memref, /*read=*/true, /*write=*/true))
        return false;
  }
  for (const Access &w : writes) {
    for (const Access &r : factors)
      if (mayAlias(w.memref, r.memref))
        return false;
    for (const Access &r : reads)
      if (!(r == w) && mayAlias(w.memref, r.memref))
        return false;
    for (const Access &other : writes)
      if (!(other == w) && mayAlias(w.memref, other.memref))
        return false;
  }
  return true;
}

void contraction::growGroup(Problem &p) {
  findInit(p);
  // Buffers that hold a value of the group, by the access that wrote it.
  SmallVector<Access> values{p.out};
  for (Operation *op = p.root->getNextNode(); op; op = op->getNextNode()) {
    bool uses = llvm::any_of(values, [&](const Access &v) { return touches(op, v.memref, true, true); });
    if (!uses || isa<memref::DeallocOp>(op))
      continue;
    linalg::LinalgOp elementwise = asElementwise(op);
    if (!elementwise)
      break;
    std::optional<SmallVector<Linear>> loops;
    for (OpOperand &operand : elementwise->getOpOperands())
      for (const Access &v : values)
        if (!loops && isa<MemRefType>(operand.get().getType()))
          loops = matchLoops(operand.get(), elementwise.getMatchingIndexingMap(&operand), v);
    if (!loops)
      break;
    FailureOr<Stage> stage = makeStage(elementwise, *loops);
    if (failed(stage) || !isSafe(p, *stage, op))
      break;
    for (const Access &out : stage->outs)
      if (!llvm::is_contained(values, out))
        values.push_back(out);
    p.epilogue.push_back(std::move(*stage));
    p.group.push_back(op);
  }
  // What is overwritten at the same element need not be written.
  auto overwritten = [&](const Access &out, size_t later) {
    return llvm::any_of(ArrayRef(p.epilogue).drop_front(later),
                        [&](const Stage &s) { return llvm::is_contained(s.outs, out); });
  };
  p.keepOut = !usedOnlyBy(p.out.memref, p.group) && !overwritten(p.out, 0);
  for (auto [i, s] : llvm::enumerate(p.epilogue))
    for (const Access &out : s.outs)
      s.keep.push_back(!usedOnlyBy(out.memref, p.group) && !overwritten(out, i + 1));
}

//===--------------------------------------------------------------------------------------------------------===//
// Padding
//===--------------------------------------------------------------------------------------------------------===//

/// The value that an elementwise op writes to all of `buffer`.
static Value filledWith(Operation *op, Value buffer) {
  linalg::LinalgOp fill = asElementwise(op);
  if (!fill || fill.getNumDpsInits() != 1 || fill.getDpsInits()[0] != buffer)
    return {};
  Value v = fill.getBlock()->getTerminator()->getOperand(0);
  if (auto arg = dyn_cast<BlockArgument>(v); arg && arg.getOwner() == fill.getBlock()) {
    Value operand = fill.getMatchingOpOperand(arg)->get();
    return isa<MemRefType>(operand.getType()) ? Value() : operand;
  }
  return v.getParentBlock() == fill.getBlock() ? Value() : v;
}

std::optional<Padding> contraction::findPadding(const Problem &p, const Access &access) {
  auto alloc = access.memref.getDefiningOp<memref::AllocOp>();
  if (!alloc || alloc->getBlock() != p.root->getBlock())
    return std::nullopt;
  Padding padding;
  memref::SubViewOp view;
  Operation *fill = nullptr;
  SmallVector<Value> views;
  for (Operation *user : alloc->getUsers()) {
    if (auto subview = dyn_cast<memref::SubViewOp>(user)) {
      if (view)
        return std::nullopt;
      view = subview;
    } else if (isa<ViewLikeOpInterface>(user)) {
      views.push_back(user->getResult(0));
    } else if (Value v = filledWith(user, alloc)) {
      if (fill)
        return std::nullopt;
      fill = user;
      padding.fill = v;
    } else if (user != p.root && !isa<memref::DeallocOp, memref::DimOp>(user)) {
      return std::nullopt;
    }
  }
  // Views of the whole buffer (split channels) are for the root alone.
  while (!views.empty())
    for (Operation *user : views.pop_back_val().getUsers()) {
      if (isa<ViewLikeOpInterface>(user))
        views.push_back(user->getResult(0));
      else if (user != p.root && !isa<memref::DimOp>(user))
        return std::nullopt;
    }
  if (!fill || !view || !view->hasOneUse() || view.getType().getRank() != alloc.getType().getRank() ||
      llvm::any_of(view.getMixedStrides(), [](OpFoldResult s) { return getConstantIntValue(s) != 1; }))
    return std::nullopt;
  linalg::LinalgOp copy = asElementwise(*view->user_begin());
  if (!copy || copy.getNumDpsInputs() != 1 || copy.getNumDpsInits() != 1 ||
      copy.getDpsInits()[0] != view.getResult() || copy.getBlock()->getTerminator()->getOperand(0) != copy.getBlock()->getArgument(0))
    return std::nullopt;
  if (llvm::any_of(copy.getIndexingMapsArray(), [](AffineMap m) { return !m.isIdentity(); }))
    return std::nullopt;
  padding.source = copy.getDpsInputOperand(0)->get();
  if (!isa<MemRefType>(padding.source.getType()))
    return std::nullopt;
  Block *block = p.root->getBlock();
  if (fill->getBlock() != block || copy->getBlock() != block || !fill->isBeforeInBlock(copy) ||
      !copy->isBeforeInBlock(p.root))
    return std::nullopt;
  // The source is read where the group stands, while the group writes.
  for (Operation &op : between(copy, p.group.back()))
    if (touches(&op, padding.source, /*read=*/false, /*write=*/true))
      return std::nullopt;
  if (mayAlias(padding.source, p.out.memref))
    return std::nullopt;
  for (const Stage &s : p.epilogue)
    for (const Access &out : s.outs)
      if (mayAlias(padding.source, out.memref))
        return std::nullopt;
  padding.low = view.getMixedOffsets();
  padding.ops = {fill, copy, view};
  return padding;
}
