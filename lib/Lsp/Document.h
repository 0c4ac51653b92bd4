//===- Document.h - a file that is open in an editor ---------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_LSP_DOCUMENT_H
#define NNF_LIB_LSP_DOCUMENT_H

#include "mlir/AsmParser/AsmParserState.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "nnf/Transforms/Lint.h"
#include "llvm/Support/LSP/Protocol.h"
#include "llvm/Support/SourceMgr.h"

namespace mlir::nnf {

/// A part of a document between lines of `// -----`, parsed on its own as mlir-opt's --split-input-file does. Lines are
/// counted from the start of the part.
class DocumentPart {
public:
  DocumentPart(const DialectRegistry &registry, StringRef file, StringRef text, int firstLine);

  int getFirstLine() const { return firstLine; }
  int getLineCount() const { return lineCount; }
  StringRef getText() const { return sources.getMemoryBuffer(sources.getMainFileID())->getBuffer(); }
  llvm::SourceMgr &getSources() const { return sources; }
  /// Where ops, values and symbols are written; empty where the text does not parse.
  const AsmParserState &getState() const { return state; }
  ModuleOp getModule() const { return *module; }
  MLIRContext &getContext() const { return *context; }
  /// The text parses and verifies.
  bool isValid() const { return valid; }
  /// What the parser, the verifier and nnf-lint report.
  ArrayRef<llvm::lsp::Diagnostic> getDiagnostics() const { return diagnostics; }
  /// What nnf-lint reports, in the order of the module; entry i is diagnostic number `getFirstFinding() + i`.
  ArrayRef<LintFinding> getFindings() const { return findings; }
  size_t getFirstFinding() const { return diagnostics.size() - findings.size(); }

  llvm::lsp::Position getPosition(SMLoc loc) const { return llvm::lsp::Position(sources, loc); }
  llvm::lsp::Range getRange(SMRange range) const { return llvm::lsp::Range(sources, range); }

private:
  /// The token at a location, and at `op`'s name where the location is not in this file.
  llvm::lsp::Range rangeOf(Location loc, Operation *op) const;
  llvm::lsp::Diagnostic convert(Diagnostic &diagnostic) const;
  void lint();

  std::string file;
  int firstLine, lineCount;
  std::unique_ptr<MLIRContext> context;
  mutable llvm::SourceMgr sources;
  OwningOpRef<ModuleOp> module;
  AsmParserState state;
  bool valid = false;
  std::vector<llvm::lsp::Diagnostic> diagnostics;
  std::vector<LintFinding> findings;
};

/// A document in its present version.
class Document {
public:
  Document(const DialectRegistry &registry, const llvm::lsp::URIForFile &uri, std::string text, int64_t version);

  /// Applies the client's edits and parses anew. Fails where an edit lies outside of the text.
  LogicalResult update(ArrayRef<llvm::lsp::TextDocumentContentChangeEvent> changes, int64_t version);

  const llvm::lsp::URIForFile &getUri() const { return uri; }
  int64_t getVersion() const { return version; }
  StringRef getText() const { return text; }
  const DialectRegistry &getRegistry() const { return registry; }
  ArrayRef<std::unique_ptr<DocumentPart>> getParts() const { return parts; }
  /// The part that holds `position`, which becomes relative to it.
  DocumentPart &getPart(llvm::lsp::Position &position) const;
  std::vector<llvm::lsp::Diagnostic> getDiagnostics() const;

private:
  void parse();

  const DialectRegistry &registry;
  llvm::lsp::URIForFile uri;
  std::string text;
  int64_t version;
  std::vector<std::unique_ptr<DocumentPart>> parts;
};

/// `range` of a part in the document's lines.
inline llvm::lsp::Range inDocument(llvm::lsp::Range range, const DocumentPart &part) {
  range.start.line += part.getFirstLine();
  range.end.line += part.getFirstLine();
  return range;
}

/// What lies at a place of the text.
struct Entity {
  /// The op whose name (or symbol) it is; its definition and uses are those of its symbol.
  const AsmParserState::OperationDefinition *op = nullptr;
  /// The value, and the places of its group of results or of the argument.
  Value value;
  const AsmParserState::SMDefinition *definition = nullptr;
  /// The place itself.
  SMRange range;
  explicit operator bool() const { return op || value || definition; }
};
Entity findEntity(const DocumentPart &part, SMLoc at);

//===-- the services -------------------------------------------------------------------------------------------===//

std::optional<llvm::lsp::Hover> hover(const DocumentPart &part, llvm::lsp::Position position);
/// Fixes of nnf-lint for findings that touch `range` (in the document's lines).
std::vector<llvm::lsp::CodeAction> codeActions(const Document &document, llvm::lsp::Range range);
llvm::lsp::CompletionList complete(const DialectRegistry &registry, const DocumentPart &part, llvm::lsp::Position position);

} // namespace mlir::nnf

#endif // NNF_LIB_LSP_DOCUMENT_H
