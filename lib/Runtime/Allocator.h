//===- Allocator.h - memory of calls, handles and tasks -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Three allocators, one per lifetime:
//   SystemAllocator   the caller's callbacks or malloc;
//   CachingAllocator  temporaries of calls: freed blocks are kept for the next request of their size class, because the
//                     page faults of fresh memory cost more than most computations on it;
//   Workspace         temporaries of one thread inside a task: a stack.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_RUNTIME_ALLOCATOR_H
#define NNF_LIB_RUNTIME_ALLOCATOR_H

#include "nnf/Runtime/Abi.h"
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace nnf::runtime {

/// Every pointer given out is aligned to a cache line, which is also the widest vector.
constexpr size_t kAlignment = 64;

/// Counters that several threads bump. Relaxed: they are read when nothing runs.
struct MemoryCounters {
  std::atomic<uint64_t> temporaries{0}, temporaryBytes{0}, systemAllocations{0}, systemBytes{0}, liveBytes{0};
  /// Bytes of temporaries and workspaces in use, and the most there were at once.
  std::atomic<uint64_t> usedBytes{0}, peakBytes{0};

  void use(uint64_t bytes) {
    uint64_t now = usedBytes.fetch_add(bytes, std::memory_order_relaxed) + bytes;
    uint64_t peak = peakBytes.load(std::memory_order_relaxed);
    while (peak < now && !peakBytes.compare_exchange_weak(peak, now, std::memory_order_relaxed)) {
    }
  }
  void unuse(uint64_t bytes) { usedBytes.fetch_sub(bytes, std::memory_order_relaxed); }
};

/// The source of all memory of a context. Thread safe if the callbacks are.
class SystemAllocator {
public:
  SystemAllocator(nnf_allocate_fn allocate, nnf_release_fn release, void *user);
  /// Null when memory ran out. `counters` may be null.
  void *allocate(size_t bytes, MemoryCounters *counters) const;
  void release(void *data, size_t bytes, MemoryCounters *counters) const;

private:
  nnf_allocate_fn allocateFn;
  nnf_release_fn releaseFn;
  void *user;
};

/// Stands before the data of every block of a CachingAllocator.
struct alignas(kAlignment) Block {
  size_t bytes;       ///< of the whole block, header included
  size_t asked;       ///< by who has it now
  unsigned sizeClass; ///< index of its free list
  Block *previous, *next;

  void *data() { return this + 1; }
  static Block *of(void *data) { return static_cast<Block *>(data) - 1; }
};

/// A doubly linked list of blocks that someone has to free in the end.
struct BlockList {
  Block *head = nullptr;
  void push(Block *block);
  void remove(Block *block);
};

/// Not thread safe, but for `freeLater`.
class CachingAllocator {
public:
  CachingAllocator(const SystemAllocator &system, uint64_t limit, MemoryCounters &counters)
      : system(system), limit(limit), counters(counters) {}
  ~CachingAllocator() { trim(); }

  /// At least `bytes` usable bytes, or null.
  Block *allocate(uint64_t bytes);
  void free(Block *block);
  /// `free` for any thread: the block is kept aside until the next `allocate` or `trim`.
  void freeLater(Block *block);
  /// Returns all cached blocks to the system.
  void trim();

private:
  /// Four classes an octave: at most a quarter of a block is unused.
  static constexpr unsigned kClasses = 64 * 4;
  static unsigned classify(uint64_t bytes, uint64_t &rounded);
  void collectLate();

  const SystemAllocator &system;
  uint64_t limit, cached = 0;
  MemoryCounters &counters;
  Block *lists[kClasses] = {};
  std::atomic<Block *> late{nullptr};
};

/// A stack of temporaries. Used by one thread.
class Workspace {
public:
  Workspace(const SystemAllocator &system, MemoryCounters &counters) : system(system), counters(counters) {}
  ~Workspace();
  Workspace(const Workspace &) = delete;

  void *allocate(uint64_t bytes);
  /// Any order is allowed; memory comes back when everything allocated later was freed too.
  void free(void *data);
  /// Frees everything. Several chunks become one that is large enough for all, so a steady state has a single chunk.
  void reset();

private:
  /// Stands before the data of an allocation.
  struct alignas(kAlignment) Header {
    Header *below;
    bool freed;
  };
  struct alignas(kAlignment) Chunk {
    Chunk *below;
    size_t bytes; ///< header included
    char *begin() { return reinterpret_cast<char *>(this + 1); }
    char *end() { return reinterpret_cast<char *>(this) + bytes; }
  };
  bool grow(size_t bytes);
  void releaseChunks();

  const SystemAllocator &system;
  MemoryCounters &counters;
  Chunk *chunk = nullptr;
  Header *top = nullptr;
  char *cursor = nullptr;
};

/// a * b, saturating at INT64_MAX; negative factors count as overflow.
int64_t saturatingMul(int64_t a, int64_t b);
/// bytes * d0 * d1 * d2 * d3, or UINT64_MAX when that is no size of memory.
uint64_t allocationBytes(int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3);

} // namespace nnf::runtime

#endif // NNF_LIB_RUNTIME_ALLOCATOR_H
