//===- Pass.cpp - nnf-lint ----------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Transforms/Lint.h"
#include "mlir/Pass/Pass.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Tooling/DidYouMean.h"
#include "nnf/Transforms/Passes.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_LINT
#include "nnf/Transforms/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// "expected A, B or C, but got 'x'", for an option that takes one of a few words.
static InFlightDiagnostic refuse(Location loc, StringRef option, StringRef value, ArrayRef<StringRef> words) {
  InFlightDiagnostic diag = emitError(loc) << "nnf-lint: expects " << option << " to be ";
  for (auto [i, word] : llvm::enumerate(words))
    diag << (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") << word;
  diag << ", but got '" << value << "'" << didYouMeanSuffix(value, words);
  return diag;
}

namespace {
struct LintPass : nnf::impl::LintBase<LintPass> {
  using Base::Base;

  void runOnOperation() override {
    if (failed(run()))
      signalPassFailure();
  }

  LogicalResult run() {
    Location loc = getOperation()->getLoc();
    if (off)
      return success();
    LinterOptions options;
    options.rules.assign(rules.begin(), rules.end());
    options.levels.assign(levels.begin(), levels.end());
    static constexpr StringRef levelNames[] = {"remark", "warning", "error"};
    // Who asks for a rule by name wants to hear of it.
    StringRef least = !level.empty() ? StringRef(level) : options.rules.empty() ? "warning" : "remark";
    std::optional<LintLevel> reported = parseLintLevel(least), failing;
    if (!reported)
      return refuse(loc, "level", least, levelNames);
    options.level = *reported;
    static constexpr StringRef failLevels[] = {"never", "error", "warning", "remark"};
    StringRef most = !failOn.empty() ? StringRef(failOn) : error ? "warning" : warn ? "never" : "error";
    if (most != "never" && !(failing = parseLintLevel(most)))
      return refuse(loc, "fail-on", most, failLevels);
    static constexpr StringRef formats[] = {"text", "json", "sarif"};
    const StringRef *chosen = llvm::find(formats, StringRef(format));
    if (chosen == std::end(formats))
      return refuse(loc, "format", format, formats);

    FailureOr<Linter> linter = Linter::create(loc, options);
    if (failed(linter))
      return failure();
    std::vector<LintFinding> fixed;
    if (fix)
      fixed = linter->fix(getOperation());
    std::vector<LintFinding> findings = linter->check(getOperation());
    for (LintFinding &finding : findings)
      if (error && finding.level == LintLevel::Warning)
        finding.level = LintLevel::Error;
    if (failed(report(*chosen, findings, fixed)))
      return failure();
    return failure(failing && llvm::any_of(findings, [&](const LintFinding &f) { return f.level >= *failing; }));
  }

  LogicalResult report(StringRef as, ArrayRef<LintFinding> findings, ArrayRef<LintFinding> fixed) {
    if (as == "text") {
      reportLintAsDiagnostics(findings, fixed);
      return success();
    }
    auto write = [&](raw_ostream &os) {
      as == "json" ? reportLintAsJson(findings, fixed, os) : reportLintAsSarif(findings, fixed, os);
    };
    if (output.empty()) {
      write(llvm::errs());
      return success();
    }
    std::error_code error;
    llvm::raw_fd_ostream file(output, error);
    if (error)
      return emitError(getOperation()->getLoc()) << "nnf-lint: cannot write '" << output << "': " << error.message();
    write(file);
    return success();
  }
};
} // namespace
