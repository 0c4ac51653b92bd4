//===- Pooling.cpp - maxima over windows, and the family's registration ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Pooling.h"
#include "Decomposition.h"
#include "Philox.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/Conversion/Windows.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerPoolingDecompositions(MLIRContext *context);
void registerAveragePoolingDecompositions(MLIRContext *context);
} // namespace mlir::nnf

/// The smallest value of a type: what padding holds and maxima start from.
static TypedAttr lowest(OpBuilder &b, Type element, bool isUnsigned) {
  if (auto type = dyn_cast<FloatType>(element))
    return b.getFloatAttr(element, APFloat::getInf(type.getFloatSemantics(), /*Negative=*/true));
  unsigned width = element.getIntOrFloatBitWidth();
  return b.getIntegerAttr(element, isUnsigned ? APInt::getZero(width) : APInt::getSignedMinValue(width));
}

/// The larger one; a NaN wins.
static Value larger(OpBuilder &b, Location l, Value m, Value x, bool isUnsigned) {
  if (isa<FloatType>(x.getType()))
    return arith::MaximumFOp::create(b, l, m, x);
  if (isUnsigned)
    return arith::MaxUIOp::create(b, l, m, x);
  return arith::MaxSIOp::create(b, l, m, x);
}

/// One step of the maximum of (value, position) pairs: the first maximum wins, a NaN beats everything (the last one, as in
/// PyTorch), and what does not `count` never wins.
static SmallVector<Value> betterOf(OpBuilder &b, Location l, Value x, Value position, Value counts, Value best,
                                   Value bestAt, bool isUnsigned) {
  Value better;
  if (isa<FloatType>(x.getType())) {
    Value isNan = arith::CmpFOp::create(b, l, arith::CmpFPredicate::UNO, x, x);
    Value ordered = arith::CmpFOp::create(b, l, arith::CmpFPredicate::OGT, x, best);
    better = arith::OrIOp::create(b, l, isNan, ordered);
  } else {
    better = arith::CmpIOp::create(b, l, isUnsigned ? arith::CmpIPredicate::ugt : arith::CmpIPredicate::sgt, x, best);
  }
  Value none = arith::CmpIOp::create(b, l, arith::CmpIPredicate::slt, bestAt,
                                     arith::ConstantOp::create(b, l, b.getI64IntegerAttr(0)));
  Value take = arith::OrIOp::create(b, l, better, none);
  if (counts)
    take = arith::AndIOp::create(b, l, counts, take);
  return {arith::SelectOp::create(b, l, take, x, best), arith::SelectOp::create(b, l, take, position, bestAt)};
}

/// Results start from the smallest value and, with indices, position -1.
static SmallVector<Value> initialMaxima(TensorBuilder &t, ArrayRef<OpFoldResult> sizes, Value fill, bool indices) {
  OpBuilder &b = t.b;
  SmallVector<Value> inits{linalg::FillOp::create(b, t.loc, fill, t.empty(sizes, fill.getType())).getResult(0)};
  if (indices) {
    Value unset = arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(-1));
    inits.push_back(linalg::FillOp::create(b, t.loc, unset, t.empty(sizes, b.getI64Type())).getResult(0));
  }
  return inits;
}

//===-- regular windows ---------------------------------------------------------------------------------------------===//

