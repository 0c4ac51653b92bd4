//===- Scalef.h - AVX-512's multiplication by a power of two ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_SCALEF_H
#define NNF_CODEGEN_MATH_SCALEF_H

#include "mlir/IR/Builders.h"

namespace mlir::nnf::vecmath {

/// Whether `type` is a 1-D static vector that divides into 512-bit registers, or is one 256-bit or 128-bit register.
bool hasScalef(Type type);

/// p * 2^n for integral n, rounded once: calls of the vscalefps / vscalefpd intrinsics (LLVM dialect), one for every
/// register. hasScalef(p.getType()) must hold.
Value createScalef(OpBuilder &builder, Location loc, Value p, Value n);

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_SCALEF_H
