//===- Compile.cpp - a module to an object --------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Variants.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "nnf/Runtime/CpuFeatures.h"
#include "nnf/Tooling/Executable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/TargetParser/Triple.h"

using namespace mlir;
using namespace mlir::nnf;
namespace rt = ::nnf::runtime;

/// What the code may use, as the runtime asks for it. On other architectures nothing is asked.
static uint64_t requiredFeatures(const Jit &jit) {
  uint64_t features = 0;
  if (llvm::Triple(jit.triple()).isX86_64())
    for (int i = 0; i < rt::kX86FeatureCount; ++i)
      features |= uint64_t(jit.hasFeature(rt::kX86Features[i].name)) << i;
  return features;
}

/// The bits of AMX, whose tile registers a process has to ask for and may be refused.
static uint64_t tileFeatures() {
  uint64_t features = 0;
  for (int i = 0; i < rt::kX86FeatureCount; ++i)
    features |= uint64_t(rt::kX86Features[i].state == rt::kTile) << i;
  return features;
}

/// The same processor without AMX, for where it is refused.
static bool makeWithoutTiles(const Variant &variant, const AotOptions &options, Variant &without, std::string *error) {
  std::string features = options.features;
  for (int i = 0; i < rt::kX86FeatureCount; ++i)
    if (rt::kX86Features[i].state == rt::kTile)
      features += (features.empty() ? "-" : ",-") + std::string(rt::kX86Features[i].name);
  without.jit = Jit::create(error, variant.jit->isHost() ? "native" : variant.cpu, features);
  if (!without.jit)
    return false;
  without.cpu = variant.cpu + "-without-amx";
  without.features = variant.features & ~tileFeatures();
  return true;
}

/// A Jit for each processor, the most demanding first. False and `error` where one is unknown or named twice.
static bool makeVariants(const AotOptions &options, std::vector<Variant> &variants, std::string *error) {
  std::vector<std::string> cpus = options.cpus;
  if (cpus.empty())
    cpus.push_back("native");
  for (const std::string &cpu : cpus) {
    Variant variant;
    variant.jit = Jit::create(error, cpu, options.features);
    if (!variant.jit)
      return false;
    variant.cpu = variant.jit->cpu().str();
    variant.features = requiredFeatures(*variant.jit);
    if (llvm::any_of(variants, [&](const Variant &other) { return other.cpu == variant.cpu; })) {
      *error = "the processor " + variant.cpu + " is named twice";
      return false;
    }
    variants.push_back(std::move(variant));
  }
  llvm::sort(variants, [](const Variant &a, const Variant &b) {
    return std::pair(-llvm::popcount(a.features), a.cpu) < std::pair(-llvm::popcount(b.features), b.cpu);
  });
  return true;
}

/// "x86_64-pc-linux-gnu x86-64-v4, x86-64-v3"; for one processor with the features that it has beside its name.
static std::string describeTarget(llvm::ArrayRef<Variant> variants, StringRef features) {
  std::vector<std::string> names;
  for (const Variant &variant : variants)
    names.push_back(variant.cpu);
  std::string text = variants.front().jit->triple().str() + " " + llvm::join(names, ", ");
  if (variants.size() > 1)
    return features.empty() ? text : text + " " + features.str();
  // LLVM lists the host's in no order, and those it does not have.
  SmallVector<StringRef> present;
  variants.front().jit->features().split(present, ',', -1, /*KeepEmpty=*/false);
  llvm::erase_if(present, [](StringRef feature) { return feature.front() != '+'; });
  llvm::sort(present);
  return present.empty() ? text : text + " " + llvm::join(present, ",");
}

/// The copy that is compiled, with what is not exported made private.
static OwningOpRef<ModuleOp> exportOnly(ModuleOp module, StringRef function, std::string *error) {
  OwningOpRef<ModuleOp> copy(module.clone());
  bool any = false;
  for (auto f : copy->getOps<FunctionOpInterface>()) {
    if (f.isExternal())
      continue;
    if (!function.empty() && f.getName() != function)
      f.setPrivate();
    any |= f.isPublic();
  }
  if (any)
    return copy;
  *error = function.empty() ? "the module has no public function with a body"
                            : "the module has no public function @" + function.str() + " with a body";
  return {};
}

static bool compileVariant(ModuleOp module, Variant &variant, const AotOptions &options, StringRef target,
                           llvm::LLVMContext &context, std::string *error) {
  DialectRegistry registry;
  registerCpuPipelineDialects(registry);
  module.getContext()->appendDialectRegistry(registry);
  OwningOpRef<ModuleOp> copy(module.clone());
  CpuPipelineOptions pipeline;
  pipeline.target = target.str();
  PassManager passes(module.getContext(), ModuleOp::getOperationName());
  passes.enableVerifier(false);
  // Functions that nobody exports are compiled where they are called.
  passes.addPass(createSymbolDCEPass());
  buildNnfToCPU(passes, completeOptions(*variant.jit, pipeline));
  if (failed(passes.run(*copy))) {
    *error = "the compilation pipeline failed";
    return false;
  }
  variant.code = variant.jit->translate(*copy, options.jit, context, error);
  return variant.code != nullptr;
}

std::unique_ptr<AotObject> mlir::nnf::compileAhead(ModuleOp module, const AotOptions &options, bool wantCode,
                                                   std::string *error) {
  llvm::LLVMContext context; // Outlives the variants' code.
  std::vector<Variant> variants;
  OwningOpRef<ModuleOp> exported = exportOnly(module, options.function, error);
  if (!exported || !makeVariants(options, variants, error))
    return nullptr;
  std::string target = describeTarget(variants, options.features);
  auto result = std::make_unique<AotObject>();
  for (size_t i = 0; i < variants.size(); ++i) {
    Variant &variant = variants[i];
    if (!compileVariant(*exported, variant, options, target, context, error))
      return nullptr;
    // The signature is the same for all.
    if (result->kernels.empty())
      result->kernels = readKernels(*variant.code);
    if (!wantCode)
      return result;
    if (!(variant.features & tileFeatures()))
      continue;
    if (usesTiles(*variant.code)) {
      Variant without;
      if (!makeWithoutTiles(variant, options, without, error))
        return nullptr;
      variants.insert(variants.begin() + i + 1, std::move(without));
    } else {
      variant.features &= ~tileFeatures();
    }
  }
  std::unique_ptr<llvm::Module> combined = combineVariants(variants, target, error);
  if (!combined || !variants.back().jit->generate(*combined, options.jit, result->code, error))
    return nullptr;
  return result;
}
