//===- Vision.h - the ops of ops/Vision.td -----------------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPS_VISION_H
#define NNF_IR_OPS_VISION_H

#include "nnf/IR/NnfBase.h"

#include "nnf/IR/enums/Vision.h.inc"

#define GET_OP_CLASSES
#include "nnf/IR/ops/Vision.h.inc"

namespace mlir::nnf {

/// What interpolate and its older names ask for.
struct ResizeOptions {
  /// One entry a spatial dimension, or empty; one of the two is given.
  ArrayRef<int64_t> size;
  ArrayRef<double> scaleFactor;
  InterpolateMode mode = InterpolateMode::Nearest;
  bool alignCorners = false, recompute = false, antialias = false;

  /// Of one of the ops, or of its adaptor.
  template <class OpT>
  static ResizeOptions of(OpT op) {
    ResizeOptions o;
    o.size = op.getSize();
    o.scaleFactor = op.getScaleFactor();
    if constexpr (std::is_same_v<OpT, UpsampleBilinearOp> || std::is_same_v<OpT, UpsampleBilinearOp::Adaptor>) {
      o.mode = InterpolateMode::Bilinear;
      o.alignCorners = true;
    } else if constexpr (!std::is_same_v<OpT, UpsampleNearestOp> && !std::is_same_v<OpT, UpsampleNearestOp::Adaptor>) {
      o.mode = op.getMode();
      o.alignCorners = op.getAlignCorners();
    }
    if constexpr (std::is_same_v<OpT, InterpolateOp> || std::is_same_v<OpT, InterpolateOp::Adaptor>) {
      o.recompute = op.getRecomputeScaleFactor();
      o.antialias = op.getAntialias();
    }
    return o;
  }

  /// The factor from which places are computed in dimension `i`, where they are not computed from the two sizes.
  std::optional<double> factor(int64_t i) const {
    if (scaleFactor.empty() || recompute || mode == InterpolateMode::Area)
      return std::nullopt;
    return scaleFactor[i];
  }
};

} // namespace mlir::nnf

#endif // NNF_IR_OPS_VISION_H
