//===- LowerRuntimeOps.cpp - assertions, allocations and status checks --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Runs when structured control flow is gone: then any place of a function can branch to its way out, however deep in
// loops it was.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "nnf/Codegen/Buffers/MemoryPlan.h"
#include "nnf/Codegen/Runtime/Passes.h"
#include "nnf/IR/Location.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFLOWERRUNTIMEOPS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// The op a message speaks of: "nnf.nll_loss" of "nnf.nll_loss: target …".
static StringRef getOpName(StringRef message) {
  StringRef head = message.split(':').first;
  return head.size() < message.size() && head.starts_with("nnf.") && !head.contains(' ') ? head : "";
}

/// Operands of the integer comparisons that a condition is made of, in order.
static void collectCompared(Value condition, SmallVectorImpl<Value> &values) {
  Operation *def = condition.getDefiningOp();
  if (auto both = dyn_cast_or_null<arith::AndIOp>(def)) {
    collectCompared(both.getLhs(), values);
    collectCompared(both.getRhs(), values);
    return;
  }
  auto compare = dyn_cast_or_null<arith::CmpIOp>(def);
  if (compare && !isa<ShapedType>(compare.getLhs().getType()))
    values.append({compare.getLhs(), compare.getRhs()});
}

namespace {
/// Lowers one function.
class Lowering {
public:
  Lowering(RuntimeIR &ir, func::FuncOp f) : ir(ir), f(f), b(f.getContext()) {}
  void run();

private:
  bool isTask() const { return role == "task"; }
  void branchUnless(Value good, Operation *after, Block *otherwise);
  Block *getExit();
  Block *getMemoryBlock();
  void lowerAssert(cf::AssertOp op);
  void lowerAlloc(memref::AllocOp op);
  Value placeInArena(memref::AllocOp op, int64_t offset);
  void lowerDealloc(memref::DeallocOp op);
  void lowerCheck(LLVM::CallOp call);
  void lowerLateResult(func::CallOp call, int64_t result);
  Value getWords(Location loc, int64_t count);
  Value toWord(Location loc, Value v);

  RuntimeIR &ir;
  func::FuncOp f;
  OpBuilder b;
  StringRef role;
  /// What the runtime knows the call by: the frame, or in a task the worker.
  Value self;
  Value sizes; ///< of a shape function
  Value arena; ///< what holds the temporaries whose places are planned
  Block *exit = nullptr, *outOfMemory = nullptr;
  Value words; ///< values of error messages
  int64_t wordCount = 0;
};
} // namespace

/// ^exit(%status): %r = nnf_rt_leave(%frame, %status); return %r
Block *Lowering::getExit() {
  if (exit)
    return exit;
  OpBuilder::InsertionGuard guard(b);
  Location loc = f.getLoc();
  exit = b.createBlock(&f.getBody(), f.getBody().end(), {ir.i32}, {loc});
  Value status = exit->getArgument(0);
  if (role == "shapes") {
    // Without an open size nothing is read, and the array has been removed as dead.
    Value array = sizes ? sizes : LLVM::ZeroOp::create(b, loc, ir.ptr).getResult();
    status = ir.call(b, loc, "nnf_rt_leave_shapes", {self, status, array});
  } else if (!isTask())
    status = ir.call(b, loc, "nnf_rt_leave", {self, status});
  func::ReturnOp::create(b, loc, status);
  return exit;
}

Block *Lowering::getMemoryBlock() {
  if (outOfMemory)
    return outOfMemory;
  OpBuilder::InsertionGuard guard(b);
  Block *target = getExit();
  outOfMemory = b.createBlock(target);
  Value status = ir.call(b, f.getLoc(), isTask() ? "nnf_rt_task_fail_memory" : "nnf_rt_fail_memory", {self});
  cf::BranchOp::create(b, f.getLoc(), target, status);
  return outOfMemory;
}

/// Goes on behind `after` only if `good`.
void Lowering::branchUnless(Value good, Operation *after, Block *otherwise) {
  Block *block = after->getBlock();
  Block *rest = block->splitBlock(std::next(after->getIterator()));
  b.setInsertionPointToEnd(block);
  cf::CondBranchOp::create(b, after->getLoc(), good, rest, ValueRange(), otherwise, ValueRange());
}

Value Lowering::getWords(Location loc, int64_t count) {
  if (count <= wordCount)
    return words;
  if (words) {
    // Grow it: one array serves all.
    auto alloca = words.getDefiningOp<LLVM::AllocaOp>();
    alloca.setElemType(LLVM::LLVMArrayType::get(ir.i64, count));
  } else {
    words = ir.allocaWords(f.front(), loc, count);
  }
  wordCount = count;
  return words;
}

/// A value of an error message in 64 bits. Signed also where the comparison is unsigned: `i <u n` is how `0 <= i < n` is
/// written, and a negative i is to be shown as such.
Value Lowering::toWord(Location loc, Value v) {
  Type type = v.getType();
  if (isa<IndexType>(type))
    return ir.toLLVM(b, loc, v);
  if (type.isInteger(64))
    return v;
  if (type.getIntOrFloatBitWidth() > 64)
    return LLVM::TruncOp::create(b, loc, ir.i64, v);
  if (type.isInteger(1))
    return LLVM::ZExtOp::create(b, loc, ir.i64, v);
  return LLVM::SExtOp::create(b, loc, ir.i64, v);
}

