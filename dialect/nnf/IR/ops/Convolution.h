//===- Convolution.h - the ops of ops/Convolution.td -------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_CONVOLUTION_H
#define NNF_IR_OPS_CONVOLUTION_H

#include "nnf/IR/NnfBase.h"

namespace mlir::nnf::detail {
/// `[1, 2]`, `"same"` or `"valid"`.
ParseResult parsePadding(OpAsmParser &p, Attribute &padding);
void printPadding(OpAsmPrinter &p, Operation *op, Attribute padding);
} // namespace mlir::nnf::detail
namespace mlir::nnf {
using detail::parsePadding;
using detail::printPadding;
} // namespace mlir::nnf

namespace mlir::nnf {
/// Low and high padding of each spatial dimension; "same" is resolved with the (static) kernel. A failure has no text.
FailureOr<SmallVector<std::pair<int64_t, int64_t>>> resolvePadding(Attribute padding, ArrayRef<int64_t> kernel,
                                                                   ArrayRef<int64_t> dilation);
} // namespace mlir::nnf

#define GET_OP_CLASSES
#include "nnf/IR/ops/Convolution.h.inc"

#endif // NNF_IR_OPS_CONVOLUTION_H
