//===- Executable.h - a module's function, ready to call ------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// What tools and tests program against: compile a function of a module for the host, ask for result shapes, run it.
// The layers below are nnf/Pipelines/CPU.h (IR to the llvm dialect), nnf/Tooling/Jit.h (llvm dialect to an address, with
// the object cache) and nnf/Runtime/Abi.h (the compiled function's C interface).
//
// No MLIR header is needed to run: a kernel out of the object cache is called without ever making an MLIRContext.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_EXECUTABLE_H
#define NNF_TOOLING_EXECUTABLE_H

#include "nnf/Pipelines/CPU.h"
#include "nnf/Runtime/Abi.h"
#include "nnf/Tooling/Jit.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <atomic>
#include <memory>
#include <mutex>
#include <string>

namespace mlir {
class ModuleOp;
}

namespace mlir::nnf {

/// A tensor that someone else owns. Sizes and strides are copied, the elements are not.
struct TensorView {
  void *data = nullptr;
  llvm::SmallVector<int64_t, 4> shape;
  /// In elements; empty for a dense row-major tensor.
  llvm::SmallVector<int64_t, 4> strides;
  nnf_dtype dtype = NNF_F32;
};

/// Element type and sizes of one input, parameter or result. NNF_DYNAMIC where a size is open.
struct TensorSpec {
  std::string name;
  nnf_dtype dtype = NNF_F32;
  /// Any integer type of the same width is accepted (the source had signless integers).
  bool anySign = false;
  llvm::SmallVector<int64_t, 4> shape;
};

/// A context of the runtime, owned.
class RuntimeContext {
public:
  /// `threads` 0: one per physical core this process may use. Returns null and says why in `error` on a bad count.
  static std::unique_ptr<RuntimeContext> create(int threads, std::string *error, uint32_t flags = 0);
  static std::unique_ptr<RuntimeContext> create(nnf_context_options options, std::string *error);
  ~RuntimeContext();
  RuntimeContext(const RuntimeContext &) = delete;
  RuntimeContext &operator=(const RuntimeContext &) = delete;

  nnf_context *get() const { return context; }
  int threads() const { return nnf_context_threads(context); }
  nnf_counters counters() const;
  void resetCounters() { nnf_context_reset_counters(context); }
  /// "model.mlir:7:3: nnf.nll_loss: target 12 is …": the last call's error as one line, "" when it went well.
  std::string lastError() const;

private:
  explicit RuntimeContext(nnf_context *context) : context(context) {}
  nnf_context *context;
};

/// Everything that decides what is compiled, beside the module.
struct CompileOptions {
  CpuPipelineOptions pipeline;
  JitOptions jit;
  /// When not empty: stands for the module in the object cache's key, so that Executable::loadCached finds the kernel
  /// without parsing. Must be the whole text that the module was parsed from, its file name included when locations
  /// matter.
  std::string sourceText;
};

/// `options` with the machine, its math and the target's name as the Jit compiles for them, where they are not given.
CpuPipelineOptions completeOptions(Jit &jit, CpuPipelineOptions options);

/// A compiled function. Calls are thread safe as long as each thread has a RuntimeContext of its own.
class Executable {
public:
  /// Compiles `function` of `module` (the only public function when empty). The module is not changed. Returns null and
  /// says why in `error`; diagnostics of the passes go to the MLIR context's handlers and the first error is repeated in
  /// `error`. `times` receives where the time went, also on failure.
  static std::unique_ptr<Executable> compile(Jit &jit, ModuleOp module, llvm::StringRef function,
                                             const CompileOptions &options, std::string *error,
                                             CompileTimes *times = nullptr);
  /// Looks up what `compile` stored for the same `options.sourceText`; null, without an error, when there is nothing.
  static std::unique_ptr<Executable> loadCached(Jit &jit, llvm::StringRef function, const CompileOptions &options,
                                                CompileTimes *times = nullptr);
  /// Wraps a kernel that is linked into the process (compiled ahead of time).
  static std::unique_ptr<Executable> wrap(const nnf_kernel *kernel, std::string *error);
  ~Executable();
  Executable(const Executable &) = delete;
  Executable &operator=(const Executable &) = delete;

  llvm::StringRef name() const;
  /// Arguments that are given to every run.
  llvm::ArrayRef<TensorSpec> inputs() const { return inputSpecs; }
  /// Arguments marked `nnf.parameter`: given once to `bind`.
  llvm::ArrayRef<TensorSpec> parameters() const { return parameterSpecs; }
  llvm::ArrayRef<TensorSpec> outputs() const { return outputSpecs; }
  /// The raw table, for callers that keep descriptors themselves (no overhead).
  const nnf_kernel *kernel() const { return table; }
  /// The bound handle, null before `bind`.
  nnf_handle *handle() const { return bound.load(std::memory_order_acquire); }

  /// Makes the handle: packs the parameters, which must stay alive and unchanged. Called by itself by `run` when there
  /// are no parameters. Not thread safe; may be repeated with other parameters.
  bool bind(RuntimeContext &context, llvm::ArrayRef<TensorView> parameters, std::string *error);
  /// Result shapes for these inputs (only their sizes are read, and the values of rank-0 inputs that are scalars in the
  /// function's signature). NNF_DYNAMIC where a size depends on values.
  bool shapes(RuntimeContext &context, llvm::ArrayRef<TensorView> inputs,
              llvm::SmallVectorImpl<llvm::SmallVector<int64_t, 4>> &shapes, std::string *error);
  /// Computes into `outputs`, whose sizes must be those of `shapes`. An output with null `data` is allocated by the
  /// context: `data` and `shape` are written, and nnf_context_free(context.get(), data) frees it.
  bool run(RuntimeContext &context, llvm::ArrayRef<TensorView> inputs, llvm::MutableArrayRef<TensorView> outputs,
           std::string *error);

private:
  Executable() = default;
  /// Makes the handle of a kernel without parameters, once.
  bool prepare(RuntimeContext &context, std::string *error);
  static std::unique_ptr<Executable> load(Jit &jit, std::unique_ptr<llvm::MemoryBuffer> object,
                                          llvm::StringRef function, std::string *error, CompileTimes *times);

  const nnf_kernel *table = nullptr;
  std::atomic<nnf_handle *> bound{nullptr};
  std::mutex bindMutex;
  llvm::SmallVector<TensorSpec, 0> inputSpecs, parameterSpecs, outputSpecs;
  /// Keeps the code alive.
  std::shared_ptr<void> code;
};

} // namespace mlir::nnf

#endif // NNF_TOOLING_EXECUTABLE_H
