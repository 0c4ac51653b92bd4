//===- Passes.cpp - every pass under its command-line name --------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The groups of passes are the Passes.td files: CMake lists them, so that a new one is in every tool by being there. A
// unit of its own, because the generated declarations may be included once only.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Pass/Pass.h"
#include "nnf/InitAll.h"

namespace mlir::nnf {
#include "nnf/PassGroups.h.inc"
} // namespace mlir::nnf

void mlir::nnf::registerNnfPasses() {
#include "nnf/PassGroups.cpp.inc"
}
