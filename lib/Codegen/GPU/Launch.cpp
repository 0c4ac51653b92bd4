//===- Launch.cpp - every loop nest of a function as a gpu.launch ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/Remarks.h"
#include "nnf/Codegen/GPU/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_GPULAUNCH
#include "nnf/Codegen/GPU/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// memref.copy as an identity linalg.generic.
static linalg::LinalgOp copyAsGeneric(IRRewriter &rw, memref::CopyOp copy) {
  rw.setInsertionPoint(copy);
  int64_t rank = cast<MemRefType>(copy.getSource().getType()).getRank();
  AffineMap identity = rw.getMultiDimIdentityMap(rank);
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  auto op = linalg::GenericOp::create(rw, copy.getLoc(), ValueRange{copy.getSource()}, ValueRange{copy.getTarget()},
                                      {identity, identity}, parallel, [](OpBuilder &b, Location l, ValueRange args) {
                                        linalg::YieldOp::create(b, l, args[0]);
                                      });
  rw.eraseOp(copy);
  return op;
}

/// Parallel dimensions first, so that they make one band of loops.
static linalg::LinalgOp parallelFirst(IRRewriter &rw, linalg::LinalgOp op) {
  auto generic = dyn_cast<linalg::GenericOp>(op.getOperation());
  if (!generic) {
    rw.setInsertionPoint(op);
    FailureOr<linalg::GenericOp> general = linalg::generalizeNamedOp(rw, op);
    if (failed(general))
      return op;
    generic = *general;
  }
  SmallVector<unsigned> order;
  auto iterators = generic.getIteratorTypesArray();
  for (bool reductions : {false, true})
    for (auto [i, type] : llvm::enumerate(iterators))
      if (linalg::isReductionIterator(type) == reductions)
        order.push_back(i);
  if (llvm::is_sorted(order))
    return generic;
  FailureOr<linalg::GenericOp> interchanged = linalg::interchangeGenericOp(rw, generic, order);
  return succeeded(interchanged) ? *interchanged : generic;
}

/// Ops that make a kernel of their own.
static bool isKernel(Operation *op) {
  return isa<linalg::LinalgOp, memref::CopyOp, scf::ParallelOp, scf::ForallOp>(op);
}

/// What of `region` becomes a launch each. Control flow around kernels stays on the host and launches them in turn; a
/// loop of scalar code is a kernel of one thread.
///
///   scf.for %t { linalg.generic ... }   ->   scf.for %t { gpu.launch ... }
static void collectRoots(Region &region, SmallVectorImpl<Operation *> &roots) {
  for (Operation &op : region.getOps()) {
    // A single element is written where all others are.
    if (isKernel(&op) || isa<memref::StoreOp>(op)) {
      roots.push_back(&op);
      continue;
    }
    if (!isa<scf::ForOp, scf::IfOp, scf::WhileOp, scf::IndexSwitchOp, scf::ExecuteRegionOp>(op))
      continue;
    bool hasKernels = op.walk([](Operation *o) { return isKernel(o) ? WalkResult::interrupt() : WalkResult::advance(); })
                          .wasInterrupted();
    if (isa<scf::ForOp>(op) && !hasKernels)
      roots.push_back(&op);
    else
      for (Region &inner : op.getRegions())
        collectRoots(inner, roots);
  }
}

/// Why `op` costs the host more than a launch, or nothing: sizes and launches are its part anyway.
static StringRef whyOnHost(Operation *op) {
  if (isa<scf::ForOp, scf::WhileOp>(op))
    return "a loop whose iterations depend on each other: the host launches the kernels of each";
  if (isa<scf::IfOp, scf::IndexSwitchOp>(op))
    return "a branch around kernels: the host decides which are launched";
  if (isa<memref::LoadOp>(op))
    return "an element that the host reads, which waits for the kernel that computes it";
  return "";
}

