//===- Vision.cpp - gradients of padding, rearranging and resampling images ---------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Vision.h"
#include "Vjp.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "nnf/Conversion/Rearrange.h"
#include "nnf/Conversion/ResizeOp.h"
#include "nnf/Conversion/Windows.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerVisionVjps(MLIRContext *context);
void registerGridVjps(MLIRContext *context);
} // namespace mlir::nnf

//===-- padding -----------------------------------------------------------------------------------------------------------===//

/// The elements of the result that input element `i` went to: i + before, and its images at both edges. Candidate k of 0, 1, 2
/// (reflect, circular), or k of all those next to an edge (replicate); what lies outside the result is not one.
static Source paddedFrom(OpBuilder &b, Location l, PadMode mode, Value i, Value k, int64_t before, Value size, Value total) {
  TensorBuilder t(b, l);
  auto add = [&](Value x, Value y) -> Value { return arith::AddIOp::create(b, l, x, y); };
  auto sub = [&](Value x, Value y) -> Value { return arith::SubIOp::create(b, l, x, y); };
  auto is = [&](arith::CmpIPredicate p, Value x, Value y) -> Value { return arith::CmpIOp::create(b, l, p, x, y); };
  auto select = [&](Value c, Value x, Value y) -> Value { return arith::SelectOp::create(b, l, c, x, y); };
  using P = arith::CmpIPredicate;
  Value zero = t.index(0), last = sub(size, t.index(1)), here = add(i, t.index(before));
  if (mode == PadMode::Replicate) {
    Value from = select(is(P::eq, i, zero), arith::MinSIOp::create(b, l, here, zero).getResult(), here);
    Value end = select(is(P::eq, i, last), total, add(here, t.index(1)));
    Value o = add(from, k);
    return {o, is(P::slt, o, end), Value()};
  }
  Value low, high, lowCounts, highCounts;
  if (mode == PadMode::Reflect) {
    low = sub(t.index(before), i);
    high = add(sub(add(last, last), i), t.index(before));
    // The edge itself has no image.
    lowCounts = is(P::sge, i, t.index(1));
    highCounts = is(P::slt, i, last);
  } else {
    low = sub(here, size);
    high = add(here, size);
  }
  Value isLow = is(P::eq, k, t.index(1)), isHigh = is(P::eq, k, t.index(2));
  Value counts;
  if (lowCounts) {
    Value yes = arith::ConstantOp::create(b, l, b.getBoolAttr(true));
    counts = select(isLow, lowCounts, select(isHigh, highCounts, yes));
  }
  return {select(isLow, low, select(isHigh, high, here)), counts, Value()};
}

/// A constant pad is undone by the opposite one; otherwise each element sums up its images, one dimension after another.
static Gradients pad(PadOp op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), v = cotangents[0];
  if (!hasGradient(x))
    return SmallVector<Value>{Value()};
  int64_t rank = t.rank(x);
  ArrayRef<int64_t> given = op.getPad();
  Type element = t.elementType(x);
  if (op.getMode() == PadMode::Constant) {
    SmallVector<std::pair<int64_t, int64_t>> pads(rank, {0, 0});
    for (size_t i = 0; i < given.size() / 2; ++i)
      pads[rank - 1 - i] = {-given[2 * i], -given[2 * i + 1]};
    return SmallVector<Value>{t.padded(v, pads, t.constant(element, 0))};
  }
  for (size_t i = 0; i < given.size() / 2; ++i) {
    int64_t d = rank - 1 - i, before = given[2 * i], behind = given[2 * i + 1];
    if (!before && !behind)
      continue;
    OpFoldResult size = t.sizeOf(x, d);
    int64_t cut = 0;
    if (op.getMode() == PadMode::Circular) {
      // What was cut off is not part of the circle.
      cut = std::min<int64_t>(before, 0) + std::min<int64_t>(behind, 0);
      before = std::max<int64_t>(before, 0);
      behind = std::max<int64_t>(behind, 0);
      ShapeContext c(t.b, t.loc, "nnf.pad", /*guards=*/false);
      size = (c.shape(x)[d] + Dim(cut)).mixed(t.b);
    }
    Value extent = getValueOrCreateConstantIndexOp(t.b, t.loc, size);
    Value total = getValueOrCreateConstantIndexOp(t.b, t.loc, t.sizeOf(v, d));
    int64_t images = op.getMode() == PadMode::Replicate ? std::max<int64_t>(before, 0) + std::max<int64_t>(behind, 0) + 1
                                                        : 3;
    v = gatherAlong(t, v, d, size, t.b.getIndexAttr(images), [&](OpBuilder &b, Location l, Value at, Value k) {
      return paddedFrom(b, l, op.getMode(), at, k, before, extent, total);
    });
    if (cut) {
      SmallVector<std::pair<int64_t, int64_t>> back(rank, {0, 0});
      back[d] = {std::max<int64_t>(-given[2 * i], 0), std::max<int64_t>(-given[2 * i + 1], 0)};
      v = t.padded(v, back, t.constant(t.elementType(v), 0));
    }
  }
  return SmallVector<Value>{t.cast_(v, element)};
}

