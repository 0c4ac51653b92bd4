//===- RunnerOptions.cpp - the flags of nnf-runner -----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/CommandLine.h"
#include "nnf/Tooling/DidYouMean.h"
#include "nnf/Tooling/Jit.h"
#include "nnf/Tooling/Runner.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include <cmath>

using namespace llvm;
using namespace mlir::nnf;

namespace {
/// llvm::cl's options register themselves when they are made: once, when the flags are parsed, not with the library.
struct Flags {
  cl::OptionCategory select{"Select: what to run"};
  cl::OptionCategory input{"Input"};
  cl::OptionCategory output{"Output"};
  cl::OptionCategory check{"Check: compare results"};
  cl::OptionCategory inspect{"Inspect: look inside"};
  cl::OptionCategory bench{"Benchmark"};
  cl::OptionCategory backend{"Backend: how it is compiled and run"};

  cl::opt<std::string> file{cl::Positional, cl::desc("<file>: MLIR text or bytecode, - for standard input"),
                            cl::init("-"), cl::cat(select)};
  cl::opt<std::string> function{"function",
                                cl::desc("The function to run; may be left out where the file has one public function"),
                                cl::value_desc("name"), cl::cat(select)};
  cl::alias functionAlias{"e", cl::desc("Same as --function"), cl::aliasopt(function), cl::cat(select)};
  cl::opt<bool> listFunctions{"list-functions", cl::desc("Print the signature of every function"), cl::cat(select)};
  cl::opt<bool> printSignature{"print-signature", cl::desc("Print the signature of the function"), cl::cat(select)};
  cl::opt<bool> vjp{"vjp",
                    cl::desc("Run the function's vector-Jacobian product: inputs are its arguments and then a\n"
                             "cotangent for each result, outputs are the gradients"),
                    cl::cat(select)};

  cl::list<std::string> inputs{
      "input",
      cl::desc("An argument, in order. 4x8xf32=0.5 (all elements), 2x2xf32=1 2 3 4 or =[[1,2],[3,4]], f32=2,\n"
               "@x.npy (first array), +x.npy (next array), *x.npy (the rest), 4x8xf32=@raw.bin,\n"
               "4x8xf32=zeros|ones|iota|eye|randn|uniform, iota(start,step), randn(mean,deviation),\n"
               "uniform(low,high). Without a type, [[1,2]], 0.5 or randn take the argument's"),
      cl::value_desc("value"), cl::cat(input)};
  cl::opt<std::string> seed{"seed", cl::desc("Which random numbers the generators draw"), cl::cat(input)};

  cl::list<std::string> outputs{
      "output",
      cl::desc("What becomes of a result, in order: - (print, the default), @y.npy (write), +y.npy (append),\n"
               "@y.bin (the elements as in memory), or nothing (drop)"),
      cl::value_desc("where"), cl::cat(output)};
  cl::opt<std::string> maxElements{"output-max-element-count",
                                   cl::desc("Elements of a result that are printed at most (1024); negative: all"),
                                   cl::value_desc("n"), cl::cat(output)};
  cl::opt<bool> printDense{"print-dense", cl::desc("Print results as MLIR attributes, dense<...>, with all elements"),
                           cl::cat(output)};

