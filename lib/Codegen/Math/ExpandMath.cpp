//===- ExpandMath.cpp - math functions to arithmetic ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/ExpandMath.h"
#include "nnf/Codegen/Math/Emit.h"
#include "nnf/Codegen/Math/IRLane.h"
#include "nnf/Codegen/Math/Lookup.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::vecmath;

namespace {

/// Whether the library has the functions for this type: f32 or f64 (or f16, bf16 through f32), alone or in a vector.
static bool isHandled(Type type) {
  if (auto vector = dyn_cast<VectorType>(type)) {
    if (vector.isScalable())
      return false;
    type = vector.getElementType();
  }
  return isa<Float32Type, Float64Type, Float16Type, BFloat16Type>(type);
}

static Type withElementType(Type type, Type element) {
  if (auto vector = dyn_cast<VectorType>(type))
    return vector.clone(element);
  return element;
}

///   %y = math.f %x : vector<8xf32>   ->   arith and math.fma on vector<8xf32>
///   %y = math.f %x : f16             ->   arith.extf, the function on f32, arith.truncf
template <class OpTy> struct ExpandFunction : OpRewritePattern<OpTy> {
  using Emit = Value (*)(LaneEmitter &, ValueRange);
  ExpandFunction(MLIRContext *context, const MathTarget &target, Emit emit)
      : OpRewritePattern<OpTy>(context), target(target), emit(emit) {}

  LogicalResult matchAndRewrite(OpTy op, PatternRewriter &rewriter) const override {
    Type type = op.getType();
    if (!isHandled(type))
      return rewriter.notifyMatchFailure(op, "the type is not f16, bf16, f32, f64 or a fixed-length vector of one");
    Location loc = op.getLoc();
    bool narrow = getElementTypeOrSelf(type).getIntOrFloatBitWidth() == 16;
    Type computeType = narrow ? withElementType(type, rewriter.getF32Type()) : type;
    SmallVector<Value> operands(op->getOperands());
    if (narrow)
      for (Value &operand : operands)
        operand = arith::ExtFOp::create(rewriter, loc, computeType, operand);
    LaneEmitter emitter(rewriter, loc, computeType, target);
    Value result = emit(emitter, operands);
    if (narrow)
      result = arith::TruncFOp::create(rewriter, loc, type, result);
    rewriter.replaceOp(op, result);
    return success();
  }

  const MathTarget target;
  const Emit emit;
};

/// %s, %c = math.sincos %x   ->   %s = math.sin %x;  %c = math.cos %x
struct SplitSincos : OpRewritePattern<math::SincosOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(math::SincosOp op, PatternRewriter &rewriter) const override {
    Value sin = math::SinOp::create(rewriter, op.getLoc(), op.getOperand());
    Value cos = math::CosOp::create(rewriter, op.getLoc(), op.getOperand());
    rewriter.replaceOp(op, {sin, cos});
    return success();
  }
};

/// %y = math.fpowi %x, %n : f32, i32   ->   %y = truncf (math.powf (extf %x), (sitofp %n)) : in f64, where %n is exact
struct ExpandFPowI : OpRewritePattern<math::FPowIOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(math::FPowIOp op, PatternRewriter &rewriter) const override {
    Type type = op.getType();
    if (!isHandled(type))
      return rewriter.notifyMatchFailure(op, "the type is not f16, bf16, f32, f64 or a fixed-length vector of one");
    if (getElementTypeOrSelf(op.getRhs()).getIntOrFloatBitWidth() > 32)
      return rewriter.notifyMatchFailure(op, "the exponent is wider than 32 bits: it may not be a number in f64");
    Location loc = op.getLoc();
    Type wide = withElementType(type, rewriter.getF64Type());
    bool narrow = type != wide;
    Value x = op.getLhs();
    if (narrow)
      x = arith::ExtFOp::create(rewriter, loc, wide, x);
    Value n = arith::SIToFPOp::create(rewriter, loc, wide, op.getRhs());
    Value y = math::PowFOp::create(rewriter, loc, x, n);
    if (narrow)
      y = arith::TruncFOp::create(rewriter, loc, type, y);
    rewriter.replaceOp(op, y);
    return success();
  }
};

