//===- Attention.cpp - the gradient of attention ------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// With S = scale * q k^T + mask, P = softmax(S), D = dropout(P), out = D v:
//
//   dv = D^T dout,  dP = dropout'(dout v^T),  dS = P * (dP - sum_s dP * P),
//   dq = scale * dS k,  dk = scale * dS^T q,  dmask = dS
//
// P is computed again: keeping it would take more memory than all operands. Where heads are shared or a batch dimension
// was stretched, the gradient is summed over it. A query all of whose keys are masked has P = 0, and gives no gradient.
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Attention.h"
#include "AttentionDelta.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerAttentionVjps(MLIRContext *context);
}

static Gradients attention(ScaledDotProductAttentionOp op, ValueRange cotangents, TensorBuilder &t) {
  AttentionParts parts(op, op->getOperands(), t);
  Type compute = parts.compute;
  int64_t rank = parts.batch + 3;
  SmallVector<int64_t> all = parts.all(), rows = t.range(parts.batch + 1);
  Value p = parts.softmax(parts.scores()), dropped = parts.dropout(p);

  // The value's last dimension is the inner one now.
  SmallVector<int64_t> outDims = rows;
  outDims.push_back(parts.inner);
  Along dout{t.cast_(parts.splitHeads(cotangents[0]), compute), outDims};
  SmallVector<OpFoldResult> valueSizes = parts.sizes, keySizes = parts.sizes;
  valueSizes.push_back(parts.columns);
  keySizes.push_back(t.sizesOf({parts.query, parts.key}, rank).back());
  auto product = [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
    return arith::MulFOp::create(b, loc, t.convert(b, loc, args[0], compute), t.convert(b, loc, args[1], compute),
                                 arith::FastMathFlags::contract);
  };
  Value dv = sumToOperand(t, parts.value, {{dropped, all}, dout}, valueSizes, compute, product);

  Value dp = parts.dropout(t.contract(dout, parts.value, t.filled(parts.sizes, compute, 0), all, rank));
  Value dot = t.sum({{dp, all}, {p, all}}, parts.batch + 2, {parts.s}, [](Scalars x) { return *x[0] * *x[1]; });
  Value ds = t.map({{dp, all}, {p, all}, {dot, rows}}, parts.batch + 2, compute,
                   [](Scalars x) { return *x[1] * (*x[0] - *x[2]); });
  Value scaled = t.map({{ds, all}, {parts.scale, {}}}, parts.batch + 2, compute,
                       [](Scalars x) { return *x[0] * *x[1]; });
  Value dq = sumToOperand(t, parts.query, {{scaled, all}, parts.key}, keySizes, compute, product);
  Value dk = sumToOperand(t, parts.key, {{scaled, all}, parts.query}, keySizes, compute, product);

  SmallVector<Value> gradients(op->getNumOperands());
  // Dimensions of size 1 that the operand does not have.
  auto withoutLeading = [&](Value gradient, Value operand) {
    return t.collapseDims(gradient, 0, t.rank(gradient) - t.rank(operand) + 1);
  };
  gradients[op.getQueryMutable().getOperandNumber()] = withoutLeading(parts.mergeHeads(dq), op.getQuery());
  gradients[op.getKeyMutable().getOperandNumber()] = withoutLeading(dk, op.getKey());
  gradients[op.getValueMutable().getOperandNumber()] = withoutLeading(dv, op.getValue());
  if (Value mask = op.getAttnMask(); mask && hasGradient(mask)) {
    Value dm = sumToOperand(t, parts.mask, {{ds, all}}, parts.sizes, compute,
                            [](OpBuilder &, Location, ValueRange args) { return args[0]; });
    // Heads that were split come together again.
    if (t.rank(dm) != t.rank(mask))
      dm = parts.mergeHeads(dm);
    gradients[op.getAttnMaskMutable()[0].getOperandNumber()] = dm;
  }
  return gradients;
}

void nnf::registerAttentionVjps(MLIRContext *context) {
  attachVjp<ScaledDotProductAttentionOp, attention>(context);
  attachVjpByParts<MultiHeadAttentionForwardOp>(context);
  attachVjp<GatedDeltaRuleOp, gatedDeltaRuleGradients>(context);
}
