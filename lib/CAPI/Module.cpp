//===- Module.cpp - modules, ops and diagnostics behind a C interface
//-----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Compiler.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Tooling/Input.h"
#include "nnf/Transforms/Lint.h"
#include "nnf/Transforms/Passes.h"
#include <cstring>

using namespace mlir;
using namespace mlir::nnf;

using Lock = std::lock_guard<std::recursive_mutex>;

//===----------------------------------------------------------------------------------------------------------===//
// Diagnostics
//===----------------------------------------------------------------------------------------------------------===//

static int32_t severityOf(const Diagnostic &diagnostic) {
  switch (diagnostic.getSeverity()) {
  case DiagnosticSeverity::Note:
    return NNF_NOTE;
  case DiagnosticSeverity::Warning:
    return NNF_WARNING;
  case DiagnosticSeverity::Error:
    return NNF_ERROR;
  case DiagnosticSeverity::Remark:
    return NNF_REMARK;
  }
  return NNF_NOTE;
}

static void tell(nnf_compiler &compiler, int32_t severity, Location loc, const std::string &message) {
  if (!compiler.callback)
    return;
  std::string file;
  nnf_diagnostic said = {severity, "", 0, 0, message.c_str()};
  if (auto place = loc->findInstanceOf<FileLineColLoc>()) {
    file = place.getFilename().str();
    said.file = file.c_str();
    said.line = place.getLine();
    said.column = place.getColumn();
  }
  compiler.callback(compiler.callbackUser, &said);
}

capi::DiagnosticScope::DiagnosticScope(nnf_compiler &compiler) {
  handler = std::make_unique<ScopedDiagnosticHandler>(&compiler.getContext(), [&](Diagnostic &diagnostic) {
    llvm::raw_string_ostream os(text);
    os << diagnostic.getLocation() << ": " << diagnostic << "\n";
    tell(compiler, severityOf(diagnostic), diagnostic.getLocation(), diagnostic.str());
    for (Diagnostic &note : diagnostic.getNotes()) {
      os << note.getLocation() << ": note: " << note << "\n";
      tell(compiler, NNF_NOTE, note.getLocation(), note.str());
    }
    return success();
  });
}

void nnf_compiler_set_diagnostics(nnf_compiler *compiler, nnf_diagnostic_fn callback, void *user) {
  Lock lock(compiler->mutex);
  compiler->callback = callback;
  compiler->callbackUser = user;
}

//===----------------------------------------------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------------------------------------------===//

/// The ops of the dialect by name. Registered once and for all when the dialect is loaded.
static SmallVector<RegisteredOperationName> listOps(nnf_compiler &compiler) {
  MLIRContext &context = compiler.getContext();
  context.getOrLoadDialect<NnfDialect>();
  SmallVector<RegisteredOperationName> ops;
  for (RegisteredOperationName op : context.getRegisteredOperations())
    if (op.getDialectNamespace() == "nnf" && op.hasInterface<TorchOpInterface>())
      ops.push_back(op);
  llvm::sort(ops, [](auto a, auto b) { return a.getStringRef() < b.getStringRef(); });
  return ops;
}

int32_t nnf_op_count(nnf_compiler *compiler) {
  Lock lock(compiler->mutex);
  return static_cast<int32_t>(listOps(*compiler).size());
}

nnf_status nnf_op_describe(nnf_compiler *compiler, int32_t index, nnf_op_info *info) {
  Lock lock(compiler->mutex);
  SmallVector<RegisteredOperationName> ops = listOps(*compiler);
  if (!info || index < 0 || index >= static_cast<int32_t>(ops.size()))
    return NNF_INVALID_ARGUMENT;
  auto *torch = ops[index].getInterface<TorchOpInterface>();
  // Names are kept by the context, and literals end in a NUL; the context's do, too, as identifiers.
  info->name = ops[index].getIdentifier().getValue().data();
  info->torch_name = torch->getTorchName().data();
  info->family = torch->getFamily().data();
  return NNF_OK;
}

//===----------------------------------------------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------------------------------------------===//

