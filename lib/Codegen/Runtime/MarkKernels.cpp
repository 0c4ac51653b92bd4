//===- MarkKernels.cpp - the time before and after each kernel ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/RegionUtils.h"
#include "nnf/Codegen/Runtime/Passes.h"
#include "nnf/IR/Location.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFMARKKERNELS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

static bool isParallel(Operation *op) { return isa<scf::ForallOp, scf::ParallelOp>(op); }

/// Parallel loops, other loops without one inside, and copies.
static void collectKernels(Block &block, SmallVectorImpl<Operation *> &kernels) {
  for (Operation &op : block) {
    bool isLoop = isa<scf::ForOp, scf::WhileOp>(op);
    bool holdsParallel = op.walk([&](Operation *inner) {
                             return isParallel(inner) ? WalkResult::interrupt() : WalkResult::advance();
                           }).wasInterrupted();
    if (isParallel(&op) || isa<memref::CopyOp>(op) || (isLoop && !holdsParallel)) {
      kernels.push_back(&op);
      continue;
    }
    for (Region &region : op.getRegions())
      for (Block &nested : region)
        collectKernels(nested, kernels);
  }
}

/// The places in files of everything inside, a line each.
static std::string placesOf(Operation *kernel) {
  llvm::DenseSet<Location> seen;
  llvm::SetVector<Location> places;
  kernel->walk([&](Operation *op) {
    if (!seen.insert(op->getLoc()).second)
      return;
    op->getLoc()->walk([&](Location part) {
      if (isa<FileLineColLoc>(part))
        places.insert(part);
      return WalkResult::advance();
    });
  });
  return llvm::join(llvm::map_range(places, formatPlace), "\n");
}

/// The argument of a loop's body that an initial value becomes.
static void followIntoLoop(LoopLikeOpInterface loop, Value init, SmallVectorImpl<Value> &aliases) {
  for (OpOperand &operand : loop->getOpOperands())
    if (operand.get() == init)
      if (BlockArgument argument = loop.getTiedLoopRegionIterArg(&operand))
        aliases.push_back(argument);
}

/// Whether the kernel reads the buffer, and whether it writes it, directly, through a view or carried by a loop.
static std::pair<bool, bool> getUses(Operation *kernel, Value buffer) {
  bool reads = false, writes = false;
  SmallVector<Value> aliases{buffer};
  while (!aliases.empty()) {
    Value alias = aliases.pop_back_val();
    for (Operation *user : alias.getUsers()) {
      if (!kernel->isAncestor(user))
        continue;
      if (auto view = dyn_cast<ViewLikeOpInterface>(user)) {
        llvm::append_range(aliases, user->getResults());
        continue;
      }
      if (auto loop = dyn_cast<LoopLikeOpInterface>(user)) {
        followIntoLoop(loop, alias, aliases);
        continue;
      }
      reads |= hasEffect<MemoryEffects::Read>(user, alias);
      writes |= hasEffect<MemoryEffects::Write>(user, alias);
    }
  }
  return {reads, writes};
}

/// Bytes of a buffer, from its type and open sizes.
static Value getBytes(OpBuilder &b, Location loc, Value buffer) {
  auto type = cast<MemRefType>(buffer.getType());
  int64_t fixed = type.getElementType().isIntOrFloat() ? llvm::divideCeil(type.getElementTypeBitWidth(), 8) : 8;
  Value bytes;
  for (auto [i, size] : llvm::enumerate(type.getShape())) {
    if (!ShapedType::isDynamic(size)) {
      fixed *= size;
      continue;
    }
    Value open = b.createOrFold<memref::DimOp>(loc, buffer, static_cast<int64_t>(i));
    bytes = bytes ? arith::MulIOp::create(b, loc, bytes, open).getResult() : open;
  }
  Value rest = arith::ConstantIndexOp::create(b, loc, fixed);
  return bytes ? arith::MulIOp::create(b, loc, bytes, rest).getResult() : rest;
}

/// Of the buffers from outside, each once where it is read and once where it is written.
static Value getTraffic(OpBuilder &b, Operation *kernel) {
  Location loc = kernel->getLoc();
  llvm::SetVector<Value> used;
  getUsedValuesDefinedAbove(kernel->getRegions(), used);
  used.insert_range(kernel->getOperands());
  Value total = arith::ConstantIndexOp::create(b, loc, 0);
  for (Value v : used) {
    if (!isa<MemRefType>(v.getType()))
      continue;
    auto [reads, writes] = getUses(kernel, v);
    if (!reads && !writes)
      continue;
    Value bytes = getBytes(b, loc, v);
    for (int times = int(reads) + int(writes); times; --times)
      total = arith::AddIOp::create(b, loc, total, bytes);
  }
  return total;
}

namespace {
struct MarkKernels : nnf::impl::NnfMarkKernelsBase<MarkKernels> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    RuntimeIR ir(module);
    for (auto f : llvm::make_early_inc_range(module.getOps<func::FuncOp>())) {
      auto role = f->getAttrOfType<StringAttr>(kRoleAttr);
      if (f.isExternal())
        continue;
      if (role && role.getValue() == "run")
        mark(ir, f);
      f.walk([](func::CallOp call) {
        if (call.getCallee() == kWorkFunction)
          call.erase();
      });
    }
    if (auto record = module.lookupSymbol<func::FuncOp>(kWorkFunction))
      record.erase();
  }

private:
  /// scf.forall { … }
  ///   ->
  /// %begin = llvm.call @nnf_rt_profile_begin(%frame)
  /// scf.forall { … }
  /// llvm.call @nnf_rt_profile_end(%frame, %begin, %places, %bytes)
  void mark(RuntimeIR &ir, func::FuncOp f) {
    Value frame = getFrame(f);
    unsigned number = 0;
    auto place = [&](OpBuilder &b, Location loc, StringRef text) {
      std::string name = (f.getName() + ".place" + Twine(number++)).str();
      return ir.addressOf(b, loc, ir.addString(name, (text + Twine('\0')).str()));
    };
    SmallVector<Operation *> kernels;
    collectKernels(f.front(), kernels);
    for (Operation *kernel : kernels) {
      Location loc = kernel->getLoc();
      OpBuilder b(kernel);
      Value bytes = ir.toLLVM(b, loc, getTraffic(b, kernel)), where = place(b, loc, placesOf(kernel));
      Value begin = ir.call(b, loc, "nnf_rt_profile_begin", frame);
      b.setInsertionPointAfter(kernel);
      ir.call(b, loc, "nnf_rt_profile_end", {frame, begin, where, bytes});
    }
    SmallVector<func::CallOp> work;
    f.walk([&](func::CallOp call) {
      if (call.getCallee() == kWorkFunction)
        work.push_back(call);
    });
    for (func::CallOp call : work) {
      OpBuilder b(call);
      Location loc = call.getLoc();
      Value where = place(b, loc, formatPlace(loc)), count = ir.toLLVM(b, loc, call.getOperand(0));
      ir.call(b, loc, "nnf_rt_profile_work", {frame, where, count});
    }
  }
};
} // namespace
