//===- HostTensor.cpp - a dense tensor in the memory of this process -----------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/HostTensor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/raw_ostream.h"
#include <cstdlib>
#include <cstring>
#include <unistd.h>

using namespace llvm;
using namespace mlir::nnf;

Error mlir::nnf::makeError(const Twine &message) { return createStringError(inconvertibleErrorCode(), message); }

std::string mlir::nnf::tensorTypeName(nnf_dtype dtype, ArrayRef<int64_t> shape) {
  std::string text;
  for (int64_t size : shape)
    text += (size < 0 ? std::string("?") : std::to_string(size)) + "x";
  return text + dtypeName(dtype).str();
}

Expected<int64_t> mlir::nnf::checkedNumElements(nnf_dtype dtype, ArrayRef<int64_t> shape) {
  if (shape.size() > NNF_MAX_RANK)
    return makeError(Twine("expected a rank of at most ") + Twine(NNF_MAX_RANK) + ", but got " + Twine(shape.size()));
  int64_t count = 1, extent = dtypeBytes(dtype);
  for (int64_t size : shape) {
    if (size < 0)
      return makeError(Twine("expected sizes of at least 0, but got ") + Twine(size));
    if (MulOverflow(extent, std::max<int64_t>(size, 1), extent))
      return makeError(tensorTypeName(dtype, shape) + " is larger than any memory");
    count *= size;
  }
  return count;
}

/// Bytes of memory that this machine has. An allocation beyond it would succeed and end the process later, when the
/// pages are touched.
static uint64_t physicalMemory() {
  long pages = sysconf(_SC_PHYS_PAGES), pageSize = sysconf(_SC_PAGESIZE);
  return pages > 0 && pageSize > 0 ? uint64_t(pages) * uint64_t(pageSize) : std::numeric_limits<uint64_t>::max();
}

Expected<HostTensor> HostTensor::allocate(nnf_dtype dtype, ArrayRef<int64_t> shape) {
  Expected<int64_t> count = checkedNumElements(dtype, shape);
  if (!count)
    return count.takeError();
  uint64_t bytes = uint64_t(*count) * dtypeBytes(dtype);
  constexpr uint64_t alignment = 64;
  // Even an empty tensor has an address: null means "allocate it" to a compiled function.
  uint64_t padded = alignTo(std::max<uint64_t>(bytes, 1), alignment);
  void *memory = padded <= physicalMemory() ? std::aligned_alloc(alignment, padded) : nullptr;
  if (!memory)
    return makeError(tensorTypeName(dtype, shape) + " takes " + Twine(bytes) + " bytes, more than there is memory");
  std::memset(memory, 0, padded);
  return borrow(dtype, shape, memory, std::shared_ptr<void>(memory, std::free));
}

HostTensor HostTensor::borrow(nnf_dtype dtype, ArrayRef<int64_t> shape, void *data, std::shared_ptr<void> owner) {
  HostTensor tensor;
  tensor.elementType = dtype;
  tensor.sizes.assign(shape.begin(), shape.end());
  tensor.elements = data;
  tensor.owner = std::move(owner);
  return tensor;
}

int64_t HostTensor::numElements() const {
  int64_t count = 1;
  for (int64_t size : sizes)
    count *= size;
  return count;
}

HostTensor HostTensor::bitcast(nnf_dtype dtype) const {
  assert(dtypeBytes(dtype) == dtypeBytes(elementType) && "element type of another width");
  return borrow(dtype, sizes, elements, owner);
}

Expected<HostTensor> HostTensor::clone() const {
  Expected<HostTensor> copy = allocate(elementType, sizes);
  if (copy && numBytes())
    std::memcpy(copy->data(), elements, numBytes());
  return copy;
}

std::string mlir::nnf::formatIndices(ArrayRef<int64_t> shape, int64_t flat) {
  SmallVector<int64_t> indices(shape.size());
  for (size_t d = shape.size(); d-- > 0;) {
    indices[d] = flat % shape[d];
    flat /= shape[d];
  }
  return "[" + join(map_range(indices, [](int64_t i) { return std::to_string(i); }), ", ") + "]";
}
