//===- EmitContractions.cpp - the pass -----------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/Views.h"
#include "nnf/Codegen/CPU/Contraction.h"

#include "Plan.h"
#include "mlir/Dialect/AMX/AMXDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/X86Vector/X86VectorDialect.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFCPUEMITCONTRACTIONS
#include "nnf/Codegen/CPU/Contraction/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

void contraction::emitPlan(Emit &e, Plan &plan) {
  if (!plan.dotLoop)
    return emitBlocks(e, plan);
  if (plan.dotBelow == 0)
    return emitDot(e, plan);
  Value few = e.lessThan(plan.sizeOf(*plan.row), e.constant(plan.dotBelow));
  auto op = scf::IfOp::create(e.b, e.loc, few, /*withElseRegion=*/true);
  OpBuilder::InsertionGuard guard(e.b);
  e.b.setInsertionPointToStart(&op.getThenRegion().front());
  emitDot(e, plan);
  e.b.setInsertionPointToStart(&op.getElseRegion().front());
  emitBlocks(e, plan);
}

/// Erases a buffer that is only made and freed, with its views. Whether it was.
static bool eraseIfUnused(Value memref) {
  SmallVector<Operation *> dead;
  SmallVector<Value> worklist{memref};
  while (!worklist.empty()) {
    for (Operation *user : worklist.pop_back_val().getUsers()) {
      if (isa<ViewLikeOpInterface>(user))
        worklist.push_back(user->getResult(0));
      else if (!isa<memref::DeallocOp>(user))
        return false;
      dead.push_back(user);
    }
  }
  for (Operation *op : llvm::reverse(dead))
    op->erase();
  if (Operation *def = memref.getDefiningOp())
    def->erase();
  return true;
}

/// The sizes of an allocated buffer, from its operands: so that it can go.
static void replaceDims(Value memref) {
  auto alloc = memref.getDefiningOp<memref::AllocOp>();
  for (Operation *user : llvm::make_early_inc_range(memref.getUsers())) {
    auto dim = dyn_cast<memref::DimOp>(user);
    auto index = dim ? dim.getConstantIndex() : std::nullopt;
    if (!index || *index < 0 || *index >= alloc.getType().getRank())
      continue;
    OpBuilder b(dim);
    Value size = alloc.getType().isDynamicDim(*index)
                     ? alloc.getDynamicSizes()[alloc.getType().getDynamicDimIndex(*index)]
                     : arith::ConstantIndexOp::create(b, dim.getLoc(), alloc.getType().getDimSize(*index)).getResult();
    dim.replaceAllUsesWith(size);
    dim.erase();
  }
}

static void emitOne(linalg::LinalgOp op, const CpuTarget &target, FusionReport *report) {
  OpBuilder b(op);
  std::string why;
  FailureOr<Problem> problem = matchProblem(b, op, why);
  if (failed(problem))
    return;
  growGroup(*problem);
  SmallVector<Operation *> group = problem->group;
  FusedGroup told{"contraction", {}, {}};
  if (report)
    for (Operation *member : group)
      addPlaces(told, member);
  b.setInsertionPoint(group.back());
  simplifyLoops(b, *problem);

  SmallVector<Value> buffers;
  for (const Stage &s : problem->epilogue)
    for (const Access &out : s.outs)
      buffers.push_back(baseOf(out.memref));
  buffers.push_back(baseOf(problem->out.memref));
  bool empty = llvm::any_of(problem->loops, [](const Loop &l) { return !l.reduction && Emit::known(l.size) == 0; });
  if (!empty) {
    Emit e(b, op.getLoc());
    Plan plan = makePlan(e, *problem, target);
    emitPlan(e, plan);
    // Nobody reads the padded copy any more.
    if (plan.padding) {
      replaceDims(plan.windowAccess().memref);
      buffers.push_back(plan.windowAccess().memref);
      group.insert(group.begin(), plan.padding->ops.begin(), plan.padding->ops.end());
    }
  }
  // Views of the padded copy go with it, below.
  for (Operation *member : llvm::reverse(group))
    if (!isa<memref::SubViewOp>(member))
      member->erase();
  llvm::sort(buffers, [](Value x, Value y) { return x.getAsOpaquePointer() < y.getAsOpaquePointer(); });
  buffers.erase(llvm::unique(buffers), buffers.end());
  for (Value buffer : buffers) {
    auto alloc = buffer.getDefiningOp<memref::AllocOp>();
    if (!alloc)
      continue;
    FusionDecision saved{alloc.getLoc(), describeBuffer(buffer), "in registers", trafficOf(buffer, 1)};
    if (eraseIfUnused(buffer))
      told.decisions.push_back(std::move(saved));
  }
  if (report)
    report->add(std::move(told));
}

void nnf::emitContractions(FunctionOpInterface function, const CpuTarget &target, FusionReport *report) {
  SmallVector<linalg::LinalgOp> roots;
  function.walk([&](linalg::LinalgOp op) {
    if (op.getNumReductionLoops() > 0)
      roots.push_back(op);
  });
  for (linalg::LinalgOp op : roots)
    emitOne(op, target, report);
}

namespace {
struct EmitContractionsPass : public nnf::impl::NnfCpuEmitContractionsBase<EmitContractionsPass> {
  using NnfCpuEmitContractionsBase::NnfCpuEmitContractionsBase;

  void runOnOperation() override {
    std::optional<CpuTarget> machine = CpuTarget::named(target);
    if (!machine) {
      getOperation()->emitError() << "nnf-cpu-emit-contractions: target must be avx512, avx512bf16, amx, avx2, generic or host, not '"
                                  << target << "'";
      return signalPassFailure();
    }
    emitContractions(getOperation(), *machine);
  }
};
} // namespace
