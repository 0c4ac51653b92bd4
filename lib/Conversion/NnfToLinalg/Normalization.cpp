//===- Normalization.cpp - layer_norm and batch_norm in two passes ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/IR/ops/Normalization.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerNormalizationDecompositions(MLIRContext *context);
}

static Values layerNorm(LayerNormOp op, LayerNormOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x), first = n - op.getNormalizedShape().size();
  SmallVector<int64_t> all = t.range(n), rest = t.range(first), reduced = llvm::to_vector(ArrayRef(all).drop_front(first));
  Type compute = t.computeTypeOf(x);
  double eps = op.getEps();
  Value count = t.countOf(x, reduced, compute);
  auto [mean, squares] = t.centredMoments(x, reduced, count);
  Value inverse = t.map({{squares, rest}, {count, {}}}, first, compute,
                        [&](Scalars s) { return ScalarIR(1.0) / sqrt(*s[0] / *s[1] + ScalarIR(eps)); });
  return SmallVector<Value>{t.map({{x, all}, {mean, rest}, {inverse, rest}, {adaptor.getWeight(), reduced},
                                   {adaptor.getBias(), reduced}},
                                  n, t.elementType(x), [](Scalars s) {
                                    ScalarIR y = (*s[0] - *s[1]) * *s[2];
                                    if (s[3])
                                      y = y * *s[3];
                                    return s[4] ? y + *s[4] : y;
                                  })};
}

static Values batchNorm(BatchNormOp op, BatchNormOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), runningMean = adaptor.getRunningMean(), runningVar = adaptor.getRunningVar();
  Value weight = adaptor.getWeight(), bias = adaptor.getBias();
  int64_t n = t.rank(x);
  Type element = t.elementType(x), compute = t.computeType(element);
  double eps = op.getEps(), momentum = op.getMomentum();
  bool training = op.getTraining();
  SmallVector<int64_t> all = t.range(n), reduced = t.range(n, 1);
  Value mean = runningMean, squares, count;
  if (training) {
    count = t.countOf(x, reduced, compute);
    std::tie(mean, squares) = t.centredMoments(x, reduced, count);
  }
  // weight / sqrt(var + eps), a channel.
  Value scale = t.map({{training ? squares : runningVar, {0}}, {count, {}}, {weight, {0}}}, 1, compute, [&](Scalars s) {
    ScalarIR variance = s[1] ? *s[0] / *s[1] : *s[0];
    ScalarIR inverse = ScalarIR(1.0) / sqrt(variance + ScalarIR(eps));
    return s[2] ? inverse * *s[2] : inverse;
  });
  SmallVector<Value> results{t.map({{x, all}, {mean, {1}}, {scale, {1}}, {bias, {1}}}, n, element, [](Scalars s) {
    ScalarIR y = (*s[0] - *s[1]) * *s[2];
    return s[3] ? y + *s[3] : y;
  })};
  if (training && runningMean) {
    results.push_back(t.map({{runningMean, {0}}, {mean, {0}}}, 1, t.elementType(runningMean), [&](Scalars s) {
      return ScalarIR(1 - momentum) * *s[0] + ScalarIR(momentum) * *s[1];
    }));
    results.push_back(t.map({{runningVar, {0}}, {squares, {0}}, {count, {}}}, 1, t.elementType(runningVar), [&](Scalars s) {
      return ScalarIR(1 - momentum) * *s[0] + ScalarIR(momentum) * (*s[1] / (*s[2] - ScalarIR(1.0)));
    }));
  }
  return results;
}

void nnf::registerNormalizationDecompositions(MLIRContext *context) {
  attach<LayerNormOp, layerNorm>(context);
  attach<BatchNormOp, batchNorm>(context);
}
