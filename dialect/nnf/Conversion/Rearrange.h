//===- Rearrange.h - the same elements in another order ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The gradient of each is the other one, or itself backwards.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_REARRANGE_H
#define NNF_CONVERSION_REARRANGE_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// (..., C r^2, H, W) as (..., C, H r, W r): pixel_shuffle.
Value pixelsFromChannels(TensorBuilder &t, Value v, int64_t r);
/// (..., C, H r, W r) as (..., C r^2, H, W): pixel_unshuffle.
Value channelsFromPixels(TensorBuilder &t, Value v, int64_t r);
/// (N, groups * K, ...) with the channels of all groups in turn; `back` undoes it.
Value shuffleChannels(TensorBuilder &t, Value v, int64_t groups, bool back);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_REARRANGE_H
