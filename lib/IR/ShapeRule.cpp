//===- ShapeRule.cpp - shape rules over numbers and over IR -----------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ShapeRule.h"
#include "nnf/IR/Requirements.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::nnf;
using nnf::detail::noteRequirement;

//===-- Dim -------------------------------------------------------------------------------------------------===//

OpFoldResult Dim::mixed(OpBuilder &b) const {
  if (isStatic())
    return b.getIndexAttr(size);
  // Null over types, and over IR where only the elements of an operand tell.
  return v;
}

Value Dim::value(OpBuilder &b, Location loc) const {
  return getValueOrCreateConstantIndexOp(b, loc, mixed(b));
}

/// A size that is too large or too small for 64 bits is as large as there is: no tensor has it, and the smallest number stands
/// for what is not known.
static int64_t saturated(int64_t size, bool overflow, bool isNegative) {
  if (overflow)
    return isNegative ? INT64_MIN + 1 : INT64_MAX;
  return std::max(size, INT64_MIN + 1);
}

/// Both static: numbers. Otherwise over IR an arith op, over types "not known".
template <class OpTy, class Fold>
static Dim combine(ShapeContext *c, Dim a, Dim b, Fold fold) {
  if (a.isStatic() && b.isStatic())
    return Dim(fold(a.getSize(), b.getSize()));
  if (!c || !c->getBuilder())
    return Dim();
  OpBuilder &builder = *c->getBuilder();
  Location loc = c->getLoc();
  return Dim(*c, OpTy::create(builder, loc, a.value(builder, loc), b.value(builder, loc)));
}

namespace mlir::nnf {
Dim operator+(Dim a, Dim b) {
  if (b.size == 0)
    return a;
  return combine<arith::AddIOp>(a.context ? a.context : b.context, a, b, [](int64_t x, int64_t y) {
    int64_t sum;
    bool overflow = llvm::AddOverflow(x, y, sum);
    return saturated(sum, overflow, x < 0);
  });
}
Dim operator-(Dim a, Dim b) {
  if (b.size == 0)
    return a;
  return combine<arith::SubIOp>(a.context ? a.context : b.context, a, b, [](int64_t x, int64_t y) {
    int64_t difference;
    bool overflow = llvm::SubOverflow(x, y, difference);
    return saturated(difference, overflow, x < 0);
  });
}
Dim operator*(Dim a, Dim b) {
  if (a.size == 1)
    return b;
  if (b.size == 1)
    return a;
  return combine<arith::MulIOp>(a.context ? a.context : b.context, a, b, [](int64_t x, int64_t y) {
    int64_t product;
    bool overflow = llvm::MulOverflow(x, y, product);
    return saturated(product, overflow, (x < 0) != (y < 0));
  });
}
Dim min(Dim a, Dim b) {
  return combine<arith::MinSIOp>(a.context ? a.context : b.context, a, b,
                                 [](int64_t x, int64_t y) { return std::min(x, y); });
}
Dim floorDiv(Dim a, int64_t b) {
  if (b == 1)
    return a;
  return combine<arith::DivSIOp>(a.context, a, Dim(b), [](int64_t x, int64_t y) { return x / y; });
}
Dim ceilDiv(Dim a, int64_t b) {
  return floorDiv(a + Dim(b - 1), b);
}
} // namespace mlir::nnf

SmallVector<int64_t> nnf::staticSizes(ArrayRef<Dim> shape) {
  return llvm::map_to_vector(shape, [](Dim d) { return d.getSize(); });
}
SmallVector<OpFoldResult> nnf::mixedSizes(OpBuilder &b, ArrayRef<Dim> shape) {
  return llvm::map_to_vector(shape, [&](Dim d) { return d.mixed(b); });
}

//===-- ShapeContext ------------------------------------------------------------------------------------------===//

Shape ShapeContext::shape(Value tensor) {
  Shape dims;
  if (!tensor)
    return dims;
  auto type = cast<RankedTensorType>(tensor.getType());
  for (auto [i, size] : llvm::enumerate(type.getShape())) {
    if (!ShapedType::isDynamic(size) || !builder) {
      dims.push_back(Dim(size));
      continue;
    }
    Value extent = builder->createOrFold<tensor::DimOp>(*loc, tensor, static_cast<int64_t>(i));
    APInt constant;
    if (matchPattern(extent, m_ConstantInt(&constant)))
      dims.push_back(Dim(constant.getSExtValue()));
    else
      dims.push_back(Dim(*this, extent));
  }
  return dims;
}

LogicalResult ShapeContext::fail(const Twine &message) {
  if (!loc)
    return failure();
  return emitError(*loc) << "'" << opName << "' op " << message;
}

/// A requirement between two dimensions that is not settled statically: a guard.
static void emitGuard(OpBuilder &b, Location loc, arith::CmpIPredicate predicate, Dim x, Dim y, const Twine &message) {
  Value holds = arith::CmpIOp::create(b, loc, predicate, x.value(b, loc), y.value(b, loc));
  cf::AssertOp::create(b, loc, holds, message.str());
}

