//===- Input.h - files of programs that nobody vouches for -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// MLIR's readers trust their files. What is known to end the process or to take all memory is kept from them here:
//
//   bytecode   a damaged file can make the reader crash: it is read in a child process with limits on memory and time,
//   which
//              writes what it has read anew; only that is read by the process itself
//   text       "%x#2000000000" makes the parser reserve a place for each number up to that one: refused beforehand
//
// This guards against accidents, not against code: what runs a program still runs what it says (SECURITY.md).
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_INPUT_H
#define NNF_TOOLING_INPUT_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <optional>
#include <string>

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::nnf {

/// What one reading of bytecode may take, beside what the process has already.
struct ReadLimits {
  /// Bytes of memory for each byte of the file, and at least.
  uint64_t memoryPerByte = 64, memory = uint64_t(2) << 30;
  /// Seconds of processor time.
  unsigned seconds = 60;
  /// Read what is not of a registered dialect.
  bool allowUnregistered = false;
};

/// Bytecode as this process may read it: the module that `buffer` holds, written anew by a child. Nothing else may run
/// in the process meanwhile (it is forked). An error is one line: what the reader said, or how the child ended.
llvm::Expected<std::unique_ptr<llvm::MemoryBuffer>>
readBytecodeApart(llvm::MemoryBufferRef buffer, const DialectRegistry &registry, const ReadLimits &limits = {});

/// Where and why a text cannot be given to the parser, "7:12: …" (line and column from 1); nothing where it can.
std::optional<std::string> findOversizedNumber(llvm::StringRef text);

} // namespace mlir::nnf

#endif // NNF_TOOLING_INPUT_H
