//===- MathTarget.h - what the vector math library must know of the machine -------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_MATHTARGET_H
#define NNF_CODEGEN_MATH_MATHTARGET_H

namespace mlir::nnf {

/// Features that change which instructions the library emits. Results are the same with each of them.
struct MathTarget {
  /// AVX-512 F and VL: scaling by powers of two is vscalefps / vscalefpd.
  bool avx512 = false;
  /// AVX512-BF16: arith.truncf to bf16 is one instruction and is left alone.
  bool avx512bf16 = false;
  /// The machine has a fused multiply-add. Without one, f32 fma is made of f64 operations (exactly); f64 fma is left
  /// to the C library.
  bool fma = true;
  /// AVX2: tables in registers are looked up by permutations of eight lanes.
  bool avx2 = false;
};

} // namespace mlir::nnf

#endif // NNF_CODEGEN_MATH_MATHTARGET_H
