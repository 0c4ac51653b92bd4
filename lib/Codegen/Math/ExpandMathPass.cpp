//===- ExpandMathPass.cpp - the pass nnf-expand-math ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/ExpandMath.h"
#include "nnf/Codegen/Math/Lookup.h"
#include "nnf/Codegen/Math/RareBranches.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFEXPANDMATH
#include "nnf/Codegen/Math/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

namespace {

struct ExpandMathPass : nnf::impl::NnfExpandMathBase<ExpandMathPass> {
  using NnfExpandMathBase::NnfExpandMathBase;

  void runOnOperation() override {
    MathTarget target;
    target.avx512 = avx512;
    target.avx512bf16 = avx512bf16;
    target.fma = fma;
    target.avx2 = avx2;
    RewritePatternSet patterns(&getContext());
    populateExpandMathPatterns(patterns, target);

    GreedyRewriteConfig config;
    config.setRegionSimplificationLevel(GreedySimplifyRegionLevel::Disabled);
    if (failed(applyPatternsGreedily(getOperation(), std::move(patterns), config)))
      return signalPassFailure();
    vecmath::branchAroundRare(getOperation());
    if (globalTables && getOperation()->hasTrait<OpTrait::SymbolTable>())
      vecmath::moveTablesToGlobals(getOperation());
  }
};

} // namespace
