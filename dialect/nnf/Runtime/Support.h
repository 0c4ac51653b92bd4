//===- Support.h - what compiled code calls -------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// The border between generated code and the runtime: private to both, versioned together with Abi.h. Callers of compiled
// functions use Abi.h alone.
//
// A generated `f_run` looks like this (`f_create` and `f_shapes` have the same form):
//
//   nnf_status f_run(handle, context, inputs, outputs) {
//     nnf_rt_frame frame; int64_t args[…], values[…];
//     if (nnf_rt_enter_run(&frame, context, handle, f_kernel_signature, f_kernel_strings, inputs, outputs, args, f_shapes))
//       return the status;                       // ranks, sizes, types, strides, overlaps are checked by a table
//     …                                          // data pointers and open sizes are in args
//     if (!(i < n)) { values[0] = i; values[1] = n; return nnf_rt_leave(&frame, nnf_rt_fail(&frame, record, 2, values)); }
//     float *t = nnf_rt_alloc(&frame, 4, n, m, 1, 1);
//     if (!t) return nnf_rt_leave(&frame, nnf_rt_fail_memory(&frame));
//     status = nnf_rt_parallel_for(&frame, n, f_task_0, &env); …
//     nnf_rt_free(&frame, t);
//     return nnf_rt_leave(&frame, NNF_OK);
//   }
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_RUNTIME_SUPPORT_H
#define NNF_RUNTIME_SUPPORT_H

#include "nnf/Runtime/Abi.h"

