//===- Transpose.h - square blocks of elements, transposed in registers ---------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_TRANSPOSE_H
#define NNF_CODEGEN_CPU_TRANSPOSE_H

#include "mlir/IR/Builders.h"

namespace mlir::nnf {

/// The columns of a square block: `rows` are n vectors of n elements, n a power of two; element i of result k is element
/// k of row i. n * log2(n) `vector.shuffle`s, each one instruction on AVX2 and AVX-512; what is not used of the result
/// is dead code.
SmallVector<Value> transposeInRegisters(OpBuilder &b, Location loc, ArrayRef<Value> rows);

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_TRANSPOSE_H
