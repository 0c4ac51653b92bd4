//===- Linear.cpp - linear and bilinear as contractions---------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/Conversion/Parts.h"
#include "nnf/IR/ops/Linear.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerLinearDecompositions(MLIRContext *context);
}

Value nnf::linearSums(TensorBuilder &t, Value x, Value w, Value bias) {
  bool hasColumns = t.rank(w) == 2;
  int64_t batch = t.rank(x) - 1, n = batch, k = hasColumns ? n + 1 : n, rank = k + 1;
  SmallVector<int64_t> xDims = t.range(batch), out = t.range(k);
  xDims.push_back(k);
  SmallVector<int64_t> wDims = hasColumns ? SmallVector<int64_t>{n, k} : SmallVector<int64_t>{k};
  Along xs{x, xDims}, ws{w, wDims};
  Type compute = t.computeType(t.elementType(x));
  SmallVector<OpFoldResult> sizes = t.sizesOf({xs, ws}, rank);
  sizes.pop_back();
  Value init;
  if (bias) {
    SmallVector<utils::IteratorType> parallel(k, utils::IteratorType::parallel);
    Along bs{bias, hasColumns ? SmallVector<int64_t>{n} : SmallVector<int64_t>{}};
    init = t.generic({bs}, {{t.empty(sizes, compute), out}}, parallel, [&](OpBuilder &b, Location l, ValueRange args) {
      return SmallVector<Value>{t.convert(b, l, args[0], compute)};
    })[0];
  } else {
    init = t.filled(sizes, compute, 0);
  }
  return t.contract(xs, ws, init, out, rank);
}

static Values linear(LinearOp op, LinearOp::Adaptor adaptor, TensorBuilder &t) {
  Value sums = linearSums(t, adaptor.getInput(), adaptor.getWeight(), adaptor.getBias());
  return SmallVector<Value>{t.cast_(sums, t.elementType(adaptor.getInput()))};
}

/// v[..., n, j] = sum_i input1[..., i] weight[n, i, j];  out[..., n] = bias[n] + sum_j v[..., n, j] input2[..., j].
static Values bilinear(BilinearOp op, BilinearOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput1(), y = adaptor.getInput2(), w = adaptor.getWeight(), bias = adaptor.getBias();
  int64_t batch = t.rank(x) - 1, n = batch, j = n + 1, i = n + 2;
  Type element = t.elementType(x), compute = t.computeType(element);
  SmallVector<int64_t> xDims = t.range(batch), yDims = xDims, out = t.range(n + 1), between = t.range(j + 1);
  xDims.push_back(i);
  yDims.push_back(j);
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < batch; ++d)
    sizes.push_back(t.sizeOf(x, d));
  sizes.append({t.sizeOf(w, 0), t.sizeOf(w, 2)});
  Value v = t.contract({x, xDims}, {w, {n, i, j}}, t.filled(sizes, compute, 0), between, i + 1);
  sizes.pop_back();
  Value init;
  if (bias) {
    SmallVector<utils::IteratorType> parallel(n + 1, utils::IteratorType::parallel);
    init = t.generic({{bias, {n}}}, {{t.empty(sizes, compute), out}}, parallel, [&](OpBuilder &b, Location l, ValueRange args) {
      return SmallVector<Value>{t.convert(b, l, args[0], compute)};
    })[0];
  } else {
    init = t.filled(sizes, compute, 0);
  }
  return SmallVector<Value>{t.cast_(t.contract({v, between}, {y, yDims}, init, out, j + 1), element)};
}

void nnf::registerLinearDecompositions(MLIRContext *context) {
  attach<BilinearOp, bilinear>(context);
  attach<LinearOp, linear>(context);
}
