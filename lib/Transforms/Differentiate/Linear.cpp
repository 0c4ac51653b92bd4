//===- Linear.cpp - gradients of linear: two contractions and a sum -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Linear.h"
#include "Vjp.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerLinearVjps(MLIRContext *context);
}

/// dx[..., k] = sum_n dy[..., n] w[n, k];  dw[n, k] = sum over ... of dy[..., n] x[..., k];  db[n] = sum over ... of dy.
/// Without n (a weight of rank 1) the same, with one dimension less.
static Gradients linear(LinearOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), w = op.getWeight(), dy = cotangents[0];
  bool hasColumns = t.rank(w) == 2;
  int64_t batch = t.rank(x) - 1, n = batch, k = hasColumns ? n + 1 : n, rank = k + 1;
  SmallVector<int64_t> xDims = t.range(batch), wDims, dyDims = t.range(k);
  xDims.push_back(k);
  if (hasColumns)
    wDims.push_back(n);
  SmallVector<int64_t> biasDims = wDims;
  wDims.push_back(k);
  Type element = t.elementType(x), compute = t.computeType(element);
  Along xs{x, xDims}, ws{w, wDims}, dys{dy, dyDims};
  auto contract = [&](const Along &a, const Along &c, const Along &like) {
    SmallVector<OpFoldResult> sizes;
    for (int64_t i = 0; i < t.rank(like.v); ++i)
      sizes.push_back(t.sizeOf(like.v, i));
    return t.cast_(t.contract(a, c, t.filled(sizes, compute, 0), like.dims, rank), element);
  };
  SmallVector<Value> gradients{contract(dys, ws, xs), contract(dys, xs, ws)};
  if (op.getBias())
    gradients.push_back(t.cast_(
        t.sum({{dy, dyDims}}, k, t.range(k, biasDims), [](Scalars s) { return *s[0]; }), element));
  return gradients;
}

void nnf::registerLinearVjps(MLIRContext *context) {
  attachVjp<LinearOp, linear>(context);
  attachVjpByParts<BilinearOp>(context);
}
