//===- Formula.cpp - scalar formulas and the losses made of them -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Broadcast.h"
#include "nnf/IR/NnfBase.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

FailureOr<Sizes> reference::broadcastShapes(Operation *op, ArrayRef<Value> operands, Machine &m) {
  size_t rank = 0;
  for (Value v : operands)
    rank = std::max<size_t>(rank, m.get(v).rank());
  Sizes shape(rank, 1);
  SmallVector<bool> decided(rank, false);
  for (Value v : operands) {
    ArrayRef<int64_t> declared = cast<RankedTensorType>(v.getType()).getShape(), actual = m.get(v).shape();
    for (auto [i, size] : llvm::enumerate(actual)) {
      size_t d = rank - actual.size() + i;
      if (declared[i] == 1)
        continue;
      if (decided[d] && shape[d] != size)
        return LogicalResult(m.fail(op, "expects operands that broadcast, but along dimension " + Twine(d) +
                                            " one has size " + Twine(shape[d]) + " and one " + Twine(size)));
      shape[d] = size;
      decided[d] = true;
    }
  }
  return shape;
}

int64_t reference::broadcastOffset(const Array &a, ArrayRef<int64_t> at) {
  int64_t offset = 0;
  ArrayRef<int64_t> own = at.take_back(a.rank());
  for (auto [i, size] : llvm::zip(own, a.shape()))
    offset = offset * size + (size == 1 ? 0 : i);
  return offset;
}

Array reference::reducedLosses(const std::vector<long double> &losses, Reduction reduction, Type element,
                               ArrayRef<int64_t> shape, std::optional<long double> divisor) {
  if (reduction == Reduction::None) {
    Array y(element, shape);
    for (auto [i, v] : llvm::enumerate(losses))
      y.store(i, v);
    return y;
  }
  long double sum = 0;
  for (long double v : losses)
    sum += v;
  Array y(element, {});
  y.store(0, reduction == Reduction::Mean ? sum / divisor.value_or(losses.size()) : sum);
  return y;
}

/// An op on integers that stays in them.
static LogicalResult runIntegers(ScalarFormulaOpInterface op, Machine &m) {
  const Array &x = m.get(op->getOperand(0));
  Array y(x.element(), x.shape());
  MutableArrayRef<Cell> cells = y.write();
  for (int64_t i = 0; i < x.count(); ++i)
    cells[i].i = wrapTo(y.element(), op.evalIntegerFormula({x.read()[i].i}));
  return m.set(op->getResult(0), y);
}

LogicalResult reference::runFormula(Operation *op, Machine &m) {
  auto formula = cast<ScalarFormulaOpInterface>(op);
  auto loss = dyn_cast<ReducingLossOpInterface>(op);
  Type element = getElementTypeOrSelf(op->getResult(0).getType());
  if (!isa<FloatType>(element))
    return runIntegers(formula, m);

  SmallVector<Value> there(op->getOperands());
  FailureOr<Sizes> shape = broadcastShapes(op, there, m);
  if (failed(shape))
    return failure();
  SmallVector<const Array *> operands;
  for (int64_t i : formula.getFormulaOperands())
    operands.push_back(i < 0 ? nullptr : &m.get(op->getOperand(i)));
  const Array *weight = nullptr;
  if (loss && loss.getWeightIndex() >= 0)
    weight = &m.get(op->getOperand(loss.getWeightIndex()));

  bool reduced = loss && loss.getReduction() != Reduction::None;
  Array y(element, reduced ? ArrayRef<int64_t>() : ArrayRef<int64_t>(*shape));
  long double sum = 0;
  int64_t next = 0;
  SmallVector<std::optional<long double>> scalars(operands.size());
  forEachIndex(*shape, [&](ArrayRef<int64_t> at) {
    for (auto [scalar, a] : llvm::zip(scalars, operands))
      if (a)
        scalar = a->number(broadcastOffset(*a, at));
    long double v = formula.evalFormula(scalars);
    if (weight)
      v *= weight->number(broadcastOffset(*weight, at));
    if (reduced)
      sum += v;
    else
      y.store(next++, v);
  });
  if (!reduced)
    return m.set(op->getResult(0), y);
  long double divisor = 1;
  if (loss.getReduction() == Reduction::Mean) {
    divisor = product(*shape);
    if (weight && loss.meanDividesByWeight()) {
      divisor = 0;
      for (int64_t i = 0; i < weight->count(); ++i)
        divisor += weight->number(i);
    }
  }
  if (const Array &first = m.get(op->getOperand(0)); loss.getReduction() == Reduction::BatchMean && first.rank() > 0)
    divisor = first.dim(0);
  y.store(0, sum / divisor);
  return m.set(op->getResult(0), y);
}
