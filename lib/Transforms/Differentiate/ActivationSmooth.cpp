//===- ActivationSmooth.cpp - the gradient of glu ------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationSmooth.h"
#include "Vjp.h"
#include "nnf/Conversion/Parts.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;

namespace mlir::nnf {
void registerActivationSmoothVjps(MLIRContext *context);
}

/// The halves are dy sigmoid(b) and dy a sigmoid'(b).
static Gradients glu(GluOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  int64_t n = t.rank(x), dim = op.getDim() < 0 ? op.getDim() + n : op.getDim();
  SmallVector<int64_t> all = t.range(n);
  Type element = t.elementType(x);
  Along a{half(t, x, dim, false), all}, b{half(t, x, dim, true), all}, d{dy, all};
  Value parts[] = {t.map({b, d}, n, element, [](Scalars s) { return *s[1] * scalar::accurate::sigmoid(*s[0]); }),
                   t.map({a, b, d}, n, element, [](Scalars s) { return *s[2] * *s[0] * scalar::accurate::sigmoidGrad(*s[1]); })};
  SmallVector<OpFoldResult> sizes = t.sizesOf({{x, all}}, n);
  Value dx = t.empty(sizes, element);
  SmallVector<OpFoldResult> offsets(n, t.b.getIndexAttr(0)), strides(n, t.b.getIndexAttr(1));
  for (Value part : parts) {
    SmallVector<OpFoldResult> extent = tensor::getMixedSizes(t.b, t.loc, part);
    dx = tensor::InsertSliceOp::create(t.b, t.loc, part, dx, offsets, extent, strides);
    offsets[dim] = extent[dim];
  }
  return SmallVector<Value>{dx};
}

void nnf::registerActivationSmoothVjps(MLIRContext *context) { attachVjp<GluOp, glu>(context); }
