//===- Structure.cpp - views and elementwise ops, however they are spelled ----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Analysis/Structure.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace mlir::nnf;

//===-- views ---------------------------------------------------------------------------------------------------===//

OpOperand *nnf::getViewSource(Operation *op) {
  if (isa<tensor::CastOp, tensor::CollapseShapeOp, tensor::ExpandShapeOp, tensor::ReshapeOp>(op))
    return isa<RankedTensorType>(op->getOperand(0).getType()) && isa<RankedTensorType>(op->getResult(0).getType())
               ? &op->getOpOperand(0)
               : nullptr;
  if (auto transpose = dyn_cast<linalg::TransposeOp>(op))
    return transpose.hasPureTensorSemantics() ? &op->getOpOperand(0) : nullptr;
  return nullptr;
}

/// The one dimension of `group` that is not a static 1; `fallback` where all are, nothing where several are not.
static std::optional<int64_t> onlyExtent(ArrayRef<int64_t> group, ArrayRef<int64_t> shape, int64_t fallback) {
  std::optional<int64_t> found;
  for (int64_t d : group) {
    if (shape[d] == 1)
      continue;
    if (found)
      return std::nullopt;
    found = d;
  }
  return found ? *found : fallback;
}

/// Number of elements behind dimension `axis`, or nothing where a size is not static.
static std::optional<int64_t> stride(ArrayRef<int64_t> shape, int64_t axis) {
  int64_t product = 1;
  for (int64_t size : shape.drop_front(axis + 1)) {
    if (ShapedType::isDynamic(size))
      return std::nullopt;
    product *= size;
  }
  return product;
}

std::optional<int64_t> nnf::mapAxisThroughView(Operation *view, int64_t axis) {
  if (isa<tensor::CastOp>(view))
    return axis;
  if (auto transpose = dyn_cast<linalg::TransposeOp>(view)) {
    ArrayRef<int64_t> permutation = transpose.getPermutation();
    return llvm::find(permutation, axis) - permutation.begin();
  }
  ArrayRef<int64_t> from = cast<RankedTensorType>(view->getOperand(0).getType()).getShape();
  ArrayRef<int64_t> to = cast<RankedTensorType>(view->getResult(0).getType()).getShape();
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(view)) {
    for (auto [i, group] : llvm::enumerate(collapse.getReassociationIndices())) {
      if (!llvm::is_contained(group, axis))
        continue;
      return onlyExtent(group, from, axis) == axis ? std::optional<int64_t>(i) : std::nullopt;
    }
    return std::nullopt;
  }
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(view)) {
    SmallVector<ReassociationIndices> groups = expand.getReassociationIndices();
    return onlyExtent(groups[axis], to, groups[axis].back());
  }
  // tensor.reshape is row-major: the same size over the same stride is the same dimension.
  std::optional<int64_t> behind = stride(from, axis);
  if (!behind || ShapedType::isDynamic(from[axis]))
    return std::nullopt;
  for (size_t i = 0; i < to.size(); ++i)
    if (to[i] == from[axis] && stride(to, i) == behind)
      return i;
  return std::nullopt;
}

//===-- elementwise ops -------------------------------------------------------------------------------------------===//

static std::optional<Elementwise> matchLinalg(linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() || op->getNumResults() != 1 || op.getNumParallelLoops() != op.getNumLoops() ||
      !llvm::all_of(op.getIndexingMapsArray(), [](AffineMap m) { return m.isIdentity(); }))
    return std::nullopt;
  Block *body = op.getBlock();
  // The op and its yield.
  if (!llvm::hasNItems(*body, 2))
    return std::nullopt;
  Operation *scalar = &body->front(), *yield = body->getTerminator();
  if (scalar->getNumResults() != 1 || scalar->getNumRegions() != 0 || yield->getOperand(0) != scalar->getResult(0))
    return std::nullopt;
  Elementwise result{scalar, {}};
  for (Value v : scalar->getOperands()) {
    auto arg = dyn_cast<BlockArgument>(v);
    if (!arg || arg.getOwner() != body) {
      result.operands.push_back(v);
      continue;
    }
    OpOperand *operand = op.getMatchingOpOperand(arg);
    if (!op.isDpsInput(operand))
      return std::nullopt;
    result.operands.push_back(operand->get());
  }
  return result;
}

std::optional<Elementwise> nnf::matchElementwise(Operation *op) {
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op))
    return matchLinalg(linalgOp);
  if (!OpTrait::hasElementwiseMappableTraits(op) || op->getNumResults() != 1 ||
      !isa<RankedTensorType>(op->getResult(0).getType()))
    return std::nullopt;
  return Elementwise{op, llvm::to_vector(op->getOperands())};
}
