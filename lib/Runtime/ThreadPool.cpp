//===- ThreadPool.cpp - the threads of a context ------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "ThreadPool.h"
#include "Cores.h"

#include <algorithm>
#include <chrono>
#include <climits>
#include <csignal>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace nnf::runtime;

/// How long a thread that has nothing to do watches for news before it sleeps. Longer than the serial stretches between
/// the regions of a call, shorter than anyone would notice as load.
static constexpr std::chrono::microseconds kPatience{50};

static void futexWait(void *word, uint32_t expected) {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected, nullptr, nullptr, 0);
}

static void futexWake(void *word, int count) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

static void relax() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

/// Spins until `done()` or until patience runs out; returns whether it was done.
template <class Predicate>
static bool spinUntil(Predicate done) {
  auto deadline = std::chrono::steady_clock::now() + kPatience;
  do {
    for (int i = 0; i < 64; ++i) {
      if (done())
        return true;
      relax();
    }
  } while (std::chrono::steady_clock::now() < deadline);
  return done();
}

ThreadPool::ThreadPool(int threads, bool bind, SystemAllocator &system, MemoryCounters &counters)
    : threads(threads), bind(bind), shares(new Share[threads]) {
  for (int i = 0; i < threads; ++i)
    workers.push_back(std::make_unique<nnf_rt_worker>(system, counters));
}

ThreadPool::~ThreadPool() {
  // A child process has the pool's memory but not its threads.
  if (!started || owner != getpid())
    return;
  stop.store(true, std::memory_order_seq_cst);
  epoch.fetch_add(1, std::memory_order_seq_cst);
  futexWake(&epoch, INT_MAX);
  for (Thread &other : others)
    pthread_join(other.id, nullptr);
  unclaimCpus(cpus);
}

