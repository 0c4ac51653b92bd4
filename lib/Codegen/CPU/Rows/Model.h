//===- Model.h - linalg ops on buffers as loops and accesses --------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What the grouping and the emission need to know of one linalg op: which loops it has, which memory it touches at
// which index, how its reductions combine, and what it costs.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_CPU_ROWS_MODEL_H
#define NNF_LIB_CODEGEN_CPU_ROWS_MODEL_H

#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include <memory>
#include <string>

namespace mlir::nnf::rows {

/// Whether two bases may be the same memory. Arguments do not overlap each other (the callers' contract).
bool mayAlias(Value baseA, Value baseB);

/// One operand of a linalg op. Subviews and casts are seen through: `index` points into the memref they are taken from.
struct Access {
  /// The memory and its root; both null for a scalar operand, which is `scalar`.
  Value memref, base, scalar;
  /// One expression per axis of `memref`. Dims are loops of the op (in a Group: classes of loops), symbols are
  /// positions in Model::symbols. Loops of static size 1 have become 0.
  SmallVector<AffineExpr> index;
  /// Per axis: the loop (class) d where the expression is d + offset with an offset free of loops, else -1; that offset.
  SmallVector<int64_t> loopAt;
  SmallVector<AffineExpr> offsetAt;
  /// Per axis: the loop runs over the whole extent of the axis.
  SmallVector<bool> full;
  /// The operand as written, a view perhaps: equal views have equal extents.
  Value view;
  bool reads = false, writes = false;

  bool isScalar() const { return static_cast<bool>(scalar); }
  Type elementType() const {
    return isScalar() ? scalar.getType() : cast<MemRefType>(memref.getType()).getElementType();
  }
  /// Recomputes loopAt and offsetAt from index.
  void decompose();
  /// Whether loop (class) `d` occurs in the index.
  bool uses(unsigned d) const;
  /// The same element for the same loops.
  bool sameElement(const Access &other) const { return memref == other.memref && index == other.index; }
};

/// How a reduction combines a contribution with its accumulator.
struct Combiner {
  vector::CombiningKind kind;
  /// The op of the body that combines.
  Operation *op = nullptr;
  /// Combining a value with itself changes nothing: an accumulator may start at the initial value in every lane.
  bool isIdempotent() const;
  /// The value that changes nothing.
  TypedAttr neutral(Builder &b, Type type) const;
  /// A float sum: the order of its terms decides its error.
  bool isFloatSum() const;
};

/// One linalg op.
struct RowOp {
  linalg::LinalgOp op;
  SmallVector<utils::IteratorType> iterators;
  SmallVector<int64_t> sizes; ///< static sizes of the loops, or kDynamic
  SmallVector<Access, 0> accesses; ///< one per operand
  /// Roots of the memory that the body loads from at indices of its own.
  SmallVector<Value> bodyReads;
  /// Loops whose index the body asks for.
  SmallVector<bool> indexUsed;
  /// Instructions of the body, about, on values as wide as a vector.
  int64_t cost = 0;
  /// The body can be copied over lanes; if not, why.
  bool vectorizable = true;
  std::string whyScalar;

  unsigned numLoops() const { return iterators.size(); }
  Block &body() { return *op.getBlock(); }
  unsigned numInputs() { return op.getNumDpsInputs(); }
  /// Whether it combines several elements into one. (A reduction over a loop of one iteration does not.)
  bool isReduction() const {
    return llvm::any_of(llvm::zip_equal(iterators, sizes), [](auto loop) {
      return std::get<0>(loop) == utils::IteratorType::reduction && std::get<1>(loop) != 1;
    });
  }
};

/// All ops of one function that share symbols.
class Model {
public:
  /// Loop-free index values (offsets of views) that expressions refer to as symbols.
  SmallVector<Value> symbols;

  /// The op in this form; null, with the reason, for one that the emitter cannot take.
  std::unique_ptr<RowOp> create(linalg::LinalgOp op, std::string &why);

private:
  /// Walks from a view to the memory it shows, rewriting `access`.
  void seeThrough(Access &access);
  AffineExpr offsetExpr(OpFoldResult offset, MLIRContext *context);
};

/// The combiner of output `out` of a reduction, nothing where the body is no plain "accumulator op term".
std::optional<Combiner> matchCombiner(linalg::LinalgOp op, unsigned out);

/// About how many vector instructions a body takes.
int64_t costOf(Block &body);

} // namespace mlir::nnf::rows

#endif // NNF_LIB_CODEGEN_CPU_ROWS_MODEL_H
