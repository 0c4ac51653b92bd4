//===- Parts.cpp - parts of tensors, and what must hold of them ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Parts.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"

using namespace mlir;
using namespace mlir::nnf;

Value nnf::half(TensorBuilder &t, Value v, int64_t dim, bool second) {
  OpBuilder &b = t.b;
  Location loc = t.loc;
  int64_t n = t.rank(v);
  SmallVector<OpFoldResult> offsets(n, b.getIndexAttr(0)), sizes = tensor::getMixedSizes(b, loc, v),
      strides(n, b.getIndexAttr(1));
  if (std::optional<int64_t> size = getConstantIntValue(sizes[dim]))
    sizes[dim] = b.getIndexAttr(*size / 2);
  else
    sizes[dim] = arith::DivSIOp::create(b, loc, cast<Value>(sizes[dim]), t.index(2)).getResult();
  if (second)
    offsets[dim] = sizes[dim];
  return tensor::ExtractSliceOp::create(b, loc, v, offsets, sizes, strides);
}

void nnf::checkNotNegative(TensorBuilder &t, Value v, const Twine &what) {
  TensorBuilder::FirstPlace first = t.findFirst(v, [](OpBuilder &b, Location loc, Value x) -> Value {
    Value zero = arith::ConstantOp::create(b, loc, b.getFloatAttr(x.getType(), 0));
    return arith::CmpFOp::create(b, loc, arith::CmpFPredicate::OLT, x, zero);
  });
  cf::AssertOp::create(t.b, t.loc, first.absent, (what + "[{0}] is negative, but must be at least 0").str());
}
