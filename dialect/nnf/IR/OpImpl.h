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
#include "nnf/Formulas/Emitted.h"
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

/// The formula of a number by the very arithmetic that is emitted for it (emitFormula), in T, float or double.
template <class T, class OpTy>
T evalEmitted(OpTy op, T value, bool widened) {
  using Scalar = scalar::Emitted<T>;
  SmallVector<std::optional<Scalar>, 1> in{Scalar::of(value, widened)};
  if constexpr (llvm::is_detected<ComputeMember, OpTy>::value)
    return op.template compute<Scalar>(in).value();
  return op.template formula<Scalar>(in).value();
}

/// The elements of constants that are folded one by one; a splat has one, however large.
constexpr int64_t kMostFolded = 64;

/// Folds small constants and splats, to the bits that the compiled op gives. (A NaN is some NaN.)
template <class OpTy>
OpFoldResult foldFormula(OpTy op, ArrayRef<Attribute> operands) {
  auto x = dyn_cast_or_null<DenseElementsAttr>(operands.front());
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  if (!x || x.getType().getShape() != type.getShape() || (!x.isSplat() && x.getNumElements() > kMostFolded))
    return {};
  Type from = x.getElementType(), to = type.getElementType();
  if (isa<IntegerType>(from)) {
    // evalFormula computes in int64_t.
    bool isUnsigned = from.isUnsignedInteger();
    if (from.getIntOrFloatBitWidth() < 8 || (isUnsigned && from.getIntOrFloatBitWidth() > 32))
      return {};
    auto integers = cast<DenseIntElementsAttr>(x);
    auto extended = [&](const APInt &v) { return isUnsigned ? int64_t(v.getZExtValue()) : v.getSExtValue(); };
    if (from == to)
      return integers.mapValues(to, [&](const APInt &v) {
        return APInt(v.getBitWidth(), evalFormula<int64_t>(op, {std::optional<int64_t>(extended(v))}), /*isSigned=*/false, /*implicitTrunc=*/true);
      });
    if (!to.isF32())
      return {};
    return integers.mapValues(to, [&](const APInt &v) {
      float value = isUnsigned ? float(v.getZExtValue()) : float(v.getSExtValue());
      return APFloat(evalEmitted<float>(op, value, /*widened=*/false)).bitcastToAPInt();
    });
  }
  if (from != to || !(to.isF64() || to.isF32() || to.isF16() || to.isBF16()))
    return {};
  return cast<DenseFPElementsAttr>(x).mapValues(to, [&](const APFloat &v) {
    if (to.isF64())
      return APFloat(evalEmitted<double>(op, v.convertToDouble(), false)).bitcastToAPInt();
    bool loses;
    APFloat in = v;
    in.convert(APFloat::IEEEsingle(), APFloat::rmNearestTiesToEven, &loses);
    APFloat out(evalEmitted<float>(op, in.convertToFloat(), !to.isF32()));
    out.convert(v.getSemantics(), APFloat::rmNearestTiesToEven, &loses);
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
