//===- Jit.cpp - llvm dialect to an address -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Jit.h"

#include "ObjectCache.h"
#include "Symbols.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "nnf/Runtime/CpuFeatures.h"
#include "llvm/ADT/ScopeExit.h"
#include "llvm/ExecutionEngine/Orc/AbsoluteSymbols.h"
#include "llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Host.h"
#include <chrono>
#include <mutex>

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// Adds the time until it ends to a field of CompileTimes.
class Stopwatch {
public:
  explicit Stopwatch(double *milliseconds) : milliseconds(milliseconds), start(Clock::now()) {}
  ~Stopwatch() {
    if (milliseconds)
      *milliseconds += std::chrono::duration<double, std::milli>(Clock::now() - start).count();
  }

private:
  using Clock = std::chrono::steady_clock;
  double *milliseconds;
  Clock::time_point start;
};

/// A target machine serves one compilation at a time.
struct Machine {
  std::mutex mutex;
  std::unique_ptr<llvm::TargetMachine> target;
};
} // namespace

struct Jit::Impl {
  llvm::orc::JITTargetMachineBuilder builder;
  Machine machines[4]; ///< by code generation level
  std::mutex loadMutex;
  /// Made when the first object is loaded: emitting code does without.
  std::unique_ptr<llvm::orc::LLJIT> lljit;
  llvm::orc::JITDylib *runtime = nullptr;
  unsigned loaded = 0;
  std::string triple, cpu, features;
  bool isHost = true;

  explicit Impl(llvm::orc::JITTargetMachineBuilder builder) : builder(std::move(builder)) {}
  llvm::Expected<llvm::TargetMachine *> getTarget(Machine &machine, int level);
  llvm::Error start();
};

std::string JitOptions::fingerprint() const {
  return "opt=" + std::to_string(optLevel) + " codegen=" + std::to_string(codegenLevel);
}

Jit::Jit() = default;
Jit::~Jit() = default;
llvm::StringRef Jit::cpu() const { return impl->cpu; }
llvm::StringRef Jit::features() const { return impl->features; }
llvm::StringRef Jit::triple() const { return impl->triple; }
bool Jit::isHost() const { return impl->isHost; }
bool Jit::hasFeature(llvm::StringRef name) const {
  return impl->machines[1].target->getMCSubtargetInfo()->checkFeatures(("+" + name).str());
}

static bool fail(std::string *error, const Twine &text) {
  if (error)
    *error = text.str();
  return false;
}

/// "+avx512f,-avx" as a check that every part has a sign; LLVM would only print to stderr.
static bool checkFeatures(StringRef features, std::string *error) {
  SmallVector<StringRef> parts;
  features.split(parts, ',', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts)
    if (part.size() < 2 || (part[0] != '+' && part[0] != '-'))
      return fail(error, "CPU feature '" + part + "' must begin with + or -");
  return true;
}

