//===- Passes.td - matrix products and convolutions on the CPU ----------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_CONTRACTION_PASSES_TD
#define NNF_CODEGEN_CPU_CONTRACTION_PASSES_TD

include "mlir/Pass/PassBase.td"

def NnfCpuEmitContractions : InterfacePass<"nnf-cpu-emit-contractions", "::mlir::FunctionOpInterface"> {
  let summary = "Turn contractions and convolutions on buffers into tiled vector code";
  let description = [{
    Takes every linalg op on buffers that is a sum of products (matrix products of all kinds, convolutions), together
    with what starts its accumulators (a fill, a broadcast bias) and the elementwise ops that follow it, and emits one
    parallel loop over blocks. A block keeps a tile of accumulators in registers over the whole sum; the elementwise
    ops are applied to the accumulators before they are stored, so that no intermediate goes through memory.

    ```mlir
    linalg.fill ins(%zero : f32) outs(%c : memref<512x64xf32>)
    linalg.matmul ins(%a, %b : memref<512x768xf32>, memref<768x64xf32>) outs(%c : memref<512x64xf32>)
    // becomes
    scf.forall (%block) in (4) {
      // copy a panel of %b, then
      scf.for %i = ... {
        %acc:24 = scf.for %k = ... iter_args(...) -> (vector<16xf32>, ...) { ... vector.fma ... }
        vector.store %acc#0, %c[...] ...
      }
    }
    ```

    Copies of an operand that is read many times (weights) are made by a loop nest of their own. Where the operand is a
    constant (a `memref.get_global`, or a function argument marked `nnf.parameter`) that nest and its `memref.alloc`
    carry the attribute `nnf.init`: they depend on nothing else and may be moved to an initialisation function.

    Sums of products of bf16 numbers take the machine's own instructions for them: `amx.tile_mulf` on tiles of 16 x 16
    sums, or `x86vector.avx512.dot` on vectors of pairs. Both take numbers below 2^-126 for zeros; with a machine that
    has neither, numbers are widened to f32 first and none is lost.

    Every other op is left as it is.
  }];
  let options = [
    Option<"target", "target", "std::string", /*default=*/"\"host\"",
           "Machine to emit for: avx512, avx512bf16, amx, avx2, generic or host">
  ];
  let dependentDialects = ["::mlir::amx::AMXDialect", "::mlir::arith::ArithDialect", "::mlir::LLVM::LLVMDialect",
                           "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect",
                           "::mlir::x86vector::X86VectorDialect"];
}

#endif // NNF_CODEGEN_CPU_CONTRACTION_PASSES_TD
