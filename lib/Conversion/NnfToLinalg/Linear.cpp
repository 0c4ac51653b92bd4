//===- Linear.cpp - linear as one contraction -------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/IR/ops/Linear.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerLinearDecompositions(MLIRContext *context);
}

/// out[..., n] = bias[n] + sum_k input[..., k] * weight[n, k], accumulated in the compute type.
static Values linear(LinearOp op, LinearOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), w = adaptor.getWeight(), bias = adaptor.getBias();
  bool hasColumns = t.rank(w) == 2;
  int64_t batch = t.rank(x) - 1, n = batch, k = hasColumns ? n + 1 : n, rank = k + 1;
  SmallVector<int64_t> xDims = t.range(batch), out = t.range(k);
  xDims.push_back(k);
  SmallVector<int64_t> wDims = hasColumns ? SmallVector<int64_t>{n, k} : SmallVector<int64_t>{k};
  Along xs{x, xDims}, ws{w, wDims};
  Type element = t.elementType(x), compute = t.computeType(element);
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
  return SmallVector<Value>{t.cast_(t.contract(xs, ws, init, out, rank), element)};
}

void nnf::registerLinearDecompositions(MLIRContext *context) {
  attach<LinearOp, linear>(context);
}