/// A remark for each kind of op that stays on the host, at each place.
static void remarkOnHost(func::FuncOp function) {
  llvm::DenseSet<std::pair<Location, OperationName>> known;
  function.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (isa<gpu::LaunchOp>(op))
      return WalkResult::skip();
    if (StringRef why = whyOnHost(op); !why.empty() && known.insert({op->getLoc(), op->getName()}).second)
      remark::analysis(op->getLoc(), remark::RemarkOpts::name("OnHost")
                                         .category("nnf-gpu-launch")
                                         .function(op->getParentOfType<func::FuncOp>().getName()))
          << remark::add("'{0}' stays on the host: {1}", op->getName().getStringRef(), why);
    return WalkResult::advance();
  });
}

namespace {
struct GpuLaunchPass : nnf::impl::GpuLaunchBase<GpuLaunchPass> {
  using GpuLaunchBase::GpuLaunchBase;

  void runOnOperation() override {
    func::FuncOp function = getOperation();
    if (function.isExternal())
      return;
    if (blockSize < 32 || blockSize > 1024 || blockSize % 32) {
      function.emitError("nnf-gpu-launch: expects block-size to be a multiple of 32 up to 1024, but got ")
          << static_cast<int64_t>(blockSize);
      return signalPassFailure();
    }
    IRRewriter rw(&getContext());
    SmallVector<Operation *> roots;
    collectRoots(function.getBody(), roots);
    for (Operation *root : roots)
      if (failed(launch(rw, root)))
        return signalPassFailure();
    remarkOnHost(function);
  }

private:
  LogicalResult launch(IRRewriter &rw, Operation *root) {
    if (auto copy = dyn_cast<memref::CopyOp>(root))
      root = copyAsGeneric(rw, copy);
    if (auto op = dyn_cast<linalg::LinalgOp>(root)) {
      op = parallelFirst(rw, op);
      rw.setInsertionPoint(op);
      if (op.getNumLoops() == 0)
        return launchScalar(rw, op);
      FailureOr<linalg::LinalgLoops> loops = linalg::linalgOpToParallelLoops(rw, op);
      if (failed(loops) || loops->empty())
        return op->emitError("nnf-gpu-launch: cannot be written as loops");
      rw.eraseOp(op);
      root = loops->front();
    }
    // Parallel loops inside a thread run one after the other.
    SmallVector<scf::ParallelOp> inner;
    root->walk([&](scf::ParallelOp p) {
      if (p != root)
        inner.push_back(p);
    });
    for (scf::ParallelOp p : inner)
      serialise(rw, p);
    if (auto parallel = dyn_cast<scf::ParallelOp>(root); parallel && parallel.getInitVals().empty())
      return launchParallel(rw, parallel);
    return launchSingle(rw, root);
  }

  /// One thread a point of `parallel`.
  LogicalResult launchParallel(IRRewriter &rw, scf::ParallelOp parallel) {
    rw.setInsertionPoint(parallel);
    Location loc = parallel.getLoc();
    SmallVector<Value> extents;
    Value total = arith::ConstantIndexOp::create(rw, loc, 1);
    for (auto [lower, upper, step] : llvm::zip_equal(parallel.getLowerBound(), parallel.getUpperBound(), parallel.getStep())) {
      Value extent = arith::CeilDivUIOp::create(rw, loc, arith::SubIOp::create(rw, loc, upper, lower), step);
      extents.push_back(extent);
      total = arith::MulIOp::create(rw, loc, total, extent);
    }
    gpu::LaunchOp launch = makeLaunch(rw, loc, total);
    rw.setInsertionPointToStart(&launch.getBody().front());
    Value width = arith::ConstantIndexOp::create(rw, loc, blockSize);
    Value start = arith::MulIOp::create(rw, loc, launch.getBlockIds().x, width);
    Value id = arith::AddIOp::create(rw, loc, start, launch.getThreadIds().x);
    Value inside = arith::CmpIOp::create(rw, loc, arith::CmpIPredicate::ult, id, total);
    auto guarded = scf::IfOp::create(rw, loc, inside, /*withElseRegion=*/false);
    gpu::TerminatorOp::create(rw, loc);
    rw.setInsertionPointToStart(guarded.thenBlock());
    SmallVector<Value> indices(extents.size());
    for (int64_t d = extents.size() - 1; d >= 0; --d) {
      Value at = id;
      if (d > 0) {
        at = arith::RemUIOp::create(rw, loc, id, extents[d]);
        id = arith::DivUIOp::create(rw, loc, id, extents[d]);
      }
      Value scaled = arith::MulIOp::create(rw, loc, at, parallel.getStep()[d]);
      indices[d] = arith::AddIOp::create(rw, loc, parallel.getLowerBound()[d], scaled);
    }
    rw.eraseOp(parallel.getBody()->getTerminator());
    rw.inlineBlockBefore(parallel.getBody(), guarded.thenBlock()->getTerminator(), indices);
    rw.eraseOp(parallel);
    return success();
  }

