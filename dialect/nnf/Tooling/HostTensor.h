//===- HostTensor.h - a dense tensor in the memory of this process ---------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What files, values on the command line, functions and comparisons exchange: an element type, a shape and row-major
// elements. A tensor owns its memory or borrows it (a mapped file, a guarded page); copies share it.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_HOSTTENSOR_H
#define NNF_TOOLING_HOSTTENSOR_H

#include "nnf/Tooling/DType.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <memory>

namespace mlir::nnf {

using TensorShape = llvm::SmallVector<int64_t, 4>;

/// "4x?xf32", "f32" for rank 0. A negative size prints as "?".
std::string tensorTypeName(nnf_dtype dtype, llvm::ArrayRef<int64_t> shape);

/// The number of elements, or an error where a size is negative, the rank is above NNF_MAX_RANK, or the bytes (taking
/// sizes of 0 as 1, so that strides fit as well) exceed what an address can hold.
llvm::Expected<int64_t> checkedNumElements(nnf_dtype dtype, llvm::ArrayRef<int64_t> shape);

/// An error with one line of text.
llvm::Error makeError(const llvm::Twine &message);

class HostTensor {
public:
  /// Rank 0, f32, without memory.
  HostTensor() = default;

  /// Memory of its own, aligned to 64 bytes, zeroed. Fails where the size is impossible or more than the machine's
  /// memory.
  static llvm::Expected<HostTensor> allocate(nnf_dtype dtype, llvm::ArrayRef<int64_t> shape);
  /// The memory of someone else, which must hold all elements and live as long as `owner` (or, without one, as long as
  /// the tensor and its copies).
  static HostTensor borrow(nnf_dtype dtype, llvm::ArrayRef<int64_t> shape, void *data,
                           std::shared_ptr<void> owner = nullptr);

  nnf_dtype dtype() const { return elementType; }
  llvm::ArrayRef<int64_t> shape() const { return sizes; }
  int64_t rank() const { return static_cast<int64_t>(sizes.size()); }
  int64_t numElements() const;
  size_t numBytes() const { return static_cast<size_t>(numElements()) * dtypeBytes(elementType); }
  /// Never null for a tensor that was allocated, also when it has no elements.
  void *data() const { return elements; }
  /// Element number `i` in row-major order.
  void *at(int64_t i) const { return static_cast<char *>(elements) + i * dtypeBytes(elementType); }
  template <class T>
  llvm::MutableArrayRef<T> as() const {
    assert(sizeof(T) == dtypeBytes(elementType) && "element type of another size");
    return {static_cast<T *>(elements), static_cast<size_t>(numElements())};
  }
  std::string typeName() const { return tensorTypeName(elementType, sizes); }

  /// The same elements seen with another type of the same width (ui8 as i8): shares the memory.
  HostTensor bitcast(nnf_dtype dtype) const;
  /// A copy with memory of its own.
  llvm::Expected<HostTensor> clone() const;

private:
  nnf_dtype elementType = NNF_F32;
  TensorShape sizes;
  void *elements = nullptr;
  std::shared_ptr<void> owner;
};

/// The indices of element `flat` of a row-major tensor, "[1, 2, 0]"; "[]" for rank 0.
std::string formatIndices(llvm::ArrayRef<int64_t> shape, int64_t flat);

} // namespace mlir::nnf

#endif // NNF_TOOLING_HOSTTENSOR_H