extern "C" {

/// State of one call, on the caller's stack. Generated code knows its size and alignment only.
struct nnf_rt_frame;
/// One thread at work on a parallel region.
struct nnf_rt_worker;

enum {
  NNF_RT_FRAME_BYTES = 128,
  NNF_RT_FRAME_ALIGNMENT = 16,

  // Words of a signature: a header, then the tensors: parameters, inputs, outputs.
  NNF_SIGNATURE_VERSION = 0, ///< NNF_ABI_VERSION
  NNF_SIGNATURE_PARAMETERS,  ///< how many
  NNF_SIGNATURE_INPUTS,
  NNF_SIGNATURE_OUTPUTS,
  NNF_SIGNATURE_SLOTS, ///< words of state in the handle
  NNF_SIGNATURE_HEADER,
  // Words of a tensor: element type and flags, rank, then `rank` sizes (NNF_DYNAMIC where open).
  NNF_TENSOR_TYPE = 0,
  NNF_TENSOR_RANK,
  NNF_TENSOR_HEADER,
  // Flags beside the nnf_dtype in NNF_TENSOR_TYPE.
  NNF_TENSOR_DTYPE_MASK = 0xff,
  NNF_TENSOR_ANY_SIGN = 0x100, ///< any integer type of the same width will do
  NNF_TENSOR_SCALAR = 0x200,   ///< a scalar in the source: `shapes` may read its value
  NNF_TENSOR_LATE = 0x400,     ///< an output whose sizes depend on values: made by nnf_rt_result
  NNF_TENSOR_SPENT = 0x800     ///< a parameter that only `create` reads
};
// The strings of a kernel, each ended by a NUL, in this order: the function's name, target, build, then the names of the
// tensors in the signature's order.

/// Body of a parallel region: iterations [begin, end).
typedef int32_t (*nnf_rt_task)(void *env, int64_t begin, int64_t end, nnf_rt_worker *worker);
typedef nnf_status (*nnf_rt_shapes_fn)(nnf_handle *, nnf_context *, const nnf_tensor *, nnf_tensor *);

/// Begins a call of `run`: checks everything the signature says and writes to `args`, for each parameter, input and
/// output in turn, the data pointer and then each open size (late outputs have none of both). On failure the call is over.
int32_t nnf_rt_enter_run(nnf_rt_frame *frame, nnf_context *context, nnf_handle *handle, const int64_t *signature,
                         const char *strings, const nnf_tensor *inputs, nnf_tensor *outputs, int64_t *args,
                         nnf_rt_shapes_fn shapes);
/// The same for `shapes`: `args` holds parameters and inputs; data may be null except for scalars.
int32_t nnf_rt_enter_shapes(nnf_rt_frame *frame, nnf_context *context, nnf_handle *handle, const int64_t *signature,
                            const char *strings, const nnf_tensor *inputs, nnf_tensor *outputs, int64_t *args);
/// The same for `create`: `args` holds the parameters. Makes the handle.
int32_t nnf_rt_enter_create(nnf_rt_frame *frame, nnf_context *context, nnf_handle **handle, const int64_t *signature,
                            const char *strings, const nnf_tensor *parameters, int64_t *args);
/// Ends a call of `run` or `create`; returns the status to answer with.
int32_t nnf_rt_leave(nnf_rt_frame *frame, int32_t status);
/// Ends a call of `shapes`; `sizes` are the open sizes of all outputs in turn.
int32_t nnf_rt_leave_shapes(nnf_rt_frame *frame, int32_t status, const int64_t *sizes);
/// `create` of a kernel without state of its own.
int32_t nnf_rt_create(nnf_handle **handle, nnf_context *context, const int64_t *signature, const char *strings,
                      const nnf_tensor *parameters);
void nnf_rt_destroy(nnf_handle *handle);
/// The handle's words of state: written by `create`, read by `run`.
int64_t *nnf_rt_slots(nnf_rt_frame *frame);

/// Records an error. `record` is three strings one after the other: op, location, message; `{i}` in the message is
/// replaced by values[i]. Returns NNF_RUNTIME_ERROR.
int32_t nnf_rt_fail(nnf_rt_frame *frame, const char *record, int64_t count, const int64_t *values);
/// Records that memory ran out. Returns NNF_OUT_OF_MEMORY.
int32_t nnf_rt_fail_memory(nnf_rt_frame *frame);

/// A temporary of bytes * d0 * d1 * d2 * d3 bytes, aligned to 64, or null. Lives until nnf_rt_free or the end of the call.
void *nnf_rt_alloc(nnf_rt_frame *frame, int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3);
void nnf_rt_free(nnf_rt_frame *frame, void *data);
/// Memory that lives as long as the handle that is being created.
void *nnf_rt_handle_alloc(nnf_rt_frame *frame, int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3);
/// a * b, or the largest value when that overflows or a factor is negative (which no allocation satisfies).
int64_t nnf_rt_saturating_mul(int64_t a, int64_t b);

/// Memory of output `index`, whose open sizes were not known before the call: allocates it when the caller passed null,
/// otherwise checks that the sizes are the caller's. Writes the address to `data`.
int32_t nnf_rt_result(nnf_rt_frame *frame, int64_t index, const int64_t *sizes, void **data);

/// Runs `task` over [0, n) on the context's threads; the caller takes part. Which thread runs which part is open.
/// Returns the status of the first part that failed.
int32_t nnf_rt_parallel_for(nnf_rt_frame *frame, int64_t n, nnf_rt_task task, void *env);
/// A temporary of one thread inside a region; freed at the latest when the task function returns. Or null.
void *nnf_rt_task_alloc(nnf_rt_worker *worker, int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3);
void nnf_rt_task_free(nnf_rt_worker *worker, void *data);
/// nnf_rt_fail and nnf_rt_fail_memory inside a region; when several parts fail, one of the errors is kept.
int32_t nnf_rt_task_fail(nnf_rt_worker *worker, const char *record, int64_t count, const int64_t *values);
int32_t nnf_rt_task_fail_memory(nnf_rt_worker *worker);

//===--------------------------------------------------------------------------------------------------------===//
// Narrow floats
//===--------------------------------------------------------------------------------------------------------===//

/// Conversions by the names that LLVM calls them (__truncsfbf2 and the like) where the processor has no instruction.
/// Narrow floats travel in the low 16 bits of a vector register, like the float that stands for them here.
float nnf_rt_extend_half(float holder);
float nnf_rt_truncate_to_half(float x);
float nnf_rt_truncate_double_to_half(double x);
float nnf_rt_truncate_to_bfloat(float x);
float nnf_rt_truncate_double_to_bfloat(double x);

//===--------------------------------------------------------------------------------------------------------===//
// Objects compiled ahead of time
//===--------------------------------------------------------------------------------------------------------===//

/// A function as it was compiled for one processor.
struct nnf_rt_variant {
  uint64_t features; ///< what it needs, by nnf/Runtime/CpuFeatures.h
  const nnf_kernel *kernel;
};
/// All variants of a function; the first that the processor can run serves the calls.
struct nnf_rt_variants {
  const char *names; ///< "x86-64-v4, x86-64-v3", for messages
  int64_t count;
  nnf_rt_variant variant[1]; ///< `count` of them, the most demanding first
};
/// The entries of the kernel that is exported: they call those of the chosen variant, or answer NNF_UNSUPPORTED_CPU.
int32_t nnf_rt_variant_create(nnf_handle **handle, nnf_context *context, const nnf_tensor *parameters,
                              const nnf_rt_variants *variants);
int32_t nnf_rt_variant_shapes(nnf_handle *handle, nnf_context *context, const nnf_tensor *inputs, nnf_tensor *outputs,
                              const nnf_rt_variants *variants);
int32_t nnf_rt_variant_run(nnf_handle *handle, nnf_context *context, const nnf_tensor *inputs, nnf_tensor *outputs,
                           const nnf_rt_variants *variants);

} // extern "C"

/// Everything above that code in the process may call (not the variants): the JIT's symbol table is made from this list.
#define NNF_RT_FUNCTIONS(F)                                                                                            \
  F(nnf_rt_enter_run)                                                                                                  \
  F(nnf_rt_enter_shapes)                                                                                               \
  F(nnf_rt_enter_create)                                                                                               \
  F(nnf_rt_leave)                                                                                                      \
  F(nnf_rt_leave_shapes)                                                                                               \
  F(nnf_rt_create)                                                                                                     \
  F(nnf_rt_destroy)                                                                                                    \
  F(nnf_rt_slots)                                                                                                      \
  F(nnf_rt_fail)                                                                                                       \
  F(nnf_rt_fail_memory)                                                                                                \
  F(nnf_rt_alloc)                                                                                                      \
  F(nnf_rt_free)                                                                                                       \
  F(nnf_rt_handle_alloc)                                                                                               \
  F(nnf_rt_saturating_mul)                                                                                             \
  F(nnf_rt_result)                                                                                                     \
  F(nnf_rt_parallel_for)                                                                                               \
  F(nnf_rt_task_alloc)                                                                                                 \
  F(nnf_rt_task_free)                                                                                                  \
  F(nnf_rt_task_fail)                                                                                                  \
  F(nnf_rt_task_fail_memory)

#endif // NNF_RUNTIME_SUPPORT_H
