//===- Vision.cpp - padding and rearranging images, and the family's registration --------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/IR/ops/Vision.h"
#include "Decomposition.h"
#include "nnf/Conversion/Rearrange.h"

using namespace mlir;
using namespace mlir::nnf;

namespace mlir::nnf {
void registerVisionDecompositions(MLIRContext *context);
void registerResizeDecompositions(MLIRContext *context);
void registerGridDecompositions(MLIRContext *context);
} // namespace mlir::nnf

//===-- padding ---------------------------------------------------------------------------------------------------===//

/// Where an element of the result comes from: position p = o - before of a dimension of `size`, moved inside.
static Value sourceOf(OpBuilder &b, Location l, PadMode mode, Value p, Value size) {
  TensorBuilder t(b, l);
  Value zero = t.index(0), last = arith::SubIOp::create(b, l, size, t.index(1));
  auto magnitude = [&](Value v) -> Value {
    return arith::MaxSIOp::create(b, l, v, arith::SubIOp::create(b, l, zero, v));
  };
  switch (mode) {
  case PadMode::Reflect: // last - | last - |p| |
    return arith::SubIOp::create(b, l, last, magnitude(arith::SubIOp::create(b, l, last, magnitude(p))));
  case PadMode::Replicate:
    return arith::MinSIOp::create(b, l, arith::MaxSIOp::create(b, l, p, zero), last);
  default: {
    Value low = arith::CmpIOp::create(b, l, arith::CmpIPredicate::slt, p, zero);
    Value high = arith::CmpIOp::create(b, l, arith::CmpIPredicate::sge, p, size);
    Value up = arith::SelectOp::create(b, l, low, size, zero), down = arith::SelectOp::create(b, l, high, size, zero);
    return arith::SubIOp::create(b, l, arith::AddIOp::create(b, l, p, up), down);
  }
  }
}

