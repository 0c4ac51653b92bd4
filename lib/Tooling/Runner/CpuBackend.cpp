//===- CpuBackend.cpp - compiled code for the host's processor -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/DialectRegistry.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Pass/PassManager.h"
#include "nnf/Pipelines/CPU.h"
#include "nnf/Tooling/Aot.h"
#include "nnf/Tooling/Backend.h"
#include "nnf/Tooling/DidYouMean.h"
#include "nnf/Tooling/Executable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

namespace {
/// Names of the stages as --stop-after takes them.
constexpr std::pair<StringLiteral, Stage> stageNames[] = {
    {"linalg", Stage::Linalg}, {"bufferized", Stage::Bufferized}, {"vector", Stage::Vector}, {"llvm", Stage::LLVM}};

class CpuFunction final : public LoadedFunction {
public:
  static Expected<std::unique_ptr<LoadedFunction>> load(std::shared_ptr<Jit> jit, Source &source, StringRef function,
                                                        const LoadOptions &options);

  StringRef name() const override { return executable->name(); }
  ArrayRef<HostTensorType> inputs() const override { return inputTypes; }
  ArrayRef<HostTensorType> outputs() const override { return outputTypes; }
  bool isParameter(size_t input) const override { return parameterFlags[input]; }
  Expected<std::vector<TensorShape>> resultShapes(ArrayRef<HostTensor> inputs) override;
  Error run(ArrayRef<HostTensor> inputs, MutableArrayRef<HostTensor> outputs) override;
  unique_function<Error()> prepare(ArrayRef<HostTensor> inputs, MutableArrayRef<HostTensor> outputs) override;
  LoadReport report() const override { return loadReport; }
  std::vector<Counter> counters() const override;
  void resetCounters() override { context->resetCounters(); }
  ArrayRef<nnf_profile_record> profile() const override {
    const nnf_profile_record *records;
    int64_t count = nnf_context_profile(context->get(), &records);
    return ArrayRef(records, count);
  }
  void resetProfile() override { nnf_context_reset_profile(context->get()); }

private:
  Error describe(Source &source);
  Error bindParameters(ArrayRef<HostTensor> inputs);
  SmallVector<TensorView> views(ArrayRef<HostTensor> inputs, bool parameters) const;

  // In this order: code goes after what runs it.
  std::shared_ptr<Jit> jit;
  std::unique_ptr<Executable> executable;
  /// Shared with the results that it allocated.
  std::shared_ptr<RuntimeContext> context;
  std::vector<HostTensorType> inputTypes, outputTypes;
  std::vector<bool> parameterFlags;
  /// The parameters that the handle was made from; kept alive, since it refers to them.
  std::vector<HostTensor> bound;
  bool isBound = false;
  LoadReport loadReport;
};

class CpuBackend final : public Backend {
public:
  StringRef name() const override { return "cpu"; }
  StringRef description() const override { return "compiled, vectorised and threaded code for this processor"; }
  Expected<std::unique_ptr<LoadedFunction>> load(Source &source, StringRef function,
                                                 const LoadOptions &options) override {
    Expected<std::shared_ptr<Jit>> jit = jitFor(options);
    return jit ? CpuFunction::load(*jit, source, function, options) : jit.takeError();
  }
  std::vector<StringRef> stages() const override {
    std::vector<StringRef> names;
    for (auto &[name, stage] : stageNames)
      names.push_back(name);
    return names;
  }
  Error inspect(Source &source, const LoadOptions &options, const InspectOptions &what, raw_ostream &os) override;

private:
  Expected<std::shared_ptr<Jit>> jitFor(const LoadOptions &options);
  /// The one that was asked for last: its target machine and linker serve what is loaded next as well.
  std::shared_ptr<Jit> jit;
  std::string jitCpu, jitFeatures;
};
} // namespace

std::unique_ptr<Backend> mlir::nnf::createCpuBackend() { return std::make_unique<CpuBackend>(); }

