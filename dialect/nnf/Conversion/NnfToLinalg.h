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
#include "nnf/IR/ShapeRule.h"
#include <functional>

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

/// The pass with further patterns, for targets that have a better form of an op than linalg: they need a benefit above 1.
/// The dialects of what they build are to be loaded by the passes behind.
using PopulateFn = std::function<void(const TypeConverter &, RewritePatternSet &)>;
std::unique_ptr<Pass> createConvertNnfToLinalgWith(PopulateFn more);

/// What every pattern that replaces an nnf op begins with: guards for all that the shape rule requires of dynamic
/// dimensions, and for result sizes that the declared types promise without the operands telling. Returns the results'
/// shapes.
FailureOr<SmallVector<Shape>> emitShapeGuards(Operation *op, ValueRange operands, OpBuilder &b);
/// And what it ends with: replaces `op`, with casts where a value knows more or less about its sizes than the result's
/// type.
void replaceWithCasts(Operation *op, ValueRange values, const TypeConverter &converter, ConversionPatternRewriter &rw);

/// Attach the decompositions of all families (external models of DecomposableOpInterface).
void registerNnfDecompositions(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_NNFTOLINALG_H
