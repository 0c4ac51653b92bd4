//===- Check.cpp - one module through everything -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Check.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/Compare.h"
#include "nnf/Tooling/Elements.h"
#include "nnf/Tooling/Runner.h"
#include "nnf/Tooling/Trace.h"
#include "nnf/Transforms/Lint.h"
#include "nnf/Transforms/Passes.h"
#include <cmath>

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;
using Tensors = std::vector<HostTensor>;

/// Runs passes on the text and verifies what they leave; the name of the step where that fails.
static std::string runPasses(StringRef text) {
  DialectRegistry registry;
  registerRunnerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  std::string said;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
      said += diagnostic.str() + "; ";
    return success();
  });
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    return "what was printed does not parse: " + said;
  FailureOr<Linter> linter = Linter::create(module->getLoc(), LinterOptions());
  if (failed(linter))
    return "the linter does not start";
  (void)linter->check(*module);
  OwningOpRef<ModuleOp> fixed = module->clone();
  (void)linter->fix(*fixed);
  auto run = [&](ModuleOp on, llvm::function_ref<void(PassManager &)> build) {
    PassManager passes(&context);
    passes.enableVerifier(true);
    build(passes);
    return passes.run(on);
  };
  if (failed(run(*fixed, [](PassManager &p) { p.addPass(createCanonicalizerPass()); })))
    return "after the fixes of the lints: " + said;
  if (failed(run(*module, [](PassManager &p) { p.addPass(createCanonicalizerPass()); })))
    return "canonicalisation: " + said;
  if (failed(run(*module, [](PassManager &p) {
        p.addPass(createRecognizeFunctions());
        p.addPass(createFuseLosses());
        p.addPass(createCanonicalizerPass());
      })))
    return "fusion: " + said;
  return "";
}

static Expected<Tensors> callWith(LoadedFunction &function, ArrayRef<HostTensor> inputs) {
  return callFunction(function, inputs, HostTensor::allocate);
}

/// The inputs with their floats changed by about a unit in their last place, up or down.
static Expected<Tensors> nudged(ArrayRef<HostTensor> inputs, int direction) {
  Tensors result;
  for (const HostTensor &input : inputs) {
    Expected<HostTensor> copy = input.clone();
    if (!copy)
      return copy.takeError();
    double unit = input.dtype() == NNF_F64 ? 4e-16 : input.dtype() == NNF_F32 ? 2e-7 : input.dtype() == NNF_F16 ? 1e-3 : input.dtype() == NNF_BF16 ? 8e-3 : 0;
    for (int64_t i = 0, n = unit ? copy->numElements() : 0; i < n; ++i) {
      double v = loadDouble(copy->dtype(), copy->at(i));
      // Some this way, some that: all of one sign would be a change of scale, which many functions do not see.
      int sign = ((i * 7 + direction) % 3 == 0) ? -direction : direction;
      storeDouble(copy->dtype(), copy->at(i), v * (1 + sign * unit));
    }
    result.push_back(std::move(*copy));
  }
  return std::move(result);
}

/// The first element that is further off than the type and the reference's own sensitivity allow; empty where there is none.
static std::string compareLoosely(const HostTensor &actual, const HostTensor &wanted, ArrayRef<const HostTensor *> near) {
  Comparison strict = compareTensors(actual, wanted, {});
  if (strict.equal || actual.shape() != wanted.shape() || actual.dtype() != wanted.dtype())
    return strict.equal ? "" : strict.message;
  auto [rtol, atol] = defaultTolerances(actual.dtype());
  // Of values and of what they are made of: the largest that occurs says how large those are.
  double largest = 0;
  for (int64_t i = 0; i < wanted.numElements(); ++i)
    if (double v = std::abs(loadDouble(wanted.dtype(), wanted.at(i))); std::isfinite(v))
      largest = std::max(largest, v);
  for (int64_t i = 0; i < actual.numElements(); ++i) {
    double a = loadDouble(actual.dtype(), actual.at(i)), w = loadDouble(wanted.dtype(), wanted.at(i));
    if ((std::isnan(a) && std::isnan(w)) || a == w)
      continue;
    double allowed = 16 * (atol + rtol * std::abs(w)) + rtol * largest;
    bool unstable = false;
    for (const HostTensor *other : near) {
      double o = loadDouble(other->dtype(), other->at(i));
      unstable |= std::isfinite(o) != std::isfinite(w);
      allowed += 32 * std::abs(o - w);
    }
    // At the end of a type's range a unit in the last place of what came before decides whether a number fits.
    double most = actual.dtype() == NNF_F16 ? 65504 : actual.dtype() == NNF_F64 ? 1.7e308 : 3.3e38;
    unstable |= std::isinf(a) && (std::abs(w) + allowed) * 4 >= most;
    if (!unstable && !(std::abs(a - w) <= allowed))
      return strict.message;
  }
  return "";
}

/// A program for both backends, which differ in nothing but where a fault is put into what is compiled.
namespace {
struct Programs {
  std::unique_ptr<Source> compiled, interpreted;
};
/// What a program gives.
struct Results {
  Tensors actual, wanted;
  /// The reference's results on inputs that differ a little.
  std::vector<Tensors> near;
};
} // namespace

