//===- FusionReport.cpp - prints what the CPU pipeline computes together ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
//
// The pipeline runs on a copy of the module. Its emitters tell which ops became one nest of loops and where the values
// between them went; what that saved is counted on the module as it was written: a value whose readers are all in the
// kernel that makes it is neither written nor read.
//
//===------------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "mlir/Pass/PassManager.h"
#include "nnf/Codegen/CPU/FusionReport.h"
#include "nnf/Pipelines/CPU.h"
#include "nnf/Pipelines/Passes.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_FUSIONREPORT
#include "nnf/Pipelines/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

using Place = std::pair<unsigned, unsigned>; // line and column

/// The places that a location is made of.
static void collectPlaces(Location loc, llvm::function_ref<void(Place)> each) {
  loc->walk([&](Location part) {
    if (auto file = dyn_cast<FileLineColLoc>(part))
      each({file.getLine(), file.getColumn()});
    return WalkResult::advance();
  });
}

/// 1.50 MiB, 12 bytes.
static std::string bytes(int64_t n) {
  std::string text;
  llvm::raw_string_ostream os(text);
  if (n >= 1 << 20)
    os << llvm::format("%.2f MiB", double(n) / (1 << 20));
  else if (n >= 1 << 10)
    os << llvm::format("%.2f KiB", double(n) / (1 << 10));
  else
    os << n << (n == 1 ? " byte" : " bytes");
  return text;
}

static std::string show(Operation *op) {
  std::string text = op->getName().getStringRef().str();
  if (auto file = op->getLoc()->findInstanceOf<FileLineColLoc>())
    text += " at " + std::to_string(file.getLine()) + ":" + std::to_string(file.getColumn());
  return text;
}

namespace {
struct Reporter {
  llvm::raw_ostream &os;

  void print(func::FuncOp f, ArrayRef<FusedGroup> groups);
  /// Whether `op` computes something: memory, sizes and constants are no work of a kernel.
  static bool computes(Operation *op) {
    return !op->hasTrait<OpTrait::IsTerminator>() && !op->hasTrait<OpTrait::ConstantLike>() &&
           !isa<tensor::EmptyOp, tensor::DimOp>(op);
  }
};

struct FusionReportPass : mlir::nnf::impl::FusionReportBase<FusionReportPass> {
  using FusionReportBase::FusionReportBase;
  void getDependentDialects(DialectRegistry &registry) const override { registerCpuPipelineDialects(registry); }
  void runOnOperation() override;
};
} // namespace

void Reporter::print(func::FuncOp f, ArrayRef<FusedGroup> groups) {
  // The ops as they were written, by their places.
  llvm::MapVector<Place, Operation *> written;
  f.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (op == f || !computes(op) || isa<CallOpInterface>(op))
      return;
    collectPlaces(op->getLoc(), [&](Place p) { written.insert({p, op}); });
  });
  struct Kernel {
    const FusedGroup *group;
    llvm::SetVector<Operation *> ops;
  };
  std::vector<Kernel> kernels;
  for (const FusedGroup &group : groups) {
    Kernel kernel{&group, {}};
    for (Location loc : group.ops)
      collectPlaces(loc, [&](Place p) {
        if (auto *it = written.find(p); it != written.end())
          kernel.ops.insert(it->second);
      });
    if (!kernel.ops.empty())
      kernels.push_back(std::move(kernel));
  }
  // A value that is made and read in one kernel.
  struct Saved {
    Operation *maker;
    int64_t bytes;
    std::string type, readers;
  };
  std::vector<std::vector<Saved>> saved(kernels.size());
  int64_t total = 0;
  bool open = false;
  llvm::SetVector<Operation *> all;
  for (auto pair : llvm::zip_equal(kernels, saved)) {
    const Kernel &kernel = std::get<0>(pair);
    std::vector<Saved> &list = std::get<1>(pair);
    for (Operation *op : kernel.ops) {
      all.insert(op);
      for (OpResult value : op->getResults()) {
        auto type = dyn_cast<RankedTensorType>(value.getType());
        if (!type || value.use_empty() || !type.getElementType().isIntOrIndexOrFloat() ||
            !llvm::all_of(value.getUsers(), [&](Operation *user) { return kernel.ops.contains(user); }))
          continue;
        bool stays = llvm::any_of(kernel.group->decisions, [&](const FusionDecision &d) {
          bool mine = false;
          collectPlaces(d.where, [&](Place p) { mine |= written.lookup(p) == op; });
          return mine && StringRef(d.choice).starts_with("in memory");
        });
        if (stays)
          continue;
        std::string readers;
        llvm::SetVector<Operation *> users(value.user_begin(), value.user_end());
        for (Operation *user : llvm::reverse(users))
          readers += (readers.empty() ? "" : ", ") + show(user);
        int64_t traffic = trafficOf(value, users.size());
        open |= traffic < 0;
        total += std::max<int64_t>(traffic, 0);
        list.push_back({op, traffic, describeBuffer(value), readers});
      }
    }
  }
  os << "nnf-fusion-report: @" << f.getName() << ": " << all.size() << (all.size() == 1 ? " op in " : " ops in ")
     << kernels.size() << (kernels.size() == 1 ? " kernel, " : " kernels, ") << bytes(total) << " not written and read again"
     << (open ? ", beside values of open sizes\n" : "\n");
  for (auto [number, kernel] : llvm::enumerate(kernels)) {
    os << "  " << number + 1 << " (" << kernel.group->kind << ")";
    StringRef separator = ": ";
    for (Operation *op : kernel.ops) {
      os << separator << show(op);
      separator = ", ";
    }
    os << "\n";
    for (const Saved &s : saved[number])
      os << "      saved " << (s.bytes < 0 ? std::string("(open size)") : bytes(s.bytes)) << ": " << s.type << " of "
         << show(s.maker) << ", read by " << s.readers << "\n";
    for (const FusionDecision &d : kernel.group->decisions)
      os << "      " << d.type << " " << d.choice << "\n";
  }
}

void FusionReportPass::runOnOperation() {
  std::string text;
  llvm::raw_string_ostream os(text);
  ModuleOp module = getOperation();
  for (auto f : module.getOps<func::FuncOp>()) {
    if (f.isExternal() || !f.isPublic())
      continue;
    OwningOpRef<ModuleOp> copy(module.clone());
    for (auto other : copy->getOps<func::FuncOp>())
      if (other.getName() != f.getName() && !other.isExternal())
        other.setPrivate();
    CpuPipelineOptions options;
    options.stopAfter = Stage::Vector;
    options.machine = CpuTarget::named(target);
    if (!options.machine) {
      module.emitError() << "option 'target' of nnf-fusion-report: expected avx512, avx2, generic or host, got '" << target << "'";
      return signalPassFailure();
    }
    FusionReport report;
    options.fusion = &report;
    // The copy is no part of what this pass runs on: a pass manager of its own.
    PassManager pipeline(&getContext(), ModuleOp::getOperationName());
    buildNnfToCPU(pipeline, options);
    if (failed(pipeline.run(*copy)))
      return signalPassFailure();
    std::vector<FusedGroup> groups = report.take();
    Reporter{os}.print(f, groups);
  }
  if (output.empty()) {
    llvm::errs() << text;
    return;
  }
  std::error_code error;
  llvm::raw_fd_ostream file(output, error);
  if (error) {
    module.emitError() << "option 'output' of nnf-fusion-report: cannot write '" << output << "': " << error.message();
    return signalPassFailure();
  }
  file << text;
}
