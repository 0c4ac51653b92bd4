//===- Explain.cpp - everything that cannot be lowered, in one table ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Probe.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/CallInterfaces.h"
#include "nnf/IR/Location.h"
#include "nnf/Pipelines/Passes.h"
#include "nnf/Tooling/DidYouMean.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_EXPLAINUNSUPPORTED
#include "nnf/Pipelines/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// Text in a cell of a Markdown table: one line, no bars.
static std::string cell(StringRef text) {
  std::string line;
  for (char c : text.trim()) {
    if (c == '|')
      line += '\\';
    line += c == '\n' ? ' ' : c;
  }
  return line;
}

namespace {
struct Row {
  std::string what, where, reason, nearest;
};

/// Collects the rows of a module.
class Explainer {
public:
  Explainer(ModuleOp module, ProbeTarget target) : module(module), target(target) {}

  /// All that cannot be lowered, in the order of the module. Empty where the module can be.
  ArrayRef<Row> run() {
    OwningOpRef<ModuleOp> copy(module.clone());
    std::optional<std::string> reason = whyNotLowered(*copy, target);
    if (!reason)
      return rows;
    for (Operation &op : *module.getBody()) {
      auto f = dyn_cast<func::FuncOp>(op);
      // A declaration fails where it is called; other symbols are data.
      if (f && !f.isExternal())
        explain(f);
      else if (!f && !op.hasTrait<OpTrait::SymbolTable>() && !isa<SymbolOpInterface>(op))
        explain(&op);
    }
    // Ops that work one by one, and not together.
    if (rows.empty())
      add("module", module.getLoc(), *reason, "-");
    return rows;
  }

  /// How many ops and arguments were looked at one by one.
  size_t seen() const { return tried; }

private:
  void add(const Twine &what, Location loc, StringRef reason, StringRef nearest) {
    rows.push_back({what.str(), formatLocation(loc), reason.str(), nearest.str()});
  }

  void explain(func::FuncOp f) {
    size_t before = rows.size();
    for (BlockArgument a : f.getArguments()) {
      ++tried;
      OwningOpRef<ModuleOp> probe = makeArgumentProbe(a.getLoc(), a.getType());
      if (std::optional<std::string> reason = whyNotLowered(*probe, target)) {
        static constexpr StringRef inProbe = "argument 0 of @probe ";
        StringRef said = *reason;
        (void)said.consume_front(inProbe);
        add("argument " + Twine(a.getArgNumber()) + " of @" + f.getName(), a.getLoc(), said,
            nearestArgument(a.getLoc(), a.getType(), target));
      }
    }
    if (!f.getBody().hasOneBlock()) {
      ++tried;
      add("func.func @" + f.getName(), f.getLoc(), "has several blocks; functions must be straight-line code",
          "scf.if, scf.for and scf.while in one block");
    }
    for (Block &block : f.getBody())
      for (Operation &op : block)
        explain(&op);
    if (rows.size() != before)
      return;
    // Nothing in it is to blame by itself: the function with what it calls.
    if (std::optional<std::string> reason = whyNot(f))
      add("func.func @" + f.getName(), f.getLoc(), *reason, "-");
  }

  void explain(Operation *op) {
    if (isa<UnrealizedConversionCastOp>(op) || op->hasTrait<OpTrait::IsTerminator>())
      return;
    ++tried;
    if (auto call = dyn_cast<CallOpInterface>(op))
      return explainCall(call);
    if (std::optional<std::string> invalid = whyInvalid(op))
      return blame(op, *invalid);
    OwningOpRef<ModuleOp> probe = makeProbe(op, broken);
    if (!probe || failed(verifyQuietly(*probe)))
      return;
    std::optional<std::string> reason = whyNotLowered(*probe, target);
    if (!reason)
      return;
    // What has no lowering at all fails in bufferisation, which does not know why.
    if (target != ProbeTarget::Linalg)
      if (OwningOpRef<ModuleOp> again = makeProbe(op, broken))
        if (std::optional<std::string> first = whyNotLowered(*again, ProbeTarget::Linalg))
          reason = first;
    // An op with regions fails because of what is in them, if something there does.
    size_t before = rows.size();
    for (Region &region : op->getRegions())
      for (Block &block : region)
        for (Operation &inner : block)
          explain(&inner);
    if (rows.size() == before)
      blame(op, *reason);
    else
      broken.insert(op);
  }

