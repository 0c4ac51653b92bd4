//===- ExpandMath.cpp - math functions to arithmetic ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/ExpandMath.h"
#include "nnf/Codegen/Math/Emit.h"
#include "nnf/Codegen/Math/IRLane.h"

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
  if (target.avx512)
    populateFoldScaleByPow2Patterns(patterns);
  if (!target.fma)
    populateEmulateFmaPatterns(patterns);
  if (!target.avx512bf16)
    populateExpandBF16TruncationPatterns(patterns);
}