std::unique_ptr<Jit> Jit::create(std::string *error, llvm::StringRef cpu, llvm::StringRef features) {
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::InitializeNativeTargetAsmParser();
  llvm::Expected<llvm::orc::JITTargetMachineBuilder> builder = llvm::orc::JITTargetMachineBuilder::detectHost();
  if (!builder) {
    fail(error, llvm::toString(builder.takeError()));
    return nullptr;
  }
  // Also asks for the tile registers, which objects for another CPU's name may use as well.
  const uint64_t usable = ::nnf::runtime::hostCpuFeatures();
  if (builder->getTargetTriple().isX86_64())
    for (int i = 0; i < ::nnf::runtime::kX86FeatureCount; ++i)
      if (::nnf::runtime::kX86Features[i].state == ::nnf::runtime::kTile && !(usable >> i & 1))
        builder->addFeatures({(Twine("-") + ::nnf::runtime::kX86Features[i].name).str()});
  bool isHost = true;
  if (!cpu.empty() && cpu != "native") {
    // The host's features are not another CPU's.
    builder->setCPU(cpu.str());
    builder->getFeatures() = llvm::SubtargetFeatures();
    isHost = false;
  }
  if (!features.empty() && features != "native") {
    if (!checkFeatures(features, error))
      return nullptr;
    SmallVector<StringRef> parts;
    features.split(parts, ',', -1, /*KeepEmpty=*/false);
    std::vector<std::string> list(parts.begin(), parts.end());
    builder->addFeatures(list);
  }
  // A JIT's default is the large model, which spells every address out in 64 bits. The linker places an object in one piece
  // and reaches the runtime through stubs, so that the short forms suffice: less code, made in less time.
  builder->setRelocationModel(llvm::Reloc::PIC_);
  builder->setCodeModel(llvm::CodeModel::Small);
  auto jit = std::unique_ptr<Jit>(new Jit);
  jit->impl = std::make_shared<Impl>(std::move(*builder));
  Impl &impl = *jit->impl;
  impl.triple = impl.builder.getTargetTriple().str();
  impl.cpu = impl.builder.getCPU();
  impl.features = impl.builder.getFeatures().getString();
  impl.isHost = isHost;
  // Fails early on a CPU that LLVM does not know.
  llvm::Expected<llvm::TargetMachine *> target = impl.getTarget(impl.machines[1], 1);
  if (!target) {
    fail(error, llvm::toString(target.takeError()));
    return nullptr;
  }
  if (!(*target)->getMCSubtargetInfo()->isCPUStringValid(impl.cpu)) {
    fail(error, "unknown CPU '" + impl.cpu + "' for " + impl.triple);
    return nullptr;
  }
  return jit;
}

llvm::Expected<llvm::TargetMachine *> Jit::Impl::getTarget(Machine &machine, int level) {
  if (!machine.target) {
    builder.setCodeGenOptLevel(static_cast<llvm::CodeGenOptLevel>(level));
    auto made = builder.createTargetMachine();
    if (!made)
      return made.takeError();
    machine.target = std::move(*made);
  }
  return machine.target.get();
}

/// The linker, with the symbols that objects may use.
llvm::Error Jit::Impl::start() {
  if (lljit)
    return llvm::Error::success();
  llvm::orc::LLJITBuilder maker;
  maker.setJITTargetMachineBuilder(builder)
      .setNumCompileThreads(0)
      .setLinkProcessSymbolsByDefault(false)
      .setPlatformSetUp(llvm::orc::setUpInactivePlatform);
  auto made = maker.create();
  if (!made)
    return made.takeError();
  lljit = std::move(*made);
  auto library = lljit->createJITDylib("nnf-runtime");
  if (!library)
    return library.takeError();
  llvm::orc::SymbolMap symbols;
  for (const RuntimeSymbol &symbol : getRuntimeSymbols())
    symbols[lljit->mangleAndIntern(symbol.name)] = {llvm::orc::ExecutorAddr::fromPtr(symbol.address),
                                                    llvm::JITSymbolFlags::Exported};
  if (llvm::Error error = library->define(llvm::orc::absoluteSymbols(std::move(symbols))))
    return error;
  runtime = &*library;
  return llvm::Error::success();
}

//===--------------------------------------------------------------------------------------------------------===//
// Compiling
//===--------------------------------------------------------------------------------------------------------===//

void mlir::nnf::registerJitTranslations(DialectRegistry &registry) {
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
}

static std::unique_ptr<llvm::Module> translate(ModuleOp module, llvm::LLVMContext &context, llvm::TargetMachine &target,
                                               std::string *error) {
  DialectRegistry registry;
  registerJitTranslations(registry);
  module.getContext()->appendDialectRegistry(registry);
  std::unique_ptr<llvm::Module> result = translateModuleToLLVMIR(module, context, "nnf");
  if (!result) {
    fail(error, "the module could not be translated to LLVM IR; is it in the llvm dialect?");
    return nullptr;
  }
  result->setDataLayout(target.createDataLayout());
  result->setTargetTriple(target.getTargetTriple());
  for (llvm::Function &f : *result) {
    // Nothing throws: no unwind tables to make and to register.
    f.setDoesNotThrow();
    if (f.isDeclaration())
      continue;
    f.addFnAttr("target-cpu", target.getTargetCPU());
    f.addFnAttr("target-features", target.getTargetFeatureString());
  }
  return result;
}

