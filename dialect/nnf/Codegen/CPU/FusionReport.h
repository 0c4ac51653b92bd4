//===- FusionReport.h - what was computed together, and what that saved ---------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_CPU_FUSIONREPORT_H
#define NNF_CODEGEN_CPU_FUSIONREPORT_H

#include "mlir/IR/Operation.h"
#include <mutex>
#include <string>
#include <vector>

namespace mlir::nnf {

/// Where a value between two ops of a group went, and why.
struct FusionDecision {
  Location where;    ///< of the op that makes the value
  std::string type;  ///< "64x1024xf32"
  std::string choice; ///< such as "in registers" or "computed again (3 instructions, at most 4)"
  int64_t bytes = 0; ///< not written and not read again; 0 where it stays in memory, -1 where a size is open
};

/// Ops that became one nest of loops.
struct FusedGroup {
  std::string kind; ///< "rows" or "contraction"
  std::vector<Location> ops;
  std::vector<FusionDecision> decisions;
};

/// What the emitters of one module tell. May be used by several threads.
class FusionReport {
public:
  void add(FusedGroup group) {
    std::lock_guard<std::mutex> lock(mutex);
    groups.push_back(std::move(group));
  }
  std::vector<FusedGroup> take() {
    std::lock_guard<std::mutex> lock(mutex);
    return std::move(groups);
  }

private:
  std::mutex mutex;
  std::vector<FusedGroup> groups;
};

/// Adds the places of an op and of what is in its body: an op that was made of several has the place of the last.
void addPlaces(FusedGroup &group, Operation *op);
/// The traffic of a buffer that is written once and read by `readers` ops; -1 where a size is open.
int64_t trafficOf(Value buffer, int64_t readers);
/// "64x?xf32".
std::string describeBuffer(Value buffer);

} // namespace mlir::nnf

#endif // NNF_CODEGEN_CPU_FUSIONREPORT_H
