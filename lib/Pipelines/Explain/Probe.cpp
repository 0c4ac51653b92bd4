//===- Probe.cpp - one op in a module of its own, and whether it lowers --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Probe.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/RegionUtils.h"
#include "nnf/Pipelines/CPU.h"
#include "nnf/Pipelines/NVVM.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/ADT/StringSwitch.h"

using namespace mlir;
using namespace mlir::nnf;

std::optional<ProbeTarget> nnf::parseProbeTarget(StringRef word) {
  return llvm::StringSwitch<std::optional<ProbeTarget>>(word)
      .Case("linalg", ProbeTarget::Linalg)
      .Case("cpu", ProbeTarget::Cpu)
      .Case("nvvm", ProbeTarget::Nvvm)
      .Default(std::nullopt);
}

void nnf::buildProbePipeline(OpPassManager &pm, ProbeTarget target) {
  if (target == ProbeTarget::Nvvm)
    return buildNnfToNVVM(pm, NvvmPipelineOptions());
  CpuPipelineOptions options;
  options.stopAfter = target == ProbeTarget::Linalg ? Stage::Linalg : Stage::LLVM;
  buildNnfToCPU(pm, options);
}

/// Whether `op` may be there when the pipeline of `target` has run.
static bool isLowered(Operation *op, ProbeTarget target) {
  static const llvm::StringSet<> linalgStage = {"affine", "arith", "bufferization", "builtin", "cf",     "func",   "index",
                                                "linalg", "math",  "memref",        "scf",     "tensor", "ub",     "vector"};
  StringRef dialect = op->getName().getDialectNamespace();
  switch (target) {
  case ProbeTarget::Linalg:
    return linalgStage.contains(dialect);
  case ProbeTarget::Cpu:
    return dialect == "llvm" || dialect == "builtin";
  case ProbeTarget::Nvvm:
    if (op->getParentOfType<gpu::GPUModuleOp>())
      return dialect == "llvm" || dialect == "nvvm" || dialect == "gpu";
    // The host's part stays as it is, without what a kernel should have computed.
    return dialect == "gpu" || (dialect != "linalg" && linalgStage.contains(dialect));
  }
  llvm_unreachable("all targets are above");
}

/// Runs `body` and takes the first error it reports. What fails without one says so.
static std::optional<std::string> firstError(MLIRContext *context, llvm::function_ref<LogicalResult()> body) {
  std::string text;
  ScopedDiagnosticHandler handler(context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error && text.empty())
      text = diagnostic.str();
    return success();
  });
  if (succeeded(body()))
    return std::nullopt;
  return text.empty() ? "a pass failed without saying why" : text;
}

std::optional<std::string> nnf::whyInvalid(Operation *op) {
  return firstError(op->getContext(), [&] { return verify(op, /*verifyRecursively=*/false); });
}

std::optional<std::string> nnf::whyNotLowered(ModuleOp module, ProbeTarget target, StringRef passes) {
  MLIRContext *context = module.getContext();
  if (std::optional<std::string> invalid = firstError(context, [&] { return verify(module); }))
    return invalid;
  PassManager pm(context, ModuleOp::getOperationName());
  if (!passes.empty() && failed(parsePassPipeline(passes, pm, llvm::nulls())))
    return "there is no such pipeline";
  buildProbePipeline(pm, target);
  if (std::optional<std::string> reason = firstError(context, [&] { return pm.run(module); }))
    return reason;
  std::optional<std::string> left;
  module.walk([&](Operation *op) {
    if (op == module || isLowered(op, target))
      return WalkResult::advance();
    left = ("'" + op->getName().getStringRef() + "' op has no lowering").str();
    if (!op->isRegistered())
      *left += (": the dialect '" + op->getName().getDialectNamespace() + "' does not say what it does").str();
    return WalkResult::interrupt();
  });
  return left;
}

/// Whether functions take and return values of this type: all others are computed where they are used.
static bool crossesFunctions(Type type) { return isa<TensorType, BaseMemRefType, IntegerType, FloatType, IndexType, ComplexType>(type); }

namespace {
/// Copies an op, and what it needs, into a function.
class ProbeBuilder {
public:
  ProbeBuilder(func::FuncOp f, const llvm::DenseSet<Operation *> &broken, llvm::function_ref<Type(Type)> retype)
      : f(f), broken(broken), retype(retype), b(OpBuilder::atBlockEnd(&f.front())) {}

  /// The copy, or null.
  Operation *copy(Operation *op) {
    llvm::SetVector<Value> used(op->operand_begin(), op->operand_end());
    for (Region &region : op->getRegions())
      getUsedValuesDefinedAbove(region, used);
    for (Value v : used)
      if (!mapping.contains(v) && failed(provide(v)))
        return nullptr;
    Operation *clone = b.clone(*op, mapping);
    if (retype)
      clone->walk([&](Operation *inner) {
        for (Value v : inner->getResults())
          v.setType(retype(v.getType()));
        for (Region &region : inner->getRegions())
          for (Block &block : region)
            for (BlockArgument a : block.getArguments())
              a.setType(retype(a.getType()));
      });
    return clone;
  }

private:
  LogicalResult provide(Value v) {
    Operation *producer = v.getDefiningOp();
    bool isConstant = producer && producer->hasTrait<OpTrait::ConstantLike>() && !retype;
    if (!isConstant && crossesFunctions(v.getType())) {
      mapping.map(v, f.front().addArgument(retype ? retype(v.getType()) : v.getType(), v.getLoc()));
      return success();
    }
    return success(producer && !broken.contains(producer) && copy(producer));
  }

  func::FuncOp f;
  const llvm::DenseSet<Operation *> &broken;
  llvm::function_ref<Type(Type)> retype;
  OpBuilder b;
  IRMapping mapping;
};
} // namespace

/// A module with an empty function.
static std::pair<OwningOpRef<ModuleOp>, func::FuncOp> emptyProbe(Location loc) {
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  OpBuilder b = OpBuilder::atBlockEnd(module->getBody());
  auto f = func::FuncOp::create(b, loc, "probe", b.getFunctionType({}, {}));
  f.addEntryBlock();
  return {std::move(module), f};
}

static void finishProbe(func::FuncOp f, ValueRange results) {
  OpBuilder b = OpBuilder::atBlockEnd(&f.front());
  func::ReturnOp::create(b, f.getLoc(), results);
  f.setFunctionType(b.getFunctionType(f.front().getArgumentTypes(), results.getTypes()));
}

OwningOpRef<ModuleOp> nnf::makeProbe(Operation *op, const llvm::DenseSet<Operation *> &broken,
                                     llvm::function_ref<Type(Type)> retype) {
  if (op->hasTrait<OpTrait::IsTerminator>() || isa<CallOpInterface, SymbolOpInterface>(op))
    return {};
  auto [module, f] = emptyProbe(op->getLoc());
  Operation *copy = ProbeBuilder(f, broken, retype).copy(op);
  if (!copy)
    return {};
  SmallVector<Value> results;
  for (Value v : copy->getResults())
    if (crossesFunctions(v.getType()))
      results.push_back(v);
  finishProbe(f, results);
  return std::move(module);
}

OwningOpRef<ModuleOp> nnf::makeArgumentProbe(Location loc, Type type) {
  auto [module, f] = emptyProbe(loc);
  f.front().addArgument(type, loc);
  finishProbe(f, {});
  return std::move(module);
}
