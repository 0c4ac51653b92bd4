//===- Attention.cpp - attention by definition --------------------------------------------------------------------------------===//
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
void registerAttention(Handlers &handlers);
void registerAttentionHeads(Handlers &handlers);
} // namespace mlir::nnf::reference

namespace {
/// The batch part of an operand's index: its own dimensions aligned at the right, those of size 1 at 0, and (with shared
/// heads) several query heads to one of its own.
Sizes batchIndex(ArrayRef<int64_t> own, ArrayRef<int64_t> at, ArrayRef<int64_t> full, bool sharesHeads) {
  Sizes index;
  for (size_t i = 0, n = own.size(), first = at.size() - n; i < n; ++i) {
    int64_t where = at[first + i];
    if (sharesHeads && i + 1 == n)
      where /= full.back() / own[i];
    index.push_back(own[i] == 1 ? 0 : where);
  }
  return index;
}
} // namespace

/// y[..., l, :] = sum_s dropout(softmax_s(scale * sum_e q[..., l, e] k[..., s, e] + mask[..., l, s])) v[..., s, :].
static LogicalResult attention(ScaledDotProductAttentionOp op, Machine &m) {
  int64_t n = 0;
  for (Value operand : {op.getQuery(), op.getKey(), op.getValue()})
    n = std::max(n, m.get(operand).rank());
  // With dimensions of size 1 for those that an operand does not have.
  auto operand = [&](Value v) {
    Sizes shape(n - m.get(v).rank(), 1);
    llvm::append_range(shape, m.get(v).shape());
    return m.get(v).reshaped(shape);
  };
  const Array q = operand(op.getQuery()), k = operand(op.getKey()), v = operand(op.getValue());
  const Array *mask = m.find(op.getAttnMask());
  int64_t queries = q.dim(n - 2), width = q.dim(n - 1), keys = k.dim(n - 2), columns = v.dim(n - 1);
  long double scale = 1 / std::sqrt(static_cast<long double>(width));
  if (auto given = op.getScale())
    scale = *given;
  double p = op.getDropoutP();
  Sizes batch;
  for (int64_t d = 0; d < n - 2; ++d) {
    int64_t size = 1;
    for (const Array *a : {&q, &k, &v})
      size = a->dim(d) == 1 ? size : a == &q || !op.getEnableGqa() || d != n - 3 ? a->dim(d) : size;
    batch.push_back(size);
  }
  Sizes shape = batch;
  shape.append({queries, columns});
  Array y(q.element(), shape);
  int64_t batchNumber = 0;
  forEachIndex(batch, [&](ArrayRef<int64_t> at) {
    auto indexOf = [&](const Array &a, bool shares) {
      Sizes index = batchIndex(a.shape().drop_back(2), at, batch, shares);
      index.append({0, 0});
      return index;
    };
    Sizes qAt = indexOf(q, false), kAt = indexOf(k, op.getEnableGqa()), vAt = indexOf(v, op.getEnableGqa());
    for (int64_t l = 0; l < queries; ++l) {
      std::vector<long double> scores;
      qAt[n - 2] = l;
      for (int64_t s = 0; s < keys; ++s) {
        long double score = 0;
        kAt[n - 2] = s;
        for (int64_t e = 0; e < width; ++e) {
          qAt[n - 1] = kAt[n - 1] = e;
          score += q.numberAt(qAt) * k.numberAt(kAt);
        }
        score *= scale;
        bool keeps = !op.getIsCausal() || s <= l;
        if (mask) {
          Sizes full(at);
          full.append({l, s});
          Sizes maskAt = batchIndex(mask->shape(), ArrayRef<int64_t>(full).take_back(mask->rank()), full, false);
          if (mask->isFloat())
            score += mask->numberAt(maskAt);
          else
            keeps = mask->at(maskAt).i;
        }
        scores.push_back(keeps ? score : -std::numeric_limits<long double>::infinity());
      }
      std::vector<long double> shares = softmaxOf(scores, /*emptyIsZero=*/true);
      for (int64_t s = 0; s < keys && p > 0; ++s) {
        int64_t element = (batchNumber * queries + l) * keys + s;
        bool keeps = p < 1 && dropoutKeeps(element, m.integer(op.getSeed()), m.integer(op.getOffset()), p,
                                           q.element().isF64());
        shares[s] = keeps ? shares[s] / (1 - static_cast<long double>(p)) : 0;
      }
      for (int64_t c = 0; c < columns; ++c) {
        long double sum = 0;
        vAt[n - 1] = c;
        for (int64_t s = 0; s < keys; ++s) {
          vAt[n - 2] = s;
          sum += shares[s] * v.numberAt(vAt);
        }
        y.store((batchNumber * queries + l) * columns + c, sum);
      }
    }
    ++batchNumber;
  });
  return m.set(op.getResult(), y);
}

void reference::registerAttention(Handlers &handlers) {
  handlers.add<ScaledDotProductAttentionOp, attention>();
  registerAttentionHeads(handlers);
}
