//===- Server.h - nnf in an editor ---------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LSP_SERVER_H
#define NNF_LSP_SERVER_H

#include "mlir/Support/LLVM.h"
#include <cstdio>

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::nnf {

struct LspServerOptions {
  /// Messages are separated by lines of `// -----` instead of Content-Length headers; for tests.
  bool delimited = false;
  /// Indent the JSON that is sent.
  bool pretty = false;
};

/// Speaks the Language Server Protocol until the client says exit: diagnostics of the parser, the verifier and nnf-lint, hover
/// with the op's documentation and what is known of a value, definitions and references, completion, and the fixes of
/// nnf-lint as code actions. Returns the process's exit code: 0 where the client said shutdown before exit.
int runLspServer(const DialectRegistry &registry, std::FILE *in, raw_ostream &out, const LspServerOptions &options);

} // namespace mlir::nnf

#endif // NNF_LSP_SERVER_H
