//===- nnf-generate.cpp - random valid modules, and what becomes of them ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Prints modules, or with --check puts each through everything: print and parse, lint, canonicalise, fuse, compile and run, compared
// with the ops' definitions run one by one. A module is run in a process of its own group, so that a crash or a hang is a finding like
// any other.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Check.h"
#include "mlir/Pass/PassManager.h"
#include "nnf/Tooling/ProgramInputs.h"
#include "nnf/Tooling/Runner.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include <csignal>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

static cl::OptionCategory category("Generation");
static cl::opt<uint64_t> seed("seed", cl::desc("Number of the first module (0)"), cl::init(0), cl::cat(category));
static cl::opt<uint64_t> howMany("count", cl::desc("How many modules (1)"), cl::init(1), cl::cat(category));
static cl::opt<bool> check("check", cl::desc("Run each, compared with the reference, instead of printing it"), cl::cat(category));
static cl::opt<std::string> keep("keep", cl::desc("Folder for modules that fail (.)"), cl::value_desc("folder"), cl::init("."), cl::cat(category));
static cl::opt<unsigned> timeout("timeout", cl::desc("Seconds of computing for a module (60)"), cl::init(60), cl::cat(category));
static cl::list<std::string> files(cl::Positional, cl::desc("[<file>...]: with --check, modules to check in place of random ones"), cl::cat(category));
static cl::opt<std::string> faultyOp("faulty-op", cl::desc("Compile another op in place of this one: a fault to find"), cl::ReallyHidden,
                                     cl::cat(category));
static cl::opt<bool> listOps("list-ops", cl::desc("Print the ops that modules are made of"), cl::cat(category));

/// Modules that one process checks: MLIR's contexts grow.
static constexpr uint64_t kGroup = 50;

static std::string fileOf(uint64_t number) { return keep + "/module-" + std::to_string(number) + ".mlir"; }

static std::string textOf(GeneratedModule generated) {
  std::string text = writeProgramInputs(generated.inputs);
  raw_string_ostream os(text);
  generated.module->print(os);
  return text;
}

static void write(uint64_t number, StringRef text) {
  std::error_code error;
  raw_fd_ostream file(fileOf(number), error);
  if (error)
    errs() << "nnf-generate: error: cannot write '" << fileOf(number) << "': " << error.message() << "\n";
  else
    file << text;
}

/// Ends this process after so many seconds of computing, or, where it waits for something, twenty times as many on the wall: how busy the
/// machine is shall not be a finding.
static void limitTime() {
  itimerval limit{{0, 0}, {static_cast<time_t>(timeout), 0}};
  setitimer(ITIMER_PROF, &limit, nullptr);
  alarm(20 * timeout);
}

/// Checks modules in this process, and says after each how it went; ends where one fails.
static int checkGroup(int out, uint64_t first, uint64_t end) {
  DialectRegistry registry;
  registerRunnerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  ModuleGenerator generator(context);
  for (uint64_t number = first; number < end; ++number) {
    limitTime();
    GeneratedModule generated = generator.generate(number);
    std::vector<std::string> inputs = generated.inputs;
    std::string text = textOf(std::move(generated));
    write(number, text);
    CheckResult result = checkModule(text, inputs, fileOf(number), faultyOp);
    char outcome = !result.problem.empty() ? 'F' : result.refused ? 'R' : 'G';
    if (outcome == 'F')
      errs() << "module " << number << ": " << result.problem << "\n";
    else
      (void)sys::fs::remove(fileOf(number));
    if (::write(out, &outcome, 1) != 1)
      return 1;
  }
  return 0;
}

static std::string signalName(int status) {
  return WTERMSIG(status) == SIGALRM || WTERMSIG(status) == SIGPROF ? "did not end" : "died of signal " + std::to_string(WTERMSIG(status));
}

/// Checks a file in a process of its own; true where nothing is wrong with it.
static bool checkFile(const std::string &path) {
  pid_t child = fork();
  if (child == 0) {
    limitTime();
    ErrorOr<std::unique_ptr<MemoryBuffer>> buffer = MemoryBuffer::getFile(path);
    if (!buffer) {
      errs() << "nnf-generate: error: cannot read '" << path << "': " << buffer.getError().message() << "\n";
      _exit(2);
    }
    StringRef text = (*buffer)->getBuffer();
    CheckResult result = checkModule(text, readProgramInputs(text), path, faultyOp);
    if (!result.problem.empty())
      errs() << path << ": " << result.problem << "\n";
    _exit(!result.problem.empty());
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    errs() << path << ": " << signalName(status) << "\n";
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int checkAll() {
  uint64_t good = 0, refused = 0, failed = 0;
  for (uint64_t next = seed, end = seed + howMany; next < end;) {
    int ends[2];
    if (pipe(ends) != 0)
      return 2;
    uint64_t stop = std::min<uint64_t>(next + kGroup, end);
    pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      _exit(checkGroup(ends[1], next, stop));
    }
    close(ends[1]);
    char outcome;
    while (read(ends[0], &outcome, 1) == 1) {
      ++next;
      good += outcome == 'G';
      refused += outcome == 'R';
      failed += outcome == 'F';
    }
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFSIGNALED(status)) {
      errs() << "module " << next << ": " << signalName(status) << ", see " << fileOf(next) << "\n";
      ++failed;
      ++next;
    }
  }
  outs() << good + refused + failed << " modules: " << good << " agree, " << refused << " refused by both, " << failed << " failed\n";
  return failed != 0;
}

int main(int argc, char **argv) {
  InitLLVM init(argc, argv);
  cl::HideUnrelatedOptions(category);
  cl::ParseCommandLineOptions(argc, argv, "Random valid modules of all ops.\n\n"
                                          "  nnf-generate --seed=7                    prints module 7\n"
                                          "  nnf-generate --check --count=1000        runs a thousand, compared with the reference\n"
                                          "  nnf-generate --check module-7.mlir       runs a file, on the inputs in its first line\n");
  if (!files.empty() && !check) {
    errs() << "nnf-generate: error: files are checked: expects --check\n";
    return 2;
  }
  if (!files.empty())
    return llvm::count_if(files, [](const std::string &path) { return !checkFile(path); }) != 0;
  if (check && !listOps)
    return checkAll();
  DialectRegistry registry;
  registerRunnerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  ModuleGenerator generator(context);
  if (listOps) {
    for (const std::string &name : generator.getOpNames())
      outs() << name << "\n";
    return 0;
  }
  for (uint64_t i = 0; i < howMany; ++i)
    outs() << (i ? "// -----\n" : "") << textOf(generator.generate(seed + i));
  return 0;
}
