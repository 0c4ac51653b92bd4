//===- NVVM.cpp - nnf to NVIDIA kernels and PTX --------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Pipelines/NVVM.h"
#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Conversion/GPUCommon/GPUToLLVM.h"
#include "mlir/Conversion/NVVMToLLVM/NVVMToLLVM.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Dialect/Arith/Transforms/Passes.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/GPU/Transforms/Passes.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Target/LLVM/NVVM/Target.h"
#include "mlir/Target/LLVMIR/Dialect/Builtin/BuiltinToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/GPU/GPUToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/LLVMIR/LLVMToLLVMIRTranslation.h"
#include "mlir/Target/LLVMIR/Dialect/NVVM/NVVMToLLVMIRTranslation.h"
#include "mlir/Transforms/Passes.h"
#include "nnf/Codegen/Buffers/Passes.h"
#include "nnf/Codegen/GPU/Passes.h"
#include "nnf/Codegen/Math/ExpandMath.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/Pipelines/CPU.h"

using namespace mlir;
using namespace mlir::nnf;

void nnf::buildNnfToNVVM(OpPassManager &pm, const NvvmPipelineOptions &options) {
  // To fused linalg on buffers: the same as on the CPU.
  CpuPipelineOptions shared;
  shared.stopAfter = Stage::Bufferized;
  buildNnfToCPU(pm, shared);

  // One launch a loop nest, outlined. Loops that carry a buffer through, unchanged, no longer do.
  pm.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  pm.addNestedPass<func::FuncOp>(createGpuLaunch(GpuLaunchOptions{options.blockSize.getValue()}));
  pm.addPass(createCanonicalizerPass());
  pm.addPass(createCSEPass());
  pm.addPass(createGpuLaunchSinkIndexComputationsPass());
  pm.addPass(createGpuKernelOutliningPass());

  // Device code: functions become arithmetic, loops branches, then NVVM.
  OpPassManager &kernels = pm.nest<gpu::GPUModuleOp>();
  NnfExpandMathOptions math;
  math.globalTables = true;
  kernels.addPass(createNnfExpandMath(math));
  kernels.addPass(memref::createExpandStridedMetadataPass());
  kernels.addPass(createLowerAffinePass());
  kernels.addPass(arith::createArithExpandOpsPass());
  kernels.addPass(createCanonicalizerPass());
  kernels.addPass(createCSEPass());
  kernels.addPass(createSCFToControlFlowPass());
  GpuNVVMAttachTargetOptions target;
  target.chip = options.chip;
  target.features = options.features;
  target.optLevel = 3;
  pm.addPass(createGpuNVVMAttachTarget(target));
  OpPassManager &nvvm = pm.nest<gpu::GPUModuleOp>();
  nvvm.addPass(createGpuKernelsToNVVM());
  nvvm.addPass(createCanonicalizerPass());
  nvvm.addPass(createCSEPass());
  nvvm.addPass(createReconcileUnrealizedCastsPass());
  if (!options.ptx)
    return;
  GpuModuleToBinaryPassOptions binary;
  binary.compilationTarget = "isa";
  pm.addPass(createGpuModuleToBinaryPass(binary));
}

void nnf::registerNvvmPipelineDialects(DialectRegistry &registry) {
  registerCpuPipelineDialects(registry);
  registry.insert<gpu::GPUDialect, NVVM::NVVMDialect>();
  NVVM::registerNVVMTargetInterfaceExternalModels(registry);
  registerBuiltinDialectTranslation(registry);
  registerGPUDialectTranslation(registry);
  registerLLVMDialectTranslation(registry);
  registerNVVMDialectTranslation(registry);
}

void nnf::registerNvvmPipeline() {
  PassPipelineRegistration<NvvmPipelineOptions>(
      "nnf-to-nvvm", "Lower nnf to GPU kernels in the nvvm dialect (with ptx=true: to PTX text), without CUDA",
      [](OpPassManager &pm, const NvvmPipelineOptions &options) { buildNnfToNVVM(pm, options); });
}
