//===- Losses.h - what the losses that are no formula share ------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CONVERSION_NNFTOLINALG_LOSSES_H
#define NNF_LIB_CONVERSION_NNFTOLINALG_LOSSES_H

#include "nnf/Conversion/TensorBuilder.h"
#include "nnf/IR/NnfBase.h"

namespace mlir::nnf {

/// The losses of the samples (in the compute type) as `reduction` says, with this element type; `mean` divides by their number.
Value reduceLosses(TensorBuilder &t, Value losses, Reduction reduction, Type element);

/// Whether a label, an integer scalar of a body, is the position of the current element along a loop.
scalar::BoolIR isAt(const scalar::ScalarIR &label, int64_t loop);

} // namespace mlir::nnf

#endif // NNF_LIB_CONVERSION_NNFTOLINALG_LOSSES_H
