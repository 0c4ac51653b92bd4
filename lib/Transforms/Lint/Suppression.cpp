//===- Suppression.cpp - rules about the rules: 001 ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "nnf/Tooling/DidYouMean.h"

using namespace mlir;
using namespace mlir::nnf;

static void unknownRule(Operation *op, LintContext &c) {
  Attribute attr = op->getAttr(kLintIgnoreAttr);
  if (!attr)
    return;
  auto names = dyn_cast<ArrayAttr>(attr);
  if (!names || !llvm::all_of(names, [](Attribute a) { return isa<StringAttr>(a); })) {
    c.report(op, Twine(kLintIgnoreAttr) + " is not an array of strings, so nothing is suppressed");
    return;
  }
  SmallVector<StringRef> known;
  for (const LintRule &rule : getLintRules())
    known.append({rule.id, rule.name});
  for (StringAttr name : names.getAsRange<StringAttr>())
    if (!findLintRule(name.getValue()))
      c.report(op, Twine(kLintIgnoreAttr) + " names '" + name.getValue() + "', which is no rule" +
                       didYouMeanSuffix(name.getValue(), known));
}

ArrayRef<LintRule> nnf::suppressionRules() {
  static const LintRule rules[] = {
      {"NNF001", "unknown-rule", LintLevel::Warning,
       "The attribute `nnf.allow` names a rule that does not exist, or is no array of strings: it suppresses nothing.",
       "", unknownRule},
  };
  return rules;
}
