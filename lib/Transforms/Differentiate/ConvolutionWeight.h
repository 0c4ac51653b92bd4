//===- ConvolutionWeight.h - the gradient of a convolution by its weight ------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_DIFFERENTIATE_CONVOLUTIONWEIGHT_H
#define NNF_LIB_TRANSFORMS_DIFFERENTIATE_CONVOLUTIONWEIGHT_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// The gradient of `w` (F, C / groups, K...), from a convolution's input `x` ([N,] C, I...) and the cotangent `dy` ([N,] F, O...)
/// of its result, in the type of `x`. A transposed convolution exchanges the two.
Value convolutionWeightGradient(TensorBuilder &t, Value x, Value dy, Value w, int64_t n, int64_t groups,
                                ArrayRef<int64_t> stride, ArrayRef<int64_t> dilation,
                                ArrayRef<std::pair<int64_t, int64_t>> pads);

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_DIFFERENTIATE_CONVOLUTIONWEIGHT_H
