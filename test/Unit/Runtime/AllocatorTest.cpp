//===- AllocatorTest.cpp - caching allocator and workspaces -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Allocator.h"
#include "gtest/gtest.h"

#include <cstdlib>
#include <cstring>
#include <map>
#include <random>
#include <thread>
#include <vector>

using namespace nnf::runtime;

namespace {
/// Memory that knows what is out, and can run dry.
struct Source {
  std::map<void *, size_t> out;
  size_t budget = SIZE_MAX;
  static void *allocate(void *self, size_t bytes, size_t alignment) {
    auto *source = static_cast<Source *>(self);
    if (bytes > source->budget)
      return nullptr;
    void *data = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
    source->out[data] = bytes;
    source->budget -= bytes;
    return data;
  }
  static void release(void *self, void *data, size_t bytes) {
    auto *source = static_cast<Source *>(self);
    EXPECT_EQ(source->out.at(data), bytes);
    source->out.erase(data);
    source->budget += bytes;
    std::free(data);
  }
  SystemAllocator system() { return SystemAllocator(allocate, release, this); }
};
} // namespace

TEST(AllocationBytes, NeverWrapsAround) {
  EXPECT_EQ(allocationBytes(4, 3, 5, 1, 1), 60u);
  EXPECT_EQ(allocationBytes(4, INT64_MAX, 2, 1, 1), UINT64_MAX);
  EXPECT_EQ(allocationBytes(4, int64_t(1) << 31, int64_t(1) << 31, 1, 1), UINT64_MAX);
  EXPECT_EQ(allocationBytes(4, -1, 1, 1, 1), UINT64_MAX);
  EXPECT_EQ(allocationBytes(4, -1, -1, 1, 1), UINT64_MAX);
  // Empty is empty, whatever the other sizes are.
  EXPECT_EQ(allocationBytes(4, INT64_MAX, INT64_MAX, 0, 1), 0u);
  EXPECT_EQ(saturatingMul(INT64_MAX, 1), INT64_MAX);
  EXPECT_EQ(saturatingMul(int64_t(1) << 32, int64_t(1) << 32), INT64_MAX);
}

TEST(CachingAllocatorTest, GivesAlignedMemoryOfTheSizeAskedFor) {
  Source source;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  {
    CachingAllocator cache(system, uint64_t(1) << 30, counters);
    for (uint64_t bytes : {0, 1, 63, 64, 191, 192, 193, 255, 256, 257, 4096, 5000, 65535, 65536, 65537, 3000000}) {
      Block *block = cache.allocate(bytes);
      ASSERT_NE(block, nullptr);
      EXPECT_EQ(reinterpret_cast<uintptr_t>(block->data()) % kAlignment, 0u);
      EXPECT_GE(block->bytes, bytes + sizeof(Block));
      // At most a quarter more, above the smallest class.
      if (bytes > 256) {
        EXPECT_LE(block->bytes, (bytes + sizeof(Block)) * 5 / 4 + 1) << bytes;
      }
      std::memset(block->data(), 0xff, bytes);
      cache.free(block);
    }
  }
  EXPECT_TRUE(source.out.empty());
  EXPECT_EQ(counters.liveBytes, 0u);
}

TEST(CachingAllocatorTest, ReusesWhatWasFreed) {
  Source source;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  CachingAllocator cache(system, uint64_t(1) << 30, counters);
  Block *a = cache.allocate(1000);
  cache.free(a);
  EXPECT_EQ(cache.allocate(1010), a);
  cache.free(a);
  EXPECT_EQ(counters.temporaries, 2u);
  EXPECT_EQ(counters.systemAllocations, 1u);
  cache.trim();
  EXPECT_TRUE(source.out.empty());
}

TEST(CachingAllocatorTest, CountsWhatIsInUseAtOnce) {
  Source source;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  CachingAllocator cache(system, uint64_t(1) << 30, counters);
  Block *a = cache.allocate(1000), *b = cache.allocate(5000);
  uint64_t both = 1000 + 5000; // as asked for
  cache.free(a);
  Block *c = cache.allocate(900); // a again
  cache.free(b);
  cache.free(c);
  EXPECT_EQ(counters.usedBytes, 0u);
  EXPECT_EQ(counters.peakBytes, both);
  {
    Workspace workspace(system, counters);
    ASSERT_NE(workspace.allocate(1 << 20), nullptr);
    EXPECT_GE(counters.usedBytes, uint64_t(1) << 20);
  }
  EXPECT_EQ(counters.usedBytes, 0u);
}

