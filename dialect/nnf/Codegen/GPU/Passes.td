//===- Passes.td - from linalg on buffers to NVIDIA kernels ---------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_GPU_PASSES_TD
#define NNF_CODEGEN_GPU_PASSES_TD

include "mlir/Pass/PassBase.td"

def GpuLaunch : Pass<"nnf-gpu-launch", "::mlir::func::FuncOp"> {
  let summary = "Turn every loop nest of a function into a gpu.launch";
  let description = [{
    The generic path: each linalg op (and each top-level loop) on buffers becomes one kernel in which a thread computes
    one point of the parallel dimensions, flattened to one grid dimension, and runs the reductions itself. Whatever has
    no parallel dimension runs in one thread, so that device memory is never touched from the host. Neighbouring threads
    take neighbouring elements of the last dimension, so loads and stores coalesce.

    What stays on the host besides sizes and launches, such as the loop of a recurrence, is a remark of the category
    nnf-gpu-launch (`--remarks-filter-analyse=nnf-gpu-launch`).

    ```mlir
    linalg.generic {iterator_types = ["parallel", "reduction"]} ins(%x : memref<?x?xf32>) outs(%y : memref<?xf32>) {...}
    // becomes
    gpu.launch blocks(%bx, ...) in (%gx = ceildiv(%n, 256), ...) threads(%tx, ...) in (%sx = 256, ...) {
      %i = %bx * 256 + %tx
      scf.if %i < %n { scf.for %k ... }
    }
    ```
  }];
  let options = [Option<"blockSize", "block-size", "int64_t", "256", "Threads a block, a multiple of 32 up to 1024">];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::gpu::GPUDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect"];
}

def GpuKernelsToNVVM : Pass<"nnf-gpu-kernels-to-nvvm", "::mlir::gpu::GPUModuleOp"> {
  let summary = "Lower a gpu.module to the NVVM and LLVM dialects, without libdevice";
  let description = [{
    Unlike upstream's conversion this one leaves no call of NVIDIA's libdevice behind: functions have been expanded to
    arithmetic before, and what is left of the math dialect (fma, sqrt, fabs, floor, ...) is an LLVM intrinsic that the
    NVPTX back end has an instruction for. The result needs no CUDA to become PTX.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::NVVM::NVVMDialect"];
}

def GpuWritePtx : Pass<"nnf-gpu-write-ptx", "::mlir::ModuleOp"> {
  let summary = "Write the PTX of every gpu.binary to a file of its own";
  let description = [{
    `<directory>/<name>.ptx` for each `gpu.binary @name` that `--nnf-to-nvvm=ptx=true` made. PTX that refers to a function
    nobody defines is an error here, rather than in the driver. No file is written where one of them is wrong.
  }];
  let options = [Option<"directory", "directory", "std::string", "\".\"", "An existing folder">];
}

#endif // NNF_CODEGEN_GPU_PASSES_TD
