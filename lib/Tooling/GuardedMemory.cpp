//===- GuardedMemory.cpp - tensors next to memory that must not be touched -----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/GuardedMemory.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/MathExtras.h"
#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

using namespace llvm;
using namespace mlir::nnf;

/// Like allocateGuarded; `pages` receives the accessible pages.
static Expected<HostTensor> allocate(nnf_dtype dtype, ArrayRef<int64_t> shape, GuardSide side,
                                     MutableArrayRef<char> &pages) {
  Expected<int64_t> count = checkedNumElements(dtype, shape);
  if (!count)
    return count.takeError();
  size_t page = sysconf(_SC_PAGESIZE);
  size_t bytes = size_t(*count) * dtypeBytes(dtype);
  // A tensor without elements gets no page at all: its address is that of a guard.
  size_t inner = alignTo(bytes, page), total = inner + 2 * page;
  void *memory = mmap(nullptr, total, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    return makeError("no guarded memory for " + tensorTypeName(dtype, shape) + ": " + sys::StrError());
  std::shared_ptr<void> owner(memory, [total](void *mapped) { munmap(mapped, total); });
  char *first = static_cast<char *>(memory) + page;
  if (inner && mprotect(first, inner, PROT_READ | PROT_WRITE))
    return makeError("no guarded memory for " + tensorTypeName(dtype, shape) + ": " + sys::StrError());
  pages = {first, inner};
  return HostTensor::borrow(dtype, shape, side == GuardSide::Begin ? first : first + inner - bytes, std::move(owner));
}

Expected<HostTensor> mlir::nnf::allocateGuarded(nnf_dtype dtype, ArrayRef<int64_t> shape, GuardSide side) {
  MutableArrayRef<char> pages;
  return allocate(dtype, shape, side, pages);
}

Expected<HostTensor> mlir::nnf::copyGuarded(const HostTensor &tensor, GuardSide side) {
  MutableArrayRef<char> pages;
  Expected<HostTensor> copy = allocate(tensor.dtype(), tensor.shape(), side, pages);
  if (!copy || pages.empty())
    return copy;
  std::memcpy(copy->data(), tensor.data(), tensor.numBytes());
  if (mprotect(pages.data(), pages.size(), PROT_READ))
    return makeError("no guarded memory for " + tensor.typeName() + ": " + sys::StrError());
  return copy;
}
