//===- Profile.h - when each kernel of a call ran ---------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// What code that was compiled with `profile` (nnf/Pipelines/CPU.h) writes down about itself in its context.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_RUNTIME_PROFILE_H
#define NNF_RUNTIME_PROFILE_H

#include "nnf/Runtime/Abi.h"

struct nnf_rt_frame;

extern "C" {

/// One run of a kernel, or the arithmetic that one op of the source asked for.
struct nnf_profile_record {
  /// Of a kernel: where the ops that it computes were written, "model.mlir:3:8", a line each. The address tells kernels
  /// apart. Of arithmetic: one place. Lives as long as the code.
  const char *where;
  int64_t begin; ///< nanoseconds of a clock that only goes on; -1 for arithmetic
  int64_t end;
  int64_t bytes; ///< of the buffers that the kernel reads and of those that it writes; 0 for arithmetic
  int64_t flops; ///< floating-point operations, two for a multiply-add, one for a function; 0 for a kernel
};

/// The records of the calls since the last reset, in order; valid until the next call. Returns how many there are.
int64_t nnf_context_profile(const nnf_context *context, const nnf_profile_record **records);
void nnf_context_reset_profile(nnf_context *context);

/// Called by generated code around each kernel: the time, and a record of what ran since then.
int64_t nnf_rt_profile_begin(nnf_rt_frame *frame);
void nnf_rt_profile_end(nnf_rt_frame *frame, int64_t begin, const char *where, int64_t bytes);
/// Called by generated code for each op of the source that computes.
void nnf_rt_profile_work(nnf_rt_frame *frame, const char *where, int64_t flops);

} // extern "C"

#endif // NNF_RUNTIME_PROFILE_H
