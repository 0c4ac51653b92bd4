//===- Allocator.cpp - memory of calls, handles and tasks ---------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Allocator.h"

#include <cstdlib>
#include <new>
#ifdef __linux__
#include <sys/mman.h>
#endif

using namespace nnf::runtime;

/// Requests above this cannot be meant: they leave room for rounding and headers below PTRDIFF_MAX.
static constexpr uint64_t kMaxBytes = uint64_t(1) << 62;
/// From here on blocks start on huge pages.
static constexpr size_t kHugePage = size_t(2) << 20;
/// First chunk of a workspace.
static constexpr size_t kFirstChunk = size_t(256) << 10;

static size_t roundUp(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

int64_t nnf::runtime::saturatingMul(int64_t a, int64_t b) {
  int64_t product;
  if (a < 0 || b < 0 || __builtin_mul_overflow(a, b, &product))
    return INT64_MAX;
  return product;
}

uint64_t nnf::runtime::allocationBytes(int64_t bytes, int64_t d0, int64_t d1, int64_t d2, int64_t d3) {
  // A zero among the sizes makes an empty buffer whatever the others are, even if their product overflows.
  if (bytes == 0 || d0 == 0 || d1 == 0 || d2 == 0 || d3 == 0)
    return 0;
  int64_t total = saturatingMul(saturatingMul(saturatingMul(bytes, d0), saturatingMul(d1, d2)), d3);
  return total == INT64_MAX ? UINT64_MAX : static_cast<uint64_t>(total);
}

//===--------------------------------------------------------------------------------------------------------===//
// SystemAllocator
//===--------------------------------------------------------------------------------------------------------===//

static void *defaultAllocate(void *, size_t bytes, size_t alignment) {
  void *data = nullptr;
  if (posix_memalign(&data, alignment, bytes))
    return nullptr;
#ifdef __linux__
  // A huge page is one page fault instead of 512, but the one that holds the rest of a block would be mostly unused: weights
  // of 2.25 MiB took 4. Advice only: failure does not matter.
  if (alignment >= kHugePage)
    (void)madvise(data, bytes / kHugePage * kHugePage, MADV_HUGEPAGE);
#endif
  return data;
}

static void defaultRelease(void *, void *data, size_t) { std::free(data); }

SystemAllocator::SystemAllocator(nnf_allocate_fn allocate, nnf_release_fn release, void *user)
    : allocateFn(allocate ? allocate : defaultAllocate), releaseFn(release ? release : defaultRelease), user(user) {}

void *SystemAllocator::allocate(size_t bytes, MemoryCounters *counters) const {
  if (bytes > kMaxBytes)
    return nullptr;
  void *data = allocateFn(user, bytes, bytes >= kHugePage ? kHugePage : kAlignment);
  if (data && counters) {
    counters->systemAllocations.fetch_add(1, std::memory_order_relaxed);
    counters->systemBytes.fetch_add(bytes, std::memory_order_relaxed);
    counters->liveBytes.fetch_add(bytes, std::memory_order_relaxed);
  }
  return data;
}

void SystemAllocator::release(void *data, size_t bytes, MemoryCounters *counters) const {
  releaseFn(user, data, bytes);
  if (counters)
    counters->liveBytes.fetch_sub(bytes, std::memory_order_relaxed);
}

//===--------------------------------------------------------------------------------------------------------===//
// CachingAllocator
//===--------------------------------------------------------------------------------------------------------===//

void BlockList::push(Block *block) {
  block->previous = nullptr;
  block->next = head;
  if (head)
    head->previous = block;
  head = block;
}

void BlockList::remove(Block *block) {
  (block->previous ? block->previous->next : head) = block->next;
  if (block->next)
    block->next->previous = block->previous;
}

/// Sizes are rounded to 2^k * (1 + j/4), at least 256 bytes.
unsigned CachingAllocator::classify(uint64_t bytes, uint64_t &rounded) {
  if (bytes <= 256) {
    rounded = 256;
    return 8 * 4;
  }
  unsigned octave = 63 - __builtin_clzll(bytes - 1);
  uint64_t quarter = uint64_t(1) << (octave - 2);
  rounded = roundUp(bytes, quarter);
  // bytes is in (2^octave, 2^(octave+1)]: rounded / quarter is 5, 6, 7 or 8.
  return octave * 4 + static_cast<unsigned>(rounded / quarter) - 4;
}

void CachingAllocator::collectLate() {
  if (!late.load(std::memory_order_relaxed))
    return;
  Block *block = late.exchange(nullptr, std::memory_order_acquire);
  while (block) {
    Block *next = block->next;
    free(block);
    block = next;
  }
}

Block *CachingAllocator::allocate(uint64_t bytes) {
  if (bytes > kMaxBytes)
    return nullptr;
  collectLate();
  counters.temporaries.fetch_add(1, std::memory_order_relaxed);
  counters.temporaryBytes.fetch_add(bytes, std::memory_order_relaxed);
  uint64_t rounded;
  unsigned sizeClass = classify(bytes + sizeof(Block), rounded);
  if (Block *block = lists[sizeClass]) {
    lists[sizeClass] = block->next;
    cached -= block->bytes;
    block->asked = bytes;
    counters.use(bytes);
    return block;
  }
  void *memory = system.allocate(rounded, &counters);
  if (!memory && cached) {
    // What is cached in other classes may be just what is missing.
    trim();
    memory = system.allocate(rounded, &counters);
  }
  if (!memory)
    return nullptr;
  counters.use(bytes);
  return new (memory) Block{rounded, bytes, sizeClass, nullptr, nullptr};
}

void CachingAllocator::free(Block *block) {
  counters.unuse(block->asked);
  if (cached + block->bytes > limit) {
    system.release(block, block->bytes, &counters);
    return;
  }
  cached += block->bytes;
  block->next = lists[block->sizeClass];
  lists[block->sizeClass] = block;
}

void CachingAllocator::freeLater(Block *block) {
  block->next = late.load(std::memory_order_relaxed);
  while (!late.compare_exchange_weak(block->next, block, std::memory_order_release, std::memory_order_relaxed)) {
  }
}

void CachingAllocator::trim() {
  collectLate();
  for (Block *&list : lists) {
    while (Block *block = list) {
      list = block->next;
      cached -= block->bytes;
      system.release(block, block->bytes, &counters);
    }
  }
}

//===--------------------------------------------------------------------------------------------------------===//
// Workspace
//===--------------------------------------------------------------------------------------------------------===//

Workspace::~Workspace() { releaseChunks(); }

void Workspace::releaseChunks() {
  while (Chunk *last = chunk) {
    chunk = last->below;
    counters.unuse(last->bytes);
    system.release(last, last->bytes, &counters);
  }
  top = nullptr;
  cursor = nullptr;
}

bool Workspace::grow(size_t bytes) {
  size_t size = roundUp(bytes + sizeof(Chunk), kFirstChunk);
  if (chunk && size < 2 * chunk->bytes)
    size = 2 * chunk->bytes;
  void *memory = system.allocate(size, &counters);
  if (!memory)
    return false;
  counters.use(size);
  chunk = new (memory) Chunk{chunk, size};
  cursor = chunk->begin();
  return true;
}

void *Workspace::allocate(uint64_t bytes) {
  if (bytes > kMaxBytes)
    return nullptr;
  size_t size = roundUp(bytes, kAlignment) + sizeof(Header);
  if (!chunk || static_cast<size_t>(chunk->end() - cursor) < size)
    if (!grow(size))
      return nullptr;
  top = new (cursor) Header{top, false};
  cursor += size;
  return top + 1;
}

void Workspace::free(void *data) {
  Header *header = static_cast<Header *>(data) - 1;
  header->freed = true;
  while (top && top->freed) {
    char *place = reinterpret_cast<char *>(top);
    // An allocation in an older chunk leaves the newer chunk's space to the next request.
    cursor = place >= chunk->begin() && place < chunk->end() ? place : chunk->begin();
    top = top->below;
  }
}

void Workspace::reset() {
  top = nullptr;
  if (!chunk)
    return;
  if (chunk->below) {
    size_t total = 0;
    for (Chunk *c = chunk; c; c = c->below)
      total += c->bytes;
    releaseChunks();
    (void)grow(total); // Failing is fine: the next request tries again.
    return;
  }
  cursor = chunk->begin();
}
