//===- ActivationSmooth.cpp - glu ---------------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/Conversion/Parts.h"
#include "nnf/IR/ops/ActivationSmooth.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerActivationSmoothDecompositions(MLIRContext *context);
}

/// a * sigmoid(b) of the two halves.
static Values glu(GluOp op, GluOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x), dim = op.getDim() < 0 ? op.getDim() + n : op.getDim();
  SmallVector<int64_t> all = t.range(n);
  return SmallVector<Value>{t.map({{half(t, x, dim, false), all}, {half(t, x, dim, true), all}}, n, t.elementType(x),
                                  [](Scalars s) { return *s[0] * scalar::accurate::sigmoid(*s[1]); })};
}

void nnf::registerActivationSmoothDecompositions(MLIRContext *context) { attach<GluOp, glu>(context); }