  void blame(Operation *op, StringRef reason) {
    // The reason names the op again where it is its own.
    std::string own = ("'" + op->getName().getStringRef() + "' op ").str();
    add(op->getName().getStringRef(), op->getLoc(), reason.starts_with(own) ? reason.drop_front(own.size()) : reason,
        nearestForm(op, broken, target));
    broken.insert(op);
  }

  /// Calls are inlined: what is called must be there, and must not call back. What it does is explained where it stands.
  void explainCall(CallOpInterface call) {
    auto callee = dyn_cast_or_null<func::FuncOp>(call.resolveCallable());
    if (!callee || callee.isExternal())
      add(call->getName().getStringRef(), call.getLoc(), "calls a function that has no body in this module",
          "a func.func with a body");
    else if (reaches(callee, call->getParentOfType<func::FuncOp>()))
      add(call->getName().getStringRef(), call.getLoc(), ("is recursive: @" + callee.getName() + " leads back here").str(),
          "scf.while");
  }

  static bool reaches(func::FuncOp from, func::FuncOp to) {
    SmallVector<func::FuncOp> work{from};
    llvm::DenseSet<Operation *> known;
    while (!work.empty()) {
      func::FuncOp f = work.pop_back_val();
      if (f == to)
        return true;
      if (!known.insert(f).second)
        continue;
      f.walk([&](CallOpInterface call) {
        if (auto callee = dyn_cast_or_null<func::FuncOp>(call.resolveCallable()))
          work.push_back(callee);
      });
    }
    return false;
  }

  /// Why `f` cannot be lowered, in a module without the functions that it does not call.
  std::optional<std::string> whyNot(func::FuncOp f) {
    OwningOpRef<ModuleOp> copy(module.clone());
    auto kept = copy->lookupSymbol<func::FuncOp>(f.getName());
    SmallVector<func::FuncOp> others;
    for (auto other : copy->getOps<func::FuncOp>())
      if (!reaches(kept, other))
        others.push_back(other);
    for (func::FuncOp other : others)
      other.erase();
    return whyNotLowered(*copy, target);
  }

  static LogicalResult verifyQuietly(ModuleOp probe) {
    ScopedDiagnosticHandler quiet(probe.getContext(), [](Diagnostic &) { return success(); });
    return verify(probe);
  }

  ModuleOp module;
  ProbeTarget target;
  SmallVector<Row> rows;
  llvm::DenseSet<Operation *> broken;
  size_t tried = 0;
};

struct ExplainUnsupportedPass : nnf::impl::ExplainUnsupportedBase<ExplainUnsupportedPass> {
  using Base::Base;

  void getDependentDialects(DialectRegistry &registry) const override { getProbeDialects(registry); }

  void runOnOperation() override {
    ModuleOp module = getOperation();
    std::optional<ProbeTarget> where = parseProbeTarget(target);
    if (!where) {
      static constexpr StringRef words[] = {"linalg", "cpu", "nvvm"};
      emitError(module.getLoc()) << "nnf-explain-unsupported: expects target to be linalg, cpu or nvvm, but got '" << target
                                 << "'" << didYouMeanSuffix(target, words);
      return signalPassFailure();
    }
    Explainer explainer(module, *where);
    ArrayRef<Row> rows = explainer.run();
    markAllAnalysesPreserved();
    std::string text;
    llvm::raw_string_ostream os(text);
    os << "nnf-explain-unsupported: ";
    if (rows.empty()) {
      os << "everything can be lowered (target " << target << ")\n";
    } else {
      os << rows.size() << " of " << std::max(explainer.seen(), rows.size()) << " ops and arguments cannot be lowered (target "
         << target << ")\n\n| what | where | reason | nearest supported form |\n|---|---|---|---|\n";
      for (const Row &row : rows)
        os << "| " << cell(row.what) << " | " << cell(row.where) << " | " << cell(row.reason) << " | " << cell(row.nearest) << " |\n";
    }
    if (failed(write(text)) || !rows.empty())
      signalPassFailure();
  }

private:
  LogicalResult write(StringRef text) {
    if (output.empty()) {
      llvm::errs() << text;
      return success();
    }
    std::error_code error;
    llvm::raw_fd_ostream file(output, error, llvm::sys::fs::OF_Text);
    if (!error) {
      file << text;
      file.close();
      error = file.error();
      file.clear_error();
    }
    if (error)
      return emitError(getOperation()->getLoc())
             << "nnf-explain-unsupported: cannot write '" << output << "': " << error.message();
    return success();
  }
};
} // namespace
