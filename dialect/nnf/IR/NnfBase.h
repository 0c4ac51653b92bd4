//===- NnfBase.h - dialect, attributes and interfaces: all that passes need ---------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Whoever names an op includes its family, nnf/IR/ops/<Family>.h; a pass includes this header only, so that a changed
// family recompiles one file. nnf/IR/Nnf.h has everything, for users of the dialect.
//
//===----------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_NNFBASE_H
#define NNF_IR_NNFBASE_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlow.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/OpImplementation.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "nnf/Formulas/Bounds.h"
#include "nnf/Formulas/Scalar.h"
#include "nnf/IR/ShapeRule.h"

#include "nnf/IR/NnfDialect.h.inc"
#include "nnf/IR/NnfEnums.h.inc"

namespace mlir::nnf {
namespace scalar {
/// What a formula sees of an attribute: a double, an int64_t, a bool or an enum.
inline double native(FloatAttr a) { return a.getValueAsDouble(); }
inline int64_t native(IntegerAttr a) { return a.getInt(); }
inline bool native(BoolAttr a) { return a.getValue(); }
template <class E>
auto native(E a) -> decltype(a.getValue()) {
  return a.getValue();
}
} // namespace scalar

/// What generated code calls. The templates are defined in OpImpl.h, which only the family units include.
namespace detail {
template <class OpTy>
SmallVector<int64_t> formulaOperands(OpTy op);
template <class OpTy>
Value emitFormula(OpTy op, OpBuilder &b, Location loc, ValueRange scalars, bool isUnsigned);
template <class OpTy>
Value emitPartial(OpTy op, OpBuilder &b, Location loc, ValueRange scalars, unsigned wrt);
template <class T, class OpTy>
T evalFormula(OpTy op, ArrayRef<std::optional<T>> scalars);
/// Bounds of the formula's values, and whether they are those of the first operand.
template <class OpTy>
std::pair<Bounds, bool> evalBounds(OpTy op, ArrayRef<Bounds> operands);
template <class OpTy>
OpFoldResult foldFormula(OpTy op, ArrayRef<Attribute> operands);
template <class OpTy>
FailureOr<SmallVector<Shape>> emitShapes(OpTy op, OpBuilder &b, ValueRange operands, bool guards);
template <class OpTy>
LogicalResult inferTypes(MLIRContext *context, std::optional<Location> loc, ValueRange operands, DictionaryAttr attrs,
                         OpaqueProperties properties, RegionRange regions, SmallVectorImpl<Type> &types);

/// What the verifier checks beside constraints on single operands and attributes: that no attribute is a misspelt one, and
/// the shape rule. Runs before the check of InferTypeOpInterface, which says only that there was an error.
LogicalResult verifyRules(Operation *op);

/// Bytecode with the dialect's version.
void addBytecodeInterface(NnfDialect &dialect);
/// The attributes of an op of bytecode, by name.
FailureOr<DictionaryAttr> readAttributes(DialectBytecodeReader &reader, StringRef op);
/// An op's properties from bytecode, with today's default for what was not known when it was written.
template <class OpTy>
LogicalResult readProperties(DialectBytecodeReader &reader, OperationState &state) {
  FailureOr<DictionaryAttr> attributes = readAttributes(reader, OpTy::getOperationName());
  if (failed(attributes))
    return failure();
  return OpTy::setPropertiesFromAttr(state.getOrAddProperties<typename OpTy::Properties>(), *attributes,
                                     [&] { return reader.emitError(); });
}

/// Operand `i` of an adaptor.
template <class AdaptorT>
Value operandAt(AdaptorT adaptor, unsigned i) {
  return *(adaptor.getOperands().begin() + i);
}
/// The index of an optional operand among the op's operands, -1 where it is absent.
inline int64_t operandIndex(Operation *, MutableOperandRange range) {
  return range.empty() ? -1 : static_cast<int64_t>(range.begin()->getOperandNumber());
}
Type elementTypeOf(Value tensor);
/// `dim` of the op's result, counted from the front.
int64_t axisFromFront(int64_t dim, Operation *op);
/// Bounds of a loss whose terms have the bounds `term`, whatever the reduction and the weight (operand `weightIndex`, or -1).
Bounds reducedBounds(const Bounds &term, ArrayRef<Bounds> operands, int64_t weightIndex);
/// Integers promote to f32, as in torch's true division.
Type promotedElementType(Value tensor);
/// The widest of the operands' element types under torch's promotion among floats.
Type promotedFloatType(ValueRange operands);
/// Result types agree with what was inferred, up to dynamic dimensions.
bool compatibleTypes(TypeRange inferred, TypeRange actual);
/// Operands broadcast; `names` are those that are always there. `likeInput`, where not null, must have the shape of the
/// first operand. 'batchmean' is refused but where `hasBatchMean`.
LogicalResult lossShape(ShapeContext &c, ValueRange operands, ArrayRef<StringRef> names, Reduction reduction,
                        Value likeInput, bool hasBatchMean, SmallVectorImpl<Shape> &results);
/// The result of a loss: one number, or one a sample with 'none'. 'batchmean' is refused.
LogicalResult reducedShape(ShapeContext &c, Reduction reduction, const Shape &samples, SmallVectorImpl<Shape> &results);
LogicalResult reifyShapes(Operation *op, OpBuilder &b, ReifiedRankedShapedTypeDims &dims);
void nameResults(Operation *op, ArrayRef<StringRef> names, OpAsmSetValueNameFn setName);
/// Prints `tensor<4xf32>`, or `tensor<4xi32> -> tensor<4xf32>` where input and result differ.
ParseResult parseUnaryTypes(OpAsmParser &p, Type &input, Type &result);
void printUnaryTypes(OpAsmPrinter &p, Operation *op, Type input, Type result);
/// Fails where a word follows that is none of the clauses `names` (separated by spaces).
ParseResult parseClausesEnd(OpAsmParser &p, StringRef names);
inline void printClausesEnd(OpAsmPrinter &, Operation *, StringRef) {}
} // namespace detail
using detail::parseUnaryTypes;
using detail::printUnaryTypes;
using detail::parseClausesEnd;
using detail::printClausesEnd;
} // namespace mlir::nnf

#include "nnf/IR/NnfInterfaces.h.inc"

#endif // NNF_IR_NNFBASE_H
