//===- Link.cpp - objects to shared libraries -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// The system's C compiler links: it knows where the C library is. The runtime's few pieces of the C++ library are
// linked statically, so that the product needs libc and libm alone.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "EmbeddedRuntime.h"
#include "nnf/Tooling/Aot.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace llvm;
using namespace mlir::nnf;

/// What the library shows: kernels, and what nnf/Runtime/Abi.h declares. The border between code and runtime stays
/// inside, so that libraries of different versions do not call each other's.
static constexpr StringLiteral kExports =
    "{ global: *_kernel; nnf_abi_version; nnf_context_*; nnf_dtype_*; nnf_kernel_*; "
    "nnf_status_name; local: *; };\n";

namespace {
/// A folder for the linker's files, removed with what is in it.
class Scratch {
public:
  static std::unique_ptr<Scratch> make(std::string *error) {
    SmallString<128> path;
    if (std::error_code bad = sys::fs::createUniqueDirectory("nnf-link", path)) {
      *error = "cannot make a folder for temporary files: " + bad.message();
      return nullptr;
    }
    auto scratch = std::make_unique<Scratch>();
    scratch->folder = path;
    return scratch;
  }
  ~Scratch() { sys::fs::remove_directories(folder); }

  /// The path of a file in the folder.
  std::string path(StringRef name) const {
    SmallString<128> path = folder;
    sys::path::append(path, name);
    return std::string(path);
  }
  bool write(StringRef name, StringRef bytes, std::string *error) const {
    std::error_code bad;
    raw_fd_ostream file(path(name), bad);
    if (!bad) {
      file << bytes;
      file.close();
      bad = file.error();
      file.clear_error();
    }
    if (bad)
      *error = "cannot write '" + path(name) + "': " + bad.message();
    return !bad;
  }

  SmallString<128> folder;
};
} // namespace

/// The C compiler to link with; empty and `error` where there is none.
static std::string findLinker(const LinkOptions &options, std::string *error) {
  SmallVector<StringRef> names{"cc", "clang", "clang-22", "gcc"};
  if (!options.linker.empty())
    names = {options.linker};
  for (StringRef name : names)
    if (ErrorOr<std::string> found = sys::findProgramByName(name))
      return *found;
  *error = options.linker.empty() ? "a C compiler is needed to link a shared library: none of " + join(names, ", ") +
                                        " is on PATH; name one with --linker="
                                  : "--linker: there is no program '" + options.linker + "'";
  return {};
}

/// The last line of a log that says something.
static std::string lastLine(StringRef file) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> log = MemoryBuffer::getFile(file);
  StringRef text = log ? (*log)->getBuffer().rtrim() : "";
  return text.rsplit('\n').second.empty() ? text.str() : text.rsplit('\n').second.str();
}

bool mlir::nnf::linkShared(StringRef object, const LinkOptions &options, std::string &library, std::string *error) {
  std::string linker = findLinker(options, error);
  if (linker.empty())
    return false;
  std::unique_ptr<Scratch> scratch = Scratch::make(error);
  if (!scratch || !scratch->write("kernels.o", object, error) || !scratch->write("exports.map", kExports, error) ||
      !scratch->write("libNnfRuntime.a", StringRef(getRuntimeArchive()), error))
    return false;
  std::string output = scratch->path("library.so"), log = scratch->path("log");
  SmallVector<std::string> arguments{linker,
                                     "-shared",
                                     "-o",
                                     output,
                                     scratch->path("kernels.o"),
                                     scratch->path("libNnfRuntime.a"),
                                     "-Wl,--version-script=" + scratch->path("exports.map"),
                                     "-Wl,--gc-sections,-s,-Bsymbolic,--build-id=none,-z,relro,-z,now",
                                     "-static-libgcc",
                                     "-Wl,-Bstatic,-lstdc++,-Bdynamic",
                                     "-lm"};
  if (!options.soname.empty())
    arguments.push_back("-Wl,-soname," + options.soname);
  SmallVector<StringRef> references(arguments.begin(), arguments.end());
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(log), StringRef(log)};
  std::string problem;
  int status = sys::ExecuteAndWait(linker, references, std::nullopt, redirects, /*SecondsToWait=*/300, 0, &problem);
  if (status != 0) {
    *error = "linking with " + linker + " failed: " + (problem.empty() ? lastLine(log) : problem);
    return false;
  }
  ErrorOr<std::unique_ptr<MemoryBuffer>> made = MemoryBuffer::getFile(output);
  if (!made) {
    *error = "linking with " + linker + " made no library: " + made.getError().message();
    return false;
  }
  library = (*made)->getBuffer().str();
  return true;
}
