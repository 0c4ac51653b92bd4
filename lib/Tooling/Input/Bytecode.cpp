//===- Bytecode.cpp - bytecode is read in a child process -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/IR/OwningOpRef.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "nnf/Tooling/Input.h"
#include "nnf/Tooling/Values.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace llvm;
using namespace mlir;
using namespace mlir::nnf;

#if defined(__SANITIZE_ADDRESS__) || (defined(__has_feature) && __has_feature(address_sanitizer))
/// AddressSanitizer's shadow takes more addresses than any limit allows.
static constexpr bool kLimitsAddresses = false;
#else
static constexpr bool kLimitsAddresses = true;
#endif

namespace {
/// Exit statuses of the child.
enum ChildStatus { Read = 0, Refused = 1, OutOfMemory = 2 };

/// A file in memory that both processes see.
class SharedFile {
public:
  SharedFile() : descriptor(memfd_create("nnf-bytecode", MFD_CLOEXEC)) {}
  ~SharedFile() {
    if (descriptor >= 0)
      close(descriptor);
  }
  SharedFile(const SharedFile &) = delete;
  SharedFile &operator=(const SharedFile &) = delete;

  Expected<std::unique_ptr<MemoryBuffer>> contents(StringRef name) const {
    off_t size = lseek(descriptor, 0, SEEK_END);
    // Elements of constants are used where they lie.
    std::unique_ptr<WritableMemoryBuffer> buffer =
        size < 0 ? nullptr : WritableMemoryBuffer::getNewUninitMemBuffer(size, name, Align(64));
    if (!buffer)
      return makeError("not enough memory for " + Twine(size) + " bytes");
    for (off_t done = 0; done < size;) {
      ssize_t got = pread(descriptor, buffer->getBufferStart() + done, size - done, done);
      if (got <= 0)
        return makeError("cannot read back what was written: " + Twine(std::strerror(errno)));
      done += got;
    }
    return std::unique_ptr<MemoryBuffer>(std::move(buffer));
  }

  int descriptor;
};
} // namespace

static uint64_t addressesInUse() {
  unsigned long long pages = 0;
  if (FILE *file = std::fopen("/proc/self/statm", "re")) {
    if (std::fscanf(file, "%llu", &pages) != 1)
      pages = 0;
    std::fclose(file);
  }
  return pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

static void limit(int resource, uint64_t most) {
  rlimit now;
  if (getrlimit(resource, &now) == 0 && (now.rlim_max == RLIM_INFINITY || most < now.rlim_max)) {
    now.rlim_cur = now.rlim_max = most;
    setrlimit(resource, &now);
  }
}

/// What the child does: no crash of it is anybody's but its own. Errors go to `errors`, the module to `output`.
[[noreturn]] static void readAndWrite(MemoryBufferRef buffer, const DialectRegistry &registry, const ReadLimits &limits,
                                      int output, int errors) {
  // The handlers that print a stack belong to the parent.
  for (int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGXCPU})
    std::signal(signal, SIG_DFL);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, limits.seconds);
  if (kLimitsAddresses)
    limit(RLIMIT_AS, addressesInUse() + std::max(limits.memory, limits.memoryPerByte * buffer.getBufferSize()));
  std::set_new_handler([] { _exit(OutOfMemory); });
  install_bad_alloc_error_handler([](void *, const char *, bool) { _exit(OutOfMemory); });

  // What LLVM says when it gives up is no message for users.
  if (int null = open("/dev/null", O_WRONLY | O_CLOEXEC); null >= 0)
    dup2(null, STDERR_FILENO);

  raw_fd_ostream said(errors, /*shouldClose=*/false, /*unbuffered=*/true);
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  context.allowUnregisteredDialects(limits.allowUnregistered);
  bool first = true;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    if (diagnostic.getSeverity() == DiagnosticSeverity::Error && std::exchange(first, false)) {
      if (auto file = dyn_cast<FileLineColLoc>(diagnostic.getLocation()); file && file.getLine())
        said << file.getFilename().getValue() << ":" << file.getLine() << ":" << file.getColumn() << ": ";
      said << diagnostic;
    }
    return success();
  });
  ParserConfig config(&context);
  SourceMgr sources;
  sources.AddNewSourceBuffer(MemoryBuffer::getMemBuffer(buffer, /*RequiresNullTerminator=*/false), SMLoc());
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(sources, config);
  if (!module)
    _exit(Refused);
  raw_fd_ostream os(output, /*shouldClose=*/false);
  if (failed(writeBytecodeToFile(*module, os)))
    _exit(Refused);
  os.flush();
  _exit(os.has_error() ? Refused : Read);
}

/// Why there is no module.
static Error explain(int status, const ReadLimits &limits, StringRef said) {
  if (WIFSIGNALED(status)) {
    if (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)
      return makeError("damaged bytecode: reading it took more than " + Twine(limits.seconds) + " s");
    return makeError("damaged bytecode: the reader ended by signal " + Twine(WTERMSIG(status)) + " (" +
                     strsignal(WTERMSIG(status)) + ")");
  }
  if (WEXITSTATUS(status) == OutOfMemory)
    return makeError("damaged bytecode: reading it asks for more memory than such a file can need");
  return makeError(said.empty() ? "the bytecode could not be read" : said);
}

Expected<std::unique_ptr<MemoryBuffer>>
mlir::nnf::readBytecodeApart(MemoryBufferRef buffer, const DialectRegistry &registry, const ReadLimits &limits) {
  SharedFile module, errors;
  if (module.descriptor < 0 || errors.descriptor < 0)
    return makeError("cannot make a file in memory: " + Twine(std::strerror(errno)));
  outs().flush();
  pid_t child = fork();
  if (child < 0)
    return makeError("cannot start a process to read bytecode in: " + Twine(std::strerror(errno)));
  if (child == 0)
    readAndWrite(buffer, registry, limits, module.descriptor, errors.descriptor);
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return makeError("lost the process that reads bytecode: " + Twine(std::strerror(errno)));
  if (WIFEXITED(status) && WEXITSTATUS(status) == Read)
    return module.contents(buffer.getBufferIdentifier());
  Expected<std::unique_ptr<MemoryBuffer>> said = errors.contents("");
  if (!said)
    return said.takeError();
  return explain(status, limits, (*said)->getBuffer());
}