static JitOptions jitOptions(const LoadOptions &options) {
  JitOptions jit;
  jit.optLevel = options.optLevel;
  jit.codegenLevel = options.optLevel;
  jit.cache = options.cache && !options.profile && !options.statistics;
  jit.cacheDir = options.cacheDir;
  return jit;
}

static HostTensorType typeOf(const TensorSpec &spec) {
  HostTensorType type;
  type.dtype = spec.dtype;
  type.anySign = spec.anySign;
  type.shape.assign(spec.shape.begin(), spec.shape.end());
  return type;
}

static TensorView viewOf(const HostTensor &tensor) {
  TensorView view;
  view.data = tensor.data();
  view.shape.assign(tensor.shape().begin(), tensor.shape().end());
  view.dtype = tensor.dtype();
  return view;
}

//===----------------------------------------------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------------------------------------------===//

static std::vector<Phase> phasesOf(const CompileTimes &times) {
  return {{"fingerprint", times.fingerprint}, {"cache look-up", times.lookup},
          {"MLIR passes", times.passes},      {"translation", times.translate},
          {"LLVM passes", times.opt},         {"code generation", times.codegen},
          {"cache store", times.store},       {"link", times.link}};
}

Expected<std::shared_ptr<Jit>> CpuBackend::jitFor(const LoadOptions &options) {
  if (jit && jitCpu == options.cpu && jitFeatures == options.features)
    return jit;
  std::string error;
  jit = Jit::create(&error, options.cpu, options.features);
  if (!jit)
    return makeError(error);
  jitCpu = options.cpu;
  jitFeatures = options.features;
  return jit;
}

Expected<std::unique_ptr<LoadedFunction>> CpuFunction::load(std::shared_ptr<Jit> jit, Source &source,
                                                            StringRef function, const LoadOptions &options) {
  auto loaded = std::make_unique<CpuFunction>();
  std::string error;
  loaded->jit = std::move(jit);
  CompileOptions compile;
  compile.jit = jitOptions(options);
  compile.pipeline.profile = options.profile;
  compile.sourceText = source.identity();
  CompileTimes times;
  // A kernel that was compiled before needs no parser, no passes and no context.
  if (compile.jit.cache)
    loaded->executable = Executable::loadCached(*loaded->jit, function, compile, &times);
  if (!loaded->executable) {
    Expected<const FunctionInfo *> info = source.function(function);
    if (!info)
      return info.takeError();
    for (auto [what, values] : {std::pair("argument", &(*info)->inputs), std::pair("result", &(*info)->outputs)})
      for (auto [i, value] : enumerate(*values))
        if (!value.problem.empty())
          return makeError("@" + (*info)->name + ", " + what + " " + Twine(i) + ": " + value.problem);
    Expected<ModuleOp> module = source.module();
    if (!module)
      return module.takeError();
    loaded->executable = Executable::compile(*loaded->jit, *module, function, compile, &error, &times);
    if (!loaded->executable)
      return source.reportedError() ? reported() : makeError(error);
  }
  loaded->context = RuntimeContext::create(options.threads, &error);
  if (!loaded->context)
    return makeError(error);
  if (Error failed = loaded->describe(source))
    return std::move(failed);
  loaded->loadReport = {phasesOf(times), times.cacheHit, loaded->jit->cpu().str(), loaded->context->threads(), times.memory};
  return std::move(loaded);
}

/// The kernel lists inputs and parameters apart; callers give them in the order of the signature.
Error CpuFunction::describe(Source &source) {
  for (const TensorSpec &spec : executable->outputs())
    outputTypes.push_back(typeOf(spec));
  size_t count = executable->inputs().size() + executable->parameters().size();
  parameterFlags.assign(count, false);
  if (!executable->parameters().empty()) {
    Expected<const FunctionInfo *> info = source.function(executable->name());
    if (!info)
      return info.takeError();
    for (size_t i = 0; i < count; ++i)
      parameterFlags[i] = (*info)->inputs[i].parameter;
  }
  const TensorSpec *input = executable->inputs().begin(), *parameter = executable->parameters().begin();
  for (size_t i = 0; i < count; ++i)
    inputTypes.push_back(typeOf(parameterFlags[i] ? *parameter++ : *input++));
  return Error::success();
}

