//===- Link.cpp - objects to shared libraries -----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// The system's C compiler links: it knows where the C library is. The runtime's few pieces of the C++ library are
// linked statically, so that the product needs libc and libm alone. Where there is no C compiler, or none that has the C++
// library's archive, a linker will do (GNU's or LLVM's): the product then needs libstdc++.so.6 as well.
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
    "nnf_handle_*; nnf_status_name; local: *; };\n";

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

/// A program with its arguments.
using Command = SmallVector<std::string>;

static Command throughCompiler(StringRef program, const Scratch &scratch, const LinkOptions &options) {
  Command command{program.str(),
                  "-shared",
                  "-o",
                  scratch.path("library.so"),
                  scratch.path("kernels.o"),
                  scratch.path("libNnfRuntime.a"),
                  "-Wl,--version-script=" + scratch.path("exports.map"),
                  "-Wl,--gc-sections,-s,-Bsymbolic,--build-id=none,-z,relro,-z,now",
                  "-static-libgcc",
                  "-Wl,-Bstatic,-lstdc++,-Bdynamic",
                  "-lm"};
  if (!options.soname.empty())
    command.push_back("-Wl,-soname," + options.soname);
  return command;
}

static Command throughLinker(StringRef program, const Scratch &scratch, const LinkOptions &options) {
  Command command{program.str(),  "-shared",      "-o", scratch.path("library.so"), scratch.path("kernels.o"),
                  scratch.path("libNnfRuntime.a"), "--version-script=" + scratch.path("exports.map"),
                  "--gc-sections", "-s",          "-Bsymbolic", "--build-id=none", "--eh-frame-hdr",
                  "-z",            "relro",       "-z",         "now"};
  // Where distributions keep the libraries that programs run with; a linker on its own looks in some of these, LLVM's in none.
  for (const char *folder : {"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu",
                             "/usr/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64", "/usr/lib", "/lib"})
    command.push_back(std::string("-L") + folder);
  for (const char *library : {"libstdc++.so.6", "libgcc_s.so.1", "libm.so.6", "libc.so.6"})
    command.push_back(std::string("-l:") + library);
  if (!options.soname.empty())
    command.append({"-soname", options.soname});
  return command;
}

/// What to try, in turn; empty and `error` where there is nothing to link with.
static SmallVector<Command> findCommands(const Scratch &scratch, const LinkOptions &options, std::string *error) {
  SmallVector<Command> commands;
  auto add = [&](ArrayRef<StringRef> names, Command (*make)(StringRef, const Scratch &, const LinkOptions &)) {
    for (StringRef name : names)
      if (ErrorOr<std::string> found = sys::findProgramByName(name)) {
        commands.push_back(make(*found, scratch, options));
        return;
      }
  };
  SmallVector<StringRef> compilers{"cc", "clang", "clang-22", "gcc"}, linkers{"ld.lld", "ld.lld-22", "ld", "ld.bfd"};
  if (!options.linker.empty()) {
    add({options.linker}, throughCompiler);
    if (commands.empty())
      *error = "--linker: there is no program '" + options.linker + "'";
    return commands;
  }
  add(compilers, throughCompiler);
  add(linkers, throughLinker);
  if (commands.empty())
    *error = "a C compiler or a linker is needed to make a shared library: none of " + join(compilers, ", ") + ", " +
             join(linkers, ", ") + " is on PATH";
  return commands;
}

/// The last line of a log that says something.
static std::string lastLine(StringRef file) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> log = MemoryBuffer::getFile(file);
  StringRef text = log ? (*log)->getBuffer().rtrim() : "";
  return text.rsplit('\n').second.empty() ? text.str() : text.rsplit('\n').second.str();
}

/// Runs a command; what went wrong, or "".
static std::string run(ArrayRef<std::string> command, const Scratch &scratch) {
  std::string log = scratch.path("log"), problem;
  SmallVector<StringRef> arguments(command.begin(), command.end());
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(log), StringRef(log)};
  if (sys::ExecuteAndWait(command.front(), arguments, std::nullopt, redirects, /*SecondsToWait=*/300, 0, &problem) == 0)
    return "";
  return "linking with " + command.front() + " failed: " + (problem.empty() ? lastLine(log) : problem);
}

bool mlir::nnf::linkShared(StringRef object, const LinkOptions &options, std::string &library, std::string *error) {
  std::unique_ptr<Scratch> scratch = Scratch::make(error);
  if (!scratch || !scratch->write("kernels.o", object, error) || !scratch->write("exports.map", kExports, error) ||
      !scratch->write("libNnfRuntime.a", StringRef(getRuntimeArchive()), error))
    return false;
  SmallVector<Command> commands = findCommands(*scratch, options, error);
  if (commands.empty())
    return false;
  // The first one's reason is told: the others stand in for it.
  std::string reason;
  bool linked = llvm::any_of(commands, [&](const Command &command) {
    std::string problem = run(command, *scratch);
    if (reason.empty())
      reason = problem;
    return problem.empty();
  });
  if (!linked) {
    *error = reason;
    return false;
  }
  ErrorOr<std::unique_ptr<MemoryBuffer>> made = MemoryBuffer::getFile(scratch->path("library.so"));
  if (!made) {
    *error = "linking made no library: " + made.getError().message();
    return false;
  }
  library = (*made)->getBuffer().str();
  return true;
}
