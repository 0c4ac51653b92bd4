//===- Attention.h - scaled dot product attention on the CPU -----------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_ATTENTION_H
#define NNF_CODEGEN_CPU_ATTENTION_H

#include "mlir/Transforms/DialectConversion.h"
#include "nnf/Codegen/CPU/Target.h"

namespace mlir::nnf {

/// Conversion of nnf.scaled_dot_product_attention without dropout to one parallel loop of vector code over blocks of
/// queries, on buffers of its tensors, in which the scores of a block never leave the cache. It wins over the
/// decomposition into linalg, which stays for dropout. For convert-nnf-to-linalg on the way to a CPU.
void populateCpuAttentionPatterns(const TypeConverter &converter, const CpuTarget &target, RewritePatternSet &patterns);

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_ATTENTION_H
