//===- nnf-goldens.cpp - run all functions of a file against stored arrays ------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   nnf-goldens cases.mlir cases.npy --target=cpu
//
// One process for many cases. The public functions of the module are run in order on arrays of the .npy file, in order:
// a function's inputs, then what it should give. Attributes of a function say more about its case:
//
//   nnf.gradients = [0, 2]   its vector-Jacobian product by these arguments is run as well; the file has its cotangents
//                            after the inputs, and the gradients after the results
//   nnf.rtol, nnf.atol       tolerances in place of torch.testing's, for the function and for all that is compared
//   nnf.error = "..."        it fails, with a message that contains this; there are no arrays but the inputs
//
//===----------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/Compare.h"
#include "nnf/Tooling/NumPy.h"
#include "nnf/Tooling/Runner.h"
#include "nnf/Transforms/Differentiate.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/PrettyStackTrace.h"
#include "llvm/Support/Regex.h"

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

namespace {
cl::opt<std::string> modulePath(cl::Positional, cl::Required, cl::desc("<module>"));
cl::opt<std::string> arrayPath(cl::Positional, cl::Required, cl::desc("<arrays.npy>"));
cl::opt<std::string> targetName("target", cl::desc("Where to run: cpu or reference"), cl::init("cpu"));
cl::opt<std::string> filter("filter", cl::desc("Only functions whose names match this regular expression"));
cl::opt<std::string> cacheDir("cache-dir", cl::desc("Keep compiled code here; by default it is not kept"));
cl::opt<int> threads("num-threads", cl::desc("Threads that work on a call"), cl::init(2));
cl::opt<bool> list("list", cl::desc("Say which cases passed, too"));

/// One function of the module, and what is known about it.
struct Case {
  std::string name, error;
  /// The function with the gradients, "" where none are asked for.
  std::string vjp;
  CompareOptions compare;
};

using Tensors = std::vector<HostTensor>;

/// Adds the vector-Jacobian products that functions ask for, and collects the cases.
Expected<std::vector<Case>> prepare(ModuleOp module) {
  std::vector<Case> cases;
  SmallVector<func::FuncOp> functions(module.getOps<func::FuncOp>());
  for (func::FuncOp f : functions) {
    if (!f.isPublic() || f.isExternal())
      continue;
    Case c;
    c.name = f.getName().str();
    if (auto error = f->getAttrOfType<StringAttr>("nnf.error"))
      c.error = error.getValue().str();
    if (auto rtol = f->getAttrOfType<FloatAttr>("nnf.rtol"))
      c.compare.rtol = rtol.getValueAsDouble();
    if (auto atol = f->getAttrOfType<FloatAttr>("nnf.atol"))
      c.compare.atol = atol.getValueAsDouble();
    if (auto gradients = f->getAttrOfType<ArrayAttr>("nnf.gradients")) {
      VjpOptions options;
      options.results = true;
      for (Attribute i : gradients)
        options.arguments.push_back(cast<IntegerAttr>(i).getInt());
      FailureOr<func::FuncOp> vjp = buildVjpFunction(f, options);
      if (failed(vjp))
        return makeError("@" + c.name + " has no gradient");
      c.vjp = vjp->getName().str();
    }
    cases.push_back(std::move(c));
  }
  return cases;
}

class Runner {
public:
  Runner(Source &source, Backend &backend, NpyReader &arrays) : source(source), backend(backend), arrays(arrays) {}

  /// Runs a case or, unless `wanted`, reads past its arrays. The answer is what is wrong, "" where nothing is.
  Expected<std::string> run(const Case &c, bool wanted) {
    const std::string &last = c.vjp.empty() ? c.name : c.vjp;
    Expected<const FunctionInfo *> info = source.function(last);
    if (!info)
      return info.takeError();
    Tensors inputs, expected;
    if (Error error = read((*info)->inputs, inputs))
      return std::move(error);
    if (c.error.empty())
      if (Error error = read((*info)->outputs, expected))
        return std::move(error);
    if (!wanted)
      return "";
    std::string wrong = check(c, last, inputs, expected);
    if (!wrong.empty() || c.vjp.empty())
      return wrong;
    // The function by itself, too: it is compiled differently alone.
    Expected<const FunctionInfo *> alone = source.function(c.name);
    if (!alone)
      return alone.takeError();
    inputs.resize((*alone)->inputs.size());
    expected.resize((*alone)->outputs.size());
    return check(c, c.name, inputs, expected);
  }

private:
  Error read(ArrayRef<FunctionInfo::Value> values, Tensors &tensors) {
    for (const FunctionInfo::Value &value : values) {
      Expected<HostTensor> tensor = arrays.next(value.type.dtype);
      if (!tensor)
        return tensor.takeError();
      tensors.push_back(std::move(*tensor));
    }
    return Error::success();
  }

