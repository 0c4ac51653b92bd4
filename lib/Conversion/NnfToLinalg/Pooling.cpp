//===- Pooling.cpp - maxima over windows of a padded input ------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/IR/ops/Pooling.h"

using namespace mlir;
using namespace mlir::nnf;
using Scalars = TensorBuilder::Scalars;
using scalar::ScalarIR;

namespace mlir::nnf {
void registerPoolingDecompositions(MLIRContext *context);
}

/// The smallest value of a type: what padding holds and maxima start from.
static TypedAttr lowest(OpBuilder &b, Type element, bool isUnsigned) {
  if (auto type = dyn_cast<FloatType>(element))
    return b.getFloatAttr(element, APFloat::getInf(type.getFloatSemantics(), /*Negative=*/true));
  unsigned width = element.getIntOrFloatBitWidth();
  return b.getIntegerAttr(element, isUnsigned ? APInt::getZero(width) : APInt::getSignedMinValue(width));
}

/// out[n, c, o...] = max over k... of padded[n, c, o * stride + k * dilation]. With indices, the pair (value, position) is
/// reduced: the first maximum wins, a NaN beats everything (the last one, as in PyTorch), padding never wins.
template <class PoolOp>
static Values maxPool(PoolOp op, typename PoolOp::Adaptor adaptor, TensorBuilder &t) {
  OpBuilder &b = t.b;
  Value x = adaptor.getInput();
  constexpr int64_t n = PoolOp::spatialRank;
  int64_t first = t.rank(x) - n, outRank = t.rank(x), rank = outRank + n;
  Type element = t.elementType(x);
  bool isUnsigned = getElementTypeOrSelf(op.getInput().getType()).isUnsignedInteger();
  ArrayRef<int64_t> kernel = op.getKernelSize(), padding = op.getPadding(), dilation = op.getDilation();
  ArrayRef<int64_t> stride = op.getStride().empty() ? kernel : op.getStride();
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(b, (*shapes)[0]);
  SmallVector<Value> extents;
  for (int64_t i = 0; i < n; ++i)
    extents.push_back(tensor::DimOp::create(b, t.loc, x, first + i));

  // High padding: what the last window reaches beyond the input; with ceil_mode more than `padding`.
  SmallVector<OpFoldResult> low(outRank, b.getIndexAttr(0)), high = low;
  SmallVector<int64_t> shape(cast<RankedTensorType>(x.getType()).getShape());
  bool pads = false;
  for (int64_t i = 0; i < n; ++i) {
    int64_t size = shape[first + i], reach = dilation[i] * (kernel[i] - 1) + 1;
    std::optional<int64_t> out = getConstantIntValue(sizes[first + i]);
    low[first + i] = b.getIndexAttr(padding[i]);
    if (out && !ShapedType::isDynamic(size)) {
      int64_t over = std::max<int64_t>((*out - 1) * stride[i] + reach - size - padding[i], 0);
      high[first + i] = b.getIndexAttr(over);
      shape[first + i] = size + padding[i] + over;
      pads |= padding[i] || over;
    } else if (op.getCeilMode()) {
      // At most stride - 1 more than floor mode needs.
      int64_t over = padding[i] + stride[i] - 1;
      high[first + i] = b.getIndexAttr(over);
      shape[first + i] = ShapedType::isDynamic(size) ? size : size + padding[i] + over;
      pads |= padding[i] || over;
    } else {
      high[first + i] = b.getIndexAttr(padding[i]);
      shape[first + i] = ShapedType::isDynamic(size) ? size : size + 2 * padding[i];
      pads |= padding[i] != 0;
    }
  }
  Value fill = arith::ConstantOp::create(b, t.loc, lowest(b, element, isUnsigned));
  if (pads)
    x = tensor::PadOp::create(b, t.loc, RankedTensorType::get(shape, element), x, low, high, fill);

  SmallVector<AffineExpr> xExprs, windowExprs, outExprs;
  for (int64_t i = 0; i < outRank; ++i)
    outExprs.push_back(b.getAffineDimExpr(i));
  for (int64_t i = 0; i < first; ++i)
    xExprs.push_back(b.getAffineDimExpr(i));
  SmallVector<OpFoldResult> windowSizes;
  for (int64_t i = 0; i < n; ++i) {
    xExprs.push_back(b.getAffineDimExpr(first + i) * stride[i] + b.getAffineDimExpr(outRank + i) * dilation[i]);
    windowExprs.push_back(b.getAffineDimExpr(outRank + i));
    windowSizes.push_back(b.getIndexAttr(kernel[i]));
  }
  auto map = [&](ArrayRef<AffineExpr> exprs) { return AffineMap::get(rank, 0, exprs, b.getContext()); };
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::parallel);
  for (int64_t i = outRank; i < rank; ++i)
    iterators[i] = utils::IteratorType::reduction;
  Value window = t.empty(windowSizes, element); // its shape gives the loops their bounds
  Value init = linalg::FillOp::create(b, t.loc, fill, t.empty(sizes, element)).getResult(0);
  auto greater = [&](OpBuilder &nested, Location l, Value p, Value q) -> Value {
    if (isa<FloatType>(element)) // unordered: a NaN counts as greater
      return arith::CmpFOp::create(nested, l, arith::CmpFPredicate::UGT, p, q);
    return arith::CmpIOp::create(nested, l, isUnsigned ? arith::CmpIPredicate::ugt : arith::CmpIPredicate::sgt, p, q);
  };

  if (!op.getReturnIndices()) {
    auto pool = linalg::GenericOp::create(
        b, t.loc, TypeRange(init.getType()), ValueRange{x, window}, ValueRange{init},
        {map(xExprs), map(windowExprs), map(outExprs)}, iterators, [&](OpBuilder &nested, Location l, ValueRange args) {
          Value m;
          if (isa<FloatType>(element))
            m = arith::MaximumFOp::create(nested, l, args[2], args[0]);
          else if (isUnsigned)
            m = arith::MaxUIOp::create(nested, l, args[2], args[0]);
          else
            m = arith::MaxSIOp::create(nested, l, args[2], args[0]);
          linalg::YieldOp::create(nested, l, m);
        });
    return SmallVector<Value>{pool.getResult(0)};
  }

  Type i64 = b.getI64Type();
  Value unset = arith::ConstantOp::create(b, t.loc, b.getI64IntegerAttr(-1));
  Value indexInit = linalg::FillOp::create(b, t.loc, unset, t.empty(sizes, i64)).getResult(0);
  auto pool = linalg::GenericOp::create(
      b, t.loc, TypeRange{init.getType(), indexInit.getType()}, ValueRange{x, window}, ValueRange{init, indexInit},
      {map(xExprs), map(windowExprs), map(outExprs), map(outExprs)}, iterators,
      [&](OpBuilder &nested, Location l, ValueRange args) {
        TensorBuilder inner(nested, l);
        Value position = inner.index(0), inside;
        for (int64_t i = 0; i < n; ++i) {
          Value at = arith::MulIOp::create(nested, l, linalg::IndexOp::create(nested, l, first + i), inner.index(stride[i]));
          Value k = arith::MulIOp::create(nested, l, linalg::IndexOp::create(nested, l, outRank + i), inner.index(dilation[i]));
          at = arith::SubIOp::create(nested, l, arith::AddIOp::create(nested, l, at, k), inner.index(padding[i]));
          // Unsigned: below 0 is beyond the end.
          Value here = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::ult, at, extents[i]);
          inside = inside ? arith::AndIOp::create(nested, l, inside, here).getResult() : here;
          position = arith::AddIOp::create(nested, l, arith::MulIOp::create(nested, l, position, extents[i]), at);
        }
        Value p = arith::IndexCastOp::create(nested, l, i64, position);
        Value best = args[2], bestAt = args[3];
        // A NaN that is there already must not count as smaller than a number.
        Value better = greater(nested, l, args[0], best);
        if (isa<FloatType>(element)) {
          Value isNan = arith::CmpFOp::create(nested, l, arith::CmpFPredicate::UNO, args[0], args[0]);
          Value ordered = arith::CmpFOp::create(nested, l, arith::CmpFPredicate::OGT, args[0], best);
          better = arith::OrIOp::create(nested, l, isNan, ordered);
        }
        Value none = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::slt, bestAt,
                                           arith::ConstantOp::create(nested, l, nested.getI64IntegerAttr(0)));
        Value take = arith::AndIOp::create(nested, l, inside, arith::OrIOp::create(nested, l, better, none));
        linalg::YieldOp::create(nested, l,
                                ValueRange{arith::SelectOp::create(nested, l, take, args[0], best),
                                           arith::SelectOp::create(nested, l, take, p, bestAt)});
      });
  return SmallVector<Value>{pool.getResult(0), pool.getResult(1)};
}

void nnf::registerPoolingDecompositions(MLIRContext *context) {
  attach<MaxPool1dOp, maxPool<MaxPool1dOp>>(context);
  attach<MaxPool2dOp, maxPool<MaxPool2dOp>>(context);
  attach<MaxPool3dOp, maxPool<MaxPool3dOp>>(context);
}
