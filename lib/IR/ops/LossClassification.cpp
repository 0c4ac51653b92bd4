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

/// Of class indices, or (`soft`) of probabilities in the shape of the input.
static LogicalResult crossEntropyShape(ShapeContext &c, const Shape &input, Shape target, bool soft, Value weight,
                                       double smoothing, Reduction reduction, SmallVectorImpl<Shape> &results) {
  if (failed(c.requireRank(input, 1, INT64_MAX, "input")) ||
      failed(c.require(smoothing >= 0 && smoothing <= 1, "expects label_smoothing to be in [0, 1], but got " +
                                                             Twine(std::to_string(smoothing)))))
    return failure();
  if (!soft)
    return classLossShape(c, input, target, weight, reduction, results);
  if (failed(c.requireRank(target, input.size(), input.size(), "target (of probabilities)")))
    return failure();
  for (size_t i = 0; i < input.size(); ++i)
    if (failed(c.requireEqual(target[i], input[i], "dimension " + Twine(i) + " of target",
                              "dimension " + Twine(i) + " of input")))
      return failure();
  target.erase(target.begin() + classDim(input));
  return classLossShape(c, input, target, weight, reduction, results);
}

LogicalResult CrossEntropyOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  bool soft = isa<FloatType>(nnf::detail::elementTypeOf(adaptor.getTarget()));
  if (failed(c.require(!soft || adaptor.getIgnoreIndex() < 0, "expects no ignore_index for a target of probabilities, but got " +
                                                                  Twine(adaptor.getIgnoreIndex()))))
    return failure();
  return crossEntropyShape(c, c.shape(adaptor.getInput()), c.shape(adaptor.getTarget()), soft, adaptor.getWeight(),
                           adaptor.getLabelSmoothing(), adaptor.getReduction(), results);
}

LogicalResult MultiMarginLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape input = c.shape(adaptor.getInput()), target = c.shape(adaptor.getTarget());
  int64_t p = adaptor.getP();
  if (failed(c.requireRank(input, 0, 2, "input")) ||
      failed(c.require(p == 1 || p == 2, "expects p to be 1 or 2, but got " + Twine(p))))
    return failure();
  if (input.empty()) // one class
    input.push_back(Dim(1));
  if (input.size() == 1 && target.size() == 1) // one sample, whose target has a dimension
    input.insert(input.begin(), Dim(1));
  return classLossShape(c, input, target, adaptor.getWeight(), adaptor.getReduction(), results);
}

LogicalResult MultilabelMarginLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape input = c.shape(adaptor.getInput()), target = c.shape(adaptor.getTarget());
  if (failed(c.requireRank(input, 0, 2, "input")) || failed(c.requireRank(target, input.size(), input.size(), "target")))
    return failure();
  if (input.empty()) { // one class
    input.push_back(Dim(1));
    target.push_back(Dim(1));
  }
  if (failed(c.requireAtLeast(input.back(), 1, "the number of classes")))
    return failure();
  for (size_t i = 0; i < input.size(); ++i)
    if (failed(c.requireEqual(target[i], input[i], "dimension " + Twine(i) + " of target", "dimension " + Twine(i) + " of input")))
      return failure();
  input.pop_back();
  return nnf::detail::reducedShape(c, adaptor.getReduction(), input, results);
}

LogicalResult MultilabelSoftMarginLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  FailureOr<Shape> shape = c.broadcast({c.shape(adaptor.getInput()), c.shape(adaptor.getTarget()), c.shape(adaptor.getWeight())},
                                       {"input", "target", "weight"});
  if (failed(shape) || failed(c.requireRank(c.shape(adaptor.getInput()), 1, INT64_MAX, "input")) ||
      failed(c.requireRank(*shape, c.shape(adaptor.getInput()).size(), c.shape(adaptor.getInput()).size(), "the broadcast shape")))
    return failure();
  shape->pop_back();
  return nnf::detail::reducedShape(c, adaptor.getReduction(), *shape, results);
}

LogicalResult LinearCrossEntropyOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), w = c.shape(adaptor.getLinearWeight()), target = c.shape(adaptor.getTarget());
  if (failed(c.requireRank(x, 1, 2, "input")) || failed(c.requireRank(w, 2, INT64_MAX, "linear_weight")) ||
      failed(c.requireEqual(x.back(), w.back(), "the last dimension of input", "the last dimension of linear_weight")) ||
      failed(c.require(w.size() == 2 || x.size() == 2, "expects an input of rank 2 for a linear_weight of rank 3 or more")) ||
      failed(c.requireSameElements({adaptor.getInput(), adaptor.getLinearWeight(), adaptor.getLinearBias()})))
    return failure();
  Shape logits(w.begin(), w.end() - 1);
  if (Value bias = adaptor.getLinearBias()) {
    Shape b = c.shape(bias);
    if (failed(c.requireRank(b, logits.size(), logits.size(), "linear_bias")))
      return failure();
    for (size_t i = 0; i < b.size(); ++i)
      if (failed(c.requireEqual(b[i], logits[i], "dimension " + Twine(i) + " of linear_bias",
                                "dimension " + Twine(i) + " of linear_weight")))
        return failure();
  }
  logits.insert(logits.begin(), x.begin(), x.end() - 1);
  bool soft = isa<FloatType>(nnf::detail::elementTypeOf(adaptor.getTarget()));
  if (failed(c.require(!soft || !adaptor.getIgnoreIndex(), "expects no ignore_index for a target of probabilities")))
    return failure();
  return crossEntropyShape(c, logits, target, soft, adaptor.getWeight(), adaptor.getLabelSmoothing(), adaptor.getReduction(),
                           results);
}

LogicalResult CtcLossOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getLogProbs()), targets = c.shape(adaptor.getTargets());
  if (failed(c.requireRank(x, 2, 3, "log_probs")) || failed(c.requireRank(targets, 1, 2, "targets")))
    return failure();
  bool single = x.size() == 2;
  Dim samples = single ? Dim(1) : x[1];
  int64_t blank = adaptor.getBlank();
  if (failed(c.requireAtLeast(x[0], 1, "the number of steps")) || failed(c.requireAtLeast(samples, 1, "the number of samples")) ||
      failed(c.require(blank >= 0, "expects blank to be at least 0, but got " + Twine(blank))) ||
      failed(c.requireAtLeast(x.back(), blank + 1, "the number of classes, blank among them,")))
    return failure();
  if (targets.size() == 2 && failed(c.requireEqual(targets[0], samples, "dimension 0 of targets", "the number of samples")))
    return failure();
  for (auto [v, name] : {std::pair(adaptor.getInputLengths(), "input_lengths"), {adaptor.getTargetLengths(), "target_lengths"}}) {
    Shape lengths = c.shape(v);
    if (failed(c.requireRank(lengths, single ? 0 : 1, 1, name)) ||
        (!lengths.empty() && failed(c.requireEqual(lengths[0], samples, "dimension 0 of " + Twine(name), "the number of samples"))))
      return failure();
  }
  return nnf::detail::reducedShape(c, adaptor.getReduction(), single ? Shape() : Shape{samples}, results);
}
