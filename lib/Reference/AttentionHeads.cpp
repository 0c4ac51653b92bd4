//===- AttentionHeads.cpp - attention of several heads, and in linear time, by definition ---------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Attention.h"
#include "Random.h"
#include "Rows.h"
#include <cmath>
#include <limits>

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerAttentionHeads(Handlers &handlers);
} // namespace mlir::nnf::reference

namespace {
using Vector = std::vector<long double>;

/// Sequences of vectors: element i of sample n at [i * samples + n].
struct Sequence {
  int64_t length, samples;
  std::vector<Vector> at;
};
} // namespace

/// x W^T + b, with the `rows` rows of W and elements of b from `first` on.
static Sequence linear(const Sequence &x, const Array &w, const Array *bias, int64_t first, int64_t rows) {
  Sequence y{x.length, x.samples, {}};
  int64_t width = w.dim(1);
  for (const Vector &v : x.at) {
    Vector out;
    for (int64_t r = first; r < first + rows; ++r) {
      long double sum = bias ? bias->number(r) : 0;
      for (int64_t i = 0; i < width; ++i)
        sum += v[i] * w.number(r * width + i);
      out.push_back(sum);
    }
    y.at.push_back(out);
  }
  return y;
}

/// (S, N, E) or (S, E).
static Sequence sequenceOf(const Array &a) {
  Sequence s{a.dim(0), a.rank() == 3 ? a.dim(1) : 1, {}};
  int64_t width = a.shape().back();
  for (int64_t i = 0; i < s.length * s.samples; ++i) {
    s.at.emplace_back();
    for (int64_t k = 0; k < width; ++k)
      s.at.back().push_back(a.number(i * width + k));
  }
  return s;
}

/// (N * H, S, E / H), with the heads side by side again.
static Sequence sequenceOfHeads(const Array &a, int64_t heads) {
  int64_t samples = a.dim(0) / heads, length = a.dim(1), width = a.dim(2);
  Sequence s{length, samples, std::vector<Vector>(length * samples, Vector(heads * width))};
  for (int64_t n = 0; n < samples; ++n)
    for (int64_t h = 0; h < heads; ++h)
      for (int64_t i = 0; i < length; ++i)
        for (int64_t k = 0; k < width; ++k)
          s.at[i * samples + n][h * width + k] = a.number(((n * heads + h) * length + i) * width + k);
  return s;
}

static void append(Sequence &s, const Vector &v) {
  s.at.insert(s.at.end(), s.samples, v);
  ++s.length;
}

/// What a mask adds to a score.
static long double addend(const Array &mask, int64_t i) {
  return mask.isFloat() ? mask.number(i) : mask.number(i) ? -std::numeric_limits<long double>::infinity() : 0;
}

