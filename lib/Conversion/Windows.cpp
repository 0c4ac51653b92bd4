//===- Windows.cpp - sums over windows, and the sums that go the other way ----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/Windows.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include <numeric>

using namespace mlir;
using namespace mlir::nnf;
using Iterator = utils::IteratorType;

namespace {
/// Index arithmetic in a body.
struct Indices {
  OpBuilder &b;
  Location l;

  Value constant(int64_t v) { return arith::ConstantIndexOp::create(b, l, v); }
  Value iteration(int64_t d) { return linalg::IndexOp::create(b, l, d); }
  Value add(Value x, Value y) { return arith::AddIOp::create(b, l, x, y); }
  Value sub(Value x, Value y) { return arith::SubIOp::create(b, l, x, y); }
  Value mul(Value x, int64_t y) { return y == 1 ? x : arith::MulIOp::create(b, l, x, constant(y)).getResult(); }
  Value both(Value x, Value y) { return x ? arith::AndIOp::create(b, l, x, y).getResult() : y; }
  Value compare(arith::CmpIPredicate p, Value x, Value y) { return arith::CmpIOp::create(b, l, p, x, y); }
  Value select(Value c, Value x, Value y) { return arith::SelectOp::create(b, l, c, x, y); }
};
} // namespace

static SmallVector<Iterator> iterators(int64_t parallel, int64_t reduced) {
  SmallVector<Iterator> kinds(parallel, Iterator::parallel);
  kinds.append(reduced, Iterator::reduction);
  return kinds;
}

/// A sum whose order is ours; integers and bytes add up as they are.
static Value add(OpBuilder &b, Location l, Value x, Value y) {
  if (isa<FloatType>(x.getType()))
    return arith::AddFOp::create(b, l, x, y, arith::FastMathFlags::reassoc);
  return arith::AddIOp::create(b, l, x, y);
}

static Value zeroOf(OpBuilder &b, Location l, Type type) {
  return arith::ConstantOp::create(b, l, b.getZeroAttr(type));
}

//===-- regular windows -------------------------------------------------------------------------------------------===//

Value nnf::padForWindows(TensorBuilder &t, Value v, const Windows &w, ArrayRef<OpFoldResult> sizes, bool ceilMode,
                         Value fill) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(v);
  SmallVector<OpFoldResult> low(rank, b.getIndexAttr(0)), high = low;
  SmallVector<int64_t> shape(cast<RankedTensorType>(v.getType()).getShape());
  bool pads = false;
  for (int64_t i = 0; i < w.rank(); ++i) {
    int64_t d = w.first + i, size = shape[d], before = w.padding[i], behind;
    std::optional<int64_t> out = getConstantIntValue(sizes[d]);
    if (out && !ShapedType::isDynamic(size))
      // What the last window reaches beyond the input.
      behind = std::max<int64_t>((*out - 1) * w.stride[i] + w.reach(i) - size - before, 0);
    else
      // With ceilMode, at most stride - 1 more than floor mode needs.
      behind = before + (ceilMode ? w.stride[i] - 1 : 0);
    low[d] = b.getIndexAttr(before);
    high[d] = b.getIndexAttr(behind);
    if (!ShapedType::isDynamic(size))
      shape[d] = size + before + behind;
    pads = pads || before || behind;
  }
  if (!pads)
    return v;
  return tensor::PadOp::create(b, t.loc, RankedTensorType::get(shape, t.elementType(v)), v, low, high, fill);
}

/// A tensor of `sizes`: at `to` the sum of v at `from`, over loops along windows of `extents`, which `window` names.
static Value sumAlong(TensorBuilder &t, Value v, ArrayRef<OpFoldResult> sizes, ArrayRef<OpFoldResult> extents,
                      ArrayRef<AffineExpr> from, ArrayRef<AffineExpr> window, ArrayRef<AffineExpr> to) {
  Type compute = t.computeTypeOf(v);
  int64_t rank = to.size(), n = window.size();
  auto map = [&](ArrayRef<AffineExpr> exprs) { return AffineMap::get(rank + n, 0, exprs, t.b.getContext()); };
  Value init = t.filled(sizes, compute, 0), shape = t.empty(extents, t.elementType(v)); // gives the loops their bounds
  return linalg::GenericOp::create(t.b, t.loc, TypeRange(init.getType()), ValueRange{v, shape}, ValueRange{init},
                                   {map(from), map(window), map(to)}, iterators(rank, n),
                                   [&](OpBuilder &nested, Location l, ValueRange args) {
                                     Value x = t.convert(nested, l, args[0], compute);
                                     linalg::YieldOp::create(nested, l, add(nested, l, args[2], x));
                                   })
      .getResult(0);
}