/// LLVM's own default pipelines cost 4 ms even for a relu and make it no faster: vectorising is done before.
static constexpr llvm::StringLiteral kShortList = "function(early-cse,instcombine<no-verify-fixpoint>,simplifycfg,"
                                                  "loop-mssa(loop-rotate,licm),early-cse)";

/// Stores of one lane of a vector, as the mask says, become stores of that lane. LLVM's back end for x86 does the same, but
/// where the vector is truncated on its way to memory it stores the wide element: four bytes for one.
///
///   %t = trunc <8 x i32> %v to <8 x i8>; masked.store(%t, %p, <true, false, ...>)   ->   store i8 (extractelement %t, 0), %p
static void storeSingleLanes(llvm::Module &module) {
  llvm::SmallVector<llvm::IntrinsicInst *> stores;
  for (llvm::Function &f : module)
    if (f.getIntrinsicID() == llvm::Intrinsic::masked_store)
      for (llvm::User *user : f.users())
        stores.push_back(llvm::cast<llvm::IntrinsicInst>(user));
  for (llvm::IntrinsicInst *store : stores) {
    llvm::Value *vector = store->getArgOperand(0);
    auto *type = llvm::dyn_cast<llvm::FixedVectorType>(vector->getType());
    auto *mask = llvm::dyn_cast<llvm::Constant>(store->getArgOperand(store->arg_size() - 1));
    if (!type || !mask)
      continue;
    std::optional<unsigned> lane;
    bool isSingle = true;
    for (unsigned i = 0; i < type->getNumElements() && isSingle; ++i) {
      llvm::Constant *element = mask->getAggregateElement(i);
      bool isOff = element && element->isZeroValue();
      isSingle = isOff || (element && element->isOneValue() && !lane);
      if (!isOff)
        lane = i;
    }
    if (!isSingle || !lane)
      continue;
    llvm::IRBuilder<> b(store);
    llvm::Value *at = b.CreateConstInBoundsGEP1_64(type->getElementType(), store->getArgOperand(1), *lane);
    b.CreateAlignedStore(b.CreateExtractElement(vector, *lane), at, llvm::Align(1));
    store->eraseFromParent();
  }
}

static bool optimize(llvm::Module &module, llvm::TargetMachine &target, const JitOptions &options, std::string *error) {
  if (options.verify) {
    std::string problem;
    llvm::raw_string_ostream os(problem);
    if (llvm::verifyModule(module, &os))
      return fail(error, "invalid LLVM IR: " + problem);
  }
  if (options.optLevel == 0) {
    storeSingleLanes(module);
    return true;
  }
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = tuning.SLPVectorization = tuning.LoopInterleaving = false;
  llvm::PassBuilder builder(&target, tuning);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager graph;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(graph);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, graph, modules);
  llvm::ModulePassManager passes;
  if (options.optLevel == 1) {
    if (llvm::Error bad = builder.parsePassPipeline(passes, kShortList))
      return fail(error, llvm::toString(std::move(bad)));
  } else {
    passes = builder.buildPerModuleDefaultPipeline(options.optLevel == 2 ? llvm::OptimizationLevel::O2
                                                                         : llvm::OptimizationLevel::O3);
  }
  passes.run(module, modules);
  storeSingleLanes(module);
  return true;
}

bool mlir::nnf::usesTiles(const llvm::Module &code) {
  return llvm::any_of(code, [](const llvm::Function &f) {
    return f.getName().starts_with("llvm.x86.tile") || f.getName().starts_with("llvm.x86.tdp");
  });
}

