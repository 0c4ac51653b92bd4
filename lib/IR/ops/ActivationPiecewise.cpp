//===- ActivationPiecewise.cpp - verifiers and registration of the family ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/ActivationPiecewise.h"
#include "nnf/IR/OpImpl.h"
#include "nnf/IR/Requirements.h"
#include <cmath>

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/ActivationPiecewise.cpp.inc"

void NnfDialect::registerActivationPiecewiseOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/ActivationPiecewise.cpp.inc"
      >();
}

/// A number that an op compares integers with, or replaces them by, is one of theirs (but for a fraction, which is cut off).
/// With `wraps`, a negative one stands for what unsigned integers make of it, as in PyTorch.
static LogicalResult verifyFits(Operation *op, StringRef name, double value, bool wraps) {
  auto element = dyn_cast<IntegerType>(getElementTypeOrSelf(op->getOperand(0)));
  if (!element)
    return success();
  double least = element.isUnsigned() ? 0 : -std::ldexp(1.0, element.getWidth() - 1);
  double beyond = std::ldexp(1.0, element.getWidth() - !element.isUnsigned());
  if (element.isUnsigned() && wraps)
    least = 1 - beyond;
  if (value >= least && value < beyond)
    return success();
  return op->emitOpError() << "expects " << name << " to be a number of type " << element << ", but got " << value;
}

/// [hardtanh_fits] min_val and max_val are numbers of the element type.
LogicalResult HardtanhOp::verify() {
  if (failed(verifyFits(*this, "min_val", getMinVal(), /*wraps=*/false)))
    return failure();
  return verifyFits(*this, "max_val", getMaxVal(), /*wraps=*/false);
}

/// [threshold_fits] threshold and value are numbers of the element type.
LogicalResult ThresholdOp::verify() {
  if (failed(verifyFits(*this, "threshold", getThreshold(), /*wraps=*/true)))
    return failure();
  return verifyFits(*this, "value", getValue(), /*wraps=*/true);
}

/// [softshrink_lambd] lambd is not negative.
LogicalResult SoftshrinkOp::verify() {
  return nnf::detail::verifyThat(*this, !(getLambd() < 0), "expects lambd to be at least 0", getLambd());
}

LogicalResult PreluOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), w = c.shape(adaptor.getWeight());
  if (failed(c.requireRank(w, 0, 1, "weight")))
    return failure();
  if (!w.empty() && !w[0].isOne()) {
    Dim channels = x.size() > 1 ? x[1] : Dim(1);
    if (failed(c.requireRank(x, 1, INT64_MAX, "input, for a weight of several elements,")) ||
        failed(c.requireEqual(w[0], channels, "dimension 0 of weight", "the number of channels")))
      return failure();
  }
  results.push_back(x);
  return success();
}

LogicalResult RreluOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  double lower = adaptor.getLower(), upper = adaptor.getUpper();
  results.push_back(c.shape(adaptor.getInput()));
  if (failed(c.require(lower <= upper, "expects lower to be at most upper, but got " + Twine(std::to_string(lower)) + " and " +
                                           Twine(std::to_string(upper)))))
    return failure();
  return c.require(!adaptor.getTraining() || (adaptor.getSeed() && adaptor.getOffset()), "expects seed and offset in training");
}
