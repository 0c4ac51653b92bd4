//===- Runner.cpp - all that nnf-runner does -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Runner.h"
#include "FunctionBenchmark.h"
#include "Outputs.h"
#include "Profile.h"
#include "Statistics.h"
#include "Vjp.h"
#include "Watch.h"
#include "mlir/IR/BuiltinOps.h"
#include "nnf/Tooling/AtomicFile.h"
#include "nnf/Tooling/GradientCheck.h"
#include "nnf/Tooling/NumPy.h"
#include "nnf/Tooling/Trace.h"
#include "nnf/Transforms/Lint.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <chrono>
#include <csignal>

using namespace llvm;
using namespace mlir::nnf;

namespace {
/// One invocation. Every step says by `false` that it is over, and has set `status` then.
class Run {
public:
  Run(const RunnerOptions &options, const BackendRegistry &backends, RegisterDialectsFn registerDialects)
      : options(options), backends(backends), registerDialects(registerDialects), reader(options.seed) {}

  int execute();

private:
  bool fail(int newStatus, Error error);
  bool open();
  bool showFunctions();
  bool inspect();
  bool load();
  bool lint();
  bool readInputs();
  bool readExpected();
  bool prepareOutputs();
  bool call();
  bool report();
  bool compareWithExpected();
  Expected<TensorList> callOther(Source &from, StringRef name);
  bool compareWithTarget();
  bool checkGradient();
  bool traceValues();
  bool compareTrace(ArrayRef<std::string> labels);
  bool benchmark();
  bool profile();
  bool statistics();
  bool watch();
  Expected<TensorList> callGuarded(GuardSide side);
  bool compare(StringRef what, ArrayRef<HostTensor> actual, ArrayRef<HostTensor> expected,
               const std::vector<bool> &ignored, const CompareOptions &how);

  const RunnerOptions &options;
  const BackendRegistry &backends;
  RegisterDialectsFn registerDialects;
  int status = RunnerOk;
  std::unique_ptr<Source> source;
  /// What the user wrote, where `source` was made from it.
  std::unique_ptr<Source> original;
  Backend *backend = nullptr;
  std::unique_ptr<LoadedFunction> function;
  double loadMs = 0;
  /// One for inputs and expected outputs: "+x.npy" goes on in the same file from the ones to the others.
  ValueReader reader;
  TensorList inputs, results, expected;
  std::vector<bool> ignored;
  OutputList outputs;
};
} // namespace

bool Run::fail(int newStatus, Error error) {
  status = newStatus;
  std::string message = toString(std::move(error));
  // Empty: diagnostics with their place in the file are out already.
  if (!message.empty())
    errs() << "nnf-runner: error: " << message << "\n";
  return false;
}

bool Run::open() {
  Expected<Backend *> found = backends.find(options.target);
  if (!found)
    return fail(RunnerUsage, found.takeError());
  backend = *found;
  Expected<std::unique_ptr<Source>> opened = Source::open(options.file, registerDialects);
  if (!opened)
    return fail(RunnerUsage, opened.takeError());
  source = std::move(*opened);
  if (!options.vjp)
    return true;
  Expected<std::unique_ptr<Source>> vjp = differentiate(*source, options.function, registerDialects);
  if (!vjp)
    return fail(RunnerUsage, vjp.takeError());
  original = std::exchange(source, std::move(*vjp));
  return true;
}

bool Run::showFunctions() {
  if (options.listFunctions) {
    Expected<ArrayRef<FunctionInfo>> functions = source->functions();
    if (!functions)
      return fail(RunnerUsage, functions.takeError());
    for (const FunctionInfo &info : *functions)
      outs() << info.signature() << "\n";
    return false;
  }
  Expected<const FunctionInfo *> info = source->function(options.vjp ? "" : options.function);
  if (!info)
    return fail(RunnerUsage, info.takeError());
  outs() << (*info)->signature() << "\n";
  return false;
}

bool Run::inspect() {
  InspectOptions what;
  what.emit = options.emit.empty() ? "mlir" : options.emit;
  what.stage = options.stopAfter;
  // The gradient's source has one public function, the gradient.
  what.function = options.vjp ? "" : options.function;
  what.cpus = options.emitCpus;
  what.linker = options.linker;
  what.outputFile = options.outputFile;
  what.elideConstants = options.outputFile == "-" && sys::Process::StandardOutIsDisplayed();
  std::string text;
  raw_string_ostream os(text);
  if (Error error = backend->inspect(*source, options.load, what, os))
    return fail(RunnerUsage, std::move(error));
  if (options.outputFile == "-")
    outs() << text;
  else if (Error error = writeFileAtomically(options.outputFile, text))
    return fail(RunnerMismatch, std::move(error));
  return false;
}