nnf_module *nnf_parse(nnf_compiler *compiler, const char *text, size_t length, const char *name, char **message) {
  Lock lock(compiler->mutex);
  // MLIR's lexer looks for the NUL after the text, which the caller need not have put there.
  std::string source(text, length);
  if (std::optional<std::string> bad = findOversizedNumber(source)) {
    capi::say(message, (name ? std::string(name) + ":" : std::string()) + *bad);
    return nullptr;
  }
  capi::DiagnosticScope diagnostics(*compiler);
  auto module = std::make_unique<nnf_module>();
  module->compiler = compiler;
  module->module = parseSourceString<ModuleOp>(source, &compiler->getContext(), name ? name : "");
  if (!module->module) {
    capi::say(message, diagnostics.errors());
    return nullptr;
  }
  for (auto f : module->module->getOps<func::FuncOp>())
    if (f.isPublic() && !f.isExternal())
      module->functions.push_back(f.getName().str());
  return module.release();
}

void nnf_module_destroy(nnf_module *module) {
  if (!module)
    return;
  Lock lock(module->compiler->mutex);
  delete module;
}

int32_t nnf_module_function_count(const nnf_module *module) { return static_cast<int32_t>(module->functions.size()); }

const char *nnf_module_function_name(const nnf_module *module, int32_t index) {
  bool there = index >= 0 && index < nnf_module_function_count(module);
  return there ? module->functions[index].c_str() : nullptr;
}

char *nnf_module_text(nnf_module *module) {
  Lock lock(module->compiler->mutex);
  std::string text;
  llvm::raw_string_ostream os(text);
  module->module->print(os);
  return strdup(text.c_str());
}

int32_t nnf_module_lint(nnf_module *module) {
  Lock lock(module->compiler->mutex);
  capi::DiagnosticScope diagnostics(*module->compiler);
  FailureOr<Linter> linter = Linter::create(module->module->getLoc(), LinterOptions());
  if (failed(linter))
    return 0;
  std::vector<LintFinding> findings = linter->check(*module->module);
  reportLintAsDiagnostics(findings, {});
  return static_cast<int32_t>(findings.size());
}

nnf_status nnf_module_watch(nnf_module *module, char **message) {
  Lock lock(module->compiler->mutex);
  capi::DiagnosticScope diagnostics(*module->compiler);
  PassManager passes(module->module->getContext(), ModuleOp::getOperationName());
  passes.addNestedPass<func::FuncOp>(createWatchValues());
  if (succeeded(passes.run(*module->module)))
    return NNF_OK;
  capi::say(message, diagnostics.errors());
  return NNF_INVALID_ARGUMENT;
}

char *nnf_lint_text(nnf_compiler *compiler, const char *text, size_t length, const char *level, const char *rules, char **message) {
  Lock lock(compiler->mutex);
  nnf_module *parsed = nnf_parse(compiler, text, length, nullptr, message);
  if (!parsed)
    return nullptr;
  std::unique_ptr<nnf_module, decltype(&nnf_module_destroy)> module(parsed, nnf_module_destroy);
  capi::DiagnosticScope diagnostics(*compiler);
  LinterOptions options;
  if (level && *level) {
    std::optional<LintLevel> least = parseLintLevel(level);
    if (!least) {
      capi::say(message, "nnf_lint_text: expects level to be remark, warning or error, but got '" + std::string(level) + "'");
      return nullptr;
    }
    options.level = *least;
  }
  SmallVector<StringRef> names;
  StringRef(rules ? rules : "").split(names, ',', -1, /*KeepEmpty=*/false);
  for (StringRef name : names)
    options.rules.push_back(name.trim().str());
  FailureOr<Linter> linter = Linter::create(module->module->getLoc(), options);
  if (failed(linter)) {
    capi::say(message, diagnostics.errors());
    return nullptr;
  }
  std::string report;
  llvm::raw_string_ostream os(report);
  reportLintAsJson(linter->check(*module->module), {}, os);
  return strdup(report.c_str());
}

nnf_executable *nnf_compile_module(nnf_module *module, const char *function, const nnf_compile_options *options,
                                   char **message) {
  return capi::compileModule(*module, function ? function : "", capi::readOptions(options), message);
}

nnf_executable *capi::compileModule(nnf_module &module, StringRef function, const CompileOptions &options, char **message) {
  nnf_compiler &compiler = *module.compiler;
  Lock lock(compiler.mutex);
  capi::DiagnosticScope diagnostics(compiler);
  std::string error;
  auto result = std::make_unique<nnf_executable>();
  result->executable =
      Executable::compile(*compiler.jit, *module.module, function, options, &error);
  if (!result->executable) {
    capi::say(message, diagnostics.errors().empty() ? error : diagnostics.errors());
    return nullptr;
  }
  return result.release();
}