/// The text with each op `name` replaced by another one of the same types: a compiler with a fault.
static std::string withFault(StringRef text, StringRef name) {
  DialectRegistry registry;
  registerRunnerDialects(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  OwningOpRef<ModuleOp> module = parseSourceString<ModuleOp>(text, &context);
  if (!module)
    return text.str();
  module->walk([&](Operation *op) {
    if (op->getName().getStringRef() != name || op->getNumResults() != 1 || op->getNumOperands() == 0 ||
        op->getOperand(0).getType() != op->getResult(0).getType() || !isa<FloatType>(getElementTypeOrSelf(op->getOperand(0).getType())))
      return;
    OpBuilder b(op);
    op->replaceAllUsesWith(arith::NegFOp::create(b, op->getLoc(), op->getOperand(0)));
    op->erase();
  });
  std::string result;
  raw_string_ostream os(result);
  module->print(os, OpPrintingFlags().enableDebugInfo());
  return result;
}

static CheckResult runPrograms(Programs &programs, StringRef function, ArrayRef<std::string> given, Results &results) {
  std::unique_ptr<Backend> cpu = createCpuBackend(), reference = createReferenceBackend();
  LoadOptions options;
  options.cache = false;
  options.optLevel = 0;
  options.threads = 2;
  auto compiled = cpu->load(*programs.compiled, function, options), interpreted = reference->load(*programs.interpreted, function, options);
  if (!compiled) {
    consumeError(interpreted.takeError());
    return {"it does not compile: " + toString(compiled.takeError())};
  }
  if (!interpreted)
    return {"the reference refuses the program: " + toString(interpreted.takeError())};
  SmallVector<HostTensor> inputs;
  // As nnf-runner reads them, so that the command in the first line shows the same.
  ValueReader reader(0);
  for (const std::string &input : given)
    if (Error error = reader.read(input, (*compiled)->inputs(), inputs))
      return {"an input: " + toString(std::move(error))};
  if (Error error = checkTensors("input", (*compiled)->inputs(), inputs))
    return {"an input: " + toString(std::move(error))};
  Expected<Tensors> actual = callWith(**compiled, inputs), wanted = callWith(**interpreted, inputs);
  if (!wanted) {
    std::string why = toString(wanted.takeError());
    if (actual)
      return {"the reference refuses the inputs, the compiled program does not: " + why};
    consumeError(actual.takeError());
    return {"", true};
  }
  if (!actual)
    return {"the compiled program refuses the inputs, the reference does not: " + toString(actual.takeError())};
  results = {std::move(*actual), std::move(*wanted), {}};
  for (int direction : {1, -1}) {
    Expected<Tensors> changed = nudged(inputs, direction);
    if (!changed)
      return {toString(changed.takeError())};
    if (Expected<Tensors> near = callWith(**interpreted, *changed))
      results.near.push_back(std::move(*near));
    else
      consumeError(near.takeError());
  }
  return {};
}

/// How result `i` differs; empty where it does not.
static std::string compareResult(const Results &results, size_t i) {
  SmallVector<const HostTensor *> others;
  for (const Tensors &near : results.near)
    if (near[i].shape() == results.wanted[i].shape())
      others.push_back(&near[i]);
  return compareLoosely(results.actual[i], results.wanted[i], others);
}

/// "module.mlir:5:8: nnf.relu: ..." of the first op whose value differs where every op's value is a result.
static std::string firstDifference(Programs &programs, ArrayRef<std::string> given) {
  Programs traced;
  std::vector<std::string> labels;
  for (auto [from, to] : {std::pair(&programs.compiled, &traced.compiled), std::pair(&programs.interpreted, &traced.interpreted)}) {
    Expected<TracedSource> trace = traceSource(**from, "main", registerRunnerDialects);
    if (!trace)
      return "no trace: " + toString(trace.takeError());
    *to = std::move(trace->source);
    labels = std::move(trace->labels);
  }
  Results results;
  if (CheckResult result = runPrograms(traced, "", given, results); !result.problem.empty() || result.refused)
    return "no trace: " + result.problem;
  for (auto [i, label] : enumerate(labels))
    if (std::string problem = compareResult(results, i); !problem.empty())
      return label + ": " + problem;
  return "no op by itself: only what they become together";
}

CheckResult mlir::nnf::checkModule(StringRef text, ArrayRef<std::string> given, StringRef name, StringRef faultyOp) {
  if (std::string problem = runPasses(text); !problem.empty())
    return {problem};
  Programs programs;
  programs.interpreted = Source::fromText(text, name, registerRunnerDialects);
  programs.compiled = Source::fromText(faultyOp.empty() ? text.str() : withFault(text, faultyOp), name, registerRunnerDialects);
  Results results;
  CheckResult result = runPrograms(programs, "main", given, results);
  if (!result.problem.empty() || result.refused)
    return result;
  for (size_t i = 0; i < results.actual.size(); ++i)
    if (std::string problem = compareResult(results, i); !problem.empty())
      return {"a result differs: result " + std::to_string(i) + ": " + problem + "; first, " + firstDifference(programs, given)};
  return {};
}
