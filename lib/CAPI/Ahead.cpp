//===- Ahead.cpp - shared libraries through the C interface -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Compiler.h"
#include "nnf/Tooling/Aot.h"
#include "nnf/Tooling/AtomicFile.h"

using namespace mlir;
using namespace mlir::nnf;

nnf_status nnf_compile_shared(nnf_compiler *compiler, const char *text, size_t length, const char *function, const char *cpus,
                              const char *path, char **message) {
  std::lock_guard<std::recursive_mutex> lock(compiler->mutex);
  std::unique_ptr<nnf_module, decltype(&nnf_module_destroy)> module(nnf_parse(compiler, text, length, nullptr, message),
                                                                    nnf_module_destroy);
  if (!module)
    return NNF_INVALID_ARGUMENT;
  capi::DiagnosticScope diagnostics(*compiler);
  auto fail = [&](const std::string &error) {
    capi::say(message, diagnostics.errors().empty() ? error : diagnostics.errors());
    return NNF_INVALID_ARGUMENT;
  };
  AotOptions options;
  options.function = function ? function : "";
  SmallVector<StringRef> names;
  StringRef(cpus ? cpus : "").split(names, ',', -1, /*KeepEmpty=*/false);
  for (StringRef name : names)
    options.cpus.push_back(name.trim().str());
  std::string error, library;
  std::unique_ptr<AotObject> object = compileAhead(*module->module, options, /*wantCode=*/true, &error);
  if (!object || !linkShared(object->code, LinkOptions(), library, &error))
    return fail(error);
  if (llvm::Error bad = writeFileAtomically(path, library))
    return fail(llvm::toString(std::move(bad)));
  return NNF_OK;
}