Value nnf::sumWindows(TensorBuilder &t, Value v, const Windows &w, ArrayRef<OpFoldResult> sizes) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(v), n = w.rank();
  SmallVector<AffineExpr> from, window, to;
  SmallVector<OpFoldResult> extents;
  for (int64_t d = 0; d < rank; ++d)
    to.push_back(b.getAffineDimExpr(d));
  from.append(to.begin(), to.begin() + w.first);
  for (int64_t i = 0; i < n; ++i) {
    AffineExpr k = b.getAffineDimExpr(rank + i);
    from.push_back(to[w.first + i] * w.stride[i] + k * w.dilation[i]);
    window.push_back(k);
    extents.push_back(b.getIndexAttr(w.kernel[i]));
  }
  return sumAlong(t, v, sizes, extents, from, window, to);
}

Value nnf::gatherFromWindows(
    TensorBuilder &t, Value init, const Windows &w, ArrayRef<OpFoldResult> counts,
    function_ref<Value(OpBuilder &, Location, ValueRange lead, ValueRange k, ValueRange o)> element,
    ArrayRef<OpFoldResult> kernel) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(init), n = w.rank();
  Type type = t.elementType(init);
  SmallVector<OpFoldResult> extents;
  SmallVector<Value> limits;
  SmallVector<int64_t> window;
  for (int64_t i = 0; i < n; ++i) {
    extents.push_back(kernel.empty() ? OpFoldResult(b.getIndexAttr(w.kernel[i])) : kernel[i]);
    limits.push_back(getValueOrCreateConstantIndexOp(b, t.loc, counts[i]));
    window.push_back(rank + i);
  }
  Value shape = t.empty(extents, type); // gives the loops over the window their bounds
  return t.generic({{shape, window}}, {{init, t.range(rank)}}, iterators(rank, n),
                   [&](OpBuilder &nested, Location l, ValueRange args) {
                     Indices at{nested, l};
                     SmallVector<Value> lead, k, o;
                     for (int64_t d = 0; d < w.first; ++d)
                       lead.push_back(at.iteration(d));
                     Value hits;
                     for (int64_t i = 0; i < n; ++i) {
                       k.push_back(at.iteration(rank + i));
                       Value here = at.iteration(w.first + i);
                       if (w.padding[i])
                         here = at.add(here, at.constant(w.padding[i]));
                       Value position = at.sub(here, at.mul(k.back(), w.dilation[i]));
                       if (w.stride[i] != 1) {
                         Value whole = arith::DivSIOp::create(nested, l, position, at.constant(w.stride[i]));
                         hits = at.both(hits, at.compare(arith::CmpIPredicate::eq, at.mul(whole, w.stride[i]), position));
                         position = whole;
                       }
                       // Unsigned: below 0 is beyond the end.
                       Value inside = at.compare(arith::CmpIPredicate::ult, position, limits[i]);
                       hits = at.both(hits, inside);
                       o.push_back(at.select(inside, position, at.constant(0)));
                     }
                     Value x = element(nested, l, lead, k, o);
                     Value part = at.select(hits, x, zeroOf(nested, l, type));
                     return SmallVector<Value>{add(nested, l, args[1], part)};
                   })[0];
}

Value nnf::foldColumns(TensorBuilder &t, Value columns, const Windows &w, ArrayRef<OpFoldResult> sizes, bool isBool) {
  int64_t lead = w.first;
  ShapeContext c(t.b, t.loc, "nnf.fold", /*guards=*/false);
  SmallVector<OpFoldResult> counts, rows{sizes[lead - 1]};
  for (int64_t i = 0; i < w.rank(); ++i) {
    std::optional<int64_t> fixed = getConstantIntValue(sizes[lead + i]);
    Dim size = fixed ? Dim(*fixed) : Dim(c, cast<Value>(sizes[lead + i]));
    counts.push_back((floorDiv(size + Dim(2 * w.padding[i] - w.reach(i)), w.stride[i]) + Dim(1)).mixed(t.b));
    rows.push_back(t.b.getIndexAttr(w.kernel[i]));
  }
  Value split = t.expandDim(t.expandDim(columns, lead, counts), lead - 1, rows);
  Type compute = isBool ? Type(t.b.getI32Type()) : t.computeTypeOf(columns);
  return gatherFromWindows(t, t.filled(sizes, compute, 0), w, counts,
                           [&](OpBuilder &nested, Location l, ValueRange outer, ValueRange k, ValueRange o) -> Value {
                             SmallVector<Value> at(outer);
                             llvm::append_range(at, k);
                             llvm::append_range(at, o);
                             Value v = tensor::ExtractOp::create(nested, l, split, at);
                             return t.convert(nested, l, v, compute, /*isUnsigned=*/isBool);
                           });
}

