//===- LossDistance.cpp - losses made of distances ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Losses.h"
#include "nnf/Conversion/Norm.h"
#include "nnf/IR/ops/Distance.h"
#include "nnf/IR/ops/LossDistance.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerLossDistanceDecompositions(MLIRContext *context);
}

/// cos = sum(a b) / sqrt((sum(a a) + e) (sum(b b) + e)); the loss is 1 - cos where the target is 1, max(0, cos - margin) at -1.
static Values cosineEmbeddingLoss(CosineEmbeddingLossOp op, CosineEmbeddingLossOp::Adaptor adaptor, TensorBuilder &t) {
  Value a = adaptor.getInput1(), b = adaptor.getInput2(), target = adaptor.getTarget();
  int64_t n = t.rank(a), last = n - 1;
  Along as{a, t.range(n)}, bs{b, t.range(n)};
  Type own = t.elementType(a), element = getElementTypeOrSelf(op.getType()), compute = t.computeType(element);
  Type given = getElementTypeOrSelf(op.getInput1().getType());
  double margin = op.getMargin();
  // All three are over the shape that the inputs broadcast to. A bool is one bit of a byte: its product stays one.
  auto dot = [&](int i, int j) {
    auto product = [&](Scalars s) { return *s[i] * *s[j]; };
    if (isa<FloatType>(own))
      return t.sum({as, bs}, n, last, product);
    Value wide = t.cast_(t.map({as, bs}, n, own, product), t.b.getI64Type(), given.isUnsignedInteger());
    return t.cast_(t.sum({{wide, t.range(n)}}, n, last, [](Scalars s) { return *s[0]; }), compute);
  };
  Value products = dot(0, 1), squares1 = dot(0, 0), squares2 = dot(1, 1);
  bool isUnsigned = getElementTypeOrSelf(op.getTarget().getType()).isUnsignedInteger();
  SmallVector<int64_t> samples = t.range(last);
  Value losses = t.map({{products, samples}, {squares1, samples}, {squares2, samples}, {target, t.range(t.rank(target))}}, last,
                       compute, [&](Scalars s) {
                         const scalar::Emit &e = *s[0]->emit();
                         ScalarIR tiny(1e-12), zero(0.0);
                         ScalarIR cos = *s[0] / sqrt((*s[1] + tiny) * (*s[2] + tiny));
                         ScalarIR y(e, t.convert(e.b, e.loc, s[3]->value(e, compute), compute, isUnsigned));
                         ScalarIR apart = scalar::clampMin(cos - ScalarIR(margin), 0.0);
                         return select(equals(y, ScalarIR(1.0)), ScalarIR(1.0) - cos, zero) +
                                select(equals(y, ScalarIR(-1.0)), apart, zero);
                       });
  return SmallVector<Value>{reduceLosses(t, losses, op.getReduction(), element)};
}

/// max(0, margin + d(a, p) - d(a, n)), with min(d(a, n), d(p, n)) where `swap`.
static Value triplet(TensorBuilder &t, Value anchor, Value positive, Value negative, double margin, double p, double eps,
                     bool swap, bool isUnsigned, Reduction reduction) {
  Type own = t.elementType(anchor), element = isa<FloatType>(own) ? own : Type(t.b.getF32Type()), compute = t.computeType(element);
  int64_t n = t.rank(anchor) - 1;
  SmallVector<int64_t> all = t.range(n);
  // That of floats is an op, whose gradient is PyTorch's where rows are equal.
  auto between = [&](Value a, Value b) -> Value {
    if (!isa<FloatType>(own))
      return distance(t, a, b, p, eps, isUnsigned);
    return PairwiseDistanceOp::create(t.b, t.loc, t.cast_(a, compute), t.cast_(b, compute), p, eps, /*keepdim=*/false);
  };
  Value near = between(anchor, positive), far = between(anchor, negative), other;
  if (swap)
    other = between(positive, negative);
  Value losses = t.map({{near, all}, {far, all}, {other, swap ? all : SmallVector<int64_t>()}}, n, compute, [&](Scalars s) {
    const scalar::Emit &e = *s[0]->emit();
    ScalarIR least = *s[1];
    if (s[2])
      least = ScalarIR(e, arith::MinimumFOp::create(e.b, e.loc, s[1]->value(e, compute), s[2]->value(e, compute)));
    return scalar::clampMin(ScalarIR(margin) + *s[0] - least, 0.0);
  });
  return reduceLosses(t, losses, reduction, element);
}

template <class OpTy>
static bool isUnsigned(OpTy op) {
  return getElementTypeOrSelf(op.getAnchor().getType()).isUnsignedInteger();
}

static Values tripletMarginLoss(TripletMarginLossOp op, TripletMarginLossOp::Adaptor adaptor, TensorBuilder &t) {
  return SmallVector<Value>{triplet(t, adaptor.getAnchor(), adaptor.getPositive(), adaptor.getNegative(), op.getMargin(),
                                    op.getP(), op.getEps(), op.getSwap(), isUnsigned(op), op.getReduction())};
}

static Values tripletMarginWithDistanceLoss(TripletMarginWithDistanceLossOp op,
                                            TripletMarginWithDistanceLossOp::Adaptor adaptor, TensorBuilder &t) {
  return SmallVector<Value>{triplet(t, adaptor.getAnchor(), adaptor.getPositive(), adaptor.getNegative(), op.getMargin(),
                                    /*p=*/2, /*eps=*/1e-6, op.getSwap(), isUnsigned(op), op.getReduction())};
}

void nnf::registerLossDistanceDecompositions(MLIRContext *context) {
  attach<CosineEmbeddingLossOp, cosineEmbeddingLoss>(context);
  attach<TripletMarginLossOp, tripletMarginLoss>(context);
  attach<TripletMarginWithDistanceLossOp, tripletMarginWithDistanceLoss>(context);
}