static bool generate(llvm::Module &module, llvm::TargetMachine &target, llvm::CodeGenFileType type,
                     llvm::SmallVectorImpl<char> &out, std::string *error) {
  // At its lowest level LLVM has no code for tile registers that a loop carries.
  llvm::CodeGenOptLevel level = target.getOptLevel();
  llvm::scope_exit restore([&] { target.setOptLevel(level); });
  if (level == llvm::CodeGenOptLevel::None && usesTiles(module))
    target.setOptLevel(llvm::CodeGenOptLevel::Less);
  llvm::raw_svector_ostream os(out);
  llvm::legacy::PassManager passes;
  if (type == llvm::CodeGenFileType::ObjectFile) {
    llvm::MCContext *machineCode;
    if (target.addPassesToEmitMC(passes, machineCode, os, /*DisableVerify=*/true))
      return fail(error, "the target cannot make object code");
  } else if (target.addPassesToEmitFile(passes, os, nullptr, type, /*DisableVerify=*/true)) {
    return fail(error, "the target cannot make assembly");
  }
  passes.run(module);
  return true;
}

static bool checkLevels(const JitOptions &options, std::string *error) {
  if (options.optLevel < 0 || options.optLevel > 3)
    return fail(error, "the optimisation level must be from 0 to 3, got " + Twine(options.optLevel));
  if (options.codegenLevel < 0 || options.codegenLevel > 3)
    return fail(error, "the code generation level must be from 0 to 3, got " + Twine(options.codegenLevel));
  return true;
}

/// The target machine of the options' level, for the caller alone as long as `lock` lives. Null and `error` on failure.
static llvm::TargetMachine *lockTarget(Jit::Impl &impl, const JitOptions &options, std::unique_lock<std::mutex> &lock,
                                       std::string *error) {
  if (!checkLevels(options, error))
    return nullptr;
  Machine &machine = impl.machines[options.codegenLevel];
  lock = std::unique_lock<std::mutex>(machine.mutex);
  llvm::Expected<llvm::TargetMachine *> target = impl.getTarget(machine, options.codegenLevel);
  if (target)
    return *target;
  fail(error, llvm::toString(target.takeError()));
  return nullptr;
}

bool Jit::emit(ModuleOp module, EmitKind kind, const JitOptions &options, std::string &out, std::string *error) {
  std::unique_lock<std::mutex> lock;
  llvm::TargetMachine *target = lockTarget(*impl, options, lock, error);
  if (!target)
    return false;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code = ::translate(module, context, *target, error);
  if (!code)
    return false;
  if (kind != EmitKind::LLVMIR && !optimize(*code, *target, options, error))
    return false;
  if (kind == EmitKind::LLVMIR || kind == EmitKind::OptimizedLLVMIR) {
    llvm::raw_string_ostream os(out);
    code->print(os, nullptr);
    return true;
  }
  llvm::SmallVector<char, 0> bytes;
  auto type = kind == EmitKind::Assembly ? llvm::CodeGenFileType::AssemblyFile : llvm::CodeGenFileType::ObjectFile;
  if (!::generate(*code, *target, type, bytes, error))
    return false;
  out.assign(bytes.begin(), bytes.end());
  return true;
}

std::unique_ptr<llvm::Module> Jit::translate(ModuleOp module, const JitOptions &options, llvm::LLVMContext &context,
                                             std::string *error) {
  std::unique_lock<std::mutex> lock;
  llvm::TargetMachine *target = lockTarget(*impl, options, lock, error);
  if (!target)
    return nullptr;
  std::unique_ptr<llvm::Module> code = ::translate(module, context, *target, error);
  if (!code || !optimize(*code, *target, options, error))
    return nullptr;
  return code;
}

bool Jit::generate(llvm::Module &module, const JitOptions &options, std::string &out, std::string *error) {
  std::unique_lock<std::mutex> lock;
  llvm::TargetMachine *target = lockTarget(*impl, options, lock, error);
  if (!target)
    return false;
  llvm::SmallVector<char, 0> bytes;
  if (!::generate(module, *target, llvm::CodeGenFileType::ObjectFile, bytes, error))
    return false;
  out.append(bytes.begin(), bytes.end());
  return true;
}

