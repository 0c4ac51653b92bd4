//===- ResizeBytes.cpp - images of bytes, in integers -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// PyTorch resamples bytes one dimension after the other, the last one first, and what lies between is bytes again. The
// weights, computed in f64, are integers in units of 2^-p, where p is the largest precision with which the largest weight is
// below 2^15. All of that shows in the results, which are integers and compared as such.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/Conversion/Resize.h"

using namespace mlir;
using namespace mlir::nnf;
using Iterator = utils::IteratorType;

namespace {
/// The tables of one dimension with weights in units of 2^-precision.
struct IntegerTables {
  ResizeTables real;
  /// As i32, of the sizes of real.weights.
  SmallVector<Value> weights;
  /// A tensor<i32>.
  Value precision;
};
} // namespace

static Value constant(OpBuilder &b, Location l, int64_t v, unsigned width = 32) {
  return arith::ConstantOp::create(b, l, b.getIntegerAttr(b.getIntegerType(width), v));
}

/// Taps of one output position that fell on one pixel become one: its weight is the sum, the others are 0.
static void mergeTaps(TensorBuilder &t, ResizeTables &tables, OpFoldResult out) {
  size_t taps = tables.positions.size();
  SmallVector<Along> ins, outs;
  for (Value column : llvm::concat<const Value>(tables.positions, tables.weights))
    ins.push_back({column, {0}});
  for (size_t k = 0; k < taps; ++k)
    outs.push_back({t.empty({out}, t.b.getF64Type()), {0}});
  auto merged = t.generic(ins, outs, {Iterator::parallel}, [&](OpBuilder &b, Location l, ValueRange args) {
    SmallVector<Value> weights(args.slice(taps, taps));
    for (size_t k = 0; k + 1 < taps; ++k) {
      Value same = arith::CmpIOp::create(b, l, arith::CmpIPredicate::eq, args[k], args[k + 1]);
      Value zero = TensorBuilder(b, l).constant(b.getF64Type(), 0);
      Value sum = arith::AddFOp::create(b, l, weights[k], weights[k + 1]);
      weights[k + 1] = arith::SelectOp::create(b, l, same, sum, weights[k + 1]);
      weights[k] = arith::SelectOp::create(b, l, same, zero, weights[k]);
    }
    return weights;
  });
  tables.weights.assign(merged.begin(), merged.end());
}

/// The precision, from the largest of all weights: how many k from 1 to 22 there are with floor(0.5 + most * 2^k) < 2^15.
static Value precisionOf(TensorBuilder &t, ArrayRef<Value> weights) {
  Type f64 = t.b.getF64Type(), i32 = t.b.getI32Type();
  int64_t rank = t.rank(weights[0]);
  SmallVector<Along> ins;
  for (Value w : weights)
    ins.push_back({w, t.range(rank)});
  Value most = t.generic(ins, {{t.filled({}, f64, 0), {}}}, SmallVector<Iterator>(rank, Iterator::reduction),
                         [&](OpBuilder &b, Location l, ValueRange args) {
                           Value largest = args.back();
                           for (Value w : args.drop_back())
                             largest = arith::MaximumFOp::create(b, l, largest, w);
                           return SmallVector<Value>{largest};
                         })[0];
  return t.generic({{most, {}}}, {{t.empty({}, i32), {}}}, {}, [&](OpBuilder &b, Location l, ValueRange args) {
    TensorBuilder inner(b, l);
    Value count = constant(b, l, 0), one = constant(b, l, 1);
    for (int k = 1; k <= 22; ++k) {
      Value scaled = arith::MulFOp::create(b, l, args[0], inner.constant(f64, double(1 << k)));
      Value next = arith::AddFOp::create(b, l, scaled, inner.constant(f64, 0.5));
      Value fits = arith::CmpFOp::create(b, l, arith::CmpFPredicate::OLT, next, inner.constant(f64, 32768));
      count = arith::SelectOp::create(b, l, fits, arith::AddIOp::create(b, l, count, one), count);
    }
    return SmallVector<Value>{count};
  })[0];
}

/// Weights in units of 2^-precision, halves away from zero.
static Value quantised(TensorBuilder &t, Value weights, Value precision) {
  Type f64 = t.b.getF64Type(), i32 = t.b.getI32Type();
  int64_t rank = t.rank(weights);
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < rank; ++d)
    sizes.push_back(t.sizeOf(weights, d));
  return t.generic({{weights, t.range(rank)}, {precision, {}}}, {{t.empty(sizes, i32), t.range(rank)}},
                   SmallVector<Iterator>(rank, Iterator::parallel), [&](OpBuilder &b, Location l, ValueRange args) {
                     TensorBuilder inner(b, l);
                     Value unit = arith::ShLIOp::create(b, l, constant(b, l, 1), args[1]);
                     Value scaled = arith::MulFOp::create(b, l, args[0], arith::SIToFPOp::create(b, l, f64, unit));
                     Value negative = arith::CmpFOp::create(b, l, arith::CmpFPredicate::OLT, args[0], inner.constant(f64, 0));
                     Value half = arith::SelectOp::create(b, l, negative, inner.constant(f64, -0.5), inner.constant(f64, 0.5));
                     Value moved = arith::AddFOp::create(b, l, scaled, half);
                     return SmallVector<Value>{arith::FPToSIOp::create(b, l, i32, moved)};
                   })[0];
}