  cl::list<std::string> expected{
      "expected-output",
      cl::desc(
          "What a result should be, in order, written like an input, or (ignored). Exit status 1 where one\ndiffers"),
      cl::value_desc("value"), cl::cat(check)};
  cl::opt<std::string> rtol{"rtol",
                            cl::desc("Relative tolerance; by default that of torch.testing for the element type"),
                            cl::value_desc("x"), cl::cat(check)};
  cl::opt<std::string> atol{"atol", cl::desc("Absolute tolerance; likewise"), cl::value_desc("x"), cl::cat(check)};
  cl::opt<std::string> maxUlp{"max-ulp",
                              cl::desc("Allow results to be this many representable numbers off, in place of the\n"
                                       "default tolerances"),
                              cl::value_desc("n"), cl::cat(check)};
  cl::opt<EqualityMode, false, ChoiceParser<EqualityMode>> equalityMode{
      "equality-mode", cl::desc("When elements are equal"), cl::init(EqualityMode::Approximate),
      cl::values(clEnumValN(EqualityMode::Approximate, "approximate", "within the tolerances (default)"),
                 clEnumValN(EqualityMode::Exact, "exact", "the same bits; a NaN equals a NaN")),
      cl::cat(check)};
  cl::opt<std::string> compareWith{"compare-with", cl::desc("Run on this target as well and compare the results"),
                                   cl::value_desc("target"), cl::cat(check)};
  cl::opt<std::string> checkGrad{
      "check-grad",
      cl::desc(
          "Compare the function's gradient with finite differences; the step relative to max(1, |x|) can be given"),
      cl::value_desc("eps"), cl::ValueOptional, cl::cat(check)};
  cl::opt<std::string> guardPages{
      "guard-pages",
      cl::desc("Put every input and output between pages that end the program when touched: begin, end, or both\n"
               "(default), one run each"),
      cl::value_desc("side"), cl::ValueOptional, cl::cat(check)};

  cl::opt<std::string> stopAfter{"stop-after",
                                 cl::desc("Print the program as it is after this stage, and do not run it"),
                                 cl::value_desc("linalg|bufferized|vector|llvm"), cl::cat(inspect)};
  cl::opt<std::string> emit{"emit", cl::desc("Write the compiled program and do not run it: mlir, llvm or asm to look at; obj, shared\n"
                                     "(a library) or header (C) for other programs to use"),
                            cl::value_desc("mlir|llvm|asm|obj|shared|header"), cl::cat(inspect)};
  cl::list<std::string> emitCpus{"emit-cpus",
                                 cl::desc("Processors that --emit=obj and shared hold code for, such as\n"
                                          "x86-64-v3,x86-64-v4; where it runs, the best that fits is taken (--mcpu)"),
                                 cl::value_desc("names"), cl::CommaSeparated, cl::cat(inspect)};
  cl::opt<std::string> linker{"linker", cl::desc("C compiler that links --emit=shared (cc, clang or gcc)"),
                              cl::value_desc("program"), cl::cat(inspect)};
  cl::opt<std::string> outputFile{"o", cl::desc("Where --emit and --stop-after write (standard output)"),
                                  cl::value_desc("file"), cl::init("-"), cl::cat(inspect)};
  cl::opt<bool> traceValues{"trace-values",
                            cl::desc("Print what every op of the function computes: extremes, mean, NaN. With\n"
                                     "--compare-with, the first op whose values differ"),
                            cl::cat(inspect)};
  cl::opt<std::string> traceReference{"compare",
                                      cl::desc("With --trace-values: arrays of an .npz file that the values are compared\n"
                                               "with, named by the place in the file (\"5:8\") or the number of the value"),
                                      cl::value_desc("ref.npz"), cl::cat(inspect)};
  cl::opt<std::string> lint{"lint",
                            cl::desc("What nnf-lint finds in the program: warn (print it, the default), error (and do\n"
                                     "not run it), off"),
                            cl::value_desc("what"), cl::init("warn"), cl::cat(inspect)};
  cl::opt<bool> printAllocations{"print-allocations", cl::desc("Print what the call allocated and copied"),
                                 cl::cat(inspect)};
  cl::opt<bool> printStatistics{"print-statistics",
                                cl::desc("Print the memory of the function and of the call instead of its results: inputs,\n"
                                         "results, packed weights, temporaries and the least that they can take"),
                                cl::cat(inspect)};
  cl::opt<bool> watch{"watch",
                      cl::desc("Print what the values of the nnf ops are like instead of the results: bytes, zeros, dead and\n"
                               "saturated elements, NaN, infinities, extremes"),
                      cl::cat(inspect)};
  cl::opt<std::string> timing{"timing",
                              cl::desc("Print where the time before the first call went; =again: of a second time in\n"
                                       "the same process as well, with --no-cache to see it compile twice"),
                              cl::value_desc("again"), cl::ValueOptional, cl::cat(inspect)};

