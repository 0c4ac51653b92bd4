//===- ExpandMath.h - math functions to arithmetic --------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_EXPANDMATH_H
#define NNF_CODEGEN_MATH_EXPANDMATH_H

#include "nnf/Codegen/Math/MathTarget.h"

#include "mlir/Pass/Pass.h"

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mlir::nnf {

/// Rewrites the functions of the math dialect on f32, f64, f16 and bf16 (scalars and vectors of any static shape) into
/// arith, math.fma, math.roundeven, math.copysign and, where `target` has the instructions, calls of LLVM intrinsics:
/// the arith, math, scf, vector and LLVM dialects must be loaded. Ops on other types, scalable vectors are left alone.
void populateExpandMathPatterns(RewritePatternSet &patterns, const MathTarget &target);

/// arith.truncf of f32 to bf16 (round to nearest even, NaN stays NaN) and arith.extf back, scalar or vector, as integer
/// arithmetic: for targets without an instruction for the former. Part of the above unless the target has one.
void populateExpandBF16ConversionPatterns(RewritePatternSet &patterns);

#define GEN_PASS_DECL
#include "nnf/Codegen/Math/Passes.h.inc"
#define GEN_PASS_REGISTRATION
#include "nnf/Codegen/Math/Passes.h.inc"

} // namespace mlir::nnf

#endif // NNF_CODEGEN_MATH_EXPANDMATH_H
