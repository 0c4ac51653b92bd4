//===- Lookup.h - tables of eight numbers in registers ---------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A kernel that takes the coefficients of a polynomial from a table looks them up by the low three bits of an integer.
// One element at a time, that is upstream IR:
//
//   %i = arith.andi %bits, %c7 : i32
//   %j = arith.index_castui %i : i32 to index
//   %c = vector.extract %table[%j] : f32 from vector<8xf32>
//
// For vectors there is no upstream op: the form used is AVX-512's permutation, one instruction there, which
// nnf-expand-math turns into something else for other machines.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_MATH_LOOKUP_H
#define NNF_CODEGEN_MATH_LOOKUP_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Builders.h"

namespace mlir {
class RewritePatternSet;
} // namespace mlir

namespace mlir::nnf {
struct MathTarget;
} // namespace mlir::nnf

namespace mlir::nnf::vecmath {

/// table[index & 7] for a table of 8 f32 numbers (vector<8xf32>). `index` is an i32, or a vector of i32 or index of
/// any static shape; of index values only what is below 2^32 is looked at.
Value createLookup(OpBuilder &builder, Location loc, DenseElementsAttr table, Value index);

/// The table, if `op` is the vector.extract of the scalar form above: of a constant of 8 f32 at one computed position.
DenseElementsAttr matchLookup(Operation *op);

/// The intrinsics that createLookup makes, for a machine without AVX-512: permutations of eight with `avx2`, one element
/// at a time otherwise.
void populateExpandLookupPatterns(RewritePatternSet &patterns, bool avx2);

/// Lookups in the scalar form below `symbolTable` read the table from a constant global of it (LLVM dialect): for GPUs,
/// where each thread would make a copy on its stack otherwise.
void moveTablesToGlobals(Operation *symbolTable);

} // namespace mlir::nnf::vecmath

#endif // NNF_CODEGEN_MATH_LOOKUP_H
