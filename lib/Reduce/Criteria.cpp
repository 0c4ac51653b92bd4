//===- Criteria.cpp - is a program still interesting ----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Candidates run in processes of their own: what crashes there does not end the reduction.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Reduce/Reducer.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Parser/Parser.h"
#include "nnf/Tooling/ProgramInputs.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// How a run ended.
struct Outcome {
  int code;
  /// Killed by a signal, or stopped by a fatal error of LLVM's.
  bool crashed;
  /// What it printed, on both streams.
  std::string output;
};

/// A file that is there as long as this object.
class TemporaryFile {
public:
  static llvm::Expected<TemporaryFile> create(StringRef suffix) {
    TemporaryFile file;
    if (std::error_code error = llvm::sys::fs::createTemporaryFile("nnf-reduce", suffix, file.name))
      return llvm::createStringError(error, "cannot make a temporary file");
    return file;
  }
  TemporaryFile(TemporaryFile &&other) : name(std::move(other.name)) { other.name.clear(); }
  ~TemporaryFile() {
    if (!name.empty())
      (void)llvm::sys::fs::remove(name);
  }
  StringRef path() const { return name; }
  LogicalResult write(StringRef text) const {
    std::error_code error;
    llvm::raw_fd_ostream os(name, error);
    if (error)
      return failure();
    os << text;
    os.close();
    return failure(os.has_error());
  }

private:
  TemporaryFile() = default;
  SmallString<64> name;
};
} // namespace

static Outcome run(ArrayRef<std::string> command, unsigned timeout, StringRef errorsPath) {
  SmallVector<StringRef> arguments(command.begin(), command.end());
  std::optional<StringRef> redirects[] = {StringRef(""), errorsPath, errorsPath};
  std::string message;
  bool failedToStart = false;
  int code = llvm::sys::ExecuteAndWait(arguments.front(), arguments, std::nullopt, redirects, timeout, 0, &message, &failedToStart);
  Outcome outcome{code, code == -2 && !StringRef(message).contains("timed out"), {}};
  if (auto text = llvm::MemoryBuffer::getFile(errorsPath))
    outcome.output = (*text)->getBuffer().str();
  return outcome;
}

/// An input for each argument of the program's only public function: those that its first line names, or random numbers.
static std::optional<SmallVector<std::string>> inputsOf(StringRef program) {
  if (std::vector<std::string> named = readProgramInputs(program); !named.empty()) {
    SmallVector<std::string> inputs;
    for (const std::string &input : named)
      inputs.push_back("--input=" + input);
    return inputs;
  }
  // The dialect is not needed to read a signature.
  MLIRContext context(MLIRContext::Threading::DISABLED);
  context.allowUnregisteredDialects();
  context.loadDialect<func::FuncDialect>();
  SmallVector<std::string> inputs;
  size_t at = program.find("func.func @");
  if (at == StringRef::npos)
    return std::nullopt;
  size_t open = program.find('(', at), close = std::min(program.find(") ->", open), program.find(") {", open));
  if (open == StringRef::npos || close == StringRef::npos)
    return std::nullopt;
  // %arg0: tensor<4xf32>, %arg1: i64
  for (StringRef rest = program.slice(open + 1, close); !rest.trim().empty();) {
    rest = rest.drop_front(std::min(rest.size(), rest.find(':') + 1));
    size_t read = 0;
    Type type = parseType(rest.trim(), &context, &read, /*isKnownNullTerminated=*/false);
    if (!type)
      return std::nullopt;
    rest = rest.trim().drop_front(read);
    rest = rest.drop_front(std::min(rest.size(), rest.find(',') + 1));
    inputs.push_back("--input=" + randomInput(type));
  }
  return inputs;
}

llvm::Expected<Interesting> nnf::makeInteresting(const Criterion &criterion) {
  auto input = TemporaryFile::create("mlir"), errors = TemporaryFile::create("txt");
  if (!input)
    return input.takeError();
  if (!errors)
    return errors.takeError();
  auto tool = [&](StringRef name) -> llvm::Expected<std::string> {
    SmallString<128> path(criterion.tools);
    llvm::sys::path::append(path, name);
    if (llvm::sys::fs::can_execute(path))
      return path.str().str();
    return llvm::createStringError("expects " + name + " in '" + criterion.tools + "', where it is not");
  };
  Criterion c = criterion;
  if (c.command.empty())
    return llvm::createStringError("expects a command");
  if (c.kind == Criterion::Kind::Command) {
    llvm::ErrorOr<std::string> program = llvm::sys::findProgramByName(c.command.front());
    if (!program)
      return llvm::createStringError("cannot find the command '" + c.command.front() + "'");
    c.command.front() = *program;
  } else {
    llvm::Expected<std::string> program =
        tool(c.kind == Criterion::Kind::Differs ? "nnf-runner" : c.kind == Criterion::Kind::Check ? "nnf-generate" : "nnf-opt");
    if (!program)
      return program.takeError();
    c.command.front() = *program;
    if (c.kind == Criterion::Kind::Differs)
      c.command.append({"--compare-with=reference", "--no-cache"});
    else if (c.kind == Criterion::Kind::Check)
      c.command.push_back("--check");
    else if (!c.pipeline.empty())
      c.command.push_back("--pass-pipeline=" + c.pipeline);
  }
  auto files = std::make_shared<std::pair<TemporaryFile, TemporaryFile>>(std::move(*input), std::move(*errors));
  // What is wrong with the program to begin with.
  auto problem = std::make_shared<std::string>();
  return [c, files, problem](StringRef program) {
    if (failed(files->first.write(program)))
      return false;
    SmallVector<std::string> command = c.command;
    command.push_back(files->first.path().str());
    if (c.kind == Criterion::Kind::Differs) {
      std::optional<SmallVector<std::string>> inputs = inputsOf(program);
      if (!inputs)
        return false;
      command.append(*inputs);
    }
    Outcome outcome = run(command, c.timeout, files->second.path());
    switch (c.kind) {
    case Criterion::Kind::Command:
      return outcome.code == 0;
    case Criterion::Kind::Crash:
      return outcome.crashed;
    case Criterion::Kind::Error:
      return !outcome.crashed && outcome.code > 0 && StringRef(outcome.output).contains(c.message);
    case Criterion::Kind::Differs:
      return outcome.code == 1 && StringRef(outcome.output).contains("[FAILED]");
    case Criterion::Kind::Check: {
      // "/tmp/x.mlir: a result differs: ..."; diagnostics of a pass may come first.
      StringRef output = outcome.output, file = files->first.path();
      size_t at = output.find((file + ": ").str());
      if (outcome.code != 1 || at == StringRef::npos)
        return false;
      StringRef found = output.drop_front(at + file.size() + 2).split('\n').first.split(':').first;
      if (problem->empty())
        *problem = found.str();
      return *problem == found;
    }
    }
    llvm_unreachable("every kind has an answer");
  };
}
