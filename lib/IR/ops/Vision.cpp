//===- Vision.cpp - shape rules and registration of the family --------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Vision.h"
#include "nnf/IR/OpImpl.h"
#include "nnf/IR/ScaledDim.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf::detail {
template <class Adaptor>
static LogicalResult channelShuffleShape(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  int64_t groups = adaptor.getGroups();
  if (failed(c.requireRank(x, 3, INT64_MAX, "input")) ||
      failed(c.require(groups >= 1, "expects groups to be at least 1, but got " + Twine(groups))) ||
      failed(c.requireEqual(floorDiv(x[1], groups) * Dim(groups), x[1], "groups times the channels of a group",
                            "the number of channels")))
    return failure();
  results.push_back(x);
  return success();
}

/// Every pixel of the result is the one at its own place. A mode that takes means would multiply a neighbour by 0 there, which is
/// NaN where that is infinite.
static bool copiesImage(InterpolateMode mode, Value input, Value result, ArrayRef<double> factors) {
  auto from = cast<RankedTensorType>(input.getType()), to = cast<RankedTensorType>(result.getType());
  bool copies = mode == InterpolateMode::Nearest || mode == InterpolateMode::NearestExact;
  bool unit = !factors.empty() && llvm::all_of(factors, [](double f) { return f == 1; });
  bool same = factors.empty() && from == to && from.hasStaticShape();
  return copies && (unit || same);
}

/// The sizes are given, or the input's times the factors, rounded down.
static LogicalResult interpolateShape(ShapeContext &c, Value input, const ResizeOptions &o,
                                      SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(input);
  if (failed(c.requireRank(x, 3, 5, "input")))
    return failure();
  int64_t n = x.size() - 2, given = o.size.size(), scaled_ = o.scaleFactor.size();
  int64_t rank = o.mode == InterpolateMode::Linear      ? 3
                 : o.mode == InterpolateMode::Trilinear ? 5
                 : o.mode == InterpolateMode::Bilinear || o.mode == InterpolateMode::Bicubic ||
                         o.mode == InterpolateMode::Lanczos
                     ? 4
                     : n + 2;
  StringRef mode = stringifyInterpolateMode(o.mode);
  bool copies = o.mode == InterpolateMode::Nearest || o.mode == InterpolateMode::NearestExact;
  bool filters = o.mode == InterpolateMode::Bilinear || o.mode == InterpolateMode::Bicubic ||
                 o.mode == InterpolateMode::Lanczos;
  if (failed(c.require(rank == n + 2, "expects an input of rank " + Twine(rank) + " with mode " + mode + ", but got rank " +
                                          Twine(n + 2))) ||
      failed(c.require((given == 0) != (scaled_ == 0), "expects either size or scale_factor")) ||
      (given && failed(c.requireEntries(o.size, n, 1, "size", kMostSize))) ||
      failed(c.require(scaled_ == 0 || scaled_ == n,
                       "expects scale_factor to have " + Twine(n) + " entries, but got " + Twine(scaled_))) ||
      failed(c.require(!o.alignCorners || !(copies || o.mode == InterpolateMode::Area || o.mode == InterpolateMode::Lanczos),
                       "expects no align_corners with mode " + mode)) ||
      failed(c.require(!o.recompute || scaled_, "expects scale_factor with recompute_scale_factor")) ||
      failed(c.require(!o.antialias || filters,
                       "expects antialias with mode bilinear, bicubic or lanczos only, but got " + mode)) ||
      failed(c.require(o.antialias || o.mode != InterpolateMode::Lanczos, "expects antialias with mode lanczos")))
    return failure();
  bool isInteger = isa<IntegerType>(getElementTypeOrSelf(input.getType()));
  if (failed(c.require(!isInteger || copies || filters, "expects a floating-point input with mode " + mode)))
    return failure();
  Shape result{x[0], x[1]};
  if (failed(c.requireAtLeast(x[1], 1, "dimension 1 of input")))
    return failure();
  for (int64_t i = 0; i < n; ++i) {
    if (failed(c.requireAtLeast(x[2 + i], 1, "dimension " + Twine(2 + i) + " of input")))
      return failure();
    if (scaled_ && failed(c.require(o.scaleFactor[i] > 0 && std::isfinite(o.scaleFactor[i]),
                                    "expects scale_factor to be positive and finite")))
      return failure();
    Dim size = given ? Dim(o.size[i]) : scaled(c, x[2 + i], o.scaleFactor[i]);
    if (failed(c.requireAtLeast(size, 1, "dimension " + Twine(2 + i) + " of the result")))
      return failure();
    result.push_back(size);
  }
  results.push_back(result);
  return success();
}
} // namespace mlir::nnf::detail

