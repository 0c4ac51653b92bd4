//===- HoistInit.cpp - compute once what does not change between calls --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/AMX/AMXDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/RegionUtils.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFHOISTINIT
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

static constexpr llvm::StringLiteral kInitAttr = "nnf.init", kParameterAttr = "nnf.parameter", kFieldAttr = "nnf.field",
                                     kInitOfAttr = "nnf.init_of", kInHandleAttr = "nnf.in_handle";

/// The memory a memref is a view of.
static Value getOrigin(Value v) {
  while (auto view = v.getDefiningOp<ViewLikeOpInterface>())
    v = view.getViewSource();
  return v;
}

/// What an op uses from outside, its regions included.
static llvm::SetVector<Value> getUses(Operation *op) {
  llvm::SetVector<Value> uses(op->operand_begin(), op->operand_end());
  getUsedValuesDefinedAbove(op->getRegions(), uses);
  return uses;
}

namespace {
/// Hoists the marked ops of one function.
class Hoister {
public:
  Hoister(func::FuncOp f, bool remarks) : f(f), entry(f.front()), remarks(remarks) {}
  void run();

private:
  bool isAvailable(Value v);
  SmallVector<Operation *> getWriters(memref::AllocOp alloc);
  void collectMarked();
  bool checkGroups();
  Value copyInto(OpBuilder &b, Value v);
  void addFields(ArrayRef<Value> fields);

  func::FuncOp f;
  Block &entry;
  bool remarks;
  llvm::SetVector<Operation *> marked;
  llvm::DenseMap<Value, bool> available;
  IRMapping copies;
};
} // namespace

/// Whether a value is known when a handle is made: made by marked ops, parameters, constants, and pure ops on these.
bool Hoister::isAvailable(Value v) {
  auto it = available.find(v);
  if (it != available.end())
    return it->second;
  bool good;
  if (auto arg = dyn_cast<BlockArgument>(v)) {
    good = arg.getOwner() == &entry && f.getArgAttr(arg.getArgNumber(), kParameterAttr);
  } else {
    Operation *op = v.getDefiningOp();
    good = op->getBlock() == &entry &&
           (marked.contains(op) || (op->getNumRegions() == 0 && isPure(op) &&
                                    llvm::all_of(op->getOperands(), [&](Value o) { return isAvailable(o); })));
  }
  available[v] = good;
  return good;
}

/// The ops of the function's block that may write to a buffer, or hold it in a way that is not understood.
SmallVector<Operation *> Hoister::getWriters(memref::AllocOp alloc) {
  SmallVector<Operation *> writers;
  SmallVector<Value> views{alloc.getResult()};
  while (!views.empty()) {
    for (Operation *user : views.pop_back_val().getUsers()) {
      if (isa<ViewLikeOpInterface>(user)) {
        llvm::append_range(views, user->getResults());
        continue;
      }
      // What it says to write is a register.
      if (isa<amx::TileLoadOp>(user))
        continue;
      auto interface = dyn_cast<MemoryEffectOpInterface>(user);
      SmallVector<MemoryEffects::EffectInstance> effects;
      if (interface)
        interface.getEffects(effects);
      // Writing elsewhere is fine; an effect that names no buffer counts for this one.
      if (!interface || llvm::any_of(effects, [&](const MemoryEffects::EffectInstance &e) {
            return !isa<MemoryEffects::Read>(e.getEffect()) && (!e.getValue() || getOrigin(e.getValue()) == alloc);
          }))
        writers.push_back(entry.findAncestorOpInBlock(*user));
    }
  }
  return writers;
}

/// Unmarks what cannot move: ops that depend on what is not known, and those that share a buffer with such ops or with
/// unmarked ops that write to it. False when something was unmarked.
bool Hoister::checkGroups() {
  available.clear();
  llvm::SmallPtrSet<Operation *, 8> stuck;
  for (Operation *op : marked)
    for (Value use : getUses(op))
      if (!isAvailable(use))
        stuck.insert(op);
  // Buffers that marked ops fill, and everybody who writes to them.
  for (Operation *op : marked) {
    auto alloc = dyn_cast<memref::AllocOp>(op);
    if (!alloc)
      continue;
    bool shared = stuck.contains(op);
    SmallVector<Operation *> writers = getWriters(alloc);
    for (Operation *writer : writers)
      shared |= !marked.contains(writer) || stuck.contains(writer);
    if (!shared)
      continue;
    stuck.insert(op);
    for (Operation *writer : writers)
      if (marked.contains(writer))
        stuck.insert(writer);
  }
  for (Operation *op : stuck) {
    if (remarks)
      op->emitRemark("is computed in every call: it depends on more than parameters and constants");
    op->removeAttr(kInitAttr);
  }
  marked.remove_if([&](Operation *op) { return stuck.contains(op); });
  return stuck.empty();
}

