//===- RecognizeFunctions.cpp - nnf-recognize-functions -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The last op of a spelling is the first that is looked at, so that the largest function is found: mish before the softplus in it.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Spelling.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Interfaces/FunctionInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/Softmax.h"
#include "nnf/Transforms/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_RECOGNIZEFUNCTIONS
#include "nnf/Transforms/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// An op that may end a spelling: elementwise, on tensors of floats.
static bool mayEnd(Operation *op) {
  if (op->getNumResults() != 1 || op->use_empty())
    return false;
  auto type = dyn_cast<RankedTensorType>(op->getResult(0).getType());
  if (!type || !isa<FloatType>(type.getElementType()))
    return false;
  Operation *last = op;
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op)) {
    if (!linalgOp.hasPureTensorSemantics() || linalgOp.getNumReductionLoops() > 1 || op->getNumRegions() != 1)
      return false;
    last = linalgOp.getBlock()->getTerminator()->getOperand(0).getDefiningOp();
    // A rounding at the end, as bodies of f16 and bf16 have it.
    if (auto truncate = dyn_cast_or_null<arith::TruncFOp>(last))
      last = truncate.getIn().getDefiningOp();
  }
  return isa_and_nonnull<arith::AddFOp, arith::SubFOp, arith::MulFOp, arith::DivFOp, arith::NegFOp, arith::MaximumFOp, arith::MaxNumFOp,
                         arith::MinimumFOp, arith::MinNumFOp, arith::SelectOp, arith::TruncFOp, math::LogOp, math::FmaOp, math::Log1pOp,
                         math::ExpM1Op>(last);
}

/// The scalar op that makes the results of `op`, where it is only one.
static Operation *scalarOf(Operation *op) {
  std::optional<Elementwise> e = matchElementwise(op);
  return e ? e->scalar : nullptr;
}

/// log(softmax(x)) is log_softmax(x): -inf where softmax underflows (x more than 104 below the maximum, f32), without digits where it
/// is near 1; log_softmax is within 2 units in the last place of the larger of its terms.
static std::optional<Recognized> recognizeLogOfSoftmax(Operation *op) {
  Operation *scalar = scalarOf(op);
  if (!isa_and_nonnull<math::LogOp>(scalar))
    return std::nullopt;
  auto softmax = matchElementwise(op)->operands[0].getDefiningOp<SoftmaxOp>();
  if (!softmax || softmax.getEmptyRow() != EmptyRow::Nan || softmax.getDtypeAttr() || softmax.getInput().getType() != op->getResult(0).getType())
    return std::nullopt;
  return Recognized{"nnf.log_softmax", [softmax](OpBuilder &b, Location loc) -> Value {
                      SoftmaxOp from = softmax;
                      return LogSoftmaxOp::create(b, loc, from.getType(), from.getInput(), from.getDim(), TypeAttr());
                    }};
}

static std::optional<Recognized> recognize(Operation *op) {
  if (std::optional<Recognized> found = recognizeLogOfSoftmax(op))
    return found;
  if (std::optional<Recognized> found = recognizeCrossEntropy(op))
    return found;
  Expressions formula(op->getResult(0));
  if (auto linalgOp = dyn_cast<linalg::LinalgOp>(op); linalgOp && linalgOp.getNumReductionLoops() == 1)
    return recognizeAttention(formula);
  std::optional<Recognized> found = recognizeRows(formula);
  if (!found)
    found = recognizeActivation(formula);
  // log1p as log1p is nothing new.
  if (found && isa_and_nonnull<math::Log1pOp, math::ExpM1Op>(scalarOf(op)) && found->name.starts_with("math."))
    return std::nullopt;
  return found;
}

/// Erases what only the replaced op read. An op with several readers is reached from each of them, but stands in the list once.
static void eraseUnread(Operation *op, RewriterBase &rw) {
  llvm::SmallSetVector<Operation *, 8> work;
  work.insert(op);
  while (!work.empty()) {
    Operation *next = work.pop_back_val();
    if (!isOpTriviallyDead(next))
      continue;
    llvm::SmallSetVector<Operation *, 4> producers;
    next->walk([&](Operation *inner) {
      for (Value operand : inner->getOperands())
        if (Operation *producer = operand.getDefiningOp(); producer && !next->isAncestor(producer))
          producers.insert(producer);
    });
    rw.eraseOp(next);
    work.insert(producers.begin(), producers.end());
  }
}

namespace {
struct RecognizeFunctionsPass : nnf::impl::RecognizeFunctionsBase<RecognizeFunctionsPass> {
  void runOnOperation() override {
    // What is found may be a part of something larger: a log_softmax that a loss is made of.
    for (unsigned round = 0; round < 3 && runOnce(); ++round) {
    }
  }

  /// True where something was found.
  bool runOnce() {
    // From the end, inner ops of a region behind the op itself.
    SmallVector<Operation *> ops;
    getOperation()->walk<WalkOrder::PreOrder>([&](Operation *op) {
      ops.push_back(op);
      return isa<linalg::LinalgOp>(op) ? WalkResult::skip() : WalkResult::advance();
    });
    IRRewriter rw(&getContext());
    Gone gone;
    rw.setListener(&gone);
    bool any = false;
    for (Operation *op : llvm::reverse(ops)) {
      if (gone.ops.contains(op) || !mayEnd(op))
        continue;
      std::optional<Recognized> found = recognize(op);
      if (!found)
        continue;
      any = true;
      rw.setInsertionPoint(op);
      Value made = found->build(rw, op->getLoc());
      made.getDefiningOp()->setDiscardableAttrs(op->getDiscardableAttrDictionary());
      auto function = op->getParentOfType<FunctionOpInterface>();
      remark::passed(op->getLoc(), remark::RemarkOpts::name("RecognizeFunctions")
                                       .category("nnf-recognize-functions")
                                       .function(function ? function.getName() : StringRef()))
          << remark::add("spelled out, this is {0}", found->name);
      rw.replaceAllUsesWith(op->getResult(0), made);
      eraseUnread(op, rw);
    }
    rw.setListener(nullptr);
    return any;
  }

  struct Gone : RewriterBase::Listener {
    void notifyOperationErased(Operation *op) override { ops.insert(op); }
    llvm::DenseSet<Operation *> ops;
  };
};
} // namespace
