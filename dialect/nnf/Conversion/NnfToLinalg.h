//===- NnfToLinalg.h - nnf to linalg on tensors ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
#ifndef NNF_CONVERSION_NNFTOLINALG_H
#define NNF_CONVERSION_NNFTOLINALG_H

#include "mlir/IR/PatternMatch.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Transforms/DialectConversion.h"

namespace mlir::nnf {

#define GEN_PASS_DECL
#define GEN_PASS_REGISTRATION
#include "nnf/Conversion/Passes.h.inc"

/// Unsigned tensors become signless ones, bool tensors bytes; everything else stays.
void populateNnfTypeConversions(TypeConverter &converter);

/// One pattern for formulas (with or without a reduction), one for composites and structured ops.
void populateNnfToLinalgPatterns(const TypeConverter &converter, RewritePatternSet &patterns);

/// The linalg and tensor ops between nnf ops follow `converter`: bool tensors are bytes, bools inside of bodies stay i1.
/// Marks all of them illegal in `target` while their types are not plain. `converter` must outlive the conversion.
void populatePlainElementPatterns(const TypeConverter &converter, RewritePatternSet &patterns, ConversionTarget &target);

/// Attach the decompositions of all families (external models of DecomposableOpInterface).
void registerNnfDecompositions(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_NNFTOLINALG_H