/// The counterpart of an available value in the init function; pure ops are copied on demand.
Value Hoister::copyInto(OpBuilder &b, Value v) {
  if (Value copy = copies.lookupOrNull(v))
    return copy;
  Operation *op = v.getDefiningOp();
  for (Value operand : op->getOperands())
    copyInto(b, operand);
  b.clone(*op, copies);
  return copies.lookup(v);
}

/// What the rest of the function uses of the hoisted ops becomes an argument.
void Hoister::addFields(ArrayRef<Value> fields) {
  Builder b(f.getContext());
  SmallVector<Type> types(f.getArgumentTypes());
  SmallVector<DictionaryAttr> attrs;
  f.getAllArgAttrs(attrs);
  for (size_t i = 0; i < fields.size(); ++i) {
    Value field = fields[i];
    types.push_back(field.getType());
    attrs.push_back(b.getDictionaryAttr(b.getNamedAttr(kFieldAttr, b.getI64IntegerAttr(i))));
    Value arg = entry.addArgument(field.getType(), field.getLoc());
    field.replaceUsesWithIf(arg, [&](OpOperand &use) {
      return !marked.contains(entry.findAncestorOpInBlock(*use.getOwner()));
    });
  }
  f.setFunctionType(b.getFunctionType(types, {}));
  f.setAllArgAttrs(attrs);
}

/// The marked ops in order, and the buffers that only marked ops write to.
void Hoister::collectMarked() {
  if (llvm::none_of(entry, [](Operation &op) { return op.hasAttr(kInitAttr); }))
    return;
  auto isMarked = [](Operation *op) { return op->hasAttr(kInitAttr); };
  for (Operation &op : entry) {
    auto alloc = dyn_cast<memref::AllocOp>(op);
    if (alloc && !isMarked(&op)) {
      SmallVector<Operation *> writers = getWriters(alloc);
      if (!writers.empty() && llvm::all_of(writers, isMarked))
        op.setAttr(kInitAttr, UnitAttr::get(op.getContext()));
    }
    if (isMarked(&op))
      marked.insert(&op);
  }
}

void Hoister::run() {
  collectMarked();
  while (!marked.empty() && !checkGroups()) {
  }
  if (marked.empty())
    return;

  // Values of marked ops that the rest of the function uses.
  llvm::SetVector<Value> fields;
  for (Operation *op : marked)
    for (Value result : op->getResults())
      for (Operation *user : result.getUsers())
        if (!marked.contains(entry.findAncestorOpInBlock(*user)))
          fields.insert(result);

  // @f.init(parameters) -> fields
  OpBuilder b(f.getContext());
  b.setInsertionPointAfter(f);
  SmallVector<Type> inputs, outputs;
  SmallVector<DictionaryAttr> attrs;
  SmallVector<BlockArgument> parameters;
  for (BlockArgument arg : entry.getArguments())
    if (f.getArgAttr(arg.getArgNumber(), kParameterAttr)) {
      inputs.push_back(arg.getType());
      attrs.push_back(f.getArgAttrDict(arg.getArgNumber()));
      parameters.push_back(arg);
    }
  for (Value field : fields)
    outputs.push_back(field.getType());
  auto init = func::FuncOp::create(b, f.getLoc(), (f.getName() + ".init").str(), b.getFunctionType(inputs, outputs));
  init.setPrivate();
  init->setAttr(kInitOfAttr, FlatSymbolRefAttr::get(f));
  init.setAllArgAttrs(attrs);
  Block *body = init.addEntryBlock();
  copies.map(ValueRange(SmallVector<Value>(parameters.begin(), parameters.end())), body->getArguments());
  b.setInsertionPointToEnd(body);
  for (Operation *op : marked) {
    for (Value use : getUses(op))
      copyInto(b, use);
    b.clone(*op, copies)->removeAttr(kInitAttr);
  }
  SmallVector<Value> returned;
  for (Value field : fields) {
    returned.push_back(copies.lookup(field));
    if (auto alloc = getOrigin(returned.back()).getDefiningOp<memref::AllocOp>())
      alloc->setAttr(kInHandleAttr, b.getUnitAttr());
  }
  func::ReturnOp::create(b, f.getLoc(), returned);

  addFields(fields.getArrayRef());
  // Users before what they use.
  for (size_t i = marked.size(); i-- > 0;)
    marked[i]->erase();
}

namespace {
struct HoistInit : nnf::impl::NnfHoistInitBase<HoistInit> {
  using Base::Base;
  void runOnOperation() override {
    for (auto f : llvm::make_early_inc_range(getOperation().getOps<func::FuncOp>()))
      if (!f.isExternal() && f.isPublic() && f.getNumResults() == 0 && f.getBody().hasOneBlock())
        Hoister(f, remarks).run();
  }
};
} // namespace