//===----------------------------------------------------------------------------------------------------------===//
// Running
//===----------------------------------------------------------------------------------------------------------===//

SmallVector<TensorView> CpuFunction::views(ArrayRef<HostTensor> inputs, bool parameters) const {
  SmallVector<TensorView> result;
  for (auto [i, input] : enumerate(inputs))
    if (parameterFlags[i] == parameters)
      result.push_back(viewOf(input));
  return result;
}

/// Packs the parameters, unless they are those of the last call.
Error CpuFunction::bindParameters(ArrayRef<HostTensor> inputs) {
  std::vector<HostTensor> wanted;
  for (auto [i, input] : enumerate(inputs))
    if (parameterFlags[i])
      wanted.push_back(input);
  bool same = isBound && all_of(zip(wanted, bound), [](auto pair) {
                auto &[a, b] = pair;
                return a.data() == b.data() && a.shape() == b.shape();
              });
  if (same)
    return Error::success();
  std::string error;
  if (!executable->bind(*context, views(inputs, /*parameters=*/true), &error))
    return makeError(error);
  bound = std::move(wanted);
  isBound = true;
  return Error::success();
}

Expected<std::vector<TensorShape>> CpuFunction::resultShapes(ArrayRef<HostTensor> inputs) {
  if (Error error = bindParameters(inputs))
    return std::move(error);
  SmallVector<SmallVector<int64_t, 4>> shapes;
  std::string error;
  if (!executable->shapes(*context, views(inputs, /*parameters=*/false), shapes, &error))
    return makeError(error);
  return std::vector<TensorShape>(shapes.begin(), shapes.end());
}

Error CpuFunction::run(ArrayRef<HostTensor> inputs, MutableArrayRef<HostTensor> outputs) {
  if (Error error = bindParameters(inputs))
    return error;
  SmallVector<TensorView> results(map_range(outputs, viewOf));
  std::string error;
  if (!executable->run(*context, views(inputs, /*parameters=*/false), results, &error))
    return makeError(error);
  for (auto [output, result] : zip(outputs, results))
    if (!output.data()) {
      void *data = result.data;
      std::shared_ptr<void> owner(data, [owned = context](void *data) { nnf_context_free(owned->get(), data); });
      output = HostTensor::borrow(result.dtype, result.shape, data, std::move(owner));
    }
  return Error::success();
}

namespace {
/// The descriptors of one call, as C code would keep them.
struct Descriptors {
  explicit Descriptors(size_t count) { tensors.reserve(count); }
  void add(const HostTensor &tensor) {
    // Only read by `run` where the tensor has memory.
    auto *shape = const_cast<int64_t *>(tensor.shape().data());
    tensors.push_back({tensor.data(), shape, nullptr, static_cast<int32_t>(tensor.rank()), tensor.dtype()});
  }
  std::vector<nnf_tensor> tensors;
};
} // namespace

unique_function<Error()> CpuFunction::prepare(ArrayRef<HostTensor> inputs, MutableArrayRef<HostTensor> outputs) {
  Descriptors in(inputs.size()), out(outputs.size());
  for (auto [i, input] : enumerate(inputs))
    if (!parameterFlags[i])
      in.add(input);
  for (const HostTensor &output : outputs)
    out.add(output);
  return [this, inputs, in = std::move(in), out = std::move(out)]() mutable -> Error {
    if (Error error = bindParameters(inputs))
      return error;
    nnf_status status =
        executable->kernel()->run(executable->handle(), context->get(), in.tensors.data(), out.tensors.data());
    return status == NNF_OK ? Error::success() : makeError(context->lastError());
  };
}