/// cf.assert %ok, "nnf.op: {0} is not below {1}"
///   ->
///   cf.cond_br %ok, ^rest, ^fail
/// ^fail:
///   store %i, %n to %words
///   %s = nnf_rt_fail(%frame, @record, 2, %words)
///   cf.br ^exit(%s)
void Lowering::lowerAssert(cf::AssertOp op) {
  Location loc = op.getLoc();
  SmallVector<Value> values;
  collectCompared(op.getArg(), values);
  Value array = getWords(loc, std::max<int64_t>(values.size(), 1));
  Block *target = getExit();
  Block *fail = b.createBlock(target);
  for (auto [i, v] : llvm::enumerate(values))
    ir.storeWord(b, loc, toWord(loc, v), array, i);
  std::string record;
  auto add = [&](const Twine &part) { record += (part + Twine('\0')).str(); };
  add(getOpName(op.getMsg()));
  add(formatPlace(loc));
  add(op.getMsg());
  // The same record twice is one constant.
  std::string name = "nnf.error." + llvm::utohexstr(llvm::xxh3_64bits(record));
  Value text = ir.addressOf(b, loc, ir.addString(name, record));
  Value status = ir.call(b, loc, isTask() ? "nnf_rt_task_fail" : "nnf_rt_fail",
                         {self, text, ir.constant(b, loc, values.size()), array});
  cf::BranchOp::create(b, loc, target, status);
  branchUnless(op.getArg(), op, fail);
  op.erase();
}

/// %a = memref.alloc() {nnf.arena = 256, nnf.arena_bytes = 4096} : memref<64xf32>
///   ->
/// %arena = nnf_rt_alloc(%frame, 4096, 1, 1, 1, 1); the check as below
/// %a = … %arena + 256
Value Lowering::placeInArena(memref::AllocOp op, int64_t offset) {
  Location loc = op.getLoc();
  if (auto bytes = op->getAttrOfType<IntegerAttr>(kArenaBytesAttr)) {
    Value one = ir.constant(b, loc, 1);
    arena = ir.call(b, loc, "nnf_rt_alloc", {self, ir.constant(b, loc, bytes.getInt()), one, one, one, one});
    Value null = LLVM::ZeroOp::create(b, loc, ir.ptr);
    Value good = LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::ne, arena, null);
    branchUnless(good, good.getDefiningOp(), getMemoryBlock());
    b.setInsertionPoint(op);
  }
  return LLVM::GEPOp::create(b, loc, ir.ptr, b.getI8Type(), arena, ValueRange{ir.constant(b, loc, offset)});
}

/// %a = memref.alloc(%n) : memref<?x8xf32>
///   ->
/// %p = nnf_rt_alloc(%frame, 32, %n, 1, 1, 1)
/// cf.cond_br (%p != null), ^rest, ^out_of_memory
void Lowering::lowerAlloc(memref::AllocOp op) {
  Location loc = op.getLoc();
  b.setInsertionPoint(op);
  MemRefType type = op.getType();
  if (auto offset = op->getAttrOfType<IntegerAttr>(kArenaAttr)) {
    Value place = placeInArena(op, offset.getInt());
    op.replaceAllUsesWith(ir.buildMemRef(b, loc, type, place, {}));
    op.erase();
    return;
  }
  int64_t bytes = llvm::divideCeil(getElementTypeOrSelf(type).isIndex()
                                       ? 64
                                       : std::max(8u, getElementTypeOrSelf(type).getIntOrFloatBitWidth()),
                                   8);
  for (int64_t size : type.getShape())
    if (!ShapedType::isDynamic(size))
      bytes *= size;
  SmallVector<Value> sizes;
  for (Value size : op.getDynamicSizes())
    sizes.push_back(ir.toLLVM(b, loc, size));
  SmallVector<Value> operands{self, ir.constant(b, loc, bytes)};
  // Four factors go along; more are multiplied before, without wrapping around.
  SmallVector<Value> factors = sizes;
  while (factors.size() > 4) {
    Value last = factors.pop_back_val();
    factors.back() = ir.call(b, loc, "nnf_rt_saturating_mul", {factors.back(), last});
  }
  while (factors.size() < 4)
    factors.push_back(ir.constant(b, loc, 1));
  llvm::append_range(operands, factors);
  StringRef allocate = op->hasAttr(kHandleAttr) ? "nnf_rt_handle_alloc" : isTask() ? "nnf_rt_task_alloc" : "nnf_rt_alloc";
  Value pointer = ir.call(b, loc, allocate, operands);
  Value null = LLVM::ZeroOp::create(b, loc, ir.ptr);
  Value good = LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::ne, pointer, null);
  op.replaceAllUsesWith(ir.buildMemRef(b, loc, type, pointer, sizes));
  branchUnless(good, op, getMemoryBlock());
  op.erase();
}

