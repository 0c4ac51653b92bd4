//===- nnf-reduce.cpp - shrink a program that fails -----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Parser/Parser.h"
#include "nnf/InitAll.h"
#include "nnf/Reduce/Reducer.h"
#include "nnf/Tooling/AtomicFile.h"
#include "nnf/Tooling/Input.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

static cl::OptionCategory category("Reduction");
static cl::opt<std::string> inputFile(cl::Positional, cl::Required, cl::desc("<file>: MLIR text that fails"), cl::cat(category));
static cl::opt<std::string> outputFile("o", cl::desc("Where the small program goes (standard output)"), cl::value_desc("file"),
                                       cl::init("-"), cl::cat(category));
static cl::opt<std::string> test("test", cl::desc("A command that exits with 0 where the program, whose file comes last, still fails"),
                                 cl::value_desc("command"), cl::cat(category));
static cl::list<std::string> testArgs("test-arg", cl::desc("An argument of the command (or of nnf-opt, nnf-runner or nnf-generate), before the file"), cl::value_desc("argument"),
                                      cl::cat(category));
static cl::opt<bool> crash("crash", cl::desc("nnf-opt crashes in the pipeline"), cl::cat(category));
static cl::opt<std::string> error("error", cl::desc("nnf-opt reports an error with this text in the pipeline"), cl::value_desc("text"),
                                  cl::cat(category));
static cl::opt<std::string> pipeline("pass-pipeline", cl::desc("The pipeline, as nnf-opt takes it"), cl::value_desc("pipeline"),
                                     cl::cat(category));
static cl::opt<bool> differs("differs", cl::desc("nnf-runner: cpu and reference differ on the inputs in the first line, or random ones"),
                             cl::cat(category));
static cl::opt<bool> checks("check", cl::desc("nnf-generate --check finds a problem of the same kind"), cl::cat(category));
static cl::opt<unsigned> timeout("timeout", cl::desc("Seconds for a run (30)"), cl::init(30), cl::cat(category));

static int fail(const Twine &message) {
  errs() << "nnf-reduce: error: " << message << "\n";
  return 2;
}

int main(int argc, char **argv) {
  InitLLVM init(argc, argv);
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, "Shrinks an nnf program while it fails in the same way.\n\n"
                                          "  nnf-reduce fails.mlir --test=./still-fails.sh -o small.mlir\n"
                                          "  nnf-reduce wrong.mlir --differs -o small.mlir\n");
  int criteria = (test.getNumOccurrences() > 0) + crash + (error.getNumOccurrences() > 0) + differs + checks;
  if (criteria != 1)
    return fail("expects one of --test, --crash, --error, --differs and --check, but got " + Twine(criteria));
  Criterion criterion;
  criterion.kind = crash     ? Criterion::Kind::Crash
                   : differs ? Criterion::Kind::Differs
                   : checks  ? Criterion::Kind::Check
                   : error.getNumOccurrences() ? Criterion::Kind::Error
                                               : Criterion::Kind::Command;
  criterion.pipeline = pipeline;
  criterion.message = error;
  criterion.timeout = timeout;
  criterion.tools = sys::path::parent_path(sys::fs::getMainExecutable(argv[0], reinterpret_cast<void *>(&fail))).str();
  criterion.command.push_back(test);
  criterion.command.append(testArgs.begin(), testArgs.end());
  Expected<Interesting> interesting = makeInteresting(criterion);
  if (!interesting)
    return fail(toString(interesting.takeError()));

  ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFileOrSTDIN(inputFile);
  if (!buffer)
    return fail("cannot read '" + inputFile + "': " + buffer.getError().message());
  std::string text = (*buffer)->getBuffer().str();
  if (!(*interesting)(text))
    return fail("the program does not fail in this way to begin with");

  DialectRegistry registry;
  registerEverything(registry);
  if (isBytecode(**buffer)) {
    ReadLimits limits;
    limits.allowUnregistered = true;
    Expected<std::unique_ptr<MemoryBuffer>> anew = readBytecodeApart(**buffer, registry, limits);
    if (!anew)
      return fail("'" + inputFile + "': " + toString(anew.takeError()));
    text = (*anew)->getBuffer().str();
  }
  MLIRContext context(registry);
  context.allowUnregisteredDialects();
  OwningOpRef<ModuleOp> module;
  if (!findOversizedNumber(text)) {
    ScopedDiagnosticHandler quiet(&context, [](Diagnostic &) {});
    module = parseSourceString<ModuleOp>(text, ParserConfig(&context));
  }
  if (module)
    attachInputs(*module, text);
  ReduceStatistics statistics;
  // Printed anew it may fail no more: the form of the text was what mattered.
  bool asModule = module && (*interesting)(printProgram(*module));
  if (asModule) {
    statistics = reduceModule(module, *interesting);
    text = printProgram(*module) + "\n";
  } else {
    statistics = reduceLines(text, *interesting);
  }
  errs() << "nnf-reduce: " << (asModule ? "" : "by lines: ") << statistics.tried << " programs tried, " << statistics.kept << " kept\n";
  if (outputFile == "-") {
    outs() << text;
    return 0;
  }
  if (Error failed = writeFileAtomically(outputFile, text))
    return fail(toString(std::move(failed)));
  return 0;
}
