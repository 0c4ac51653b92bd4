//===- Resize.cpp - resampling by tables, and back -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Resize.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/Conversion/Windows.h"

using namespace mlir;
using namespace mlir::nnf;
using Iterator = utils::IteratorType;

static Value toIndex(OpBuilder &b, Location l, Value v) {
  return arith::IndexCastOp::create(b, l, b.getIndexType(), v);
}

/// An element of an image in the compute type; bytes have no sign.
static Value load(OpBuilder &b, Location l, Value v, ArrayRef<Value> at, Type compute) {
  Value x = tensor::ExtractOp::create(b, l, v, at);
  return TensorBuilder::convert(b, l, x, compute, /*isUnsigned=*/true);
}

/// The weighted sum over the taps of dimensions `i` and up, `at` being the index so far.
static Value tapSum(OpBuilder &b, Location l, Value v, ArrayRef<ResizeTables> tables, ArrayRef<SmallVector<Value>> rows,
                    SmallVectorImpl<Value> &at, Type compute) {
  if (tables.empty())
    return load(b, l, v, at, compute);
  size_t taps = tables[0].positions.size();
  Value sum;
  for (size_t k = 0; k < taps; ++k) {
    at.push_back(toIndex(b, l, rows[0][k]));
    Value x = tapSum(b, l, v, tables.drop_front(), rows.drop_front(), at, compute);
    at.pop_back();
    if (tables[0].weights.empty())
      return x;
    Value part = arith::MulFOp::create(b, l, x, rows[0][taps + k]);
    sum = sum ? arith::AddFOp::create(b, l, sum, part).getResult() : part;
  }
  return sum;
}

/// All dimensions in one pass: out[n, c, o...] = sum over k... of w_k(o)... v[n, c, p_k(o)...].
static Value resizeAtOnce(TensorBuilder &t, Value v, ArrayRef<ResizeDim> dims, ArrayRef<ResizeTables> tables,
                          Type compute) {
  int64_t rank = t.rank(v);
  bool copies = tables[0].weights.empty();
  Type element = copies ? t.elementType(v) : compute;
  SmallVector<OpFoldResult> sizes{t.sizeOf(v, 0), t.sizeOf(v, 1)};
  SmallVector<Along> ins;
  for (auto [i, table] : llvm::enumerate(tables)) {
    sizes.push_back(dims[i].out);
    for (Value column : llvm::concat<const Value>(table.positions, table.weights))
      ins.push_back({column, {static_cast<int64_t>(2 + i)}});
  }
  SmallVector<Iterator> parallel(rank, Iterator::parallel);
  return t.generic(ins, {{t.empty(sizes, element), t.range(rank)}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     SmallVector<SmallVector<Value>> rows;
                     for (const ResizeTables &table : tables) {
                       size_t columns = table.positions.size() + table.weights.size();
                       rows.push_back(llvm::to_vector(args.take_front(columns)));
                       args = args.drop_front(columns);
                     }
                     SmallVector<Value> at{linalg::IndexOp::create(b, l, 0), linalg::IndexOp::create(b, l, 1)};
                     return SmallVector<Value>{tapSum(b, l, v, tables, rows, at, element)};
                   })[0];
}

/// One dimension: out[..., o, ...] = sum over k < counts[o] of w[o, k] v[..., first[o] + k, ...].
static Value resizeWide(TensorBuilder &t, Value v, int64_t d, const ResizeDim &dim, const ResizeTables &table,
                        Type compute) {
  int64_t rank = t.rank(v);
  SmallVector<OpFoldResult> sizes;
  for (int64_t i = 0; i < rank; ++i)
    sizes.push_back(i == d ? dim.out : t.sizeOf(v, i));
  SmallVector<Iterator> iterators(rank, Iterator::parallel);
  iterators.push_back(Iterator::reduction);
  Value last = arith::SubIOp::create(t.b, t.loc, getValueOrCreateConstantIndexOp(t.b, t.loc, dim.in), t.index(1));
  return t.generic({{table.positions[0], {d}}, {table.counts, {d}}, {table.weights[0], {d, rank}}},
                   {{t.filled(sizes, compute, 0), t.range(rank)}}, iterators,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     Value k = linalg::IndexOp::create(b, l, rank);
                     SmallVector<Value> at;
                     for (int64_t i = 0; i < rank; ++i)
                       at.push_back(linalg::IndexOp::create(b, l, i));
                     Value p = arith::AddIOp::create(b, l, toIndex(b, l, args[0]), k);
                     at[d] = arith::MinUIOp::create(b, l, p, last);
                     Value counts = arith::CmpIOp::create(b, l, arith::CmpIPredicate::slt, k, toIndex(b, l, args[1]));
                     Value x = arith::MulFOp::create(b, l, load(b, l, v, at, compute), args[2]);
                     Value part = arith::SelectOp::create(b, l, counts, x, TensorBuilder(b, l).constant(compute, 0));
                     return SmallVector<Value>{
                         arith::AddFOp::create(b, l, args[3], part, arith::FastMathFlags::reassoc)};
                   })[0];
}

Value nnf::resize(TensorBuilder &t, Value v, ResizeKernel kernel, ArrayRef<ResizeDim> dims, bool alignCorners,
                  Type compute) {
  SmallVector<ResizeTables> tables;
  for (const ResizeDim &dim : dims)
    tables.push_back(resizeTables(t, kernel, dim, alignCorners, compute));
  if (!tables[0].isWide())
    return resizeAtOnce(t, v, dims, tables, compute);
  for (int64_t i = dims.size() - 1; i >= 0; --i)
    v = resizeWide(t, v, 2 + i, dims[i], tables[i], compute);
  return v;
}

