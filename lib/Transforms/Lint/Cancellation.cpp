//===- Cancellation.cpp - digits that are lost on the way: 205, 207, 208, 209, 212 ------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Rules.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "nnf/Analysis/Structure.h"
#include "llvm/ADT/APFloat.h"
#include "llvm/Support/Format.h"

using namespace mlir;
using namespace mlir::nnf;

static bool isConstant(LintContext &c, Value v, double number) {
  const Bounds &b = c.getFacts(v).bounds;
  return !b.nan && b.lo == number && b.hi == number;
}

//===-- 212 ------------------------------------------------------------------------------------------------------===//

/// The operand of `sum` beside the constant `number`; null where there is none.
static Value besides(LintContext &c, const Elementwise &sum, double number) {
  if (isConstant(c, sum.operands[1], number))
    return sum.operands[0];
  return isConstant(c, sum.operands[0], number) ? sum.operands[1] : Value();
}

/// Only ops on tensors are rewritten; in a linalg body the names of the better functions are enough.
template <class Better>
static void rewriteAs(LintFinding &finding, StringRef name, Operation *op, Value x, bool negate = false) {
  if (!isa<RankedTensorType>(x.getType()) || x.getType() != op->getResult(0).getType() || isa<linalg::LinalgOp>(op))
    return;
  finding.fixBy("math." + name, op, [op, x, negate](RewriterBase &rw) {
    rw.setInsertionPoint(op);
    Value operand = negate ? arith::NegFOp::create(rw, op->getLoc(), x).getResult() : x;
    rw.replaceOpWithNewOp<Better>(op, operand);
  });
}

///   %y = arith.addf %x, 1; math.log %y       ->  math.log1p %x
///   %y = math.exp %x; arith.subf %y, 1       ->  math.expm1 %x
///   %y = math.erf %x; arith.addf %y, 1       ->  math.erfc (-%x)
static void cancellation(Operation *op, LintContext &c) {
  std::optional<Elementwise> e = matchElementwise(op);
  if (!e)
    return;
  auto inner = [](Value v) {
    Operation *producer = v.getDefiningOp();
    return producer ? matchElementwise(producer) : std::nullopt;
  };
  if (isa<math::LogOp>(e->scalar)) {
    std::optional<Elementwise> sum = inner(e->operands[0]);
    Value x = sum && isa<arith::AddFOp>(sum->scalar) ? besides(c, *sum, 1) : Value();
    if (x)
      rewriteAs<math::Log1pOp>(c.report(op, "log(1 + x) has no digits of a small x left: log1p keeps them"), "log1p", op, x);
    return;
  }
  if (isa<arith::SubFOp>(e->scalar) && isConstant(c, e->operands[1], 1)) {
    if (Value x = matchUnary<math::ExpOp>(e->operands[0]))
      rewriteAs<math::ExpM1Op>(c.report(op, "exp(x) - 1 has no digits of a small x left: expm1 keeps them"), "expm1", op, x);
    return;
  }
  if (isa<arith::AddFOp>(e->scalar)) {
    Value erf = besides(c, *e, 1);
    if (Value x = erf ? matchUnary<math::ErfOp>(erf) : Value())
      rewriteAs<math::ErfcOp>(c.report(op, "1 + erf(x) has no digits left where x is well below 0: erfc(-x) keeps them"), "erfc", op, x, true);
  }
}

//===-- 205 ------------------------------------------------------------------------------------------------------===//

/// `v` with broadcasts taken off.
static Value withoutBroadcast(Value v) {
  while (Operation *op = v.getDefiningOp()) {
    if (auto broadcast = dyn_cast<linalg::BroadcastOp>(op))
      v = broadcast.getInput();
    else if (OpOperand *source = getViewSource(op))
      v = source->get();
    else
      break;
  }
  return v;
}

/// A difference, of tensors that may be stretched.
static bool isSubtraction(Operation *op) {
  if (isa<arith::SubFOp>(op))
    return true;
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  return linalgOp && linalgOp.getNumReductionLoops() == 0 && op->getNumRegions() == 1 &&
         isa_and_nonnull<arith::SubFOp>(linalgOp.getBlock()->getTerminator()->getOperand(0).getDefiningOp());
}

