//===- Pooling.cpp - gradients of maxima over windows -------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Pooling.h"
#include "Vjp.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/Conversion/Windows.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerPoolingVjps(MLIRContext *context);
void registerAveragePoolingVjps(MLIRContext *context);
} // namespace mlir::nnf

/// Where the maxima are: the op's own indices, or those of the same op made to give them.
template <class PoolOp>
static Value indicesOf(PoolOp op, TensorBuilder &t) {
  if constexpr (PoolOp::alwaysReturnsIndices) {
    return op.getIndices();
  } else {
    if (op.getReturnIndices())
      return op.getIndices();
    auto type = cast<RankedTensorType>(op.getResult().getType()).clone(t.b.getI64Type());
    OperationState state(t.loc, PoolOp::getOperationName());
    state.addOperands(op->getOperands());
    state.addTypes({op.getResult().getType(), type});
    state.addAttributes(op->getAttrs());
    auto same = cast<PoolOp>(t.b.create(state));
    same.setReturnIndices(true);
    return same.getIndices();
  }
}

/// Instead of scattering from the windows, each input element gathers from those that it lies in: windows run in parallel,
/// and the order of the sum is fixed.
///   dx[n, c, i...] = sum over k... of dy[n, c, o...] where o * stride + k * dilation - padding = i and the window's maximum is
///                    at i
template <class PoolOp>
static Gradients maxPool(PoolOp op, ValueRange cotangents, TensorBuilder &t) {
  constexpr int64_t n = PoolOp::spatialRank;
  Value x = op.getInput(), dy = cotangents[0];
  if (!dy || !hasGradient(x))
    return SmallVector<Value>{Value()};
  OpBuilder &b = t.b;
  int64_t rank = t.rank(x), first = rank - n;
  Type element = t.elementType(x), compute = t.computeType(element);
  Windows w{first, llvm::to_vector(op.getKernelSize()),
            llvm::to_vector(op.getStride().empty() ? op.getKernelSize() : op.getStride()), llvm::to_vector(op.getPadding()),
            llvm::to_vector(op.getDilation())};
  Value indices = indicesOf(op, t);
  SmallVector<Value> extents;
  SmallVector<OpFoldResult> sizes, counts;
  for (int64_t d = 0; d < rank; ++d) {
    sizes.push_back(t.sizeOf(x, d));
    if (d < first)
      continue;
    extents.push_back(getValueOrCreateConstantIndexOp(b, t.loc, sizes[d]));
    counts.push_back(t.sizeOf(dy, d));
  }
  Value sum = gatherFromWindows(
      t, t.filled(sizes, compute, 0), w, counts,
      [&](OpBuilder &nested, Location l, ValueRange lead, ValueRange, ValueRange o) -> Value {
        TensorBuilder inner(nested, l);
        SmallVector<Value> at(lead);
        llvm::append_range(at, o);
        Value position = inner.index(0);
        for (int64_t i = 0; i < n; ++i)
          position = arith::AddIOp::create(nested, l, arith::MulIOp::create(nested, l, position, extents[i]),
                                           linalg::IndexOp::create(nested, l, first + i));
        Value best = tensor::ExtractOp::create(nested, l, indices, at);
        Value same = arith::CmpIOp::create(nested, l, arith::CmpIPredicate::eq, best,
                                           arith::IndexCastOp::create(nested, l, nested.getI64Type(), position));
        Value g = t.convert(nested, l, tensor::ExtractOp::create(nested, l, dy, at), compute);
        return arith::SelectOp::create(nested, l, same, g, inner.constant(compute, 0));
      });
  return SmallVector<Value>{t.cast_(sum, element)};
}

/// A tensor of rows, as which it was seen, with its sizes again.
static Value fromRows(TensorBuilder &t, Value rows, ArrayRef<OpFoldResult> sizes, int64_t first) {
  return t.expandDim(t.expandDim(rows, 1, sizes.drop_front(first)), 0, sizes.take_front(first));
}

