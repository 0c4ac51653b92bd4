//===- MemoryPlanTest.cpp - places of buffers ---------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Buffers/MemoryPlan.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

using namespace mlir::nnf;

namespace {

constexpr int64_t alignment = 64;

/// No two buffers that are in use at the same step overlap, all are aligned, and the totals are right.
void check(const std::vector<PlannedBuffer> &buffers, const MemoryPlan &plan) {
  ASSERT_EQ(plan.offsets.size(), buffers.size());
  int64_t live = 0, end = 0;
  for (size_t i = 0; i < buffers.size(); ++i) {
    EXPECT_GE(plan.offsets[i], 0);
    EXPECT_EQ(plan.offsets[i] % alignment, 0);
    end = std::max(end, plan.offsets[i] + (buffers[i].bytes + alignment - 1) / alignment * alignment);
    int64_t now = 0;
    for (size_t k = 0; k < buffers.size(); ++k) {
      if (buffers[k].first <= buffers[i].first && buffers[i].first <= buffers[k].last)
        now += buffers[k].bytes;
      if (k >= i || buffers[i].last < buffers[k].first || buffers[k].last < buffers[i].first)
        continue;
      EXPECT_TRUE(plan.offsets[i] + buffers[i].bytes <= plan.offsets[k] || plan.offsets[k] + buffers[k].bytes <= plan.offsets[i])
          << i << " and " << k << " overlap";
    }
    live = std::max(live, now);
  }
  EXPECT_EQ(plan.bytes, end);
  EXPECT_EQ(plan.live, live);
  EXPECT_GE(plan.separate, plan.bytes);
}

TEST(MemoryPlan, Nothing) {
  MemoryPlan plan = planMemory({}, alignment);
  EXPECT_EQ(plan.bytes, 0);
  EXPECT_EQ(plan.live, 0);
  EXPECT_TRUE(plan.offsets.empty());
}

TEST(MemoryPlan, AChainTakesTwo) {
  std::vector<PlannedBuffer> buffers;
  for (int64_t i = 0; i < 100; ++i)
    buffers.push_back({1 << 20, i, i + 1});
  MemoryPlan plan = planMemory(buffers, alignment);
  check(buffers, plan);
  EXPECT_EQ(plan.bytes, 2 << 20);
  EXPECT_EQ(plan.separate, 100 << 20);
}

TEST(MemoryPlan, TheLargestFirstWhereTimeAloneLeavesHoles) {
  // By time the second small buffer takes part of the place that the last, large one needs.
  std::vector<PlannedBuffer> buffers{{640, 0, 1}, {64, 0, 3}, {64, 2, 6}, {640, 4, 6}};
  MemoryPlan plan = planMemory(buffers, alignment);
  check(buffers, plan);
  EXPECT_EQ(plan.bytes, plan.live);
}

TEST(MemoryPlan, OddSizes) {
  std::vector<PlannedBuffer> buffers{{1, 0, 9}, {63, 0, 9}, {65, 0, 9}};
  MemoryPlan plan = planMemory(buffers, alignment);
  check(buffers, plan);
  EXPECT_EQ(plan.live, 129);
  EXPECT_EQ(plan.bytes, 256);
}

/// Layers whose buffers live for a while, some of them to the end of the block they are in, as in networks.
TEST(MemoryPlan, NetworksStayWithinATenthOfTheLowerBound) {
  for (unsigned seed = 0; seed < 50; ++seed) {
    std::mt19937 random(seed);
    std::vector<PlannedBuffer> buffers;
    int64_t step = 0;
    for (int block = 0; block < 12; ++block) {
      int64_t width = int64_t(1 + random() % 4) << 18, last = step + 8;
      buffers.push_back({width, step, last}); // what the block adds to its end
      for (int i = 0; i < 7; ++i, ++step)
        buffers.push_back({width * int64_t(1 + random() % 4), step, step + 1 + int64_t(random() % 2)});
      ++step;
    }
    MemoryPlan plan = planMemory(buffers, alignment);
    check(buffers, plan);
    EXPECT_LE(double(plan.bytes), 1.1 * double(plan.live)) << "seed " << seed;
  }
}

/// Many in use at once: the order by time alone, in no more than a moment.
TEST(MemoryPlan, AllAtOnce) {
  std::vector<PlannedBuffer> buffers;
  for (int64_t i = 0; i < 3000; ++i)
    buffers.push_back({64 * (1 + i % 7), i, 6000 - i});
  MemoryPlan plan = planMemory(buffers, alignment);
  EXPECT_EQ(plan.bytes, plan.live);
  EXPECT_EQ(plan.bytes, plan.separate);
}

} // namespace
