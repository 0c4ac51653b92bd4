//===- Attention.cpp - shape rule and registration of the family -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Attention.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/Attention.cpp.inc"

void NnfDialect::registerAttentionOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Attention.cpp.inc"
      >();
}

LogicalResult ScaledDotProductAttentionOp::shapeRule(ShapeContext &c, Adaptor adaptor,
                                                     SmallVectorImpl<Shape> &results) {
  Shape q = c.shape(adaptor.getQuery()), k = c.shape(adaptor.getKey()), v = c.shape(adaptor.getValue());
  bool sharesHeads = adaptor.getEnableGqa();
  int64_t least = sharesHeads ? 3 : 2, rank = q.size();
  if (failed(c.requireRank(q, least, INT64_MAX, "query")) ||
      failed(c.requireRank(k, sharesHeads ? rank : least, sharesHeads ? rank : INT64_MAX, "key")) ||
      failed(c.requireRank(v, sharesHeads ? rank : least, sharesHeads ? rank : INT64_MAX, "value")) ||
      failed(c.requireSameElements({adaptor.getQuery(), adaptor.getKey(), adaptor.getValue()})))
    return failure();
  double p = adaptor.getDropoutP();
  if (failed(c.require(p >= 0 && p <= 1, "expects dropout_p to be in [0, 1], but got " + Twine(std::to_string(p)))) ||
      failed(c.require(p == 0 || p == 1 || (adaptor.getSeed() && adaptor.getOffset()),
                       "expects seed and offset where dropout_p is greater than 0")) ||
      failed(c.require(!adaptor.getIsCausal() || !adaptor.getAttnMask(), "expects no attn_mask with is_causal")) ||
      failed(c.requireEqual(q.back(), k.back(), "the last dimension of query", "the last dimension of key")) ||
      failed(c.requireEqual(k[k.size() - 2], v[v.size() - 2], "dimension -2 of key", "dimension -2 of value")))
    return failure();
  Shape qBatch(q.begin(), q.end() - 2), kBatch(k.begin(), k.end() - 2), vBatch(v.begin(), v.end() - 2);
  if (adaptor.getEnableGqa()) {
    Dim heads = qBatch.back(), shared = kBatch.back();
    if (failed(c.require(heads.isStatic() && shared.isStatic() && shared.getSize() > 0,
                         "expects static numbers of heads with enable_gqa")) ||
        failed(c.require(heads.getSize() % shared.getSize() == 0,
                         "expects the number of query heads to be a multiple of the number of key heads, but got " +
                             Twine(heads.getSize()) + " and " + Twine(shared.getSize()))) ||
        failed(c.requireEqual(vBatch.back(), shared, "the number of value heads", "the number of key heads")))
      return failure();
    kBatch.back() = vBatch.back() = heads;
  }
  FailureOr<Shape> batch = c.broadcast({qBatch, kBatch, vBatch}, {"query", "key", "value"});
  if (failed(batch))
    return failure();
  Dim queries = q[q.size() - 2], keys = k[k.size() - 2];
  if (Value mask = adaptor.getAttnMask()) {
    Shape m = c.shape(mask), scores = *batch;
    scores.append({queries, keys});
    size_t n = scores.size();
    if (failed(c.requireRank(m, 0, n, "attn_mask")))
      return failure();
    for (size_t i = 0; i < m.size(); ++i)
      if (!m[i].isOne() &&
          failed(c.requireEqual(m[i], scores[n - m.size() + i], "dimension " + Twine(i) + " of attn_mask",
                                "dimension " + Twine(n - m.size() + i) + " of the scores")))
        return failure();
  }
  Shape result = *batch;
  result.append({queries, v.back()});
  results.push_back(result);
  return success();
}

//===-- several heads ---------------------------------------------------------------------------------------------===//

/// The operands of one of the three linear layers before the heads.
static LogicalResult checkProjection(ShapeContext &c, Value weight, Dim width, Dim features, const Twine &of,
                                     const Twine &name) {
  if (failed(c.require(static_cast<bool>(weight), "expects " + name + " with use_separate_proj_weight")))
    return failure();
  Shape w = c.shape(weight);
  return success(succeeded(c.requireRank(w, 2, 2, name)) &&
                 succeeded(c.requireEqual(w[0], features, "dimension 0 of " + name, "the last dimension of query")) &&
                 succeeded(c.requireEqual(w[1], width, "dimension 1 of " + name, "the last dimension of " + of)));
}