#include "nnf/IR/enums/Vision.cpp.inc"

#define GET_OP_CLASSES
#include "nnf/IR/ops/Vision.cpp.inc"

void NnfDialect::registerVisionOps() {
  addOperations<
#define GET_OP_LIST
#include "nnf/IR/ops/Vision.cpp.inc"
      >();
}

//===-- padding ---------------------------------------------------------------------------------------------------===//

/// An integer (or bool) tensor can hold the value.
static LogicalResult checkPadValue(ShapeContext &c, Type element, double value) {
  auto integer = dyn_cast<IntegerType>(element);
  if (!integer || integer.getWidth() == 1)
    return success();
  unsigned width = integer.getWidth();
  double low = integer.isUnsigned() ? 0 : -std::ldexp(1.0, width - 1);
  double high = std::ldexp(1.0, integer.isUnsigned() ? width : width - 1);
  return c.require(std::trunc(value) >= low && std::trunc(value) < high,
                   "expects value to fit into the element type, but got " + Twine(std::to_string(value)));
}

LogicalResult PadOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  ArrayRef<int64_t> pad = adaptor.getPad();
  int64_t rank = x.size(), pairs = pad.size() / 2, count = pad.size();
  PadMode mode = adaptor.getMode();
  if (failed(c.require(pad.size() % 2 == 0, "expects pad to have pairs of numbers, but got " + Twine(pad.size()))) ||
      failed(c.require(pairs <= rank, "expects pad to have at most " + Twine(2 * rank) + " numbers, but got " +
                                          Twine(pad.size()))) ||
      failed(c.requireEntries(pad, count, -kMostSize, "pad", kMostSize)) ||
      failed(checkPadValue(c, getElementTypeOrSelf(adaptor.getInput().getType()), adaptor.getValue().value_or(0))))
    return failure();
  if (mode != PadMode::Constant) {
    if (failed(c.require(pairs >= 1 && pairs <= 3 && (rank == pairs + 1 || rank == pairs + 2),
                         "expects pad to have 2, 4 or 6 numbers for an input of rank 2 or 3, 3 or 4, 4 or 5 with mode " +
                             stringifyPadMode(mode) + ", but got " + Twine(pad.size()) + " and rank " + Twine(rank))) ||
        failed(c.require(!adaptor.getValue() || *adaptor.getValue() == 0,
                         "expects no value with mode " + stringifyPadMode(mode))))
      return failure();
  }
  Shape result = x;
  for (int64_t i = 0; i < pairs; ++i) {
    int64_t d = rank - 1 - i, before = pad[2 * i], behind = pad[2 * i + 1];
    auto named = [&](StringRef text) { return "dimension " + std::to_string(d) + " of input" + text.str(); };
    if (mode == PadMode::Constant) {
      if (failed(c.requireAtLeast(x[d] + Dim(std::min<int64_t>(before, 0) + std::min<int64_t>(behind, 0)), 0,
                                  named(" minus what is cut off"))))
        return failure();
    } else if (mode == PadMode::Replicate) {
      if (failed(c.requireAtLeast(x[d], 1, named(""))))
        return failure();
    } else {
      // A mirrored pixel must be another one; a circle, of what is not cut off, goes round once.
      int64_t least = mode == PadMode::Reflect ? 1 : 0;
      Dim left = mode == PadMode::Reflect ? x[d] : x[d] + Dim(std::min<int64_t>(before, 0) + std::min<int64_t>(behind, 0));
      for (int64_t p : {before, behind})
        if (failed(c.requireAtLeast(left - Dim(std::max<int64_t>(p, 0)), least, named(" minus the padding on a side"))))
          return failure();
    }
    result[d] = x[d] + Dim(before + behind);
    if (failed(c.requireAtLeast(result[d], 0, "dimension " + Twine(d) + " of the result")))
      return failure();
  }
  results.push_back(result);
  return success();
}

