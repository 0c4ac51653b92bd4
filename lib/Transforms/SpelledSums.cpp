//===- SpelledSums.cpp - cross entropy as someone may write it ---------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Spelling.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"
#include "nnf/Analysis/Structure.h"
#include "nnf/IR/ops/Embedding.h"
#include "nnf/IR/ops/LossClassification.h"
#include "nnf/IR/ops/Softmax.h"

using namespace mlir;
using namespace mlir::nnf;

/// The class numbers of a one-hot tensor that was converted to floats; null where it is none.
static Value classNumbersOf(Value oneHot, int64_t classes) {
  Operation *op = oneHot.getDefiningOp();
  std::optional<Elementwise> convert = op ? matchElementwise(op) : std::nullopt;
  if (!convert || !isa<arith::SIToFPOp, arith::UIToFPOp>(convert->scalar))
    return {};
  auto made = convert->operands[0].getDefiningOp<OneHotOp>();
  return made && made.getNumClasses() == classes ? made.getTensor() : Value();
}

/// The one dimension that `op` sums its only operand over, from 0 on; nothing where it does anything else.
static std::optional<int64_t> plainSumOver(linalg::LinalgOp op) {
  if (!op.hasPureTensorSemantics() || op.getNumReductionLoops() != 1 || op.getNumDpsInputs() != 1 || op->getNumResults() != 1)
    return std::nullopt;
  Block *body = op.getBlock();
  auto add = dyn_cast<arith::AddFOp>(body->front());
  if (!add || !llvm::hasNItems(*body, 2) || body->getTerminator()->getOperand(0) != add.getResult() ||
      !llvm::is_contained(add->getOperands(), body->getArgument(0)) || !llvm::is_contained(add->getOperands(), body->getArgument(1)))
    return std::nullopt;
  Value init = op.getDpsInitOperand(0)->get();
  if (auto fill = init.getDefiningOp<linalg::FillOp>())
    init = fill.value();
  if (!matchPattern(init, m_AnyZeroFloat()))
    return std::nullopt;
  unsigned reduced = 0;
  SmallVector<utils::IteratorType> iterators = op.getIteratorTypesArray();
  while (iterators[reduced] != utils::IteratorType::reduction)
    ++reduced;
  AffineMap in = op.getMatchingIndexingMap(op.getDpsInputOperand(0)), out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  if (!in.isIdentity() || out != in.dropResult(reduced))
    return std::nullopt;
  return reduced;
}

/// -sum over the classes of target * log_softmax(x), with a target of probabilities (smoothed labels, a teacher's) or one-hot:
///
///   %logp = nnf.log_softmax %x dim = 1
///   %loss = -sum(%q * %logp)                 ->   %loss = nnf.cross_entropy %x, %q reduction = none
///
/// The same sum, whose terms are as exact (log_softmax is within 2 units of the last place either way), without the tensor of
/// log-probabilities. A one-hot target becomes class numbers, of which none is ignored: one that does not exist is an error in both.
std::optional<Recognized> nnf::recognizeCrossEntropy(Operation *op) {
  bool negative = false;
  auto withoutSign = [&](Value v) {
    while (Value x = matchUnary<arith::NegFOp>(v)) {
      negative = !negative;
      v = x;
    }
    return v;
  };
  auto sum = withoutSign(op->getResult(0)).getDefiningOp<linalg::LinalgOp>();
  auto type = sum && isa<RankedTensorType>(op->getResult(0).getType()) ? plainSumOver(sum) : std::nullopt;
  if (!type)
    return std::nullopt;
  Operation *product = withoutSign(sum.getDpsInputOperand(0)->get()).getDefiningOp();
  std::optional<Elementwise> e = product ? matchElementwise(product) : std::nullopt;
  if (!e || !isa<arith::MulFOp>(e->scalar))
    return std::nullopt;
  for (unsigned side : {0u, 1u}) {
    bool before = negative;
    auto softmax = withoutSign(e->operands[side]).getDefiningOp<LogSoftmaxOp>();
    Value q = withoutSign(e->operands[1 - side]);
    auto full = cast<RankedTensorType>(sum.getDpsInputOperand(0)->get().getType());
    int64_t classes = full.getRank() == 1 ? 0 : 1;
    if (!softmax || softmax.getDtypeAttr() || !softmax.getResult().hasOneUse() || softmax.getInput().getType() != full || q.getType() != full ||
        full.isDynamicDim(classes) || *type != classes || cast<ValueFactsOpInterface>(softmax.getOperation()).getResultAxis() != classes) {
      negative = before;
      continue;
    }
    Value x = softmax.getInput(), numbers = classNumbersOf(q, full.getDimSize(classes));
    Type result = op->getResult(0).getType();
    bool isLoss = negative;
    return Recognized{"nnf.cross_entropy", [=](OpBuilder &b, Location loc) -> Value {
                        // No class number is ignored.
                        int64_t ignored = numbers ? std::numeric_limits<int64_t>::min() : -100;
                        Value loss = CrossEntropyOp::create(b, loc, result, x, numbers ? numbers : q, Value(), ignored, Reduction::None, 0.0,
                                                            InputKind::Logits);
                        return isLoss ? loss : arith::NegFOp::create(b, loc, loss).getResult();
                      }};
  }
  return std::nullopt;
}