static LogicalResult checkShape(ShapeContext &c, Value tensor, ArrayRef<Dim> shape, ArrayRef<StringRef> than,
                                const Twine &name) {
  if (!tensor)
    return success();
  Shape have = c.shape(tensor);
  if (failed(c.requireRank(have, shape.size(), shape.size(), name)))
    return failure();
  for (size_t i = 0; i < shape.size(); ++i)
    if (failed(c.requireEqual(have[i], shape[i], "dimension " + Twine(i) + " of " + name, than[i])))
      return failure();
  return success();
}

LogicalResult MultiHeadAttentionForwardOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape q = c.shape(adaptor.getQuery()), k = c.shape(adaptor.getKey()), v = c.shape(adaptor.getValue());
  if (failed(c.requireRank(q, 2, 3, "query")) || failed(c.requireRank(k, q.size(), q.size(), "key")) ||
      failed(c.requireRank(v, q.size(), q.size(), "value")))
    return failure();
  SmallVector<Value> floats(adaptor.getOperands());
  for (Value mask : {adaptor.getKeyPaddingMask(), adaptor.getAttnMask(), adaptor.getSeed(), adaptor.getOffset()})
    llvm::erase(floats, mask);
  bool isBatched = q.size() == 3, separate = adaptor.getUseSeparateProjWeight();
  int64_t heads = adaptor.getNumHeads();
  Dim features = q.back(), samples = isBatched ? q[1] : Dim(1), queries = q[0], keys = k[0];
  std::optional<int64_t> expected = adaptor.getEmbedDimToCheck();
  double p = adaptor.getDropoutP();
  if (failed(c.requireSameElements(floats)) ||
      failed(c.require(heads >= 1, "expects num_heads to be at least 1, but got " + Twine(heads))) ||
      failed(c.requireEqual(features, expected ? Dim(*expected) : features, "the last dimension of query",
                            "embed_dim_to_check")) ||
      failed(c.requireEqual(floorDiv(features, heads) * Dim(heads), features, "num_heads times the width of a head",
                            "the last dimension of query")) ||
      failed(c.requireEqual(k[0], v[0], "dimension 0 of key", "dimension 0 of value")) ||
      (isBatched && (failed(c.requireEqual(k[1], samples, "dimension 1 of key", "dimension 1 of query")) ||
                     failed(c.requireEqual(v[1], samples, "dimension 1 of value", "dimension 1 of query")))) ||
      failed(c.require(p >= 0 && p <= 1, "expects dropout_p to be in [0, 1], but got " + Twine(std::to_string(p)))) ||
      failed(c.require(!adaptor.getTraining() || p == 0 || p == 1 || (adaptor.getSeed() && adaptor.getOffset()),
                       "expects seed and offset where dropout_p is greater than 0")) ||
      failed(c.require(!adaptor.getIsCausal() || adaptor.getAttnMask(), "expects attn_mask with is_causal")))
    return failure();

  // The linear layers.
  if (separate) {
    if (failed(checkProjection(c, adaptor.getQProjWeight(), features, features, "query", "q_proj_weight")) ||
        failed(checkProjection(c, adaptor.getKProjWeight(), k.back(), features, "key", "k_proj_weight")) ||
        failed(checkProjection(c, adaptor.getVProjWeight(), v.back(), features, "value", "v_proj_weight")))
      return failure();
  } else if (failed(c.require(static_cast<bool>(adaptor.getInProjWeight()),
                              "expects in_proj_weight without use_separate_proj_weight")) ||
             failed(c.requireEqual(k.back(), features, "the last dimension of key", "the last dimension of query")) ||
             failed(c.requireEqual(v.back(), features, "the last dimension of value", "the last dimension of query")) ||
             failed(checkShape(c, adaptor.getInProjWeight(), {features * Dim(3), features},
                               {"three times the last dimension of query", "the last dimension of query"}, "in_proj_weight"))) {
    return failure();
  }
  Shape out = c.shape(adaptor.getOutProjWeight());
  if (failed(checkShape(c, adaptor.getInProjBias(), {features * Dim(3)}, {"three times the last dimension of query"},
                        "in_proj_bias")) ||
      failed(c.requireRank(out, 2, 2, "out_proj_weight")) ||
      failed(c.requireEqual(out[1], features, "dimension 1 of out_proj_weight", "the last dimension of query")) ||
      failed(checkShape(c, adaptor.getOutProjBias(), {out[0]}, {"dimension 0 of out_proj_weight"}, "out_proj_bias")))
    return failure();

  // More keys.
  Value biasK = adaptor.getBiasK(), biasV = adaptor.getBiasV(), staticK = adaptor.getStaticK(), staticV = adaptor.getStaticV();
  if (failed(c.require(!biasK == !biasV, "expects bias_k and bias_v, or neither")) ||
      failed(c.require(!biasK || (!staticK && !staticV), "expects no static_k and static_v with bias_k and bias_v")))
    return failure();
  for (auto [bias, name] : {std::pair(biasK, "bias_k"), std::pair(biasV, "bias_v")}) {
    if (!bias)
      continue;
    Shape shape = c.shape(bias), expected(shape.size(), Dim(1));
    if (failed(c.requireRank(shape, 1, 3, name)))
      return failure();
    SmallVector<StringRef> than(shape.size(), "1");
    expected.back() = features;
    than.back() = "the last dimension of query";
    if (failed(checkShape(c, bias, expected, than, name)))
      return failure();
  }
  if (staticK)
    keys = c.shape(staticK).size() == 3 ? c.shape(staticK)[1] : keys;
  else if (staticV)
    keys = c.shape(staticV).size() == 3 ? c.shape(staticV)[1] : keys;
  for (auto [given, name] : {std::pair(staticK, "static_k"), std::pair(staticV, "static_v")})
    if (failed(checkShape(c, given, {samples * Dim(heads), keys, floorDiv(features, heads)},
                          {"the number of samples times num_heads", "the number of keys", "the width of a head"}, name)))
      return failure();
  if ((!staticK || !staticV) && failed(c.requireEqual(k[0], keys, "dimension 0 of key", "the number of keys")))
    return failure();

  // The masks are of the keys that are given; what is added is never shut out.
  SmallVector<Dim> padding{keys};
  SmallVector<StringRef> paddingThan{"the number of keys"};
  if (isBatched) {
    padding.insert(padding.begin(), samples);
    paddingThan.insert(paddingThan.begin(), "the number of samples");
  }
  if (failed(checkShape(c, adaptor.getKeyPaddingMask(), padding, paddingThan, "key_padding_mask")))
    return failure();
  if (Value mask = adaptor.getAttnMask()) {
    if (failed(c.requireRank(c.shape(mask), 2, 3, "attn_mask")))
      return failure();
    bool perHead = c.shape(mask).size() == 3;
    SmallVector<Dim> shape{queries, keys};
    SmallVector<StringRef> than{"the number of queries", "the number of keys"};
    if (perHead) {
      shape.insert(shape.begin(), samples * Dim(heads));
      than.insert(than.begin(), "the number of samples times num_heads");
    }
    if (failed(checkShape(c, mask, shape, than, "attn_mask")))
      return failure();
  }

  Shape result(q);
  result.back() = out[0];
  results.push_back(result);
  if (!adaptor.getNeedWeights())
    return success();
  Shape weights;
  if (isBatched)
    weights.push_back(samples);
  if (!adaptor.getAverageAttnWeights())
    weights.push_back(Dim(heads));
  weights.append({queries, keys + Dim((biasK ? 1 : 0) + (adaptor.getAddZeroAttn() ? 1 : 0))});
  results.push_back(weights);
  return success();
}

