//===- BF16Truncation.cpp - f32 to bf16 in integer arithmetic ---------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/ExpandMath.h"
#include "nnf/Codegen/Math/IRLane.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::vecmath;

namespace {

/// %y = arith.truncf %x : vector<16xf32> to vector<16xbf16>
///   ->
/// %s = select(%x is NaN, quiet NaN, %x)            (first: LLVM scalarises a select of the 16-bit results)
/// %i = bitcast %s : vector<16xi32>
/// %r = %i + 0x7fff + ((%i >> 16) & 1)              (round to nearest, ties to even; infinity stays)
/// %y = bitcast (trunci (%r >> 16) : vector<16xi16>) : vector<16xbf16>
struct ExpandBF16Truncation : OpRewritePattern<arith::TruncFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::TruncFOp op, PatternRewriter &rewriter) const override {
    Type from = op.getIn().getType(), to = op.getType();
    if (!getElementTypeOrSelf(from).isF32() || !getElementTypeOrSelf(to).isBF16())
      return rewriter.notifyMatchFailure(op, "not from f32 to bf16");
    if (op.getRoundingmode() && *op.getRoundingmode() != arith::RoundingMode::to_nearest_even)
      return rewriter.notifyMatchFailure(op, "another rounding mode than to nearest even");
    if (auto vector = dyn_cast<VectorType>(from); isa<ShapedType>(from) && (!vector || vector.isScalable()))
      return rewriter.notifyMatchFailure(op, "not a scalar or a fixed-length vector");

    Location loc = op.getLoc();
    LaneEmitter emitter(rewriter, loc, from);
    IRLane x(emitter, op.getIn());
    constexpr int64_t quietNaN = 0x7fc00000;
    IRInt i = select(isNan(x), IRInt(quietNaN), bits(x));
    IRInt rounded = shrLogical(i + (0x7fff + (shrLogical(i, 16) & 1)), 16);
    Type i16 = rewriter.getI16Type();
    Type narrow = isa<ShapedType>(to) ? Type(cast<ShapedType>(to).clone(i16)) : i16;
    Value truncated = arith::TruncIOp::create(rewriter, loc, narrow, rounded.valueIn(emitter));
    rewriter.replaceOpWithNewOp<arith::BitcastOp>(op, to, truncated);
    return success();
  }
};

} // namespace

void mlir::nnf::populateExpandBF16TruncationPatterns(RewritePatternSet &patterns) {
  patterns.add<ExpandBF16Truncation>(patterns.getContext());
}
