//===- Normalization.cpp - gradients of norms --------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Normalization.h"
#include "Vjp.h"
#include "nnf/Conversion/Norm.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerNormalizationVjps(MLIRContext *context);
}

/// With h = (x - mean) * inverse, g = dy * weight, and means over the normalised dimensions:
///   dx = inverse * (g - mean(g) - h * mean(g h)),  dweight = sum of dy h,  dbias = sum of dy  (over the other dimensions).
static Gradients layerNorm(LayerNormOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0], weight = op.getWeight();
  int64_t n = t.rank(x), first = n - op.getNormalizedShape().size();
  SmallVector<int64_t> all = t.range(n), rest = t.range(first), reduced = llvm::to_vector(ArrayRef(all).drop_front(first));
  Type element = t.elementType(x), compute = t.computeType(element);
  double eps = op.getEps();
  Value count = t.countOf(x, reduced, compute);
  auto [mean, squares] = t.centredMoments(x, reduced, count);
  Value inverse = t.map({{squares, rest}, {count, {}}}, first, compute,
                        [&](Scalars s) { return ScalarIR(1.0) / sqrt(*s[0] / *s[1] + ScalarIR(eps)); });
  Along xs{x, all}, dys{dy, all}, ms{mean, rest}, is{inverse, rest}, ws{weight, weight ? reduced : SmallVector<int64_t>()};
  auto scaled = [](const std::optional<ScalarIR> &dy, const std::optional<ScalarIR> &w) { return w ? *dy * *w : *dy; };
  Value sum = t.sum({dys, ws}, n, reduced, [&](Scalars s) { return scaled(s[0], s[1]); });
  Value dot = t.sum({xs, ms, is, dys, ws}, n, reduced,
                    [&](Scalars s) { return scaled(s[3], s[4]) * ((*s[0] - *s[1]) * *s[2]); });
  Value dx = t.map({xs, ms, is, dys, ws, {sum, rest}, {dot, rest}, {count, {}}}, n, element, [&](Scalars s) {
    ScalarIR h = (*s[0] - *s[1]) * *s[2];
    return *s[2] * (scaled(s[3], s[4]) - (*s[5] + h * *s[6]) / *s[7]);
  });
  SmallVector<Value> gradients{dx};
  if (weight)
    gradients.push_back(t.cast_(
        t.sum({xs, ms, is, dys}, n, rest, [](Scalars s) { return *s[3] * ((*s[0] - *s[1]) * *s[2]); }),
        t.elementType(weight)));
  if (Value bias = op.getBias())
    gradients.push_back(t.cast_(t.sum({dys}, n, rest, [](Scalars s) { return *s[0]; }), t.elementType(bias)));
  return gradients;
}

namespace {
/// The gradients of batch_norm by its operands, absent ones left out.
struct BatchGradients {
  Value input, runningMean, runningVar, weight, bias;

  SmallVector<Value> inOrder(BatchNormOp op) const {
    SmallVector<Value> gradients{input};
    for (auto [operand, gradient] : {std::pair(op.getRunningMean(), runningMean), std::pair(op.getRunningVar(), runningVar),
                                     std::pair(op.getWeight(), weight), std::pair(op.getBias(), bias)})
      if (operand)
        gradients.push_back(gradient);
    return gradients;
  }
};
} // namespace

/// In inference the statistics are operands like others:
///   dx = dy w inverse,  dmean = -w inverse sum(dy),  dvar = -w inverse^3 / 2 sum(dy (x - mean)).
/// In training, with h and means over a channel as for layer_norm, and the cotangents of the new statistics:
///   dx = w inverse (dy - mean(dy) - h mean(dy h)) + momentum (dnew_mean / n + 2 (x - mean) dnew_var / (n - 1)).
static Gradients batchNorm(BatchNormOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), weight = op.getWeight(), runningMean = op.getRunningMean(), runningVar = op.getRunningVar();
  bool training = op.getTraining();
  int64_t n = t.rank(x);
  SmallVector<int64_t> all = t.range(n), reduced = t.range(n, 1);
  Type element = t.elementType(x), compute = t.computeType(element);
  double eps = op.getEps(), momentum = op.getMomentum();
  Value dy = cotangents[0];
  if (!dy)
    dy = t.filled(t.sizesOf({{x, all}}, n), element, 0);
  Value mean = runningMean, squares, count;
  if (training) {
    count = t.countOf(x, reduced, compute);
    std::tie(mean, squares) = t.centredMoments(x, reduced, count);
  }
  Value inverse = t.map({{training ? squares : runningVar, {0}}, {count, {}}}, 1, compute, [&](Scalars s) {
    return ScalarIR(1.0) / sqrt((s[1] ? *s[0] / *s[1] : *s[0]) + ScalarIR(eps));
  });
  Along xs{x, all}, dys{dy, all}, ms{mean, {1}}, is{inverse, {1}}, ws{weight, {1}};
  Value sum = t.sum({dys}, n, reduced, [](Scalars s) { return *s[0]; });
  Value dot = t.sum({xs, ms, is, dys}, n, reduced, [](Scalars s) { return *s[3] * ((*s[0] - *s[1]) * *s[2]); });

  BatchGradients gradients;
  if (weight)
    gradients.weight = t.cast_(dot, t.elementType(weight));
  if (Value bias = op.getBias())
    gradients.bias = t.cast_(sum, t.elementType(bias));
  if (!training) {
    gradients.input = t.map({dys, is, ws}, n, element, [](Scalars s) { return s[2] ? *s[0] * (*s[1] * *s[2]) : *s[0] * *s[1]; });
    Along sums{sum, {0}}, dots{dot, {0}}, inverses{inverse, {0}}, weights{weight, {0}};
    gradients.runningMean = t.map({sums, inverses, weights}, 1, t.elementType(runningMean), [](Scalars s) {
      ScalarIR g = -(*s[0] * *s[1]);
      return s[2] ? g * *s[2] : g;
    });
    gradients.runningVar = t.map({dots, inverses, weights}, 1, t.elementType(runningVar), [](Scalars s) {
      ScalarIR g = ScalarIR(-0.5) * (*s[0] * square(*s[1]));
      return s[2] ? g * *s[2] : g;
    });
    return gradients.inOrder(op);
  }
  Value newMean = runningMean ? cotangents[1] : Value(), newVar = runningMean ? cotangents[2] : Value();
  gradients.input = t.map({xs, ms, is, dys, ws, {sum, {1}}, {dot, {1}}, {count, {}}, {newMean, {1}}, {newVar, {1}}}, n,
                          element, [&](Scalars s) {
                            ScalarIR d = *s[0] - *s[1], h = d * *s[2], scale = s[4] ? *s[2] * *s[4] : *s[2];
                            ScalarIR g = scale * (*s[3] - (*s[5] + h * *s[6]) / *s[7]);
                            if (s[8])
                              g = g + ScalarIR(momentum) * *s[8] / *s[7];
                            if (s[9])
                              g = g + ScalarIR(2 * momentum) * *s[9] * d / (*s[7] - ScalarIR(1.0));
                            return g;
                          });
  auto kept = [&](Value cotangent) {
    return cotangent ? t.map({{cotangent, {0}}}, 1, t.elementType(cotangent),
                             [&](Scalars s) { return ScalarIR(1 - momentum) * *s[0]; })
                     : Value();
  };
  gradients.runningMean = kept(newMean);
  gradients.runningVar = kept(newVar);
  return gradients.inOrder(op);
}