//===-- rearranging -----------------------------------------------------------------------------------------------===//

LogicalResult PixelShuffleOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  int64_t r = adaptor.getUpscaleFactor(), rank = x.size();
  if (failed(c.requireRank(x, 3, INT64_MAX, "input")) ||
      failed(c.require(r >= 1 && r <= INT32_MAX, "expects upscale_factor to be at least 1, but got " + Twine(r))))
    return failure();
  Dim channels = floorDiv(x[rank - 3], r * r);
  if (failed(c.requireEqual(channels * Dim(r * r), x[rank - 3], "the square of upscale_factor times the channels of the result",
                            "the number of channels")))
    return failure();
  Shape result = x;
  result[rank - 3] = channels;
  result[rank - 2] = x[rank - 2] * Dim(r);
  result[rank - 1] = x[rank - 1] * Dim(r);
  results.push_back(result);
  return success();
}

LogicalResult PixelUnshuffleOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput());
  int64_t r = adaptor.getDownscaleFactor(), rank = x.size();
  if (failed(c.requireRank(x, 3, INT64_MAX, "input")) ||
      failed(c.require(r >= 1 && r <= INT32_MAX, "expects downscale_factor to be at least 1, but got " + Twine(r))))
    return failure();
  Shape result = x;
  result[rank - 3] = x[rank - 3] * Dim(r * r);
  for (int64_t d : {rank - 2, rank - 1}) {
    result[d] = floorDiv(x[d], r);
    if (failed(c.requireEqual(result[d] * Dim(r), x[d], "downscale_factor times dimension " + Twine(d) + " of the result",
                              "dimension " + Twine(d) + " of input")))
      return failure();
  }
  results.push_back(result);
  return success();
}

//===-- grids -----------------------------------------------------------------------------------------------------===//

LogicalResult GridSampleOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape x = c.shape(adaptor.getInput()), g = c.shape(adaptor.getGrid());
  if (failed(c.requireRank(x, 4, 5, "input")) || failed(c.requireRank(g, x.size(), x.size(), "grid")) ||
      failed(c.requireSameElements(adaptor.getOperands())) ||
      failed(c.require(adaptor.getMode() != GridMode::Bicubic || x.size() == 4,
                       "expects an input of rank 4 with mode bicubic, but got rank " + Twine(x.size()))) ||
      failed(c.requireEqual(x[0], g[0], "dimension 0 of input", "dimension 0 of grid")) ||
      failed(c.requireEqual(g.back(), Dim(x.size() - 2), "the last dimension of grid", "the number of spatial dimensions")))
    return failure();
  for (size_t d = 2; d < x.size(); ++d)
    if (failed(c.requireAtLeast(x[d], 1, "dimension " + Twine(d) + " of input")))
      return failure();
  Shape result{x[0], x[1]};
  result.append(g.begin() + 1, g.end() - 1);
  results.push_back(result);
  return success();
}

LogicalResult AffineGridOp::shapeRule(ShapeContext &c, Adaptor adaptor, SmallVectorImpl<Shape> &results) {
  Shape theta = c.shape(adaptor.getTheta());
  ArrayRef<int64_t> size = adaptor.getSize();
  int64_t n = static_cast<int64_t>(size.size()) - 2;
  if (failed(c.require(n == 2 || n == 3, "expects size to have 4 or 5 entries, but got " + Twine(size.size()))) ||
      failed(c.requireRank(theta, 3, 3, "theta")))
    return failure();
  if (failed(c.requireEntries(size, n + 2, 1, "size", kMostSize)))
    return failure();
  if (failed(c.requireEqual(theta[0], Dim(size[0]), "dimension 0 of theta", "entry 0 of size")) ||
      failed(c.requireEqual(theta[1], Dim(n), "dimension 1 of theta", "the number of spatial dimensions")) ||
      failed(c.requireEqual(theta[2], Dim(n + 1), "dimension 2 of theta", "the number of spatial dimensions plus 1")))
    return failure();
  Shape result{Dim(size[0])};
  for (int64_t i = 0; i < n; ++i)
    result.push_back(Dim(size[2 + i]));
  result.push_back(Dim(n));
  results.push_back(result);
  return success();
}
