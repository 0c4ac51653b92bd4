//===- Completion.cpp - names of ops, clauses, attributes and values at the cursor ---------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The text up to the cursor is parsed once more, and the parser itself says what it would take there.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Document.h"
#include "OpDocs.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/AsmParser/CodeComplete.h"

using namespace mlir;
using namespace mlir::nnf;
namespace lsp = llvm::lsp;

namespace {
class Completion : public AsmParserCodeCompleteContext {
public:
  Completion(SMLoc at, MLIRContext &context, lsp::CompletionList &list)
      : AsmParserCodeCompleteContext(at), context(context), list(list) {}

  void completeDialectName(StringRef prefix) override {
    for (StringRef dialect : context.getAvailableDialects())
      add(prefix + dialect, lsp::CompletionItemKind::Module, "dialect", dialect == "nnf" ? "1" : "5");
  }
  void completeOperationName(StringRef dialectName) override {
    Dialect *dialect = context.getOrLoadDialect(dialectName);
    if (!dialect)
      return;
    for (RegisteredOperationName op : context.getRegisteredOperations()) {
      if (&op.getDialect() != dialect)
        continue;
      StringRef name = op.getStringRef();
      lsp::CompletionItem &item = add(op.stripDialect(), lsp::CompletionItemKind::Function, getOpSummary(name), "1");
      if (StringRef docs = getOpDocumentation(name); !docs.empty())
        item.documentation = lsp::MarkupContent{lsp::MarkupKind::Markdown, docs.str()};
    }
  }
  // The sign that leads to a value or a block is what was typed first.
  void appendSSAValueCompletion(StringRef name, std::string typeData) override {
    add(name.ltrim('%'), lsp::CompletionItemKind::Variable, typeData, "0");
  }
  void appendBlockCompletion(StringRef name) override {
    add(name.ltrim('^'), lsp::CompletionItemKind::Field, "block", "2");
  }
  void completeExpectedTokens(ArrayRef<StringRef> tokens, bool optional) override {
    for (StringRef token : tokens)
      add(token, lsp::CompletionItemKind::Keyword, optional ? "optional" : "", optional ? "3" : "2");
  }
  void completeAttribute(const llvm::StringMap<Attribute> &aliases) override {
    for (StringRef word : {"affine_map", "affine_set", "dense", "dense_resource", "false", "loc", "sparse", "true", "unit"})
      add(word, lsp::CompletionItemKind::Keyword, "attribute", "4");
    completeDialectAttributeOrAlias(aliases);
  }
  void completeDialectAttributeOrAlias(const llvm::StringMap<Attribute> &aliases) override {
    for (const auto &alias : aliases)
      add("#" + alias.getKey(), lsp::CompletionItemKind::Field, "attribute alias", "4");
  }
  void completeType(const llvm::StringMap<Type> &aliases) override {
    for (StringRef word : {"bf16", "complex", "f16", "f32", "f64", "i1", "i8", "i16", "i32", "i64", "index", "memref", "none",
                           "tensor", "tuple", "ui8", "vector"})
      add(word, lsp::CompletionItemKind::TypeParameter, "type", "4");
    completeDialectTypeOrAlias(aliases);
  }
  void completeDialectTypeOrAlias(const llvm::StringMap<Type> &aliases) override {
    for (const auto &alias : aliases)
      add("!" + alias.getKey(), lsp::CompletionItemKind::Field, "type alias", "4");
  }

private:
  /// `order`: what is likeliest comes first; the names are in alphabetical order within.
  lsp::CompletionItem &add(const Twine &label, lsp::CompletionItemKind kind, StringRef detail, StringRef order) {
    list.items.emplace_back(label, kind, (order + label).str());
    list.items.back().detail = detail.str();
    return list.items.back();
  }

  MLIRContext &context;
  lsp::CompletionList &list;
};
} // namespace

lsp::CompletionList nnf::complete(const DialectRegistry &registry, const DocumentPart &part, lsp::Position position) {
  lsp::CompletionList list;
  SMLoc at = position.getAsSMLoc(part.getSources());
  if (!at.isValid())
    return list;
  // The word at the cursor is what the client filters by; the parser is asked what may stand in its place, and sees nothing
  // of what follows. That it fails there is no one's concern.
  StringRef text = part.getText().take_front(at.getPointer() - part.getText().data());
  text = text.rtrim("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$");
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.allowUnregisteredDialects();
  ScopedDiagnosticHandler quiet(&context, [](Diagnostic &) {});
  llvm::SourceMgr sources;
  sources.AddNewSourceBuffer(llvm::MemoryBuffer::getMemBufferCopy(text, "completion"), SMLoc());
  Completion completion(SMLoc::getFromPointer(sources.getMemoryBuffer(sources.getMainFileID())->getBufferEnd()), context, list);
  Block block;
  AsmParserState state;
  (void)parseAsmSourceFile(sources, &block, ParserConfig(&context, /*verifyAfterParse=*/false), &state, &completion);
  return list;
}