  std::string check(const Case &c, const std::string &function, Tensors inputs, const Tensors &expected) {
    PrettyStackTraceString where(function.c_str());
    LoadOptions options;
    options.threads = threads;
    options.cache = !cacheDir.empty();
    options.cacheDir = cacheDir;
    Expected<std::unique_ptr<LoadedFunction>> loaded = backend.load(source, function, options);
    if (!loaded)
      return "@" + function + ": " + toString(loaded.takeError());
    Error unsuitable = checkTensors("input", (*loaded)->inputs(), inputs);
    if (unsuitable)
      return "@" + function + ": " + toString(std::move(unsuitable));
    Expected<Tensors> results = callFunction(**loaded, inputs, HostTensor::allocate);
    if (!results) {
      std::string error = toString(results.takeError());
      bool asExpected = !c.error.empty() && StringRef(error).contains(c.error);
      return asExpected ? "" : "@" + function + " fails: " + error;
    }
    if (!c.error.empty())
      return "@" + function + " does not fail, but should: " + c.error;
    for (auto [i, pair] : enumerate(zip_equal(*results, expected))) {
      auto &[actual, wanted] = pair;
      Comparison comparison = compareTensors(actual, wanted, c.compare);
      if (!comparison.equal)
        return "@" + function + ", result " + std::to_string(i) + ": " + comparison.message;
    }
    return "";
  }

  Source &source;
  Backend &backend;
  NpyReader &arrays;
};

Error runAll(unsigned &passed, unsigned &failures) {
  BackendRegistry backends;
  backends.add(createCpuBackend());
  backends.add(createReferenceBackend());
  Expected<Backend *> backend = backends.find(targetName);
  if (!backend)
    return backend.takeError();
  Expected<std::unique_ptr<Source>> source = Source::open(modulePath, registerRunnerDialects);
  if (!source)
    return source.takeError();
  Expected<ModuleOp> module = (*source)->module();
  if (!module)
    return module.takeError();
  OwningOpRef<ModuleOp> copy = module->clone();
  Expected<std::vector<Case>> cases = prepare(*copy);
  if (!cases)
    return cases.takeError();
  std::string text;
  raw_string_ostream os(text);
  copy->print(os, OpPrintingFlags().enableDebugInfo());
  std::unique_ptr<Source> withGradients = Source::fromText(text, modulePath, registerRunnerDialects);
  Expected<NpyReader> arrays = NpyReader::open(arrayPath);
  if (!arrays)
    return arrays.takeError();

  Regex regex(filter);
  Runner runner(*withGradients, **backend, *arrays);
  for (const Case &c : *cases) {
    bool wanted = filter.empty() || regex.match(c.name);
    Expected<std::string> wrong = runner.run(c, wanted);
    if (!wrong)
      return joinErrors(makeError("@" + c.name), wrong.takeError());
    if (!wanted)
      continue;
    ++(wrong->empty() ? passed : failures);
    if (!wrong->empty())
      outs() << "FAIL: " << *wrong << "\n";
    else if (list)
      outs() << "PASS: @" << c.name << "\n";
    outs().flush();
  }
  if (!arrays->atEnd())
    return makeError("'" + arrayPath + "' has more arrays than the functions of '" + modulePath + "' need");
  return Error::success();
}
} // namespace

int main(int argc, char **argv) {
  InitLLVM init(argc, argv);
  cl::ParseCommandLineOptions(argc, argv, "run all functions of a module against stored arrays\n");
  unsigned passed = 0, failures = 0;
  if (Error error = runAll(passed, failures)) {
    errs() << "nnf-goldens: error: " << toString(std::move(error)) << "\n";
    return 2;
  }
  outs() << passed << " passed, " << failures << " failed\n";
  return failures ? 1 : 0;
}