LogicalResult ShapeContext::requireEqual(Dim a, Dim b, const Twine &what, const Twine &than) {
  noteRequirement("expects " + what + " to equal " + than);
  if (a.isStatic() && b.isStatic()) {
    if (a.getSize() == b.getSize())
      return success();
    return fail("expects " + what + " to equal " + than + ", but got " + Twine(a.getSize()) + " and " +
                Twine(b.getSize()));
  }
  if (builder && guards && !(a.v && a.v == b.v))
    emitGuard(*builder, *loc, arith::CmpIPredicate::eq, a, b,
              opName + ": expects " + what + " to equal " + than + ", but got {0} and {1}");
  return success();
}

LogicalResult ShapeContext::requireAtLeast(Dim a, int64_t least, const Twine &what) {
  noteRequirement("expects " + what + " to be at least " + Twine(least));
  if (a.isStatic()) {
    if (a.getSize() >= least)
      return success();
    return fail("expects " + what + " to be at least " + Twine(least) + ", but got " + Twine(a.getSize()));
  }
  if (builder && guards)
    emitGuard(*builder, *loc, arith::CmpIPredicate::sge, a, Dim(least),
              opName + ": expects " + what + " to be at least {1}, but got {0}");
  return success();
}

LogicalResult ShapeContext::requireDifferent(Dim a, int64_t value, const Twine &what) {
  noteRequirement("expects " + what + " not to be " + Twine(value));
  if (a.isStatic())
    return a.getSize() != value ? success() : fail("expects " + what + " not to be " + Twine(value));
  if (builder && guards)
    emitGuard(*builder, *loc, arith::CmpIPredicate::ne, a, Dim(value), opName + ": expects " + what + " not to be {1}");
  return success();
}

LogicalResult ShapeContext::requireRank(ArrayRef<Dim> shape, int64_t least, int64_t most, const Twine &what) {
  int64_t rank = shape.size();
  auto check = [&](const Twine &expected) {
    noteRequirement("expects " + what + expected);
    return rank >= least && rank <= most ? success() : fail("expects " + what + expected + ", but got rank " + Twine(rank));
  };
  if (least == most)
    return check(" to have rank " + Twine(least));
  if (most == INT64_MAX)
    return check(" to have rank " + Twine(least) + " or more");
  return check(" to have a rank from " + Twine(least) + " to " + Twine(most));
}

LogicalResult ShapeContext::requireEntries(ArrayRef<int64_t> entries, int64_t count, int64_t least,
                                           const Twine &what, int64_t most) {
  noteRequirement("expects " + what + " to have " + Twine(count) + " entries");
  noteRequirement("expects " + what + " to be at least " + Twine(least));
  if (static_cast<int64_t>(entries.size()) != count)
    return fail("expects " + what + " to have " + Twine(count) + " entries, but got " + Twine(entries.size()));
  for (int64_t entry : entries) {
    if (entry < least)
      return fail("expects " + what + " to be at least " + Twine(least) + ", but got " + Twine(entry));
    if (entry > most)
      return fail("expects " + what + " to be at most " + Twine(most) + ", but got " + Twine(entry));
  }
  return success();
}

LogicalResult ShapeContext::requireSameElements(ValueRange tensors) {
  noteRequirement("expects operands of one element type");
  Type first;
  for (Value v : tensors) {
    Type t = v ? getElementTypeOrSelf(v.getType()) : Type();
    if (!t || t == first)
      continue;
    if (first) {
      std::string text;
      llvm::raw_string_ostream(text) << "expects operands of one element type, but got " << first << " and " << t;
      return fail(text);
    }
    first = t;
  }
  return success();
}

LogicalResult ShapeContext::requireSameIntegers(ValueRange tensors) {
  bool hasFloats = llvm::any_of(tensors, [](Value v) { return v && isa<FloatType>(getElementTypeOrSelf(v.getType())); });
  return hasFloats ? success() : requireSameElements(tensors);
}

LogicalResult ShapeContext::require(bool condition, const Twine &message) {
  noteRequirement(message);
  return condition ? success() : fail(message);
}

FailureOr<Shape> ShapeContext::broadcast(ArrayRef<Shape> shapes, ArrayRef<std::string> names) {
  size_t rank = 0;
  for (const Shape &s : shapes)
    rank = std::max(rank, s.size());
  Shape result(rank, Dim(1));
  for (size_t d = 0; d < rank; ++d) {
    // `from` is the operand that gave the extent so far; static 1 is the only size that stretches.
    int64_t from = -1;
    for (auto [k, s] : llvm::enumerate(shapes)) {
      if (d + s.size() < rank)
        continue;
      Dim x = s[d - (rank - s.size())];
      if (x.isOne())
        continue;
      if (from < 0) {
        result[d] = x;
        from = k;
        continue;
      }
      auto describe = [&](size_t operand) {
        return ("dimension " + Twine(d - (rank - shapes[operand].size())) + " of " + names[operand]).str();
      };
      if (failed(requireEqual(result[d], x, describe(from), describe(k))))
        return failure();
      if (!result[d].isStatic() && x.isStatic())
        result[d] = x;
    }
  }
  return result;
}

FailureOr<int64_t> ShapeContext::dimIndex(int64_t dim, int64_t rank) {
  noteRequirement("expects dim to be in [-rank, rank - 1]");
  // torch lets a 0-d tensor be addressed by dim 0 and -1.
  int64_t bound = std::max<int64_t>(rank, 1);
  if (dim < -bound || dim >= bound)
    return fail("expects dim to be in [" + Twine(-bound) + ", " + Twine(bound - 1) + "], but got " + Twine(dim));
  return dim < 0 ? dim + bound : dim;
}
