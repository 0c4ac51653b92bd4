//===- OutlineTasks.cpp - parallel loops as calls of parallel_for -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/Transforms/RegionUtils.h"
#include "nnf/Codegen/Runtime/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFOUTLINETASKS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// scf.forall or scf.parallel as bounds and a body.
struct ParallelLoop {
  Operation *op;
  SmallVector<Value> lower, upper, step;
  Block *body;
};
} // namespace

static FailureOr<ParallelLoop> getLoop(Operation *op) {
  OpBuilder b(op);
  Location loc = op->getLoc();
  if (auto forall = dyn_cast<scf::ForallOp>(op)) {
    if (!forall.getOutputs().empty())
      return op->emitOpError() << "has shared outputs; parallel loops must work on buffers here";
    auto values = [&](ArrayRef<OpFoldResult> folded) { return getValueOrCreateConstantIndexOp(b, loc, folded); };
    return ParallelLoop{op, values(forall.getMixedLowerBound()), values(forall.getMixedUpperBound()),
                        values(forall.getMixedStep()), forall.getBody()};
  }
  auto parallel = cast<scf::ParallelOp>(op);
  if (parallel.getNumReductions() != 0)
    return op->emitOpError() << "has reductions, whose order would depend on the threads";
  return ParallelLoop{op, llvm::to_vector(parallel.getLowerBound()), llvm::to_vector(parallel.getUpperBound()),
                      llvm::to_vector(parallel.getStep()), parallel.getBody()};
}

/// The body of a loop, with `ivs` for its induction variables, at the builder's place.
static void moveBody(OpBuilder &b, ParallelLoop &loop, ValueRange ivs) {
  for (auto [arg, iv] : llvm::zip_equal(loop.body->getArguments().take_front(ivs.size()), ivs))
    arg.replaceAllUsesWith(iv);
  Operation *terminator = loop.body->getTerminator();
  Block *target = b.getInsertionBlock();
  target->getOperations().splice(b.getInsertionPoint(), loop.body->getOperations(), loop.body->begin(),
                                 terminator->getIterator());
}

/// scf.forall (%i, %j) in (%n, %m) { body }  ->  scf.for %i { scf.for %j { body } }
static void makeSequential(ParallelLoop loop) {
  OpBuilder b(loop.op);
  SmallVector<Value> ivs;
  for (auto [lower, upper, step] : llvm::zip_equal(loop.lower, loop.upper, loop.step)) {
    auto nest = scf::ForOp::create(b, loop.op->getLoc(), lower, upper, step);
    ivs.push_back(nest.getInductionVar());
    b.setInsertionPointToStart(nest.getBody());
  }
  moveBody(b, loop, ivs);
  loop.op->erase();
}

namespace {
/// Makes tasks of the parallel loops of one function.
class Outliner {
public:
  Outliner(RuntimeIR &ir, func::FuncOp f) : ir(ir), f(f) {}
  void outline(ParallelLoop loop);

private:
  SmallVector<Value> takeCaptured(ParallelLoop &loop, SmallVectorImpl<Operation *> &constants);

  RuntimeIR &ir;
  func::FuncOp f;
  unsigned count = 0;
};
} // namespace

/// What the body uses from outside; constants are left for copying.
SmallVector<Value> Outliner::takeCaptured(ParallelLoop &loop, SmallVectorImpl<Operation *> &constants) {
  llvm::SetVector<Value> used;
  getUsedValuesDefinedAbove(loop.op->getRegions(), used);
  used.insert_range(loop.lower);
  used.insert_range(loop.step);
  SmallVector<Value> captured;
  for (Value v : used) {
    Operation *def = v.getDefiningOp();
    if (def && (def->hasTrait<OpTrait::ConstantLike>() || isa<memref::GetGlobalOp>(def)))
      constants.push_back(def);
    else
      captured.push_back(v);
  }
  return captured;
}

