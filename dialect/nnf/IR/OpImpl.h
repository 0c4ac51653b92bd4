//===- OpImpl.h - what generated code calls: one formula and one rule, each instantiated ---------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Included by the family units in lib/IR/ops only.
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_OPIMPL_H
#define NNF_IR_OPIMPL_H

#include "llvm/ADT/STLExtras.h"
#include "nnf/Formulas/Interval.h"
#include "nnf/Formulas/ScalarIR.h"
#include "nnf/IR/NnfBase.h"

namespace mlir::nnf::detail {

//===-- formulas ------------------------------------------------------------------------------------------===//

template <class OpTy>
using ComputeMember = decltype(&OpTy::template compute<scalar::ScalarIR>);
template <class OpTy>
using DerivativeMember = decltype(&OpTy::template derivative<scalar::ScalarIR>);

/// The SSA scalars as formula inputs; null values stay absent.
inline SmallVector<std::optional<scalar::ScalarIR>, 4> formulaInputs(const scalar::Emit &e, ValueRange scalars) {
  SmallVector<std::optional<scalar::ScalarIR>, 4> in;
  for (Value v : scalars)
    in.push_back(v ? std::optional<scalar::ScalarIR>(scalar::ScalarIR(e, v)) : std::nullopt);
  return in;
}

template <class OpTy>
SmallVector<int64_t> formulaOperands(OpTy op) {
  SmallVector<int64_t> indices;
  for (unsigned i = 0; i < OpTy::formulaArity; ++i) {
    auto [start, length] = op.getODSOperandIndexAndLength(i);
    indices.push_back(length ? static_cast<int64_t>(start) : -1);
  }
  return indices;
}

template <class OpTy>
Value emitFormula(OpTy op, OpBuilder &b, Location loc, ValueRange scalars, bool isUnsigned) {
  scalar::Emit e{b, loc, isUnsigned};
  Type type = scalars.front().getType();
  auto in = formulaInputs(e, scalars);
  if constexpr (llvm::is_detected<ComputeMember, OpTy>::value)
    if (isa<FloatType>(getElementTypeOrSelf(type)))
      return op.template compute<scalar::ScalarIR>(in).value(e, type);
  return op.template formula<scalar::ScalarIR>(in).value(e, type);
}

template <class OpTy>
Value emitPartial(OpTy op, OpBuilder &b, Location loc, ValueRange scalars, unsigned wrt) {
  using scalar::Dual;
  using scalar::ScalarIR;
  scalar::Emit e{b, loc};
  Type type = scalars.front().getType();
  if constexpr (llvm::is_detected<DerivativeMember, OpTy>::value)
    return op.template derivative<ScalarIR>(formulaInputs(e, scalars), wrt).value(e, type);
  SmallVector<std::optional<Dual<ScalarIR>>, 4> in;
  for (auto [i, v] : llvm::enumerate(scalars)) {
    if (!v) {
      in.push_back(std::nullopt);
      continue;
    }
    in.push_back(Dual<ScalarIR>(ScalarIR(e, v), i == wrt ? std::optional<ScalarIR>(1.0) : std::nullopt));
  }
  Dual<ScalarIR> result = op.template formula<Dual<ScalarIR>>(in);
  return result.d.value_or(ScalarIR(0.0)).value(e, type);
}

template <class T, class OpTy>
T evalFormula(OpTy op, ArrayRef<std::optional<T>> scalars) {
  using Number = scalar::Number<T>;
  SmallVector<std::optional<Number>, 4> in;
  for (std::optional<T> v : scalars)
    in.push_back(v ? std::optional<Number>(*v) : std::nullopt);
  return op.template formula<Number>(in).v;
}

template <class OpTy>
std::pair<Bounds, bool> evalBounds(OpTy op, ArrayRef<Bounds> operands) {
  using scalar::Interval;
  using scalar::Precision;
  auto result = dyn_cast<FloatType>(getElementTypeOrSelf(op->getResult(0).getType()));
  // Integers that are not promoted wrap around before they become floats: nothing is known.
  if (result && !OpTy::formulaPromotesIntegers && isa<IntegerType>(getElementTypeOrSelf(op->getOperand(0).getType())))
    return {Bounds(), false};
  Precision precision = !result ? Precision::Integer : result.isF64() ? Precision::Double : Precision::Single;
  SmallVector<std::optional<Interval>, 4> in;
  for (auto [i, index] : llvm::enumerate(formulaOperands(op)))
    in.push_back(index < 0 ? std::nullopt : std::optional<Interval>(Interval::operand(operands[index], precision, i)));
  Interval value = op.template formula<Interval>(in);
  Bounds bounds = value;
  if (result)
    bounds = scalar::roundTo(bounds, result.getFloatSemantics());
  // A kernel may differ from the formula in the last digits: only the formula itself can be the identity.
  bool identity = value.isOperand(0) && !llvm::is_detected<ComputeMember, OpTy>::value &&
                  op->getOperand(0).getType() == op->getResult(0).getType();
  return {bounds, identity};
}

/// Folds constants of up to 64 elements (and splats) of ops whose record says `folds`: their formulas are made of
/// + - * /, comparisons and selects, which a host float evaluates to the very bits that generated code computes.
template <class OpTy>
OpFoldResult foldFormula(OpTy op, ArrayRef<Attribute> operands) {
  auto x = dyn_cast_or_null<DenseFPElementsAttr>(operands.front());
  if (!OpTy::formulaFolds || !x || x.getType() != op->getResult(0).getType() ||
      (!x.isSplat() && x.getNumElements() > 64))
    return {};
  auto evaluate = [&](auto v) {
    using Number = scalar::Number<decltype(v)>;
    return op.template formula<Number>({std::optional<Number>(v)}).v;
  };
  return x.mapValues(x.getElementType(), [&](const APFloat &value) {
    bool loses;
    APFloat in = value, out(0.0);
    if (x.getElementType().isF64()) {
      out = APFloat(evaluate(in.convertToDouble()));
    } else {
      in.convert(APFloat::IEEEsingle(), APFloat::rmNearestTiesToEven, &loses);
      out = APFloat(evaluate(in.convertToFloat()));
      out.convert(value.getSemantics(), APFloat::rmNearestTiesToEven, &loses);
    }
    return out.bitcastToAPInt();
  });
}

//===-- shape rules -----------------------------------------------------------------------------------------===//

template <class OpTy>
FailureOr<SmallVector<Shape>> emitShapes(OpTy op, OpBuilder &b, ValueRange operands, bool guards) {
  ShapeContext c(b, op.getLoc(), op->getName().getStringRef(), guards);
  SmallVector<Shape> shapes;
  if (failed(OpTy::shapeRule(c, typename OpTy::Adaptor(operands, op), shapes)))
    return failure();
  return shapes;
}

template <class OpTy>
LogicalResult inferTypes(MLIRContext *context, std::optional<Location> loc, ValueRange operands, DictionaryAttr attrs,
                         OpaqueProperties properties, RegionRange regions, SmallVectorImpl<Type> &types) {
  typename OpTy::Adaptor adaptor(operands, attrs, properties, regions);
  for (Value v : operands)
    if (isa<TensorType>(v.getType()) && !isa<RankedTensorType>(v.getType()))
      return emitOptionalError(loc, "'", OpTy::getOperationName(), "' op expects ranked tensors, but got ", v.getType());
  ShapeContext c(loc, OpTy::getOperationName());
  SmallVector<Shape> shapes;
  if (failed(OpTy::shapeRule(c, adaptor, shapes)))
    return failure();
  SmallVector<Type> elements;
  OpTy::elementTypes(operands, adaptor, elements);
  for (auto [shape, element] : llvm::zip_equal(shapes, elements))
    types.push_back(RankedTensorType::get(staticSizes(shape), element));
  return success();
}

} // namespace mlir::nnf::detail

#endif // NNF_IR_OPIMPL_H
