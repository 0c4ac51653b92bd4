//===- Lint.h - rules about the use of the functions ---------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A rule looks at one op at a time, in every context of its function, and asks what is known of the values. The driver
// walks, merges what several contexts say, suppresses, reports and fixes; docs/Lints.md is made from the rules.
//
// A rule must be right: what it says is wrong is wrong on every path of the context. It says nothing where it does not know.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TRANSFORMS_LINT_H
#define NNF_TRANSFORMS_LINT_H

#include "mlir/IR/PatternMatch.h"
#include "nnf/Analysis/ValueFacts.h"
#include <functional>
#include <string>
#include <vector>

namespace mlir::nnf {

/// How bad a finding is. Remarks are not reported by default.
enum class LintLevel { Remark, Warning, Error };
StringRef stringify(LintLevel level);

class LintContext;

/// One rule; all fields are shown in the documentation.
struct LintRule {
  /// "NNF101"; never reused for something else.
  StringRef id;
  /// Short, lower case, for people: "softmax-before-cross-entropy".
  StringRef name;
  LintLevel level;
  /// One sentence: what is wrong and why it matters.
  StringRef summary;
  /// What a fix does; empty where there is none.
  StringRef fix;
  /// Looks at one op and reports through the context.
  void (*check)(Operation *op, LintContext &context);
  /// A few sentences: what happens, why it matters, what to do.
  StringRef why = "";
  /// Two functions as text: one that the rule finds, one that looks like it and is right.
  StringRef wrong = "", right = "";
};

/// All rules, by id.
ArrayRef<LintRule> getLintRules();
/// The rule of that id or name, or null.
const LintRule *findLintRule(StringRef idOrName);

/// What a rule says about an op.
struct LintFinding {
  struct Note {
    Location loc;
    std::string message;
  };

  const LintRule *rule;
  LintLevel level;
  /// Null once the finding has been fixed.
  Operation *op;
  Location loc;
  /// The name of the function, empty outside of one.
  std::string function;
  std::string message;
  std::vector<Note> notes;
  /// Rewrites the program; null where this finding has no fix.
  std::function<void(RewriterBase &)> fix;
  /// What the fix will have done: "the loss reads the logits".
  std::string fixed;
  /// The ops that the fix reads or changes.
  SmallVector<Operation *> touches;

  LintFinding &note(Location loc, const Twine &text) {
    notes.push_back({loc, text.str()});
    return *this;
  }
  LintFinding &fixBy(const Twine &what, ArrayRef<Operation *> ops, std::function<void(RewriterBase &)> rewrite) {
    fixed = what.str();
    touches.assign(ops.begin(), ops.end());
    fix = std::move(rewrite);
    return *this;
  }
};

/// What a rule may ask, and where it reports to: one function in one context.
class LintContext {
public:
  LintContext(const FunctionFacts &facts, std::vector<LintFinding> &findings) : facts(facts), findings(findings) {}

  const ValueFacts &getFacts(Value v) const { return facts.lookup(v); }
  FunctionOpInterface getFunction() const { return facts.getFunction(); }

  /// A finding of the rule that is running. `level` where it differs from the rule's own. The reference holds until the
  /// next report.
  LintFinding &report(Operation *op, const Twine &message, std::optional<LintLevel> level = std::nullopt);
  /// A note at what gave `facts` their kind, and one at the call in between: "the softmax is here".
  void noteOrigin(LintFinding &finding, const ValueFacts &facts, const Twine &what) const;

private:
  friend class Linter;
  const FunctionFacts &facts;
  std::vector<LintFinding> &findings;
  const LintRule *rule = nullptr;
};

/// What to look for.
struct LinterOptions {
  /// Ids or names; all where empty.
  std::vector<std::string> rules;
  /// Findings below are not reported.
  LintLevel level = LintLevel::Warning;
  /// "NNF120=error", "sum-over-batch=off": rules whose findings have another level than the rule's, or that do not run.
  std::vector<std::string> levels;
};

/// Runs rules over a module.
class Linter {
public:
  /// Fails, with a diagnostic at `loc`, where `options` names a rule that does not exist.
  static FailureOr<Linter> create(Location loc, const LinterOptions &options);

  /// What the rules find below `root`, in the order of the module; without what is suppressed.
  std::vector<LintFinding> check(Operation *root) const;
  /// Applies fixes until no finding has one that applies. Returns the findings that were fixed; what is left is for `check`.
  std::vector<LintFinding> fix(Operation *root) const;

private:
  Linter() = default;
  SmallVector<const LintRule *> rules;
  LintLevel level = LintLevel::Warning;
  llvm::DenseMap<const LintRule *, LintLevel> levels;
};

/// The attribute that suppresses rules for an op and all that is in it: an array of ids or names.
constexpr StringRef kLintIgnoreAttr = "nnf.allow";

/// The formats of a report.
enum class LintFormat { Text, Json, Sarif };

/// Text goes to the context's diagnostics: a warning (or error, or remark) with its id in brackets, and its notes. `fixed`
/// are reported as remarks.
void reportLintAsDiagnostics(ArrayRef<LintFinding> findings, ArrayRef<LintFinding> fixed);
/// An array of objects {rule, name, level, message, function, file, line, column, notes, fix, fixed}.
void reportLintAsJson(ArrayRef<LintFinding> findings, ArrayRef<LintFinding> fixed, raw_ostream &os);
/// SARIF 2.1.0, one run.
void reportLintAsSarif(ArrayRef<LintFinding> findings, ArrayRef<LintFinding> fixed, raw_ostream &os);
/// All rules in Markdown: a table, then what each says about itself.
void documentLintRules(raw_ostream &os);
/// What one rule says about itself, for a terminal.
void explainLintRule(const LintRule &rule, raw_ostream &os);
/// The level of that name; nothing where there is none.
std::optional<LintLevel> parseLintLevel(StringRef word);

} // namespace mlir::nnf

#endif // NNF_TRANSFORMS_LINT_H
