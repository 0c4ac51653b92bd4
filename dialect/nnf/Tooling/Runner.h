//===- Runner.h - all that nnf-runner does ---------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_RUNNER_H
#define NNF_TOOLING_RUNNER_H

#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/Benchmark.h"
#include "nnf/Tooling/Compare.h"
#include "nnf/Tooling/Elements.h"
#include "nnf/Tooling/GuardedMemory.h"
#include <optional>
#include <string>
#include <vector>

namespace mlir::nnf {

/// Exit statuses.
enum RunnerStatus {
  /// It ran, and all that was to be checked agreed.
  RunnerOk = 0,
  /// A result differs from what was expected, a check inside the function failed, or an output could not be written.
  RunnerMismatch = 1,
  /// A wrong flag, a file or value that cannot be read or does not suit the function, or a program that does not
  /// compile.
  RunnerUsage = 2
};

/// What is asked for: the flags of nnf-runner, see RunnerOptions.cpp for their texts.
struct RunnerOptions {
  // Select.
  std::string file = "-";
  std::string function;
  bool listFunctions = false, printSignature = false, vjp = false;
  // Input.
  std::vector<std::string> inputs;
  uint64_t seed = 0;
  // Output.
  std::vector<std::string> outputs;
  PrintOptions print;
  // Check.
  std::vector<std::string> expected;
  CompareOptions compare;
  std::string compareWith;
  bool checkGradient = false, traceValues = false;
  double gradientStep = 0;
  /// Which ends of inputs and outputs lie against a page without access; the function runs once for each.
  std::vector<GuardSide> guards;
  // Inspect.
  /// What to do with findings of nnf-lint: "warn" prints them, "error" does not run what has some, "off" does not look.
  std::string lint = "warn";
  /// A file of arrays that `traceValues` compares with, by the labels or numbers of the values.
  std::string traceReference;
  std::string emit, stopAfter, outputFile = "-", linker;
  std::vector<std::string> emitCpus;
  bool printAllocations = false, printStatistics = false, watch = false;
  /// How often the function is made ready with a report of where the time went: 0, 1 or 2.
  int timing = 0;
  // Benchmark.
  bool benchmark = false, rotateBuffers = false;
  BenchmarkOptions benchmarkOptions;
  BenchmarkFormat benchmarkFormat = BenchmarkFormat::Console;
  std::string benchmarkOut = "-";
  bool profile = false;
  std::string profileTrace; ///< a file; empty for none
  // Backend.
  std::string target;
  LoadOptions load;
};

/// Reads the flags. Nothing, after one line on standard error, where they are wrong.
std::optional<RunnerOptions> parseRunnerOptions(llvm::ArrayRef<const char *> arguments,
                                                const BackendRegistry &backends);

/// Does what is asked for: results on standard output, problems as one line each on standard error. Returns the exit
/// status.
int runRunner(const RunnerOptions &options, const BackendRegistry &backends, RegisterDialectsFn registerDialects);

/// `main` of nnf-runner.
int runnerMain(int argc, char **argv, const BackendRegistry &backends, RegisterDialectsFn registerDialects);

/// The dialects that nnf-runner reads and compiles: nnf and what it is lowered through, not all of MLIR's.
void registerRunnerDialects(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_TOOLING_RUNNER_H
