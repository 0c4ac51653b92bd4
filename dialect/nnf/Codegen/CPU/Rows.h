//===- Rows.h - everything on the CPU that is not a contraction -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_ROWS_H
#define NNF_CODEGEN_CPU_ROWS_H

#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Pass/Pass.h"
#include "nnf/Codegen/CPU/FusionReport.h"
#include "nnf/Codegen/CPU/Target.h"

namespace mlir::nnf {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "nnf/Codegen/CPU/Rows/Passes.h.inc"

/// What the pass `nnf-cpu-emit-rows` does, for a target that has no name. With `remarks`, every op that was not
/// vectorised gets a remark that says why. `report` is told of every group.
void emitRows(FunctionOpInterface function, const CpuTarget &target, bool remarks = false, FusionReport *report = nullptr);

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_ROWS_H
