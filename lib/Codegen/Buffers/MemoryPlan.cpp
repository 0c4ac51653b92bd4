//===- MemoryPlan.cpp - buffers by their lifetimes in one block of memory -----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/Buffers/MemoryPlan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MathExtras.h"
#include <limits>
#include <map>
#include <numeric>
#include <set>

using namespace llvm;
using namespace mlir::nnf;

namespace {
/// What both orders share: sizes rounded up, and the buffers by their first step.
struct Problem {
  ArrayRef<PlannedBuffer> buffers;
  std::vector<int64_t> sizes;
  std::vector<unsigned> byTime;

  bool overlapInTime(unsigned a, unsigned b) const {
    return buffers[a].first <= buffers[b].last && buffers[b].first <= buffers[a].last;
  }
};
} // namespace

/// For each buffer those that are in use at one of its steps. Null where there are more than `most` pairs.
static bool findNeighbours(const Problem &p, std::vector<SmallVector<unsigned, 8>> &neighbours, size_t most) {
  neighbours.assign(p.sizes.size(), {});
  std::multimap<int64_t, unsigned> inUse; // by last step
  size_t pairs = 0;
  for (unsigned b : p.byTime) {
    inUse.erase(inUse.begin(), inUse.lower_bound(p.buffers[b].first));
    if ((pairs += inUse.size()) > most)
      return false;
    for (auto [last, other] : inUse) {
      neighbours[b].push_back(other);
      neighbours[other].push_back(b);
    }
    inUse.insert({p.buffers[b].last, b});
  }
  return true;
}

/// Each in its turn at the lowest place that those it meets leave free.
static int64_t placeInOrder(const Problem &p, const std::vector<SmallVector<unsigned, 8>> &neighbours,
                            ArrayRef<unsigned> order, std::vector<int64_t> &offsets) {
  offsets.assign(p.sizes.size(), -1);
  int64_t end = 0;
  for (unsigned b : order) {
    SmallVector<std::pair<int64_t, int64_t>> taken;
    for (unsigned other : neighbours[b])
      if (offsets[other] >= 0)
        taken.push_back({offsets[other], offsets[other] + p.sizes[other]});
    sort(taken);
    int64_t at = 0;
    for (auto [low, high] : taken) {
      if (at + p.sizes[b] <= low)
        break;
      at = std::max(at, high);
    }
    offsets[b] = at;
    end = std::max(end, at + p.sizes[b]);
  }
  return end;
}

/// The largest first, or those in use for longest; then, as long as it helps and `live` is not reached, what sticks out at the
/// top has its turn first.
static int64_t largestFirst(const Problem &p, const std::vector<SmallVector<unsigned, 8>> &neighbours, int64_t live,
                            std::vector<int64_t> &offsets) {
  // A program of thousands of buffers is placed a few times only.
  const int64_t rounds = std::clamp<int64_t>(20000 / std::max<int64_t>(p.sizes.size(), 1), 4, 64);
  int64_t best = std::numeric_limits<int64_t>::max();
  auto life = [&](unsigned b) { return p.buffers[b].last - p.buffers[b].first; };
  for (bool bySize : {true, false}) {
    std::vector<unsigned> order(p.sizes.size());
    std::iota(order.begin(), order.end(), 0);
    stable_sort(order, [&](unsigned a, unsigned b) {
      return bySize || life(a) == life(b) ? p.sizes[a] > p.sizes[b] : life(a) > life(b);
    });
    std::vector<int64_t> tried;
    for (int64_t round = 0; round < rounds && best > live; ++round) {
      int64_t end = placeInOrder(p, neighbours, order, tried);
      if (end < best) {
        best = end;
        offsets = tried;
      }
      auto top = llvm::find_if(order, [&](unsigned b) { return tried[b] + p.sizes[b] == end; });
      std::rotate(order.begin(), top, top + 1);
    }
  }
  return best;
}

/// As an allocator would: each in the smallest hole that is large enough when its turn comes.
static int64_t byTime(const Problem &p, std::vector<int64_t> &offsets) {
  offsets.assign(p.sizes.size(), 0);
  std::map<int64_t, int64_t> holes;                // offset -> size
  std::set<std::pair<int64_t, int64_t>> holesBySize; // size, offset
  std::multimap<int64_t, unsigned> inUse;
  int64_t end = 0;
  auto add = [&](int64_t at, int64_t size) {
    auto next = holes.lower_bound(at);
    if (next != holes.end() && next->first == at + size) {
      size += next->second;
      holesBySize.erase({next->second, next->first});
      next = holes.erase(next);
    }
    if (next != holes.begin()) {
      auto before = std::prev(next);
      if (before->first + before->second == at) {
        holesBySize.erase({before->second, before->first});
        before->second += size;
        holesBySize.insert({before->second, before->first});
        return;
      }
    }
    holes[at] = size;
    holesBySize.insert({size, at});
  };
  for (unsigned b : p.byTime) {
    while (!inUse.empty() && inUse.begin()->first < p.buffers[b].first) {
      unsigned gone = inUse.begin()->second;
      add(offsets[gone], p.sizes[gone]);
      inUse.erase(inUse.begin());
    }
    int64_t size = p.sizes[b];
    auto hole = holesBySize.lower_bound({size, 0});
    if (hole == holesBySize.end() && !holes.empty() && holes.rbegin()->first + holes.rbegin()->second == end) {
      // The hole at the end grows.
      int64_t at = holes.rbegin()->first;
      holesBySize.erase({holes.rbegin()->second, at});
      holes.erase(at);
      offsets[b] = at;
      end = at + size;
    } else if (hole == holesBySize.end()) {
      offsets[b] = end;
      end += size;
    } else {
      auto [found, at] = *hole;
      holesBySize.erase(hole);
      holes.erase(at);
      offsets[b] = at;
      if (found > size)
        add(at + size, found - size);
    }
    inUse.insert({p.buffers[b].last, b});
  }
  return end;
}

MemoryPlan mlir::nnf::planMemory(ArrayRef<PlannedBuffer> buffers, int64_t alignment) {
  Problem p{buffers, {}, std::vector<unsigned>(buffers.size())};
  MemoryPlan plan;
  for (const PlannedBuffer &b : buffers) {
    p.sizes.push_back(static_cast<int64_t>(alignTo(b.bytes, alignment)));
    plan.separate += p.sizes.back();
  }
  std::iota(p.byTime.begin(), p.byTime.end(), 0);
  stable_sort(p.byTime, [&](unsigned a, unsigned b) { return buffers[a].first < buffers[b].first; });

  // The most that is in use at once: at the first step of some buffer.
  std::multimap<int64_t, int64_t> inUse;
  int64_t now = 0;
  for (unsigned b : p.byTime) {
    while (!inUse.empty() && inUse.begin()->first < buffers[b].first) {
      now -= inUse.begin()->second;
      inUse.erase(inUse.begin());
    }
    inUse.insert({buffers[b].last, buffers[b].bytes});
    plan.live = std::max(plan.live, now += buffers[b].bytes);
  }

  plan.bytes = byTime(p, plan.offsets);
  // Many buffers in use at a time would make it quadratic.
  std::vector<SmallVector<unsigned, 8>> neighbours;
  std::vector<int64_t> offsets;
  if (findNeighbours(p, neighbours, /*most=*/64 * buffers.size() + 4096))
    if (int64_t bytes = largestFirst(p, neighbours, plan.live, offsets); bytes < plan.bytes) {
      plan.bytes = bytes;
      plan.offsets = std::move(offsets);
    }
  return plan;
}
