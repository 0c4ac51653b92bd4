//===- PlaceDeallocs.cpp - free temporaries after their last use --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFPLACEDEALLOCS
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

/// The last op of the alloc's block that may touch its memory; null when the buffer leaves the block or is freed already.
/// Every memref that an op makes out of a buffer (views, casts, loops that carry it, selects) counts as that buffer.
static Operation *findLastUse(memref::AllocOp alloc) {
  Block *block = alloc->getBlock();
  Operation *last = alloc;
  SmallVector<Value> aliases{alloc.getResult()};
  llvm::SmallPtrSet<Value, 8> seen{alloc.getResult()};
  while (!aliases.empty()) {
    Value alias = aliases.pop_back_val();
    for (Operation *user : alias.getUsers()) {
      if (isa<memref::DeallocOp>(user))
        return nullptr;
      Operation *ancestor = block->findAncestorOpInBlock(*user);
      if (!ancestor || ancestor->hasTrait<OpTrait::IsTerminator>())
        return nullptr;
      if (last->isBeforeInBlock(ancestor))
        last = ancestor;
      // A terminator of a nested block hands the buffer to the op around it.
      Operation *from = user->hasTrait<OpTrait::IsTerminator>() ? user->getParentOp() : user;
      auto follow = [&](Value v) {
        if (isa<BaseMemRefType>(v.getType()) && seen.insert(v).second)
          aliases.push_back(v);
      };
      for (Value result : from->getResults())
        follow(result);
      // Loops and the like may pass the buffer to their blocks' arguments.
      for (Region &region : from->getRegions())
        for (Block &nested : region)
          llvm::for_each(nested.getArguments(), follow);
    }
  }
  return last;
}

namespace {
struct PlaceDeallocs : nnf::impl::NnfPlaceDeallocsBase<PlaceDeallocs> {
  void runOnOperation() override {
    SmallVector<std::pair<memref::AllocOp, Operation *>> work;
    getOperation().walk([&](memref::AllocOp alloc) {
      if (Operation *last = findLastUse(alloc))
        work.push_back({alloc, last});
    });
    for (auto [alloc, last] : work) {
      OpBuilder b(&getContext());
      b.setInsertionPointAfter(last);
      memref::DeallocOp::create(b, alloc.getLoc(), alloc);
    }
  }
};
} // namespace
