//===- LossClassification.cpp - shape rules and registration of the family --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/OpImpl.h"

using namespace mlir;
using namespace mlir::nnf;

#define GET_OP_CLASSES
#include "nnf/IR/ops/LossClassification.cpp.inc"

void NnfDialect::registerLossClassificationOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/LossClassification.cpp.inc"
      >();
}

/// Where the classes are: dimension 0 of (C), dimension 1 of (N, C, ...).
static int64_t classDim(ArrayRef<Dim> input) { return input.size() == 1 ? 0 : 1; }

/// The target has the input's shape without the classes; the weight has one entry a class.
static LogicalResult classLossShape(ShapeContext &c, const Shape &input, const Shape &target, Value weight,
                                    Reduction reduction, SmallVectorImpl<Shape> &results) {
  int64_t at = classDim(input);
  // Without a class there is nothing that a target could name, nor that an ignored one could stand for.
  if (failed(c.requireAtLeast(input[at], 1, "the number of classes")))
    return failure();
  Shape rest = input;
  rest.erase(rest.begin() + at);
  if (failed(c.requireRank(target, rest.size(), rest.size(), "target")))
    return failure();
  for (size_t i = 0; i < rest.size(); ++i)
    if (failed(c.requireEqual(target[i], rest[i], "dimension " + Twine(i) + " of target",
                              "dimension " + Twine(i < static_cast<size_t>(at) ? i : i + 1) + " of input")))
      return failure();
  if (weight) {
    Shape w = c.shape(weight);
    if (failed(c.requireRank(w, 1, 1, "weight")) ||
        failed(c.requireEqual(w[0], input[at], "dimension 0 of weight", "the number of classes")))
      return failure();
  }
  for (auto [i, d] : llvm::enumerate(rest))
    if (!d.isStatic() && target[i].isStatic())
      d = target[i];
  return nnf::detail::reducedShape(c, reduction, rest, results);
}

LogicalResult NllLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape input = c.shape(adaptor.getInput());
  if (failed(c.requireRank(input, 1, INT64_MAX, "input")))
    return failure();
  return classLossShape(c, input, c.shape(adaptor.getTarget()), adaptor.getWeight(), adaptor.getReduction(), results);
}

LogicalResult CrossEntropyOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape input = c.shape(adaptor.getInput()), target = c.shape(adaptor.getTarget());
  double smoothing = adaptor.getLabelSmoothing();
  if (failed(c.requireRank(input, 1, INT64_MAX, "input")) ||
      failed(c.require(smoothing >= 0 && smoothing <= 1, "expects label_smoothing to be in [0, 1], but got " +
                                                             Twine(std::to_string(smoothing)))))
    return failure();
  if (!isa<FloatType>(detail::elementTypeOf(adaptor.getTarget())))
    return classLossShape(c, input, target, adaptor.getWeight(), adaptor.getReduction(), results);
  // Probabilities: the target has the input's shape.
  if (failed(c.requireRank(target, input.size(), input.size(), "target (of probabilities)")))
    return failure();
  for (size_t i = 0; i < input.size(); ++i)
    if (failed(c.requireEqual(target[i], input[i], "dimension " + Twine(i) + " of target",
                              "dimension " + Twine(i) + " of input")))
      return failure();
  target.erase(target.begin() + classDim(input));
  return classLossShape(c, input, target, adaptor.getWeight(), adaptor.getReduction(), results);
}
