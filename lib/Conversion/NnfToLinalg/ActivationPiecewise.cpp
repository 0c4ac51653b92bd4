//===- ActivationPiecewise.cpp - prelu and rrelu ------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Philox.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/IR/ops/ActivationPiecewise.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerActivationPiecewiseDecompositions(MLIRContext *context);
}

static ScalarIR leaky(ScalarIR x, ScalarIR slope) { return select(x > ScalarIR(0.0), x, slope * x); }

/// The weight runs along the channels, dimension 1. One of a single element is stretched along a dimension, or has none.
static Values prelu(PreluOp op, PreluOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), w = adaptor.getWeight();
  int64_t n = t.rank(x);
  if (t.rank(w) == 1 && n < 2) // no channels
    w = tensor::CollapseShapeOp::create(t.b, t.loc, w, ArrayRef<ReassociationIndices>{});
  Along ws{w, t.rank(w) ? SmallVector<int64_t>{1} : SmallVector<int64_t>{}};
  return SmallVector<Value>{t.map({{x, t.range(n)}, ws}, n, t.elementType(x), [](Scalars s) { return leaky(*s[0], *s[1]); })};
}

static Values rrelu(RreluOp op, RreluOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  SmallVector<int64_t> all = t.range(n);
  Type element = t.elementType(x), compute = t.computeType(element);
  double lower = op.getLower(), upper = op.getUpper();
  if (!op.getTraining())
    return SmallVector<Value>{
        t.map({{x, all}}, n, element, [&](Scalars s) { return leaky(*s[0], ScalarIR((lower + upper) / 2)); })};
  SmallVector<Value> extents;
  for (OpFoldResult size : t.sizesOf({{x, all}}, n))
    extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, size));
  return SmallVector<Value>{t.map({{x, all}}, n, element, [&](Scalars s) {
    const scalar::Emit &e = *s[0]->emit();
    ScalarIR u(e, emitUniform(e.b, e.loc, emitLinearIndex(e.b, e.loc, extents), adaptor.getSeed(), adaptor.getOffset(), compute));
    return leaky(*s[0], ScalarIR(lower) + u * ScalarIR(upper - lower));
  })};
}

void nnf::registerActivationPiecewiseDecompositions(MLIRContext *context) {
  attach<PreluOp, prelu>(context);
  attach<RreluOp, rrelu>(context);
}