/// out[n, c, o...] = max over k... of padded[n, c, o * stride + k * dilation]. With indices, the pair (value, position) is
/// reduced, and padding never wins.
template <class PoolOp>
static Values maxPool(PoolOp op, typename PoolOp::Adaptor adaptor, TensorBuilder &t) {
  OpBuilder &b = t.b;
  Value x = adaptor.getInput();
  constexpr int64_t n = PoolOp::spatialRank;
  int64_t first = t.rank(x) - n, outRank = t.rank(x), rank = outRank + n;
  Type element = t.elementType(x);
  bool isUnsigned = getElementTypeOrSelf(op.getInput().getType()).isUnsignedInteger();
  Windows w{first, llvm::to_vector(op.getKernelSize()),
            llvm::to_vector(op.getStride().empty() ? op.getKernelSize() : op.getStride()), llvm::to_vector(op.getPadding()),
            llvm::to_vector(op.getDilation())};
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(b, (*shapes)[0]);
  SmallVector<Value> extents;
  for (int64_t i = 0; i < n; ++i)
    extents.push_back(tensor::DimOp::create(b, t.loc, x, first + i));
  Value fill = arith::ConstantOp::create(b, t.loc, lowest(b, element, isUnsigned));
  x = padForWindows(t, x, w, sizes, op.getCeilMode(), fill);

  SmallVector<AffineExpr> xExprs, windowExprs, outExprs;
  for (int64_t i = 0; i < outRank; ++i)
    outExprs.push_back(b.getAffineDimExpr(i));
  xExprs.append(outExprs.begin(), outExprs.begin() + first);
  SmallVector<OpFoldResult> windowSizes;
  for (int64_t i = 0; i < n; ++i) {
    xExprs.push_back(outExprs[first + i] * w.stride[i] + b.getAffineDimExpr(outRank + i) * w.dilation[i]);
    windowExprs.push_back(b.getAffineDimExpr(outRank + i));
    windowSizes.push_back(b.getIndexAttr(w.kernel[i]));
  }
  auto map = [&](ArrayRef<AffineExpr> exprs) { return AffineMap::get(rank, 0, exprs, b.getContext()); };
  SmallVector<AffineMap> maps{map(xExprs), map(windowExprs), map(outExprs)};
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  for (int64_t i = outRank; i < rank; ++i)
    iterators[i] = utils::IteratorType::reduction;
  Value window = t.empty(windowSizes, element); // its shape gives the loops their bounds
  bool indices = op.getReturnIndices();
  SmallVector<Value> inits = initialMaxima(t, sizes, fill, indices);
  if (indices)
    maps.push_back(map(outExprs));
  auto pool = linalg::GenericOp::create(
      b, t.loc, ValueRange(inits).getTypes(), ValueRange{x, window}, inits, maps, iterators,
      [&](OpBuilder &nested, Location l, ValueRange args) {
        if (!indices) {
          linalg::YieldOp::create(nested, l, larger(nested, l, args[2], args[0], isUnsigned));
          return;
        }
        TensorBuilder inner(nested, l);
        Value position = inner.index(0), inside;
        for (int64_t i = 0; i < n; ++i) {
          Value at = arith::MulIOp::create(nested, l, linalg::IndexOp::create(nested, l, first + i), inner.index(w.stride[i]));
          Value k = arith::MulIOp::create(nested, l, linalg::IndexOp::create(nested, l, outRank + i),
                                          inner.index(w.dilation[i]));
          at = arith::SubIOp::create(nested, l, arith::AddIOp::create(nested, l, at, k), inner.index(w.padding[i]));
          // Unsigned: below 0 is beyond the end.
          Value here = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::ult, at, extents[i]);
          inside = inside ? arith::AndIOp::create(nested, l, inside, here).getResult() : here;
          position = arith::AddIOp::create(nested, l, arith::MulIOp::create(nested, l, position, extents[i]), at);
        }
        Value p = arith::IndexCastOp::create(nested, l, nested.getI64Type(), position);
        linalg::YieldOp::create(nested, l, betterOf(nested, l, args[0], p, inside, args[2], args[3], isUnsigned));
      });
  return SmallVector<Value>(pool.getResults());
}

//===-- windows that a table tells -----------------------------------------------------------------------------------===//

namespace {
/// Where the windows of a dimension start, and how many of `reach` elements they have (a null table: all). Tables are i64.
struct TableWindows {
  Along start, size;
  OpFoldResult reach;
};
} // namespace

