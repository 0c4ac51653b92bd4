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
                                      cancellationRules(), trainingRules(), layerRules()})
      all.insert(all.end(), group.begin(), group.end());
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

void nnf::documentLintRules(raw_ostream &os) {
  os << "| rule | level | what it finds | fix |\n|---|---|---|---|\n";
  for (const LintRule &rule : getLintRules())
    os << "| `" << rule.id << "` " << rule.name << " | " << stringify(rule.level) << " | " << rule.summary << " | "
       << (rule.fix.empty() ? "" : rule.fix) << " |\n";
}
