//===- Compiler.cpp - the compiler behind a C interface -----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Compiler.h"
#include "nnf/Transforms/Differentiate.h"
#include <cstring>

using namespace mlir;
using namespace mlir::nnf;

void capi::say(char **message, const std::string &text) {
  if (message)
    *message = strdup(text.c_str());
}

MLIRContext &nnf_compiler::getContext() {
  if (!context) {
    // The dialects take longer to load than a cached kernel to be found.
    DialectRegistry registry;
    registerNnfVjps(registry);
    registerCpuPipelineDialects(registry);
    context = std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED);
  }
  return *context;
}

nnf_compiler *nnf_compiler_create(const char *cpu, const char *features, char **message) {
  auto compiler = std::make_unique<nnf_compiler>();
  std::string error;
  compiler->jit = Jit::create(&error, cpu ? cpu : "", features ? features : "");
  if (!compiler->jit) {
    capi::say(message, error);
    return nullptr;
  }
  return compiler.release();
}

void nnf_compiler_destroy(nnf_compiler *compiler) { delete compiler; }

nnf_executable *nnf_compile(nnf_compiler *compiler, const char *text, size_t length, const char *function,
                            const nnf_compile_options *options, char **message) {
  std::lock_guard<std::recursive_mutex> lock(compiler->mutex);
  CompileOptions compile = capi::readOptions(options);
  if (compile.jit.cache) {
    // What was compiled before needs no parser and no passes.
    compile.sourceText.assign(text, length);
    auto result = std::make_unique<nnf_executable>();
    result->executable = Executable::loadCached(*compiler->jit, function ? function : "", compile);
    if ((result->cached = result->executable != nullptr))
      return result.release();
  }
  nnf_module *module = nnf_parse(compiler, text, length, nullptr, message);
  nnf_executable *executable = module ? capi::compileModule(*module, function ? function : "", compile, message) : nullptr;
  nnf_module_destroy(module);
  return executable;
}

CompileOptions capi::readOptions(const nnf_compile_options *options) {
  CompileOptions compile;
  if (options) {
    // Fields that the caller does not know of keep their defaults.
    nnf_compile_options given = {sizeof(nnf_compile_options), 1, 1, 0};
    memcpy(&given, options, std::min<size_t>(options->struct_size, sizeof(given)));
    compile.pipeline.threads = given.threads != 0;
    compile.jit.optLevel = given.opt_level;
    compile.jit.cache = given.cache != 0;
  }
  return compile;
}

const nnf_kernel *nnf_executable_kernel(const nnf_executable *executable) { return executable->executable->kernel(); }
int nnf_executable_was_cached(const nnf_executable *executable) { return executable->cached; }
void nnf_executable_destroy(nnf_executable *executable) { delete executable; }
void nnf_free_text(char *text) { free(text); }
