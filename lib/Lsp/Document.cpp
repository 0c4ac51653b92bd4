//===- Document.cpp - parse, verify and lint what is in the editor -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Document.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "nnf/Tooling/Input.h"

using namespace mlir;
using namespace mlir::nnf;
namespace lsp = llvm::lsp;

//===-- a part -------------------------------------------------------------------------------------------------===//

lsp::Range DocumentPart::rangeOf(Location loc, Operation *op) const {
  FileLineColLoc place = loc->findInstanceOf<FileLineColLoc>();
  if (place && place.getFilename() == file && place.getLine() > 0) {
    SMLoc at = sources.FindLocForLineAndColumn(sources.getMainFileID(), place.getLine(), std::max(place.getColumn(), 1u));
    if (at.isValid()) {
      SMRange token = AsmParserState::convertIdLocToRange(at);
      // An error at the end of the text, or at a sign, is one character wide.
      lsp::Range range = getRange(token.Start == token.End ? SMRange(at, at) : token);
      if (range.start == range.end)
        ++range.end.character;
      return range;
    }
  }
  if (op)
    if (const AsmParserState::OperationDefinition *definition = state.getOpDef(op))
      return getRange(definition->loc);
  return lsp::Range(lsp::Position(0, 0), lsp::Position(0, 1));
}

lsp::Diagnostic DocumentPart::convert(Diagnostic &diagnostic) const {
  lsp::Diagnostic result;
  result.source = "nnf";
  result.range = inDocument(rangeOf(diagnostic.getLocation(), nullptr), *this);
  result.message = diagnostic.str();
  switch (diagnostic.getSeverity()) {
  case DiagnosticSeverity::Error:
    result.severity = lsp::DiagnosticSeverity::Error;
    break;
  case DiagnosticSeverity::Warning:
    result.severity = lsp::DiagnosticSeverity::Warning;
    break;
  case DiagnosticSeverity::Note:
  case DiagnosticSeverity::Remark:
    result.severity = lsp::DiagnosticSeverity::Information;
    break;
  }
  for (Diagnostic &note : diagnostic.getNotes()) {
    // The verifier prints the op in generic form for those who have no editor.
    if (StringRef(note.str()).starts_with("see current operation"))
      continue;
    if (!result.relatedInformation)
      result.relatedInformation.emplace();
    if (llvm::Expected<lsp::URIForFile> uri = lsp::URIForFile::fromFile(file))
      result.relatedInformation->emplace_back(lsp::Location(*uri, inDocument(rangeOf(note.getLocation(), nullptr), *this)), note.str());
    else
      llvm::consumeError(uri.takeError());
  }
  return result;
}

DocumentPart::DocumentPart(const DialectRegistry &registry, StringRef file, StringRef text, int firstLine)
    : file(file.str()), firstLine(firstLine), lineCount(static_cast<int>(text.count('\n'))),
      context(std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED)) {
  context->allowUnregisteredDialects();
  sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(text, file), SMLoc());
  module = ModuleOp::create(UnknownLoc::get(context.get()));
  ScopedDiagnosticHandler handler(context.get(), [&](Diagnostic &diagnostic) { diagnostics.push_back(convert(diagnostic)); });
  if (std::optional<std::string> bad = findOversizedNumber(text)) {
    auto [line, rest] = StringRef(*bad).split(':');
    lsp::Diagnostic diagnostic;
    unsigned row = 0;
    (void)!line.getAsInteger(10, row);
    diagnostic.range = lsp::Range(lsp::Position(firstLine + static_cast<int>(row) - 1, 0));
    diagnostic.severity = lsp::DiagnosticSeverity::Error;
    diagnostic.source = "nnf";
    diagnostic.message = rest.split(": error: ").second.str();
    diagnostics.push_back(std::move(diagnostic));
    return;
  }
  // The verifier runs apart: what does not verify can still be looked at.
  ParserConfig config(context.get(), /*verifyAfterParse=*/false);
  if (failed(parseAsmSourceFile(sources, module->getBody(), config, &state))) {
    module->getBody()->clear();
    state = AsmParserState();
    return;
  }
  valid = succeeded(verify(*module));
  if (valid)
    lint();
}

void DocumentPart::lint() {
  FailureOr<Linter> linter = Linter::create(module->getLoc(), LinterOptions());
  if (failed(linter))
    return;
  findings = linter->check(*module);
  for (const LintFinding &finding : findings) {
    lsp::Diagnostic result;
    result.source = "nnf-lint";
    result.range = inDocument(rangeOf(finding.loc, finding.op), *this);
    result.message = finding.message + " [" + finding.rule->id.str() + "]";
    result.severity = finding.level == LintLevel::Error     ? lsp::DiagnosticSeverity::Error
                      : finding.level == LintLevel::Warning ? lsp::DiagnosticSeverity::Warning
                                                            : lsp::DiagnosticSeverity::Information;
    result.category = "lint";
    if (llvm::Expected<lsp::URIForFile> uri = lsp::URIForFile::fromFile(file)) {
      for (const LintFinding::Note &note : finding.notes) {
        if (!result.relatedInformation)
          result.relatedInformation.emplace();
        result.relatedInformation->emplace_back(lsp::Location(*uri, inDocument(rangeOf(note.loc, nullptr), *this)), note.message);
      }
    } else {
      llvm::consumeError(uri.takeError());
    }
    diagnostics.push_back(std::move(result));
  }
}

