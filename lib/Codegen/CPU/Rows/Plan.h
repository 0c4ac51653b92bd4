//===- Plan.h - lanes and storage of a group ------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Two decisions that come between arranging a group's statements and emitting them: which loop runs over the lanes of
// vectors, and where values live that one statement hands to another. A buffer that only the group uses becomes
//
//   registers      where each reader is in an iteration that has already produced the value;
//   recomputed     where the value is cheap and its operands are still there;
//   the output     where a later loop overwrites the same elements of an output (exp(x - m) of a softmax);
//   a local one    of one task otherwise: the axes of the loops around its readers are dropped.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_ROWS_PLAN_H
#define NNF_LIB_CODEGEN_CPU_ROWS_PLAN_H

#include "Group.h"
#include "nnf/Codegen/CPU/FusionReport.h"
#include "nnf/Codegen/CPU/Target.h"

namespace mlir::nnf::rows {

/// Where the elements of one temporary live.
enum class Storage { Registers, Local };

/// A buffer of one task that stands for a temporary.
struct LocalBuffer {
  /// The temporary, whose extents it has, and the axes of it that are kept.
  Value like;
  SmallVector<unsigned> axes;
  /// An innermost axis over all lanes of one iteration of the vectorised loop; 0: none.
  int64_t lanes = 0;
};

struct Plan {
  /// Temporaries by base. What is not here is memory as it stands.
  DenseMap<Value, Storage> storage;
  DenseMap<Value, unsigned> localOf;
  SmallVector<LocalBuffer, 0> locals;
  /// Bases of the group's outputs and temporaries that different statements use at different elements.
  DenseSet<Value> severalElements;
};

/// The loop along which the elements that `a` reaches are neighbours in memory, where lanes along `lane` are not: what a
/// tile of it is loaded along (Tiles.cpp).
std::optional<unsigned> crossLoop(const Access &a, unsigned lane);

/// Chooses lanes for `root` and what is below it. `remark` is told of statements that stay scalar.
void planLanes(const Group &group, Item &root, const CpuTarget &target,
               llvm::function_ref<void(RowOp &, const std::string &)> remark);

/// Decides where temporaries live; may add statements (recomputed values) and redirect accesses (to an output).
/// `isPrivate` says of a base that nothing outside the group reads it after the group. `decided` is told of every temporary.
Plan planStorage(Group &group, Item &root, llvm::function_ref<bool(Value base)> isPrivate,
                 llvm::function_ref<void(FusionDecision)> decided);

} // namespace mlir::nnf::rows

#endif // NNF_LIB_CODEGEN_CPU_ROWS_PLAN_H
