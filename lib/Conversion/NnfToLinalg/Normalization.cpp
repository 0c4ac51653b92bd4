//===- Normalization.cpp - norms by statistics, in two passes, and by p-norms -----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/Conversion/Norm.h"
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

/// y = x / sqrt(mean(x x) + eps) * weight.
static Values rmsNorm(RmsNormOp op, RmsNormOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x), first = n - op.getNormalizedShape().size();
  SmallVector<int64_t> all = t.range(n), rest = t.range(first), reduced = llvm::to_vector(ArrayRef(all).drop_front(first));
  Type compute = t.computeTypeOf(x);
  double eps = op.getEps().value_or(std::ldexp(1.0, compute.isF64() ? -52 : -23));
  Value count = t.countOf(x, reduced, compute);
  Value squares = t.sum({{x, all}}, n, reduced, [](Scalars s) { return square(*s[0]); });
  Value inverse = t.map({{squares, rest}, {count, {}}}, first, compute,
                        [&](Scalars s) { return ScalarIR(1.0) / sqrt(*s[0] / *s[1] + ScalarIR(eps)); });
  return SmallVector<Value>{t.map({{x, all}, {inverse, rest}, {adaptor.getWeight(), reduced}}, n, t.elementType(x),
                                  [](Scalars s) { return s[2] ? *s[0] * *s[1] * *s[2] : *s[0] * *s[1]; })};
}

/// The channels as (groups, channels of a group): layer_norm over all but samples and groups, then a scale and a bias.
static Values groupNorm(GroupNormOp op, GroupNormOp::Adaptor adaptor, TensorBuilder &t) {
  int64_t groups = op.getNumGroups();
  Value x = t.splitDim(adaptor.getInput(), 1, groups);
  int64_t n = t.rank(x);
  SmallVector<int64_t> all = t.range(n), reduced = t.range(n, {0, 1});
  Type compute = t.computeTypeOf(x);
  double eps = op.getEps();
  auto byGroup = [&](Value v) { return v ? Along{t.splitDim(v, 0, groups), {1, 2}} : Along{}; };
  Value count = t.countOf(x, reduced, compute);
  auto [mean, squares] = t.centredMoments(x, reduced, count);
  Value inverse = t.map({{squares, {0, 1}}, {count, {}}}, 2, compute,
                        [&](Scalars s) { return ScalarIR(1.0) / sqrt(*s[0] / *s[1] + ScalarIR(eps)); });
  Value y = t.map({{x, all}, {mean, {0, 1}}, {inverse, {0, 1}}, byGroup(adaptor.getWeight()), byGroup(adaptor.getBias())},
                  n, t.elementType(x), [](Scalars s) {
                    ScalarIR v = (*s[0] - *s[1]) * *s[2];
                    if (s[3])
                      v = v * *s[3];
                    return s[4] ? v + *s[4] : v;
                  });
  SmallVector<ReassociationIndices> together{{0}, {1, 2}};
  for (int64_t d = 3; d < n; ++d)
    together.push_back({d});
  return SmallVector<Value>{tensor::CollapseShapeOp::create(t.b, t.loc, y, together)};
}

/// Statistics by (sample, channel); the running ones by channel.
static Values instanceNorm(InstanceNormOp op, InstanceNormOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), runningMean = adaptor.getRunningMean(), runningVar = adaptor.getRunningVar();
  int64_t n = t.rank(x);
  Type element = t.elementType(x), compute = t.computeType(element);
  double eps = op.getEps(), momentum = op.getMomentum();
  SmallVector<int64_t> all = t.range(n), reduced = t.range(n, {0, 1}), where{1};
  Value mean = runningMean, variance = runningVar, count, squares;
  if (op.getUseInputStats()) {
    where = {0, 1};
    count = t.countOf(x, reduced, compute);
    std::tie(mean, squares) = t.centredMoments(x, reduced, count);
    variance = squares;
  }
  int64_t kept = where.size();
  Value inverse = t.map({{variance, t.range(kept)}, {count, {}}}, kept, compute, [&](Scalars s) {
    return ScalarIR(1.0) / sqrt((s[1] ? *s[0] / *s[1] : *s[0]) + ScalarIR(eps));
  });
  SmallVector<Value> results{t.map(
      {{x, all}, {mean, where}, {inverse, where}, {adaptor.getWeight(), {1}}, {adaptor.getBias(), {1}}}, n, element,
      [](Scalars s) {
        ScalarIR y = (*s[0] - *s[1]) * *s[2];
        if (s[3])
          y = y * *s[3];
        return s[4] ? y + *s[4] : y;
      })};
  if (!op.getUseInputStats() || !runningMean)
    return results;
  Value samples = t.countOf(x, {0}, compute);
  auto updated = [&](Value running, Value sum, Value divisor) {
    return t.map({{running, {0}}, {sum, {0}}, {samples, {}}, {divisor, {}}}, 1, t.elementType(running), [&](Scalars s) {
      ScalarIR total = s[3] ? *s[1] / (*s[3] - ScalarIR(1.0)) : *s[1];
      return ScalarIR(1 - momentum) * *s[0] + ScalarIR(momentum) * (total / *s[2]);
    });
  };
  auto bySamples = [&](Value v) { return t.sum({{v, {0, 1}}}, 2, {0}, [](Scalars s) { return *s[0]; }); };
  results.push_back(updated(runningMean, bySamples(mean), Value()));
  results.push_back(updated(runningVar, bySamples(squares), count));
  return results;
}

/// y = x / (k + alpha / size * (sum of neighbouring squares))^beta.
static Values localResponseNorm(LocalResponseNormOp op, LocalResponseNormOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x), size = op.getSize();
  SmallVector<int64_t> all = t.range(n);
  double alpha = op.getAlpha(), beta = op.getBeta(), k = op.getK();
  Value squares = t.map({{x, all}}, n, t.computeTypeOf(x), [](Scalars s) { return square(*s[0]); });
  Value sums = t.windowSum(squares, 1, size / 2, (size - 1) / 2);
  return SmallVector<Value>{t.map({{x, all}, {sums, all}}, n, getElementTypeOrSelf(op.getType()), [&](Scalars s) {
    return real(*s[0]) / pow(real(*s[1] / ScalarIR(size)) * ScalarIR(alpha) + ScalarIR(k), ScalarIR(beta));
  })};
}

/// y = x / max(norm, eps).
static Values normalize(NormalizeOp op, NormalizeOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  SmallVector<int64_t> all = t.range(n), dims = normDims(op.getDim(), n), rest = t.range(n, dims);
  double eps = op.getEps();
  Value norm = pNorm(t, {{x, all}}, n, dims, op.getP(), [](Scalars s) { return *s[0]; });
  return SmallVector<Value>{t.map({{x, all}, {norm, rest}}, n, t.elementType(x), [&](Scalars s) {
    return *s[0] / select(*s[1] < ScalarIR(eps), ScalarIR(eps), *s[1]);
  })};
}

void nnf::registerNormalizationDecompositions(MLIRContext *context) {
  attach<LayerNormOp, layerNorm>(context);
  attach<BatchNormOp, batchNorm>(context);
  attach<RmsNormOp, rmsNorm>(context);
  attach<GroupNormOp, groupNorm>(context);
  attach<InstanceNormOp, instanceNorm>(context);
  attach<LocalResponseNormOp, localResponseNorm>(context);
  attach<NormalizeOp, normalize>(context);
}