//===-- adaptive windows ---------------------------------------------------------------------------------------------===//

Value nnf::adaptiveStart(OpBuilder &b, Location loc, Value o, Value in, Value out) {
  return arith::DivUIOp::create(b, loc, arith::MulIOp::create(b, loc, o, in), out);
}

Value nnf::adaptiveEnd(OpBuilder &b, Location loc, Value o, Value in, Value out) {
  Value one = arith::ConstantIndexOp::create(b, loc, 1);
  Value next = arith::MulIOp::create(b, loc, arith::AddIOp::create(b, loc, o, one), in);
  Value up = arith::AddIOp::create(b, loc, next, arith::SubIOp::create(b, loc, out, one));
  return arith::DivUIOp::create(b, loc, up, out);
}

OpFoldResult nnf::adaptiveReach(TensorBuilder &t, OpFoldResult in, OpFoldResult out) {
  std::optional<int64_t> i = getConstantIntValue(in), o = getConstantIntValue(out);
  if (o == 0)
    return t.b.getIndexAttr(1);
  if (i && o) {
    // Window k begins at (k * in) mod out of a step of 1/out, which is a multiple of their greatest common divisor g; the one
    // that begins latest, at out - g, reaches farthest: ceil((out - g + in) / out).
    int64_t whole = *i / *o, rest = *i % *o;
    int64_t more = rest == 0 ? 0 : rest == std::gcd(*i, *o) ? 1 : 2;
    return t.b.getIndexAttr(std::max<int64_t>(1, whole + more));
  }
  // in / out rounded up, and one more for a start inside an element; an empty result asks for nothing.
  Value size = getValueOrCreateConstantIndexOp(t.b, t.loc, in), count = getValueOrCreateConstantIndexOp(t.b, t.loc, out);
  Value divisor = arith::MaxUIOp::create(t.b, t.loc, count, t.index(1));
  Value up = arith::AddIOp::create(t.b, t.loc, size, arith::SubIOp::create(t.b, t.loc, divisor, t.index(1)));
  Value windows = arith::DivUIOp::create(t.b, t.loc, up, divisor);
  return arith::AddIOp::create(t.b, t.loc, windows, t.index(1)).getResult();
}

Value nnf::adaptiveTable(TensorBuilder &t, OpFoldResult in, OpFoldResult out, bool sizes) {
  Value from = getValueOrCreateConstantIndexOp(t.b, t.loc, in), to = getValueOrCreateConstantIndexOp(t.b, t.loc, out);
  Type i64 = t.b.getI64Type();
  return t.generic({}, {{t.empty({out}, i64), {0}}}, iterators(1, 0), [&](OpBuilder &nested, Location l, ValueRange) {
    Value o = linalg::IndexOp::create(nested, l, 0), at = adaptiveStart(nested, l, o, from, to);
    if (sizes)
      at = arith::SubIOp::create(nested, l, adaptiveEnd(nested, l, o, from, to), at);
    return SmallVector<Value>{arith::IndexCastOp::create(nested, l, i64, at)};
  })[0];
}

/// How a dimension is cut into windows.
namespace {
enum class Cut { Whole, Even, Ragged };
}

static Cut cutOf(OpFoldResult in, OpFoldResult out) {
  std::optional<int64_t> i = getConstantIntValue(in), o = getConstantIntValue(out);
  if (o == 1)
    return Cut::Whole;
  return i && o && *o > 0 && *i > 0 && *i % *o == 0 ? Cut::Even : Cut::Ragged;
}

/// Windows of one size, as an affine map: o * size + k, or k alone where there is one window.
static Value sumEven(TensorBuilder &t, Value v, int64_t first, ArrayRef<OpFoldResult> sizes, ArrayRef<Cut> cuts) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(v), n = rank - first;
  SmallVector<AffineExpr> from, window, to;
  SmallVector<OpFoldResult> extents;
  for (int64_t d = 0; d < rank; ++d)
    to.push_back(b.getAffineDimExpr(d));
  from.append(to.begin(), to.begin() + first);
  for (int64_t i = 0; i < n; ++i) {
    AffineExpr k = b.getAffineDimExpr(rank + i);
    OpFoldResult extent = t.sizeOf(v, first + i);
    if (cuts[i] == Cut::Even) {
      int64_t reach = *getConstantIntValue(extent) / *getConstantIntValue(sizes[first + i]);
      extent = b.getIndexAttr(reach);
      from.push_back(to[first + i] * reach + k);
    } else {
      from.push_back(k);
    }
    window.push_back(k);
    extents.push_back(extent);
  }
  return sumAlong(t, v, sizes, extents, from, window, to);
}