//===-- rearranging -------------------------------------------------------------------------------------------------------===//

static Gradients pixelShuffle(PixelShuffleOp op, ValueRange cotangents, TensorBuilder &t) {
  if (!hasGradient(op.getInput()))
    return SmallVector<Value>{Value()};
  return SmallVector<Value>{channelsFromPixels(t, cotangents[0], op.getUpscaleFactor())};
}

static Gradients pixelUnshuffle(PixelUnshuffleOp op, ValueRange cotangents, TensorBuilder &t) {
  if (!hasGradient(op.getInput()))
    return SmallVector<Value>{Value()};
  return SmallVector<Value>{pixelsFromChannels(t, cotangents[0], op.getDownscaleFactor())};
}

template <class ShuffleOp>
static Gradients channelShuffle(ShuffleOp op, ValueRange cotangents, TensorBuilder &t) {
  if (!hasGradient(op.getInput()))
    return SmallVector<Value>{Value()};
  return SmallVector<Value>{shuffleChannels(t, cotangents[0], op.getGroups(), /*back=*/true)};
}

//===-- resampling --------------------------------------------------------------------------------------------------------===//

template <class ResizeOpT>
static Gradients resample(ResizeOpT op, ValueRange cotangents, TensorBuilder &t) {
  Value x = op.getInput(), dy = cotangents[0];
  if (!hasGradient(x))
    return SmallVector<Value>{Value()};
  Type element = t.elementType(x), compute = t.computeType(element);
  ResizeOptions options = ResizeOptions::of(op);
  SmallVector<OpFoldResult> in, out;
  for (int64_t d = 0; d < t.rank(x); ++d) {
    in.push_back(t.sizeOf(x, d));
    out.push_back(t.sizeOf(dy, d));
  }
  if (options.mode == InterpolateMode::Area) {
    Value shares = divideByAdaptiveCount(t, dy, 2, in, compute);
    return SmallVector<Value>{t.cast_(sumAdaptive(t, shares, 2, in), element)};
  }
  Value dx = resizeAdjoint(t, dy, resizeKernel(options), resizeDims(t, x, options, out), options.alignCorners, compute);
  return SmallVector<Value>{t.cast_(dx, element)};
}

void nnf::registerVisionVjps(MLIRContext *context) {
  attachVjp<PadOp, pad>(context);
  attachVjp<PixelShuffleOp, pixelShuffle>(context);
  attachVjp<PixelUnshuffleOp, pixelUnshuffle>(context);
  attachVjp<ChannelShuffleOp, channelShuffle<ChannelShuffleOp>>(context);
  attachVjp<NativeChannelShuffleOp, channelShuffle<NativeChannelShuffleOp>>(context);
  attachVjp<InterpolateOp, resample<InterpolateOp>>(context);
  attachVjp<UpsampleOp, resample<UpsampleOp>>(context);
  attachVjp<UpsampleNearestOp, resample<UpsampleNearestOp>>(context);
  attachVjp<UpsampleBilinearOp, resample<UpsampleBilinearOp>>(context);
  registerGridVjps(context);
}
