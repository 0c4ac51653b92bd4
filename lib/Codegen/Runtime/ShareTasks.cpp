//===- ShareTasks.cpp - one task for parallel loops that do the same --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The layers of a model are often the same code on other memory: after outlining their tasks differ in nothing but the
// addresses that they are given. What is equal is compiled once.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/OperationSupport.h"
#include "nnf/Codegen/Runtime/Passes.h"
#include "llvm/ADT/Hashing.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFSHARETASKS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// A task, and what its code comes to.
struct Task {
  func::FuncOp function;
  /// Where what may fail was written: error records say it.
  SmallVector<Location> places;
  llvm::hash_code hash = {};
};
} // namespace

static Task describe(func::FuncOp function) {
  Task task{function, {}, {}};
  task.hash = llvm::hash_combine(function.getFunctionType());
  function.getBody().walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (isa<cf::AssertOp>(op))
      task.places.push_back(op->getLoc());
    task.hash = llvm::hash_combine(
        task.hash, OperationEquivalence::computeHash(op, OperationEquivalence::ignoreHashValue,
                                                     OperationEquivalence::ignoreHashValue,
                                                     OperationEquivalence::IgnoreLocations));
  });
  return task;
}

/// Whether `a` can stand for `b`.
static bool isSame(const Task &a, const Task &b) {
  func::FuncOp f = a.function, g = b.function;
  if (a.hash != b.hash || a.places != b.places || f.getFunctionType() != g.getFunctionType() ||
      f->getAttr(kKernelAttr) != g->getAttr(kKernelAttr))
    return false;
  return OperationEquivalence::isRegionEquivalentTo(&f.getBody(), &g.getBody(), OperationEquivalence::IgnoreLocations);
}

namespace {
/// func.constant @main.task7 : …    ->    func.constant @main.task2 : …
/// func.func private @main.task7 { body }    ->    (nothing), where @main.task2 has the same body
struct ShareTasks : nnf::impl::NnfShareTasksBase<ShareTasks> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    llvm::DenseMap<size_t, SmallVector<Task, 1>> kept;
    llvm::DenseMap<StringAttr, StringAttr> standsFor;
    for (auto f : llvm::make_early_inc_range(module.getOps<func::FuncOp>())) {
      auto role = f->getAttrOfType<StringAttr>(kRoleAttr);
      if (!role || role.getValue() != "task" || f.isExternal())
        continue;
      Task task = describe(f);
      SmallVector<Task, 1> &alike = kept[size_t(task.hash)];
      Task *same = llvm::find_if(alike, [&](const Task &other) { return isSame(other, task); });
      if (same == alike.end()) {
        alike.push_back(task);
        continue;
      }
      standsFor[f.getSymNameAttr()] = same->function.getSymNameAttr();
      f.erase();
    }
    if (standsFor.empty())
      return markAllAnalysesPreserved();
    module.walk([&](func::ConstantOp reference) {
      if (StringAttr other = standsFor.lookup(reference.getValueAttr().getAttr()))
        reference.setValueAttr(FlatSymbolRefAttr::get(other));
    });
  }
};
} // namespace