//===-- a memory --------------------------------------------------------------------------------------------------===//

LogicalResult GatedDeltaRuleOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape q = c.shape(adaptor.getQuery()), k = c.shape(adaptor.getKey()), v = c.shape(adaptor.getValue());
  if (failed(c.requireRank(q, 2, INT64_MAX, "query")) || failed(c.requireRank(v, q.size(), q.size(), "value")) ||
      failed(c.requireSameElements({adaptor.getQuery(), adaptor.getKey(), adaptor.getValue()})))
    return failure();
  SmallVector<std::string> names;
  for (size_t i = 0; i < q.size(); ++i)
    names.push_back("dimension " + std::to_string(i) + " of query");
  SmallVector<StringRef> than(names.begin(), names.end());
  if (failed(checkShape(c, adaptor.getKey(), q, than, "key")) ||
      failed(checkShape(c, adaptor.getG(), ArrayRef(q).drop_back(), ArrayRef(than).drop_back(), "g")) ||
      failed(checkShape(c, adaptor.getBeta(), ArrayRef(q).drop_back(), ArrayRef(than).drop_back(), "beta")))
    return failure();
  for (size_t i = 0; i + 1 < q.size(); ++i)
    if (failed(c.requireEqual(v[i], q[i], "dimension " + Twine(i) + " of value", than[i])))
      return failure();
  Shape state(q.begin(), q.end() - 2);
  state.append({q.back(), v.back()});
  SmallVector<StringRef> stateThan(than.begin(), than.end() - 2);
  stateThan.append({than.back(), "the last dimension of value"});
  if (failed(checkShape(c, adaptor.getInitialState(), state, stateThan, "initial_state")))
    return failure();
  results.push_back(v);
  if (adaptor.getOutputFinalState())
    results.push_back(state);
  return success();
}
