//===- Vjp.cpp - what the gradients of all families share ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Vjp.h"
#include "mlir/IR/Matchers.h"
#include "nnf/Transforms/Differentiate.h"

using namespace mlir;
using namespace mlir::nnf;

bool nnf::isDifferentiable(Type type) {
  if (auto tensor = dyn_cast<TensorType>(type))
    return isa<FloatType>(tensor.getElementType());
  return isa<FloatType>(type);
}

bool nnf::hasGradient(Value v) { return isDifferentiable(v.getType()); }

Value nnf::insertUnitDims(TensorBuilder &t, Value v, Value like, ArrayRef<bool> kept) {
  auto type = cast<RankedTensorType>(like.getType());
  auto from = cast<RankedTensorType>(v.getType());
  if (from.getRank() == type.getRank())
    return v;
  SmallVector<ReassociationIndices> groups;
  SmallVector<OpFoldResult> sizes;
  SmallVector<int64_t> shape;
  ReassociationIndices open; // unit dimensions before the first kept one
  for (int64_t i = 0, n = type.getRank(); i < n; ++i) {
    int64_t source = static_cast<int64_t>(groups.size());
    if (kept[i]) {
      groups.push_back(open);
      open.clear();
      groups.back().push_back(i);
      shape.push_back(from.getDimSize(source));
      sizes.push_back(t.sizeOf(v, source));
      continue;
    }
    (groups.empty() ? open : groups.back()).push_back(i);
    shape.push_back(1);
    sizes.push_back(t.b.getIndexAttr(1));
  }
  return tensor::ExpandShapeOp::create(t.b, t.loc, RankedTensorType::get(shape, from.getElementType()), v, groups, sizes);
}

Value nnf::sumToOperand(TensorBuilder &t, const Along &like, ArrayRef<Along> ins, ArrayRef<OpFoldResult> sizes,
                        Type compute, function_ref<Value(OpBuilder &, Location, ValueRange)> term) {
  int64_t rank = sizes.size();
  auto type = cast<RankedTensorType>(like.v.getType());
  Type element = type.getElementType();
  SmallVector<int64_t> dims;
  SmallVector<bool> kept;
  SmallVector<OpFoldResult> keptSizes;
  SmallVector<utils::IteratorType> iterators(rank, utils::IteratorType::reduction);
  for (auto [i, d] : llvm::enumerate(like.dims)) {
    bool stretched = type.getDimSize(i) == 1 && getConstantIntValue(sizes[d]) != 1;
    kept.push_back(!stretched);
    if (stretched)
      continue;
    dims.push_back(d);
    keptSizes.push_back(sizes[d]);
    iterators[d] = utils::IteratorType::parallel;
  }
  if (static_cast<int64_t>(dims.size()) == rank)
    return t.generic(ins, {{t.empty(keptSizes, element), dims}}, iterators,
                     [&](OpBuilder &b, Location l, ValueRange args) {
                       return SmallVector<Value>{t.convert(b, l, term(b, l, args), element)};
                     })[0];
  Value sum = t.generic(ins, {{t.filled(keptSizes, compute, 0), dims}}, iterators,
                        [&](OpBuilder &b, Location l, ValueRange args) {
                          Value v = term(b, l, args);
                          return SmallVector<Value>{
                              arith::AddFOp::create(b, l, args.back(), v, arith::FastMathFlags::reassoc)};
                        })[0];
  return insertUnitDims(t, t.cast_(sum, element), like.v, kept);
}

/// A constant, or a choice among values of which one is.
static bool hasLiteral(Value v) {
  if (matchPattern(v, m_Constant()))
    return true;
  auto select = v.getDefiningOp<arith::SelectOp>();
  return select && (hasLiteral(select.getTrueValue()) || hasLiteral(select.getFalseValue()));
}

Value nnf::scaleByCotangent(OpBuilder &b, Location loc, Value partial, Value cotangent) {
  if (matchPattern(partial, m_AnyZeroFloat()))
    return partial;
  if (matchPattern(partial, m_OneFloat()))
    return cotangent;
  auto select = partial.getDefiningOp<arith::SelectOp>();
  if (!select || !hasLiteral(partial))
    return arith::MulFOp::create(b, loc, partial, cotangent);
  Value chosen = scaleByCotangent(b, loc, select.getTrueValue(), cotangent);
  Value other = scaleByCotangent(b, loc, select.getFalseValue(), cotangent);
  return arith::SelectOp::create(b, loc, select.getCondition(), chosen, other);
}
