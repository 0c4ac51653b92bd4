//===- VisionResize.cpp - interpolation and its older names ------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "Decomposition.h"
#include "nnf/Conversion/Resize.h"
#include "nnf/Conversion/ResizeOp.h"
#include "nnf/Conversion/Windows.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerResizeDecompositions(MLIRContext *context);
}

/// Rounded to the nearest byte, halves up, and clamped.
static Value toBytes(TensorBuilder &t, Value v) {
  int64_t rank = t.rank(v);
  Type i8 = t.b.getI8Type();
  SmallVector<OpFoldResult> sizes;
  for (int64_t d = 0; d < rank; ++d)
    sizes.push_back(t.sizeOf(v, d));
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  return t.generic({{v, t.range(rank)}}, {{t.empty(sizes, i8), t.range(rank)}}, parallel,
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     TensorBuilder inner(b, l);
                     Type type = args[0].getType();
                     Value half = arith::AddFOp::create(b, l, args[0], inner.constant(type, 0.5));
                     Value whole = math::FloorOp::create(b, l, half);
                     whole = arith::MinimumFOp::create(b, l, whole, inner.constant(type, 255));
                     whole = arith::MaximumFOp::create(b, l, whole, inner.constant(type, 0));
                     Value wide = arith::FPToSIOp::create(b, l, b.getI32Type(), whole);
                     return SmallVector<Value>{arith::TruncIOp::create(b, l, i8, wide)};
                   })[0];
}

template <class ResizeOpT>
static Values resample(ResizeOpT op, typename ResizeOpT::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  ResizeOptions options = ResizeOptions::of(op);
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(t.b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(t.b, (*shapes)[0]);
  Type element = t.elementType(x);
  if (options.mode == InterpolateMode::Area) {
    SmallVector<OpFoldResult> in;
    for (int64_t d = 0; d < t.rank(x); ++d)
      in.push_back(t.sizeOf(x, d));
    return SmallVector<Value>{divideByAdaptiveCount(t, sumAdaptive(t, x, 2, sizes), 2, in, element)};
  }
  bool isBytes = isa<IntegerType>(element);
  Type compute = isBytes ? Type(t.b.getF32Type()) : t.computeType(element);
  Value y = resize(t, x, resizeKernel(options), resizeDims(t, x, options, sizes), options.alignCorners, compute);
  if (t.elementType(y) == element)
    return SmallVector<Value>{y};
  return SmallVector<Value>{isBytes ? toBytes(t, y) : t.cast_(y, element)};
}

void nnf::registerResizeDecompositions(MLIRContext *context) {
  attach<InterpolateOp, resample<InterpolateOp>>(context);
  attach<UpsampleOp, resample<UpsampleOp>>(context);
  attach<UpsampleNearestOp, resample<UpsampleNearestOp>>(context);
  attach<UpsampleBilinearOp, resample<UpsampleBilinearOp>>(context);
}
