//===- Linter.cpp - rules over contexts: findings, suppression, fixes ---------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "nnf/Tooling/DidYouMean.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;
using namespace mlir::nnf;

//===-- reporting -----------------------------------------------------------------------------------------------===//

LintFinding &LintContext::report(Operation *op, const Twine &message, std::optional<LintLevel> level) {
  findings.push_back(LintFinding{rule, level.value_or(rule->level), op, op->getLoc(),
                                 facts.getFunction().getName().str(), message.str(), {}, {}, {}, {}});
  return findings.back();
}

void LintContext::noteOrigin(LintFinding &finding, const ValueFacts &facts, const Twine &what) const {
  if (!facts.origin)
    return;
  finding.note(facts.origin->getLoc(), what);
  if (facts.call)
    finding.note(facts.call->getLoc(), "its result comes here through this call");
}

//===-- checking ------------------------------------------------------------------------------------------------===//

FailureOr<Linter> Linter::create(Location loc, const LinterOptions &options) {
  Linter linter;
  linter.level = options.level;
  auto find = [&](StringRef name) -> FailureOr<const LintRule *> {
    if (const LintRule *rule = findLintRule(name))
      return rule;
    SmallVector<StringRef> known;
    for (const LintRule &r : getLintRules())
      known.append({r.id, r.name});
    return emitError(loc) << "nnf-lint: there is no rule '" << name << "'" << didYouMeanSuffix(name, known);
  };
  for (const std::string &name : options.rules) {
    FailureOr<const LintRule *> rule = find(name);
    if (failed(rule))
      return failure();
    linter.rules.push_back(*rule);
  }
  if (linter.rules.empty())
    for (const LintRule &rule : getLintRules())
      linter.rules.push_back(&rule);
  for (const std::string &text : options.levels) {
    auto [name, word] = StringRef(text).split('=');
    FailureOr<const LintRule *> rule = find(name);
    if (failed(rule))
      return failure();
    std::optional<LintLevel> own = parseLintLevel(word);
    if (own)
      linter.levels[*rule] = *own;
    else if (word == "off")
      llvm::erase(linter.rules, *rule);
    else
      return emitError(loc) << "nnf-lint: expects the level of " << name << " to be remark, warning, error or off, but got '" << word << "'"
                            << didYouMeanSuffix(word, {"remark", "warning", "error", "off"});
  }
  return linter;
}

/// `op`, or an op around it, asks not to be told.
static bool isSuppressed(const LintFinding &finding) {
  for (Operation *op = finding.op; op; op = op->getParentOp())
    if (auto ignored = op->getAttrOfType<ArrayAttr>(kLintIgnoreAttr))
      for (Attribute a : ignored)
        if (auto name = dyn_cast<StringAttr>(a); name && findLintRule(name.getValue()) == finding.rule)
          return true;
  return false;
}

std::vector<LintFinding> Linter::check(Operation *root) const {
  ValueFactsAnalysis analysis(root);
  // One finding for a rule and an op, whatever the number of contexts that have it.
  llvm::MapVector<std::pair<const LintRule *, Operation *>, LintFinding> merged;
  llvm::DenseMap<std::pair<const LintRule *, Operation *>, unsigned> contextsWith;
  llvm::DenseMap<Operation *, unsigned> contextsOf;
  for (const FunctionFacts *facts : analysis.getContexts()) {
    ++contextsOf[facts->getFunction()];
    std::vector<LintFinding> found;
    LintContext context(*facts, found);
    facts->getFunction()->walk([&](Operation *op) {
      for (const LintRule *rule : rules) {
        context.rule = rule;
        rule->check(op, context);
      }
    });
    llvm::SmallDenseSet<std::pair<const LintRule *, Operation *>> here;
    for (LintFinding &finding : found) {
      if (auto own = levels.find(finding.rule); own != levels.end())
        finding.level = own->second;
      if (finding.level < level || isSuppressed(finding))
        continue;
      std::pair<const LintRule *, Operation *> key(finding.rule, finding.op);
      if (here.insert(key).second)
        ++contextsWith[key];
      merged.try_emplace(key, std::move(finding));
    }
  }
  for (auto &[key, finding] : merged) {
    auto function = dyn_cast<FunctionOpInterface>(finding.op);
    if (!function)
      function = finding.op->getParentOfType<FunctionOpInterface>();
    // What is wrong for one caller may be right for another: then the function is not for us to change.
    if (function && contextsWith[key] < contextsOf[function] && finding.fix) {
      finding.fix = nullptr;
      finding.note(function.getLoc(), "no automatic fix: other callers may give this function something else");
    }
  }
  // In the order of the module; those of one op in the order of the rules.
  llvm::DenseMap<Operation *, size_t> order;
  root->walk<WalkOrder::PreOrder>([&](Operation *op) { order.try_emplace(op, order.size()); });
  std::vector<std::tuple<size_t, StringRef, LintFinding *>> sorted;
  for (auto &[key, finding] : merged)
    sorted.emplace_back(order[finding.op], finding.rule->id, &finding);
  llvm::sort(sorted);
  std::vector<LintFinding> result;
  for (auto &[position, id, finding] : sorted)
    result.push_back(std::move(*finding));
  return result;
}

//===-- fixing --------------------------------------------------------------------------------------------------===//

namespace {
/// Remembers what a round has changed, so that a fix never looks at an op that is gone.
struct Touched : RewriterBase::Listener {
  void notifyOperationErased(Operation *op) override { ops.insert(op); }
  void notifyOperationModified(Operation *op) override { ops.insert(op); }
  llvm::SmallPtrSet<Operation *, 16> ops;
};
} // namespace

std::vector<LintFinding> Linter::fix(Operation *root) const {
  std::vector<LintFinding> fixed;
  IRRewriter rewriter(root->getContext());
  for (bool changed = true; changed;) {
    changed = false;
    Touched touched;
    rewriter.setListener(&touched);
    for (LintFinding &finding : check(root)) {
      if (!finding.fix || llvm::any_of(finding.touches, [&](Operation *op) { return touched.ops.contains(op); }))
        continue;
      finding.fix(rewriter);
      touched.ops.insert(finding.touches.begin(), finding.touches.end());
      finding.op = nullptr;
      fixed.push_back(std::move(finding));
      changed = true;
    }
  }
  rewriter.setListener(nullptr);
  return fixed;
}
