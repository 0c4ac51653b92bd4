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
  OpBuilder &b = t.b;
  Location loc = t.loc;
  int64_t n = t.rank(v);
  SmallVector<int64_t> all = t.range(n);
  Type i64 = b.getI64Type();
  SmallVector<Value> extents;
  for (OpFoldResult s : t.sizesOf({{v, all}}, n))
    extents.push_back(getValueOrCreateConstantIndexOp(b, loc, s));
  Value none = arith::ConstantOp::create(b, loc, b.getI64IntegerAttr(INT64_MAX));
  Value init = linalg::FillOp::create(b, loc, none, t.empty({}, i64)).getResult(0);
  SmallVector<utils::IteratorType> iterators(n, utils::IteratorType::reduction);
  Value first = t.generic({{v, all}}, {{init, {}}}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    Value zero = arith::ConstantOp::create(nested, l, nested.getFloatAttr(args[0].getType(), 0));
    Value bad = arith::CmpFOp::create(nested, l, arith::CmpFPredicate::OLT, args[0], zero);
    Value position = arith::ConstantIndexOp::create(nested, l, 0);
    for (int64_t d = 0; d < n; ++d) {
      Value scaled = arith::MulIOp::create(nested, l, position, extents[d]);
      position = arith::AddIOp::create(nested, l, scaled, linalg::IndexOp::create(nested, l, d));
    }
    Value p = arith::IndexCastOp::create(nested, l, i64, position);
    Value here = arith::SelectOp::create(nested, l, bad, p, none);
    return SmallVector<Value>{arith::MinSIOp::create(nested, l, args[1], here)};
  })[0];
  Value at = tensor::ExtractOp::create(b, loc, first, ValueRange{});
  Value fine = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, at, none);
  cf::AssertOp::create(b, loc, fine, (what + "[{0}] is negative, but must be at least 0").str());
}
