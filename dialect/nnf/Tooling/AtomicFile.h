//===- AtomicFile.h - a file that appears whole or not at all --------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_ATOMICFILE_H
#define NNF_TOOLING_ATOMICFILE_H

#include "llvm/Support/Error.h"
#include "llvm/Support/raw_ostream.h"
#include <memory>
#include <string>

namespace mlir::nnf {

/// Writes beside the target and renames when all is on its way to disk, so that a reader, a full disk, an interrupt or
/// a second run that writes the same file never leaves half of one. A symbolic link is followed. What is no regular
/// file (a pipe, /dev/null) is written directly.
class AtomicFile {
public:
  static llvm::Expected<AtomicFile> create(llvm::StringRef path);
  AtomicFile(AtomicFile &&) = default;
  AtomicFile &operator=(AtomicFile &&) = delete;
  /// Without `commit` nothing is left of it.
  ~AtomicFile();

  llvm::raw_ostream &os() { return *stream; }
  /// The file takes its name. Fails, and leaves what was there before, where any write failed.
  llvm::Error commit();

private:
  AtomicFile() = default;
  std::string path;      ///< as the user wrote it
  std::string target;    ///< links resolved
  std::string temporary; ///< empty where `target` is written directly
  std::unique_ptr<llvm::raw_fd_ostream> stream;
};

/// All of `contents` as the file `path`, in the same way.
llvm::Error writeFileAtomically(llvm::StringRef path, llvm::StringRef contents);

} // namespace mlir::nnf

#endif // NNF_TOOLING_ATOMICFILE_H
