//===- HoistAssertions.cpp - check sizes first --------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFHOISTASSERTIONS
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

namespace {
/// Collects what must move with a condition.
class Slice {
public:
  explicit Slice(Block &entry) : entry(entry) {}
  /// Whether `v` can be computed at the start of the function; the ops it takes are added in order.
  bool collect(Value v) {
    auto arg = dyn_cast<BlockArgument>(v);
    if (arg)
      return arg.getOwner() == &entry;
    Operation *op = v.getDefiningOp();
    if (op->getBlock() != &entry)
      return false;
    if (auto it = verdicts.find(op); it != verdicts.end())
      return it->second;
    // Loads depend on memory, allocations and views have no place in a size. Division by a size that is 0 must wait for
    // the assertion that may be before it.
    bool good = op->getNumRegions() == 0 && isPure(op) && (isa<memref::DimOp>(op) || isScalar(op));
    for (Value operand : op->getOperands())
      good = good && collect(operand);
    verdicts[op] = good;
    if (good)
      ops.push_back(op);
    return good;
  }
  SmallVector<Operation *> ops;

private:
  static bool isScalar(Operation *op) {
    auto scalar = [](Type type) { return type.isIntOrIndexOrFloat(); };
    return llvm::all_of(op->getOperandTypes(), scalar) && llvm::all_of(op->getResultTypes(), scalar);
  }

  Block &entry;
  llvm::DenseMap<Operation *, bool> verdicts;
};

struct HoistAssertions : nnf::impl::NnfHoistAssertionsBase<HoistAssertions> {
  void runOnOperation() override {
    func::FuncOp f = getOperation();
    if (f.isExternal())
      return;
    Block &entry = f.front();
    // Before the first op that may write; what is there already needs no moving.
    Operation *place = nullptr;
    for (Operation &op : entry)
      if (!isMemoryEffectFree(&op) && !isa<cf::AssertOp>(op)) {
        place = &op;
        break;
      }
    if (!place)
      return;
    Slice slice(entry);
    llvm::DenseSet<Operation *> before;
    for (Operation &op : llvm::make_range(entry.begin(), place->getIterator()))
      before.insert(&op);
    SmallVector<cf::AssertOp> checks;
    for (Operation &op : llvm::make_range(place->getIterator(), entry.end()))
      if (auto check = dyn_cast<cf::AssertOp>(op))
        checks.push_back(check);
    for (cf::AssertOp check : checks) {
      size_t known = slice.ops.size();
      if (!slice.collect(check.getArg()))
        continue;
      for (Operation *op : ArrayRef<Operation *>(slice.ops).drop_front(known))
        if (!before.contains(op))
          op->moveBefore(place);
      check->moveBefore(place);
    }
  }
};
} // namespace