/// The rows of `--timing`.
static void printTimes(const LoadReport &report, double all) {
  double accounted = 0;
  for (const Phase &phase : report.phases) {
    errs() << format("%9.3f ms  ", phase.milliseconds) << phase.name << "\n";
    accounted += phase.milliseconds;
  }
  errs() << format("%9.3f ms  ", std::max(0.0, all - accounted)) << "parsing, set-up of the compiler and of threads\n";
  errs() << format("%9.3f ms  ", all) << "in all" << (report.cached ? ", out of the cache" : "") << "\n";
}

bool Run::load() {
  // A second time for `--timing=again`, and that one is used.
  for (int times = std::max(1, options.timing); times > 0; --times) {
    auto start = std::chrono::steady_clock::now();
    // The gradient's source has one public function, the gradient.
    Expected<std::unique_ptr<LoadedFunction>> loaded =
        backend->load(*source, options.vjp ? "" : options.function, options.load);
    if (!loaded)
      return fail(RunnerUsage, loaded.takeError());
    function = std::move(*loaded);
    loadMs = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
    if (options.timing)
      printTimes(function->report(), loadMs);
  }
  return true;
}

/// Findings are warnings here: the program runs all the same, unless `--lint=error` says that it shall not.
bool Run::lint() {
  if (options.lint == "off")
    return true;
  Expected<mlir::ModuleOp> module = (original ? *original : *source).module();
  if (!module)
    return fail(RunnerUsage, module.takeError());
  mlir::FailureOr<Linter> linter = Linter::create(module->getLoc(), LinterOptions());
  if (failed(linter))
    return fail(RunnerUsage, reported());
  std::vector<LintFinding> findings = linter->check(*module);
  bool refuse = options.lint == "error" && !findings.empty();
  for (LintFinding &finding : findings)
    finding.level = refuse ? LintLevel::Error : LintLevel::Warning;
  reportLintAsDiagnostics(findings, {});
  return !refuse || fail(RunnerUsage, reported());
}

bool Run::readInputs() {
  SmallVector<HostTensor> values;
  for (const std::string &text : options.inputs)
    if (Error error = reader.read(text, function->inputs(), values))
      return fail(RunnerUsage, std::move(error));
  if (Error error = checkTensors("input", function->inputs(), values))
    return fail(RunnerUsage, makeError("@" + function->name() + ": " + toString(std::move(error))));
  inputs.assign(values.begin(), values.end());
  return true;
}

bool Run::readExpected() {
  if (options.expected.empty())
    return true;
  SmallVector<HostTensor> values;
  for (const std::string &text : options.expected) {
    bool ignore = text == "(ignored)";
    if (ignore)
      values.emplace_back();
    else if (Error error = reader.read(text, function->outputs(), values))
      return fail(RunnerUsage, std::move(error));
    ignored.resize(values.size(), false);
    if (ignore)
      ignored.back() = true;
  }
  if (values.size() != function->outputs().size())
    return fail(RunnerUsage,
                makeError("expected an --expected-output= for each of the " + Twine(function->outputs().size()) +
                          " results of @" + function->name() + ", but got " + Twine(values.size())));
  expected.assign(values.begin(), values.end());
  return true;
}

bool Run::prepareOutputs() {
  Expected<OutputList> parsed = OutputList::parse(options.outputs, function->outputs().size());
  if (!parsed)
    return fail(RunnerUsage, makeError("@" + function->name() + ": " + toString(parsed.takeError())));
  outputs = std::move(*parsed);
  return true;
}

//===----------------------------------------------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------------------------------------------===//

Expected<TensorList> Run::callGuarded(GuardSide side) {
  TensorList guarded;
  for (const HostTensor &input : inputs) {
    Expected<HostTensor> copy = copyGuarded(input, side);
    if (!copy)
      return copy.takeError();
    guarded.push_back(std::move(*copy));
  }
  return callFunction(*function, guarded,
                      [&](nnf_dtype dtype, ArrayRef<int64_t> shape) { return allocateGuarded(dtype, shape, side); });
}