/// out[lead..., o...] = max over k... < size[o] of x[lead..., start[o] + k], with the position where it is asked for.
static SmallVector<Value> maxOfTables(TensorBuilder &t, Value x, int64_t first, ArrayRef<TableWindows> windows,
                                      ArrayRef<OpFoldResult> sizes, bool indices) {
  OpBuilder &b = t.b;
  int64_t rank = t.rank(x), n = rank - first;
  Type element = t.elementType(x);
  SmallVector<Along> ins, outs;
  SmallVector<OpFoldResult> extents;
  SmallVector<int64_t> loops;
  SmallVector<Value> limits, last;
  for (auto [i, w] : llvm::enumerate(windows)) {
    ins.push_back(w.start);
    if (w.size.v)
      ins.push_back(w.size);
    extents.push_back(w.reach);
    loops.push_back(rank + i);
    limits.push_back(tensor::DimOp::create(b, t.loc, x, first + i));
    last.push_back(arith::SubIOp::create(b, t.loc, limits.back(), t.index(1)));
  }
  ins.push_back({t.empty(extents, element), loops}); // its shape gives the loops over a window their bounds
  Value fill = arith::ConstantOp::create(b, t.loc, lowest(b, element, /*isUnsigned=*/false));
  for (Value init : initialMaxima(t, sizes, fill, indices))
    outs.push_back({init, t.range(rank)});
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  iterators.append(n, utils::IteratorType::reduction);
  return t.generic(ins, outs, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
    TensorBuilder inner(nested, l);
    SmallVector<Value> at;
    for (int64_t d = 0; d < first; ++d)
      at.push_back(linalg::IndexOp::create(nested, l, d));
    Value counts, position = inner.index(0);
    for (int64_t i = 0, next = 0; i < n; ++i) {
      Value start = t.convert(nested, l, args[next++], nested.getIndexType());
      Value k = linalg::IndexOp::create(nested, l, rank + i), here = arith::AddIOp::create(nested, l, start, k);
      if (windows[i].size.v) {
        Value size = t.convert(nested, l, args[next++], nested.getIndexType());
        Value inside = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::ult, k, size);
        counts = counts ? arith::AndIOp::create(nested, l, counts, inside).getResult() : inside;
        here = arith::MinUIOp::create(nested, l, here, last[i]);
      }
      position = arith::AddIOp::create(nested, l, arith::MulIOp::create(nested, l, position, limits[i]), here);
      at.push_back(here);
    }
    Value v = tensor::ExtractOp::create(nested, l, x, at);
    Value best = args[ins.size()];
    if (indices)
      return betterOf(nested, l, v, arith::IndexCastOp::create(nested, l, nested.getI64Type(), position), counts, best,
                      args.back(), /*isUnsigned=*/false);
    Value m = larger(nested, l, best, v, /*isUnsigned=*/false);
    return SmallVector<Value>{counts ? arith::SelectOp::create(nested, l, counts, m, best).getResult() : m};
  });
}

/// Windows of equal sizes are those of max_pool; others come from tables.
template <class PoolOp, class RegularOp>
static Values adaptiveMaxPool(PoolOp op, typename PoolOp::Adaptor adaptor, TensorBuilder &t) {
  constexpr int64_t n = PoolOp::spatialRank;
  OpBuilder &b = t.b;
  Value x = adaptor.getInput();
  int64_t first = t.rank(x) - n;
  auto type = cast<RankedTensorType>(x.getType());
  SmallVector<int64_t> kernel;
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < first; ++d)
    sizes.push_back(t.sizeOf(x, d));
  for (int64_t i = 0; i < n; ++i) {
    int64_t in = type.getDimSize(first + i), out = op.getOutputSize()[i];
    sizes.push_back(out < 0 ? t.sizeOf(x, first + i) : OpFoldResult(b.getIndexAttr(out)));
    if (out < 0)
      kernel.push_back(1);
    else if (out > 0 && !ShapedType::isDynamic(in) && in % out == 0)
      kernel.push_back(in / out);
  }
  if (static_cast<int64_t>(kernel.size()) == n) {
    SmallVector<int64_t> zeros(n, 0), ones(n, 1), shape;
    for (OpFoldResult s : sizes)
      shape.push_back(getConstantIntValue(s).value_or(ShapedType::kDynamic));
    auto valueType = RankedTensorType::get(shape, t.elementType(x));
    Type indexType = op.getReturnIndices() ? Type(valueType.clone(b.getI64Type())) : Type();
    auto same = RegularOp::create(b, t.loc, valueType, indexType, x, kernel, kernel, zeros, ones, false,
                                  op.getReturnIndices());
    return SmallVector<Value>(same->getResults());
  }
  SmallVector<TableWindows> windows;
  for (int64_t d = first; d < t.rank(x); ++d) {
    OpFoldResult in = t.sizeOf(x, d);
    windows.push_back({{adaptiveTable(t, in, sizes[d], /*sizes=*/false), {d}},
                       {adaptiveTable(t, in, sizes[d], /*sizes=*/true), {d}},
                       adaptiveReach(t, in, sizes[d])});
  }
  return maxOfTables(t, x, first, windows, sizes, op.getReturnIndices());
}

