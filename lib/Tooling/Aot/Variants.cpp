//===- Variants.cpp - one module of LLVM IR for several processors --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
//   @f_kernel of each variant               @f_kernel.x86-64-v4, @f_kernel.x86-64-v3: internal
//                                      ->   @f.variants = {names, 2, {features, @f_kernel.x86-64-v4}, {…}}
//                                           @f.run(…) { return nnf_rt_variant_run(…, @f.variants); }   and so on
//                                           @f_kernel = {1, 56, strings, signature, @f.create, …, @f.run}
//
// Functions carry the name of their processor as attributes, so one run of LLVM's code generator does for all.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Variants.h"
#include "nnf/Runtime/Support.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/Linker/Linker.h"

using namespace llvm;
using namespace mlir::nnf;

static constexpr StringLiteral kKernelSuffix = "_kernel";

/// What the table of a kernel points to; the fields of nnf_kernel.
enum KernelField { Strings = 2, Signature = 3 };

/// A global that a kernel's table points to.
static const GlobalVariable *fieldOf(const GlobalVariable &table, KernelField field) {
  return cast<GlobalVariable>(table.getInitializer()->getAggregateElement(field)->stripPointerCasts());
}

static SmallVector<GlobalVariable *> exportedTables(Module &module) {
  SmallVector<GlobalVariable *> tables;
  for (GlobalVariable &global : module.globals())
    if (!global.isDeclaration() && global.hasExternalLinkage() && global.getName().ends_with(kKernelSuffix))
      tables.push_back(&global);
  llvm::sort(tables, [](auto *a, auto *b) { return a->getName() < b->getName(); });
  return tables;
}

std::vector<AotKernel> mlir::nnf::readKernels(const Module &code) {
  std::vector<AotKernel> kernels;
  for (GlobalVariable *table : exportedTables(const_cast<Module &>(code))) {
    AotKernel kernel;
    kernel.name = table->getName().drop_back(kKernelSuffix.size()).str();
    kernel.strings = cast<ConstantDataSequential>(fieldOf(*table, Strings)->getInitializer())->getAsString().str();
    auto *words = cast<Constant>(fieldOf(*table, Signature)->getInitializer());
    for (uint64_t i = 0, n = cast<ArrayType>(words->getType())->getNumElements(); i < n; ++i)
      kernel.signature.push_back(cast<ConstantInt>(words->getAggregateElement(i))->getSExtValue());
    kernels.push_back(std::move(kernel));
  }
  return kernels;
}

/// Gives a variant's definitions names of their own.
static void renameDefinitions(Module &module, StringRef cpu) {
  for (GlobalValue &value : module.global_values())
    if (!value.isDeclaration())
      value.setName(value.getName() + "." + cpu);
}

/// The linker leaves out what is neither visible nor used: what variants define is hidden when it is done.
static void hideDefinitions(Module &module) {
  for (GlobalValue &value : module.global_values())
    if (!value.isDeclaration() && value.hasExternalLinkage())
      value.setLinkage(GlobalValue::InternalLinkage);
}

/// The strings of a kernel with another target: name, target, build, names of tensors, each with a NUL behind.
static std::string withTarget(StringRef strings, StringRef target) {
  auto [name, afterName] = strings.split('\0');
  StringRef rest = afterName.split('\0').second;
  return (name + Twine('\0') + target + Twine('\0') + rest).str();
}

namespace {
/// Makes the exported table of one kernel.
class TableBuilder {
public:
  TableBuilder(Module &module, ArrayRef<Variant> variants)
      : module(module), variants(variants), context(module.getContext()), pointer(PointerType::get(context, 0)),
        i32(Type::getInt32Ty(context)), i64(Type::getInt64Ty(context)) {}

  void build(const AotKernel &kernel, StringRef target);

private:
  GlobalVariable *addConstant(Constant *value, const Twine &name, GlobalValue::LinkageTypes linkage) {
    return new GlobalVariable(module, value->getType(), /*isConstant=*/true, linkage, value, name);
  }
  Function *addEntry(const Twine &name, StringRef callee, unsigned arguments, Constant *list);
  Constant *listVariants(StringRef name);

  Module &module;
  ArrayRef<Variant> variants;
  LLVMContext &context;
  PointerType *pointer;
  IntegerType *i32, *i64;
};
} // namespace