bool Run::call() {
  function->resetCounters();
  if (options.guards.empty()) {
    Expected<TensorList> called = callFunction(*function, inputs, HostTensor::allocate);
    if (!called)
      return fail(RunnerMismatch, called.takeError());
    results = std::move(*called);
    return true;
  }
  for (GuardSide side : options.guards) {
    Expected<TensorList> called = callGuarded(side);
    if (!called)
      return fail(RunnerMismatch, called.takeError());
    CompareOptions exact;
    exact.mode = EqualityMode::Exact;
    // Where its data lie must not change a bit of a result.
    if (!results.empty() && !compare("at the begin and at the end of a page", *called, results, {}, exact))
      return false;
    results = std::move(*called);
  }
  return true;
}

bool Run::report() {
  if (options.printAllocations) {
    std::vector<Counter> counters = function->counters();
    if (counters.empty())
      return fail(RunnerUsage, makeError("the target '" + backend->name() + "' does not count allocations"));
    for (const Counter &counter : counters)
      outs() << counter.name << ": " << counter.value << "\n";
  }
  bool checked =
      !options.expected.empty() || !options.compareWith.empty() || options.checkGradient || options.printAllocations;
  if (Error error = outputs.write(results, /*printByDefault=*/!checked, options.print, outs()))
    return fail(RunnerMismatch, std::move(error));
  return true;
}

//===----------------------------------------------------------------------------------------------------------===//
// Checks
//===----------------------------------------------------------------------------------------------------------===//

bool Run::compare(StringRef what, ArrayRef<HostTensor> actual, ArrayRef<HostTensor> wanted,
                  const std::vector<bool> &ignore, const CompareOptions &how) {
  bool equal = true;
  for (auto [i, pair] : enumerate(zip(actual, wanted))) {
    if (i < ignore.size() && ignore[i])
      continue;
    auto [a, e] = pair;
    Comparison comparison = compareTensors(a, e, how);
    if (comparison.equal)
      continue;
    outs() << "[FAILED] result[" << i << "]" << (what.empty() ? "" : " ") << what << ": " << comparison.message << "\n";
    equal = false;
  }
  if (!equal)
    status = RunnerMismatch;
  return equal;
}

bool Run::compareWithExpected() {
  if (options.expected.empty())
    return true;
  if (!compare("", results, expected, ignored, options.compare))
    return false;
  size_t compared = expected.size() - llvm::count(ignored, true);
  outs() << "[SUCCESS] " << compared << (compared == 1 ? " result is" : " results are") << " as expected\n";
  return true;
}

/// The results of `--compare-with`'s target; sets the status of a failure.
Expected<TensorList> Run::callOther(Source &from, StringRef name) {
  status = RunnerUsage;
  Expected<Backend *> other = backends.find(options.compareWith);
  if (!other)
    return other.takeError();
  Expected<std::unique_ptr<LoadedFunction>> loaded = (*other)->load(from, name, options.load);
  if (!loaded)
    return loaded.takeError();
  Expected<TensorList> values = callFunction(**loaded, inputs, HostTensor::allocate);
  status = values ? RunnerOk : RunnerMismatch;
  if (!values)
    return makeError("target " + (*other)->name() + ": " + toString(values.takeError()));
  return values;
}

bool Run::compareWithTarget() {
  if (options.compareWith.empty())
    return true;
  int before = status;
  Expected<TensorList> reference = callOther(*source, options.vjp ? "" : options.function);
  if (!reference)
    return fail(status, reference.takeError());
  status = before;
  if (!compare((backend->name() + " against " + options.compareWith).str(), results, *reference, {}, options.compare))
    return false;
  outs() << "[SUCCESS] " << backend->name() << " and " << options.compareWith << " agree on " << results.size()
         << (results.size() == 1 ? " result\n" : " results\n");
  return true;
}