std::unique_ptr<llvm::MemoryBuffer> Jit::compile(ModuleOp module, const JitOptions &options, std::string *error,
                                                 CompileTimes *times) {
  CompileTimes unused;
  CompileTimes &t = times ? *times : unused;
  std::unique_lock<std::mutex> lock;
  llvm::TargetMachine *target = lockTarget(*impl, options, lock, error);
  if (!target)
    return nullptr;
  llvm::LLVMContext context;
  std::unique_ptr<llvm::Module> code;
  {
    Stopwatch watch(&t.translate);
    code = ::translate(module, context, *target, error);
    if (!code)
      return nullptr;
  }
  {
    Stopwatch watch(&t.opt);
    if (!optimize(*code, *target, options, error))
      return nullptr;
  }
  Stopwatch watch(&t.codegen);
  llvm::SmallVector<char, 0> bytes;
  if (!::generate(*code, *target, llvm::CodeGenFileType::ObjectFile, bytes, error))
    return nullptr;
  t.objectBytes = bytes.size();
  return std::make_unique<llvm::SmallVectorMemoryBuffer>(std::move(bytes), "nnf", /*RequiresNullTerminator=*/false);
}

//===--------------------------------------------------------------------------------------------------------===//
// Loading and the cache
//===--------------------------------------------------------------------------------------------------------===//

void *Jit::load(std::unique_ptr<llvm::MemoryBuffer> object, llvm::StringRef symbol, std::shared_ptr<void> &keepAlive,
                std::string *error, CompileTimes *times) {
  Stopwatch watch(times ? &times->link : nullptr);
  std::lock_guard<std::mutex> lock(impl->loadMutex);
  auto failed = [&](llvm::Error problem) -> void * {
    fail(error, "linking failed: " + llvm::toString(std::move(problem)));
    return nullptr;
  };
  if (llvm::Error problem = impl->start())
    return failed(std::move(problem));
  // Problems are reported by the lookup; the session would print them to stderr as well.
  std::string reported;
  impl->lljit->getExecutionSession().setErrorReporter(
      [&](llvm::Error problem) { reported += llvm::toString(std::move(problem)); });
  auto library = impl->lljit->createJITDylib("kernel" + std::to_string(impl->loaded++));
  if (!library)
    return failed(library.takeError());
  library->addToLinkOrder(*impl->runtime);
  auto unload = [impl = impl, library = &*library](void *) {
    std::lock_guard<std::mutex> lock(impl->loadMutex);
    llvm::consumeError(impl->lljit->getExecutionSession().removeJITDylib(*library));
  };
  llvm::Error problem = impl->lljit->addObjectFile(*library, std::move(object));
  void *address = nullptr;
  if (!problem) {
    auto found = impl->lljit->lookup(*library, symbol);
    if (found)
      address = found->toPtr<void *>();
    else
      problem = found.takeError();
  }
  impl->lljit->getExecutionSession().setErrorReporter([](llvm::Error e) { llvm::consumeError(std::move(e)); });
  if (problem) {
    std::string text = llvm::toString(std::move(problem));
    fail(error, "linking failed: " + (reported.empty() ? text : reported));
    llvm::consumeError(impl->lljit->getExecutionSession().removeJITDylib(*library));
    return nullptr;
  }
  keepAlive = std::shared_ptr<void>(address, unload);
  return address;
}

std::unique_ptr<llvm::MemoryBuffer> Jit::lookup(llvm::StringRef key, const JitOptions &options) {
  return lookupObject(options.cacheDir.empty() ? getDefaultCacheDir() : options.cacheDir, key);
}

bool Jit::store(llvm::StringRef key, llvm::MemoryBufferRef object, const JitOptions &options) {
  return storeObject(options.cacheDir.empty() ? getDefaultCacheDir() : options.cacheDir, key, object);
}
