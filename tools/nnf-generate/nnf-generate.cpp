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
#include "nnf/Tooling/Runner.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include <csignal>
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
static cl::opt<unsigned> timeout("timeout", cl::desc("Seconds for a module (60)"), cl::init(60), cl::cat(category));
static cl::opt<bool> listOps("list-ops", cl::desc("Print the ops that modules are made of"), cl::cat(category));

/// Modules that one process checks: MLIR's contexts grow.
static constexpr uint64_t kGroup = 50;

static std::string fileOf(uint64_t number) { return keep + "/module-" + std::to_string(number) + ".mlir"; }

static std::string textOf(GeneratedModule generated) {
  std::string text;
  raw_string_ostream os(text);
  os << "// nnf-runner --lint=off --compare-with=reference";
  for (const std::string &input : generated.inputs)
    os << " '--input=" << input << "'";
  os << "\n";
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

/// Checks modules in this process, and says after each how it went; ends where one fails.
static int checkGroup(int out, uint64_t first, uint64_t end) {
  DialectRegistry registry;
  registerRunnerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();
  ModuleGenerator generator(context);
  for (uint64_t number = first; number < end; ++number) {
    alarm(timeout);
    GeneratedModule generated = generator.generate(number);
    std::vector<std::string> inputs = generated.inputs;
    std::string text = textOf(std::move(generated));
    write(number, text);
    CheckResult result = checkModule(text, inputs);
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
      errs() << "module " << next << ": " << (WTERMSIG(status) == SIGALRM ? "did not end" : "died of signal " + std::to_string(WTERMSIG(status)))
             << ", see " << fileOf(next) << "\n";
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
                                          "  nnf-generate --check --count=1000        runs a thousand, compared with the reference\n");
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