/// i32 name(…) { return callee(…, list); }
Function *TableBuilder::addEntry(const Twine &name, StringRef callee, unsigned arguments, Constant *list) {
  SmallVector<Type *> types(arguments, pointer);
  auto *entry =
      Function::Create(FunctionType::get(i32, types, /*isVarArg=*/false), GlobalValue::InternalLinkage, name, module);
  types.push_back(pointer);
  FunctionCallee runtime = module.getOrInsertFunction(callee, FunctionType::get(i32, types, /*isVarArg=*/false));
  entry->setDoesNotThrow();
  cast<Function>(runtime.getCallee())->setDoesNotThrow();
  // Runs before it is known what the processor can do.
  if (module.getTargetTriple().isX86_64()) {
    entry->addFnAttr("target-cpu", "x86-64");
    entry->addFnAttr("target-features", "");
  }
  IRBuilder<> b(BasicBlock::Create(context, "", entry));
  SmallVector<Value *> operands;
  for (Argument &argument : entry->args())
    operands.push_back(&argument);
  operands.push_back(list);
  CallInst *call = b.CreateCall(runtime, operands);
  call->setTailCall();
  b.CreateRet(call);
  return entry;
}

/// An nnf_rt_variants.
Constant *TableBuilder::listVariants(StringRef name) {
  std::vector<std::string> names;
  SmallVector<Constant *> entries;
  for (const Variant &variant : variants) {
    names.push_back(variant.cpu);
    Constant *table = module.getNamedGlobal((name + kKernelSuffix + "." + variant.cpu).str());
    entries.push_back(ConstantStruct::getAnon({ConstantInt::get(i64, variant.features), table}));
  }
  Constant *text = addConstant(ConstantDataArray::getString(context, join(names, ", ")), name + ".variant-names",
                               GlobalValue::PrivateLinkage);
  Constant *array = ConstantArray::get(ArrayType::get(entries.front()->getType(), entries.size()), entries);
  return addConstant(ConstantStruct::getAnon({text, ConstantInt::get(i64, entries.size()), array}), name + ".variants",
                     GlobalValue::InternalLinkage);
}

void TableBuilder::build(const AotKernel &kernel, StringRef target) {
  StringRef name = kernel.name;
  Constant *list = listVariants(name);
  Constant *strings =
      addConstant(ConstantDataArray::getString(context, withTarget(kernel.strings, target), /*AddNull=*/false),
                  name + ".strings", GlobalValue::PrivateLinkage);
  Constant *signature = addConstant(
      ConstantDataArray::get(context, ArrayRef<uint64_t>(reinterpret_cast<const uint64_t *>(kernel.signature.data()),
                                                         kernel.signature.size())),
      name + ".signature", GlobalValue::PrivateLinkage);
  FunctionCallee destroy =
      module.getOrInsertFunction("nnf_rt_destroy", FunctionType::get(Type::getVoidTy(context), {pointer}, false));
  Constant *table = ConstantStruct::getAnon(
      {ConstantInt::get(i32, NNF_ABI_VERSION), ConstantInt::get(i32, sizeof(nnf_kernel)), strings, signature,
       addEntry(name + ".create", "nnf_rt_variant_create", 3, list), cast<Constant>(destroy.getCallee()),
       addEntry(name + ".shapes", "nnf_rt_variant_shapes", 4, list),
       addEntry(name + ".run", "nnf_rt_variant_run", 4, list)});
  addConstant(table, name + kKernelSuffix, GlobalValue::ExternalLinkage);
}

std::unique_ptr<Module> mlir::nnf::combineVariants(MutableArrayRef<Variant> variants, StringRef target,
                                                   std::string *error) {
  std::vector<AotKernel> kernels = readKernels(*variants.front().code);
  std::unique_ptr<Module> combined;
  for (Variant &variant : variants) {
    renameDefinitions(*variant.code, variant.cpu);
    if (!combined)
      combined = std::move(variant.code);
    else if (Linker::linkModules(*combined, std::move(variant.code))) {
      *error = "the code for " + variant.cpu + " does not fit that for " + variants.front().cpu;
      return nullptr;
    }
  }
  hideDefinitions(*combined);
  TableBuilder builder(*combined, variants);
  for (const AotKernel &kernel : kernels)
    builder.build(kernel, target);
  return combined;
}