//===-- back ----------------------------------------------------------------------------------------------------------===//

/// How many elements of a table (O) are less than i (or not more, with `orEqual`), for each i of `in`.
static Value countBelow(TensorBuilder &t, Value table, OpFoldResult in, bool orEqual) {
  Type i64 = t.b.getI64Type();
  Value zero = arith::ConstantOp::create(t.b, t.loc, t.b.getI64IntegerAttr(0));
  Value init = linalg::FillOp::create(t.b, t.loc, zero, t.empty({in}, i64)).getResult(0);
  return t.generic({{table, {1}}}, {{init, {0}}}, {Iterator::parallel, Iterator::reduction},
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     Value i = arith::IndexCastOp::create(b, l, i64, linalg::IndexOp::create(b, l, 0));
                     auto predicate = orEqual ? arith::CmpIPredicate::sle : arith::CmpIPredicate::slt;
                     Value below = arith::CmpIOp::create(b, l, predicate, args[0], i);
                     Value one = arith::ExtUIOp::create(b, l, i64, below);
                     return SmallVector<Value>{arith::AddIOp::create(b, l, args[1], one)};
                   })[0];
}

/// Positions never decrease, so the outputs that read pixel i are among those from the first whose last tap reaches it to the
/// last whose first tap does not lie behind it. Each of them is asked for the weight that it gives to i.
static Value adjointAlong(TensorBuilder &t, Value v, int64_t d, const ResizeDim &dim, const ResizeTables &table) {
  OpBuilder &b = t.b;
  Type i64 = b.getI64Type();
  Value lastTap = table.positions.back();
  if (table.isWide())
    lastTap = t.generic({{table.positions[0], {0}}, {table.counts, {0}}}, {{t.empty({dim.out}, i64), {0}}},
                        {Iterator::parallel}, [&](OpBuilder &n, Location l, ValueRange args) {
                          Value one = arith::ConstantOp::create(n, l, n.getI64IntegerAttr(1));
                          Value end = arith::AddIOp::create(n, l, args[0], args[1]);
                          return SmallVector<Value>{arith::SubIOp::create(n, l, end, one)};
                        })[0];
  Value begin = countBelow(t, lastTap, dim.in, /*orEqual=*/false);
  Value end = countBelow(t, table.positions[0], dim.in, /*orEqual=*/true);
  // The longest stretch, as the size of a loop.
  Value none = arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(0));
  Value init = linalg::FillOp::create(b, t.loc, none, t.empty({}, i64)).getResult(0);
  Value most = t.generic({{begin, {0}}, {end, {0}}}, {{init, {}}}, {Iterator::reduction},
                         [&](OpBuilder &n, Location l, ValueRange args) {
                           Value length = arith::SubIOp::create(n, l, args[1], args[0]);
                           return SmallVector<Value>{arith::MaxSIOp::create(n, l, args[2], length)};
                         })[0];
  OpFoldResult reach = toIndex(b, t.loc, tensor::ExtractOp::create(b, t.loc, most, ValueRange{}));
  Type compute = t.computeTypeOf(v);
  Value outs = getValueOrCreateConstantIndexOp(b, t.loc, dim.out);
  return gatherAlong(t, v, d, dim.in, reach, [&](OpBuilder &n, Location l, Value i, Value k) -> Source {
    auto at = [&](Value tensor, ValueRange index) -> Value { return tensor::ExtractOp::create(n, l, tensor, index); };
    Value from = toIndex(n, l, at(begin, i)), to = toIndex(n, l, at(end, i));
    Value o = arith::AddIOp::create(n, l, from, k);
    Value counts = arith::CmpIOp::create(n, l, arith::CmpIPredicate::slt, o, to);
    Value inside = arith::CmpIOp::create(n, l, arith::CmpIPredicate::ult, o, outs);
    Value safe = arith::SelectOp::create(n, l, inside, o, TensorBuilder(n, l).index(0));
    if (table.isWide()) {
      Value tap = arith::SubIOp::create(n, l, i, toIndex(n, l, at(table.positions[0], safe)));
      Value taps = toIndex(n, l, at(table.counts, safe));
      Value reads = arith::CmpIOp::create(n, l, arith::CmpIPredicate::ult, tap, taps);
      Value safeTap = arith::SelectOp::create(n, l, reads, tap, TensorBuilder(n, l).index(0));
      return {o, arith::AndIOp::create(n, l, counts, reads), at(table.weights[0], {safe, safeTap})};
    }
    if (table.weights.empty())
      return {o, counts, Value()};
    Value pixel = arith::IndexCastOp::create(n, l, i64, i), weight, reads;
    for (auto [position, w] : llvm::zip_equal(table.positions, table.weights)) {
      Value same = arith::CmpIOp::create(n, l, arith::CmpIPredicate::eq, at(position, safe), pixel);
      Value part = arith::SelectOp::create(n, l, same, at(w, safe), TensorBuilder(n, l).constant(compute, 0));
      weight = weight ? arith::AddFOp::create(n, l, weight, part).getResult() : part;
      reads = reads ? arith::OrIOp::create(n, l, reads, same).getResult() : same;
    }
    return {o, arith::AndIOp::create(n, l, counts, reads), weight};
  });
}

Value nnf::resizeAdjoint(TensorBuilder &t, Value v, ResizeKernel kernel, ArrayRef<ResizeDim> dims, bool alignCorners,
                         Type compute) {
  for (auto [i, dim] : llvm::enumerate(dims))
    v = adjointAlong(t, v, 2 + i, dim, resizeTables(t, kernel, dim, alignCorners, compute));
  return v;
}
