//===- LossRegression.cpp - losses with variances -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Losses.h"
#include "nnf/Conversion/Parts.h"
#include "nnf/Formulas/LossDistance.h"
#include "nnf/IR/ops/LossRegression.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerLossRegressionDecompositions(MLIRContext *context);
}

/// log(v) / 2 + (x - y)^2 / (2 v) with v = max(var, eps).
static Values gaussianNllLoss(GaussianNllLossOp op, GaussianNllLossOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), target = adaptor.getTarget(), var = adaptor.getVar();
  int64_t inputRank = t.rank(x), n = std::max(inputRank, t.rank(target));
  Type element = getElementTypeOrSelf(op.getType()), compute = t.computeType(element);
  checkNotNegative(t, var, "nnf.gaussian_nll_loss: var");
  // A variance that lacks the last dimension runs along the others.
  Along vars{var, {}};
  for (int64_t d = 0; d < t.rank(var); ++d)
    vars.dims.push_back(n - inputRank + d);
  double eps = op.getEps();
  Value losses = t.map({t.aligned(x, n), t.aligned(target, n), vars}, n, compute, [&](Scalars s) {
    const scalar::Emit &e = *s[0]->emit();
    auto wide = [&](int i) { return ScalarIR(e, t.convert(e.b, e.loc, s[i]->value(e, compute), compute)); };
    return scalar::gaussianNll(wide(0) - wide(1), scalar::clampMin(wide(2), eps), op.getFull());
  });
  return SmallVector<Value>{reduceLosses(t, losses, op.getReduction(), element)};
}

void nnf::registerLossRegressionDecompositions(MLIRContext *context) {
  attach<GaussianNllLossOp, gaussianNllLoss>(context);
}
