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
  ResizeKernel kernel = resizeKernel(options);
  SmallVector<ResizeDim> dims = resizeDims(t, x, options, sizes);
  bool copies = kernel == ResizeKernel::Nearest || kernel == ResizeKernel::NearestExact;
  if (isa<IntegerType>(element) && !copies)
    return SmallVector<Value>{resizeBytes(t, x, kernel, dims, options.alignCorners)};
  Type compute = copies ? element : t.computeType(element);
  Value y = resize(t, x, kernel, dims, options.alignCorners, compute);
  return SmallVector<Value>{t.elementType(y) == element ? y : t.cast_(y, element)};
}

void nnf::registerResizeDecompositions(MLIRContext *context) {
  attach<InterpolateOp, resample<InterpolateOp>>(context);
  attach<UpsampleOp, resample<UpsampleOp>>(context);
  attach<UpsampleNearestOp, resample<UpsampleNearestOp>>(context);
  attach<UpsampleBilinearOp, resample<UpsampleBilinearOp>>(context);
}
