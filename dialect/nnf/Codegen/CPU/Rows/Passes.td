//===- Passes.td - everything on the CPU that is not a contraction ------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_ROWS_PASSES_TD
#define NNF_CODEGEN_CPU_ROWS_PASSES_TD

include "mlir/Pass/PassBase.td"

def NnfCpuEmitRows : InterfacePass<"nnf-cpu-emit-rows", "::mlir::FunctionOpInterface"> {
  let summary = "Turn linalg on buffers into fused vector loops and parallel tasks";
  let description = [{
    Takes the linalg ops (and memref.copy) of a function on buffers, whatever they compute: elementwise, broadcasts,
    reductions over any dimensions, gathers, pooling windows. Ops that share parallel loops run in common loops, values
    pass between them in registers, and temporaries that only they use disappear. What remains is `scf.forall` over
    blocks of work and, inside, scf loops on vectors.

    ```mlir
    linalg.fill ins(%ninf : f32) outs(%m : memref<?xf32>)
    linalg.reduce { arith.maximumf } ins(%x : memref<?x?xf32>) outs(%m : memref<?xf32>) dimensions = [1]
    linalg.generic ... ins(%x, %m) outs(%e)     // e = exp(x - m)
    linalg.fill ins(%zero : f32) outs(%s : memref<?xf32>)
    linalg.reduce { arith.addf } ins(%e : memref<?x?xf32>) outs(%s : memref<?xf32>) dimensions = [1]
    linalg.generic ... ins(%e, %s) outs(%y)     // y = e / s
    // becomes, without %m, %e and %s
    scf.forall (%task) in (%tasks) {
      scf.for %row = ... {
        %max:2 = scf.for ... iter_args(...) -> (vector<16xf32>, vector<16xf32>) { ... }
        %sum:2 = scf.for ... { ... vector.store %exp, %y[%row, %j] ... }
        scf.for ... { ... vector.store %quotient, %y[%row, %j] ... }
      }
    }
    ```

    The order of the terms of a sum depends on the shape and the target alone: not on the number of threads.
    A whole row divided by a value of the row is multiplied by its reciprocal (error below 1.5 ULP).

    Ops whose loops cannot be analysed become plain loops.
  }];
  let options = [
    Option<"target", "target", "std::string", /*default=*/"\"host\"",
           "Machine to emit for: avx512, avx2, generic or host">,
    Option<"remarks", "remarks", "bool", /*default=*/"false",
           "Say of every op that was not vectorised why">
  ];
  let dependentDialects = ["::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
                           "::mlir::LLVM::LLVMDialect", "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect",
                           "::mlir::vector::VectorDialect"];
}

#endif // NNF_CODEGEN_CPU_ROWS_PASSES_TD
