//===- Dropout.cpp - verifier, folder and registration of the family --------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Dropout.h"
#include "nnf/IR/OpImpl.h"
#include "nnf/IR/Requirements.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf::detail {
/// [drops_p] p is a probability. [drops_seed] Training needs seed and offset.
static LogicalResult verifyDrops(Operation *op, double p, bool training, bool hasSeed) {
  if (failed(verifyThat(op, p >= 0 && p <= 1, "expects p to be in [0, 1]", p)))
    return failure();
  if (training && p > 0 && p < 1 && !hasSeed)
    return op->emitOpError("expects seed and offset in training");
  return success();
}
} // namespace mlir::nnf::detail

#define GET_OP_CLASSES
#include "nnf/IR/ops/Dropout.cpp.inc"

void NnfDialect::registerDropoutOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Dropout.cpp.inc"
      >();
}

LogicalResult DropoutOp::verify() {
  return nnf::detail::verifyDrops(*this, getP(), getTraining(), getSeed() && getOffset());
}

/// Whole channels: what names them comes first.
template <class Adaptor>
static LogicalResult channelsShape(ShapeContext &c, Adaptor adaptor, int64_t least, int64_t most, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  results.push_back(x);
  return c.requireRank(x, least, most, "input");
}

LogicalResult Dropout1dOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  return channelsShape(c, adaptor, 2, 3, results);
}
LogicalResult Dropout2dOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  return channelsShape(c, adaptor, 2, INT64_MAX, results);
}
LogicalResult Dropout3dOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  return channelsShape(c, adaptor, 1, INT64_MAX, results);
}
LogicalResult FeatureAlphaDropoutOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  // As in PyTorch, whose inference takes any rank, and whose draws are of floats.
  bool drops = adaptor.getTraining() && adaptor.getP() != 0;
  if (failed(c.require(!drops || adaptor.getP() == 1 || isa<FloatType>(nnf::detail::elementTypeOf(adaptor.getInput())),
                       "expects an input of floats in training")))
    return failure();
  return channelsShape(c, adaptor, drops ? 2 : 0, INT64_MAX, results);
}

/// Inference, and p = 0, leave every element as it is.
OpFoldResult DropoutOp::fold(FoldAdaptor) {
  if ((!getTraining() || getP() == 0) && getInput().getType() == getType())
    return getInput();
  return {};
}
