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
|* Threads: any thread may call any function here, also with the same compiler: it works for one at a time and   *|
|* lets the others wait. What was made by a compiler must be destroyed before it. Kernels are as Abi.h says: as   *|
|* many contexts as there are threads. Texts that are written to `message` are freed by nnf_free_text.           *|
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

typedef enum nnf_severity { NNF_NOTE = 0, NNF_WARNING = 1, NNF_ERROR = 2, NNF_REMARK = 3 } nnf_severity;

/** Something that the compiler has to say. The strings live as long as the call of the callback. */
typedef struct nnf_diagnostic {
  int32_t severity;    /**< an nnf_severity; notes follow what they belong to */
  const char *file;    /**< the name that the module was parsed under, or "" */
  uint32_t line;       /**< from 1, in characters; 0 where unknown */
  uint32_t column;
  const char *message; /**< one sentence or more; of nnf-lint with its id, "… [NNF101]" */
} nnf_diagnostic;

typedef void (*nnf_diagnostic_fn)(void *user, const nnf_diagnostic *diagnostic);

/** From now on `callback` hears all diagnostics of the compiler, in the thread that calls it, before the call returns. It must
    not call the compiler. Null ends that; texts in `message` come in any case. */
void nnf_compiler_set_diagnostics(nnf_compiler *compiler, nnf_diagnostic_fn callback, void *user);

/** An op of the dialect. The strings live as long as the compiler. */
typedef struct nnf_op_info {
  const char *name;       /**< "nnf.leaky_relu" */
  const char *torch_name; /**< the function in torch.nn.functional, "leaky_relu" */
  const char *family;     /**< "ActivationPiecewise" */
} nnf_op_info;

/** How many ops there are. */
int32_t nnf_op_count(nnf_compiler *compiler);
/** Describes op `index`, in the order of their names; NNF_INVALID_ARGUMENT when there is none. */
nnf_status nnf_op_describe(nnf_compiler *compiler, int32_t index, nnf_op_info *info);

/** A module that was parsed and verified. */
typedef struct nnf_module nnf_module;

/** Parses `length` bytes of `text` (textual IR or bytecode) and verifies. `name` (may be null) stands for the file in diagnostics
    and in the error records of what is compiled. Null on failure, with all diagnostics in `message`. Bytecode is read in this process:
    see SECURITY.md. */
nnf_module *nnf_parse(nnf_compiler *compiler, const char *text, size_t length, const char *name, char **message);
/** Null is allowed. What was compiled of it stays. */
void nnf_module_destroy(nnf_module *module);
/** The functions that can be compiled: public, with a body. */
int32_t nnf_module_function_count(const nnf_module *module);
/** Name of function `index`, null when there is none; lives as long as the module. */
const char *nnf_module_function_name(const nnf_module *module, int32_t index);
/** The module as text, freed by nnf_free_text. */
char *nnf_module_text(nnf_module *module);
/** Runs nnf-lint; findings go to the callback of nnf_compiler_set_diagnostics. Returns how many there are. */
int32_t nnf_module_lint(nnf_module *module);
/** Makes the public functions of the module return what their nnf ops compute, with the slopes of activations: the pass
    nnf-watch-values. Its result attributes say what each is. NNF_OK, or NNF_INVALID_ARGUMENT with a text in `message`. */
nnf_status nnf_module_watch(nnf_module *module, char **message);
/** What nnf-lint finds in `length` bytes of `text`, as the JSON of `--nnf-lint=format=json`, freed by nnf_free_text. `level` is the least
    that is reported ("remark", "warning" or "error"), `rules` a list of ids or names with commas in between; null or "" for warnings and
    all. Null, with a text in `message`, where the module does not parse or one of these is unknown. */
char *nnf_lint_text(nnf_compiler *compiler, const char *text, size_t length, const char *level, const char *rules, char **message);

/** Compiles `function` (null: the only public one) of a module. Null on failure, with all diagnostics in `message`. `options` may
    be null. */
nnf_executable *nnf_compile_module(nnf_module *module, const char *function, const nnf_compile_options *options,
                                   char **message);
/** nnf_parse and nnf_compile_module in one: compiles `function` (null: the only public one) of the module in `text`
    (textual IR or bytecode). Null on failure, with all diagnostics in `message`. `options` may be null. */
nnf_executable *nnf_compile(nnf_compiler *compiler, const char *text, size_t length, const char *function,
                            const nnf_compile_options *options, char **message);
/** Compiles `function` (null: all public ones) of the module in `text` ahead of time, and links a shared library of it at `path`, which
    is replaced as a whole or left as it is: see nnf/Runtime/Abi.h and docs/AheadOfTime.md. `cpus`: processors to hold code for, as in
    -mcpu, with commas in between; null or "" for this machine's. A C compiler or a linker must be on PATH. NNF_OK, or else
    `message` has the reason. */
nnf_status nnf_compile_shared(nnf_compiler *compiler, const char *text, size_t length, const char *function, const char *cpus,
                              const char *path, char **message);
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
