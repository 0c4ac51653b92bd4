//===- ThreadPool.h - the threads of a context ----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// A pool runs one parallel region at a time. Iterations are dealt out evenly, so that the same thread meets the same data
// in consecutive regions; a thread that is done steals from the others, so that one that was late or is slow delays
// nothing. The caller is one of the threads, and finishes the whole region alone if no other comes: workers need not
// check in, which makes a region cost about a microsecond.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_RUNTIME_THREADPOOL_H
#define NNF_LIB_RUNTIME_THREADPOOL_H

#include "Allocator.h"
#include "nnf/Runtime/Support.h"
#include <atomic>
#include <memory>
#include <pthread.h>
#include <sys/types.h>
#include <vector>

namespace nnf::runtime {
class ThreadPool;
}

/// One thread at work on a region, as tasks see it.
struct nnf_rt_worker {
  nnf_rt_worker(nnf::runtime::SystemAllocator &system, nnf::runtime::MemoryCounters &counters)
      : workspace(system, counters) {}
  nnf::runtime::Workspace workspace;
  /// The call whose region this is.
  nnf_rt_frame *frame = nullptr;
};

namespace nnf::runtime {

class ThreadPool {
public:
  /// `threads` counts the caller. Threads start with the first region. With `bind`, each is bound to a core of its own.
  ThreadPool(int threads, bool bind, SystemAllocator &system, MemoryCounters &counters);
  /// Ends the threads.
  ~ThreadPool();
  ThreadPool(const ThreadPool &) = delete;

  int size() const { return threads; }
  /// Runs `task` over [0, n); returns the first bad status. Called by one thread at a time.
  /// Sets `parallel` to whether other threads were asked to help.
  int32_t parallelFor(nnf_rt_frame *frame, int64_t n, nnf_rt_task task, void *env, bool &parallel);

private:
  struct alignas(kAlignment) Share {
    /// Remaining units [low half, high half): the owner takes from the front, thieves from the back.
    std::atomic<uint64_t> range{0};
  };
  struct Region {
    nnf_rt_frame *frame;
    nnf_rt_task task;
    void *env;
    int64_t n;
    /// Iterations per unit: 1 unless n does not fit 32 bits.
    int64_t unit;
  };
  struct Thread {
    ThreadPool *pool;
    int index;
    pthread_t id;
    int cpu;
  };

  void start();
  static void *threadMain(void *thread);
  void serve(int index);
  /// Takes part in the region until nothing is left to begin.
  void work(int index);
  bool takeFront(int index, uint32_t &begin, uint32_t &end);
  bool stealBack(int index, uint32_t &begin, uint32_t &end);
  /// Makes sure that no worker is bound to the core that the caller is on.
  void leaveCallersCore();
  bool spinUntilNews(uint32_t seen);

  const int threads;
  const bool bind;
  bool started = false;
  bool spin = false;
  pid_t owner = 0;
  std::vector<std::unique_ptr<nnf_rt_worker>> workers; ///< by index; 0 is the caller
  std::unique_ptr<Share[]> shares;
  std::vector<Thread> others;
  /// Cores of the pool; the last entry of `cpus` that no worker is bound to is `spareCpu`, meant for the caller.
  std::vector<int> cpus;
  int spareCpu = -1;
  std::vector<int> workerOnCpu; ///< index into `others` or -1, by CPU
  Region region{};

  /// Bumped at each region: what sleeping threads wait for.
  alignas(kAlignment) std::atomic<uint32_t> epoch{0};
  std::atomic<bool> stop{false};
  std::atomic<int> sleepers{0};
  /// The epoch whose region may be entered; 0 when none. See `work` for how it plays together with `inside`.
  alignas(kAlignment) std::atomic<uint32_t> open{0};
  alignas(kAlignment) std::atomic<int> inside{0};
  std::atomic<bool> callerSleeps{false};
  std::atomic<int32_t> status{0};
};

} // namespace nnf::runtime

#endif // NNF_LIB_RUNTIME_THREADPOOL_H
