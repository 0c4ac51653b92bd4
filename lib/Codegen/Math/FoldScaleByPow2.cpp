//===- FoldScaleByPow2.cpp - products with halves of 2^n to vscalef ---------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Kernels that are emitted before vectorisation, into linalg bodies of upstream dialects, multiply by 2^n in the
// portable form of portableScaleByPow2 (Lane.h). Where that form is found on vectors and the target has vscalef, it is
// one instruction with the same bits.
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/Emit.h"
#include "nnf/Codegen/Math/Scalef.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::vecmath;

namespace {

/// Whether `v` is a (splat) constant equal to `expected`.
static bool isFloatConstant(Value v, double expected) {
  APFloat value(0.0);
  return matchPattern(v, m_ConstantFloat(&value)) && value.convertToDouble() == expected;
}

/// The other operand of addf or mulf `op` (either order) when one of them is the constant; null otherwise.
static Value otherThanConstant(Operation *op, double constant) {
  if (isFloatConstant(op->getOperand(1), constant))
    return op->getOperand(0);
  if (isFloatConstant(op->getOperand(0), constant))
    return op->getOperand(1);
  return {};
}

/// n, if `v` is pow2(n): bitcast(shli(bitcast(n + (magic + bias)), mantissaBits)).
template <class P> static Value matchPow2(Value v) {
  auto toFloat = v.getDefiningOp<arith::BitcastOp>();
  auto shift = toFloat ? toFloat.getIn().getDefiningOp<arith::ShLIOp>() : arith::ShLIOp();
  APInt amount;
  if (!shift || !matchPattern(shift.getRhs(), m_ConstantInt(&amount)) || amount != P::mantissaBits)
    return {};
  auto toInt = shift.getLhs().getDefiningOp<arith::BitcastOp>();
  auto add = toInt ? toInt.getIn().getDefiningOp<arith::AddFOp>() : arith::AddFOp();
  return add ? otherThanConstant(add, P::magic + P::bias) : Value();
}

/// Whether `half` is roundeven(n / 2).
static bool isRoundedHalf(Value half, Value n) {
  auto round = half.getDefiningOp<math::RoundEvenOp>();
  auto product = round ? round.getOperand().getDefiningOp<arith::MulFOp>() : arith::MulFOp();
  return product && otherThanConstant(product, 0.5) == n;
}

/// %h = math.roundeven(%n * 0.5)
/// (%p * pow2(%h)) * pow2(%n - %h) : vector<16xf32>   ->   llvm.call_intrinsic "…scalef.ps.512"(%p, %n, …)
/// pow2(%h) * pow2(%n - %h)                           ->   the same with 1 for %p
struct FoldScaleByPow2 : OpRewritePattern<arith::MulFOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(arith::MulFOp op, PatternRewriter &rewriter) const override {
    if (!hasScalef(op.getType()))
      return rewriter.notifyMatchFailure(op, "no vscalef for this type");
    if (getElementTypeOrSelf(op.getType()).isF32())
      return rewrite<F32>(op, rewriter);
    return rewrite<F64>(op, rewriter);
  }

  template <class P> static LogicalResult rewrite(arith::MulFOp op, PatternRewriter &rewriter) {
    Value rest = matchPow2<P>(op.getRhs());
    auto difference = rest ? rest.getDefiningOp<arith::SubFOp>() : arith::SubFOp();
    if (!difference)
      return rewriter.notifyMatchFailure(op, "not a product with a power of two");
    Value n = difference.getLhs();
    auto isHalfOfN = [&](Value half) { return half && half == difference.getRhs() && isRoundedHalf(half, n); };
    auto inner = op.getLhs().getDefiningOp<arith::MulFOp>();
    Value p;
    if (inner && isHalfOfN(matchPow2<P>(inner.getRhs())))
      p = inner.getLhs();
    else if (isHalfOfN(matchPow2<P>(op.getLhs()))) // 1 * 2^n, of which the factor 1 was folded away
      p = arith::ConstantOp::create(
          rewriter, op.getLoc(),
          DenseElementsAttr::get(cast<ShapedType>(op.getType()),
                                 rewriter.getFloatAttr(getElementTypeOrSelf(op.getType()), 1.0)));
    else
      return rewriter.notifyMatchFailure(op, "the two powers of two are not halves of one");
    rewriter.replaceOp(op, createScalef(rewriter, op.getLoc(), p, n));
    return success();
  }
};

} // namespace

void mlir::nnf::vecmath::populateFoldScaleByPow2Patterns(RewritePatternSet &patterns) {
  patterns.add<FoldScaleByPow2>(patterns.getContext());
}