/// The cotangents are added up where the maxima are, one after another.
template <class PoolOp>
static Gradients maxAtIndices(PoolOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  SmallVector<Value> gradients(op->getNumOperands());
  if (!dy)
    return gradients;
  int64_t first = t.rank(x) - PoolOp::spatialRank;
  Type compute = t.computeTypeOf(x);
  Value indices = indicesOf(op, t);
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < t.rank(x); ++d)
    sizes.push_back(t.sizeOf(x, d));
  Value rows = scatterInRows(t, asRows(t, t.filled(sizes, compute, 0), first), asRows(t, indices, first),
                             asRows(t, dy, first), /*adds=*/true);
  gradients[0] = t.cast_(fromRows(t, rows, sizes, first), t.elementType(x));
  return gradients;
}

/// Each element's gradient is where it was stored.
template <class UnpoolOp>
static Gradients maxUnpool(UnpoolOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  int64_t first = t.rank(x) - UnpoolOp::spatialRank;
  SmallVector<OpFoldResult> sizes, outer;
  for (int64_t d = 0; d < t.rank(x); ++d) {
    sizes.push_back(t.sizeOf(x, d));
    outer.push_back(t.sizeOf(dy, d));
  }
  t.checkIndices(op.getIndices(), t.numberOf(ArrayRef(outer).drop_front(first)), std::nullopt,
                 Twine(op->getName().getStringRef()) + ": indices");
  Value at = asRows(t, op.getIndices(), first), from = asRows(t, dy, first);
  SmallVector<OpFoldResult> rowSizes{t.sizeOf(at, 0), t.sizeOf(at, 1)};
  Value rows = t.generic({{at, {0, 1}}}, {{t.empty(rowSizes, t.elementType(x)), {0, 1}}}, parallel(2),
                         [&](OpBuilder &b, Location l, ValueRange args) {
                           Value position = arith::IndexCastOp::create(b, l, b.getIndexType(), args[0]);
                           Value row = linalg::IndexOp::create(b, l, 0);
                           return SmallVector<Value>{tensor::ExtractOp::create(b, l, from, ValueRange{row, position})};
                         })[0];
  return SmallVector<Value>{fromRows(t, rows, sizes, first), Value()};
}

void nnf::registerPoolingVjps(MLIRContext *context) {
  attachVjp<MaxPool1dOp, maxPool<MaxPool1dOp>>(context);
  attachVjp<MaxPool2dOp, maxPool<MaxPool2dOp>>(context);
  attachVjp<MaxPool3dOp, maxPool<MaxPool3dOp>>(context);
  attachVjp<MaxPool1dWithIndicesOp, maxPool<MaxPool1dWithIndicesOp>>(context);
  attachVjp<MaxPool2dWithIndicesOp, maxPool<MaxPool2dWithIndicesOp>>(context);
  attachVjp<MaxPool3dWithIndicesOp, maxPool<MaxPool3dWithIndicesOp>>(context);
  attachVjp<AdaptiveMaxPool1dOp, maxAtIndices<AdaptiveMaxPool1dOp>>(context);
  attachVjp<AdaptiveMaxPool2dOp, maxAtIndices<AdaptiveMaxPool2dOp>>(context);
  attachVjp<AdaptiveMaxPool3dOp, maxAtIndices<AdaptiveMaxPool3dOp>>(context);
  attachVjp<AdaptiveMaxPool1dWithIndicesOp, maxAtIndices<AdaptiveMaxPool1dWithIndicesOp>>(context);
  attachVjp<AdaptiveMaxPool2dWithIndicesOp, maxAtIndices<AdaptiveMaxPool2dWithIndicesOp>>(context);
  attachVjp<AdaptiveMaxPool3dWithIndicesOp, maxAtIndices<AdaptiveMaxPool3dWithIndicesOp>>(context);
  attachVjp<MaxUnpool1dOp, maxUnpool<MaxUnpool1dOp>>(context);
  attachVjp<MaxUnpool2dOp, maxUnpool<MaxUnpool2dOp>>(context);
  attachVjp<MaxUnpool3dOp, maxUnpool<MaxUnpool3dOp>>(context);
  attachVjp<FractionalMaxPool2dOp, maxAtIndices<FractionalMaxPool2dOp>>(context);
  attachVjp<FractionalMaxPool2dWithIndicesOp, maxAtIndices<FractionalMaxPool2dWithIndicesOp>>(context);
  attachVjp<FractionalMaxPool3dOp, maxAtIndices<FractionalMaxPool3dOp>>(context);
  attachVjp<FractionalMaxPool3dWithIndicesOp, maxAtIndices<FractionalMaxPool3dWithIndicesOp>>(context);
  registerAveragePoolingVjps(context);
}