Value nnf::sumAdaptive(TensorBuilder &t, Value v, int64_t first, ArrayRef<OpFoldResult> sizes) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(v), n = rank - first;
  SmallVector<Cut> cuts;
  for (int64_t i = 0; i < n; ++i)
    cuts.push_back(cutOf(t.sizeOf(v, first + i), sizes[first + i]));
  if (llvm::all_of(cuts, [](Cut c) { return c == Cut::Whole; })) {
    SmallVector<int64_t> dims;
    for (int64_t d = first; d < rank; ++d)
      dims.push_back(d);
    Value sum = t.sum({{v, t.range(rank)}}, rank, dims, [](auto s) { return *s[0]; });
    return t.appendUnitDims(sum, n);
  }
  if (llvm::none_of(cuts, [](Cut c) { return c == Cut::Ragged; }))
    return sumEven(t, v, first, sizes, cuts);

  // Starts and sizes of the windows are tables, so that the loops hold no division.
  Type compute = t.computeTypeOf(v);
  SmallVector<Along> ins;
  SmallVector<OpFoldResult> extents;
  SmallVector<int64_t> window;
  SmallVector<Value> last;
  for (int64_t i = 0; i < n; ++i) {
    int64_t d = first + i;
    Value in = getValueOrCreateConstantIndexOp(b, t.loc, t.sizeOf(v, d));
    ins.push_back({adaptiveTable(t, t.sizeOf(v, d), sizes[d], /*sizes=*/false), {d}});
    ins.push_back({adaptiveTable(t, t.sizeOf(v, d), sizes[d], /*sizes=*/true), {d}});
    extents.push_back(adaptiveReach(t, t.sizeOf(v, d), sizes[d]));
    window.push_back(rank + i);
    last.push_back(arith::SubIOp::create(b, t.loc, in, t.index(1)));
  }
  ins.push_back({t.empty(extents, t.elementType(v)), window});
  return t.generic(ins, {{t.filled(sizes, compute, 0), t.range(rank)}}, iterators(rank, n),
                   [&](OpBuilder &nested, Location l, ValueRange args) {
                     Indices at{nested, l};
                     SmallVector<Value> from;
                     for (int64_t d = 0; d < first; ++d)
                       from.push_back(at.iteration(d));
                     Value counts;
                     for (int64_t i = 0; i < n; ++i) {
                       Value start = arith::IndexCastOp::create(nested, l, nested.getIndexType(), args[2 * i]);
                       Value size = arith::IndexCastOp::create(nested, l, nested.getIndexType(), args[2 * i + 1]);
                       Value k = at.iteration(rank + i);
                       counts = at.both(counts, at.compare(arith::CmpIPredicate::ult, k, size));
                       from.push_back(arith::MinUIOp::create(nested, l, at.add(start, k), last[i]));
                     }
                     Value x = t.convert(nested, l, tensor::ExtractOp::create(nested, l, v, from), compute);
                     Value part = at.select(counts, x, zeroOf(nested, l, compute));
                     return SmallVector<Value>{add(nested, l, args.back(), part)};
                   })[0];
}

Value nnf::divideByAdaptiveCount(TensorBuilder &t, Value v, int64_t first, ArrayRef<OpFoldResult> in, Type element) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(v);
  Type compute = t.computeTypeOf(v);
  SmallVector<OpFoldResult> sizes;
  SmallVector<Value> ins, outs;
  for (int64_t d = 0; d < rank; ++d)
    sizes.push_back(t.sizeOf(v, d));
  for (int64_t d = first; d < rank; ++d) {
    ins.push_back(getValueOrCreateConstantIndexOp(b, t.loc, in[d]));
    outs.push_back(getValueOrCreateConstantIndexOp(b, t.loc, sizes[d]));
  }
  return t.generic({{v, t.range(rank)}}, {{t.empty(sizes, element), t.range(rank)}}, iterators(rank, 0),
                   [&](OpBuilder &nested, Location l, ValueRange args) {
                     Value count;
                     for (int64_t i = 0; i < rank - first; ++i) {
                       Value size = ins[i];
                       Cut cut = cutOf(in[first + i], sizes[first + i]);
                       if (cut == Cut::Even) {
                         size = TensorBuilder(nested, l).index(*getConstantIntValue(in[first + i]) /
                                                               *getConstantIntValue(sizes[first + i]));
                       } else if (cut == Cut::Ragged) {
                         Value o = linalg::IndexOp::create(nested, l, first + i);
                         size = arith::SubIOp::create(nested, l, adaptiveEnd(nested, l, o, ins[i], outs[i]),
                                                      adaptiveStart(nested, l, o, ins[i], outs[i]));
                       }
                       count = count ? arith::MulIOp::create(nested, l, count, size).getResult() : size;
                     }
                     Value divisor = TensorBuilder(nested, l).toFloat(count, compute);
                     Value x = t.convert(nested, l, args[0], compute);
                     return SmallVector<Value>{
                         t.convert(nested, l, arith::DivFOp::create(nested, l, x, divisor), element)};
                   })[0];
}

