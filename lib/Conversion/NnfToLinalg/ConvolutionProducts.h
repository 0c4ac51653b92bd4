//===- ConvolutionProducts.h - the sum of products at the heart of convolutions ----------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CONVERSION_NNFTOLINALG_CONVOLUTIONPRODUCTS_H
#define NNF_LIB_CONVERSION_NNFTOLINALG_CONVOLUTIONPRODUCTS_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// init + sum of x * w, in the element type of `init`, at `maps` (of x, w and init) of the loops, of which those from
/// `firstReduction` on are summed.
Value addProducts(TensorBuilder &t, Value x, Value w, Value init, ArrayRef<AffineMap> maps, int64_t firstReduction);

/// What the sums of a convolution start with: `bias` along dimension `features` of a tensor of `sizes`, or zeros where it is null.
Value startOfSums(TensorBuilder &t, Value bias, ArrayRef<OpFoldResult> sizes, Type compute, int64_t features);

} // namespace mlir::nnf

#endif // NNF_LIB_CONVERSION_NNFTOLINALG_CONVOLUTIONPRODUCTS_H
