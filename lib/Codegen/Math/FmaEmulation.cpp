//===- FmaEmulation.cpp - fma for machines without one ----------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// The product of two f32 numbers is exact in f64; their sum with the third is rounded to odd there, after which the
// rounding to f32 is as if it were the only one. Of two f64 numbers the product is the exact sum of two, and with the
// third of three, whose small parts are rounded to odd before they join the large one. Both after Boldo and Melquiond,
// IEEE Transactions on Computers 57 (2008). Small f64 numbers are scaled up, so that the parts are no denormal numbers;
// overflow and NaN are those of a * b + c.
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/Emit.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"

#include <limits>

using namespace mlir;
using namespace mlir::nnf::vecmath;

namespace {

struct Sum {
  IRLane value, error;
};

/// Knuth's TwoSum: x + y = value + error exactly.
Sum twoSum(IRLane x, IRLane y) {
  IRLane value = x + y, part = value - x;
  return {value, (x - (value - part)) + (y - part)};
}

/// x + y rounded to odd: where that is inexact and even, its neighbour towards the exact sum.
IRLane sumToOdd(IRLane x, IRLane y) {
  auto [sum, error] = twoSum(x, y);
  IRMask inexact = (error < 0.0) | (error > 0.0);
  IRInt i = bits(sum);
  IRMask even = (i & 1) == 0;
  // Away from zero is one more in the representation.
  IRInt step = select(((error > 0.0) & (sum > 0.0)) | ((error < 0.0) & (sum < 0.0)), IRInt(1), IRInt(-1));
  return select(inexact & even, fromBits(i + step), sum);
}

/// %r = math.fma %a, %b, %c : vector<8xf32>
///   ->
/// %p = extf(%a) * extf(%b);  %odd = %p + extf(%c), rounded to odd
/// %r = truncf %odd
struct EmulateFma32 : OpRewritePattern<math::FmaOp> {
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
    IRLane odd = sumToOdd(product, c);
    rewriter.replaceOpWithNewOp<arith::TruncFOp>(op, type, odd.valueIn(emitter));
    return success();
  }
};

/// %r = math.fma %a, %b, %c : vector<4xf64>
///   ->
/// %p + %q = %a * %b;  %t + %u = %c + %q;  %v + %w = %p + %t, each exactly (where they are small, scaled up)
/// %r = %v + (%u + %w, rounded to odd)
struct EmulateFma64 : OpRewritePattern<math::FmaOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(math::FmaOp op, PatternRewriter &rewriter) const override {
    Type type = op.getType();
    auto vector = dyn_cast<VectorType>(type);
    if (!getElementTypeOrSelf(type).isF64() || (isa<ShapedType>(type) && (!vector || vector.isScalable())))
      return rewriter.notifyMatchFailure(op, "not f64 or a fixed-length vector of it");
    LaneEmitter emitter(rewriter, op.getLoc(), type);
    IRLane a(emitter, op.getA()), b(emitter, op.getB()), c(emitter, op.getC());
    IRLane plain = a * b + c;
    // The smaller factor has room for the scale: it is below 2^-450.
    constexpr double scale = 0x1p200;
    IRMask small = (abs(a * b) < 0x1p-800) & (abs(c) < 0x1p-800), aIsSmaller = abs(a) < abs(b);
    IRLane first = select(small & aIsSmaller, a * scale, a), second = select(small & !aIsSmaller, b * scale, b);
    IRLane third = select(small, c * scale, c), product = first * second;
    auto [firstHigh, firstLow] = halves(first);
    auto [secondHigh, secondLow] = halves(second);
    IRLane rest =
        firstLow * secondLow - (((product - firstHigh * secondHigh) - firstLow * secondHigh) - firstHigh * secondLow);
    Sum low = twoSum(third, rest), high = twoSum(product, low.value);
    IRLane tail = sumToOdd(low.error, high.error), fused = high.value + tail;
    // Where a part overflowed there is no error to speak of. An exact zero keeps its sign.
    IRMask usable = (abs(fused) < std::numeric_limits<double>::infinity()) & ((fused < 0.0) | (fused > 0.0));
    // What becomes denormal when it is scaled back is rounded once, there, by a number whose last place is that one.
    constexpr double least = std::numeric_limits<double>::min() * scale;
    IRLane magnet = copySign(IRLane(least), fused);
    Sum shifted = twoSum(high.value, magnet);
    IRLane denormal = copySign((shifted.value + sumToOdd(shifted.error, tail)) - magnet, fused);
    fused = select(small, select(abs(fused) < least, denormal, fused) * (1 / scale), fused);
    rewriter.replaceOp(op, select(usable, fused, plain).valueIn(emitter));
    return success();
  }

private:
  /// x = first + second, of at most 26 bits each.
  static std::pair<IRLane, IRLane> halves(IRLane x) {
    IRLane high = fromBits((bits(x) + (int64_t(1) << 26)) & ~((int64_t(1) << 27) - 1));
    return {high, x - high};
  }
};

} // namespace

void mlir::nnf::vecmath::populateEmulateFmaPatterns(RewritePatternSet &patterns) {
  patterns.add<EmulateFma32, EmulateFma64>(patterns.getContext());
}
