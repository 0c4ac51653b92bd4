//===- Norm.h - p-norms and their derivatives ------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_NORM_H
#define NNF_CONVERSION_NORM_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// The dimensions that `dim` names, counted from the front; all of them where it names none.
SmallVector<int64_t> normDims(ArrayRef<int64_t> dim, int64_t rank);

/// The p-norm of `term(ins)` over `dims`, in the compute type: sum(|v|^p)^(1/p); for p = 0 the number of values other than
/// 0, for p = inf (-inf) the largest (smallest) |v|. NaN wins.
Value pNorm(TensorBuilder &t, ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, double p,
            TensorBuilder::Body term);

/// The p-norm of a - b + eps over the last dimension of the shape that both broadcast to. Integers are subtracted in their own
/// type, which `isUnsigned` or not, and compute in f32 from there on.
Value distance(TensorBuilder &t, Value a, Value b, double p, double eps, bool isUnsigned);

/// d norm / d v, as PyTorch has it: 0 where the norm is 0. For p = inf and -inf it is the sign of v where |v| is the norm,
/// else 0; where several are, PyTorch's norm (but not its pdist) divides that among them: see `normTies`.
scalar::ScalarIR pNormPartial(scalar::ScalarIR v, scalar::ScalarIR norm, double p);

/// For p = inf and -inf the number of values whose |v| is the norm (the last of `ins`, along the other dimensions); null
/// for other p.
Value normTies(TensorBuilder &t, ArrayRef<Along> ins, int64_t rank, ArrayRef<int64_t> dims, double p,
               TensorBuilder::Body term);

} // namespace mlir::nnf

#endif // NNF_CONVERSION_NORM_H
