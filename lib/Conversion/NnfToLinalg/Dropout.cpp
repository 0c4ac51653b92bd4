//===- Dropout.cpp - dropout with Philox 4x32-10 ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "Philox.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/IR/ops/Dropout.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerDropoutDecompositions(MLIRContext *context);
}

/// Element i is kept where word i mod 4 of counter offset + i div 4 gives u >= p.
static Values dropout(DropoutOp op, DropoutOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t n = t.rank(x);
  double p = op.getP();
  if (!op.getTraining() || p == 0)
    return SmallVector<Value>{x};
  Type element = t.elementType(x), compute = t.computeType(element);
  SmallVector<int64_t> all = t.range(n);
  SmallVector<OpFoldResult> sizes = t.sizesOf({{x, all}}, n);
  if (p == 1)
    return SmallVector<Value>{t.map({{x, all}}, n, element, [](Scalars s) { return *s[0] * ScalarIR(0.0); })};
  SmallVector<Value> extents;
  for (int64_t d = 0; d < n; ++d)
    extents.push_back(getValueOrCreateConstantIndexOp(t.b, t.loc, sizes[d]));
  Value seed = adaptor.getSeed(), offset = adaptor.getOffset();
  SmallVector<utils::IteratorType> parallel(n, utils::IteratorType::parallel);
  return SmallVector<Value>{t.generic(
      {{x, all}}, {{t.empty(sizes, element), all}}, parallel, [&](OpBuilder &b, Location l, ValueRange args) {
        Value keeps = emitDropoutKeeps(b, l, emitLinearIndex(b, l, extents), seed, offset, p, compute);
        Value v = t.convert(b, l, args[0], compute);
        Value scaled = arith::MulFOp::create(b, l, v, TensorBuilder(b, l).constant(compute, 1 / (1 - p)));
        Value y = arith::SelectOp::create(b, l, keeps, scaled, TensorBuilder(b, l).constant(compute, 0));
        return SmallVector<Value>{t.convert(b, l, y, element)};
      })};
}

void nnf::registerDropoutDecompositions(MLIRContext *context) {
  attach<DropoutOp, dropout>(context);
}