TEST(CachingAllocatorTest, KeepsNoMoreThanItsLimit) {
  Source source;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  CachingAllocator cache(system, 4096, counters);
  cache.free(cache.allocate(1 << 20));
  EXPECT_TRUE(source.out.empty());
  cache.free(cache.allocate(1000));
  EXPECT_EQ(source.out.size(), 1u);
}

TEST(CachingAllocatorTest, GivesUpItsCacheBeforeItFails) {
  Source source;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  CachingAllocator cache(system, uint64_t(1) << 30, counters);
  source.budget = 100000;
  cache.free(cache.allocate(60000));
  Block *large = cache.allocate(80000);
  ASSERT_NE(large, nullptr);
  EXPECT_EQ(cache.allocate(80000), nullptr);
  EXPECT_EQ(cache.allocate(UINT64_MAX), nullptr);
  cache.free(large);
}

TEST(CachingAllocatorTest, AcceptsFreesFromOtherThreads) {
  Source source;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  CachingAllocator cache(system, uint64_t(1) << 30, counters);
  std::vector<Block *> blocks;
  for (int i = 0; i < 100; ++i)
    blocks.push_back(cache.allocate(1000));
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = t; i < 100; i += 4)
        cache.freeLater(blocks[i]);
    });
  for (std::thread &thread : threads)
    thread.join();
  for (int i = 0; i < 100; ++i)
    blocks[i] = cache.allocate(1000);
  EXPECT_EQ(counters.systemAllocations, 100u);
  for (Block *block : blocks)
    cache.free(block);
  cache.trim();
  EXPECT_TRUE(source.out.empty());
}

TEST(WorkspaceTest, RandomOrderOfFrees) {
  Source source;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  {
    Workspace workspace(system, counters);
    std::mt19937 random(7);
    for (int round = 0; round < 4; ++round) {
      struct Piece {
        unsigned char *data;
        size_t bytes;
        unsigned char mark;
      };
      std::vector<Piece> pieces;
      for (int step = 0; step < 300; ++step) {
        if (pieces.empty() || random() % 5 < 3) {
          size_t bytes = random() % 3 ? random() % 3000 : random() % 100000;
          auto *data = static_cast<unsigned char *>(workspace.allocate(bytes));
          ASSERT_NE(data, nullptr);
          ASSERT_EQ(reinterpret_cast<uintptr_t>(data) % kAlignment, 0u);
          auto mark = static_cast<unsigned char>(random());
          std::memset(data, mark, bytes);
          pieces.push_back({data, bytes, mark});
        } else {
          size_t i = random() % pieces.size();
          for (size_t k = 0; k < pieces[i].bytes; ++k)
            ASSERT_EQ(pieces[i].data[k], pieces[i].mark);
          workspace.free(pieces[i].data);
          pieces.erase(pieces.begin() + i);
        }
      }
      for (const Piece &piece : pieces)
        for (size_t k = 0; k < piece.bytes; ++k)
          ASSERT_EQ(piece.data[k], piece.mark);
      workspace.reset();
      EXPECT_LE(source.out.size(), 1u);
    }
    // The steady state asks the system for nothing.
    uint64_t before = counters.systemAllocations;
    for (int i = 0; i < 100; ++i) {
      void *a = workspace.allocate(10000), *b = workspace.allocate(20000);
      workspace.free(a);
      workspace.free(b);
      workspace.allocate(5000);
      workspace.reset();
    }
    EXPECT_EQ(counters.systemAllocations, before);
  }
  EXPECT_TRUE(source.out.empty());
}

TEST(WorkspaceTest, FailsWithNull) {
  Source source;
  source.budget = size_t(300) << 10;
  SystemAllocator system = source.system();
  MemoryCounters counters;
  Workspace workspace(system, counters);
  EXPECT_NE(workspace.allocate(1000), nullptr);
  EXPECT_EQ(workspace.allocate(1 << 20), nullptr);
  EXPECT_EQ(workspace.allocate(UINT64_MAX), nullptr);
  EXPECT_NE(workspace.allocate(1000), nullptr);
}