/// Window i begins at trunc((i + u) a) - trunc(u a) with a = (in - kernel) / (out - 1), the last one at in - kernel, u being a
/// plane's number for the dimension. Each step is rounded to the element type, as in PyTorch.
template <class PoolOp>
static Values fractionalMaxPool(PoolOp op, typename PoolOp::Adaptor adaptor, TensorBuilder &t) {
  constexpr int64_t n = PoolOp::spatialRank;
  OpBuilder &b = t.b;
  Value x = adaptor.getInput(), samples = adaptor.getRandomSamples();
  int64_t first = t.rank(x) - n;
  Type element = t.elementType(x), compute = t.computeType(element), i64 = b.getI64Type();
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(b, (*shapes)[0]);
  Value channels = tensor::DimOp::create(b, t.loc, x, first - 1);
  SmallVector<TableWindows> windows;
  for (int64_t i = 0; i < n; ++i) {
    SmallVector<OpFoldResult> tableSizes(sizes.begin(), sizes.begin() + first);
    tableSizes.push_back(sizes[first + i]);
    SmallVector<int64_t> along = t.range(first);
    along.push_back(first + i);
    Value in = arith::IndexCastOp::create(b, t.loc, i64, tensor::DimOp::create(b, t.loc, x, first + i));
    Value out = arith::IndexCastOp::create(b, t.loc, i64, getValueOrCreateConstantIndexOp(b, t.loc, sizes[first + i]));
    int64_t number = n == 2 ? 1 - i : i; // in two dimensions the last one has the first number
    SmallVector<utils::IteratorType> parallel(first + 1, utils::IteratorType::parallel);
    Value starts = t.generic(
        {}, {{t.empty(tableSizes, i64), t.range(first + 1)}}, parallel, [&](OpBuilder &nb, Location l, ValueRange) {
          TensorBuilder inner(nb, l);
          auto integer = [&](int64_t v) -> Value { return arith::ConstantOp::create(nb, l, nb.getI64IntegerAttr(v)); };
          auto rounded = [&](Value v) { return t.convert(nb, l, t.convert(nb, l, v, element), compute); };
          auto number64 = [&](Value v) { return rounded(t.convert(nb, l, v, compute)); };
          // Towards 0, also where a number is none of [0, 1). What no integer holds, and NaN, is 0.
          auto whole = [&](Value v) -> Value {
            Value most = inner.constant(compute, 0x1p62), least = inner.constant(compute, -0x1p62);
            Value low = arith::CmpFOp::create(nb, l, arith::CmpFPredicate::OGT, v, least);
            Value high = arith::CmpFOp::create(nb, l, arith::CmpFPredicate::OLT, v, most);
            Value fits = arith::AndIOp::create(nb, l, low, high);
            v = arith::SelectOp::create(nb, l, fits, v, inner.constant(compute, 0));
            return arith::FPToSIOp::create(nb, l, i64, v);
          };
          Value image = first == 2 ? linalg::IndexOp::create(nb, l, 0).getResult() : inner.index(0);
          Value channel = linalg::IndexOp::create(nb, l, first - 1), u;
          if (samples) {
            Value at[] = {image, channel, inner.index(number)};
            u = t.convert(nb, l, tensor::ExtractOp::create(nb, l, samples, at), compute);
          } else {
            Value plane = arith::AddIOp::create(nb, l, arith::MulIOp::create(nb, l, image, channels), channel);
            Value linear = arith::AddIOp::create(nb, l, arith::MulIOp::create(nb, l, plane, inner.index(n)),
                                                 inner.index(number));
            u = rounded(emitUniform(nb, l, linear, adaptor.getSeed(), adaptor.getOffset(), compute));
          }
          Value slack = arith::SubIOp::create(nb, l, in, integer(op.getKernelSize()[i]));
          Value steps = arith::SubIOp::create(nb, l, out, integer(1));
          Value divisor = arith::MaxSIOp::create(nb, l, steps, integer(1));
          Value stride = rounded(arith::DivFOp::create(nb, l, number64(slack), number64(divisor)));
          Value o = arith::IndexCastOp::create(nb, l, i64, linalg::IndexOp::create(nb, l, first));
          Value place = rounded(arith::AddFOp::create(nb, l, number64(o), u));
          Value start = arith::SubIOp::create(nb, l, whole(rounded(arith::MulFOp::create(nb, l, place, stride))),
                                              whole(rounded(arith::MulFOp::create(nb, l, u, stride))));
          Value isLast = arith::CmpIOp::create(nb, l, arith::CmpIPredicate::eq, o, steps);
          start = arith::SelectOp::create(nb, l, isLast, slack, start);
          // Neither rounding nor an odd number may push a window out of the image.
          start = arith::MaxSIOp::create(nb, l, arith::MinSIOp::create(nb, l, start, slack), integer(0));
          return SmallVector<Value>{start};
        })[0];
    windows.push_back({{starts, along}, {}, b.getIndexAttr(op.getKernelSize()[i])});
  }
  return maxOfTables(t, x, first, windows, sizes, op.getReturnIndices());
}

