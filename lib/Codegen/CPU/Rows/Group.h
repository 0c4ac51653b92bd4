//===- Group.h - linalg ops that run in common loops ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A group is a run of linalg ops that share parallel loops. Loops of different ops that walk the same axis of the same
// buffer are one *class*. The ops of a group are arranged as a tree of items:
//
//   straight   statements without loops of their own
//   parallel   loops that are parallel in all statements inside, around further items
//   leaf       loops in which every statement either reduces over all of them or is elementwise over all of them
//
// so that softmax over rows is
//
//   parallel {r}
//     straight   m = -inf; s = 0
//     leaf {c}   m = max(m, x)
//     leaf {c}   e = exp(x - m); s = s + e
//     parallel {c}
//       straight   y = e / s
//
// Two statements come into one item only when no iteration of its loops touches what another one writes.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_ROWS_GROUP_H
#define NNF_LIB_CODEGEN_CPU_ROWS_GROUP_H

#include "Model.h"
#include "llvm/ADT/SmallBitVector.h"
#include <optional>
#include <vector>

namespace mlir::nnf::rows {

/// An op of a group: its accesses in terms of the group's classes.
struct Stmt {
  RowOp *row = nullptr;
  SmallVector<Access, 0> accesses;
  /// The class of each loop; -1 for loops of one iteration.
  SmallVector<int64_t> classOf;
  /// Classes of its parallel loops and of its reduction loops.
  llvm::SmallBitVector parallel, reduction;

  llvm::SmallBitVector classes() const { return llvm::SmallBitVector(parallel) |= reduction; }
};

/// A class of loops.
struct LoopClass {
  /// Static size or kDynamic.
  int64_t size = ShapedType::kDynamic;
  /// Where the size is found: the product of these axes.
  SmallVector<std::pair<Value, int64_t>, 2> extents;
};

struct Item {
  enum Kind { Straight, Parallel, Leaf };
  Kind kind = Straight;
  /// Statements, in program order (also those of the children).
  SmallVector<unsigned> stmts;
  /// The loops of a parallel item or a leaf.
  SmallVector<unsigned> loops;
  /// What a parallel item runs inside its loops.
  std::vector<Item> children;

  /// The loop of this item that runs over the lanes of vectors, if it is one of this item's; lanes of a vector and
  /// vectors in one iteration. (See Plan.h.)
  std::optional<unsigned> lane;
  int64_t width = 1, unroll = 1;
  /// The loop of this item that goes in tiles of `tile` iterations, if lanes of this item or of one around it run across
  /// the memory that it runs along. (See Tiles.cpp.)
  std::optional<unsigned> cross;
  int64_t tile = 1;
  /// All loops in tiles inside this item's lanes are one, and it fits in one tile.
  bool wholeTile = false;

  bool has(unsigned stmt) const { return llvm::is_contained(stmts, stmt); }
};

class Group {
public:
  SmallVector<Stmt, 0> stmts;
  SmallVector<LoopClass, 0> classes;

  /// Finds the classes of `ops` (in program order); nothing where they contradict each other.
  static std::optional<Group> build(ArrayRef<RowOp *> ops);

  /// Makes neighbouring classes that every statement walks as one range of memory into one class. Emits
  /// memref.collapse_shape at `b`.
  void collapse(OpBuilder &b, Location loc);

  /// How these statements can run in common loops inside the loops `fixed`; children are not filled in. Nothing where
  /// they cannot.
  std::optional<Item> fuse(ArrayRef<unsigned> statements, const llvm::SmallBitVector &fixed) const;
  /// Arranges statements inside the loops `fixed` as a sequence of items.
  std::vector<Item> schedule(ArrayRef<unsigned> statements, const llvm::SmallBitVector &fixed) const;
  /// All statements as one item, children filled in.
  std::optional<Item> root() const;

  /// Whether the iterations of class `c` are independent in these statements.
  bool independent(ArrayRef<unsigned> statements, unsigned c) const;

  /// The static number of iterations of classes; dynamic ones count as `unknown`.
  int64_t iterations(const llvm::SmallBitVector &which, int64_t unknown) const;

private:
  bool fusesAsLeaf(ArrayRef<unsigned> statements, const llvm::SmallBitVector &loops) const;
};

/// Whether the order of two ops matters: one writes what the other reads or writes.
bool conflict(const RowOp &a, const RowOp &b);
/// Whether two ops touch a common buffer.
bool shareData(const RowOp &a, const RowOp &b);

/// Splits ops that may run in this order into groups, each with its tree. Ops move only past ops they do not conflict
/// with.
std::vector<std::vector<RowOp *>> groupOps(ArrayRef<RowOp *> ops);

} // namespace mlir::nnf::rows

#endif // NNF_LIB_CODEGEN_CPU_ROWS_GROUP_H
