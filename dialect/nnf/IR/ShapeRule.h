//===- ShapeRule.h - one rule for verifier, inference, reification and guards ------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// An op's shape rule is one function over Dim, which is a number, "not known", or an SSA index:
//
//   static LogicalResult LinearOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
//     Shape x = c.shape(adaptor.getInput()), w = c.shape(adaptor.getWeight());
//     if (failed(c.requireEqual(x.back(), w[1], "the last dimension of input", "dimension 1 of weight")))
//       return failure();
//     ...
//
// Run over types it verifies and infers: an unknown dimension satisfies every requirement. Run over IR it reifies,
// and each requirement that is not settled statically becomes a guard (cf.assert) before anything is read.
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_SHAPERULE_H
#define NNF_IR_SHAPERULE_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/Support/LLVM.h"

namespace mlir::nnf {

class ShapeContext;

/// No tensor has a dimension of more elements: more than any memory holds, and few enough that the sum of some is a size.
inline constexpr int64_t kMostSize = int64_t(1) << 47;

/// One dimension: a static size, or a dynamic one that has an SSA value when the rule runs over IR.
class Dim {
public:
  Dim(int64_t size = ShapedType::kDynamic) : size(size) {}
  Dim(ShapeContext &c, Value v) : context(&c), v(v) {}

  bool isStatic() const { return !ShapedType::isDynamic(size); }
  /// The static size, or ShapedType::kDynamic.
  int64_t getSize() const { return size; }
  bool isOne() const { return size == 1; }
  /// The dimension as a mixed size; dynamic dimensions must have a value.
  OpFoldResult mixed(OpBuilder &b) const;
  Value value(OpBuilder &b, Location loc) const;

  friend Dim operator+(Dim a, Dim b);
  friend Dim operator-(Dim a, Dim b);
  friend Dim operator*(Dim a, Dim b);
  friend Dim min(Dim a, Dim b);
  /// Division rounding down or up; the dividend is not negative (require that first), the divisor is positive.
  friend Dim floorDiv(Dim a, int64_t b);
  friend Dim ceilDiv(Dim a, int64_t b);

private:
  friend class ShapeContext;
  ShapeContext *context = nullptr;
  int64_t size = ShapedType::kDynamic;
  Value v;
};

using Shape = SmallVector<Dim, 4>;

/// Where a shape rule runs: over types, or over IR.
class ShapeContext {
public:
  /// Over types. Requirements are checked; violations are reported at `loc` where it is given.
  ShapeContext(std::optional<Location> loc, StringRef opName) : loc(loc), opName(opName) {}
  /// Over IR. Requirements on dynamic dimensions become cf.assert ops at `b` if `guards`.
  ShapeContext(OpBuilder &b, Location loc, StringRef opName, bool guards)
      : builder(&b), loc(loc), opName(opName), guards(guards) {}

  /// The dimensions of a ranked tensor; empty for an absent operand.
  Shape shape(Value tensor);

  /// a == b; `what` and `than` say what they are ("the last dimension of input", "dimension 1 of weight").
  LogicalResult requireEqual(Dim a, Dim b, const Twine &what, const Twine &than);
  /// a >= least.
  LogicalResult requireAtLeast(Dim a, int64_t least, const Twine &what);
  /// a != value.
  LogicalResult requireDifferent(Dim a, int64_t value, const Twine &what);
  /// A rank between `least` and `most`.
  LogicalResult requireRank(ArrayRef<Dim> shape, int64_t least, int64_t most, const Twine &what);
  /// An attribute with an entry for each of `count` dimensions, each of them from `least` to `most`. What a window is made
  /// of has 32 bits, as in PyTorch: two of them multiplied fit a size.
  LogicalResult requireEntries(ArrayRef<int64_t> entries, int64_t count, int64_t least, const Twine &what,
                               int64_t most = INT32_MAX);
  /// All tensors have one element type.
  LogicalResult requireSameElements(ValueRange tensors);
  /// As above, unless one of them is of floats: integers are computed in one type.
  LogicalResult requireSameIntegers(ValueRange tensors);
  /// A condition on static facts such as attributes.
  LogicalResult require(bool condition, const Twine &message);
  /// torch's broadcasting, aligned at the right; a dynamic dimension never broadcasts.
  FailureOr<Shape> broadcast(ArrayRef<Shape> shapes, ArrayRef<std::string> names);
  /// `dim` counted from the end where negative; an error outside [-rank, rank).
  FailureOr<int64_t> dimIndex(int64_t dim, int64_t rank);

  OpBuilder *getBuilder() { return builder; }
  Location getLoc() { return *loc; }

private:
  LogicalResult fail(const Twine &message);

  OpBuilder *builder = nullptr;
  std::optional<Location> loc;
  StringRef opName;
  bool guards = false;
};

/// Static sizes of a shape, ShapedType::kDynamic where unknown.
SmallVector<int64_t> staticSizes(ArrayRef<Dim> shape);
/// The shape as mixed sizes; it came from a rule that ran over IR.
SmallVector<OpFoldResult> mixedSizes(OpBuilder &b, ArrayRef<Dim> shape);

} // namespace mlir::nnf

#endif // NNF_IR_SHAPERULE_H
