//===- Parts.h - parts of tensors, and what must hold of them ----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_PARTS_H
#define NNF_CONVERSION_PARTS_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// The first or second half of `v` along a dimension.
Value half(TensorBuilder &t, Value v, int64_t dim, bool second);
/// Asserts that no element of a tensor of floats is below 0; names the first that is. `what` names the op and the operand.
void checkNotNegative(TensorBuilder &t, Value v, const Twine &what);
/// out[..., n] = bias[n] + sum_k x[..., k] * w[n, k] in the compute type, for ops that go on from there. `w` may have no n;
/// `bias` may be null.
Value linearSums(TensorBuilder &t, Value x, Value w, Value bias);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_PARTS_H
