//===- ThreadPoolTest.cpp - every iteration once, whoever runs it -------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Cores.h"
#include "ThreadPool.h"
#include "gtest/gtest.h"

#include <set>
#include <thread>

using namespace nnf::runtime;

namespace {
struct PoolFixture {
  SystemAllocator system{nullptr, nullptr, nullptr};
  MemoryCounters counters;
  ThreadPool pool;
  explicit PoolFixture(int threads, bool bind = true) : pool(threads, bind, system, counters) {}
  int32_t run(int64_t n, nnf_rt_task task, void *env) {
    bool parallel;
    int32_t status = pool.parallelFor(nullptr, n, task, env, parallel);
    EXPECT_EQ(parallel, n > 1 && pool.size() > 1);
    return status;
  }
};

/// Counts how often each iteration runs. Not atomic: a second visit, or one that the caller does not see, is a bug.
int32_t visit(void *env, int64_t begin, int64_t end, nnf_rt_worker *) {
  auto &visits = *static_cast<std::vector<int> *>(env);
  for (int64_t i = begin; i < end; ++i)
    ++visits[i];
  return NNF_OK;
}
} // namespace

TEST(ThreadPoolTest, VisitsEveryIterationOnce) {
  for (int threads : {1, 2, 3, 8}) {
    PoolFixture fixture(threads);
    for (int64_t n : {0, 1, 2, 3, 7, 8, 9, 100, 1000}) {
      std::vector<int> visits(n);
      EXPECT_EQ(fixture.run(n, visit, &visits), NNF_OK);
      EXPECT_EQ(visits, std::vector<int>(n, 1)) << threads << " threads, n = " << n;
    }
  }
}

TEST(ThreadPoolTest, ManySmallRegionsInARow) {
  PoolFixture fixture(4);
  std::vector<int> visits(5);
  for (int i = 0; i < 20000; ++i)
    ASSERT_EQ(fixture.run(5, visit, &visits), NNF_OK);
  EXPECT_EQ(visits, std::vector<int>(5, 20000));
}

TEST(ThreadPoolTest, WakesSleepers) {
  PoolFixture fixture(3);
  std::vector<int> visits(50);
  for (int i = 0; i < 20; ++i) {
    // Longer than the threads' patience.
    std::this_thread::sleep_for(std::chrono::microseconds(300));
    ASSERT_EQ(fixture.run(50, visit, &visits), NNF_OK);
  }
  EXPECT_EQ(visits, std::vector<int>(50, 20));
}

TEST(ThreadPoolTest, HugeCountsAreSplitWithoutOverflow) {
  PoolFixture fixture(3);
  struct Env {
    std::atomic<int64_t> sum{0}, last{0};
  } env;
  int64_t n = (int64_t(1) << 40) + 12345;
  fixture.run(
      n,
      [](void *env, int64_t begin, int64_t end, nnf_rt_worker *) -> int32_t {
        auto *e = static_cast<Env *>(env);
        e->sum += end - begin;
        int64_t seen = e->last;
        while (seen < end && !e->last.compare_exchange_weak(seen, end)) {
        }
        return begin < end ? NNF_OK : NNF_RUNTIME_ERROR;
      },
      &env);
  EXPECT_EQ(env.sum, n);
  EXPECT_EQ(env.last, n);
}

TEST(ThreadPoolTest, ReturnsAFailure) {
  PoolFixture fixture(4);
  for (int i = 0; i < 200; ++i) {
    int32_t status = fixture.run(
        64,
        [](void *, int64_t begin, int64_t end, nnf_rt_worker *) -> int32_t {
          return begin <= 33 && 33 < end ? NNF_RUNTIME_ERROR : NNF_OK;
        },
        nullptr);
    ASSERT_EQ(status, NNF_RUNTIME_ERROR);
  }
  std::vector<int> visits(64);
  EXPECT_EQ(fixture.run(64, visit, &visits), NNF_OK);
  EXPECT_EQ(visits, std::vector<int>(64, 1));
}

TEST(ThreadPoolTest, StealsFromASlowThread) {
  PoolFixture fixture(2);
  struct Env {
    std::mutex mutex;
    std::vector<std::thread::id> ran;
  } env;
  env.ran.resize(16);
  // Iteration 0 belongs to the caller and takes until the other thread has done the rest.
  fixture.run(
      16,
      [](void *env, int64_t begin, int64_t end, nnf_rt_worker *) -> int32_t {
        auto *e = static_cast<Env *>(env);
        for (int64_t i = begin; i < end; ++i) {
          if (i == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
          std::lock_guard<std::mutex> lock(e->mutex);
          e->ran[i] = std::this_thread::get_id();
        }
        return NNF_OK;
      },
      &env);
  int others = 0;
  for (std::thread::id id : env.ran)
    others += id != std::this_thread::get_id();
  EXPECT_GE(others, 9) << "half of the caller's share should have been stolen";
}

TEST(ThreadPoolTest, SeveralPoolsAtOnce) {
  std::vector<std::thread> users;
  std::atomic<int> good{0};
  for (int t = 0; t < 4; ++t)
    users.emplace_back([&] {
      PoolFixture fixture(3);
      std::vector<int> visits(40);
      for (int i = 0; i < 500; ++i)
        fixture.run(40, visit, &visits);
      good += visits == std::vector<int>(40, 500);
    });
  for (std::thread &user : users)
    user.join();
  EXPECT_EQ(good, 4);
}

TEST(ThreadPoolTest, BindsItsThreadsToDifferentCores) {
  std::vector<int> cpus = usableCpus();
  if (cpus.size() < 2)
    GTEST_SKIP() << "one core";
  PoolFixture fixture(2);
  struct Env {
    std::atomic<int> arrived{0};
    std::mutex mutex;
    std::set<int> cpus;
  };
  for (int round = 0; round < 20; ++round) {
    Env env;
    // Both threads are inside at once.
    fixture.run(
        2,
        [](void *env, int64_t, int64_t, nnf_rt_worker *) -> int32_t {
          auto *e = static_cast<Env *>(env);
          ++e->arrived;
          auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
          while (e->arrived < 2 && std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
          std::lock_guard<std::mutex> lock(e->mutex);
          e->cpus.insert(currentCpu());
          return NNF_OK;
        },
        &env);
    // The scheduler may move the caller for a moment; then it is alone again in the next region.
    if (env.cpus.size() == 2)
      return;
  }
  FAIL() << "both threads always on one core";
}

TEST(CoresTest, ClaimsSpread) {
  std::vector<int> all = usableCpus();
  if (all.size() < 2)
    GTEST_SKIP() << "one core";
  int half = static_cast<int>(all.size()) / 2;
  std::vector<int> a = claimCpus(half), b = claimCpus(half);
  std::set<int> both(a.begin(), a.end());
  both.insert(b.begin(), b.end());
  EXPECT_EQ(both.size(), a.size() + b.size());
  unclaimCpus(a);
  unclaimCpus(b);
  EXPECT_TRUE(claimCpus(static_cast<int>(all.size()) + 1).empty());
  EXPECT_GE(defaultThreads(), 1);
}