  /// A loop without a parallel dimension, or a store: one thread.
  LogicalResult launchSingle(IRRewriter &rw, Operation *root) {
    if (root->getNumResults())
      return root->emitError("nnf-gpu-launch: a loop with results on the host has no kernel");
    rw.setInsertionPoint(root);
    gpu::LaunchOp launch = makeSingle(rw, root->getLoc());
    rw.setInsertionPointToStart(&launch.getBody().front());
    Operation *terminator = gpu::TerminatorOp::create(rw, root->getLoc());
    rw.moveOpBefore(root, terminator);
    return success();
  }

  /// A linalg op over no dimension at all: its body between loads and stores, in one thread.
  LogicalResult launchScalar(IRRewriter &rw, linalg::LinalgOp op) {
    Location loc = op.getLoc();
    gpu::LaunchOp launch = makeSingle(rw, loc);
    rw.setInsertionPointToStart(&launch.getBody().front());
    Operation *terminator = gpu::TerminatorOp::create(rw, loc);
    rw.setInsertionPoint(terminator);
    IRMapping mapping;
    Block *body = op.getBlock();
    for (auto [argument, operand] : llvm::zip_equal(body->getArguments(), op->getOperands())) {
      Value v = operand;
      if (auto type = dyn_cast<MemRefType>(v.getType())) {
        SmallVector<Value> zeros(type.getRank(), arith::ConstantIndexOp::create(rw, loc, 0));
        v = memref::LoadOp::create(rw, loc, v, zeros);
      }
      mapping.map(argument, v);
    }
    for (Operation &o : body->without_terminator())
      rw.clone(o, mapping);
    for (auto [yielded, init] : llvm::zip_equal(body->getTerminator()->getOperands(), op.getDpsInits())) {
      SmallVector<Value> zeros(cast<MemRefType>(init.getType()).getRank(), arith::ConstantIndexOp::create(rw, loc, 0));
      memref::StoreOp::create(rw, loc, mapping.lookupOrDefault(yielded), init, zeros);
    }
    rw.eraseOp(op);
    return success();
  }

  gpu::LaunchOp makeLaunch(IRRewriter &rw, Location loc, Value total) {
    Value one = arith::ConstantIndexOp::create(rw, loc, 1), width = arith::ConstantIndexOp::create(rw, loc, blockSize);
    Value blocks = arith::CeilDivUIOp::create(rw, loc, total, width);
    return gpu::LaunchOp::create(rw, loc, blocks, one, one, width, one, one);
  }
  gpu::LaunchOp makeSingle(IRRewriter &rw, Location loc) {
    Value one = arith::ConstantIndexOp::create(rw, loc, 1);
    return gpu::LaunchOp::create(rw, loc, one, one, one, one, one, one);
  }

  static void serialise(IRRewriter &rw, scf::ParallelOp p) {
    rw.setInsertionPoint(p);
    SmallVector<Value> indices;
    for (auto [lower, upper, step] : llvm::zip_equal(p.getLowerBound(), p.getUpperBound(), p.getStep())) {
      auto loop = scf::ForOp::create(rw, p.getLoc(), lower, upper, step);
      indices.push_back(loop.getInductionVar());
      rw.setInsertionPointToStart(loop.getBody());
    }
    rw.eraseOp(p.getBody()->getTerminator());
    rw.inlineBlockBefore(p.getBody(), &*rw.getInsertionPoint(), indices);
    rw.eraseOp(p);
  }
};
} // namespace
