//===- nnf-lsp-server.cpp - nnf in an editor ------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/IR/DialectRegistry.h"
#include "nnf/InitAll.h"
#include "nnf/Lsp/Server.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/LSP/Logging.h"
#include "llvm/Support/Program.h"

using namespace llvm;

static cl::OptionCategory category("Server");
static cl::opt<bool> litTest("lit-test", cl::cat(category),
                             cl::desc("Messages separated by lines of // -----, and JSON with indentation"));
static cl::opt<lsp::Logger::Level> logLevel(
    "log", cl::cat(category), cl::desc("What is written to standard error"),
    cl::values(clEnumValN(lsp::Logger::Level::Error, "error", "Errors"), clEnumValN(lsp::Logger::Level::Info, "info", "Messages as well"),
               clEnumValN(lsp::Logger::Level::Debug, "verbose", "Everything")),
    cl::init(lsp::Logger::Level::Error));

int main(int argc, char **argv) {
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, "nnf language server: speaks the Language Server Protocol on standard input and output\n");
  lsp::Logger::setLogLevel(logLevel);
  if (!litTest)
    sys::ChangeStdinToBinary();
  mlir::DialectRegistry registry;
  mlir::nnf::registerEverything(registry);
  return mlir::nnf::runLspServer(registry, stdin, outs(), {litTest, litTest});
}
