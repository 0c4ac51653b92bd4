//===- Aot.h - objects, shared libraries and C headers of a module -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// Compiling ahead of time: what comes out is called by the C interface of nnf/Runtime/Abi.h alone, in a process that
// has no compiler. An object holds the code for each processor that was named; which one serves is decided where it
// runs. The same module and options give the same bytes.
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_AOT_H
#define NNF_TOOLING_AOT_H

#include "nnf/Tooling/Jit.h"
#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <string>
#include <vector>

namespace mlir::nnf {

struct AotOptions {
  /// Processors as in -mcpu ("x86-64-v3", "znver5"), in any order; empty for the one this runs on.
  std::vector<std::string> cpus;
  /// As in -mattr, for all of them.
  std::string features;
  /// The function to export; empty for all public ones.
  std::string function;
  /// How LLVM compiles. Its cache is not used.
  JitOptions jit;
};

/// What a kernel's tables say of a function: nnf_kernel::strings and nnf_kernel::signature.
struct AotKernel {
  std::string name;
  std::string strings;
  std::vector<int64_t> signature;
};

struct AotObject {
  /// A relocatable object, empty where only the kernels were asked for. It refers to libNnfRuntime, libc and libm.
  std::string code;
  std::vector<AotKernel> kernels;
};

/// Compiles the public functions of a module. Nothing, and why in `error`, on failure; diagnostics of the passes go to
/// the MLIR context's handlers. Without `wantCode` nothing is generated.
std::unique_ptr<AotObject> compileAhead(ModuleOp module, const AotOptions &options, bool wantCode, std::string *error);

/// A C header that declares the kernels, with a function in C types for each entry. It contains nnf/Runtime/Abi.h, so
/// that no other file is needed. `title` names what it was made of; the name of the include guard is made of it.
std::string writeHeader(llvm::StringRef title, llvm::ArrayRef<AotKernel> kernels);

struct LinkOptions {
  /// A C compiler, by name or path; empty for the first of cc, clang, clang-22, gcc on PATH, and the first of ld.lld, ld.lld-22,
  /// ld, ld.bfd where there is none or it fails.
  std::string linker;
  /// The name that programs linked with the library look for; empty for none.
  std::string soname;
};

/// Links an object with the runtime (of which this program carries a copy) to a shared library that needs libc and libm
/// and exports the kernels and the functions of nnf/Runtime/Abi.h. False, and why in `error`, on failure.
bool linkShared(llvm::StringRef object, const LinkOptions &options, std::string &library, std::string *error);

} // namespace mlir::nnf

#endif // NNF_TOOLING_AOT_H
