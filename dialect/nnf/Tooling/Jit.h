//===- Jit.h - llvm dialect to an address, with an object cache -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A thin layer on ORC. What makes it quick is what it leaves out: target machines are made once per code generation
// level, LLVM gets a list of six passes instead of a default pipeline, and an object that was compiled before is a file
// read. Objects see only the symbols of a static table (the runtime, memcpy and the like, libm): nothing is looked up
// with dlsym, so it works the same in a static executable.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_JIT_H
#define NNF_TOOLING_JIT_H

#include "nnf/Tooling/MemoryStatistics.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <optional>
#include <string>

namespace llvm {
class LLVMContext;
class Module;
} // namespace llvm

namespace mlir {
class DialectRegistry;
class ModuleOp;
} // namespace mlir

namespace mlir::nnf {

/// How LLVM IR becomes an object.
struct JitOptions {
  /// 0: no LLVM passes; 1: the short list (early-cse, instcombine, simplifycfg, loop-rotate, licm, early-cse);
  /// 2, 3: LLVM's O2 and O3 without its vectorisers, for comparisons.
  int optLevel = 1;
  /// LLVM's code generation level, 0 to 3.
  int codegenLevel = 1;
  /// Keep and look up objects in `cacheDir`.
  bool cache = false;
  /// Empty: $NNF_CACHE_DIR, else $XDG_CACHE_HOME/nnf, else ~/.cache/nnf.
  std::string cacheDir;
  /// Run LLVM's verifier before its passes.
  bool verify = false;

  /// All fields that decide the code, as text, for cache keys.
  std::string fingerprint() const;
};

/// Milliseconds of wall time.
struct CompileTimes {
  double fingerprint = 0; ///< hashing the module or the source text
  double lookup = 0;      ///< reading the object cache
  double passes = 0;      ///< MLIR passes down to the llvm dialect
  double translate = 0;   ///< llvm dialect to LLVM IR
  double opt = 0;         ///< LLVM passes
  double codegen = 0;     ///< LLVM IR to an object
  double store = 0;       ///< writing the object cache
  double link = 0;        ///< object to address
  bool cacheHit = false;
  size_t objectBytes = 0;
  /// Of what was compiled; unknown for what comes from the cache.
  std::optional<MemoryStatistics> memory;
  double total() const { return fingerprint + lookup + passes + translate + opt + codegen + store + link; }
};

/// Whether code uses the tile registers of AMX, which a process has to ask for.
bool usesTiles(const llvm::Module &code);

/// What `Jit::emit` writes.
enum class EmitKind { LLVMIR, OptimizedLLVMIR, Assembly, Object };

/// One per process (or per target): holds target machines and the linker. Its methods may be called from several threads.
class Jit {
public:
  /// `cpu` and `features` as in `-mcpu` and `-mattr`; "native" or empty for the host's. A CPU other than the host's can be
  /// compiled for; whether it runs here is the caller's concern. Returns null and says why in `error`.
  static std::unique_ptr<Jit> create(std::string *error, llvm::StringRef cpu = {}, llvm::StringRef features = {});
  ~Jit();
  Jit(const Jit &) = delete;
  Jit &operator=(const Jit &) = delete;

  llvm::StringRef cpu() const;
  /// "+avx,+avx2,…"
  llvm::StringRef features() const;
  llvm::StringRef triple() const;
  /// Whether the CPU has a feature, by LLVM's name ("avx512f"); also those that `cpu` implies.
  bool hasFeature(llvm::StringRef name) const;
  /// Whether code is compiled for the machine this process runs on.
  bool isHost() const;

  /// Translates a module of the llvm dialect and writes it in one of its later forms. False and `error` on failure.
  bool emit(ModuleOp module, EmitKind kind, const JitOptions &options, std::string &out, std::string *error);
  /// The first half of `compile`: LLVM IR after the passes. Its functions name the processor they are for, so that a module
  /// may hold functions of several. Null and `error` on failure.
  std::unique_ptr<llvm::Module> translate(ModuleOp module, const JitOptions &options, llvm::LLVMContext &context,
                                          std::string *error);
  /// The second half: appends object code to `out`. False and `error` on failure.
  bool generate(llvm::Module &module, const JitOptions &options, std::string &out, std::string *error);
  /// A module of the llvm dialect to object code.
  std::unique_ptr<llvm::MemoryBuffer> compile(ModuleOp module, const JitOptions &options, std::string *error,
                                              CompileTimes *times = nullptr);
  /// Links an object into the process and returns the address of `symbol`. `keepAlive` receives what owns the code.
  void *load(std::unique_ptr<llvm::MemoryBuffer> object, llvm::StringRef symbol, std::shared_ptr<void> &keepAlive,
             std::string *error, CompileTimes *times = nullptr);

  /// The object stored under `key`, or null. A file that is damaged or was stored under another key counts as missing.
  std::unique_ptr<llvm::MemoryBuffer> lookup(llvm::StringRef key, const JitOptions &options);
  /// Stores an object, atomically: readers see the whole file or none. False (and nothing else) when that fails.
  bool store(llvm::StringRef key, llvm::MemoryBufferRef object, const JitOptions &options);

  struct Impl;

private:
  Jit();
  /// Shared with the code that was loaded, which may outlive the Jit.
  std::shared_ptr<Impl> impl;
};

/// Adds what translating the llvm dialect to LLVM IR needs. `compile` and `emit` do it themselves, but cannot while
/// another thread uses the same context.
void registerJitTranslations(DialectRegistry &registry);

/// What was built from which sources: part of every cache key, so that a new compiler never meets an old object.
llvm::StringRef getBuildId();

} // namespace mlir::nnf

#endif // NNF_TOOLING_JIT_H
