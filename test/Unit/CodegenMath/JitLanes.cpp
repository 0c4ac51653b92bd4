//===- JitLanes.cpp - one vector function, compiled and callable ------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "CodegenMath/JitLanes.h"

#include "nnf/Codegen/Math/ExpandMath.h"

#include "mlir/AsmParser/AsmParser.h"
#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVMPass.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Export.h"
#include "llvm/ExecutionEngine/Orc/LLJIT.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/TargetParser/Host.h"

using namespace mlir;
using namespace mlir::nnf;

struct nnf::testing::JitLanes::Impl {
  std::unique_ptr<llvm::orc::LLJIT> jit;
};

bool nnf::testing::hostHasAvx512() {
  auto features = llvm::sys::getHostCPUFeatures();
  return features.lookup("avx512f") && features.lookup("avx512vl");
}

bool nnf::testing::hostHasAvx2() { return llvm::sys::getHostCPUFeatures().lookup("avx2"); }

/// Ends the test program: a helper that cannot compile has nothing to compare.
static void require(bool condition, const char *what) {
  if (!condition)
    llvm::report_fatal_error(what);
}

nnf::testing::JitLanes::JitLanes(const Options &options, Body body) : impl(std::make_unique<Impl>()) {
  DialectRegistry registry;
  registry.insert<arith::ArithDialect, cf::ControlFlowDialect, LLVM::LLVMDialect, math::MathDialect, scf::SCFDialect,
                  vector::VectorDialect>();
  registerBuiltinDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.loadAllAvailableDialects();

  // llvm.func @run(%in: !llvm.ptr, %out: !llvm.ptr) { store(body(load)) }
  Location loc = UnknownLoc::get(&context);
  OwningOpRef<ModuleOp> module = ModuleOp::create(loc);
  OpBuilder b = OpBuilder::atBlockEnd(module->getBody());
  Type pointer = LLVM::LLVMPointerType::get(&context);
  auto type = LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(&context), {pointer, pointer});
  auto function = LLVM::LLVMFuncOp::create(b, loc, "run", type);
  Block *entry = function.addEntryBlock(b);
  b.setInsertionPointToStart(entry);
  Type valueType = parseType(options.type, &context);
  require(bool(valueType), "bad type in test");
  Value x = LLVM::LoadOp::create(b, loc, valueType, entry->getArgument(0), /*alignment=*/1);
  LLVM::StoreOp::create(b, loc, body(b, loc, x), entry->getArgument(1), /*alignment=*/1);
  LLVM::ReturnOp::create(b, loc, ValueRange());

  PassManager expand(&context);
  NnfExpandMathOptions passOptions;
  passOptions.avx512 = options.target.avx512;
  passOptions.avx512bf16 = options.target.avx512bf16;
  passOptions.fma = options.target.fma;
  passOptions.avx2 = options.target.avx2;
  expand.addPass(createNnfExpandMath(passOptions));
  require(succeeded(expand.run(*module)), "nnf-expand-math failed");
  llvm::raw_string_ostream(expanded) << *module;

  PassManager lower(&context);
  lower.addPass(createSCFToControlFlowPass());
  lower.addPass(createConvertVectorToLLVMPass());
  lower.addPass(createConvertMathToLLVMPass());
  lower.addPass(createArithToLLVMConversionPass());
  lower.addPass(createConvertControlFlowToLLVMPass());
  lower.addPass(createReconcileUnrealizedCastsPass());
  require(succeeded(lower.run(*module)), "lowering to the llvm dialect failed");

  auto llvmContext = std::make_unique<llvm::LLVMContext>();
  std::unique_ptr<llvm::Module> llvmModule = translateModuleToLLVMIR(*module, *llvmContext);
  require(bool(llvmModule), "translation to LLVM IR failed");
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  auto machine = llvm::cantFail(llvm::orc::JITTargetMachineBuilder::detectHost());
  machine.setCodeGenOptLevel(llvm::CodeGenOptLevel::Less);
  impl->jit = llvm::cantFail(llvm::orc::LLJITBuilder().setJITTargetMachineBuilder(std::move(machine)).create());
  llvm::cantFail(
      impl->jit->addIRModule(llvm::orc::ThreadSafeModule(std::move(llvmModule), std::move(llvmContext))));
  this->function = llvm::cantFail(impl->jit->lookup("run")).toPtr<void (*)(const void *, void *)>();
}

nnf::testing::JitLanes::~JitLanes() = default;
