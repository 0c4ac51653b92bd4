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
  int64_t least = adaptor.getEnableGqa() ? 3 : 2;
  if (failed(c.requireRank(q, least, INT64_MAX, "query")) || failed(c.requireRank(k, q.size(), q.size(), "key")) ||
      failed(c.requireRank(v, q.size(), q.size(), "value")) ||
      failed(c.requireSameElements({adaptor.getQuery(), adaptor.getKey(), adaptor.getValue()})))
    return failure();
  size_t n = q.size();
  double p = adaptor.getDropoutP();
  if (failed(c.require(p >= 0 && p <= 1, "expects dropout_p to be in [0, 1], but got " + Twine(std::to_string(p)))) ||
      failed(c.require(p == 0 || p == 1 || (adaptor.getSeed() && adaptor.getOffset()),
                       "expects seed and offset where dropout_p is greater than 0")) ||
      failed(c.require(!adaptor.getIsCausal() || !adaptor.getAttnMask(), "expects no attn_mask with is_causal")) ||
      failed(c.requireEqual(q[n - 1], k[n - 1], "the last dimension of query", "the last dimension of key")) ||
      failed(c.requireEqual(k[n - 2], v[n - 2], "dimension -2 of key", "dimension -2 of value")))
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
  if (Value mask = adaptor.getAttnMask()) {
    Shape m = c.shape(mask), scores = *batch;
    scores.append({q[n - 2], k[n - 2]});
    if (failed(c.requireRank(m, 0, n, "attn_mask")))
      return failure();
    for (size_t i = 0; i < m.size(); ++i)
      if (!m[i].isOne() &&
          failed(c.requireEqual(m[i], scores[n - m.size() + i], "dimension " + Twine(i) + " of attn_mask",
                                "dimension " + Twine(n - m.size() + i) + " of the scores")))
        return failure();
  }
  Shape result = *batch;
  result.append({q[n - 2], v[n - 1]});
  results.push_back(result);
  return success();
}
