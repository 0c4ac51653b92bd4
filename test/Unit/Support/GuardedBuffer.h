//===- GuardedBuffer.h - memory between two pages that nothing may touch --------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A kernel that reads or writes one byte beyond its tensors often goes unnoticed. Here the data ends at (or begins after)
// a page that faults, and the rest of its pages is filled with a pattern that is checked.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TEST_UNIT_SUPPORT_GUARDEDBUFFER_H
#define NNF_TEST_UNIT_SUPPORT_GUARDEDBUFFER_H

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace nnf::test {

/// Which side of the data faults.
enum class Guard {
  After, ///< the data ends where the faulting page begins
  Before ///< the data begins where the faulting page ends
};

/// `count` elements of T between two inaccessible pages.
template <class T>
class GuardedBuffer {
public:
  explicit GuardedBuffer(size_t count, Guard guard = Guard::After) : count(count) {
    size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    size_t bytes = count * sizeof(T);
    usable = (bytes + page - 1) / page * page;
    if (usable == 0)
      usable = page;
    mapped = usable + 2 * page;
    base = static_cast<char *>(mmap(nullptr, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    assert(base != MAP_FAILED && "no address space");
    inside = base + page;
    [[maybe_unused]] int failed = mprotect(inside, usable, PROT_READ | PROT_WRITE);
    assert(!failed && "no memory");
    std::memset(inside, kPattern, usable);
    elements = reinterpret_cast<T *>(guard == Guard::After ? inside + usable - bytes : inside);
  }
  GuardedBuffer(const std::vector<T> &values, Guard guard = Guard::After) : GuardedBuffer(values.size(), guard) {
    for (size_t i = 0; i < count; ++i)
      elements[i] = values[i];
  }
  GuardedBuffer(std::initializer_list<T> values) : GuardedBuffer(std::vector<T>(values)) {}
  ~GuardedBuffer() { munmap(base, mapped); }
  GuardedBuffer(const GuardedBuffer &) = delete;

  T *data() { return elements; }
  size_t size() const { return count; }
  T &operator[](size_t i) { return elements[i]; }
  T *begin() { return elements; }
  T *end() { return elements + count; }
  std::vector<T> values() const { return std::vector<T>(elements, elements + count); }

  /// From now on any write faults.
  void protectFromWrites() { mprotect(inside, usable, PROT_READ); }
  /// Whether the bytes beside the data, on its own pages, are as they were.
  bool intact() const {
    const char *first = reinterpret_cast<const char *>(elements), *last = first + count * sizeof(T);
    for (const char *p = inside; p != inside + usable; ++p)
      if ((p < first || p >= last) && *p != kPattern)
        return false;
    return true;
  }
  /// Whether no element has been written.
  bool untouched() const {
    const char *first = reinterpret_cast<const char *>(elements);
    for (size_t i = 0; i < count * sizeof(T); ++i)
      if (first[i] != kPattern)
        return false;
    return intact();
  }

private:
  static constexpr char kPattern = 0x5a;
  size_t count, usable, mapped;
  char *base, *inside;
  T *elements;
};

} // namespace nnf::test

#endif // NNF_TEST_UNIT_SUPPORT_GUARDEDBUFFER_H
