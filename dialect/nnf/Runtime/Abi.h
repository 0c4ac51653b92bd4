/*===- Abi.h - the interface of compiled functions, version 1 -----------------------------------------*- C -*-===*\
|*                                                                                                              *|
|* Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.                                 *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                                                      *|
|*                                                                                                              *|
|*===----------------------------------------------------------------------------------------------------------===*|
|*                                                                                                              *|
|* What a compiled function looks like to its caller: the same for just-in-time code, objects compiled ahead    *|
|* of time, C and Python. Plain C, no dependency on LLVM or MLIR.                                               *|
|*                                                                                                              *|
|* A function `f` comes as a table `f_kernel` of type nnf_kernel with four entries:                             *|
|*   create   makes a handle: constants and whatever is computed once from the parameters (packed weights);     *|
|*   destroy  frees it;                                                                                         *|
|*   shapes   result shapes from input shapes;                                                                  *|
|*   run      the computation.                                                                                  *|
|* All but destroy answer with an nnf_status; when it is not NNF_OK, nnf_context_error() tells which op, where   *|
|* and why, with the values that were found. A call that fails has written no output, unless its error is one   *|
|* of memory.                                                                                                   *|
|*                                                                                                              *|
|* Threads: a context serves one call at a time (a second one is refused with NNF_BUSY, without harm); any      *|
|* number of contexts may be used at once, and a handle may be shared by all of them.                           *|
\*===----------------------------------------------------------------------------------------------------------===*/
#ifndef NNF_RUNTIME_ABI_H
#define NNF_RUNTIME_ABI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Version of everything in this header. A kernel of another version is refused. */
#define NNF_ABI_VERSION 1
/** Highest rank of a tensor that crosses the border. */
#define NNF_MAX_RANK 16
/** Highest number of threads of a context. */
#define NNF_MAX_THREADS 1024
/** A size that is known only after the call (in `shapes`), or that may be any (in a kernel's description). */
#define NNF_DYNAMIC (-1)

/** What became of a call. */
typedef enum nnf_status {
  NNF_OK = 0,
  NNF_INVALID_ARGUMENT = 1, /**< a null pointer, a wrong rank, size, element type or stride, overlapping buffers */
  NNF_RUNTIME_ERROR = 2,    /**< a check inside the function failed: shapes that disagree, an index out of range */
  NNF_OUT_OF_MEMORY = 3,
  NNF_BUSY = 4,             /**< the context is serving another call */
  NNF_VERSION_MISMATCH = 5, /**< the kernel was compiled for another version of this interface */
  NNF_UNSUPPORTED_CPU = 6   /**< the processor lacks instructions that the function was compiled for */
} nnf_status;

/** Element types. A bool is a byte that is 0 or 1. */
typedef enum nnf_dtype {
  NNF_BOOL = 1,
  NNF_I8 = 2,
  NNF_U8 = 3,
  NNF_I16 = 4,
  NNF_U16 = 5,
  NNF_I32 = 6,
  NNF_U32 = 7,
  NNF_I64 = 8,
  NNF_U64 = 9,
  NNF_F16 = 10,
  NNF_BF16 = 11,
  NNF_F32 = 12,
  NNF_F64 = 13,
  NNF_F8E4M3FN = 14,
  NNF_F8E5M2 = 15
} nnf_dtype;

/** A tensor in memory. Scalars of a function's signature are tensors of rank 0. */
typedef struct nnf_tensor {
  /** First element; aligned to the element's size. May be null for a tensor without elements, in `shapes` (unless it is
      a scalar of the signature), and for an output of `run` that the context shall allocate (see nnf_context_free). */
  void *data;
  /** `rank` sizes. `shapes` writes the outputs' sizes here, and `run` those of outputs it allocates. */
  int64_t *shape;
  /** `rank` strides in elements, or null for a dense row-major tensor. Others are copied before (inputs) or after
      (outputs) the call, or refused under NNF_STRICT_STRIDES. Never written. */
  int64_t *strides;
  int32_t rank;
  int32_t dtype; /**< an nnf_dtype */
} nnf_tensor;

/** Carries what a call needs beside its tensors: memory, threads, the error record, counters. */
typedef struct nnf_context nnf_context;
/** Constants and packed parameters of one kernel. */
typedef struct nnf_handle nnf_handle;

/** Returns `bytes` bytes aligned to `alignment` (a power of two), or null. `bytes` is not 0. */
typedef void *(*nnf_allocate_fn)(void *user, size_t bytes, size_t alignment);
typedef void (*nnf_release_fn)(void *user, void *data, size_t bytes);

enum {
  /** Refuse tensors that are not dense row-major instead of copying them. */
  NNF_STRICT_STRIDES = 1u << 0,
  /** Do not bind the worker threads to cores. */
  NNF_UNBOUND_THREADS = 1u << 1
};

typedef struct nnf_context_options {
  /** sizeof(nnf_context_options) as the caller knows it: later versions append fields. */
  uint32_t struct_size;
  uint32_t flags;
  /** Threads that work on a call, the caller's among them; 0 for one per physical core this process may use. */
  int32_t threads;
  /** Where memory comes from: both functions or neither. Worker threads call them too. */
  nnf_allocate_fn allocate;
  nnf_release_fn release;
  void *allocator_user;
  /** Bytes of temporaries that are kept for the next calls; 0 for the default of 1 GiB. */
  uint64_t cache_limit;
} nnf_context_options;

/** Why the last call failed. The strings live until the next call on the context. */
typedef struct nnf_error {
  int32_t status;       /**< an nnf_status */
  const char *op;       /**< such as "nnf.nll_loss", or "" when no op is to blame */
  const char *location; /**< where the op was written, such as "model.mlir:7:3", or "" */
  const char *message;  /**< one sentence with the values that were found; never null */
} nnf_error;

