//===- KernelTables.cpp - what a compiled module exports ----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "nnf/Codegen/Runtime/Passes.h"
#include "nnf/Runtime/Support.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFKERNELTABLES
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// i32 f.create(handle, context, parameters) that leaves all to the runtime, for kernels without state.
static LLVM::LLVMFuncOp addCreate(RuntimeIR &ir, ModuleOp module, StringRef name) {
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  Location loc = module.getLoc();
  auto function = LLVM::LLVMFuncOp::create(b, loc, (name + ".create").str(),
                                           LLVM::LLVMFunctionType::get(ir.i32, {ir.ptr, ir.ptr, ir.ptr}));
  Block *entry = function.addEntryBlock(b);
  b.setInsertionPointToStart(entry);
  Value status = ir.call(b, loc, "nnf_rt_create",
                         {entry->getArgument(0), entry->getArgument(1),
                          ir.addressOf(b, loc, module.lookupSymbol<LLVM::GlobalOp>((name + ".signature").str())),
                          ir.addressOf(b, loc, module.lookupSymbol<LLVM::GlobalOp>((name + ".strings").str())),
                          entry->getArgument(2)});
  LLVM::ReturnOp::create(b, loc, status);
  return function;
}

/// llvm.mlir.global @f_kernel : an nnf_kernel
static void addTable(RuntimeIR &ir, ModuleOp module, StringRef name) {
  Location loc = module.getLoc();
  auto create = module.lookupSymbol<LLVM::LLVMFuncOp>((name + ".create").str());
  if (!create)
    create = addCreate(ir, module, name);
  create.setLinkage(LLVM::Linkage::Internal);
  OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
  auto type = LLVM::LLVMStructType::getLiteral(b.getContext(),
                                               {ir.i32, ir.i32, ir.ptr, ir.ptr, ir.ptr, ir.ptr, ir.ptr, ir.ptr});
  // Declares it where nothing else calls it.
  {
    OpBuilder::InsertionGuard guard(b);
    if (!module.lookupSymbol("nnf_rt_destroy"))
      LLVM::LLVMFuncOp::create(b, loc, "nnf_rt_destroy",
                               LLVM::LLVMFunctionType::get(LLVM::LLVMVoidType::get(b.getContext()), {ir.ptr}));
  }
  auto table = LLVM::GlobalOp::create(b, loc, type, /*isConstant=*/true, LLVM::Linkage::External,
                                      (name + "_kernel").str(), Attribute());
  b.createBlock(&table.getInitializerRegion());
  Value value = LLVM::PoisonOp::create(b, loc, type);
  int64_t field = 0;
  auto set = [&](Value v) { value = LLVM::InsertValueOp::create(b, loc, value, v, field++); };
  set(ir.constant32(b, loc, NNF_ABI_VERSION));
  set(ir.constant32(b, loc, sizeof(nnf_kernel)));
  for (StringRef suffix : {".strings", ".signature"})
    set(ir.addressOf(b, loc, module.lookupSymbol<LLVM::GlobalOp>((name + suffix).str())));
  for (std::string symbol : {(name + ".create").str(), std::string("nnf_rt_destroy"), (name + ".shapes").str(),
                             (name + ".run").str()})
    set(LLVM::AddressOfOp::create(b, loc, module.lookupSymbol<LLVM::LLVMFuncOp>(symbol)));
  LLVM::ReturnOp::create(b, loc, value);
}

namespace {
struct KernelTables : nnf::impl::NnfKernelTablesBase<KernelTables> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    RuntimeIR ir(module);
    SmallVector<StringAttr> kernels;
    for (auto f : module.getOps<LLVM::LLVMFuncOp>()) {
      auto kernel = f->getAttrOfType<StringAttr>(kKernelAttr);
      if (!kernel)
        continue;
      f.setLinkage(LLVM::Linkage::Internal);
      f.setDsoLocal(true);
      if (f->getAttrOfType<StringAttr>(kRoleAttr).getValue() == "run")
        kernels.push_back(kernel);
      f->removeAttr(kKernelAttr);
      f->removeAttr(kRoleAttr);
    }
    for (StringAttr kernel : kernels)
      addTable(ir, module, kernel.getValue());
  }
};
} // namespace
