//===- npy.cpp - hostile .npy files ===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// Bytes as a .npy file of one or more arrays: an error or a tensor, which then survives being written and read again.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/NumPy.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <cstring>

using namespace llvm;
using namespace mlir::nnf;

/// What was written must read back to the same bits.
static void checkRoundTrip(const HostTensor &tensor) {
  std::string text;
  raw_string_ostream os(text);
  writeNpy(os, tensor);
  NpyReader reader = NpyReader::fromBuffer(MemoryBuffer::getMemBufferCopy(text), "again");
  Expected<HostTensor> again = reader.next(tensor.dtype());
  if (!again || again->shape() != tensor.shape() || again->dtype() != tensor.dtype() ||
      (tensor.numBytes() && std::memcmp(again->data(), tensor.data(), tensor.numBytes()) != 0)) {
    errs() << "what was written reads back as something else\n";
    std::abort();
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  StringRef bytes(reinterpret_cast<const char *>(data), size);
  NpyReader reader = NpyReader::fromBuffer(MemoryBuffer::getMemBufferCopy(bytes), "fuzz");
  while (!reader.atEnd()) {
    Expected<HostTensor> tensor = reader.next();
    if (!tensor) {
      consumeError(tensor.takeError());
      break;
    }
    checkRoundTrip(*tensor);
  }
  return 0;
}
