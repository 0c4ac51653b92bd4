//===- Formula.cpp - one gradient for all scalar formulas, with and without a reduction ---------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Formula.h"

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// The iteration of a formula op and the scalars of one element.
///
///   y = reduce(weight * formula(a, b, ...))
///   da[i] = sum over what a was stretched along of g * weight * (d formula / d a)
///
/// where g is the cotangent, divided by what 'mean' divides by. Absent operands have null tensors.
class FormulaVjp {
public:
  FormulaVjp(ScalarFormulaOpInterface op, Value cotangent, TensorBuilder &t)
      : op(op), t(t), loss(dyn_cast<ReducingLossOpInterface>(*op)), operands(op.getFormulaOperands()) {
    for (Value v : op->getOperands())
      rank = std::max(rank, t.rank(v));
    compute = t.computeTypeOf(op->getResult(0));
    for (int64_t i : operands)
      add(i < 0 ? Value() : op->getOperand(i));
    if (loss && loss.getWeightIndex() >= 0)
      weight = op->getOperand(loss.getWeightIndex());
    add(weight);
    sizes = t.sizesOf(present, rank);
    bool reduced = loss && loss.getReduction() != Reduction::None;
    add(reduced ? scaledByMean(cotangent) : cotangent);
  }

  /// The gradient of formula operand `k`.
  Value ofOperand(unsigned k) {
    return sumToOperand(t, ins[k], present, sizes, compute, [&](OpBuilder &b, Location l, ValueRange args) {
      SmallVector<Value> scalars = scalarsOf(b, l, args);
      Value cotangent = scalars.pop_back_val(), w = scalars.pop_back_val();
      if (w)
        cotangent = arith::MulFOp::create(b, l, cotangent, w);
      return scaleByCotangent(b, l, op.emitPartial(b, l, scalars, k), cotangent);
    });
  }

  /// The gradient of the weight: g * formula; where the mean divides by the sum W of the weights, g * (formula - mean).
  Value ofWeight() {
    SmallVector<Along> inputs = present;
    bool byWeight = loss.getReduction() == Reduction::Mean && loss.meanDividesByWeight();
    if (byWeight)
      inputs.push_back({meanOfTerms(), {}});
    return sumToOperand(t, t.aligned(weight, rank), inputs, sizes, compute,
                        [&](OpBuilder &b, Location l, ValueRange args) -> Value {
                          SmallVector<Value> scalars = scalarsOf(b, l, args);
                          Value cotangent = scalars.pop_back_val();
                          scalars.pop_back();
                          Value term = op.emitFormula(b, l, scalars, /*isUnsigned=*/false);
                          if (byWeight)
                            term = arith::SubFOp::create(b, l, term, args[present.size()]);
                          return arith::MulFOp::create(b, l, term, cotangent);
                        });
  }

private:
  void add(Value v) {
    ins.push_back(v ? t.aligned(v, rank) : Along{});
    if (v)
      present.push_back(ins.back());
  }

  /// One scalar an entry of `ins`, in the compute type; null for the absent ones.
  SmallVector<Value> scalarsOf(OpBuilder &b, Location l, ValueRange args) {
    SmallVector<Value> scalars;
    unsigned next = 0;
    for (const Along &a : ins)
      scalars.push_back(a.v ? t.convert(b, l, args[next++], compute) : Value());
    return scalars;
  }

  Value sumOfWeights() {
    SmallVector<int64_t> all = t.range(t.rank(weight));
    Value w = t.cast_(weight, compute);
    return t.sum({{w, all}}, all.size(), all, [](auto s) { return *s[0]; });
  }

  /// The cotangent of the sum: that of the result, divided by the number of elements or the sum of the weights.
  Value scaledByMean(Value cotangent) {
    bool byBatch = loss.getReduction() == Reduction::BatchMean && t.rank(op->getOperand(0)) > 0;
    if (loss.getReduction() != Reduction::Mean && !byBatch)
      return cotangent;
    Value denominator = byBatch ? t.countOf(op->getOperand(0), {0}, compute)
                        : weight && loss.meanDividesByWeight()
                            ? sumOfWeights()
                            : t.scalarTensor(t.toFloat(t.numberOf(sizes), compute));
    return t.map({{t.cast_(cotangent, compute), {}}, {denominator, {}}}, 0, compute,
                 [](auto s) { return *s[0] / *s[1]; });
  }

  /// The loss itself in the compute type: its result was rounded.
  Value meanOfTerms() {
    SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::reduction);
    Value sum = t.generic(present, {{t.filled({}, compute, 0), {}}}, iterators,
                          [&](OpBuilder &b, Location l, ValueRange args) {
                            SmallVector<Value> scalars = scalarsOf(b, l, args);
                            scalars.pop_back();
                            Value w = scalars.pop_back_val();
                            Value term = op.emitFormula(b, l, scalars, /*isUnsigned=*/false);
                            term = arith::MulFOp::create(b, l, term, w);
                            return SmallVector<Value>{
                                arith::AddFOp::create(b, l, args.back(), term, arith::FastMathFlags::reassoc)};
                          })[0];
    return t.map({{sum, {}}, {sumOfWeights(), {}}}, 0, compute, [](auto s) { return *s[0] / *s[1]; });
  }

  ScalarFormulaOpInterface op;
  TensorBuilder &t;
  ReducingLossOpInterface loss;
  SmallVector<int64_t> operands;
  int64_t rank = 0;
  Type compute;
  Value weight;
  /// The formula's operands, the weight, the cotangent; and those of them that are there.
  SmallVector<Along> ins, present;
  SmallVector<OpFoldResult> sizes;
};

struct FormulaVjpModel : DifferentiableOpInterface::FallbackModel<FormulaVjpModel> {
  FailureOr<SmallVector<Value>> buildVjp(Operation *op, OpBuilder &b, ValueRange cotangents) const {
    auto formula = cast<ScalarFormulaOpInterface>(op);
    SmallVector<Value> gradients(op->getNumOperands());
    TensorBuilder t(b, op->getLoc());
    FormulaVjp vjp(formula, cotangents[0], t);
    for (auto [k, i] : llvm::enumerate(formula.getFormulaOperands()))
      if (i >= 0 && hasGradient(op->getOperand(i)))
        gradients[i] = vjp.ofOperand(k);
    if (auto loss = dyn_cast<ReducingLossOpInterface>(op); loss && loss.getWeightIndex() >= 0)
      gradients[loss.getWeightIndex()] = vjp.ofWeight();
    return gradients;
  }
};
} // namespace

void nnf::attachFormulaVjps(MLIRContext *context) {
  for (RegisteredOperationName name : context->getRegisteredOperations())
    if (name.getDialectNamespace() == NnfDialect::getDialectNamespace() && name.hasInterface<ScalarFormulaOpInterface>())
      name.attachInterface<FormulaVjpModel>();
}
