/*===- Compiler.h - compile and run nnf modules from C ------------------------------------------------*- C -*-===*\
|*                                                                                                              *|
|* Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.                                 *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                                                      *|
|*                                                                                                              *|
|*===----------------------------------------------------------------------------------------------------------===*|
|*                                                                                                              *|
|* The compiler behind a C interface, for Python and other languages: text in, a kernel out. What a kernel is   *|
|* and how it is called is nnf/Runtime/Abi.h; the library that has these functions has those too.               *|
|*                                                                                                              *|
|*   nnf_compiler *c = nnf_compiler_create("native", "", &message);                                             *|
|*   nnf_executable *e = nnf_compile(c, text, strlen(text), "f", NULL, &message);                               *|
|*   const nnf_kernel *k = nnf_executable_kernel(e);                                                            *|
|*   k->create(&handle, context, NULL); k->run(handle, context, inputs, outputs);                               *|
|*                                                                                                              *|
|* Threads: a compiler serves one call at a time; kernels as Abi.h says. Messages are freed by nnf_free_text.   *|
\*===----------------------------------------------------------------------------------------------------------===*/
#ifndef NNF_CAPI_COMPILER_H
#define NNF_CAPI_COMPILER_H

#include "nnf/Runtime/Abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An MLIR context with the dialects of the CPU pipeline, and a JIT. */
typedef struct nnf_compiler nnf_compiler;
/** A compiled function; it keeps its code alive. */
typedef struct nnf_executable nnf_executable;

typedef struct nnf_compile_options {
  /** sizeof(nnf_compile_options) as the caller knows it. */
  uint32_t struct_size;
  /** Not 0: tasks run on the context's threads. */
  int32_t threads;
  /** 0 to 3, as in nnf-runner's -O. */
  int32_t opt_level;
  /** Not 0: objects are kept on disk and found again. */
  int32_t cache;
} nnf_compile_options;

/** `cpu` and `features` as in -mcpu and -mattr; "native" or null for the host's. Null and `message` on failure. */
nnf_compiler *nnf_compiler_create(const char *cpu, const char *features, char **message);
void nnf_compiler_destroy(nnf_compiler *compiler);

/** Compiles `function` (null: the only public one) of the module in `text` (textual IR or bytecode). Null on failure, with all
    diagnostics in `message`. `options` may be null. */
nnf_executable *nnf_compile(nnf_compiler *compiler, const char *text, size_t length, const char *function,
                            const nnf_compile_options *options, char **message);
/** A function made of one op: its arguments are the op's operands, its results the op's results. */
typedef struct nnf_op_request {
  /** sizeof(nnf_op_request) as the caller knows it. */
  uint32_t struct_size;
  /** As in nnf_compile_options. */
  int32_t threads, opt_level, cache;
  /** The op's full name, "nnf.leaky_relu". */
  const char *op;
  /** Types of the operands that are given, in the op's order: "tensor<?x8xf32>, i64". */
  const char *operands;
  /** The op's properties: "{negative_slope = 0.1, operandSegmentSizes = array<i32: 1, 0>}". Null or "" for none. */
  const char *attributes;
  /** The arguments whose gradients are asked for, or null. Then the function is the op's vector-Jacobian product: it takes a
      cotangent for each floating-point result after the operands and returns these gradients, in this order. */
  const int32_t *gradients;
  int32_t gradient_count;
} nnf_op_request;

/** Compiles a function of one op. What the op's verifier says goes to `message` word by word, without a location. A request
    that was compiled before is found on disk (where `cache` is not 0) without building any IR. */
nnf_executable *nnf_compile_op(nnf_compiler *compiler, const nnf_op_request *request, char **message);
/** Not 0: the code came from the cache on disk. */
int nnf_executable_was_cached(const nnf_executable *executable);

/** The function's kernel; lives as long as the executable. */
const nnf_kernel *nnf_executable_kernel(const nnf_executable *executable);
void nnf_executable_destroy(nnf_executable *executable);

/** Frees a text that a function here wrote to `message`. Null is allowed. */
void nnf_free_text(char *text);

#ifdef __cplusplus
}
#endif
#endif /* NNF_CAPI_COMPILER_H */