/// scf.forall (%i) in (%n) { body(%i, %x, %s) }
///   ->
/// %env = llvm.alloca … ; store %x's pointer and open sizes, %s
/// %status = llvm.call @nnf_rt_parallel_for(%frame, %n, @f.task0, %env) {nnf.check}
///
/// func.func private @f.task0(%env, %begin: i64, %end: i64, %worker) -> i32 {
///   %x = …, %s = … out of %env
///   scf.for %i = %begin to %end { body(%i, %x, %s) }
///   return 0
/// }
void Outliner::outline(ParallelLoop loop) {
  Location loc = loop.op->getLoc();
  SmallVector<Operation *> constants;
  SmallVector<Value> captured = takeCaptured(loop, constants);

  // Iterations per dimension, and all of them.
  OpBuilder b(loop.op);
  SmallVector<Value> trips;
  Value total;
  Value zero = arith::ConstantIndexOp::create(b, loc, 0);
  for (auto [lower, upper, step] : llvm::zip_equal(loop.lower, loop.upper, loop.step)) {
    // An empty range of a dimension must not make the product of two negative counts positive.
    Value span = b.createOrFold<arith::MaxSIOp>(loc, b.createOrFold<arith::SubIOp>(loc, upper, lower), zero);
    trips.push_back(b.createOrFold<arith::CeilDivSIOp>(loc, span, step));
    total = total ? b.createOrFold<arith::MulIOp>(loc, total, trips.back()) : trips.back();
  }
  if (!total)
    total = arith::ConstantIndexOp::create(b, loc, 1);
  size_t rank = trips.size();
  // The outermost count is not needed to take a linear index apart.
  for (Value trip : ArrayRef<Value>(trips).drop_front(rank ? 1 : 0)) {
    Operation *def = trip.getDefiningOp();
    if (def && def->hasTrait<OpTrait::ConstantLike>())
      constants.push_back(def);
    else if (!llvm::is_contained(captured, trip))
      captured.push_back(trip);
  }

  // The environment: every captured value in parts of the llvm dialect.
  SmallVector<Value> parts;
  SmallVector<Type> types;
  for (Value v : captured) {
    SmallVector<Value> of =
        isa<MemRefType>(v.getType()) ? ir.takeMemRef(b, loc, v) : SmallVector<Value>{ir.toLLVM(b, loc, v)};
    for (Value part : of) {
      parts.push_back(part);
      types.push_back(part.getType());
    }
  }
  auto envType = LLVM::LLVMStructType::getLiteral(f.getContext(), types);
  OpBuilder start = OpBuilder::atBlockBegin(&f.front());
  Value env = LLVM::AllocaOp::create(start, loc, ir.ptr, envType, ir.constant32(start, loc, 1));
  auto field = [&](OpBuilder &at, Value base, size_t i) -> Value {
    return LLVM::GEPOp::create(at, loc, ir.ptr, envType, base, ArrayRef<LLVM::GEPArg>{0, static_cast<int32_t>(i)});
  };
  for (auto [i, part] : llvm::enumerate(parts))
    LLVM::StoreOp::create(b, loc, part, field(b, env, i));

  // The task.
  OpBuilder m(f);
  auto type = m.getFunctionType({ir.ptr, ir.i64, ir.i64, ir.ptr}, {ir.i32});
  auto kernel = f->getAttrOfType<StringAttr>(kKernelAttr);
  std::string suffix = f->getAttrOfType<StringAttr>(kRoleAttr).getValue() == "create" ? ".init_task" : ".task";
  auto task = func::FuncOp::create(m, loc, kernel.getValue().str() + suffix + std::to_string(count++), type);
  task.setPrivate();
  task->setAttr(kRoleAttr, m.getStringAttr("task"));
  task->setAttr(kKernelAttr, kernel);
  Block *entry = task.addEntryBlock();
  OpBuilder t = OpBuilder::atBlockBegin(entry);
  IRMapping inside;
  for (Operation *constant : constants)
    if (!inside.contains(constant->getResult(0)))
      t.clone(*constant, inside);
  size_t next = 0;
  auto loadPart = [&] {
    size_t i = next++;
    return LLVM::LoadOp::create(t, loc, types[i], field(t, entry->getArgument(0), i)).getResult();
  };
  for (Value v : captured) {
    Value copy;
    if (auto memref = dyn_cast<MemRefType>(v.getType())) {
      Value pointer = loadPart();
      SmallVector<Value> open;
      for (int64_t i = 0, n = RuntimeIR::countOpen(memref); i < n; ++i)
        open.push_back(loadPart());
      copy = ir.buildMemRef(t, loc, memref, pointer, open);
    } else {
      copy = ir.fromLLVM(t, loc, v.getType(), loadPart());
    }
    inside.map(v, copy);
  }
  Value begin = ir.fromLLVM(t, loc, t.getIndexType(), entry->getArgument(1));
  Value end = ir.fromLLVM(t, loc, t.getIndexType(), entry->getArgument(2));
  Value one = arith::ConstantIndexOp::create(t, loc, 1);
  auto iterate = scf::ForOp::create(t, loc, begin, end, one);
  func::ReturnOp::create(t, loc, ir.constant32(t, loc, 0));

  // The linear index, taken apart; the last dimension runs fastest.
  t.setInsertionPointToStart(iterate.getBody());
  Value linear = iterate.getInductionVar();
  SmallVector<Value> ivs(rank);
  for (size_t d = rank; d-- > 0;) {
    Value position = linear;
    if (d > 0) {
      Value trip = inside.lookup(trips[d]);
      position = arith::RemUIOp::create(t, loc, linear, trip);
      linear = arith::DivUIOp::create(t, loc, linear, trip);
    }
    Value step = inside.lookup(loop.step[d]), lower = inside.lookup(loop.lower[d]);
    if (!isConstantIntValue(step, 1))
      position = arith::MulIOp::create(t, loc, position, step);
    if (!isConstantIntValue(lower, 0))
      position = arith::AddIOp::create(t, loc, lower, position);
    ivs[d] = position;
  }
  moveBody(t, loop, ivs);
  iterate.getBody()->walk([&](Operation *op) {
    for (OpOperand &operand : op->getOpOperands())
      if (Value copy = inside.lookupOrNull(operand.get()))
        operand.set(copy);
  });

  // The call.
  auto reference = func::ConstantOp::create(b, loc, type, task.getName());
  Value pointer = UnrealizedConversionCastOp::create(b, loc, ir.ptr, reference.getResult()).getResult(0);
  Value frame = getFrame(f);
  Value status = ir.call(b, loc, "nnf_rt_parallel_for", {frame, ir.toLLVM(b, loc, total), pointer, env});
  status.getDefiningOp()->setAttr(kCheckAttr, b.getStringAttr("exit"));
  loop.op->erase();
}

namespace {
struct OutlineTasks : nnf::impl::NnfOutlineTasksBase<OutlineTasks> {
  using Base::Base;
  void runOnOperation() override {
    ModuleOp module = getOperation();
    RuntimeIR ir(module);
    for (auto f : llvm::make_early_inc_range(module.getOps<func::FuncOp>())) {
      if (f.isExternal())
        continue;
      auto role = f->getAttrOfType<StringAttr>(kRoleAttr);
      bool mayThread = threads && role && (role.getValue() == "run" || role.getValue() == "create");
      Outliner outliner(ir, f);
      // Inner loops first: they are gone when the outer ones move.
      SmallVector<Operation *> loops;
      f.walk([&](Operation *op) {
        if (isa<scf::ForallOp, scf::ParallelOp>(op))
          loops.push_back(op);
      });
      for (Operation *op : loops) {
        FailureOr<ParallelLoop> loop = getLoop(op);
        if (failed(loop))
          return signalPassFailure();
        bool nested = op->getParentOfType<scf::ForallOp>() || op->getParentOfType<scf::ParallelOp>();
        if (nested || !mayThread)
          makeSequential(*loop);
        else
          outliner.outline(*loop);
      }
    }
  }
};
} // namespace
