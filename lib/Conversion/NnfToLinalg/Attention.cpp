//===- Attention.cpp - attention as two contractions around a softmax --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "AttentionHeads.h"
#include "nnf/Conversion/Attention.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerAttentionDecompositions(MLIRContext *context);
}

static Values attention(ScaledDotProductAttentionOp op, ScaledDotProductAttentionOp::Adaptor adaptor, TensorBuilder &t) {
  AttentionParts parts(op, adaptor.getOperands(), t);
  Value p = parts.dropout(parts.softmax(parts.scores()));
  // out[..., l, v] = sum_s p[..., l, s] value[..., s, v]: iteration batch..., l, v, s.
  int64_t batch = parts.batch, l = batch, column = batch + 1, key = batch + 2;
  SmallVector<int64_t> pDims = t.range(batch), vDims(parts.value.dims);
  pDims.append({l, key});
  vDims[vDims.size() - 2] = key;
  vDims.back() = column;
  SmallVector<OpFoldResult> outSizes(ArrayRef(parts.sizes).drop_back());
  outSizes.push_back(parts.columns);
  Value out = t.contract({p, pDims}, {parts.value.v, vDims}, t.filled(outSizes, parts.compute, 0), t.range(batch + 2),
                         batch + 3);
  return SmallVector<Value>{t.cast_(parts.mergeHeads(out), t.elementType(adaptor.getQuery()))};
}

void nnf::registerAttentionDecompositions(MLIRContext *context) {
  attach<ScaledDotProductAttentionOp, attention>(context);
  attach<MultiHeadAttentionForwardOp, multiHeadAttention>(context);
}
