//===- Passes.td - conversions out of the dialect -------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_PASSES_TD
#define NNF_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertNnfToLinalg : Pass<"convert-nnf-to-linalg"> {
  let summary = "Lower every nnf op to linalg on tensors";
  let description = [{
    After this pass only upstream dialects are left: linalg, tensor, arith, math, scf, cf, func. Formula ops become one
    `linalg.generic` each, reducing losses one with a reduction, composites and structured ops what their
    `decompose` builds. What a shape rule requires of dynamic dimensions becomes `cf.assert` before the computation.

    Element types lose their signedness (ui8 becomes i8; the ops know what they meant) and bool tensors become bytes
    (i8, 0 or 1) at function boundaries, since a vector load of i1 would read packed bits.

    ```mlir
    %y = nnf.silu %x : tensor<?xf32>
    // becomes
    %y = linalg.generic {...} ins(%x : tensor<?xf32>) outs(%e : tensor<?xf32>) {
    ^bb0(%in: f32, %out: f32):
      ...
      linalg.yield %v : f32
    } -> tensor<?xf32>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
                           "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
                           "::mlir::tensor::TensorDialect", "::mlir::vector::VectorDialect"];
}

#endif // NNF_CONVERSION_PASSES_TD
