//===- Images.cpp - ranks, sizes and channels: 309, 404, 405, 407, 408, 410 --------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/Convolution.h"
#include "nnf/IR/ops/Dropout.h"
#include "nnf/IR/ops/Linear.h"
#include "nnf/IR/ops/Vision.h"

using namespace mlir;
using namespace mlir::nnf;

static RankedTensorType typeOf(Value v) { return cast<RankedTensorType>(v.getType()); }

//===-- 309 -------------------------------------------------------------------------------------------------------===//

static void channelDropoutRank(Operation *op, LintContext &c) {
  bool flat = isa<Dropout2dOp>(op);
  if (!flat && !isa<Dropout3dOp>(op))
    return;
  bool drops = flat ? cast<Dropout2dOp>(op).getTraining() && cast<Dropout2dOp>(op).getP() > 0
                    : cast<Dropout3dOp>(op).getTraining() && cast<Dropout3dOp>(op).getP() > 0;
  int64_t rank = typeOf(op->getOperand(0)).getRank(), wanted = flat ? 4 : 5;
  if (!drops || rank >= wanted)
    return;
  c.report(op, Twine(flat ? "dropout2d" : "dropout3d") + " of rank " + Twine(rank) +
                   ": dimension 1 is taken for the channels, also where the input is one sample without a batch");
}

//===-- 404 -------------------------------------------------------------------------------------------------------===//

/// A layer that reads rows of `row` elements of what held samples of `sample` elements: neither divides the other, so that rows
/// hold the end of one sample and the beginning of the next.
static void rowsMixSamples(Operation *op, LintContext &c) {
  if (!isa<LinearOp>(op))
    return;
  Operation *view = op->getOperand(0).getDefiningOp();
  if (!view || isa<tensor::CastOp>(view))
    return;
  // All reshapes in a row count as one.
  Value source = op->getOperand(0);
  while (Operation *producer = source.getDefiningOp()) {
    if (!isa<tensor::CollapseShapeOp, tensor::ExpandShapeOp, tensor::ReshapeOp>(producer))
      break;
    source = producer->getOperand(0);
    if (!isa<RankedTensorType>(source.getType()))
      return;
  }
  RankedTensorType from = typeOf(source), to = typeOf(op->getOperand(0));
  if (from == to || from.getRank() < 2 || to.getRank() < 2)
    return;
  auto count = [](ArrayRef<int64_t> sizes) {
    int64_t product = 1;
    for (int64_t size : sizes)
      product = ShapedType::isDynamic(size) || product <= 0 ? 0 : product * size;
    return product;
  };
  int64_t sample = count(from.getShape().drop_front()), row = count(to.getShape().drop_front());
  if (sample <= 0 || row <= 0 || from.getDimSize(0) == 1 || sample % row == 0 || row % sample == 0)
    return;
  c.report(op, "rows of " + Twine(row) + " elements are cut out of samples of " + Twine(sample) +
                   ": a row holds the end of one sample and the beginning of the next")
      .note(view->getLoc(), "it is reshaped here");
}

//===-- 405 -------------------------------------------------------------------------------------------------------===//

static void windowBeyondMap(Operation *op, LintContext &c) {
  if (!isa<Conv1dOp, Conv2dOp, Conv3dOp>(op))
    return;
  RankedTensorType x = typeOf(op->getOperand(0)), weight = typeOf(op->getOperand(1));
  int64_t spatial = weight.getRank() - 2;
  for (int64_t i = 0; i < spatial; ++i) {
    int64_t size = x.getDimSize(x.getRank() - spatial + i), window = weight.getDimSize(2 + i);
    if (ShapedType::isDynamic(size) || ShapedType::isDynamic(window) || window <= size || size < 1)
      continue;
    return void(c.report(op, "the window of " + Twine(window) + " is larger than the map of " + Twine(size) + ": at every place some of it sees padding only"));
  }
}

//===-- 407 -------------------------------------------------------------------------------------------------------===//

/// Bytes that were converted to floats, and nothing else.
static Operation *bytesBehind(Value v) {
  while (Operation *op = v.getDefiningOp()) {
    if (OpOperand *source = getViewSource(op)) {
      v = source->get();
      continue;
    }
    std::optional<Elementwise> e = matchElementwise(op);
    if (!e)
      return nullptr;
    if (isa<arith::UIToFPOp, arith::SIToFPOp>(e->scalar))
      return getElementTypeOrSelf(e->operands[0].getType()).isInteger(8) ? op : nullptr;
    if (!isa<arith::ExtFOp, arith::TruncFOp>(e->scalar))
      return nullptr;
    v = e->operands[0];
  }
  return nullptr;
}

