//===- CPU.cpp - linalg on tensors to a callable function on the CPU ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Pipelines/CPU.h"

// One header a conversion: the umbrella of all of them costs 16 s.
#include "mlir/Conversion/AffineToStandard/AffineToStandard.h"
#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/ConvertToLLVM/ToLLVMPass.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/IndexToLLVM/IndexToLLVM.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MathToLibm/MathToLibm.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Conversion/ReconcileUnrealizedCasts/ReconcileUnrealizedCasts.h"
#include "mlir/Conversion/SCFToControlFlow/SCFToControlFlow.h"
#include "mlir/Conversion/UBToLLVM/UBToLLVM.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVM.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVMPass.h"
#include "mlir/Dialect/AMX/AMXDialect.h"
#include "mlir/Dialect/AMX/Transforms.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Bufferization/Transforms/FuncBufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/ControlFlow/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Dialect/Linalg/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/SCF/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tensor/IR/TensorInferTypeOpInterfaceImpl.h"
#include "mlir/Dialect/Tensor/Transforms/BufferizableOpInterfaceImpl.h"
#include "mlir/Dialect/UB/IR/UBOps.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Dialect/X86Vector/X86VectorDialect.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "nnf/Codegen/Buffers/Passes.h"
#include "nnf/Codegen/CPU/Attention.h"
#include "nnf/Codegen/CPU/Contraction.h"
#include "nnf/Codegen/CPU/Rows.h"
#include "nnf/Codegen/Math/ExpandMath.h"
#include "nnf/Codegen/Runtime/Passes.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Pipelines/Passes.h"
#include "nnf/Transforms/Passes.h"

using namespace mlir;
using namespace mlir::nnf;

void nnf::registerCpuPipelineDialects(DialectRegistry &r) {
  r.insert<affine::AffineDialect, amx::AMXDialect, arith::ArithDialect, bufferization::BufferizationDialect, cf::ControlFlowDialect,
           func::FuncDialect, linalg::LinalgDialect, LLVM::LLVMDialect, math::MathDialect, memref::MemRefDialect,
           NnfDialect, scf::SCFDialect, tensor::TensorDialect, ub::UBDialect, vector::VectorDialect,
           x86vector::X86VectorDialect>();
  registerNnfDecompositions(r);
  arith::registerBufferizableOpInterfaceExternalModels(r);
  bufferization::func_ext::registerBufferizableOpInterfaceExternalModels(r);
  cf::registerBufferizableOpInterfaceExternalModels(r);
  linalg::registerBufferizableOpInterfaceExternalModels(r);
  scf::registerBufferizableOpInterfaceExternalModels(r);
  tensor::registerBufferizableOpInterfaceExternalModels(r);
  tensor::registerInferTypeOpInterfaceExternalModels(r);
  arith::registerConvertArithToLLVMInterface(r);
  cf::registerConvertControlFlowToLLVMInterface(r);
  index::registerConvertIndexToLLVMInterface(r);
  registerConvertAMXToLLVMInterface(r);
  registerConvertFuncToLLVMInterface(r);
  registerConvertMathToLLVMInterface(r);
  registerConvertMemRefToLLVMInterface(r);
  ub::registerConvertUBToLLVMInterface(r);
  vector::registerConvertVectorToLLVMInterface(r);
}

void CpuPipelineOptions::setMachine(llvm::function_ref<bool(StringRef)> has, bool isHost) {
  machine = CpuTarget::withFeatures(has);
  if (isHost)
    machine = machine->withHostCaches();
  math = MathTarget{has("avx512f") && has("avx512vl"), has("avx512bf16"), has("fma"), has("avx2")};
}

std::string CpuPipelineOptions::fingerprint() const {
  std::string text = "stage=" + std::to_string(static_cast<int>(stopAfter)) + " fuse=" + std::to_string(fuseLosses) +
                     " recognize=" + std::to_string(recognize) +
                     " threads=" + std::to_string(threads) +
                     " vectorize=" + std::to_string(vectorize) + " profile=" + std::to_string(profile);
  if (machine)
    text += " machine=" + machine->fingerprint();
  if (math)
    text += " math=" + std::to_string(math->avx512) + std::to_string(math->avx512bf16) + std::to_string(math->fma) +
            std::to_string(math->avx2);
  return text;
}

namespace {
/// nnf-cpu-emit-contractions for a machine that has no name.
struct EmitContractions : PassWrapper<EmitContractions, InterfacePass<FunctionOpInterface>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(EmitContractions)
  EmitContractions(const CpuTarget &target, FusionReport *report) : target(target), report(report) {}
  StringRef getArgument() const override { return "nnf-cpu-emit-contractions-for-machine"; }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<amx::AMXDialect, arith::ArithDialect, LLVM::LLVMDialect, memref::MemRefDialect, scf::SCFDialect,
                    vector::VectorDialect, x86vector::X86VectorDialect>();
  }
  void runOnOperation() override {
    if (!getOperation().isExternal())
      emitContractions(getOperation(), target, report);
  }
  CpuTarget target;
  FusionReport *report;
};

/// nnf-cpu-emit-rows for a machine that has no name.
struct EmitRows : PassWrapper<EmitRows, InterfacePass<FunctionOpInterface>> {
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(EmitRows)
  EmitRows(const CpuTarget &target, bool remarks, FusionReport *report)
      : target(target), remarks(remarks), report(report) {}
  StringRef getArgument() const override { return "nnf-cpu-emit-rows-for-machine"; }
  void getDependentDialects(DialectRegistry &registry) const override {
    registry.insert<affine::AffineDialect, arith::ArithDialect, linalg::LinalgDialect, LLVM::LLVMDialect,
                    math::MathDialect, memref::MemRefDialect, scf::SCFDialect, vector::VectorDialect>();
  }
  void runOnOperation() override {
    if (!getOperation().isExternal())
      emitRows(getOperation(), target, remarks, report);
  }
  CpuTarget target;
  bool remarks;
  FusionReport *report;
};
} // namespace

