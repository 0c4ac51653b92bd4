//===- ObjectCache.h - compiled objects on disk ---------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// One file per object, named by a hash of its key; the key itself and a checksum are in the file. Written to a temporary
// name and renamed, so readers, also in other processes, see a whole file or none. What cannot be read, does not match or
// is damaged counts as missing and is written anew.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_TOOLING_JIT_OBJECTCACHE_H
#define NNF_LIB_TOOLING_JIT_OBJECTCACHE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <string>

namespace mlir::nnf {

/// The directory to use when none is given; empty when the environment names none.
std::string getDefaultCacheDir();

std::unique_ptr<llvm::MemoryBuffer> lookupObject(llvm::StringRef dir, llvm::StringRef key);
bool storeObject(llvm::StringRef dir, llvm::StringRef key, llvm::MemoryBufferRef object);

} // namespace mlir::nnf

#endif // NNF_LIB_TOOLING_JIT_OBJECTCACHE_H
