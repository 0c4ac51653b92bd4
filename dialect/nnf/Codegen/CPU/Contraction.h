//===- Contraction.h - matrix products and convolutions on the CPU ----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_CONTRACTION_H
#define NNF_CODEGEN_CPU_CONTRACTION_H

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Pass/Pass.h"
#include "nnf/Codegen/CPU/FusionReport.h"
#include "nnf/Codegen/CPU/Target.h"

namespace mlir::nnf {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "nnf/Codegen/CPU/Contraction/Passes.h.inc"

/// On the alloc and on the loop nest (or the `scf.forall`) that make a packed copy of a constant: together they read
/// nothing but that constant. nnf-hoist-init moves them to a function that runs once.
inline constexpr llvm::StringLiteral initAttrName = "nnf.init";
/// On a function argument that has the same contents in every call of one handle.
inline constexpr llvm::StringLiteral parameterAttrName = "nnf.parameter";

/// Emits the contractions and convolutions among the linalg ops on buffers in `function`, with the elementwise ops that
/// can be applied to their accumulators. Ops that are not contractions stay. `report` is told of every group.
void emitContractions(FunctionOpInterface function, const CpuTarget &target, FusionReport *report = nullptr);

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_CONTRACTION_H
