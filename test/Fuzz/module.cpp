//===- module.cpp - hostile programs as text ===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// Text as a module: parse, verify, lint, canonicalise, lower to the llvm dialect. Each gives an error or a result; what
// came out of a pass that succeeded must verify.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Tokens.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Pipelines/CPU.h"
#include "nnf/Tooling/Input.h"
#include "nnf/Transforms/Lint.h"
#include <cstdlib>

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// What inputs share. A context keeps every type and attribute that it has seen: it is renewed before that grows.
struct Session {
  std::unique_ptr<MLIRContext> context;
  unsigned inputs = 0;

  MLIRContext &get() {
    if (context && ++inputs < 500)
      return *context;
    DialectRegistry registry;
    registry.insert<NnfDialect>();
    registerNnfDecompositions(registry);
    registerCpuPipelineDialects(registry);
    context = std::make_unique<MLIRContext>(registry, MLIRContext::Threading::DISABLED);
    context->printOpOnDiagnostic(false);
    context->loadAllAvailableDialects();
    inputs = 0;
    return *context;
  }
};
Session session;
} // namespace

static void runPasses(ModuleOp module, llvm::function_ref<void(OpPassManager &)> build) {
  OwningOpRef<ModuleOp> copy(module.clone());
  PassManager passes(module.getContext(), ModuleOp::getOperationName());
  passes.enableVerifier(true);
  build(passes);
  (void)passes.run(*copy);
}

extern "C" int LLVMFuzzerInitialize(int *, char ***) {
  std::vector<std::string> names;
  for (RegisteredOperationName op : session.get().getRegisteredOperations())
    if (op.getDialectNamespace() == "nnf")
      names.push_back(op.getStringRef().str());
  ::nnf::fuzz::addNames(std::move(names));
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // With a NUL after it, as every tool and nnf_parse give it to MLIR's lexer, which stops at nothing else.
  std::string text(reinterpret_cast<const char *>(data), size);
  // As every tool does.
  if (findOversizedNumber(text))
    return 0;
  MLIRContext &context = session.get();
  ScopedDiagnosticHandler quiet(&context, [](Diagnostic &) { return success(); });
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    return 0;
  if (FailureOr<Linter> linter = Linter::create(module->getLoc(), LinterOptions()); succeeded(linter))
    (void)linter->check(*module);
  runPasses(*module, [](OpPassManager &passes) {
    passes.addPass(createCanonicalizerPass());
    passes.addPass(createCSEPass());
  });
  runPasses(*module, [](OpPassManager &passes) {
    CpuPipelineOptions options;
    options.machine = CpuTarget::avx2();
    buildNnfToCPU(passes, options);
  });
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t capacity, unsigned seed) {
  return ::nnf::fuzz::mutateText(data, size, capacity, seed);
}