static void rawImage(Operation *op, LintContext &c) {
  if (!isa<Conv1dOp, Conv2dOp, Conv3dOp, LinearOp>(op))
    return;
  StringRef name = cast<TorchOpInterface>(op).getTorchName();
  if (Operation *conversion = bytesBehind(op->getOperand(0))) {
    c.report(op, name + " is given bytes as they are, 0 to 255: weights are made for values around 1")
        .note(conversion->getLoc(), "they are converted here; divide by 255, or subtract the mean and divide by the deviation");
    return;
  }
  auto conv = dyn_cast<Conv2dOp>(op);
  RankedTensorType x = conv ? typeOf(conv.getInput()) : RankedTensorType();
  if (!x || x.getRank() != 4 || !isa<BlockArgument>(conv.getInput()))
    return;
  int64_t channels = x.getDimSize(1), height = x.getDimSize(2), width = x.getDimSize(3);
  if (ShapedType::isDynamic(channels) || channels < 16 || channels != height || (width != 3 && width != 1))
    return;
  c.report(op, "an image of " + Twine(channels) + " channels, " + Twine(height) + " rows and " + Twine(width) +
                   " columns: its channels seem to lie last, where (N, C, H, W) is expected");
}

//===-- 408, 410 --------------------------------------------------------------------------------------------------===//

static bool isLinearMode(InterpolateMode mode) {
  return mode == InterpolateMode::Linear || mode == InterpolateMode::Bilinear || mode == InterpolateMode::Trilinear || mode == InterpolateMode::Bicubic;
}

static void cornersLeftOpen(Operation *op, LintContext &c) {
  auto resize = dyn_cast<InterpolateOp>(op);
  if (!resize || !isLinearMode(resize.getMode()) || resize.getAlignCorners())
    return;
  if (resize.getRecomputeScaleFactor() || resize.getAntialias() || resize.getScaleFactor().empty())
    return;
  // Where the factor is no whole number, the result's size is rounded and the two readings of the scale differ.
  if (llvm::all_of(resize.getScaleFactor(), [](double f) { return f == static_cast<int64_t>(f) || 1 / f == static_cast<int64_t>(1 / f); }))
    return;
  c.report(op, "the size is rounded, but the places are computed with the factor as given: recompute_scale_factor or a size makes them agree");
}

///   %y = nnf.upsample %x scale_factor = [2.0] ...  ->  %y = nnf.interpolate %x scale_factor = [2.0] ...
static void oldName(Operation *op, LintContext &c) {
  if (!isa<UpsampleOp, UpsampleNearestOp, UpsampleBilinearOp>(op))
    return;
  c.report(op, Twine(cast<TorchOpInterface>(op).getTorchName()) + " is deprecated: interpolate is its name")
      .fixBy("interpolate", op, [op](RewriterBase &rw) {
        rw.setInsertionPoint(op);
        InterpolateMode mode = isa<UpsampleBilinearOp>(op) ? InterpolateMode::Bilinear : InterpolateMode::Nearest;
        bool corners = isa<UpsampleBilinearOp>(op);
        if (auto upsample = dyn_cast<UpsampleOp>(op)) {
          mode = upsample.getMode();
          corners = upsample.getAlignCorners();
        }
        auto sizes = [&](StringRef name) { return op->getInherentAttr(name).value_or(Attribute()); };
        auto size = cast_or_null<DenseI64ArrayAttr>(sizes("size"));
        auto scale = cast_or_null<DenseF64ArrayAttr>(sizes("scale_factor"));
        MLIRContext *context = op->getContext();
        auto fresh = InterpolateOp::create(rw, op->getLoc(), op->getResultTypes().front(), op->getOperand(0),
                                           size ? size : DenseI64ArrayAttr::get(context, {}),
                                           scale ? scale : DenseF64ArrayAttr::get(context, {}), InterpolateModeAttr::get(context, mode),
                                           rw.getBoolAttr(corners), rw.getBoolAttr(false), rw.getBoolAttr(false));
        fresh->setDiscardableAttrs(op->getDiscardableAttrDictionary());
        rw.replaceOp(op, fresh);
      });
}

ArrayRef<LintRule> nnf::imageRules() {
  static const LintRule rules[] = {
      {"NNF309", "channel-dropout-rank", LintLevel::Warning, "dropout2d or dropout3d of an input without a batch: other channels are dropped than meant.",
       "", channelDropoutRank},
      {"NNF404", "rows-mix-samples", LintLevel::Warning,
       "A reshape before a linear layer cuts rows that hold the end of one sample and the beginning of the next.", "", rowsMixSamples},
      {"NNF405", "window-beyond-map", LintLevel::Remark,
       "A convolution's window is larger than the map that it slides over, so that some of it only ever sees padding.", "", windowBeyondMap},
      {"NNF407", "raw-image", LintLevel::Warning, "Bytes from 0 to 255 reach a layer unscaled, or an image's channels lie last.", "", rawImage},
      {"NNF408", "rounded-resize", LintLevel::Remark,
       "interpolate by a factor that is no whole number: the result's size is rounded, the places are not.", "", cornersLeftOpen},
      {"NNF410", "old-name", LintLevel::Remark, "A function by its deprecated name: upsample, upsample_nearest, upsample_bilinear.", "interpolate", oldName},
  };
  return rules;
}
