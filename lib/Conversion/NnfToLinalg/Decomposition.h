//===- Decomposition.h - a function as an op's decomposition --------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CONVERSION_NNFTOLINALG_DECOMPOSITION_H
#define NNF_LIB_CONVERSION_NNFTOLINALG_DECOMPOSITION_H

#include "nnf/Conversion/TensorBuilder.h"
#include "nnf/IR/NnfBase.h"

namespace mlir::nnf {

using Values = FailureOr<SmallVector<Value>>;

/// `build` gets the op (for its attributes and types), its converted operands by name, and a builder.
template <class OpTy, Values (*build)(OpTy, typename OpTy::Adaptor, TensorBuilder &)>
struct Decomposition : DecomposableOpInterface::ExternalModel<Decomposition<OpTy, build>, OpTy> {
  Values decompose(Operation *op, OpBuilder &b, ValueRange operands) const {
    auto concrete = cast<OpTy>(op);
    TensorBuilder t(b, op->getLoc());
    return build(concrete, typename OpTy::Adaptor(operands, concrete), t);
  }
};

/// attach<SoftmaxOp, softmax>(context);
template <class OpTy, Values (*build)(OpTy, typename OpTy::Adaptor, TensorBuilder &)>
void attach(MLIRContext *context) {
  OpTy::template attachInterface<Decomposition<OpTy, build>>(*context);
}

} // namespace mlir::nnf

#endif // NNF_LIB_CONVERSION_NNFTOLINALG_DECOMPOSITION_H