  cl::opt<bool> benchmark{"benchmark", cl::desc("Time the call instead of printing its results"), cl::cat(bench)};
  cl::opt<std::string> repetitions{"repetitions", cl::desc("Timed calls (as many as --min-time allows, at least 10)"),
                                   cl::value_desc("n"), cl::cat(bench)};
  cl::opt<std::string> warmup{"warmup",
                              cl::desc("Calls before the first timed one (for a tenth of --min-time, at least 2)"),
                              cl::value_desc("n"), cl::cat(bench)};
  cl::opt<std::string> minTime{"min-time", cl::desc("Seconds to go on for (0.5)"), cl::value_desc("s"), cl::cat(bench)};
  cl::opt<bool> rotate{"rotate-buffers",
                       cl::desc("Take other memory for every call, twice the largest cache in all, so that each call\n"
                                "finds its data in memory; otherwise the same buffers are used again"),
                       cl::cat(bench)};
  cl::opt<BenchmarkFormat, false, ChoiceParser<BenchmarkFormat>> format{
      "benchmark-format", cl::desc("Form of the report"),
      cl::values(clEnumValN(BenchmarkFormat::Console, "console", "for people (default)"),
                 clEnumValN(BenchmarkFormat::Json, "json", "one object"),
                 clEnumValN(BenchmarkFormat::Csv, "csv", "a head and a row")),
      cl::init(BenchmarkFormat::Console), cl::cat(bench)};
  cl::opt<std::string> benchmarkOut{"benchmark-out", cl::desc("Where the report goes (standard output)"),
                                    cl::value_desc("file"), cl::init("-"), cl::cat(bench)};

  cl::opt<std::string> profile{
      "profile",
      cl::desc("Time every kernel of the call instead of printing its results: time, bytes, GFLOP/s, the share of what\n"
               "the machine can do, and the ops it computes; with a file, the last call as a trace that\n"
               "chrome://tracing and Perfetto read"),
      cl::value_desc("trace.json"), cl::ValueOptional, cl::cat(bench)};

  cl::opt<std::string> target{"target", cl::value_desc("name"), cl::cat(backend)};
  cl::opt<std::string> cpu{"mcpu", cl::desc("Processor to compile for (native)"), cl::value_desc("name"),
                           cl::cat(backend)};
  cl::opt<std::string> features{"mattr", cl::desc("Features of the processor to use or not: +avx2,-avx512f"),
                                cl::value_desc("list"), cl::cat(backend)};
  cl::opt<char> optLevel{"O", cl::desc("How much LLVM optimises: -O0 to -O3 (-O1)"), cl::Prefix, cl::init('1'),
                         cl::cat(backend)};
  cl::opt<std::string> threads{"num-threads", cl::desc("Threads that work on a call (one for each core)"),
                               cl::value_desc("n"), cl::cat(backend)};
  cl::alias shortThreads{"threads", cl::desc("The same as --num-threads"), cl::aliasopt(threads), cl::cat(backend)};
  cl::opt<bool> noCache{"no-cache", cl::desc("Compile anew, and keep nothing"), cl::cat(backend)};
  cl::opt<std::string> cacheDir{
      "cache-dir", cl::desc("Where compiled code is kept ($NNF_CACHE_DIR, $XDG_CACHE_HOME/nnf or\n~/.cache/nnf)"),
      cl::value_desc("folder"), cl::cat(backend)};

  std::vector<const cl::OptionCategory *> categories() const {
    return {&select, &input, &output, &check, &inspect, &bench, &backend};
  }
};
} // namespace

static void complain(const Twine &message) { errs() << "nnf-runner: error: " << message << "\n"; }

