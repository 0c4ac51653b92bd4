//===- LossRegression.cpp - gradients of losses with variances -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossRegression.h"
#include "Vjp.h"
#include "nnf/Conversion/Parts.h"
#include "nnf/Formulas/LossDistance.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerLossRegressionVjps(MLIRContext *context);
}

/// That of the parts, for a variance that was raised to eps before: so that the maximum is not seen.
static Gradients gaussianNllLoss(GaussianNllLossOp op, ValueRange cotangents, TensorBuilder &t) {
  Value var = op.getVar();
  int64_t n = t.rank(var);
  double eps = op.getEps();
  checkNotNegative(t, var, "nnf.gaussian_nll_loss: var");
  IRMapping mapping;
  mapping.map(var, t.map({{var, t.range(n)}}, n, t.elementType(var), [&](Scalars s) { return scalar::clampMin(*s[0], eps); }));
  Operation *raised = t.b.clone(*op, mapping);
  Gradients gradients = gradientsByParts(raised, t.b, cotangents);
  raised->erase();
  return gradients;
}

void nnf::registerLossRegressionVjps(MLIRContext *context) { attachVjp<GaussianNllLossOp, gaussianNllLoss>(context); }