/// nnf and what stands beside it to linalg on tensors, fused.
static void buildLinalg(OpPassManager &pm, const CpuPipelineOptions &o) {
  pm.addPass(createNnfInlineCalls());
  if (o.recognize)
    pm.addPass(createRecognizeFunctions());
  if (o.fuseLosses)
    pm.addPass(createFuseLosses());
  pm.addNestedPass<func::FuncOp>(createNnfRecordSignature());
  // Ops of arith and math on whole tensors are linalg on their elements.
  pm.addNestedPass<func::FuncOp>(createConvertElementwiseToLinalgPass());
  // Other targets take over from linalg, on tensors or on buffers.
  if (o.stopAfter == Stage::Linalg || o.stopAfter == Stage::Bufferized || !o.vectorize)
    pm.addPass(createConvertNnfToLinalg());
  else
    pm.addPass(createConvertNnfToLinalgWith(
        [machine = o.machine.value_or(CpuTarget::host())](const TypeConverter &converter, RewritePatternSet &patterns) {
          populateCpuAttentionPatterns(converter, machine, patterns);
        }));
  pm.addPass(createNnfShapeFunctions());
  // The size of an op's result is that of its operand: nothing but the next op asks for the result itself.
  pm.addNestedPass<func::FuncOp>(memref::createResolveRankedShapeTypeResultDimsPass());
  pm.addPass(createNnfFuseElementwise());
}

/// Tensors to buffers.
static void buildBuffers(OpPassManager &pm) {
  pm.addNestedPass<func::FuncOp>(createNnfPrepareBufferization());
  bufferization::OneShotBufferizePassOptions options;
  options.bufferizeFunctionBoundaries = true;
  // Where sizes change from one iteration to the next.
  options.allowReturnAllocsFromLoops = true;
  options.functionBoundaryTypeConversion = bufferization::LayoutMapOption::IdentityLayoutMap;
  pm.addPass(bufferization::createOneShotBufferizePass(options));
  pm.addNestedPass<func::FuncOp>(createNnfResultsToOutParams());
  pm.addNestedPass<func::FuncOp>(createNnfHoistAssertions());
  pm.addNestedPass<func::FuncOp>(createNnfCopiesToLinalg());
}

/// linalg on buffers to loops and vectors.
static void buildVector(OpPassManager &pm, const CpuPipelineOptions &o) {
  // Asking the processor takes time: only where nobody has.
  CpuTarget machine = o.machine ? *o.machine : CpuTarget::host();
  if (o.profile)
    pm.addPass(createNnfRecordWork());
  if (o.vectorize)
    pm.addNestedPass<func::FuncOp>(std::make_unique<EmitContractions>(machine, o.fusion));
  pm.addPass(createNnfHoistInit({o.remarks}));
  if (o.vectorize)
    pm.addNestedPass<func::FuncOp>(std::make_unique<EmitRows>(machine, o.remarks, o.fusion));
  pm.addNestedPass<func::FuncOp>(createConvertLinalgToLoopsPass());
  pm.addNestedPass<func::FuncOp>(createNnfPlaceDeallocs());
  pm.addPass(createNnfPlanMemory());
}

/// Loops on buffers to the llvm dialect behind the runtime's calling convention.
static void buildLLVM(OpPassManager &pm, const CpuPipelineOptions &o) {
  pm.addPass(createNnfEntryPoints({o.target, o.build}));
  if (o.profile)
    pm.addPass(createNnfMarkKernels());
  pm.addPass(createNnfOutlineTasks({o.threads}));
  pm.addPass(createNnfShareTasks());
  MathTarget math = o.math.value_or(MathTarget());
  pm.addPass(createNnfExpandMath({math.avx512, math.avx512bf16, math.fma, math.avx2}));
  pm.addPass(createNnfLowerViews());
  pm.addPass(createLowerAffinePass());
  pm.addPass(createSCFToControlFlowPass());
  pm.addPass(createNnfLowerRuntimeOps());
  // What is left of the math dialect has instructions, or, without a fused multiply-add, a library function. In this
  // order: the latter pass would unroll a vector math.fma into calls of fmaf.
  pm.addPass(createConvertMathToLLVMPass());
  pm.addPass(createConvertMathToLibmPass());
  // Masks, shape casts and the like are not among what the last conversion knows.
  pm.addPass(createNnfBoundMasks());
  ConvertVectorToLLVMPassOptions vectors;
  vectors.force32BitVectorIndices = true;
  vectors.x86Vector = true;
  pm.addPass(createConvertVectorToLLVMPass(vectors));
  pm.addPass(createConvertToLLVMPass());
  pm.addPass(createReconcileUnrealizedCastsPass());
  pm.addPass(createNnfKernelTables());
}

void nnf::buildNnfToCPU(OpPassManager &pm, const CpuPipelineOptions &options) {
  buildLinalg(pm, options);
  if (options.stopAfter == Stage::Linalg)
    return;
  buildBuffers(pm);
  if (options.stopAfter == Stage::Bufferized)
    return;
  buildVector(pm, options);
  if (options.stopAfter == Stage::Vector)
    return;
  buildLLVM(pm, options);
}
