//===- Pass.cpp - registration, and nnf-differentiate as a pass -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Formula.h"
#include "Glue.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "nnf/Transforms/Differentiate.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_DIFFERENTIATE
#include "nnf/Transforms/Differentiate/Passes.h.inc"

// Families with a file in this folder; the list is made by CMake.
#define NNF_FAMILY(NAME) void register##NAME##Vjps(MLIRContext *context);
#include "nnf/Transforms/Differentiate/Families.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

void nnf::registerNnfVjps(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NnfDialect *) {
    attachFormulaVjps(context);
#define NNF_FAMILY(NAME) register##NAME##Vjps(context);
#include "nnf/Transforms/Differentiate/Families.inc"
  });
  registry.addExtension(+[](MLIRContext *context, arith::ArithDialect *) { attachScalarVjps(context, "arith."); });
  registry.addExtension(+[](MLIRContext *context, math::MathDialect *) { attachScalarVjps(context, "math."); });
  registry.addExtension(+[](MLIRContext *context, linalg::LinalgDialect *) { attachLinalgVjps(context); });
  registry.addExtension(+[](MLIRContext *context, tensor::TensorDialect *) { attachTensorVjps(context); });
}

namespace {
struct DifferentiatePass : nnf::impl::DifferentiateBase<DifferentiatePass> {
  using DifferentiateBase::DifferentiateBase;

  void runOnOperation() override {
    func::FuncOp f = chooseFunction();
    VjpOptions options;
    options.name = name;
    options.arguments.assign(arguments.begin(), arguments.end());
    options.results = results;
    if (!f || failed(buildVjpFunction(f, options)))
      signalPassFailure();
  }

  /// The function by its name, or the only one; null after an error.
  func::FuncOp chooseFunction() {
    ModuleOp module = getOperation();
    if (!function.empty()) {
      auto f = module.lookupSymbol<func::FuncOp>(function);
      if (!f)
        module.emitOpError("has no function '") << function << "' to differentiate";
      return f;
    }
    SmallVector<func::FuncOp> candidates;
    for (auto f : module.getOps<func::FuncOp>())
      if (!f.isExternal())
        candidates.push_back(f);
    if (candidates.size() == 1)
      return candidates.front();
    module.emitOpError("has ") << candidates.size() << " functions with a body: name the one to differentiate (function=)";
    return {};
  }
};
} // namespace
