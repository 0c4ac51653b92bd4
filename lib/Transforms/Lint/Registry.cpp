//===- Registry.cpp - all rules, by id ----------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::nnf;

ArrayRef<LintRule> nnf::getLintRules() {
  static const std::vector<LintRule> rules = [] {
    std::vector<LintRule> all;
    for (ArrayRef<LintRule> group : {suppressionRules(), lossInputRules(), shapeAndLabelRules(), numericRules(), lossHeadRules(),
                                      cancellationRules(), trainingRules(), layerRules(), distributionRules(),
                                      gradientRules(), imageRules(), precisionRules()})
      all.insert(all.end(), group.begin(), group.end());
    for (ArrayRef<LintExplanation> group : {explanationsOfLosses(), explanationsOfNumbers(), explanationsOfLayers()})
      for (const LintExplanation &text : group)
        for (LintRule &rule : all)
          if (rule.id == text.id)
            rule.why = text.why.trim(), rule.wrong = text.wrong.trim('\n'), rule.right = text.right.trim('\n');
    llvm::sort(all, [](const LintRule &a, const LintRule &b) { return a.id < b.id; });
    return all;
  }();
  return rules;
}

const LintRule *nnf::findLintRule(StringRef idOrName) {
  for (const LintRule &rule : getLintRules())
    if (rule.id.equals_insensitive(idOrName) || rule.name == idOrName)
      return &rule;
  return nullptr;
}

StringRef nnf::stringify(LintLevel level) {
  switch (level) {
  case LintLevel::Remark:
    return "remark";
  case LintLevel::Warning:
    return "warning";
  case LintLevel::Error:
    return "error";
  }
  llvm_unreachable("every level has a name");
}

std::optional<int64_t> nnf::staticSize(Value tensor, int64_t dim) {
  auto type = cast<RankedTensorType>(tensor.getType());
  if (dim >= type.getRank() || type.isDynamicDim(dim))
    return std::nullopt;
  return type.getDimSize(dim);
}

std::optional<LintLevel> nnf::parseLintLevel(StringRef word) {
  for (LintLevel level : {LintLevel::Remark, LintLevel::Warning, LintLevel::Error})
    if (stringify(level) == word)
      return level;
  return std::nullopt;
}

bool nnf::isTraining(const LintContext &c) {
  auto mode = c.getFunction()->getAttrOfType<StringAttr>(kModeAttr);
  return mode && mode.getValue() == "training";
}

void nnf::documentLintRules(raw_ostream &os) {
  os << "| rule | level | what it finds | fix |\n|---|---|---|---|\n";
  for (const LintRule &rule : getLintRules())
    os << "| [`" << rule.id << "`](#" << rule.id.lower() << ") " << rule.name << " | " << stringify(rule.level) << " | " << rule.summary << " | "
       << (rule.fix.empty() ? "" : rule.fix) << " |\n";
  for (const LintRule &rule : getLintRules())
    os << "\n## " << rule.id << "\n\n**" << rule.name << "**. " << rule.why << "\n\nWrong:\n\n```mlir\n" << rule.wrong
       << "\n```\n\nRight:\n\n```mlir\n" << rule.right << "\n```\n";
}

void nnf::explainLintRule(const LintRule &rule, raw_ostream &os) {
  os << rule.id << " " << rule.name << " (" << stringify(rule.level) << ")\n\n" << rule.summary << "\n\n" << rule.why << "\n";
  if (!rule.fix.empty())
    os << "\nFix: " << rule.fix << ".\n";
  auto example = [&](StringRef title, StringRef text) {
    os << "\n" << title << ":\n\n";
    for (StringRef rest = text; !rest.empty();) {
      auto [line, more] = rest.split('\n');
      os << "    " << line << "\n";
      rest = more;
    }
  };
  example("Wrong", rule.wrong);
  example("Right", rule.right);
}
