//===- Pass.cpp - finds the groups of a function and has them emitted ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linalg ops are collected until something comes that must see their results; then they are grouped and emitted in
// front of it. Everything they were given as operands is there by then.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/Views.h"
#include "nnf/Codegen/CPU/Rows.h"

#include "Emitter.h"

#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/Linalg/Utils/Utils.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "mlir/IR/Dominance.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Transforms/CSE.h"
#include "mlir/Transforms/LoopInvariantCodeMotionUtils.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFCPUEMITROWS
#include "nnf/Codegen/CPU/Rows/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

namespace {
class BlockEmitter {
public:
  BlockEmitter(const CpuTarget &target, bool remarks, FusionReport *report)
      : target(target), remarks(remarks), report(report) {}

  void run(Block &block);

private:
  void emitPending(Operation *before);
  void emitGroup(ArrayRef<RowOp *> ops, Operation *before);
  bool mustWait(Operation &op);
  bool touches(Value base, bool writes) const;
  void remark(Operation *op, const Twine &why) {
    if (remarks)
      op->emitRemark("not vectorised: ") << why;
  }

  const CpuTarget &target;
  bool remarks;
  FusionReport *report;
  Model model;
  SmallVector<std::unique_ptr<RowOp>> pending;
};
} // namespace

/// Whether a pending op writes (or, for a write, touches) this memory.
bool BlockEmitter::touches(Value base, bool writes) const {
  return llvm::any_of(pending, [&](const std::unique_ptr<RowOp> &op) {
    return llvm::any_of(op->accesses,
                        [&](const Access &a) { return !a.isScalar() && (writes || a.writes) && mayAlias(a.base, base); }) ||
           (writes && llvm::any_of(op->bodyReads, [&](Value read) { return mayAlias(read, base); }));
  });
}

/// Whether the pending ops have to be emitted before `op`.
bool BlockEmitter::mustWait(Operation &op) {
  if (op.hasTrait<OpTrait::IsTerminator>())
    return true;
  // A failing assertion may as well come first: it keeps results from being written.
  if (isa<cf::AssertOp>(op) || isMemoryEffectFree(&op))
    return false;
  if (auto effects = dyn_cast<MemoryEffectOpInterface>(op); effects && op.getNumRegions() == 0) {
    SmallVector<MemoryEffects::EffectInstance> all;
    effects.getEffects(all);
    return llvm::any_of(all, [&](const MemoryEffects::EffectInstance &e) {
      if (isa<MemoryEffects::Allocate>(e.getEffect()))
        return false;
      if (!e.getValue() || !isa<BaseMemRefType>(e.getValue().getType()))
        return true;
      return touches(baseOf(e.getValue()), !isa<MemoryEffects::Read>(e.getEffect()));
    });
  }
  return true;
}

void BlockEmitter::emitGroup(ArrayRef<RowOp *> ops, Operation *before) {
  OpBuilder b(before);
  Location loc = ops.front()->op.getLoc();
  std::optional<Group> group = Group::build(ops);
  group->collapse(b, loc);
  std::optional<Item> root = group->root();
  assert(root && "grouping made sure of it");
  planLanes(*group, *root, target, [&](RowOp &op, const std::string &why) { remark(op.op, why); });

  auto isPrivate = [&](Value base) {
    if (!base.getDefiningOp<memref::AllocOp>())
      return false;
    SmallVector<Value> views{base};
    while (!views.empty()) {
      Value v = views.pop_back_val();
      for (Operation *user : v.getUsers()) {
        if (isa<memref::DimOp, memref::DeallocOp>(user))
          continue;
        if (auto view = dyn_cast<ViewLikeOpInterface>(user); view && view.getViewSource() == v) {
          views.append(user->result_begin(), user->result_end());
          continue;
        }
        // Loads in a body count as uses of the op around it.
        bool ours = llvm::any_of(ops, [&](RowOp *op) { return op->op->isAncestor(user); });
        if (!ours)
          return false;
      }
    }
    return true;
  };
  FusedGroup told{"rows", {}, {}};
  if (report)
    for (RowOp *op : ops)
      addPlaces(told, op->op);
  Plan plan = planStorage(*group, *root, isPrivate, [&](FusionDecision decision) {
    if (report)
      told.decisions.push_back(std::move(decision));
  });
  if (report)
    report->add(std::move(told));
  Emitter(b, loc, target, model, *group, *root, plan).run();
}

void BlockEmitter::emitPending(Operation *before) {
  if (pending.empty())
    return;
  SmallVector<RowOp *> ops = llvm::map_to_vector(pending, [](auto &op) { return op.get(); });
  for (const std::vector<RowOp *> &group : groupOps(ops)) {
    emitGroup(group, before);
    for (RowOp *op : group)
      op->op.erase();
  }
  pending.clear();
  model.symbols.clear();
}

void BlockEmitter::run(Block &block) {
  for (Operation &op : llvm::make_early_inc_range(block)) {
    linalg::LinalgOp linalgOp = dyn_cast<linalg::LinalgOp>(op);
    if (auto copy = dyn_cast<memref::CopyOp>(op)) {
      OpBuilder b(copy);
      linalgOp = linalg::makeMemRefCopyOp(b, copy.getLoc(), copy.getSource(), copy.getTarget());
      copy.erase();
    }
    if (linalgOp) {
      std::string why;
      if (std::unique_ptr<RowOp> row = model.create(linalgOp, why)) {
        pending.push_back(std::move(row));
        continue;
      }
      emitPending(linalgOp);
      if (!linalgOp.hasPureBufferSemantics())
        continue;
      remark(linalgOp, why);
      IRRewriter rewriter(linalgOp);
      if (succeeded(linalg::linalgOpToLoops(rewriter, linalgOp)))
        rewriter.eraseOp(linalgOp);
      continue;
    }
    if (mustWait(op))
      emitPending(&op);
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        BlockEmitter(target, remarks, report).run(inner);
  }

  // Views and temporaries that only the ops had.
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block))) {
    if (isOpTriviallyDead(&op)) {
      op.erase();
      continue;
    }
    if (!isa<memref::AllocOp>(op) || !llvm::all_of(op.getUsers(), llvm::IsaPred<memref::DeallocOp>))
      continue;
    for (Operation *user : llvm::make_early_inc_range(op.getUsers()))
      user->erase();
    op.erase();
  }
}

void nnf::emitRows(FunctionOpInterface function, const CpuTarget &target, bool remarks, FusionReport *report) {
  for (Block &block : function.getFunctionBody())
    BlockEmitter(target, remarks, report).run(block);

  // Every statement asked for its constants and indices anew. What all iterations share goes out of the loops, but stays
  // within its task.
  IRRewriter rewriter(function.getContext());
  DominanceInfo dominance(function);
  eliminateCommonSubExpressions(rewriter, dominance, function);
  function.walk([](scf::ForOp loop) { moveLoopInvariantCode(loop); });
}

namespace {
struct EmitRowsPass : mlir::nnf::impl::NnfCpuEmitRowsBase<EmitRowsPass> {
  using NnfCpuEmitRowsBase::NnfCpuEmitRowsBase;
  void runOnOperation() override {
    std::optional<CpuTarget> machine = CpuTarget::named(target);
    if (!machine) {
      emitError(getOperation()->getLoc()) << "option 'target' of nnf-cpu-emit-rows: expected avx512, avx2, generic or "
                                             "host, got '"
                                          << target << "'";
      return signalPassFailure();
    }
    emitRows(cast<FunctionOpInterface>(getOperation().getOperation()), *machine, remarks);
  }
};
} // namespace
