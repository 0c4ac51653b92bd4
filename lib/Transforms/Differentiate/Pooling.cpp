//===- Pooling.cpp - gradients of maxima over windows -------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Pooling.h"
#include "Vjp.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerPoolingVjps(MLIRContext *context);
}

/// Where the maxima are: the op's own indices, or those of the same op made to give them.
template <class PoolOp>
static Value indicesOf(PoolOp op, TensorBuilder &t) {
  if (op.getReturnIndices())
    return op.getIndices();
  auto type = cast<RankedTensorType>(op.getResult().getType()).clone(t.b.getI64Type());
  OperationState state(t.loc, PoolOp::getOperationName());
  state.addOperands(op.getInput());
  state.addTypes({op.getResult().getType(), type});
  state.addAttributes(op->getAttrs());
  auto same = cast<PoolOp>(t.b.create(state));
  same.setReturnIndices(true);
  return same.getIndices();
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
  ArrayRef<int64_t> kernel = op.getKernelSize(), padding = op.getPadding(), dilation = op.getDilation();
  ArrayRef<int64_t> stride = op.getStride().empty() ? kernel : op.getStride();
  Value indices = indicesOf(op, t);
  SmallVector<Value> outputs, inputs;
  SmallVector<OpFoldResult> windowSizes, sizes;
  SmallVector<int64_t> window;
  for (int64_t d = 0; d < rank; ++d)
    sizes.push_back(t.sizeOf(x, d));
  for (int64_t i = 0; i < n; ++i) {
    outputs.push_back(getValueOrCreateConstantIndexOp(b, t.loc, t.sizeOf(dy, first + i)));
    inputs.push_back(getValueOrCreateConstantIndexOp(b, t.loc, sizes[first + i]));
    windowSizes.push_back(b.getIndexAttr(kernel[i]));
    window.push_back(rank + i);
  }
  SmallVector<utils::IteratorType> iterators = parallel(rank + n);
  for (int64_t i = 0; i < n; ++i)
    iterators[rank + i] = utils::IteratorType::reduction;
  Value loops = t.empty(windowSizes, element); // its shape gives the loops over the window their bounds
  Value sum = t.generic(
      {{loops, window}}, {{t.filled(sizes, compute, 0), t.range(rank)}}, iterators,
      [&](OpBuilder &nested, Location l, ValueRange args) {
        TensorBuilder inner(nested, l);
        auto compare = [&](arith::CmpIPredicate p, Value u, Value v) -> Value {
          return arith::CmpIOp::create(nested, l, p, u, v);
        };
        Value hits, position = inner.index(0), zero = inner.index(0);
        SmallVector<Value> at;
        for (int64_t d = 0; d < first; ++d)
          at.push_back(linalg::IndexOp::create(nested, l, d));
        for (int64_t i = 0; i < n; ++i) {
          Value here = linalg::IndexOp::create(nested, l, first + i), k = linalg::IndexOp::create(nested, l, rank + i);
          position = arith::AddIOp::create(nested, l, arith::MulIOp::create(nested, l, position, inputs[i]), here);
          // o = (i + padding - k * dilation) / stride, where that is a window.
          Value start = arith::SubIOp::create(nested, l, arith::AddIOp::create(nested, l, here, inner.index(padding[i])),
                                              arith::MulIOp::create(nested, l, k, inner.index(dilation[i])));
          Value step = inner.index(stride[i]);
          Value o = arith::DivSIOp::create(nested, l, start, step);
          Value whole = compare(arith::CmpIPredicate::eq, arith::MulIOp::create(nested, l, o, step), start);
          // Unsigned: below 0 is beyond the end.
          Value inside = compare(arith::CmpIPredicate::ult, o, outputs[i]);
          Value both = arith::AndIOp::create(nested, l, whole, inside);
          hits = hits ? arith::AndIOp::create(nested, l, hits, both).getResult() : both;
          at.push_back(arith::SelectOp::create(nested, l, inside, o, zero));
        }
        Value best = tensor::ExtractOp::create(nested, l, indices, at);
        Value same = compare(arith::CmpIPredicate::eq, best,
                             arith::IndexCastOp::create(nested, l, nested.getI64Type(), position));
        Value g = t.convert(nested, l, tensor::ExtractOp::create(nested, l, dy, at), compute);
        Value counts = arith::AndIOp::create(nested, l, hits, same);
        Value part = arith::SelectOp::create(nested, l, counts, g, inner.constant(compute, 0));
        return SmallVector<Value>{arith::AddFOp::create(nested, l, args[1], part, arith::FastMathFlags::reassoc)};
      })[0];
  return SmallVector<Value>{t.cast_(sum, element)};
}

void nnf::registerPoolingVjps(MLIRContext *context) {
  attachVjp<MaxPool1dOp, maxPool<MaxPool1dOp>>(context);
  attachVjp<MaxPool2dOp, maxPool<MaxPool2dOp>>(context);
  attachVjp<MaxPool3dOp, maxPool<MaxPool3dOp>>(context);
}
