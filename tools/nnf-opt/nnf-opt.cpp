//===- nnf-opt.cpp - parse, check and rewrite nnf modules ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// mlir-opt with nnf beside all of upstream. What is added: pictures (Pictures.h), a misspelt flag gets one line with the
// flag that was probably meant, constants that nobody reads on a screen are elided there, and files that would end MLIR's
// readers are an error.
//
//===--------------------------------------------------------------------------------------------------===//
#include "Pictures.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/IR/OperationSupport.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "nnf/IR/Requirements.h"
#include "nnf/InitAll.h"
#include "nnf/Tooling/CommandLine.h"
#include "nnf/Tooling/DidYouMean.h"
#include "nnf/Tooling/Input.h"
#include "nnf/Transforms/Lint.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/ToolOutputFile.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

/// Elides constants of more than 16 elements, unless the user said from how many on.
static void elideConstants() {
  constexpr llvm::StringLiteral name = "mlir-elide-elementsattrs-if-larger";
  llvm::cl::Option *flag = llvm::cl::getRegisteredOptions().lookup(name);
  if (flag && !flag->getNumOccurrences())
    flag->addOccurrence(0, name, "16");
}

static LogicalResult fail(const llvm::Twine &message) {
  llvm::errs() << "nnf-opt: error: " << message << "\n";
  return failure();
}

/// The file, in a form that MLIR's readers can be given. Null after one line on standard error.
static std::unique_ptr<llvm::MemoryBuffer> openChecked(StringRef input, const DialectRegistry &registry,
                                                       const MlirOptMainConfig &config) {
  std::string error;
  std::unique_ptr<llvm::MemoryBuffer> file = openInputFile(input, &error);
  if (!file) {
    (void)fail(error);
    return nullptr;
  }
  if (!isBytecode(file->getMemBufferRef())) {
    if (std::optional<std::string> bad = nnf::findOversizedNumber(file->getBuffer())) {
      llvm::errs() << input << ":" << *bad << "\n";
      return nullptr;
    }
    return file;
  }
  nnf::ReadLimits limits;
  limits.allowUnregistered = config.shouldAllowUnregisteredDialects();
  llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>> anew =
      nnf::readBytecodeApart(file->getMemBufferRef(), registry, limits);
  if (anew)
    return std::move(*anew);
  (void)fail("'" + input + "': " + llvm::toString(anew.takeError()));
  return nullptr;
}

/// Whether the first pass is the one that lists what is wrong with a module, what its verifier refuses included.
static bool explainsModule(ArrayRef<const char *> arguments) {
  constexpr llvm::StringLiteral pass = "nnf-explain-unsupported";
  for (StringRef argument : arguments) {
    auto [name, value] = argument.ltrim('-').split('=');
    if (name == "pass-pipeline")
      return value.starts_with(("builtin.module(" + pass).str());
    if (!argument.starts_with("-"))
      continue;
    if (name == pass)
      return true;
    if (PassInfo::lookup(name) || PassPipelineInfo::lookup(name))
      return false;
  }
  return false;
}

static LogicalResult run(int argc, char **argv, StringRef input, StringRef output, DialectRegistry &registry) {
  MlirOptMainConfig config = MlirOptMainConfig::createFromCLOptions();
  if (explainsModule(ArrayRef(argv, argc).drop_front()))
    config.verifyOnParsing(false);
  bool typed = input == "-" && llvm::sys::Process::StandardInIsUserInput();
  if (typed || config.shouldShowDialects() || config.shouldListPasses())
    return MlirOptMain(argc, argv, input, output, registry);
  std::unique_ptr<llvm::MemoryBuffer> file = openChecked(input, registry, config);
  if (!file)
    return failure();
  std::string error;
  std::unique_ptr<llvm::ToolOutputFile> opened = openOutputFile(output, &error);
  if (!opened)
    return fail(error);
  if (nnf::wantsPicture()) {
    std::string text;
    llvm::raw_string_ostream os(text);
    if (failed(MlirOptMain(os, std::move(file), registry, config)))
      return failure();
    // Written at once: an error leaves nothing behind.
    std::string picture;
    llvm::raw_string_ostream drawn(picture);
    if (llvm::Error error = nnf::printPicture(text, registry, config.shouldAllowUnregisteredDialects(), drawn))
      return fail(llvm::toString(std::move(error)));
    opened->os() << picture;
  } else if (failed(MlirOptMain(opened->os(), std::move(file), registry, config))) {
    return failure();
  }
  opened->keep();
  return success();
}

/// `nnf-opt --nnf-lint-explain=NNF101`
static int explainLint(StringRef name) {
  if (const nnf::LintRule *rule = nnf::findLintRule(name)) {
    nnf::explainLintRule(*rule, llvm::outs());
    return EXIT_SUCCESS;
  }
  SmallVector<StringRef> known;
  for (const nnf::LintRule &rule : nnf::getLintRules())
    known.append({rule.id, rule.name});
  (void)fail("there is no rule '" + name + "'" + nnf::didYouMeanSuffix(name, known));
  return EXIT_FAILURE;
}

/// `nnf-opt --list-requirements FILE`: a line for each requirement of each op of nnf in the module, "linear: expects ...".
static int listRequirements(StringRef file) {
  DialectRegistry registry;
  nnf::registerEverything(registry);
  MLIRContext context(registry);
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(file, &context);
  if (!module)
    return EXIT_FAILURE;
  module->walk([](Operation *op) {
    if (op->getName().getDialectNamespace() == "nnf")
      for (const std::string &requirement : nnf::requirementsOf(op))
        llvm::outs() << op->getName().stripDialect() << ": " << requirement << "\n";
  });
  return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
  // What docs/generated/Lints.md is made of.
  if (argc == 2 && StringRef(argv[1]) == "--list-lints") {
    nnf::documentLintRules(llvm::outs());
    return 0;
  }
  // What python/nnf/functional/requirements.txt is made of.
  if (argc == 3 && StringRef(argv[1]) == "--list-requirements")
    return listRequirements(argv[2]);
  constexpr llvm::StringLiteral explain = "--nnf-lint-explain=";
  if (argc == 2 && StringRef(argv[1]).starts_with(explain))
    return explainLint(StringRef(argv[1]).drop_front(explain.size()));
  llvm::InitLLVM init(argc, argv);
  DialectRegistry registry;
  nnf::registerEverything(registry);
  nnf::registerPictureOptions();
  std::string help = registerCLIOptions("nnf optimizer driver\n", registry);
  // "-o" is registered when the others are parsed.
  SmallVector<const char *> arguments(argv + 1, argv + argc);
  llvm::erase_if(arguments, [](StringRef a) { return a.ltrim('-').split('=').first == "o"; });
  if (std::optional<std::string> unknown = nnf::findUnknownFlag(arguments)) {
    llvm::errs() << "nnf-opt: error: " << *unknown << "\n";
    return EXIT_FAILURE;
  }
  auto [input, output] = parseCLIOptions(argc, argv, help);
  // An elided constant cannot be read back: only where nobody will.
  if (output == "-" && llvm::sys::Process::StandardOutIsDisplayed())
    elideConstants();
  return asMainReturnCode(run(argc, argv, input, output, registry));
}
