//===- Backend.h - what can run a function ---------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A backend turns a function of a file into something that can be called on host tensors. nnf-runner selects one by
// name
// (--target) and compares two with each other (--compare-with); it knows nothing else about them.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_BACKEND_H
#define NNF_TOOLING_BACKEND_H

#include "nnf/Tooling/Source.h"
#include "nnf/Runtime/Profile.h"
#include "nnf/Tooling/Values.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>
#include "nnf/Tooling/MemoryStatistics.h"
#include <optional>
#include <string>
#include <vector>

namespace mlir::nnf {

/// How a function is made ready to run. A backend ignores what does not concern it.
struct LoadOptions {
  /// "native", or as in LLVM's -mcpu; "+avx2,-avx512f" as in -mattr.
  std::string cpu, features;
  /// 0 to 3.
  int optLevel = 1;
  /// 0: one for every core this process may use.
  int threads = 0;
  /// Keep compiled code on disk, in `cacheDir` or its default place, and use what is there.
  bool cache = true;
  std::string cacheDir;
  /// Have every call record what its kernels do (LoadedFunction::profile). Such code is not cached.
  bool profile = false;
  /// Say in LoadReport::memory how much memory it takes. Compiled anew for that.
  bool statistics = false;
};

/// A row of `--timing`.
struct Phase {
  std::string name;
  double milliseconds;
};

/// What loading a function was like.
struct LoadReport {
  std::vector<Phase> phases;
  bool cached = false;
  /// What the code is for, "znver5"; and the threads that run it.
  std::string cpu;
  int threads = 1;
  /// With LoadOptions::statistics, where the backend knows.
  std::optional<MemoryStatistics> memory;
};

/// One row of `--print-allocations`.
struct Counter {
  std::string name;
  uint64_t value;
  bool isBytes;
};

/// A function that can be called. One call at a time.
class LoadedFunction {
public:
  virtual ~LoadedFunction();
  virtual llvm::StringRef name() const = 0;
  /// In the order of the function's signature.
  virtual llvm::ArrayRef<HostTensorType> inputs() const = 0;
  virtual llvm::ArrayRef<HostTensorType> outputs() const = 0;
  /// True for an input that is the same in every call (nnf.parameter): changing it between calls is allowed but dear.
  virtual bool isParameter(size_t input) const { return false; }

  /// The shapes of the results for inputs that checkTensors accepted; NNF_DYNAMIC where a size depends on values.
  virtual llvm::Expected<std::vector<TensorShape>> resultShapes(llvm::ArrayRef<HostTensor> inputs) = 0;
  /// Computes. Outputs have the shapes of `resultShapes`; one without memory (a shape that depends on values) is made
  /// by the function and stored into `outputs`. The error is one line with the op's location.
  virtual llvm::Error run(llvm::ArrayRef<HostTensor> inputs, llvm::MutableArrayRef<HostTensor> outputs) = 0;

  /// The same call again and again, on the same memory, with as little around it as the target allows: what a benchmark
  /// times. Inputs and outputs must outlive it; outputs must have memory.
  virtual llvm::unique_function<llvm::Error()> prepare(llvm::ArrayRef<HostTensor> inputs,
                                                       llvm::MutableArrayRef<HostTensor> outputs);

  virtual LoadReport report() const = 0;
  /// What the calls since the last `resetCounters` allocated and copied. Empty where the backend does not count.
  virtual std::vector<Counter> counters() const { return {}; }
  virtual void resetCounters() {}
  /// What the calls since the last `resetProfile` recorded, until the next one. Empty where the backend has no kernels.
  virtual llvm::ArrayRef<nnf_profile_record> profile() const { return {}; }
  virtual void resetProfile() {}
};

/// What `--emit` and `--stop-after` write.
struct InspectOptions {
  /// "mlir", or a later form: "llvm", "asm", "obj", "shared", "header".
  std::string emit = "mlir";
  /// For "obj", "shared" and "header", which are for other programs to use: the function to export (empty: all public ones),
  /// the processors to compile for (empty: the one of LoadOptions), the C compiler that links (empty: any), and the name of
  /// the file ("-" where it has none).
  std::string function;
  std::vector<std::string> cpus;
  std::string linker, outputFile = "-";
  /// For "mlir": the name of the stage after which to stop; empty for the last.
  std::string stage;
  /// For "mlir": print no constants of more than 16 elements. What is left cannot be read back.
  bool elideConstants = false;
};

class Backend {
public:
  virtual ~Backend();
  /// As in --target=.
  virtual llvm::StringRef name() const = 0;
  /// Half a line for the help text.
  virtual llvm::StringRef description() const = 0;

  /// Makes `function` of `source` ready (the only public one where empty). Diagnostics go to standard error; an error
  /// that was printed that way is returned as `reported()`.
  virtual llvm::Expected<std::unique_ptr<LoadedFunction>> load(Source &source, llvm::StringRef function,
                                                               const LoadOptions &options) = 0;

  /// Stages that `inspect` can stop after, in order. Empty where there is nothing to see.
  virtual std::vector<llvm::StringRef> stages() const { return {}; }
  /// Writes the whole file in one of the forms on its way to code.
  virtual llvm::Error inspect(Source &source, const LoadOptions &options, const InspectOptions &what,
                              llvm::raw_ostream &os);
};

/// The backends of a program, in the order of registration; the first is the default.
class BackendRegistry {
public:
  void add(std::unique_ptr<Backend> backend) { backends.push_back(std::move(backend)); }
  /// The error names those that there are, and the one that was probably meant.
  llvm::Expected<Backend *> find(llvm::StringRef name) const;
  llvm::ArrayRef<std::unique_ptr<Backend>> all() const { return backends; }

private:
  std::vector<std::unique_ptr<Backend>> backends;
};

/// Compiled code for the host's processor: "cpu".
std::unique_ptr<Backend> createCpuBackend();
/// The ops' definitions, interpreted: "reference". The source must outlive what is loaded.
std::unique_ptr<Backend> createReferenceBackend();

/// Runs a function and makes room for its results; the way to call one when nothing is known about buffers. `allocate`
/// is HostTensor::allocate or another function of that kind (guarded memory).
llvm::Expected<std::vector<HostTensor>>
callFunction(LoadedFunction &function, llvm::ArrayRef<HostTensor> inputs,
             llvm::function_ref<llvm::Expected<HostTensor>(nnf_dtype, llvm::ArrayRef<int64_t>)> allocate);
/// Room for the results of a call, without memory where a size depends on values.
llvm::Expected<std::vector<HostTensor>>
allocateResults(LoadedFunction &function, llvm::ArrayRef<HostTensor> inputs,
                llvm::function_ref<llvm::Expected<HostTensor>(nnf_dtype, llvm::ArrayRef<int64_t>)> allocate);

} // namespace mlir::nnf

#endif // NNF_TOOLING_BACKEND_H
