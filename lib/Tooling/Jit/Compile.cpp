//===- Compile.cpp - a module's function to an Executable ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/Buffers/MemoryPlan.h"
#include "nnf/IR/Location.h"
#include "nnf/Tooling/Executable.h"

#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/xxhash.h"
#include <chrono>

using namespace mlir;
using namespace mlir::nnf;

namespace {
class Stopwatch {
public:
  explicit Stopwatch(double &milliseconds) : milliseconds(milliseconds), start(Clock::now()) {}
  ~Stopwatch() { milliseconds += std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

private:
  using Clock = std::chrono::steady_clock;
  double &milliseconds;
  Clock::time_point start;
};
} // namespace

/// The name of the function to compile; empty and `error` when the module has none such.
static std::string chooseFunction(ModuleOp module, StringRef wanted, std::string *error) {
  std::string candidates;
  FunctionOpInterface chosen;
  unsigned count = 0;
  for (auto f : module.getOps<FunctionOpInterface>()) {
    if (f.isExternal() || !f.isPublic())
      continue;
    candidates += (candidates.empty() ? "@" : ", @") + f.getName().str();
    if (wanted.empty() || f.getName() == wanted) {
      chosen = f;
      ++count;
    }
  }
  if (count == 1)
    return chosen.getName().str();
  if (error) {
    if (candidates.empty())
      *error = "the module has no public function with a body";
    else if (wanted.empty())
      *error = "the module has several public functions, name one of " + candidates;
    else
      *error = "the module has no public function @" + wanted.str() + " with a body; it has " + candidates;
  }
  return {};
}

CpuPipelineOptions nnf::completeOptions(Jit &jit, CpuPipelineOptions options) {
  CpuPipelineOptions machine;
  machine.setMachine([&](StringRef name) { return jit.hasFeature(name); }, jit.isHost());
  if (!options.machine)
    options.machine = machine.machine;
  if (!options.math)
    options.math = machine.math;
  if (options.target.empty())
    options.target = (jit.triple() + " " + jit.cpu() + " " + jit.features()).str();
  if (options.build.empty())
    options.build = getBuildId().str();
  return options;
}

/// The same, down to what the Jit takes.
static CpuPipelineOptions optionsToLLVM(Jit &jit, CpuPipelineOptions options) {
  options.stopAfter = Stage::LLVM;
  return completeOptions(jit, std::move(options));
}

/// What the object depends on, as text. `source` stands for the module.
static std::string makeKey(Jit &jit, StringRef function, const CompileOptions &options, StringRef source) {
  llvm::XXH128_hash_t hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(source));
  return (Twine(getBuildId()) + "\n" + jit.triple() + " " + jit.cpu() + " " + jit.features() + "\n" +
          optionsToLLVM(jit, options.pipeline).fingerprint() + "\n" + options.jit.fingerprint() + "\n@" + function + " " +
          Twine(source.size()) + " " + llvm::utohexstr(hash.high64) + "." + llvm::utohexstr(hash.low64))
      .str();
}

/// What the cache keeps: the function's name, which the key lacks when the caller left it open, and the object.
static std::string packObject(StringRef function, StringRef object) {
  return (function + Twine('\0') + object).str();
}

static std::unique_ptr<llvm::MemoryBuffer> unpackObject(std::unique_ptr<llvm::MemoryBuffer> stored,
                                                        std::string &function) {
  if (!stored)
    return nullptr;
  auto [name, object] = stored->getBuffer().split('\0');
  function = name.str();
  // The linker wants it aligned.
  return llvm::MemoryBuffer::getMemBufferCopy(object, "nnf");
}

std::unique_ptr<Executable> Executable::load(Jit &jit, std::unique_ptr<llvm::MemoryBuffer> object, StringRef function,
                                             std::string *error, CompileTimes *times) {
  std::shared_ptr<void> code;
  void *table = jit.load(std::move(object), (function + "_kernel").str(), code, error, times);
  if (!table)
    return nullptr;
  std::unique_ptr<Executable> executable = wrap(static_cast<const nnf_kernel *>(table), error);
  if (executable)
    executable->code = std::move(code);
  return executable;
}

