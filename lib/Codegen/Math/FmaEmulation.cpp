//===- FmaEmulation.cpp - f32 fma for machines without one ------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// The product of two f32 numbers is exact in f64; their sum with the third is rounded to odd there, after which the
// rounding to f32 is as if it were the only one (Boldo and Melquiond, IEEE Transactions on Computers 57 (2008)).
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/Emit.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::nnf::vecmath;

namespace {

/// %r = math.fma %a, %b, %c : vector<8xf32>
///   ->
/// %p = extf(%a) * extf(%b);  %s = %p + extf(%c), with the error of the sum by Knuth's TwoSum
/// %odd = %s, or where that is inexact and even, its neighbour towards the exact sum
/// %r = truncf %odd
struct EmulateFma : OpRewritePattern<math::FmaOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(math::FmaOp op, PatternRewriter &rewriter) const override {
    Type type = op.getType();
    auto vector = dyn_cast<VectorType>(type);
    if (!getElementTypeOrSelf(type).isF32() || (isa<ShapedType>(type) && (!vector || vector.isScalable())))
      return rewriter.notifyMatchFailure(op, "not f32 or a fixed-length vector of it");
    Location loc = op.getLoc();
    Type wide = vector ? Type(vector.clone(rewriter.getF64Type())) : rewriter.getF64Type();
    LaneEmitter emitter(rewriter, loc, wide);
    auto extend = [&](Value v) { return IRLane(emitter, arith::ExtFOp::create(rewriter, loc, wide, v)); };
    IRLane product = extend(op.getA()) * extend(op.getB()), c = extend(op.getC());
    IRLane sum = product + c;
    IRLane part = sum - product;
    IRLane error = (product - (sum - part)) + (c - part);
    IRMask inexact = (error < 0.0) | (error > 0.0);
    IRInt i = bits(sum);
    IRMask even = (i & 1) == 0;
    // Away from zero is one more in the representation.
    IRInt step = select(((error > 0.0) & (sum > 0.0)) | ((error < 0.0) & (sum < 0.0)), IRInt(1), IRInt(-1));
    IRLane odd = select(inexact & even, fromBits(i + step), sum);
    rewriter.replaceOpWithNewOp<arith::TruncFOp>(op, type, odd.valueIn(emitter));
    return success();
  }
};

} // namespace

void mlir::nnf::vecmath::populateEmulateFmaPatterns(RewritePatternSet &patterns) {
  patterns.add<EmulateFma>(patterns.getContext());
}