//===-- back from maxima ------------------------------------------------------------------------------------------------===//

template <class UnpoolOp>
static Values maxUnpool(UnpoolOp op, typename UnpoolOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput(), at = adaptor.getIndices();
  int64_t first = t.rank(x) - UnpoolOp::spatialRank;
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(t.b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(t.b, (*shapes)[0]);
  t.checkIndices(at, t.numberOf(ArrayRef(sizes).drop_front(first)), std::nullopt,
                 Twine(op->getName().getStringRef()) + ": indices");
  Value zeros = t.filled(sizes, t.elementType(x), 0);
  auto type = cast<RankedTensorType>(zeros.getType());
  Value rows = scatterInRows(t, asRows(t, zeros, first), asRows(t, at, first), asRows(t, x, first), /*adds=*/false);
  ArrayRef<OpFoldResult> lead = ArrayRef(sizes).take_front(first), rest = ArrayRef(sizes).drop_front(first);
  Value y = t.expandDim(t.expandDim(rows, 1, rest), 0, lead);
  return SmallVector<Value>{y.getType() == type ? y : tensor::CastOp::create(t.b, t.loc, type, y).getResult()};
}

void nnf::registerPoolingDecompositions(MLIRContext *context) {
  attach<MaxPool1dOp, maxPool<MaxPool1dOp>>(context);
  attach<MaxPool2dOp, maxPool<MaxPool2dOp>>(context);
  attach<MaxPool3dOp, maxPool<MaxPool3dOp>>(context);
  attach<MaxPool1dWithIndicesOp, maxPool<MaxPool1dWithIndicesOp>>(context);
  attach<MaxPool2dWithIndicesOp, maxPool<MaxPool2dWithIndicesOp>>(context);
  attach<MaxPool3dWithIndicesOp, maxPool<MaxPool3dWithIndicesOp>>(context);
  attach<AdaptiveMaxPool1dOp, adaptiveMaxPool<AdaptiveMaxPool1dOp, MaxPool1dOp>>(context);
  attach<AdaptiveMaxPool2dOp, adaptiveMaxPool<AdaptiveMaxPool2dOp, MaxPool2dOp>>(context);
  attach<AdaptiveMaxPool3dOp, adaptiveMaxPool<AdaptiveMaxPool3dOp, MaxPool3dOp>>(context);
  attach<AdaptiveMaxPool1dWithIndicesOp, adaptiveMaxPool<AdaptiveMaxPool1dWithIndicesOp, MaxPool1dOp>>(context);
  attach<AdaptiveMaxPool2dWithIndicesOp, adaptiveMaxPool<AdaptiveMaxPool2dWithIndicesOp, MaxPool2dOp>>(context);
  attach<AdaptiveMaxPool3dWithIndicesOp, adaptiveMaxPool<AdaptiveMaxPool3dWithIndicesOp, MaxPool3dOp>>(context);
  attach<MaxUnpool1dOp, maxUnpool<MaxUnpool1dOp>>(context);
  attach<MaxUnpool2dOp, maxUnpool<MaxUnpool2dOp>>(context);
  attach<MaxUnpool3dOp, maxUnpool<MaxUnpool3dOp>>(context);
  attach<FractionalMaxPool2dOp, fractionalMaxPool<FractionalMaxPool2dOp>>(context);
  attach<FractionalMaxPool2dWithIndicesOp, fractionalMaxPool<FractionalMaxPool2dWithIndicesOp>>(context);
  attach<FractionalMaxPool3dOp, fractionalMaxPool<FractionalMaxPool3dOp>>(context);
  attach<FractionalMaxPool3dWithIndicesOp, fractionalMaxPool<FractionalMaxPool3dWithIndicesOp>>(context);
  registerAveragePoolingDecompositions(context);
}
