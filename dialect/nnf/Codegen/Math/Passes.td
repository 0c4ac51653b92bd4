//===- Passes.td - passes of the vector math library ---------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_PASSES_TD
#define NNF_CODEGEN_MATH_PASSES_TD

include "mlir/Pass/PassBase.td"

def NnfExpandMath : Pass<"nnf-expand-math"> {
  let summary = "Replace math functions by arithmetic on scalars and vectors";
  let description = [{
    Rewrites the functions of the math dialect (exp, log, tanh, erf, ...) on f32, f64, f16 and bf16, scalar or vector of
    any static shape, into arith and math.fma, so that no call of a C library is left. A scalar and an element of a
    vector of whatever length get the same bits; so do all targets. Specials are those of C's Annex F, denormal
    arguments and results are kept.

    Also, truncations of f32 vectors to bf16 where the target has no instruction for them, and with `avx512` products
    with two halves of a power of two as the library's kernels write them, which become one vscalefps.

    ```mlir
    %0 = math.exp %x : vector<16xf32>
    // becomes, with avx512:
    %t = math.fma %clamped, %log2e, %magic : vector<16xf32>
    %n = arith.subf %t, %magic : vector<16xf32>
    // ... a polynomial %p of %clamped - %n * ln 2 ...
    %1 = llvm.call_intrinsic "llvm.x86.avx512.mask.scalef.ps.512"(%p, %n, %p, %all, %current) : ...
    ```
  }];
  let options = [
    Option<"avx512", "avx512", "bool", /*default=*/"false", "The machine has AVX-512 F and VL">,
    Option<"avx512bf16", "avx512bf16", "bool", /*default=*/"false", "The machine has AVX512-BF16">,
    Option<"fma", "fma", "bool", /*default=*/"true", "The machine has a fused multiply-add">,
    Option<"avx2", "avx2", "bool", /*default=*/"false", "The machine has AVX2">,
    Option<"globalTables", "global-tables", "bool", /*default=*/"false",
           "Tables that are looked up one element at a time become constant globals (for GPUs)">
  ];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::LLVM::LLVMDialect", "::mlir::math::MathDialect",
                           "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"];
}

#endif // NNF_CODEGEN_MATH_PASSES_TD
