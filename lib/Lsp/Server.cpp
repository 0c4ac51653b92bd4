//===- Server.cpp - the Language Server Protocol --------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// https://microsoft.github.io/language-server-protocol, over LLVM's transport. Every document is checked anew with each
// edit, in full: a thousand ops take a few tens of milliseconds.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Lsp/Server.h"
#include "Document.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/LSP/Transport.h"

using namespace mlir;
using namespace mlir::nnf;
namespace lsp = llvm::lsp;
using llvm::json::Array;
using llvm::json::Object;

namespace {
class Server {
public:
  Server(const DialectRegistry &registry, lsp::JSONTransport &transport) : registry(registry), messages(transport) {
    messages.method("initialize", this, &Server::onInitialize);
    messages.notification("initialized", this, &Server::onInitialized);
    messages.method("shutdown", this, &Server::onShutdown);
    messages.notification("textDocument/didOpen", this, &Server::onOpen);
    messages.notification("textDocument/didChange", this, &Server::onChange);
    messages.notification("textDocument/didClose", this, &Server::onClose);
    messages.method("textDocument/hover", this, &Server::onHover);
    messages.method("textDocument/definition", this, &Server::onDefinition);
    messages.method("textDocument/references", this, &Server::onReferences);
    messages.method("textDocument/completion", this, &Server::onCompletion);
    messages.method("textDocument/codeAction", this, &Server::onCodeAction);
    publish = messages.outgoingNotification<lsp::PublishDiagnosticsParams>("textDocument/publishDiagnostics");
  }

  lsp::MessageHandler &getMessages() { return messages; }
  bool wasShutDown() const { return shutDown; }

private:
  void onInitialize(const lsp::InitializeParams &, lsp::Callback<llvm::json::Value> reply) {
    reply(Object{
        {"serverInfo", Object{{"name", "nnf-lsp-server"}, {"version", "0.1.0"}}},
        {"capabilities",
         Object{{"textDocumentSync", Object{{"openClose", true}, {"change", 2}, {"save", false}}},
                {"hoverProvider", true},
                {"definitionProvider", true},
                {"referencesProvider", true},
                {"codeActionProvider", Object{{"codeActionKinds", Array{lsp::CodeAction::kQuickFix}}}},
                {"completionProvider", Object{{"triggerCharacters", Array{".", "%", "^", "!", "#", " ", "="}}}}}}});
  }
  void onInitialized(const lsp::InitializedParams &) {}
  void onShutdown(const lsp::NoParams &, lsp::Callback<std::nullptr_t> reply) {
    shutDown = true;
    reply(nullptr);
  }

  //===-- documents ---------------------------------------------------------------------------------------------===//

  void onOpen(const lsp::DidOpenTextDocumentParams &params) {
    const lsp::TextDocumentItem &item = params.textDocument;
    auto document = std::make_unique<Document>(registry, item.uri, item.text, item.version);
    send(*document);
    documents[item.uri.file()] = std::move(document);
  }
  void onChange(const lsp::DidChangeTextDocumentParams &params) {
    Document *document = find(params.textDocument.uri);
    if (!document || failed(document->update(params.contentChanges, params.textDocument.version)))
      return lsp::Logger::error("cannot apply an edit to {0}", params.textDocument.uri.file());
    send(*document);
  }
  void onClose(const lsp::DidCloseTextDocumentParams &params) {
    documents.erase(params.textDocument.uri.file());
    publish(lsp::PublishDiagnosticsParams(params.textDocument.uri, 0));
  }
  void send(const Document &document) {
    lsp::PublishDiagnosticsParams params(document.getUri(), document.getVersion());
    params.diagnostics = document.getDiagnostics();
    publish(params);
  }
  Document *find(const lsp::URIForFile &uri) {
    auto it = documents.find(uri.file());
    return it == documents.end() ? nullptr : it->second.get();
  }

  //===-- questions ---------------------------------------------------------------------------------------------===//

  void onHover(const lsp::TextDocumentPositionParams &params, lsp::Callback<std::optional<lsp::Hover>> reply) {
    Document *document = find(params.textDocument.uri);
    lsp::Position position = params.position;
    reply(document ? hover(document->getPart(position), position) : std::nullopt);
  }
  void onDefinition(const lsp::TextDocumentPositionParams &params, lsp::Callback<std::vector<lsp::Location>> reply) {
    reply(places(params, /*definition=*/true, /*uses=*/false));
  }
  void onReferences(const lsp::ReferenceParams &params, lsp::Callback<std::vector<lsp::Location>> reply) {
    reply(places(params, params.context.includeDeclaration, /*uses=*/true));
  }
  std::vector<lsp::Location> places(const lsp::TextDocumentPositionParams &params, bool definition, bool uses) {
    std::vector<lsp::Location> found;
    Document *document = find(params.textDocument.uri);
    if (!document)
      return found;
    lsp::Position position = params.position;
    DocumentPart &part = document->getPart(position);
    SMLoc at = position.getAsSMLoc(part.getSources());
    Entity entity = at.isValid() ? findEntity(part, at) : Entity();
    auto add = [&](SMRange range) {
      found.emplace_back(document->getUri(), inDocument(part.getRange(range), part));
    };
    if (!entity)
      return found;
    if (definition)
      add(entity.definition ? entity.definition->loc : entity.op->loc);
    if (uses)
      for (SMRange use : entity.definition ? ArrayRef<SMRange>(entity.definition->uses) : ArrayRef<SMRange>(entity.op->symbolUses))
        add(use);
    return found;
  }
  void onCompletion(const lsp::CompletionParams &params, lsp::Callback<lsp::CompletionList> reply) {
    Document *document = find(params.textDocument.uri);
    lsp::Position position = params.position;
    reply(document ? complete(registry, document->getPart(position), position) : lsp::CompletionList());
  }
  void onCodeAction(const lsp::CodeActionParams &params, lsp::Callback<llvm::json::Value> reply) {
    Document *document = find(params.textDocument.uri);
    auto wanted = [&](const lsp::CodeAction &action) {
      return params.context.only.empty() ||
             llvm::any_of(params.context.only, [&](const std::string &kind) { return StringRef(*action.kind).starts_with(kind); });
    };
    // JSON refers to the URIs of what it is made from.
    std::vector<lsp::CodeAction> actions;
    if (document)
      actions = codeActions(*document, params.range);
    Array answer;
    for (const lsp::CodeAction &action : actions)
      if (wanted(action))
        answer.push_back(toJSON(action));
    reply(std::move(answer));
  }

  const DialectRegistry &registry;
  lsp::MessageHandler messages;
  lsp::OutgoingNotification<lsp::PublishDiagnosticsParams> publish;
  llvm::StringMap<std::unique_ptr<Document>> documents;
  bool shutDown = false;
};
} // namespace

int nnf::runLspServer(const DialectRegistry &registry, std::FILE *in, raw_ostream &out, const LspServerOptions &options) {
  lsp::JSONTransport transport(in, out, options.delimited ? lsp::JSONStreamStyle::Delimited : lsp::JSONStreamStyle::Standard,
                               options.pretty);
  Server server(registry, transport);
  if (llvm::Error error = transport.run(server.getMessages())) {
    lsp::Logger::error("Transport error: {0}", error);
    llvm::consumeError(std::move(error));
    return 1;
  }
  return server.wasShutDown() ? 0 : 1;
}
