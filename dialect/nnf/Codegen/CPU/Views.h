//===- Views.h - what views look at -------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_VIEWS_H
#define NNF_CODEGEN_CPU_VIEWS_H

#include "mlir/Dialect/MemRef/Utils/MemRefUtils.h"

namespace mlir::nnf {

/// The allocation, argument or global at the root of views; the value itself where the walk ends at anything else.
inline Value baseOf(Value memref) { return memref::skipViewLikeOps(cast<MemrefValue>(memref)); }

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_VIEWS_H