static Values pad(PadOp op, PadOp::Adaptor adaptor, TensorBuilder &t) {
  Value x = adaptor.getInput();
  int64_t rank = t.rank(x);
  ArrayRef<int64_t> given = op.getPad();
  SmallVector<std::pair<int64_t, int64_t>> pads(rank, {0, 0});
  for (size_t i = 0; i < given.size() / 2; ++i)
    pads[rank - 1 - i] = {given[2 * i], given[2 * i + 1]};
  Type element = t.elementType(x);
  if (op.getMode() == PadMode::Constant) {
    double value = op.getValue().value_or(0);
    TypedAttr fill;
    if (isa<FloatType>(element))
      fill = t.b.getFloatAttr(element, value);
    else if (getElementTypeOrSelf(op.getInput().getType()).isInteger(1))
      fill = t.b.getIntegerAttr(element, value != 0);
    else // what the verifier lets pass fits; bytes wrap around to their bits
      fill = t.b.getIntegerAttr(element, APInt(64, static_cast<int64_t>(value), /*isSigned=*/true)
                                             .trunc(element.getIntOrFloatBitWidth()));
    return SmallVector<Value>{t.padded(x, pads, arith::ConstantOp::create(t.b, t.loc, fill))};
  }
  FailureOr<SmallVector<Shape>> shapes =
      cast<ShapeRuleOpInterface>(op.getOperation()).emitShapes(t.b, adaptor.getOperands(), /*guards=*/false);
  if (failed(shapes))
    return failure();
  SmallVector<OpFoldResult> sizes = mixedSizes(t.b, (*shapes)[0]);
  if (op.getMode() == PadMode::Circular) {
    // What is cut off is not part of the circle.
    SmallVector<std::pair<int64_t, int64_t>> cuts;
    for (auto &[before, behind] : pads) {
      cuts.push_back({std::min<int64_t>(before, 0), std::min<int64_t>(behind, 0)});
      before = std::max<int64_t>(before, 0);
      behind = std::max<int64_t>(behind, 0);
    }
    x = t.padded(x, cuts, Value());
  }
  SmallVector<Value> extents;
  for (int64_t d = 0; d < rank; ++d)
    extents.push_back(tensor::DimOp::create(t.b, t.loc, x, d));
  SmallVector<utils::IteratorType> parallel(rank, utils::IteratorType::parallel);
  // `part` filled: its first element lies `first` along the last dimension of the result; `inner`: it needs no elements
  // from beyond the ends of that dimension.
  auto fill = [&](Value part, OpFoldResult first, bool inner) {
    return t.generic({}, {{part, t.range(rank)}}, parallel, [&](OpBuilder &b, Location l, ValueRange) {
      TensorBuilder u(b, l);
      SmallVector<Value> at;
      for (int64_t d = 0; d < rank; ++d) {
        Value o = linalg::IndexOp::create(b, l, d);
        bool last = d + 1 == rank;
        if (last && inner) {
          at.push_back(o);
          continue;
        }
        if (last)
          o = b.createOrFold<arith::AddIOp>(l, o, getValueOrCreateConstantIndexOp(b, l, first));
        if (pads[d].first || pads[d].second)
          o = sourceOf(b, l, op.getMode(), arith::SubIOp::create(b, l, o, u.index(pads[d].first)), extents[d]);
        at.push_back(o);
      }
      return SmallVector<Value>{tensor::ExtractOp::create(b, l, x, at)};
    })[0];
  };
  Value whole = t.empty(sizes, element);
  auto [before, behind] = rank > 0 ? pads.back() : std::pair<int64_t, int64_t>();
  if ((!before && !behind) || before < 0 || behind < 0)
    return SmallVector<Value>{fill(whole, t.b.getIndexAttr(0), /*inner=*/false)};

  // The columns that are there are neighbours of the input's; only the strips at both ends look for theirs.
  OpFoldResult width = tensor::getMixedSize(t.b, t.loc, x, rank - 1);
  auto strip = [&](OpFoldResult first, OpFoldResult size, bool inner) {
    SmallVector<OpFoldResult> offsets(rank, t.b.getIndexAttr(0)), lengths = sizes, ones(rank, t.b.getIndexAttr(1));
    offsets.back() = first, lengths.back() = size;
    Value part = tensor::ExtractSliceOp::create(t.b, t.loc, whole, offsets, lengths, ones);
    whole = tensor::InsertSliceOp::create(t.b, t.loc, fill(part, first, inner), whole, offsets, lengths, ones);
  };
  if (before)
    strip(t.b.getIndexAttr(0), t.b.getIndexAttr(before), false);
  strip(t.b.getIndexAttr(before), width, true);
  if (behind) {
    Value end = t.b.createOrFold<arith::AddIOp>(t.loc, t.index(before), getValueOrCreateConstantIndexOp(t.b, t.loc, width));
    strip(getAsOpFoldResult(end), t.b.getIndexAttr(behind), false);
  }
  return SmallVector<Value>{whole};
}

//===-- rearranging -----------------------------------------------------------------------------------------------===//

static Values pixelShuffle(PixelShuffleOp op, PixelShuffleOp::Adaptor adaptor, TensorBuilder &t) {
  return SmallVector<Value>{pixelsFromChannels(t, adaptor.getInput(), op.getUpscaleFactor())};
}

static Values pixelUnshuffle(PixelUnshuffleOp op, PixelUnshuffleOp::Adaptor adaptor, TensorBuilder &t) {
  return SmallVector<Value>{channelsFromPixels(t, adaptor.getInput(), op.getDownscaleFactor())};
}

template <class ShuffleOp>
static Values channelShuffle(ShuffleOp op, typename ShuffleOp::Adaptor adaptor, TensorBuilder &t) {
  return SmallVector<Value>{shuffleChannels(t, adaptor.getInput(), op.getGroups(), /*back=*/false)};
}

void nnf::registerVisionDecompositions(MLIRContext *context) {
  attach<PadOp, pad>(context);
  attach<PixelShuffleOp, pixelShuffle>(context);
  attach<PixelUnshuffleOp, pixelUnshuffle>(context);
  attach<ChannelShuffleOp, channelShuffle<ChannelShuffleOp>>(context);
  attach<NativeChannelShuffleOp, channelShuffle<NativeChannelShuffleOp>>(context);
  registerResizeDecompositions(context);
  registerGridDecompositions(context);
}
