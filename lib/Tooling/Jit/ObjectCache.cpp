//===- ObjectCache.cpp - compiled objects on disk -----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "ObjectCache.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include <cstdlib>
#include <unistd.h>

using namespace mlir::nnf;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace {
/// In front of every file; all numbers are little endian.
struct Header {
  char magic[8];
  llvm::support::ulittle64_t keyBytes, objectBytes, checksum; ///< the checksum covers key and object
};
} // namespace

static constexpr char kMagic[8] = {'n', 'n', 'f', 'o', 'b', 'j', '0', '1'};

std::string mlir::nnf::getDefaultCacheDir() {
  if (const char *dir = std::getenv("NNF_CACHE_DIR"))
    return dir;
  llvm::SmallString<128> dir;
  if (const char *base = std::getenv("XDG_CACHE_HOME"); base && *base)
    dir = base;
  else if (const char *home = std::getenv("HOME"); home && *home)
    (dir = home, path::append(dir, ".cache"));
  else
    return {};
  path::append(dir, "nnf");
  return dir.str().str();
}

/// Objects are code that this process runs: they are only read from, and written to, a directory that belongs to the
/// user and that nobody else can write to. A missing directory is none such.
static bool isTrusted(llvm::StringRef dir) {
  fs::file_status status;
  if (fs::status(dir, status) || status.type() != fs::file_type::directory_file)
    return false;
  return status.getUser() == geteuid() && !(status.permissions() & (fs::group_write | fs::others_write));
}

static llvm::SmallString<128> getFile(llvm::StringRef dir, llvm::StringRef key) {
  llvm::XXH128_hash_t hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(key));
  llvm::SmallString<128> file(dir);
  path::append(file, llvm::utohexstr(hash.high64, /*LowerCase=*/true, 16) +
                         llvm::utohexstr(hash.low64, /*LowerCase=*/true, 16) + ".o");
  return file;
}

/// Key and object lie one behind the other in the file: one pass checks both.
static uint64_t checksum(llvm::StringRef keyAndObject) { return llvm::xxh3_64bits(keyAndObject); }

std::unique_ptr<llvm::MemoryBuffer> mlir::nnf::lookupObject(llvm::StringRef dir, llvm::StringRef key) {
  if (dir.empty() || !isTrusted(dir))
    return nullptr;
  auto file = llvm::MemoryBuffer::getFile(getFile(dir, key), /*IsText=*/false, /*RequiresNullTerminator=*/false);
  if (!file)
    return nullptr;
  llvm::StringRef content = (*file)->getBuffer();
  Header header;
  if (content.size() < sizeof(header))
    return nullptr;
  memcpy(&header, content.data(), sizeof(header));
  content = content.drop_front(sizeof(header));
  if (memcmp(header.magic, kMagic, sizeof(kMagic)) != 0 || header.keyBytes != key.size() ||
      content.size() < header.keyBytes || content.size() - header.keyBytes != header.objectBytes ||
      !content.starts_with(key) || checksum(content) != header.checksum)
    return nullptr;
  // The linker keeps the buffer, and wants it aligned.
  return llvm::MemoryBuffer::getMemBufferCopy(content.drop_front(header.keyBytes), "nnf");
}

bool mlir::nnf::storeObject(llvm::StringRef dir, llvm::StringRef key, llvm::MemoryBufferRef object) {
  if (dir.empty() || fs::create_directories(dir, /*IgnoreExisting=*/true, fs::owner_all) || !isTrusted(dir))
    return false;
  std::string body = (key + object.getBuffer()).str();
  Header header;
  memcpy(header.magic, kMagic, sizeof(kMagic));
  header.keyBytes = key.size();
  header.objectBytes = object.getBufferSize();
  header.checksum = checksum(body);
  llvm::SmallString<128> final = getFile(dir, key);
  auto temporary = fs::TempFile::create(final + ".%%%%%%%%.tmp", fs::owner_read | fs::owner_write);
  if (!temporary) {
    llvm::consumeError(temporary.takeError());
    return false;
  }
  {
    llvm::raw_fd_ostream out(temporary->FD, /*shouldClose=*/false);
    out.write(reinterpret_cast<const char *>(&header), sizeof(header));
    out << body;
    out.flush();
    if (out.has_error()) {
      out.clear_error();
      llvm::consumeError(temporary->discard());
      return false;
    }
  }
  if (llvm::Error error = temporary->keep(final)) {
    llvm::consumeError(std::move(error));
    llvm::consumeError(temporary->discard());
    return false;
  }
  return true;
}