void ThreadPool::start() {
  started = true;
  owner = getpid();
  spin = static_cast<int>(usableCpus().size()) >= threads;
  if (bind)
    cpus = claimCpus(threads);
  if (!cpus.empty()) {
    int here = currentCpu();
    spareCpu = std::find(cpus.begin(), cpus.end(), here) != cpus.end() ? here : cpus.back();
    workerOnCpu.assign(*std::max_element(cpus.begin(), cpus.end()) + 1, -1);
  }
  // Signals belong to the application's threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  others.reserve(threads - 1); // Threads keep pointers to the elements.
  size_t next = 0;
  for (int i = 1; i < threads; ++i) {
    int cpu = -1;
    if (!cpus.empty()) {
      next += cpus[next] == spareCpu;
      cpu = cpus[next++];
    }
    others.push_back(Thread{this, i, pthread_t{}, cpu});
    if (pthread_create(&others.back().id, nullptr, threadMain, &others.back()) != 0) {
      // Fewer threads do the same work.
      others.pop_back();
      break;
    }
    if (cpu >= 0 && bindThread(others.back().id, cpu))
      workerOnCpu[cpu] = i - 1;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void *ThreadPool::threadMain(void *argument) {
  auto *thread = static_cast<Thread *>(argument);
  thread->pool->serve(thread->index);
  return nullptr;
}

void ThreadPool::serve(int index) {
  uint32_t seen = 0;
  while (true) {
    uint32_t now = epoch.load(std::memory_order_seq_cst);
    if (stop.load(std::memory_order_seq_cst))
      return;
    if (now == seen) {
      if (spin && spinUntil([&] { return epoch.load(std::memory_order_relaxed) != seen; }))
        continue;
      sleepers.fetch_add(1, std::memory_order_seq_cst);
      futexWait(&epoch, seen);
      sleepers.fetch_sub(1, std::memory_order_relaxed);
      continue;
    }
    seen = now;
    // The caller closes the region before it waits for `inside` to become 0. So either it sees this thread inside and
    // waits, or this thread sees that the region is closed and touches nothing of it.
    inside.fetch_add(1, std::memory_order_seq_cst);
    if (open.load(std::memory_order_seq_cst) == now)
      work(index);
    if (inside.fetch_sub(1, std::memory_order_seq_cst) == 1 && callerSleeps.load(std::memory_order_seq_cst))
      futexWake(&inside, 1);
  }
}

static uint64_t packRange(uint32_t begin, uint32_t end) { return uint64_t(end) << 32 | begin; }

bool ThreadPool::takeFront(int index, uint32_t &begin, uint32_t &end) {
  std::atomic<uint64_t> &range = shares[index].range;
  uint64_t seen = range.load(std::memory_order_relaxed);
  while (true) {
    begin = static_cast<uint32_t>(seen);
    uint32_t last = static_cast<uint32_t>(seen >> 32);
    if (begin >= last)
      return false;
    // Large pieces first, so that calls are few; small ones last, so that the rest can be stolen.
    end = begin + std::max<uint32_t>(1, (last - begin) / 8);
    if (range.compare_exchange_weak(seen, packRange(end, last), std::memory_order_relaxed))
      return true;
  }
}

bool ThreadPool::stealBack(int index, uint32_t &begin, uint32_t &end) {
  for (int i = 1; i < threads; ++i) {
    std::atomic<uint64_t> &range = shares[(index + i) % threads].range;
    uint64_t seen = range.load(std::memory_order_relaxed);
    while (true) {
      uint32_t first = static_cast<uint32_t>(seen);
      end = static_cast<uint32_t>(seen >> 32);
      if (first >= end)
        break;
      begin = end - (end - first + 1) / 2;
      if (range.compare_exchange_weak(seen, packRange(first, begin), std::memory_order_relaxed))
        return true;
    }
  }
  return false;
}

void ThreadPool::work(int index) {
  nnf_rt_worker &worker = *workers[index];
  worker.frame = region.frame;
  uint32_t begin, end;
  while (status.load(std::memory_order_relaxed) == NNF_OK) {
    if (!takeFront(index, begin, end)) {
      if (!stealBack(index, begin, end))
        break;
      // What was stolen is open to thieves in turn.
      shares[index].range.store(packRange(begin, end), std::memory_order_relaxed);
      continue;
    }
    int64_t first = begin * region.unit, last = std::min(end * region.unit, region.n);
    int32_t result = region.task(region.env, first, last, &worker);
    worker.workspace.reset();
    int32_t good = NNF_OK;
    if (result != NNF_OK)
      status.compare_exchange_strong(good, result, std::memory_order_relaxed);
  }
}

void ThreadPool::leaveCallersCore() {
  if (spareCpu < 0)
    return;
  int here = currentCpu();
  if (here < 0 || here == spareCpu || here >= static_cast<int>(workerOnCpu.size()) || workerOnCpu[here] < 0)
    return;
  // The scheduler moved the caller onto a worker's core: the worker goes where the caller was meant to be.
  int moved = workerOnCpu[here];
  if (!bindThread(others[moved].id, spareCpu))
    return;
  workerOnCpu[spareCpu] = moved;
  workerOnCpu[here] = -1;
  spareCpu = here;
}

int32_t ThreadPool::parallelFor(nnf_rt_frame *frame, int64_t n, nnf_rt_task task, void *env, bool &parallel) {
  parallel = false;
  if (n <= 0)
    return NNF_OK;
  if (n == 1 || threads == 1) {
    nnf_rt_worker &worker = *workers[0];
    worker.frame = frame;
    int32_t result = task(env, 0, n, &worker);
    worker.workspace.reset();
    return result;
  }
  parallel = true;
  if (!started)
    start();
  leaveCallersCore();

  constexpr int64_t kMaxUnits = int64_t(1) << 31;
  int64_t unit = n > kMaxUnits ? (n - 1) / kMaxUnits + 1 : 1;
  int64_t units = (n - 1) / unit + 1;
  region = Region{frame, task, env, n, unit};
  status.store(NNF_OK, std::memory_order_relaxed);
  for (int i = 0; i < threads; ++i) {
    auto bound = [&](int64_t k) { return static_cast<uint32_t>((units * k + threads - 1) / threads); };
    shares[i].range.store(packRange(bound(i), bound(i + 1)), std::memory_order_relaxed);
  }
  uint32_t now = epoch.load(std::memory_order_relaxed) + 1;
  now += now == 0; // 0 means that no region is open.
  open.store(now, std::memory_order_seq_cst);
  epoch.store(now, std::memory_order_seq_cst);
  if (sleepers.load(std::memory_order_seq_cst) > 0)
    futexWake(&epoch, static_cast<int>(std::min<int64_t>(units, threads)) - 1);

  work(0);

  open.store(0, std::memory_order_seq_cst);
  auto quiet = [&] { return inside.load(std::memory_order_seq_cst) == 0; };
  if (!quiet() && !spinUntil(quiet)) {
    callerSleeps.store(true, std::memory_order_seq_cst);
    while (int count = inside.load(std::memory_order_seq_cst))
      futexWait(&inside, static_cast<uint32_t>(count));
    callerSleeps.store(false, std::memory_order_relaxed);
  }
  return status.load(std::memory_order_relaxed);
}
