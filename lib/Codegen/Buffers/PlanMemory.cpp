//===- PlanMemory.cpp - the temporaries of a call in one block of memory ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A call asks the allocator for each of its temporaries, and an allocator that keeps memory keeps it by sizes: the peak is
// the sum over sizes of the most that was needed of each. Where sizes are static all lifetimes are known, and one
// allocation serves all.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "nnf/Codegen/Buffers/MemoryPlan.h"
#include "nnf/Codegen/Buffers/Passes.h"
#include "llvm/ADT/StringMap.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFPLANMEMORY
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// What the runtime aligns to: a cache line, which is also the widest vector.
static constexpr int64_t kAlignment = 64;

/// 0: not known before the call.
static int64_t bytesOf(memref::AllocOp alloc) {
  MemRefType type = alloc.getType();
  Type element = type.getElementType();
  if (!type.hasStaticShape() || !type.getLayout().isIdentity())
    return 0;
  int64_t bytes = llvm::divideCeil(element.isIndex() ? 64 : std::max(8u, element.getIntOrFloatBitWidth()), 8);
  for (int64_t size : type.getShape())
    if (__builtin_mul_overflow(bytes, size, &bytes))
      return 0;
  return bytes < int64_t(1) << 40 ? bytes : 0; // beyond that an allocation fails by itself, with its message
}

namespace {
struct Temporary {
  memref::AllocOp alloc;
  memref::DeallocOp dealloc;
};

struct PlanMemory : mlir::nnf::impl::NnfPlanMemoryBase<PlanMemory> {
  using NnfPlanMemoryBase::NnfPlanMemoryBase;
  void runOnOperation() override {
    SmallVector<NamedAttribute> report;
    // What is made when a handle is.
    llvm::StringMap<int64_t> packed;
    for (auto f : getOperation().getOps<func::FuncOp>())
      if (auto of = f->getAttrOfType<FlatSymbolRefAttr>("nnf.init_of"))
        f.walk([&](memref::AllocOp alloc) {
          if (alloc->hasAttr("nnf.in_handle"))
            packed[of.getValue()] += bytesOf(alloc);
        });
    for (auto f : getOperation().getOps<func::FuncOp>())
      if (!f.isExternal() && f.isPublic())
        report.push_back({StringAttr::get(&getContext(), f.getName()), plan(f, packed.lookup(f.getName()))});
    getOperation()->setAttr(kMemoryAttr, DictionaryAttr::get(&getContext(), report));
  }

private:
  DictionaryAttr plan(func::FuncOp f, int64_t packed);
};
} // namespace

DictionaryAttr PlanMemory::plan(func::FuncOp f, int64_t packed) {
  Builder b(&getContext());
  SmallVector<Temporary> temporaries;
  SmallVector<PlannedBuffer> buffers;
  int64_t open = 0, tasks = 0;
  llvm::DenseMap<Operation *, int64_t> step;
  Block &entry = f.front();
  for (Operation &op : entry)
    step[&op] = step.size();
  f.walk([&](memref::AllocOp alloc) {
    if (alloc->hasAttr("nnf.in_handle"))
      return;
    int64_t bytes = bytesOf(alloc);
    if (alloc->getBlock() != &entry) {
      // A task has a workspace of its own.
      tasks += bytes;
      return;
    }
    auto frees = llvm::make_filter_range(alloc->getUsers(), llvm::IsaPred<memref::DeallocOp>);
    if (!bytes || !llvm::hasSingleElement(frees) || (*frees.begin())->getBlock() != &entry) {
      open += !bytes && !alloc.getType().hasStaticShape();
      return;
    }
    auto dealloc = cast<memref::DeallocOp>(*frees.begin());
    temporaries.push_back({alloc, dealloc});
    // What is freed between two ops is not in use when the later one begins.
    buffers.push_back({bytes, step[alloc], step[dealloc] - 1});
  });
  MemoryPlan plan = planMemory(buffers, kAlignment);
  // One alone is as well off with the allocator.
  if (temporaries.size() > 1) {
    for (auto [t, offset] : llvm::zip_equal(temporaries, plan.offsets)) {
      t.alloc->setAttr(kArenaAttr, b.getI64IntegerAttr(offset));
      t.dealloc->setAttr(kArenaAttr, b.getUnitAttr());
    }
    auto before = [](Operation *x, Operation *y) { return x->isBeforeInBlock(y); };
    auto first = llvm::min_element(temporaries, [&](auto &x, auto &y) { return before(x.alloc, y.alloc); });
    auto last = llvm::max_element(temporaries, [&](auto &x, auto &y) { return before(x.dealloc, y.dealloc); });
    first->alloc->setAttr(kArenaBytesAttr, b.getI64IntegerAttr(plan.bytes));
    last->dealloc->setAttr(kArenaEndAttr, b.getUnitAttr());
  }
  if (remarks && !temporaries.empty())
    f.emitRemark() << temporaries.size() << (temporaries.size() == 1 ? " temporary in " : " temporaries in ") << plan.bytes << " bytes; most in use at once " << plan.live
                   << ", beside one another " << plan.separate;
  auto number = [&](StringRef name, int64_t value) { return b.getNamedAttr(name, b.getI64IntegerAttr(value)); };
  return b.getDictionaryAttr({number("buffers", temporaries.size()), number("live", plan.live), number("open", open),
                              number("packed", packed), number("planned", plan.bytes), number("separate", plan.separate), number("tasks", tasks)});
}
