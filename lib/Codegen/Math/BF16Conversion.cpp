//===- BF16Conversion.cpp - f32 to bf16 and back in integer arithmetic ------------------------------*- C++ -*-===//
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

/// %y = arith.extf %x : vector<16xbf16> to vector<16xf32>
///   ->
/// %y = bitcast ((extui (bitcast %x : vector<16xi16>) : vector<16xi32>) << 16) : vector<16xf32>
///
/// the same instructions that LLVM has for it, but LLVM also narrows a comparison of the result with a constant to one
/// in bf16, which it then does one element at a time.
struct ExpandBF16Extension : OpRewritePattern<arith::ExtFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::ExtFOp op, PatternRewriter &rewriter) const override {
    Type from = op.getIn().getType(), to = op.getType();
    if (!getElementTypeOrSelf(from).isBF16() || !getElementTypeOrSelf(to).isF32())
      return rewriter.notifyMatchFailure(op, "not from bf16 to f32");
    if (auto vector = dyn_cast<VectorType>(from); isa<ShapedType>(from) && (!vector || vector.isScalable()))
      return rewriter.notifyMatchFailure(op, "not a scalar or a fixed-length vector");

    Location loc = op.getLoc();
    auto like = [&](Type element) { return isa<ShapedType>(to) ? Type(cast<ShapedType>(to).clone(element)) : element; };
    LaneEmitter emitter(rewriter, loc, to);
    Value narrow = arith::BitcastOp::create(rewriter, loc, like(rewriter.getI16Type()), op.getIn());
    Value wide = arith::ExtUIOp::create(rewriter, loc, like(rewriter.getI32Type()), narrow);
    rewriter.replaceOp(op, fromBits(shl(IRInt(&emitter, wide), 16)).valueIn(emitter));
    return success();
  }
};

} // namespace

void mlir::nnf::populateExpandBF16ConversionPatterns(RewritePatternSet &patterns) {
  patterns.add<ExpandBF16Truncation, ExpandBF16Extension>(patterns.getContext());
}
