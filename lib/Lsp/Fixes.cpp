//===- Fixes.cpp - what nnf-lint would rewrite, as edits of the text -----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A fix rewrites IR. It is run on a second copy of the text, in which every value keeps the name that it has in the text; the
// ops whose printed form the fix changed are then the lines to edit, and all others stay as their author laid them out.
// The edited text must parse, and the finding must be gone. Where it does not, the function is printed anew as a whole.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Document.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringExtras.h"
#include <numeric>

using namespace mlir;
using namespace mlir::nnf;
namespace lsp = llvm::lsp;

static StringRef textOf(SMRange range) {
  return StringRef(range.Start.getPointer(), range.End.getPointer() - range.Start.getPointer());
}

/// From the first result's name to the last token.
static SMRange statementOf(const AsmParserState::OperationDefinition &op) {
  SMLoc start = op.resultGroups.empty() ? op.loc.Start : op.resultGroups.front().definition.loc.Start;
  return SMRange(start, op.scopeLoc.End);
}

/// Locations say how values are called, which the printer then follows.
static void keepNames(const DocumentPart &part) {
  auto named = [&](Location loc, SMRange name) {
    return NameLoc::get(StringAttr::get(&part.getContext(), textOf(name).ltrim('%')), loc);
  };
  for (const AsmParserState::OperationDefinition &op : part.getState().getOpDefs())
    if (!op.resultGroups.empty())
      op.op->setLoc(named(op.op->getLoc(), op.resultGroups.front().definition.loc));
  for (const AsmParserState::BlockDefinition &block : part.getState().getBlockDefs())
    for (auto [i, argument] : llvm::enumerate(block.arguments))
      block.block->getArgument(i).setLoc(named(block.block->getArgument(i).getLoc(), argument.loc));
}

/// The first line of every op below `module`, as printed.
static llvm::MapVector<Operation *, std::string> printOps(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream os(text);
  AsmState::LocationMap lines;
  AsmState state(module, OpPrintingFlags().printNameLocAsPrefix(), &lines);
  module->print(os, state);
  SmallVector<StringRef> split;
  StringRef(text).split(split, '\n');
  llvm::MapVector<Operation *, std::string> ops;
  module->walk<WalkOrder::PreOrder>([&](Operation *op) {
    auto it = lines.find(op);
    if (it != lines.end() && it->second.first >= 1 && it->second.first <= split.size())
      ops[op] = split[it->second.first - 1].trim().str();
  });
  return ops;
}

static std::string apply(StringRef text, std::vector<lsp::TextEdit> edits, llvm::SourceMgr &sources) {
  std::string result = text.str();
  // From the end, so that what comes before keeps its place.
  std::vector<size_t> order(edits.size());
  std::iota(order.begin(), order.end(), 0);
  llvm::sort(order, [&](size_t a, size_t b) {
    const lsp::Position &x = edits[a].range.start, &y = edits[b].range.start;
    return x == y ? a < b : y < x;
  });
  for (size_t i : order) {
    lsp::TextEdit &edit = edits[i];
    SMRange range = edit.range.getAsSMRange(sources);
    if (range.isValid())
      result.replace(range.Start.getPointer() - text.data(), textOf(range).size(), edit.newText);
  }
  return result;
}

/// The fix of finding number `index` as edits of the lines of `part`; nothing where it has none.
static std::optional<std::vector<lsp::TextEdit>> editsOf(const DialectRegistry &registry, const DocumentPart &part,
                                                         StringRef file, size_t index) {
  DocumentPart copy(registry, file, part.getText(), part.getFirstLine());
  if (index >= copy.getFindings().size() || !copy.getFindings()[index].fix)
    return std::nullopt;
  const LintFinding &finding = copy.getFindings()[index];
  StringRef rule = finding.rule->id;
  keepNames(copy);
  // Definitions by op, while all ops are alive; `topLevel` is where the finding is.
  llvm::DenseMap<Operation *, const AsmParserState::OperationDefinition *> definitions;
  for (const AsmParserState::OperationDefinition &op : copy.getState().getOpDefs())
    definitions[op.op] = &op;
  Operation *topLevel = finding.op;
  while (topLevel->getParentOp() && topLevel->getParentOp() != copy.getModule())
    topLevel = topLevel->getParentOp();
  llvm::MapVector<Operation *, std::string> before = printOps(copy.getModule());
  IRRewriter rewriter(&copy.getContext());
  finding.fix(rewriter);
  llvm::MapVector<Operation *, std::string> after = printOps(copy.getModule());

  std::vector<lsp::TextEdit> edits;
  auto place = [&](SMRange range) { return copy.getRange(range); };
  for (auto &[op, text] : before) {
    auto definition = definitions.find(op);
    if (after.count(op) || definition == definitions.end())
      continue;
    lsp::Range lines = place(statementOf(*definition->second));
    edits.push_back({lsp::Range({lines.start.line, 0}, {lines.end.line + 1, 0}), ""});
  }
  for (auto &[op, text] : after) {
    auto old = before.find(op);
    if (old != before.end()) {
      auto definition = definitions.find(op);
      if (old->second != text && definition != definitions.end())
        edits.push_back({place(statementOf(*definition->second)), text});
      continue;
    }
    // A new op stands before the next one that was there.
    Operation *next = op->getNextNode();
    while (next && !definitions.count(next))
      next = next->getNextNode();
    if (!next)
      continue;
    lsp::Position at = place(statementOf(*definitions[next])).start;
    edits.push_back({lsp::Range(at), text + "\n" + std::string(at.character, ' ')});
  }
  auto works = [&](const std::vector<lsp::TextEdit> &tried) {
    DocumentPart edited(registry, file, apply(copy.getText(), tried, copy.getSources()), part.getFirstLine());
    auto count = [&](ArrayRef<LintFinding> findings) {
      return llvm::count_if(findings, [&](const LintFinding &f) { return f.rule->id == rule; });
    };
    return edited.isValid() && count(edited.getFindings()) < count(part.getFindings());
  };
  if (!works(edits)) {
    auto definition = definitions.find(topLevel);
    if (definition == definitions.end())
      return std::nullopt;
    std::string text;
    llvm::raw_string_ostream os(text);
    topLevel->print(os, OpPrintingFlags().printNameLocAsPrefix().useLocalScope());
    edits = {{place(statementOf(*definition->second)), text}};
    if (!works(edits))
      return std::nullopt;
  }
  for (lsp::TextEdit &edit : edits)
    edit.range = inDocument(edit.range, part);
  return edits;
}

std::vector<lsp::CodeAction> nnf::codeActions(const Document &document, lsp::Range range) {
  std::vector<lsp::CodeAction> actions;
  for (const std::unique_ptr<DocumentPart> &part : document.getParts()) {
    for (auto [i, finding] : llvm::enumerate(part->getFindings())) {
      const lsp::Diagnostic &diagnostic = part->getDiagnostics()[part->getFirstFinding() + i];
      bool touches = diagnostic.range.start.line <= range.end.line && range.start.line <= diagnostic.range.end.line;
      if (!touches || !finding.fix)
        continue;
      auto edits = editsOf(document.getRegistry(), *part, document.getUri().file(), i);
      if (!edits)
        continue;
      lsp::CodeAction action;
      action.title = finding.rule->id.str() + ": " + finding.fixed;
      action.kind = lsp::CodeAction::kQuickFix.str();
      action.diagnostics = {diagnostic};
      action.isPreferred = true;
      action.edit.emplace();
      action.edit->changes[document.getUri().uri().str()] = std::move(*edits);
      actions.push_back(std::move(action));
    }
  }
  return actions;
}
