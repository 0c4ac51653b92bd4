//===- AtomicFile.cpp - a file that appears whole or not at all ----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/AtomicFile.h"
#include "nnf/Tooling/HostTensor.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Signals.h"

using namespace llvm;
using namespace mlir::nnf;

static Error cannotWrite(StringRef path, std::error_code code) {
  return makeError("cannot write '" + path + "': " + code.message());
}

Expected<AtomicFile> AtomicFile::create(StringRef path) {
  AtomicFile file;
  file.path = file.target = path.str();
  sys::fs::file_status status;
  bool exists = !sys::fs::status(path, status) && sys::fs::exists(status);
  if (exists && sys::fs::is_directory(status))
    return cannotWrite(path, std::make_error_code(std::errc::is_a_directory));
  if (exists && !sys::fs::is_regular_file(status)) {
    std::error_code code;
    file.stream =
        std::make_unique<raw_fd_ostream>(path, code, sys::fs::CD_OpenExisting, sys::fs::FA_Write, sys::fs::OF_None);
    if (code) {
      // The destructor of a stream with an error that nobody looked at ends the process.
      file.stream->clear_error();
      return cannotWrite(path, code);
    }
    return std::move(file);
  }

  if (exists) {
    SmallString<256> resolved;
    if (std::error_code code = sys::fs::real_path(path, resolved))
      return cannotWrite(path, code);
    file.target = resolved.str().str();
    if (std::error_code code = sys::fs::access(file.target, sys::fs::AccessMode::Write))
      return cannotWrite(path, code);
  }
  // In the same folder: a rename does not cross file systems. The name is hidden and says whose it is.
  SmallString<256> model(sys::path::parent_path(file.target));
  sys::path::append(model, "." + sys::path::filename(file.target) + ".%%%%%%%%.tmp");
  // A signal between making the file and registering it would leave it behind: the name is registered first.
  std::error_code code = std::make_error_code(std::errc::file_exists);
  int descriptor = -1;
  for (int attempt = 0; code == std::errc::file_exists && attempt < 100; ++attempt) {
    SmallString<256> temporary;
    sys::fs::createUniquePath(model, temporary, /*MakeAbsolute=*/false);
    file.temporary = temporary.str().str();
    sys::RemoveFileOnSignal(file.temporary);
    code = sys::fs::openFileForWrite(file.temporary, descriptor, sys::fs::CD_CreateNew);
    if (code)
      sys::DontRemoveFileOnSignal(file.temporary);
  }
  if (code)
    return cannotWrite(path, code);
  file.stream = std::make_unique<raw_fd_ostream>(descriptor, /*shouldClose=*/true);
  // Replacing a file keeps who may read it.
  if (exists)
    if (std::error_code code = sys::fs::setPermissions(file.temporary, status.permissions()))
      return cannotWrite(path, code);
  return std::move(file);
}

AtomicFile::~AtomicFile() {
  if (!stream)
    return;
  stream->clear_error();
  stream->close();
  stream->clear_error();
  if (!temporary.empty()) {
    sys::fs::remove(temporary);
    sys::DontRemoveFileOnSignal(temporary);
  }
}

Error AtomicFile::commit() {
  stream->flush();
  std::error_code code = stream->error();
  // A network file system may report a full disk only here.
  stream->clear_error();
  stream->close();
  if (!code)
    code = stream->error();
  stream->clear_error();
  if (!code && !temporary.empty())
    code = sys::fs::rename(temporary, target);
  if (!temporary.empty()) {
    if (code)
      sys::fs::remove(temporary);
    sys::DontRemoveFileOnSignal(temporary);
  }
  stream.reset();
  return code ? cannotWrite(path, code) : Error::success();
}

Error mlir::nnf::writeFileAtomically(StringRef path, StringRef contents) {
  Expected<AtomicFile> file = AtomicFile::create(path);
  if (!file)
    return file.takeError();
  file->os() << contents;
  return file->commit();
}