/// %y = math.ipowi %x, %n : i32   ->   by squaring, bit by bit of %n; 1 / the power, which is 0 but for 1 and -1, for a
/// negative %n (0 for %x = 0, where the division is undefined).
struct ExpandIPowI : OpRewritePattern<math::IPowIOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(math::IPowIOp op, PatternRewriter &rewriter) const override {
    Type type = op.getType();
    auto vector = dyn_cast<VectorType>(type);
    auto element = dyn_cast<IntegerType>(getElementTypeOrSelf(type));
    if (!element || element.getWidth() > 64 || (isa<ShapedType>(type) && (!vector || vector.isScalable())))
      return rewriter.notifyMatchFailure(op, "not an integer of up to 64 bits or a fixed-length vector of one");
    Location loc = op.getLoc();
    auto constant = [&](int64_t c) -> Value {
      APInt value(element.getWidth(), c, /*isSigned=*/true, /*implicitTrunc=*/true);
      TypedAttr attr = rewriter.getIntegerAttr(element, value);
      if (vector)
        attr = DenseElementsAttr::get(vector, attr);
      return arith::ConstantOp::create(rewriter, loc, attr);
    };
    using Predicate = arith::CmpIPredicate;
    auto isTrue = [&](Predicate p, Value a, Value b) { return arith::CmpIOp::create(rewriter, loc, p, a, b); };
    auto choose = [&](Value c, Value a, Value b) { return arith::SelectOp::create(rewriter, loc, c, a, b); };
    Value x = op.getLhs(), n = op.getRhs(), zero = constant(0), one = constant(1);
    Value power = one, square = x;
    // The sign bit of n does not count: see below.
    for (unsigned bit = 0; bit + 1 < element.getWidth(); ++bit) {
      Value set = isTrue(Predicate::ne, arith::AndIOp::create(rewriter, loc, n, constant(int64_t(1) << bit)), zero);
      power = choose(set, arith::MulIOp::create(rewriter, loc, power, square), power);
      if (bit + 2 < element.getWidth())
        square = arith::MulIOp::create(rewriter, loc, square, square);
    }
    // For x = -1 the last bit of n alone counts, which a negative n has too; 1 is 1.
    Value minus = isTrue(Predicate::eq, x, constant(-1)), plus = isTrue(Predicate::eq, x, one);
    Value inverse = choose(arith::OrIOp::create(rewriter, loc, minus, plus), power, zero);
    rewriter.replaceOp(op, choose(isTrue(Predicate::slt, n, zero), inverse, power));
    return success();
  }
};

} // namespace

void mlir::nnf::populateExpandMathPatterns(RewritePatternSet &patterns, const MathTarget &target) {
  MLIRContext *context = patterns.getContext();
  patterns.add<ExpandFunction<math::ExpOp>>(context, target, emitExp);
  patterns.add<ExpandFunction<math::Exp2Op>>(context, target, emitExp2);
  patterns.add<ExpandFunction<math::ExpM1Op>>(context, target, emitExpm1);
  patterns.add<ExpandFunction<math::LogOp>>(context, target, emitLog);
  patterns.add<ExpandFunction<math::Log2Op>>(context, target, emitLog2);
  patterns.add<ExpandFunction<math::Log10Op>>(context, target, emitLog10);
  patterns.add<ExpandFunction<math::Log1pOp>>(context, target, emitLog1p);
  patterns.add<ExpandFunction<math::TanhOp>>(context, target, emitTanh);
  patterns.add<ExpandFunction<math::ErfOp>>(context, target, emitErf);
  patterns.add<ExpandFunction<math::ErfcOp>>(context, target, emitErfc);
  patterns.add<ExpandFunction<math::SinOp>>(context, target, emitSin);
  patterns.add<ExpandFunction<math::CosOp>>(context, target, emitCos);
  patterns.add<ExpandFunction<math::AtanOp>>(context, target, emitAtan);
  patterns.add<ExpandFunction<math::TanOp>>(context, target, emitTan);
  patterns.add<ExpandFunction<math::AsinOp>>(context, target, emitAsin);
  patterns.add<ExpandFunction<math::AcosOp>>(context, target, emitAcos);
  patterns.add<ExpandFunction<math::SinhOp>>(context, target, emitSinh);
  patterns.add<ExpandFunction<math::CoshOp>>(context, target, emitCosh);
  patterns.add<ExpandFunction<math::AsinhOp>>(context, target, emitAsinh);
  patterns.add<ExpandFunction<math::AcoshOp>>(context, target, emitAcosh);
  patterns.add<ExpandFunction<math::AtanhOp>>(context, target, emitAtanh);
  patterns.add<ExpandFunction<math::CbrtOp>>(context, target, emitCbrt);
  patterns.add<ExpandFunction<math::Atan2Op>>(context, target, emitAtan2);
  patterns.add<ExpandFunction<math::RsqrtOp>>(context, target, emitRsqrt);
  patterns.add<ExpandFunction<math::PowFOp>>(context, target, emitPow);
  patterns.add<SplitSincos, ExpandFPowI, ExpandIPowI>(context);
  if (target.avx512)
    populateFoldScaleByPow2Patterns(patterns);
  else
    populateExpandLookupPatterns(patterns, target.avx2);
  if (!target.fma)
    populateEmulateFmaPatterns(patterns);
  if (!target.avx512bf16)
    populateExpandBF16ConversionPatterns(patterns);
}
