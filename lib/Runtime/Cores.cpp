//===- Cores.cpp - which cores there are and who uses them --------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Unbound threads that were just woken may share one core for seconds while another is idle. So pools bind their threads,
// and several pools in one process spread over the cores.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Cores.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <mutex>
#include <sched.h>
#include <string>
#include <thread>

using namespace nnf::runtime;

/// The first number in a file of /sys such as "0,8" or "0-1"; -1 when it cannot be read.
static int firstNumberIn(const std::string &path) {
  int value = -1;
  if (FILE *file = std::fopen(path.c_str(), "re")) {
    if (std::fscanf(file, "%d", &value) != 1)
      value = -1;
    std::fclose(file);
  }
  return value;
}

/// Splits `usableCpus` into physical cores; returns how many there are.
static std::vector<int> listCpus(size_t &physical) {
  std::vector<int> first, siblings;
#ifdef __linux__
  // The fixed set covers 1024 CPUs; larger machines need one of fitting size.
  for (int capacity = CPU_SETSIZE; capacity <= (1 << 20); capacity *= 4) {
    cpu_set_t *set = CPU_ALLOC(capacity);
    if (!set)
      break;
    size_t bytes = CPU_ALLOC_SIZE(capacity);
    CPU_ZERO_S(bytes, set);
    bool known = sched_getaffinity(0, bytes, set) == 0;
    std::vector<int> leaders;
    for (int cpu = 0; known && cpu < capacity; ++cpu) {
      if (!CPU_ISSET_S(cpu, bytes, set))
        continue;
      int leader = firstNumberIn("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/thread_siblings_list");
      if (leader < 0)
        leader = cpu;
      bool fresh = std::find(leaders.begin(), leaders.end(), leader) == leaders.end();
      (fresh ? first : siblings).push_back(cpu);
      if (fresh)
        leaders.push_back(leader);
    }
    CPU_FREE(set);
    if (known)
      break;
  }
#endif
  physical = first.size();
  first.insert(first.end(), siblings.begin(), siblings.end());
  return first;
}

std::vector<int> nnf::runtime::usableCpus() {
  size_t physical;
  return listCpus(physical);
}

/// CPUs' worth of time that the control group grants, rounded up; 0 when unlimited or unknown.
static int cpuQuota() {
  long long quota = 0, period = 0;
  if (FILE *file = std::fopen("/sys/fs/cgroup/cpu.max", "re")) {
    int read = std::fscanf(file, "%lld %lld", &quota, &period); // "max 100000" reads nothing.
    std::fclose(file);
    if (read == 2 && quota > 0 && period > 0)
      return static_cast<int>(std::min<long long>((quota + period - 1) / period, 1 << 20));
    return 0;
  }
  int oldQuota = firstNumberIn("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
  int oldPeriod = firstNumberIn("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
  return oldQuota > 0 && oldPeriod > 0 ? (oldQuota - 1) / oldPeriod + 1 : 0;
}

int nnf::runtime::defaultThreads() {
  size_t physical;
  listCpus(physical);
  int threads = static_cast<int>(physical);
  if (threads == 0)
    threads = static_cast<int>(std::thread::hardware_concurrency());
  if (int quota = cpuQuota())
    threads = std::min(threads, quota);
  return std::max(threads, 1);
}

int nnf::runtime::currentCpu() {
#ifdef __linux__
  return sched_getcpu();
#else
  return -1;
#endif
}

bool nnf::runtime::bindThread(pthread_t thread, int cpu) {
#ifdef __linux__
  cpu_set_t *set = CPU_ALLOC(cpu + 1);
  if (!set)
    return false;
  size_t bytes = CPU_ALLOC_SIZE(cpu + 1);
  CPU_ZERO_S(bytes, set);
  CPU_SET_S(cpu, bytes, set);
  bool done = pthread_setaffinity_np(thread, bytes, set) == 0;
  CPU_FREE(set);
  return done;
#else
  return false;
#endif
}

namespace {
/// How many pools have a thread on each CPU.
struct Claims {
  std::mutex mutex;
  std::map<int, int> pools;
};
} // namespace

static Claims &claims() {
  // Never destroyed: pools of static objects may end after it.
  static Claims *instance = new Claims;
  return *instance;
}

std::vector<int> nnf::runtime::claimCpus(int count) {
  std::vector<int> cpus = usableCpus();
  if (static_cast<int>(cpus.size()) < count)
    return {};
  Claims &c = claims();
  std::lock_guard<std::mutex> lock(c.mutex);
  // Among equals the order of usableCpus decides: whole cores before hyper-threads.
  std::vector<std::pair<int, size_t>> order;
  for (size_t i = 0; i < cpus.size(); ++i)
    order.push_back({c.pools[cpus[i]], i});
  std::sort(order.begin(), order.end());
  std::vector<int> chosen;
  for (int i = 0; i < count; ++i) {
    chosen.push_back(cpus[order[i].second]);
    ++c.pools[chosen.back()];
  }
  return chosen;
}

void nnf::runtime::unclaimCpus(const std::vector<int> &cpus) {
  Claims &c = claims();
  std::lock_guard<std::mutex> lock(c.mutex);
  for (int cpu : cpus)
    --c.pools[cpu];
}