/// e / sum(e) of e = exp(x): infinite over infinite where an x is above 88 (f32).
static void softmaxByHand(Operation *op, LintContext &c) {
  Value e, divisor;
  if (std::optional<Elementwise> quotient = matchElementwise(op)) {
    if (!isa<arith::DivFOp>(quotient->scalar))
      return;
    e = quotient->operands[0];
    divisor = quotient->operands[1];
  } else if (auto stretching = dyn_cast<linalg::GenericOp>(op)) {
    // The sum is stretched in the quotient's own map: (4, 1) against (4, 10).
    auto div = stretching.getNumDpsInputs() == 2 && stretching.getNumReductionLoops() == 0 && stretching.hasPureTensorSemantics()
                   ? dyn_cast<arith::DivFOp>(stretching.getBody()->front())
                   : arith::DivFOp();
    if (!div || div.getLhs() != stretching.getBody()->getArgument(0) || div.getRhs() != stretching.getBody()->getArgument(1) ||
        stretching.getBody()->getTerminator()->getOperand(0) != div.getResult())
      return;
    e = stretching.getDpsInputOperand(0)->get();
    divisor = stretching.getDpsInputOperand(1)->get();
  } else {
    return;
  }
  Value x = matchUnary<math::ExpOp>(e);
  auto sum = withoutBroadcast(divisor).getDefiningOp<linalg::LinalgOp>();
  if (!x || !sum || sum.getNumReductionLoops() == 0 || sum.getNumDpsInputs() != 1 || sum.getDpsInputOperand(0)->get() != e)
    return;
  Operation *combine = sum.getBlock()->getTerminator()->getOperand(0).getDefiningOp();
  // A softmax that subtracts the maximum first is a good one.
  if (!isa_and_nonnull<arith::AddFOp>(combine) || c.getFacts(x).bounds.hi < 80)
    return;
  if (Operation *producer = x.getDefiningOp())
    if (isSubtraction(producer))
      return;
  c.report(op, "a softmax by hand without the maximum subtracted: exp overflows from 89 on (f32) and the quotient is NaN; nnf.softmax does not");
}

//===-- 207, 208 -------------------------------------------------------------------------------------------------===//

/// What is left of the constant that `op` narrows; nothing where its operand is no constant.
static std::optional<std::pair<double, double>> narrowed(Operation *op, LintContext &c) {
  std::optional<Elementwise> e = matchElementwise(op);
  if (!e || !isa<arith::TruncFOp>(e->scalar))
    return std::nullopt;
  const Bounds &b = c.getFacts(e->operands[0]).bounds;
  if (b.nan || b.lo != b.hi)
    return std::nullopt;
  APFloat value(b.lo);
  bool loses;
  value.convert(cast<FloatType>(getElementTypeOrSelf(op->getResult(0).getType())).getFloatSemantics(), APFloat::rmNearestTiesToEven, &loses);
  value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &loses);
  return std::make_pair(b.lo, value.convertToDouble());
}

static void constantOverflows(Operation *op, LintContext &c) {
  auto values = narrowed(op, c);
  if (values && std::isfinite(values->first) && !std::isfinite(values->second)) {
    std::string text;
    llvm::raw_string_ostream(text) << llvm::format("%g", values->first) << " is " << (values->first < 0 ? "-inf" : "inf") << " in "
                                   << getElementTypeOrSelf(op->getResult(0).getType()) << ": a row that it masks as a whole becomes NaN";
    c.report(op, text);
  }
}

static void constantVanishes(Operation *op, LintContext &c) {
  auto values = narrowed(op, c);
  if (values && values->first != 0 && values->second == 0) {
    std::string text;
    llvm::raw_string_ostream(text) << llvm::format("%g", values->first) << " is 0 in " << getElementTypeOrSelf(op->getResult(0).getType())
                                   << ": it guards against nothing";
    c.report(op, text);
  }
}

//===-- 209 ------------------------------------------------------------------------------------------------------===//

static void narrowSum(Operation *op, LintContext &c) {
  auto linalgOp = dyn_cast<linalg::LinalgOp>(op);
  if (!linalgOp || !linalgOp.hasPureTensorSemantics() || linalgOp.getNumReductionLoops() == 0)
    return;
  int64_t terms = 1;
  for (auto [size, iterator] : llvm::zip_equal(linalgOp.getStaticLoopRanges(), linalgOp.getIteratorTypesArray()))
    if (iterator == utils::IteratorType::reduction)
      terms = ShapedType::isDynamic(size) || terms < 0 ? -1 : terms * size;
  if (terms >= 0 && terms < 64)
    return;
  for (Value yielded : linalgOp.getBlock()->getTerminator()->getOperands()) {
    auto add = yielded.getDefiningOp<arith::AddFOp>();
    if (!add || add.getType().getIntOrFloatBitWidth() > 16)
      continue;
    std::string type;
    llvm::raw_string_ostream(type) << add.getType();
    c.report(op, "a sum that is kept in " + type + " stops growing after a few " + (add.getType().isBF16() ? "hundred" : "thousand") +
                     " terms: sum in f32 and round once");
    return;
  }
}

ArrayRef<LintRule> nnf::cancellationRules() {
  static const LintRule rules[] = {
      {"NNF205", "softmax-by-hand", LintLevel::Warning,
       "exp(x) over its sum without the maximum subtracted: overflows where nnf.softmax does not.", "", softmaxByHand},
      {"NNF207", "constant-overflows", LintLevel::Error,
       "A constant that is infinite in the element type it is converted to, such as -1e9 in f16.", "", constantOverflows},
      {"NNF208", "constant-vanishes", LintLevel::Warning,
       "A constant that is 0 in the element type it is converted to, such as an eps of 1e-12 in f16.", "", constantVanishes},
      {"NNF209", "narrow-sum", LintLevel::Warning, "A sum over many elements that is kept in f16 or bf16.", "", narrowSum},
      {"NNF212", "cancellation", LintLevel::Warning, "log(1 + x), exp(x) - 1 and 1 + erf(x): differences of nearly equal numbers.",
       "log1p, expm1, erfc", cancellation},
  };
  return rules;
}
