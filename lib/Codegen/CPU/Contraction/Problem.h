//===- Problem.h - a sum of products with what comes before and after it ----------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Matrix products, batched products and convolutions are one thing here: loops, of which some are summed over, and two
// factors that read buffers at linear functions of the loop indices,
//
//   out[...] = epilogue(init[...] + sum over the reduction loops of a[...] * b[...]).
//
// A loop that only `a` depends on is a row dimension of a matrix product (batch and pixels in a convolution), one that
// only `b` depends on a column dimension (output channels), one that both depend on and that is not summed over a batch
// dimension (groups).
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_CONTRACTION_PROBLEM_H
#define NNF_LIB_CODEGEN_CPU_CONTRACTION_PROBLEM_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include <memory>
#include <optional>

namespace mlir::nnf::contraction {

/// factor * loop index.
struct Term {
  unsigned loop;
  int64_t factor;
};

/// A linear function of the loop indices.
struct Linear {
  SmallVector<Term, 2> terms;
  int64_t constant = 0;

  /// The factor of a loop; 0 where it does not occur.
  int64_t factor(unsigned loop) const;
  /// Whether this is one loop index and nothing else.
  bool isLoop(unsigned loop) const { return terms.size() == 1 && constant == 0 && factor(loop) == 1; }
  /// Adds scale * other.
  void add(const Linear &other, int64_t scale = 1);
  static Linear of(unsigned loop) { return Linear{{Term{loop, 1}}, 0}; }
};

/// A buffer, and where it is read or written at given loop indices.
struct Access {
  Value memref;
  SmallVector<Linear, 4> index;

  explicit operator bool() const { return static_cast<bool>(memref); }
  MemRefType type() const { return cast<MemRefType>(memref.getType()); }
  bool uses(unsigned loop) const;
  /// Elements from one step of the loop to the next: 0 where the loop does not occur, nothing where it is not known.
  std::optional<int64_t> stride(unsigned loop) const;
  bool operator==(const Access &other) const;
};

/// A scalar body over buffers: a factor of the product, the initial value, or an elementwise op of the epilogue.
struct Stage {
  /// The op it is the body of; null for a factor.
  Operation *op = nullptr;
  /// One argument for each of `ins`, and a terminator that yields one value for each of `outs` (one for a factor).
  Block *body = nullptr;
  std::unique_ptr<Block> owned;
  /// A null access for an argument that is not used.
  SmallVector<Access> ins;
  SmallVector<Access> outs;
  /// Whether each of `outs` is needed after the group; empty for all.
  SmallVector<bool> keep;
  /// What `linalg.index d` of the body stands for.
  SmallVector<Linear> indices;

  bool uses(unsigned loop) const {
    return llvm::any_of(ins, [&](const Access &a) { return a && a.uses(loop); });
  }
  /// Whether it does nothing but load an element.
  bool isLoad() const;
  /// Whether it loads an element and changes at most its type.
  bool isConversion() const;
  bool usesIndex() const;
};

struct Loop {
  /// Trip count, an index.
  Value size;
  bool reduction;
};

struct Problem {
  linalg::LinalgOp root;
  SmallVector<Loop> loops;
  /// The factors; both yield `accumulator`.
  Stage a, b;
  /// Element type of the accumulators: the product's, f32 for f16 and bf16.
  Type accumulator;
  /// What the root writes.
  Access out;
  /// Whether `out` is needed after the epilogue.
  bool keepOut = true;
  /// What the sum starts from: a stage that yields `out`'s element type. Nothing: what `out` held before.
  std::optional<Stage> init;
  /// Elementwise ops, in order. They may read `out` and each other's results.
  SmallVector<Stage, 0> epilogue;

  /// The ops that the emitted code replaces, in order.
  SmallVector<Operation *> group;

  bool isRow(unsigned l) const { return !loops[l].reduction && a.uses(l) && !b.uses(l); }
  bool isColumn(unsigned l) const { return !loops[l].reduction && !a.uses(l) && b.uses(l); }
  /// All accesses, for rewrites.
  void forEachAccess(llvm::function_ref<void(Access &)> fn);
};

/// `memref` at `map` of indices, the i-th of which is `loops[i]`. Where the buffer is an `expand_shape` (or undoes one), the
/// access is to what it is a view of. Fails where the map is not linear.
FailureOr<Access> makeAccess(Value memref, AffineMap map, ArrayRef<Linear> loops);

/// The loops 0, 1, ..., n - 1.
SmallVector<Linear> identityLoops(unsigned n);

/// The problem whose root is `op` (on buffers), without init and epilogue. Fails, with the reason in words, if `op` is not
/// a sum of products over linear accesses. Emits ops before `op` for loop sizes.
FailureOr<Problem> matchProblem(OpBuilder &b, linalg::LinalgOp op, std::string &why);

/// Takes what initialises the root's output and the elementwise ops that use it into the problem, as far as that is
/// safe: see Fusion.cpp.
void growGroup(Problem &problem);

/// Removes loops of one iteration and joins neighbouring loops that walk all buffers contiguously. New views are
/// emitted at the builder's insertion point.
void simplifyLoops(OpBuilder &b, Problem &problem);

/// A buffer that holds a copy of another one, with a margin of one value around it.
struct Padding {
  Value source;
  /// Elements of margin before the source in each dimension.
  SmallVector<OpFoldResult> low;
  /// The margin's value, a scalar.
  Value fill;
  /// What makes the buffer: the ops that fill it and copy into it. They may go when all its readers do without it.
  SmallVector<Operation *> ops;
};

/// How the buffer that `access` reads was padded, if the group is the only one that reads it and may read the source
/// instead.
std::optional<Padding> findPadding(const Problem &problem, const Access &access);

/// The accesses of `stage` with the loops `loops` (outermost first) as one, which takes the first one's number; nothing
/// where a buffer does not allow it.
std::optional<SmallVector<Access>> joinLoops(OpBuilder &b, const Problem &problem, const Stage &stage,
                                             ArrayRef<unsigned> loops);

} // namespace mlir::nnf::contraction

#endif // NNF_LIB_CODEGEN_CPU_CONTRACTION_PROBLEM_H
