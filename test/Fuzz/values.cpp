//===- values.cpp - hostile values on a command line ===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
//
// Text as nnf-runner's --input= takes it, for arguments of every element type: an error or a tensor, which then prints.
// No values are read from files here.
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Values.h"
#include "nnf/Tooling/Elements.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace mlir::nnf;

/// Whether a type has more than a million elements.
static bool isLarge(StringRef text) {
  Expected<HostTensorType> type = parseTensorType(text);
  if (!type) {
    consumeError(type.takeError());
    return false;
  }
  constexpr int64_t most = 1 << 20;
  int64_t count = 1;
  for (int64_t size : type->shape)
    count = std::min(size, most + 1) * std::min(count, most + 1);
  return count > most;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < 1)
    return 0;
  StringRef text(reinterpret_cast<const char *>(data) + 1, size - 1);
  // Names of files would lead out of the test.
  if (text.contains('@') || text.starts_with("+") || text.starts_with("*"))
    return 0;
  HostTensorType type;
  type.dtype = static_cast<nnf_dtype>(1 + data[0] % 15);
  type.anySign = data[0] & 16;
  if (data[0] & 32)
    type.shape = {2, NNF_DYNAMIC};
  // Memory is what the text asks for: not more than a test should take.
  if (isLarge(text.split('=').first))
    return 0;
  ValueReader reader(data[0]);
  SmallVector<HostTensor> values;
  if (Error error = reader.read(text, type, values)) {
    consumeError(std::move(error));
    return 0;
  }
  if (Error error = checkTensors("input", type, values))
    consumeError(std::move(error));
  for (const HostTensor &value : values) {
    PrintOptions options;
    options.maxElements = 64;
    printTensor(nulls(), value, options);
  }
  return 0;
}