static IntegerTables integerTables(TensorBuilder &t, ResizeKernel kernel, const ResizeDim &dim, bool alignCorners) {
  IntegerTables tables{resizeTables(t, kernel, dim, alignCorners, t.b.getF64Type()), {}, {}};
  if (!tables.real.isWide())
    mergeTaps(t, tables.real, dim.out);
  tables.precision = precisionOf(t, tables.real.weights);
  for (Value w : tables.real.weights)
    tables.weights.push_back(quantised(t, w, tables.precision));
  return tables;
}

/// A pixel times a weight.
static Value product(OpBuilder &b, Location l, Value image, ArrayRef<Value> at, Value weight) {
  Value x = tensor::ExtractOp::create(b, l, image, at);
  return arith::MulIOp::create(b, l, arith::ExtUIOp::create(b, l, b.getI32Type(), x), weight);
}

/// (sum + half a unit) >> precision, as a byte.
static Value toByte(OpBuilder &b, Location l, Value sum, Value precision) {
  Value half = arith::ShLIOp::create(b, l, constant(b, l, 1), arith::SubIOp::create(b, l, precision, constant(b, l, 1)));
  Value v = arith::ShRSIOp::create(b, l, arith::AddIOp::create(b, l, sum, half), precision);
  v = arith::MaxSIOp::create(b, l, arith::MinSIOp::create(b, l, v, constant(b, l, 255)), constant(b, l, 0));
  return arith::TruncIOp::create(b, l, b.getI8Type(), v);
}

/// One dimension, with two or four taps: out[..., o, ...] = byte(sum over k of w_k[o] v[..., p_k[o], ...]).
static Value resizeNarrow(TensorBuilder &t, Value v, int64_t d, ArrayRef<OpFoldResult> sizes, const IntegerTables &table) {
  int64_t rank = t.rank(v);
  size_t taps = table.weights.size();
  SmallVector<Along> ins;
  for (Value column : llvm::concat<const Value>(table.real.positions, table.weights))
    ins.push_back({column, {d}});
  ins.push_back({table.precision, {}});
  return t.generic(ins, {{t.empty(sizes, t.b.getI8Type()), t.range(rank)}}, SmallVector<Iterator>(rank, Iterator::parallel),
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     SmallVector<Value> at;
                     for (int64_t i = 0; i < rank; ++i)
                       at.push_back(linalg::IndexOp::create(b, l, i));
                     Value sum;
                     for (size_t k = 0; k < taps; ++k) {
                       at[d] = arith::IndexCastOp::create(b, l, b.getIndexType(), args[k]);
                       Value part = product(b, l, v, at, args[taps + k]);
                       sum = sum ? arith::AddIOp::create(b, l, sum, part).getResult() : part;
                     }
                     return SmallVector<Value>{toByte(b, l, sum, args[2 * taps])};
                   })[0];
}

/// One dimension, with as many taps as the filter reaches.
static Value resizeWide(TensorBuilder &t, Value v, int64_t d, ArrayRef<OpFoldResult> sizes, const ResizeDim &dim,
                        const IntegerTables &table) {
  int64_t rank = t.rank(v);
  SmallVector<Iterator> iterators(rank, Iterator::parallel), parallel(rank, Iterator::parallel);
  iterators.push_back(Iterator::reduction);
  Value last = arith::SubIOp::create(t.b, t.loc, getValueOrCreateConstantIndexOp(t.b, t.loc, dim.in), t.index(1));
  Value zero = constant(t.b, t.loc, 0);
  Value init = linalg::FillOp::create(t.b, t.loc, zero, t.empty(sizes, t.b.getI32Type())).getResult(0);
  // Weights behind the last tap are 0, so that only the pixel has to be one that there is.
  Value sum = t.generic({{table.real.positions[0], {d}}, {table.weights[0], {d, rank}}}, {{init, t.range(rank)}}, iterators,
                        [&](OpBuilder &b, Location l, ValueRange args) {
                          SmallVector<Value> at;
                          for (int64_t i = 0; i < rank; ++i)
                            at.push_back(linalg::IndexOp::create(b, l, i));
                          Value first = arith::IndexCastOp::create(b, l, b.getIndexType(), args[0]);
                          Value p = arith::AddIOp::create(b, l, first, linalg::IndexOp::create(b, l, rank));
                          at[d] = arith::MinUIOp::create(b, l, p, last);
                          return SmallVector<Value>{arith::AddIOp::create(b, l, args[2], product(b, l, v, at, args[1]))};
                        })[0];
  return t.generic({{sum, t.range(rank)}, {table.precision, {}}}, {{t.empty(sizes, t.b.getI8Type()), t.range(rank)}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     return SmallVector<Value>{toByte(b, l, args[0], args[1])};
                   })[0];
}

Value nnf::resizeBytes(TensorBuilder &t, Value v, ResizeKernel kernel, ArrayRef<ResizeDim> dims, bool alignCorners) {
  for (int64_t i = dims.size() - 1; i >= 0; --i) {
    IntegerTables table = integerTables(t, kernel, dims[i], alignCorners);
    SmallVector<OpFoldResult> sizes;
    for (int64_t d = 0; d < t.rank(v); ++d)
      sizes.push_back(d == 2 + i ? dims[i].out : t.sizeOf(v, d));
    v = table.real.isWide() ? resizeWide(t, v, 2 + i, sizes, dims[i], table) : resizeNarrow(t, v, 2 + i, sizes, table);
  }
  return v;
}