//===-- along one dimension --------------------------------------------------------------------------------------------===//

Value nnf::gatherAlong(TensorBuilder &t, Value v, int64_t dim, OpFoldResult size, OpFoldResult count,
                       function_ref<Source(OpBuilder &, Location, Value i, Value k)> source) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(v);
  Type compute = t.computeTypeOf(v);
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < rank; ++d)
    sizes.push_back(d == dim ? size : t.sizeOf(v, d));
  // The loop over the sources is the last but one: the innermost stays the contiguous one.
  SmallVector<int64_t> out = t.range(rank);
  int64_t along = rank;
  Value loops = t.empty({count}, t.elementType(v)); // its shape gives the loop over the sources its bound
  Value limit = getValueOrCreateConstantIndexOp(b, t.loc, t.sizeOf(v, dim));
  return t.generic({{loops, {along}}}, {{t.filled(sizes, compute, 0), out}}, iterators(rank, 1),
                   [&](OpBuilder &nested, Location l, ValueRange args) {
                     Indices at{nested, l};
                     Source s = source(nested, l, at.iteration(dim), at.iteration(along));
                     Value inside = at.compare(arith::CmpIPredicate::ult, s.position, limit);
                     SmallVector<Value> from;
                     for (int64_t d = 0; d < rank; ++d)
                       from.push_back(d == dim ? at.select(inside, s.position, at.constant(0)) : at.iteration(d));
                     Value x = t.convert(nested, l, tensor::ExtractOp::create(nested, l, v, from), compute);
                     if (s.weight)
                       x = arith::MulFOp::create(nested, l, x, s.weight);
                     Value counts = s.counts ? at.both(inside, s.counts) : inside;
                     Value part = at.select(counts, x, zeroOf(nested, l, compute));
                     return SmallVector<Value>{add(nested, l, args.back(), part)};
                   })[0];
}

//===-- rows ------------------------------------------------------------------------------------------------------------===//

Value nnf::asRows(TensorBuilder &t, Value v, int64_t first) {
  int64_t n = t.rank(v) - first;
  v = n ? t.collapseDims(v, first, n) : t.appendUnitDims(v, 1);
  return first ? t.collapseDims(v, 0, first) : t.prependUnitDim(v);
}

/// for r, k: rows[r, positions[r, k]] (+)= values[r, k]
Value nnf::scatterInRows(TensorBuilder &t, Value rows, Value positions, Value values, bool adds) {
  Value zero = t.index(0), one = t.index(1);
  Value count = tensor::DimOp::create(t.b, t.loc, values, 0), width = tensor::DimOp::create(t.b, t.loc, values, 1);
  Type type = t.elementType(rows);
  auto outer = [&](OpBuilder &b, Location l, Value r, ValueRange carried) {
    auto inner = [&](OpBuilder &nested, Location loc, Value k, ValueRange current) {
      Value at = arith::IndexCastOp::create(nested, loc, nested.getIndexType(),
                                            tensor::ExtractOp::create(nested, loc, positions, ValueRange{r, k}));
      Value v = t.convert(nested, loc, tensor::ExtractOp::create(nested, loc, values, ValueRange{r, k}), type);
      if (adds)
        v = arith::AddFOp::create(nested, loc, tensor::ExtractOp::create(nested, loc, current[0], ValueRange{r, at}), v);
      scf::YieldOp::create(nested, loc, ValueRange{tensor::InsertOp::create(nested, loc, v, current[0], ValueRange{r, at})});
    };
    scf::YieldOp::create(b, l, scf::ForOp::create(b, l, zero, width, one, carried, inner).getResults());
  };
  return scf::ForOp::create(t.b, t.loc, zero, count, one, ValueRange{rows}, outer).getResult(0);
}