/// Sets `value` where the flag is given. False, after one line, where its text is no number between `least` and `most`.
template <class T>
static bool parseNumber(const cl::opt<std::string> &flag, T &value, T least = std::numeric_limits<T>::lowest(),
                        T most = std::numeric_limits<T>::max()) {
  if (!flag.getNumOccurrences())
    return true;
  bool bad;
  if constexpr (std::is_floating_point_v<T>)
    bad = StringRef(flag).getAsDouble(value);
  else
    bad = StringRef(flag).getAsInteger(10, value);
  if (!bad && value >= least && value <= most)
    return true;
  auto text = [](T limit) {
    std::string digits = std::to_string(limit);
    return std::is_floating_point_v<T> ? StringRef(digits).rtrim('0').rtrim('.').str() : digits;
  };
  std::string range;
  raw_string_ostream os(range);
  if (least > std::numeric_limits<T>::lowest() || std::is_unsigned_v<T>)
    os << " of at least " << text(least);
  if (most < std::numeric_limits<T>::max())
    os << " and at most " << text(most);
  complain("--" + flag.ArgStr + ": expected a " + (std::is_floating_point_v<T> ? "" : "whole ") + "number" + range +
           ", but got '" + flag + "'");
  return false;
}

/// The same for flags whose absence means something.
template <class T>
static bool parseNumber(const cl::opt<std::string> &flag, std::optional<T> &value) {
  T number = T();
  if (!parseNumber(flag, number, T(0)))
    return false;
  if (flag.getNumOccurrences())
    value = number;
  return true;
}

/// True where `value` is one of `choices`.
static bool isOneOf(StringRef flag, StringRef value, ArrayRef<StringRef> choices) {
  if (is_contained(choices, value))
    return true;
  complain("--" + flag + ": expected " + join(choices, ", ") + ", but got '" + value + "'" +
           didYouMeanSuffix(value, choices));
  return false;
}

/// The flags that are numbers.
static bool parseNumbers(const Flags &flags, RunnerOptions &options) {
  BenchmarkOptions &bench = options.benchmarkOptions;
  if (!parseNumber(flags.seed, options.seed) || !parseNumber(flags.maxElements, options.print.maxElements) ||
      !parseNumber(flags.repetitions, bench.repetitions, int64_t(1)) ||
      !parseNumber(flags.warmup, bench.warmup, int64_t(0)) || !parseNumber(flags.minTime, bench.minSeconds, 0.0) ||
      !parseNumber(flags.threads, options.load.threads, 1, int(NNF_MAX_THREADS)) ||
      !parseNumber(flags.rtol, options.compare.rtol) || !parseNumber(flags.atol, options.compare.atol) ||
      !parseNumber(flags.maxUlp, options.compare.maxUlp))
    return false;
  if (flags.optLevel < '0' || flags.optLevel > '3') {
    complain(Twine("expected -O0, -O1, -O2 or -O3, but got -O") + Twine(char(flags.optLevel)));
    return false;
  }
  return true;
}

