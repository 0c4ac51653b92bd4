//===- AttentionHeads.h - attention of several heads between linear layers ----------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CONVERSION_NNFTOLINALG_ATTENTIONHEADS_H
#define NNF_LIB_CONVERSION_NNFTOLINALG_ATTENTIONHEADS_H

#include "Decomposition.h"
#include "nnf/IR/ops/Attention.h"

namespace mlir::nnf {

/// Linear layers for q, k and v, attention by heads, and a linear layer again. Where the weights are not asked for, the middle
/// is nnf.scaled_dot_product_attention. 16-bit floats are rounded once, at the end: softmax magnifies what is lost before it.
Values multiHeadAttention(MultiHeadAttentionForwardOp op, MultiHeadAttentionForwardOp::Adaptor adaptor, TensorBuilder &t);

} // namespace mlir::nnf

#endif // NNF_LIB_CONVERSION_NNFTOLINALG_ATTENTIONHEADS_H