static LogicalResult multiHeadAttention(MultiHeadAttentionForwardOp op, Machine &m) {
  const Array &query = m.get(op.getQuery());
  const Array *bias = m.find(op.getInProjBias()), *padding = m.find(op.getKeyPaddingMask()), *mask = m.find(op.getAttnMask());
  int64_t features = query.shape().back(), heads = op.getNumHeads(), width = features / heads;
  auto project = [&](Value input, Value own, int64_t part) {
    Sequence x = sequenceOf(m.get(input));
    if (!op.getUseSeparateProjWeight())
      return linear(x, m.get(op.getInProjWeight()), bias, part * features, features);
    // The bias of all three is one, the weight is not.
    Sequence y = linear(x, m.get(own), nullptr, 0, features);
    for (Vector &v : y.at)
      for (int64_t i = 0; i < features && bias; ++i)
        v[i] += bias->number(part * features + i);
    return y;
  };
  Sequence q = project(op.getQuery(), op.getQProjWeight(), 0);
  Sequence k = op.getStaticK() ? sequenceOfHeads(m.get(op.getStaticK()), heads) : project(op.getKey(), op.getKProjWeight(), 1);
  Sequence v = op.getStaticV() ? sequenceOfHeads(m.get(op.getStaticV()), heads)
                               : project(op.getValue(), op.getVProjWeight(), 2);
  int64_t given = k.length, samples = q.samples;
  if (op.getBiasK())
    for (auto [sequence, row] : {std::pair(&k, op.getBiasK()), std::pair(&v, op.getBiasV())}) {
      Vector more;
      for (int64_t i = 0; i < features; ++i)
        more.push_back(m.get(row).number(i));
      append(*sequence, more);
    }
  if (op.getAddZeroAttn())
    for (Sequence *sequence : {&k, &v})
      append(*sequence, Vector(features));

  bool masksCausally = op.getIsCausal() && !padding && !op.getNeedWeights();
  double p = op.getTraining() ? op.getDropoutP() : 0;
  Type element = query.element();
  Sequence out{q.length, samples, std::vector<Vector>(q.at.size(), Vector(features))};
  bool averages = op.getAverageAttnWeights();
  std::vector<long double> weights(samples * (averages ? 1 : heads) * q.length * k.length);
  for (int64_t n = 0; n < samples; ++n)
    for (int64_t h = 0; h < heads; ++h)
      for (int64_t l = 0; l < q.length; ++l) {
        Vector scores;
        for (int64_t s = 0; s < k.length; ++s) {
          long double score = 0;
          for (int64_t i = h * width; i < (h + 1) * width; ++i)
            score += q.at[l * samples + n][i] * k.at[s * samples + n][i];
          score /= std::sqrt((long double)width);
          if (padding && s < given)
            score += addend(*padding, n * given + s);
          if (masksCausally)
            score = s <= l ? score : -std::numeric_limits<long double>::infinity();
          else if (mask && s < given)
            score += addend(*mask, ((mask->rank() == 3 ? n * heads + h : 0) * q.length + l) * given + s);
          scores.push_back(score);
        }
        Vector shares = softmaxOf(scores, /*emptyIsZero=*/!op.getNeedWeights());
        for (int64_t s = 0; s < k.length; ++s) {
          int64_t number = ((n * heads + h) * q.length + l) * k.length + s;
          if (p > 0) {
            bool keeps = p < 1 && dropoutKeeps(number, m.integer(op.getSeed()), m.integer(op.getOffset()), p, element.isF64());
            shares[s] = keeps ? shares[s] / (1 - (long double)p) : shares[s] * 0;
          }
          if (averages)
            weights[(n * q.length + l) * k.length + s] += shares[s] / heads;
          else
            weights[number] = shares[s];
          for (int64_t i = h * width; i < (h + 1) * width; ++i)
            out.at[l * samples + n][i] += shares[s] * v.at[s * samples + n][i];
        }
      }

  const Array &last = m.get(op.getOutProjWeight());
  Sequence result = linear(out, last, m.find(op.getOutProjBias()), 0, last.dim(0));
  Sizes shape(query.shape());
  shape.back() = last.dim(0);
  Array y(element, shape);
  for (int64_t i = 0; i < y.count(); ++i)
    y.store(i, result.at[i / last.dim(0)][i % last.dim(0)]);
  if (failed(m.set(op.getResult(), y)))
    return failure();
  if (!op.getNeedWeights())
    return success();
  Sizes weightsShape;
  if (query.rank() == 3)
    weightsShape.push_back(samples);
  if (!averages)
    weightsShape.push_back(heads);
  weightsShape.append({q.length, k.length});
  Array w(element, weightsShape);
  for (int64_t i = 0; i < w.count(); ++i)
    w.store(i, weights[i]);
  return m.set(op.getAttnWeights(), w);
}

/// The recurrence, row after row.
static LogicalResult gatedDeltaRule(GatedDeltaRuleOp op, Machine &m) {
  const Array &q = m.get(op.getQuery()), &k = m.get(op.getKey()), &v = m.get(op.getValue()), &g = m.get(op.getG()),
              &beta = m.get(op.getBeta()), *given = m.find(op.getInitialState());
  int64_t length = q.dim(q.rank() - 2), keys = q.shape().back(), columns = v.shape().back();
  int64_t batch = product(q.shape().drop_back(2));
  long double scale = op.getScale() ? (long double)*op.getScale() : 1 / std::sqrt((long double)keys);
  Array y(v.element(), v.shape());
  Sizes stateShape(q.shape().drop_back(2));
  stateShape.append({keys, columns});
  std::vector<long double> states(batch * keys * columns);
  for (int64_t n = 0; n < batch; ++n) {
    auto state = [&](int64_t i, int64_t j) -> long double & { return states[(n * keys + i) * columns + j]; };
    for (int64_t i = 0; i < keys * columns && given; ++i)
      states[n * keys * columns + i] = given->number(n * keys * columns + i);
    for (int64_t t = n * length; t < (n + 1) * length; ++t)
      for (int64_t j = 0; j < columns; ++j) {
        long double told = 0, read = 0;
        for (int64_t i = 0; i < keys; ++i) {
          state(i, j) *= std::exp(g.number(t));
          told += state(i, j) * k.number(t * keys + i);
        }
        for (int64_t i = 0; i < keys; ++i) {
          state(i, j) += beta.number(t) * k.number(t * keys + i) * (v.number(t * columns + j) - told);
          read += state(i, j) * q.number(t * keys + i);
        }
        y.store(t * columns + j, scale * read);
      }
  }
  if (failed(m.set(op.getResult(), y)))
    return failure();
  if (!op.getOutputFinalState())
    return success();
  Array last(getElementTypeOrSelf(op.getFinalState().getType()), stateShape);
  for (int64_t i = 0; i < last.count(); ++i)
    last.store(i, states[i]);
  return m.set(op.getFinalState(), last);
}

void reference::registerAttentionHeads(Handlers &handlers) {
  handlers.add<GatedDeltaRuleOp, gatedDeltaRule>();
  handlers.add<MultiHeadAttentionForwardOp, multiHeadAttention>();
}
