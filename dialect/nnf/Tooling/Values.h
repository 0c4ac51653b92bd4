//===- Values.h - tensors as they are written on a command line ------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The syntax, shared by inputs and expected outputs:
//
//   4x8xf32=0.5                 one element: all of them
//   2x3xf32=1 2 3 4 5 6         all elements, separated by spaces or commas
//   2x3xf32=[[1, 2, 3], [4, 5, 6]]   brackets must nest as the shape does
//   f32=2      0x4xf32=         rank 0; no elements
//   tensor<4xf32>=…             MLIR's spelling of the same type
//   4x8xf32=randn(0, 2)         a generator, see Generators.h
//   4x8xf32=@raw.bin            elements as they lie in memory, the file exactly as long as they are
//   @x.npy  4x8xf32=@x.npy      the first array of a file; with a type, it must have that type
//   +x.npy                      the next array of the same file
//   *x.npy                      all its arrays that were not read yet
//   [[1, 2], [3, 4]]  0.5  randn    without a type: the element type, and where needed the shape, of the argument
//
// Numbers are spelled as in Elements.h.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_VALUES_H
#define NNF_TOOLING_VALUES_H

#include "nnf/Tooling/HostTensor.h"
#include "nnf/Tooling/NumPy.h"
#include "llvm/ADT/StringMap.h"

namespace mlir::nnf {

/// What a function takes or gives in one place. Sizes are NNF_DYNAMIC where any is accepted.
struct HostTensorType {
  nnf_dtype dtype = NNF_F32;
  /// Any integer type of the same width is as good: the source did not say which.
  bool anySign = false;
  TensorShape shape;

  std::string name() const { return tensorTypeName(dtype, shape); }
  bool accepts(nnf_dtype other) const;
  bool accepts(llvm::ArrayRef<int64_t> other) const;
};

/// "4x8xf32", "f32", "tensor<4x?xf32>". Sizes may be "?" where `allowDynamic`.
llvm::Expected<HostTensorType> parseTensorType(llvm::StringRef text, bool allowDynamic = false);

/// Reads a list of values; keeps files open between them so that "+x.npy" goes on where the last one ended.
class ValueReader {
public:
  explicit ValueReader(uint64_t seed = 0) : seed(seed) {}

  /// Appends the tensors that `text` stands for ("*x.npy": any number). `types` are what is wanted in each place of
  /// `values`; a value without a type takes its element type from there. Whether a value suits its place is the
  /// caller's concern (checkTensors). The error names the text.
  llvm::Error read(llvm::StringRef text, llvm::ArrayRef<HostTensorType> types,
                   llvm::SmallVectorImpl<HostTensor> &values);

private:
  llvm::Expected<HostTensor> readTyped(llvm::StringRef typeText, llvm::StringRef value, uint32_t position);
  llvm::Expected<HostTensor> readUntyped(llvm::StringRef value, const HostTensorType &type, uint32_t position);
  llvm::Error readFile(char how, llvm::StringRef path, llvm::ArrayRef<HostTensorType> types,
                       llvm::SmallVectorImpl<HostTensor> &values);
  uint64_t seed;
  llvm::StringMap<NpyReader> files;
};

/// Whether `values` are what `types` ask for, in number, element type, rank and sizes. An integer of the right width in
/// a place that takes any sign is given the place's type. `what` is "input" or "expected output"; the error is one line
/// such as "input 1: expected 4x?xf32, but got 4x8xf64".
llvm::Error checkTensors(llvm::StringRef what, llvm::ArrayRef<HostTensorType> types,
                         llvm::MutableArrayRef<HostTensor> values);

/// The elements as they lie in memory, from a file that must be exactly as long.
llvm::Expected<HostTensor> readRaw(llvm::StringRef path, nnf_dtype dtype, llvm::ArrayRef<int64_t> shape);

} // namespace mlir::nnf

#endif // NNF_TOOLING_VALUES_H
