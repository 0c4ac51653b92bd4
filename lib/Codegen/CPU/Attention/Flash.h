//===- Flash.h - attention over blocks of queries and keys -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_ATTENTION_FLASH_H
#define NNF_LIB_CODEGEN_CPU_ATTENTION_FLASH_H

#include "../Contraction/Emit.h"

namespace mlir::nnf::attention {

/// softmax(scale * query key^T + mask) value, with buffers of identity layout:
///   query [batch..., L, E], key [batch..., S, E], value [batch..., S, V], out [batch..., L, V].
struct Problem {
  Value query, key, value, out;
  /// Null, or a buffer that is aligned with [batch..., L, S] at the right: floats are added to the scores, bytes
  /// (`i8`) keep a score where they are not 0. A dimension of static size 1 stretches, in the other batches too.
  Value mask;
  /// The sizes of out's batch dimensions.
  SmallVector<Value> batch;
  /// This many heads (the last batch dimension) of the queries share one of keys and values.
  int64_t shared = 1;
  /// A scalar of the compute type.
  Value scale;
  /// Keep key s for query l where s <= l.
  bool causal = false;
  /// f32 or f64.
  Type compute;
};

/// Emits the loop at the emitter's insertion point.
void emitFlash(contraction::Emit &e, const Problem &problem, const CpuTarget &target);

} // namespace mlir::nnf::attention

#endif // NNF_LIB_CODEGEN_CPU_ATTENTION_FLASH_H