bool Run::checkGradient() {
  if (!options.checkGradient)
    return true;
  Expected<std::unique_ptr<Source>> vjpSource =
      differentiate(*source, options.vjp ? "" : options.function, registerDialects);
  if (!vjpSource)
    return fail(RunnerUsage, vjpSource.takeError());
  Expected<std::unique_ptr<LoadedFunction>> vjp = backend->load(**vjpSource, "", options.load);
  if (!vjp)
    return fail(RunnerUsage, vjp.takeError());
  Expected<GradientCheckResult> result =
      checkGradientOf(*function, **vjp, inputs, results, options.seed, options.gradientStep);
  if (!result)
    return fail(RunnerMismatch, result.takeError());
  if (!result->ok) {
    outs() << "[FAILED] gradient: " << result->message << "; " << result->failed << " of " << result->tried
           << " elements differ\n";
    status = RunnerMismatch;
    return false;
  }
  outs() << "[SUCCESS] the gradient agrees with finite differences at " << result->tried << " elements";
  if (result->kinks)
    outs() << ", at " << result->kinks << " of them with one side only";
  outs() << "\n";
  return true;
}

//===----------------------------------------------------------------------------------------------------------===//
// Trace
//===----------------------------------------------------------------------------------------------------------===//

/// The array of the reference that stands for a value: its number, its place "5:8" (and "5:8.1" for a second result), or the
/// whole label.
static const HostTensor *findReference(ArrayRef<std::pair<std::string, HostTensor>> arrays, StringRef label, size_t number) {
  // "model.mlir:5:8: nnf.relu, result 1"
  auto [place, op] = label.rsplit(": ");
  auto [rest, column] = place.rsplit(':');
  std::string shortPlace = (rest.rsplit(':').second + ":" + column).str();
  if (StringRef result = op.rsplit(", result ").second; !result.empty() && result != "0")
    shortPlace += "." + result.str();
  for (const auto &[name, tensor] : arrays)
    if (name == std::to_string(number) || name == "arr_" + std::to_string(number) || name == shortPlace || name == label)
      return &tensor;
  return nullptr;
}

/// `--trace-values --compare=ref.npz`: the first op whose value is not that of the file.
bool Run::compareTrace(ArrayRef<std::string> labels) {
  Expected<std::vector<std::pair<std::string, HostTensor>>> arrays = readNpz(options.traceReference);
  if (!arrays)
    return fail(RunnerUsage, arrays.takeError());
  size_t differing = 0, compared = 0;
  for (auto [number, label, actual] : enumerate(labels, results)) {
    const HostTensor *wanted = findReference(*arrays, label, number);
    if (!wanted)
      continue;
    ++compared;
    Comparison comparison = compareTensors(actual, *wanted, options.compare);
    if (!comparison.equal && ++differing == 1)
      outs() << "[FAILED] " << label << " against " << options.traceReference << ": " << comparison.message << "\n";
  }
  if (compared == 0)
    return fail(RunnerUsage, makeError("'" + options.traceReference + "' holds no array for one of the " + Twine(labels.size()) +
                                       " values: expected names such as 0 (the first value) or 5:8 (its line and column)"));
  if (differing) {
    status = RunnerMismatch;
    outs() << "[FAILED] " << differing << " of " << compared << " values differ; the first is above\n";
    return false;
  }
  outs() << "[SUCCESS] " << compared << (compared == 1 ? " value agrees" : " values agree") << " with " << options.traceReference << "\n";
  return true;
}

bool Run::traceValues() {
  Expected<TracedSource> traced = traceSource(*source, options.vjp ? "" : options.function, registerDialects);
  if (!traced)
    return fail(RunnerUsage, traced.takeError());
  Expected<std::unique_ptr<LoadedFunction>> loaded = backend->load(*traced->source, "", options.load);
  if (!loaded)
    return fail(RunnerUsage, loaded.takeError());
  function = std::move(*loaded);
  if (!readInputs() || !call())
    return false;
  if (!options.traceReference.empty())
    return compareTrace(traced->labels);
  if (options.compareWith.empty()) {
    for (auto [label, value] : zip(traced->labels, results))
      outs() << label << ": " << describeValues(value) << "\n";
    return true;
  }
  Expected<TensorList> reference = callOther(*traced->source, "");
  if (!reference)
    return fail(status, reference.takeError());
  size_t differing = 0;
  for (auto [label, actual, wanted] : zip(traced->labels, results, *reference)) {
    Comparison comparison = compareTensors(actual, wanted, options.compare);
    // What comes after the first is as a rule its consequence.
    if (!comparison.equal && ++differing == 1)
      outs() << "[FAILED] " << label << ", " << backend->name() << " against " << options.compareWith << ": "
             << comparison.message << "\n";
  }
  if (differing) {
    status = RunnerMismatch;
    outs() << "[FAILED] " << differing << " of " << results.size() << " values differ; the first is above\n";
    return false;
  }
  outs() << "[SUCCESS] " << backend->name() << " and " << options.compareWith << " agree on " << results.size()
         << (results.size() == 1 ? " value\n" : " values\n");
  return true;
}

