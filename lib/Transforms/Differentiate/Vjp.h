//===- Vjp.h - what the gradients of all families share -----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TRANSFORMS_DIFFERENTIATE_VJP_H
#define NNF_LIB_TRANSFORMS_DIFFERENTIATE_VJP_H

#include "nnf/Conversion/TensorBuilder.h"
#include "nnf/IR/NnfBase.h"

namespace mlir::nnf {

using Gradients = FailureOr<SmallVector<Value>>;

/// `build` gets the op, the cotangents of its results (null: zero, but not all of them) and a builder. It answers with a
/// value an operand, null where the operand has none; their types may know less or more about sizes than the operand's.
template <class OpTy, Gradients (*build)(OpTy, ValueRange, TensorBuilder &)>
struct VjpModel : DifferentiableOpInterface::ExternalModel<VjpModel<OpTy, build>, OpTy> {
  Gradients buildVjp(Operation *op, OpBuilder &b, ValueRange cotangents) const {
    TensorBuilder t(b, op->getLoc());
    return build(cast<OpTy>(op), cotangents, t);
  }
};

/// attachVjp<SoftmaxOp, softmax>(context);
template <class OpTy, Gradients (*build)(OpTy, ValueRange, TensorBuilder &)>
void attachVjp(MLIRContext *context) {
  OpTy::template attachInterface<VjpModel<OpTy, build>>(*context);
}

/// The gradient of an op by that of what it decomposes into: the decomposition is built, and gone through backwards. Right
/// where PyTorch's function is made of such parts as well, and none of them is a maximum over a dimension or a gather.
Gradients gradientsByParts(Operation *op, OpBuilder &b, ValueRange cotangents);

template <class OpTy>
struct PartsVjpModel : DifferentiableOpInterface::ExternalModel<PartsVjpModel<OpTy>, OpTy> {
  Gradients buildVjp(Operation *op, OpBuilder &b, ValueRange cotangents) const {
    return gradientsByParts(op, b, cotangents);
  }
};

/// attachVjpByParts<TripletMarginLossOp, ...>(context);
template <class... OpTys>
void attachVjpByParts(MLIRContext *context) {
  (OpTys::template attachInterface<PartsVjpModel<OpTys>>(*context), ...);
}

/// Floats and tensors of floats have gradients.
bool hasGradient(Value v);

/// The gradient of an operand that took part in an iteration over `sizes`: `term` summed over all iteration dimensions
/// that the operand does not run along or that it was stretched along. `like` is the operand with its dimensions, `term`
/// gets the elements of `ins` and gives a scalar in the compute type of the result, which has the operand's type. The
/// operands that define the iteration must be among `ins`.
Value sumToOperand(TensorBuilder &t, const Along &like, ArrayRef<Along> ins, ArrayRef<OpFoldResult> sizes, Type compute,
                   function_ref<Value(OpBuilder &, Location, ValueRange)> term);

/// A tensor with the sizes of `like` from one that lacks the dimensions of static size 1 that are not in `kept`.
Value insertUnitDims(TensorBuilder &t, Value v, Value like, ArrayRef<bool> kept);

/// cotangent * partial, as PyTorch multiplies: a partial derivative that is 0 on a branch gives 0 there whatever the
/// cotangent is, one that is 1 gives the cotangent itself.
///
///   select(c, 0, 1) * d  ->  select(c, 0, d)
Value scaleByCotangent(OpBuilder &b, Location loc, Value partial, Value cotangent);

/// Only elements of some of an op's operands: the cotangent runs along what it came from.
inline SmallVector<utils::IteratorType> parallel(int64_t rank) {
  return SmallVector<utils::IteratorType>(rank, utils::IteratorType::parallel);
}

} // namespace mlir::nnf

#endif // NNF_LIB_TRANSFORMS_DIFFERENTIATE_VJP_H