/** What a context did since it was made or its counters were reset. For tests ("no copy, no allocation") and profiles. */
typedef struct nnf_counters {
  uint64_t calls;             /**< of run, shapes and create */
  uint64_t temporaries;       /**< buffers that calls asked for */
  uint64_t temporary_bytes;
  uint64_t system_allocations; /**< times that the allocator was asked, the rest came from the cache */
  uint64_t system_bytes;
  uint64_t copies;            /**< tensors copied because of their strides */
  uint64_t copied_bytes;
  uint64_t parallel_regions;  /**< regions that more than one thread worked on */
  uint64_t serial_regions;    /**< regions that the caller ran alone: one task or one thread */
  uint64_t live_bytes;        /**< held now: temporaries in use, cache, workspaces, results not yet freed */
  uint64_t peak_bytes;        /**< of temporaries and results of the context's own, as asked for, and of workspaces: the most in use at once */
} nnf_counters;

/** Makes a context. `options` may be null. On failure writes one sentence to `message` (when not null). */
nnf_status nnf_context_create(nnf_context **context, const nnf_context_options *options, char *message,
                              size_t message_size);
/** Ends the context's threads and frees its memory, also results that were not freed. Null is allowed. */
void nnf_context_destroy(nnf_context *context);
/** Number of threads that work on a call, the caller's among them. */
int32_t nnf_context_threads(const nnf_context *context);
/** Why the last call failed; status NNF_OK when it did not. Never null. */
const nnf_error *nnf_context_error(const nnf_context *context);
void nnf_context_counters(const nnf_context *context, nnf_counters *counters);
void nnf_context_reset_counters(nnf_context *context);
/** Gives kept memory back. */
void nnf_context_trim(nnf_context *context);
/** Frees a result that `run` allocated because its `data` was null. Null is allowed. */
void nnf_context_free(nnf_context *context, void *data);

typedef struct nnf_kernel nnf_kernel;

/** One function as compiled. All pointers live as long as the code. */
struct nnf_kernel {
  uint32_t abi_version; /**< NNF_ABI_VERSION of the compiler */
  uint32_t struct_size; /**< sizeof(nnf_kernel) of the compiler */
  const char *strings;       /**< private: see nnf_kernel_parameter */
  const int64_t *signature;  /**< private: see nnf_kernel_parameter */
  /** Makes a handle from the parameters: tensors that do not change between calls (weights). Their memory must stay valid
      and unchanged until `destroy`. `parameters` may be null when there are none. */
  nnf_status (*create)(nnf_handle **handle, nnf_context *context, const nnf_tensor *parameters);
  /** Null is allowed. */
  void (*destroy)(nnf_handle *handle);
  /** Writes rank, element type and sizes of the outputs; `outputs[i].shape` has room for the rank of output i (ask
      nnf_kernel_parameter). A size that depends on the inputs' values is NNF_DYNAMIC. */
  nnf_status (*shapes)(nnf_handle *handle, nnf_context *context, const nnf_tensor *inputs, nnf_tensor *outputs);
  /** Computes. Outputs may overlap neither inputs nor each other. An output whose data is null is allocated. */
  nnf_status (*run)(nnf_handle *handle, nnf_context *context, const nnf_tensor *inputs, nnf_tensor *outputs);
};

typedef enum nnf_role { NNF_PARAMETER = 0, NNF_INPUT = 1, NNF_OUTPUT = 2 } nnf_role;

/** Description of one tensor of a kernel's signature. */
typedef struct nnf_parameter_info {
  const char *name;     /**< such as "weight"; "" when the source had none */
  int32_t dtype;        /**< an nnf_dtype */
  int32_t any_sign;     /**< not 0: any integer type of the same width is accepted (the source did not say which) */
  int32_t rank;
  const int64_t *shape; /**< sizes, NNF_DYNAMIC where any is accepted */
} nnf_parameter_info;

/** Number of tensors in a role; -1 if the kernel is of another version. */
int32_t nnf_kernel_count(const nnf_kernel *kernel, nnf_role role);
/** Describes tensor `index` of a role; NNF_INVALID_ARGUMENT when there is none. */
nnf_status nnf_kernel_parameter(const nnf_kernel *kernel, nnf_role role, int32_t index, nnf_parameter_info *info);
/** Whether `shapes` or `run` read parameter `index`: 0 where all that is needed of it was computed by `create`, and its memory
    may be given back or changed after that; 1 where it must stay; -1 if there is no such parameter. */
int32_t nnf_kernel_reads_parameter(const nnf_kernel *kernel, int32_t index);
/** Bytes that a handle holds: packed weights and what else was computed of the parameters, without the parameters' own
    memory. 0 for null. */
uint64_t nnf_handle_bytes(const nnf_handle *handle);
/** The function's name, and what it was compiled for ("x86-64 znver5 +avx512f,…") and by. */
const char *nnf_kernel_name(const nnf_kernel *kernel);
const char *nnf_kernel_target(const nnf_kernel *kernel);
const char *nnf_kernel_build(const nnf_kernel *kernel);

/** NNF_ABI_VERSION of the runtime that is linked. */
uint32_t nnf_abi_version(void);
/** "f32"; "?" for no element type. */
const char *nnf_dtype_name(int32_t dtype);
/** Bytes of an element; 0 for no element type. */
size_t nnf_dtype_size(int32_t dtype);
/** "out of memory". */
const char *nnf_status_name(int32_t status);

#ifdef __cplusplus
}
#endif
#endif /* NNF_RUNTIME_ABI_H */
