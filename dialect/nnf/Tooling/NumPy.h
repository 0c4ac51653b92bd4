//===- NumPy.h - .npy files ------------------------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Reads versions 1 to 3 of the format (NumPy Enhancement Proposal 1), also several arrays one after the other in one
// file, as repeated calls of numpy.save on an open file make them. Row-major, little-endian, aligned elements are not
// copied: the tensor is the mapped file. Column-major and big-endian elements are converted.
//
// NumPy has no bfloat16: the ml_dtypes package stores it as '<V2', and so do we; '<V2' is read as bf16. Its 8-bit
// floats are all '|V1', so which one a file holds must be said by whoever reads it.
//
// Refused, each with one line that names the file, what was expected and what was found: objects (pickled Python),
// structures, strings, dates, complex numbers, long doubles, files that are cut short or whose header lies about them.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_NUMPY_H
#define NNF_TOOLING_NUMPY_H

#include "nnf/Tooling/HostTensor.h"
#include "llvm/Support/MemoryBuffer.h"
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace mlir::nnf {

/// The arrays of one file, in order.
class NpyReader {
public:
  /// Maps the file; what can not be mapped (a pipe) is read.
  static llvm::Expected<NpyReader> open(llvm::StringRef path);
  /// Reads from memory; `name` stands for the file in messages.
  static NpyReader fromBuffer(std::unique_ptr<llvm::MemoryBuffer> buffer, llvm::StringRef name);

  bool atEnd() const { return position == buffer->getBufferSize(); }
  /// The next array. `wanted` decides between element types that a file does not tell apart (the 8-bit floats); it
  /// converts nothing.
  llvm::Expected<HostTensor> next(std::optional<nnf_dtype> wanted = std::nullopt);

private:
  NpyReader() = default;
  llvm::Error error(const llvm::Twine &message) const;
  std::string name;
  std::shared_ptr<llvm::MemoryBuffer> buffer;
  size_t position = 0;
  unsigned arrays = 0;
};

/// The first array of a file.
llvm::Expected<HostTensor> readNpy(llvm::StringRef path, std::optional<nnf_dtype> wanted = std::nullopt);

/// The arrays of an .npz file as numpy.savez writes it, by their names without ".npy" and in the order of the file. Compressed
/// archives are refused.
llvm::Expected<std::vector<std::pair<std::string, HostTensor>>> readNpz(llvm::StringRef path);

/// Appends one array to a stream: version 1.0, row-major, little-endian, elements at a multiple of 64 bytes from the
/// start of its header.
void writeNpy(llvm::raw_ostream &os, const HostTensor &tensor);
/// A file of one array, written whole or not at all.
llvm::Error writeNpyFile(llvm::StringRef path, const HostTensor &tensor);

} // namespace mlir::nnf

#endif // NNF_TOOLING_NUMPY_H