void Lowering::lowerDealloc(memref::DeallocOp op) {
  b.setInsertionPoint(op);
  if (op->hasAttr(kArenaAttr)) {
    if (op->hasAttr(kArenaEndAttr))
      ir.call(b, op.getLoc(), "nnf_rt_free", {self, arena});
    op.erase();
    return;
  }
  Value pointer = ir.getPointer(b, op.getLoc(), op.getMemref());
  ir.call(b, op.getLoc(), isTask() ? "nnf_rt_task_free" : "nnf_rt_free", {self, pointer});
  op.erase();
}

/// Goes on behind a call of the runtime only if its status is 0; otherwise leaves, or returns when there is nothing to
/// leave yet.
void Lowering::lowerCheck(LLVM::CallOp call) {
  Location loc = call.getLoc();
  bool justReturn = call->getAttrOfType<StringAttr>(kCheckAttr).getValue() == "return";
  call->removeAttr(kCheckAttr);
  Value status = call.getResult();
  Block *bail;
  if (justReturn) {
    bail = b.createBlock(&f.getBody(), f.getBody().end());
    func::ReturnOp::create(b, loc, status);
  } else {
    bail = b.createBlock(getExit());
    cf::BranchOp::create(b, loc, getExit(), status);
  }
  b.setInsertionPointAfter(call);
  Value good = LLVM::ICmpOp::create(b, loc, LLVM::ICmpPredicate::eq, status, ir.constant32(b, loc, 0));
  branchUnless(good, good.getDefiningOp(), bail);
}

/// %r = func.call @f.result0(%n) : (index) -> memref<?xf32>
///   ->
/// store %n to %words ; %s = nnf_rt_result(%frame, 0, %words, %place) ; leave if it is not 0 ; %r = … load %place
void Lowering::lowerLateResult(func::CallOp call, int64_t result) {
  Location loc = call.getLoc();
  auto type = cast<MemRefType>(call.getResult(0).getType());
  Value array = getWords(loc, std::max<int64_t>(call.getNumOperands(), 1));
  Value place = ir.allocaWords(f.front(), loc, 1);
  b.setInsertionPoint(call);
  SmallVector<Value> open;
  for (auto [i, size] : llvm::enumerate(call.getOperands())) {
    open.push_back(ir.toLLVM(b, loc, size));
    ir.storeWord(b, loc, open.back(), array, i);
  }
  Value status = ir.call(b, loc, "nnf_rt_result", {self, ir.constant(b, loc, result), array, place});
  auto check = cast<LLVM::CallOp>(status.getDefiningOp());
  check->setAttr(kCheckAttr, b.getStringAttr("exit"));
  Value pointer = ir.loadWord(b, loc, ir.ptr, place, 0);
  call.getResult(0).replaceAllUsesWith(ir.buildMemRef(b, loc, type, pointer, open));
  call.erase();
  lowerCheck(check);
}

void Lowering::run() {
  role = f->getAttrOfType<StringAttr>(kRoleAttr).getValue();
  if (isTask()) {
    self = f.getArgument(3);
  } else {
    // In any block: control flow in the function has split the first one by now.
    f.walk([&](Operation *op) {
      if (op->hasAttrOfType<UnitAttr>(kFrameAttr))
        self = op->getResult(0);
      else if (op->hasAttrOfType<StringAttr>(kFrameAttr))
        sizes = op->getResult(0);
    });
  }
  SmallVector<Operation *> work;
  f.walk([&](Operation *op) {
    if (isa<cf::AssertOp, memref::AllocOp, memref::DeallocOp, func::CallOp, func::ReturnOp>(op) ||
        op->hasAttr(kCheckAttr))
      work.push_back(op);
  });
  for (Operation *op : work) {
    if (auto check = dyn_cast<cf::AssertOp>(op))
      lowerAssert(check);
    else if (auto alloc = dyn_cast<memref::AllocOp>(op))
      lowerAlloc(alloc);
    else if (auto dealloc = dyn_cast<memref::DeallocOp>(op))
      lowerDealloc(dealloc);
    else if (auto call = dyn_cast<LLVM::CallOp>(op))
      lowerCheck(call);
    else if (auto late = dyn_cast<func::CallOp>(op)) {
      auto maker = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(late, late.getCalleeAttr());
      lowerLateResult(late, maker.getResultAttrOfType<IntegerAttr>(0, kResultAttr).getInt());
    } else if (!isTask()) {
      b.setInsertionPoint(op);
      Block *target = getExit();
      b.setInsertionPoint(op);
      cf::BranchOp::create(b, op->getLoc(), target, op->getOperands());
      op->erase();
    }
  }
}

namespace {
struct LowerRuntimeOps : nnf::impl::NnfLowerRuntimeOpsBase<LowerRuntimeOps> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    RuntimeIR ir(module);
    for (auto f : llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
      if (!f.isExternal() && f->hasAttr(kRoleAttr))
        Lowering(ir, f).run();
    // What made late results has no calls any more.
    for (auto f : llvm::make_early_inc_range(module.getOps<func::FuncOp>()))
      if (f->hasAttr(kLateOfAttr))
        f.erase();
  }
};
} // namespace
