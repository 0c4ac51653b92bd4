//===- ResizeOp.h - what an interpolation op asks of Resize.h -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_RESIZEOP_H
#define NNF_CONVERSION_RESIZEOP_H

#include "nnf/Conversion/Resize.h"
#include "nnf/IR/ops/Vision.h"

namespace mlir::nnf {

/// The kernel of a mode other than area.
inline ResizeKernel resizeKernel(const ResizeOptions &o) {
  switch (o.mode) {
  case InterpolateMode::Nearest:
    return ResizeKernel::Nearest;
  case InterpolateMode::NearestExact:
    return ResizeKernel::NearestExact;
  case InterpolateMode::Bicubic:
    return o.antialias ? ResizeKernel::AntialiasCubic : ResizeKernel::Cubic;
  case InterpolateMode::Lanczos:
    return ResizeKernel::AntialiasLanczos;
  default:
    return o.antialias ? ResizeKernel::AntialiasLinear : ResizeKernel::Linear;
  }
}

/// The dimensions of `input` from 2 on, resized to those of `sizes`.
inline SmallVector<ResizeDim> resizeDims(TensorBuilder &t, Value input, const ResizeOptions &o,
                                         ArrayRef<OpFoldResult> sizes) {
  SmallVector<ResizeDim> dims;
  for (int64_t d = 2; d < t.rank(input); ++d)
    dims.push_back({t.sizeOf(input, d), sizes[d], o.factor(d - 2)});
  return dims;
}

} // namespace mlir::nnf

#endif // NNF_CONVERSION_RESIZEOP_H
