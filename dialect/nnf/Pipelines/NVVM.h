//===- NVVM.h - nnf to NVIDIA kernels and PTX ------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_PIPELINES_NVVM_H
#define NNF_PIPELINES_NVVM_H

#include "mlir/Pass/PassOptions.h"
#include "mlir/Support/LLVM.h"
#include <string>

namespace mlir {
class DialectRegistry;
class OpPassManager;
} // namespace mlir

namespace mlir::nnf {

/// What decides the device code.
struct NvvmPipelineOptions : PassPipelineOptions<NvvmPipelineOptions> {
  Option<std::string> chip{*this, "chip", llvm::cl::desc("GPU architecture, such as sm_80 or sm_90"),
                           llvm::cl::init("sm_90")};
  Option<std::string> features{*this, "features", llvm::cl::desc("PTX version, such as +ptx80"),
                               llvm::cl::init("+ptx80")};
  Option<int64_t> blockSize{*this, "block-size", llvm::cl::desc("Threads a block, a multiple of 32 up to 1024"),
                            llvm::cl::init(256)};
  Option<bool> ptx{*this, "ptx", llvm::cl::desc("Go on from the nvvm dialect to PTX text in a gpu.binary"),
                   llvm::cl::init(false)};
};

/// Appends the passes from nnf (or linalg on tensors) to gpu.modules of NVVM and LLVM ops: the same fused linalg as on the
/// CPU, bufferised, one launch a loop nest, device math of our own. The host part keeps gpu.launch_func. Needs no CUDA.
void buildNnfToNVVM(OpPassManager &pm, const NvvmPipelineOptions &options);

/// The dialects and models the pipeline needs, the NVPTX target included.
void registerNvvmPipelineDialects(DialectRegistry &registry);

/// Registers `--nnf-to-nvvm`.
void registerNvvmPipeline();

} // namespace mlir::nnf

#endif // NNF_PIPELINES_NVVM_H
