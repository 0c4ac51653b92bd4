//===- ReportScalar.cpp - say what was not vectorised -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFREPORTSCALAR
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

namespace {
struct ReportScalar : nnf::impl::NnfReportScalarBase<ReportScalar> {
  void runOnOperation() override {
    getOperation().walk([](linalg::LinalgOp op) {
      // A handful of elements is no loss.
      constexpr int64_t few = 64;
      int64_t elements = 1;
      for (int64_t range : op.getStaticLoopRanges())
        elements = ShapedType::isDynamic(range) || range > few ? few + 1 : std::min(elements * range, few + 1);
      if (elements > few)
        op->emitRemark() << "'" << op->getName() << "' was not vectorised: it runs as scalar loops on one thread";
    });
  }
};
} // namespace
