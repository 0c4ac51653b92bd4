//===- LoopGroups.cpp - which ops become one loop nest ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Not a model of what the compiler would do but what it does: a copy of the module, whose ops have their numbers as
// locations, is compiled to loops, and the loops are asked which numbers are in them.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/LoopLikeInterface.h"
#include "mlir/Pass/PassManager.h"
#include "nnf/Pictures/Graph.h"
#include "nnf/Pipelines/CPU.h"
#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace mlir::nnf;

static constexpr StringLiteral numbered = "nnf-op";

/// The numbers in a location. Of what was inlined that of the op itself: the call would join all that it calls.
static void collect(LocationAttr loc, llvm::SmallSetVector<unsigned, 4> &numbers) {
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return collect(call.getCallee(), numbers);
  if (auto named = dyn_cast<NameLoc>(loc))
    return collect(named.getChildLoc(), numbers);
  if (auto fused = dyn_cast<FusedLoc>(loc)) {
    for (Location part : fused.getLocations())
      collect(part, numbers);
    return;
  }
  if (auto file = dyn_cast<FileLineColLoc>(loc); file && file.getFilename() == numbered)
    numbers.insert(file.getLine());
}

/// Whether the op's location says something of what a loop is for: constants and sizes are shared by ops that are not.
static bool computes(Operation *op) {
  if (op->hasTrait<OpTrait::ConstantLike>() || op->getNumRegions() != 0)
    return false;
  return llvm::any_of(op->getResultTypes(),
                      [](Type type) { return isa<FloatType>(getElementTypeOrSelf(type)) && !isa<MemRefType>(type); });
}

llvm::MapVector<Operation *, int> nnf::findLoopGroups(ModuleOp module) {
  llvm::MapVector<Operation *, int> groups;
  OwningOpRef<ModuleOp> copy = module.clone();
  SmallVector<Operation *> originals, copies;
  module->walk<WalkOrder::PreOrder>([&](Operation *op) { originals.push_back(op); });
  (*copy)->walk<WalkOrder::PreOrder>([&](Operation *op) { copies.push_back(op); });
  for (auto [i, op] : llvm::enumerate(copies))
    op->setLoc(FileLineColLoc::get(module.getContext(), numbered, i, 0));

  ScopedDiagnosticHandler quiet(module.getContext(), [](Diagnostic &) { return success(); });
  PassManager passes(module.getContext());
  CpuPipelineOptions options;
  options.stopAfter = Stage::Vector;
  buildNnfToCPU(passes, options);
  if (failed(passes.run(*copy)))
    return groups;

  // A loop at the top of a function, and what it computes.
  llvm::EquivalenceClasses<unsigned> together;
  copy->walk([&](LoopLikeOpInterface loop) {
    if (!isa<FunctionOpInterface>(loop->getParentOp()))
      return;
    llvm::SmallSetVector<unsigned, 4> numbers;
    loop->walk([&](Operation *op) {
      if (computes(op))
        collect(op->getLoc(), numbers);
    });
    for (unsigned n : numbers)
      if (!isa<FunctionOpInterface, ModuleOp>(originals[n]))
        together.unionSets(numbers.front(), n);
  });
  llvm::MapVector<unsigned, int> ids;
  for (auto [n, op] : llvm::enumerate(originals)) {
    auto member = together.findLeader(n);
    if (member == together.member_end() || isa<FunctionOpInterface, ModuleOp>(op))
      continue;
    // Alone is no group.
    if (std::next(member) == together.member_end() && *member == n)
      continue;
    groups[op] = ids.try_emplace(*member, ids.size()).first->second;
  }
  return groups;
}