//===----------------------------------------------------------------------------------------------------------===//
// Benchmark
//===----------------------------------------------------------------------------------------------------------===//

bool Run::benchmark() {
  Expected<BenchmarkReport> report =
      benchmarkFunction(*function, inputs, options.rotateBuffers, options.benchmarkOptions);
  if (!report)
    return fail(RunnerMismatch, report.takeError());
  report->target = backend->name().str();
  report->compileMs = loadMs;
  std::string text;
  raw_string_ostream os(text);
  printBenchmark(os, *report, options.benchmarkFormat);
  if (options.benchmarkOut == "-")
    outs() << text;
  else if (Error error = writeFileAtomically(options.benchmarkOut, text))
    return fail(RunnerMismatch, std::move(error));
  return true;
}

bool Run::profile() {
  Expected<CallProfile> profile = profileFunction(*function, *source, inputs, options.benchmarkOptions);
  if (!profile)
    return fail(RunnerMismatch, profile.takeError());
  if (profile->kernels.empty())
    return fail(RunnerUsage, makeError("the target '" + backend->name() + "' has no kernels to profile, or nothing ran"));
  if (!options.profileTrace.empty())
    if (Error error = writeFileAtomically(options.profileTrace, profile->trace))
      return fail(RunnerMismatch, std::move(error));
  printProfile(outs(), *profile);
  return true;
}

bool Run::statistics() {
  // The first call makes what the handle keeps.
  if (!call() || !call())
    return false;
  if (Error error = printStatistics(outs(), *function, inputs, results))
    return fail(RunnerUsage, std::move(error));
  return true;
}

bool Run::watch() {
  Expected<WatchedSource> watched = watchedSource(*source, options.vjp ? "" : options.function, registerDialects);
  if (!watched)
    return fail(RunnerUsage, watched.takeError());
  Expected<std::unique_ptr<LoadedFunction>> loaded = backend->load(*watched->source, "", options.load);
  if (!loaded)
    return fail(RunnerUsage, loaded.takeError());
  function = std::move(*loaded);
  if (!readInputs() || !call())
    return false;
  printWatch(outs(), *watched, function->name(), results);
  return true;
}

int Run::execute() {
  if (!open())
    return status;
  if (options.listFunctions || options.printSignature) {
    showFunctions();
    return status;
  }
  if (!options.emit.empty() || !options.stopAfter.empty()) {
    inspect();
    return status;
  }
  if (options.traceValues) {
    traceValues();
    return status;
  }
  if (options.watch) {
    watch();
    return status;
  }
  if (!load() || !lint() || !readInputs() || !readExpected() || !prepareOutputs())
    return status;
  if (options.benchmark) {
    benchmark();
    return status;
  }
  if (options.profile) {
    profile();
    return status;
  }
  if (options.printStatistics) {
    statistics();
    return status;
  }
  // What went wrong in one check does not hide the others.
  if (!call() || !report())
    return status;
  compareWithExpected();
  compareWithTarget();
  checkGradient();
  return status;
}

int mlir::nnf::runRunner(const RunnerOptions &options, const BackendRegistry &backends,
                         RegisterDialectsFn registerDialects) {
  int status = Run(options, backends, registerDialects).execute();
  // Results that did not reach a file or pipe are as good as not computed.
  outs().flush();
  if (outs().has_error()) {
    errs() << "nnf-runner: error: cannot write to standard output: " << outs().error().message() << "\n";
    outs().clear_error();
    return RunnerMismatch;
  }
  return status;
}

int mlir::nnf::runnerMain(int argc, char **argv, const BackendRegistry &backends, RegisterDialectsFn registerDialects) {
  InitLLVM init(argc, argv);
#ifdef SIGXFSZ
  // A write beyond the limit on file sizes is an error like any other.
  std::signal(SIGXFSZ, SIG_IGN);
#endif
  std::optional<RunnerOptions> options = parseRunnerOptions(ArrayRef<const char *>(argv + 1, argc - 1), backends);
  return options ? runRunner(*options, backends, registerDialects) : int(RunnerUsage);
}
