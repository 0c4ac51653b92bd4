//===- AveragePooling.cpp - what means over windows divide by -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/AveragePooling.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"

using namespace mlir;
using namespace mlir::nnf;
using scalar::ScalarIR;

ScalarIR nnf::powerOf(ScalarIR x, double p) {
  if (p == 1)
    return x;
  if (p == 2)
    return square(x);
  if (p == 3)
    return square(x) * x;
  if (p == 0.5)
    return sqrt(x);
  return pow(x, ScalarIR(p));
}

/// size = min(start + kernel, in + padding) - start with start = o * stride - padding; without the padding, both ends are
/// cut to [0, in] first.
static Value windowSize(OpBuilder &b, Location l, const AveragePool &pool, int64_t i, Value in) {
  TensorBuilder t(b, l);
  const Windows &w = pool.windows;
  Value o = linalg::IndexOp::create(b, l, w.first + i), padding = t.index(w.padding[i]);
  Value start = arith::SubIOp::create(b, l, arith::MulIOp::create(b, l, o, t.index(w.stride[i])), padding);
  Value end = arith::AddIOp::create(b, l, start, t.index(w.kernel[i]));
  if (pool.countIncludePad) {
    end = arith::MinSIOp::create(b, l, end, arith::AddIOp::create(b, l, in, padding));
  } else {
    end = arith::MinSIOp::create(b, l, end, in);
    start = arith::MaxSIOp::create(b, l, start, t.index(0));
  }
  return arith::SubIOp::create(b, l, end, start);
}

Value nnf::divideByWindowCount(TensorBuilder &t, Value v, const AveragePool &pool, ArrayRef<OpFoldResult> in, Type element) {
  OpBuilder &b = t.b;
  const Windows &w = pool.windows;
  int64_t rank = t.rank(v), fixed = pool.divisor.value_or(1);
  Type compute = t.computeTypeOf(v);
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < rank; ++d)
    sizes.push_back(t.sizeOf(v, d));
  SmallVector<Value> limits(w.rank());
  for (int64_t i = 0; i < w.rank() && !pool.divisor; ++i) {
    // All windows of a dimension are whole where nothing is cut off.
    if (!pool.ceilMode && (pool.countIncludePad || w.padding[i] == 0))
      fixed *= w.kernel[i];
    else
      limits[i] = getValueOrCreateConstantIndexOp(b, t.loc, in[i]);
  }
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  return t.generic({{v, t.range(rank)}}, {{t.empty(sizes, element), t.range(rank)}}, parallel,
                   [&](OpBuilder &nested, Location l, ValueRange args) {
                     Value count;
                     for (int64_t i = 0; i < w.rank(); ++i)
                       if (limits[i]) {
                         Value size = windowSize(nested, l, pool, i, limits[i]);
                         count = count ? arith::MulIOp::create(nested, l, count, size).getResult() : size;
                       }
                     TensorBuilder inner(nested, l);
                     if (count && fixed != 1)
                       count = arith::MulIOp::create(nested, l, count, inner.index(fixed));
                     Value x = t.convert(nested, l, args[0], compute), y;
                     if (isa<FloatType>(compute)) {
                       Value divisor = count ? inner.toFloat(count, compute) : inner.constant(compute, fixed);
                       y = arith::DivFOp::create(nested, l, x, divisor);
                     } else {
                       Value divisor = count ? arith::IndexCastOp::create(nested, l, compute, count).getResult()
                                             : inner.constant(compute, fixed);
                       y = arith::DivSIOp::create(nested, l, x, divisor);
                     }
                     return SmallVector<Value>{t.convert(nested, l, y, element)};
                   })[0];
}
