//===- Cores.h - which cores there are and who uses them ------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_RUNTIME_CORES_H
#define NNF_LIB_RUNTIME_CORES_H

#include <pthread.h>
#include <vector>

namespace nnf::runtime {

/// The logical CPUs this process may use: first one of each physical core, then their hyper-thread siblings. Empty where
/// the system does not tell.
std::vector<int> usableCpus();

/// Threads for a call when the caller does not say: one per usable physical core, no more than the CPU quota of the
/// process's control group, at least 1.
int defaultThreads();

/// Where the calling thread runs now, or -1.
int currentCpu();

/// Binds a thread; false when the system refuses.
bool bindThread(pthread_t thread, int cpu);

/// Picks `count` CPUs for a pool, those with the fewest pools on them first, and counts the pool in. Empty when there are
/// fewer than `count`: then threads are better left to the scheduler.
std::vector<int> claimCpus(int count);
void unclaimCpus(const std::vector<int> &cpus);

} // namespace nnf::runtime

#endif // NNF_LIB_RUNTIME_CORES_H