std::vector<Counter> CpuFunction::counters() const {
  nnf_counters c = context->counters();
  return {{"temporaries", c.temporaries, false},
          {"temporary bytes", c.temporary_bytes, true},
          {"system allocations", c.system_allocations, false},
          {"system bytes", c.system_bytes, true},
          {"copies of strided tensors", c.copies, false},
          {"copied bytes", c.copied_bytes, true},
          {"parallel regions", c.parallel_regions, false},
          {"serial regions", c.serial_regions, false},
          {"peak bytes", c.peak_bytes, true},
          {"held bytes", c.live_bytes, true}};
}

//===----------------------------------------------------------------------------------------------------------===//
// Looking inside
//===----------------------------------------------------------------------------------------------------------===//

/// What other programs use: --emit=obj, shared or header.
static Error emitProduct(Source &source, const LoadOptions &options, const InspectOptions &what, raw_ostream &os) {
  Expected<ModuleOp> module = source.module();
  if (!module)
    return module.takeError();
  if (!what.function.empty())
    if (Expected<const FunctionInfo *> found = source.function(what.function); !found)
      return found.takeError();
  AotOptions ahead;
  ahead.cpus = what.cpus;
  if (ahead.cpus.empty() && !options.cpu.empty())
    ahead.cpus.push_back(options.cpu);
  ahead.features = options.features;
  ahead.function = what.function;
  ahead.jit = jitOptions(options);
  std::string error;
  std::unique_ptr<AotObject> object = compileAhead(*module, ahead, what.emit != "header", &error);
  if (!object)
    return source.reportedError() ? reported() : makeError("cannot compile '" + source.name() + "': " + error);
  if (what.emit == "header") {
    os << writeHeader(sys::path::filename(source.name()), object->kernels);
    return Error::success();
  }
  if (what.emit == "obj") {
    os << object->code;
    return Error::success();
  }
  LinkOptions link;
  link.linker = what.linker;
  link.soname = what.outputFile == "-" ? "" : sys::path::filename(what.outputFile).str();
  std::string library;
  if (!linkShared(object->code, link, library, &error))
    return makeError(error);
  os << library;
  return Error::success();
}

Error CpuBackend::inspect(Source &source, const LoadOptions &options, const InspectOptions &what, raw_ostream &os) {
  CpuPipelineOptions pipeline;
  if (!what.stage.empty()) {
    auto *stage = find_if(stageNames, [&](auto &entry) { return entry.first == what.stage; });
    if (stage == std::end(stageNames))
      return makeError("expected a stage (" + join(stages(), ", ") + "), but got '" + what.stage + "'" +
                       didYouMeanSuffix(what.stage, stages()));
    pipeline.stopAfter = stage->second;
  }
  if (is_contained({"obj", "shared", "header"}, what.emit))
    return emitProduct(source, options, what, os);
  std::string error, text;
  Expected<std::shared_ptr<Jit>> found = jitFor(options);
  if (!found)
    return found.takeError();
  std::shared_ptr<Jit> jit = std::move(*found);
  Expected<ModuleOp> module = source.module();
  if (!module)
    return module.takeError();
  OwningOpRef<ModuleOp> copy = module->clone();
  PassManager passes(copy->getContext());
  // What is shown is what would run.
  buildNnfToCPU(passes, completeOptions(*jit, pipeline));
  if (failed(passes.run(*copy)))
    return source.reportedError() ? reported() : makeError("cannot compile '" + source.name() + "'");
  if (what.emit == "mlir") {
    OpPrintingFlags flags;
    if (what.elideConstants)
      flags.elideLargeElementsAttrs(16);
    copy->print(os, flags);
    return Error::success();
  }
  EmitKind kind = what.emit == "llvm" ? EmitKind::OptimizedLLVMIR : EmitKind::Assembly;
  if (!jit->emit(*copy, kind, jitOptions(options), text, &error))
    return makeError(error);
  os << text;
  return Error::success();
}