/// With q = k + alpha / size * (sum of neighbouring squares) and the neighbours seen from the other side:
///   dx = dy q^-beta - 2 alpha beta / size * x * (sum over neighbours of dy x q^(-beta - 1)).
static Gradients localResponseNorm(LocalResponseNormOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  int64_t n = t.rank(x), size = op.getSize();
  SmallVector<int64_t> all = t.range(n);
  Type element = t.elementType(x), compute = t.computeType(element);
  double alpha = op.getAlpha(), beta = op.getBeta(), k = op.getK();
  Value squares = t.map({{x, all}}, n, compute, [](Scalars s) { return square(*s[0]); });
  Value sums = t.windowSum(squares, 1, size / 2, (size - 1) / 2);
  Value energy = t.map({{sums, all}}, n, compute,
                       [&](Scalars s) { return *s[0] / ScalarIR(size) * ScalarIR(alpha) + ScalarIR(k); });
  Value shares = t.map({{x, all}, {dy, all}, {energy, all}}, n, compute,
                       [&](Scalars s) { return *s[0] * *s[1] * pow(*s[2], ScalarIR(-beta - 1)); });
  Value back = t.windowSum(shares, 1, (size - 1) / 2, size / 2);
  return SmallVector<Value>{t.map({{x, all}, {dy, all}, {energy, all}, {back, all}}, n, element, [&](Scalars s) {
    return *s[1] / pow(*s[2], ScalarIR(beta)) - ScalarIR(2 * alpha * beta / size) * *s[0] * *s[3];
  })};
}

/// With m = max(norm, eps): dx = dy / m - (sum(dy x) / m^2) dnorm / dx, the latter only where the norm is not below eps.
static Gradients normalize(NormalizeOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  int64_t n = t.rank(x);
  SmallVector<int64_t> all = t.range(n), dims = normDims(op.getDim(), n), rest = t.range(n, dims);
  double eps = op.getEps(), p = op.getP();
  auto self = [](Scalars s) { return *s[0]; };
  Value norm = pNorm(t, {{x, all}}, n, dims, p, self);
  Value ties = normTies(t, {{x, all}, {norm, rest}}, n, dims, p, self);
  Value dot = t.sum({{x, all}, {dy, all}}, n, dims, [](Scalars s) { return *s[0] * *s[1]; });
  return SmallVector<Value>{
      t.map({{x, all}, {dy, all}, {norm, rest}, {dot, rest}, {ties, ties ? rest : SmallVector<int64_t>()}}, n,
            t.elementType(x), [&](Scalars s) {
              ScalarIR slope = pNormPartial(*s[0], *s[2], p);
              if (s[4])
                slope = slope / *s[4];
              ScalarIR whole = *s[1] / *s[2] - (*s[3] / *s[2] / *s[2]) * slope;
              return select(*s[2] < ScalarIR(eps), *s[1] / ScalarIR(eps), whole);
            })};
}

void nnf::registerNormalizationVjps(MLIRContext *context) {
  attachVjp<LayerNormOp, layerNorm>(context);
  attachVjp<BatchNormOp, batchNorm>(context);
  attachVjpByParts<RmsNormOp, GroupNormOp, InstanceNormOp>(context);
  attachVjp<LocalResponseNormOp, localResponseNorm>(context);
  attachVjp<NormalizeOp, normalize>(context);
}