//===-- the document ---------------------------------------------------------------------------------------------===//

Document::Document(const DialectRegistry &registry, const lsp::URIForFile &uri, std::string text, int64_t version)
    : registry(registry), uri(uri), text(std::move(text)), version(version) {
  parse();
}

/// The protocol lets a position lie behind the end of its line (or of the text): it means that end.
static lsp::Position clamped(lsp::Position position, StringRef text) {
  int line = 0;
  for (; line < position.line && text.contains('\n'); ++line)
    text = text.split('\n').second;
  int length = static_cast<int>(text.split('\n').first.size());
  return lsp::Position(line, line < position.line ? length : std::min(position.character, length));
}

LogicalResult Document::update(ArrayRef<lsp::TextDocumentContentChangeEvent> changes, int64_t newVersion) {
  for (lsp::TextDocumentContentChangeEvent change : changes) {
    if (change.range)
      change.range = lsp::Range(clamped(change.range->start, text), clamped(change.range->end, text));
    if (failed(change.applyTo(text)))
      return failure();
  }
  version = newVersion;
  parse();
  return success();
}

void Document::parse() {
  parts.clear();
  // Where a line is a separator, a part ends with the line before.
  StringRef rest = text;
  int line = 0;
  size_t partSize = 0;
  auto add = [&](StringRef part) {
    parts.push_back(std::make_unique<DocumentPart>(registry, uri.file(), part, line));
    line += static_cast<int>(part.count('\n'));
  };
  while (partSize < rest.size()) {
    size_t end = rest.find('\n', partSize);
    size_t next = end == StringRef::npos ? rest.size() : end + 1;
    bool separator = rest.slice(partSize, next).trim() == "// -----";
    partSize = next;
    if (!separator)
      continue;
    add(rest.take_front(next));
    rest = rest.drop_front(next);
    partSize = 0;
  }
  if (parts.empty() || !rest.empty())
    add(rest);
}

DocumentPart &Document::getPart(lsp::Position &position) const {
  auto it = std::find_if(parts.rbegin(), parts.rend(), [&](const std::unique_ptr<DocumentPart> &part) {
    return part->getFirstLine() <= position.line;
  });
  DocumentPart &part = it == parts.rend() ? *parts.front() : **it;
  position.line -= part.getFirstLine();
  return part;
}

std::vector<lsp::Diagnostic> Document::getDiagnostics() const {
  std::vector<lsp::Diagnostic> all;
  for (const std::unique_ptr<DocumentPart> &part : parts)
    llvm::append_range(all, part->getDiagnostics());
  return all;
}

//===-- what is where ----------------------------------------------------------------------------------------------===//

static bool holds(SMRange range, SMLoc at) {
  return range.isValid() && range.Start.getPointer() <= at.getPointer() && at.getPointer() < range.End.getPointer();
}

/// The place in `definition` (itself or one of its uses) that holds `at`.
static std::optional<SMRange> placeOf(const AsmParserState::SMDefinition &definition, SMLoc at) {
  if (holds(definition.loc, at))
    return definition.loc;
  for (SMRange use : definition.uses)
    if (holds(use, at))
      return use;
  return std::nullopt;
}

Entity nnf::findEntity(const DocumentPart &part, SMLoc at) {
  Entity entity;
  for (const AsmParserState::OperationDefinition &op : part.getState().getOpDefs()) {
    for (const auto &group : op.resultGroups)
      if (std::optional<SMRange> place = placeOf(group.definition, at)) {
        entity.value = op.op->getResult(group.startIndex);
        entity.definition = &group.definition;
        entity.range = *place;
        return entity;
      }
    std::optional<SMRange> place;
    if (holds(op.loc, at))
      place = op.loc;
    for (SMRange use : op.symbolUses)
      if (holds(use, at))
        place = use;
    if (place) {
      entity.op = &op;
      entity.range = *place;
      return entity;
    }
  }
  for (const AsmParserState::BlockDefinition &block : part.getState().getBlockDefs()) {
    for (auto [i, argument] : llvm::enumerate(block.arguments))
      if (std::optional<SMRange> place = placeOf(argument, at)) {
        entity.value = block.block->getArgument(i);
        entity.definition = &argument;
        entity.range = *place;
        return entity;
      }
    if (std::optional<SMRange> place = placeOf(block.definition, at)) {
      entity.definition = &block.definition;
      entity.range = *place;
      return entity;
    }
  }
  return entity;
}