static std::optional<RunnerOptions> convert(const Flags &flags) {
  RunnerOptions options;
  options.file = flags.file;
  options.function = StringRef(flags.function).ltrim('@').str();
  options.listFunctions = flags.listFunctions;
  options.printSignature = flags.printSignature;
  options.vjp = flags.vjp;
  options.inputs.assign(flags.inputs.begin(), flags.inputs.end());
  options.outputs.assign(flags.outputs.begin(), flags.outputs.end());
  options.print.dense = flags.printDense;
  options.expected.assign(flags.expected.begin(), flags.expected.end());
  options.compare.mode = flags.equalityMode;
  options.compareWith = flags.compareWith;
  options.checkGradient = flags.checkGrad.getNumOccurrences() > 0;
  options.emit = flags.emit;
  options.stopAfter = flags.stopAfter;
  options.outputFile = flags.outputFile;
  options.emitCpus.assign(flags.emitCpus.begin(), flags.emitCpus.end());
  options.linker = flags.linker;
  options.traceValues = flags.traceValues;
  options.printAllocations = flags.printAllocations;
  options.printStatistics = options.load.statistics = flags.printStatistics;
  options.watch = flags.watch;
  options.timing = flags.timing.getNumOccurrences() ? (flags.timing.empty() ? 1 : 2) : 0;
  options.benchmark = flags.benchmark;
  options.profile = flags.profile.getNumOccurrences() > 0;
  options.profileTrace = flags.profile;
  options.load.profile = options.profile;
  options.rotateBuffers = flags.rotate;
  options.benchmarkFormat = flags.format;
  options.benchmarkOut = flags.benchmarkOut;
  options.target = flags.target;
  options.load.cpu = flags.cpu;
  options.load.features = flags.features;
  options.load.optLevel = flags.optLevel - '0';
  options.load.cache = !flags.noCache;
  options.load.cacheDir = flags.cacheDir;

  options.lint = flags.lint;
  options.traceReference = flags.traceReference;
  if (!isOneOf("lint", flags.lint, {"warn", "error", "off"}))
    return std::nullopt;
  if (!options.traceReference.empty() && (!options.traceValues || !options.compareWith.empty())) {
    complain("--compare names what --trace-values compares with: it goes with that flag, and without --compare-with");
    return std::nullopt;
  }
  if (!parseNumbers(flags, options))
    return std::nullopt;
  if (!flags.timing.empty() && !isOneOf("timing", flags.timing, {"again"}))
    return std::nullopt;
  if (!options.emit.empty() && !isOneOf("emit", options.emit, {"mlir", "llvm", "asm", "obj", "shared", "header"}))
    return std::nullopt;
  if (!options.stopAfter.empty() && !options.emit.empty() && options.emit != "mlir") {
    complain("--stop-after shows MLIR: it cannot be given together with --emit=" + options.emit);
    return std::nullopt;
  }
  if (!options.emitCpus.empty() && !is_contained({"obj", "shared", "header"}, options.emit)) {
    complain("--emit-cpus goes with --emit=obj, shared or header");
    return std::nullopt;
  }
  bool results = !options.outputs.empty() || !options.expected.empty() || options.checkGradient || options.benchmark;
  if (options.traceValues && results) {
    complain("--trace-values shows the values of ops: it cannot be given together with --output, --expected-output, "
             "--check-grad or --benchmark");
    return std::nullopt;
  }
  if (options.profile && (results || options.traceValues || !options.compareWith.empty() || options.printAllocations)) {
    complain("--profile shows where time goes: it cannot be given together with --output, --expected-output, "
             "--check-grad, --compare-with, --print-allocations, --trace-values or --benchmark");
    return std::nullopt;
  }
  if ((options.watch || options.printStatistics) &&
      (results || options.traceValues || options.profile || !options.compareWith.empty() || options.printAllocations ||
       (options.watch && options.printStatistics))) {
    complain("--watch and --print-statistics take the place of results: they cannot be given together, or with --output, "
             "--expected-output, --check-grad, --compare-with, --print-allocations, --trace-values, --profile or --benchmark");
    return std::nullopt;
  }
  if (flags.guardPages.getNumOccurrences()) {
    StringRef side = flags.guardPages.empty() ? "both" : StringRef(flags.guardPages);
    if (!isOneOf("guard-pages", side, {"begin", "end", "both"}))
      return std::nullopt;
    if (side != "end")
      options.guards.push_back(GuardSide::Begin);
    if (side != "begin")
      options.guards.push_back(GuardSide::End);
  }
  if (!flags.checkGrad.empty()) {
    std::optional<double> step;
    if (!parseNumber(flags.checkGrad, step))
      return std::nullopt;
    options.gradientStep = *step;
  }
  return options;
}

std::optional<RunnerOptions> mlir::nnf::parseRunnerOptions(ArrayRef<const char *> arguments,
                                                           const BackendRegistry &backends) {
  claimFlags({"stop-after", "threads"});
  static Flags flags;
  std::string targets = "Where to run:";
  for (const std::unique_ptr<Backend> &backend : backends.all())
    targets += ("\n" + backend->name() + ": " + backend->description()).str();
  flags.target.setDescription(targets);
  cl::SetVersionPrinter([](raw_ostream &os) { os << "nnf-runner " << getBuildId() << "\n"; });
  flags.target.setInitialValue(backends.all().front()->name().str());
  std::string problem;
  if (!parseCommandLine("nnf-runner", arguments, flags.categories(),
                        "Compiles a function of an nnf program and runs it on values and .npy files.\n\n"
                        "  nnf-runner model.mlir --function=f --input=@x.npy --input=4x8xf32=0.5 --output=@y.npy\n",
                        problem)) {
    if (!problem.empty())
      complain(problem);
    return std::nullopt;
  }
  return convert(flags);
}