std::unique_ptr<Executable> Executable::loadCached(Jit &jit, StringRef function, const CompileOptions &options,
                                                   CompileTimes *times) {
  CompileTimes unused;
  CompileTimes &t = times ? *times : unused;
  if (!options.jit.cache || options.sourceText.empty() || options.pipeline.remarks)
    return nullptr;
  std::string key;
  {
    Stopwatch watch(t.fingerprint);
    key = makeKey(jit, function, options, options.sourceText);
  }
  std::unique_ptr<llvm::MemoryBuffer> object;
  std::string name;
  {
    Stopwatch watch(t.lookup);
    object = unpackObject(jit.lookup(key, options.jit), name);
  }
  if (!object)
    return nullptr;
  t.objectBytes = object->getBufferSize();
  std::unique_ptr<Executable> executable = load(jit, std::move(object), name, nullptr, &t);
  t.cacheHit = executable != nullptr;
  return executable;
}

/// Runs the pipeline on a copy of the module in which only `function` is visible.
static OwningOpRef<ModuleOp> lower(ModuleOp module, StringRef function, CpuPipelineOptions options, std::string *error) {
  MLIRContext *context = module.getContext();
  DialectRegistry registry;
  registerCpuPipelineDialects(registry);
  context->appendDialectRegistry(registry);
  OwningOpRef<ModuleOp> copy(module.clone());
  for (auto f : copy->getOps<FunctionOpInterface>())
    if (f.getName() != function && !f.isExternal())
      f.setPrivate();
  PassManager passes(context, ModuleOp::getOperationName());
  passes.enableVerifier(options.verify);
  // The other functions of a file are not compiled with the one that is asked for.
  passes.addPass(createSymbolDCEPass());
  buildNnfToCPU(passes, options);
  std::string first;
  ScopedDiagnosticHandler watch(context, [&](Diagnostic &diagnostic) {
    if (first.empty() && diagnostic.getSeverity() == DiagnosticSeverity::Error) {
      llvm::raw_string_ostream os(first);
      os << formatLocation(diagnostic.getLocation()) << ": " << diagnostic;
    }
    return failure(); // Others print it.
  });
  if (succeeded(passes.run(*copy)))
    return copy;
  if (error)
    *error = first.empty() ? "the compilation pipeline failed" : first;
  return {};
}

/// What nnf-plan-memory found.
static std::optional<MemoryStatistics> memoryOf(ModuleOp module, StringRef function) {
  auto all = module->getAttrOfType<DictionaryAttr>(kMemoryAttr);
  auto one = all ? all.getAs<DictionaryAttr>(function) : DictionaryAttr();
  if (!one)
    return std::nullopt;
  auto number = [&](StringRef name) {
    auto attribute = one.getAs<IntegerAttr>(name);
    return attribute ? attribute.getInt() : 0;
  };
  return MemoryStatistics{number("buffers"), number("live"),  number("planned"), number("separate"),
                          number("open"),    number("tasks"), number("packed")};
}

std::unique_ptr<Executable> Executable::compile(Jit &jit, ModuleOp module, StringRef function,
                                                const CompileOptions &options, std::string *error,
                                                CompileTimes *times) {
  CompileTimes unused;
  CompileTimes &t = times ? *times : unused;
  std::string name = chooseFunction(module, function, error);
  if (name.empty())
    return nullptr;

  std::string key;
  if (options.jit.cache) {
    {
      Stopwatch watch(t.fingerprint);
      std::string source = options.sourceText;
      if (source.empty()) {
        llvm::raw_string_ostream os(source);
        (void)writeBytecodeToFile(module, os);
      }
      key = makeKey(jit, function, options, source);
    }
    std::unique_ptr<llvm::MemoryBuffer> object;
    std::string stored;
    {
      Stopwatch watch(t.lookup);
      object = unpackObject(jit.lookup(key, options.jit), stored);
    }
    // Remarks come from compiling.
    if (object && !options.pipeline.remarks) {
      t.objectBytes = object->getBufferSize();
      if (std::unique_ptr<Executable> cached = load(jit, std::move(object), name, nullptr, &t)) {
        t.cacheHit = true;
        return cached;
      }
    }
  }

  OwningOpRef<ModuleOp> lowered;
  {
    Stopwatch watch(t.passes);
    lowered = lower(module, name, optionsToLLVM(jit, options.pipeline), error);
  }
  if (!lowered)
    return nullptr;
  t.memory = memoryOf(*lowered, name);
  std::unique_ptr<llvm::MemoryBuffer> object = jit.compile(*lowered, options.jit, error, &t);
  if (!object)
    return nullptr;
  if (options.jit.cache) {
    Stopwatch watch(t.store);
    (void)jit.store(key, llvm::MemoryBufferRef(packObject(name, object->getBuffer()), "nnf"), options.jit);
  }
  return load(jit, std::move(object), name, error, &t);
}
