//===- PlainElements.cpp - upstream ops on tensors of bools and unsigned integers -----------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// At the linalg stage a bool tensor is bytes and an integer has no sign. nnf ops are converted with their operands; the
// linalg and tensor ops that stand between them follow here. Inside a body a bool stays an i1: it is cut from the byte where
// it comes in and made a byte where it is yielded.
//
//===------------------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Linalg/Transforms/Transforms.h"
#include "mlir/Dialect/SCF/Transforms/Patterns.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "nnf/Conversion/NnfToLinalg.h"
#include "nnf/IR/NnfBase.h"

using namespace mlir;
using namespace mlir::nnf;

/// A bool as the byte that a tensor holds; every other scalar as it is.
static Value toElement(OpBuilder &b, Location loc, Value v, Type element) {
  if (v.getType() == element || !v.getType().isInteger(1))
    return v;
  return arith::ExtUIOp::create(b, loc, element, v);
}

/// The inverse.
static Value fromElement(OpBuilder &b, Location loc, Value v, Type wanted) {
  if (v.getType() == wanted || !wanted.isInteger(1))
    return v;
  return arith::TruncIOp::create(b, loc, wanted, v);
}

/// Gives the arguments of a body the element types of converted operands.
static void convertArguments(OpBuilder &b, Block &body, ArrayRef<Type> elements) {
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(&body);
  for (auto [argument, element] : llvm::zip(body.getArguments(), elements)) {
    Type old = argument.getType();
    if (!element || old == element)
      continue;
    argument.setType(element);
    if (!old.isInteger(1))
      continue;
    auto bit = arith::TruncIOp::create(b, argument.getLoc(), old, argument);
    argument.replaceAllUsesExcept(bit, bit);
  }
}

/// Makes the terminator of a body yield elements.
static void convertYield(OpBuilder &b, Block &body, ArrayRef<Type> elements) {
  Operation *yield = body.getTerminator();
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPoint(yield);
  for (auto [operand, element] : llvm::zip(yield->getOpOperands(), elements))
    operand.set(toElement(b, yield->getLoc(), operand.get(), element));
}

namespace {
///   %y = linalg.generic … ins(%m : tensor<4xi1>) outs(%e : tensor<4xi1>) { ^bb0(%a: i1, %b: i1): … linalg.yield %c : i1 }
/// becomes
///   %y = linalg.generic … ins(%m : tensor<4xi8>) outs(%e : tensor<4xi8>) {
///   ^bb0(%a: i8, %b: i8): %bit = arith.trunci %a … %byte = arith.extui %c … linalg.yield %byte : i8 }
/// Named ops become generic ones first, but for linalg.fill, whose number is converted.
struct PlainLinalg : OpInterfaceConversionPattern<linalg::LinalgOp> {
  using OpInterfaceConversionPattern::OpInterfaceConversionPattern;

  /// The generic form of a named op is matched again, once.
  void initialize() { setHasBoundedRewriteRecursion(); }

  LogicalResult matchAndRewrite(linalg::LinalgOp op, ArrayRef<Value> operands,
                                ConversionPatternRewriter &rw) const override {
    if (auto fill = dyn_cast<linalg::FillOp>(op.getOperation())) {
      Value number = toElement(rw, op.getLoc(), operands[0], cast<ShapedType>(operands[1].getType()).getElementType());
      if (number.getType() != cast<ShapedType>(operands[1].getType()).getElementType())
        return rw.notifyMatchFailure(op, "the number has a sign that the tensor has not");
      rw.replaceOpWithNewOp<linalg::FillOp>(op, number, operands[1]);
      return success();
    }
    // The generic form is converted in turn.
    if (!isa<linalg::GenericOp>(op.getOperation()))
      return linalg::generalizeNamedOp(rw, op);
    SmallVector<Type> results;
    if (failed(getTypeConverter()->convertTypes(op->getResultTypes(), results)))
      return rw.notifyMatchFailure(op, "a result type that has no plain form");
    OperationState state(op.getLoc(), op->getName());
    state.addOperands(operands);
    state.addTypes(results);
    state.addAttributes(op->getAttrs());
    state.addRegion();
    Operation *made = rw.create(state);
    rw.inlineRegionBefore(op->getRegion(0), made->getRegion(0), made->getRegion(0).end());
    SmallVector<Type> elements, outs;
    for (Value v : operands)
      elements.push_back(getElementTypeOrSelf(v.getType()));
    for (Type t : results)
      outs.push_back(getElementTypeOrSelf(t));
    Block &body = made->getRegion(0).front();
    rw.modifyOpInPlace(made, [&] {
      convertArguments(rw, body, elements);
      convertYield(rw, body, outs);
    });
    rw.replaceOp(op, made->getResults());
    return success();
  }
};

/// tensor.bitcast between types of one plain form is nothing.
struct PlainBitcast : OpConversionPattern<tensor::BitcastOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(tensor::BitcastOp op, OpAdaptor adaptor, ConversionPatternRewriter &rw) const override {
    Type type = getTypeConverter()->convertType(op.getType());
    if (type != adaptor.getSource().getType())
      return rw.notifyMatchFailure(op, "more than a sign changes");
    rw.replaceOp(op, adaptor.getSource());
    return success();
  }
};

///   %c = tensor.extract %m[%i] : tensor<4xi1>   becomes   %b = tensor.extract %m[%i] : tensor<4xi8>; %c = arith.trunci %b
struct PlainExtract : OpConversionPattern<tensor::ExtractOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(tensor::ExtractOp op, OpAdaptor adaptor, ConversionPatternRewriter &rw) const override {
    Value element = tensor::ExtractOp::create(rw, op.getLoc(), adaptor.getTensor(), adaptor.getIndices());
    rw.replaceOp(op, fromElement(rw, op.getLoc(), element, op.getType()));
    return success();
  }
};

///   tensor.insert %c into %m[%i] : tensor<4xi1>   becomes   %b = arith.extui %c; tensor.insert %b into %m[%i] : tensor<4xi8>
struct PlainInsert : OpConversionPattern<tensor::InsertOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(tensor::InsertOp op, OpAdaptor adaptor, ConversionPatternRewriter &rw) const override {
    Type element = getElementTypeOrSelf(adaptor.getDest().getType());
    Value scalar = toElement(rw, op.getLoc(), adaptor.getScalar(), element);
    rw.replaceOpWithNewOp<tensor::InsertOp>(op, scalar, adaptor.getDest(), adaptor.getIndices());
    return success();
  }
};

/// Constants of bools become constants of bytes.
struct PlainConstant : OpConversionPattern<arith::ConstantOp> {
  using OpConversionPattern::OpConversionPattern;
  LogicalResult matchAndRewrite(arith::ConstantOp op, OpAdaptor, ConversionPatternRewriter &rw) const override {
    auto dense = dyn_cast<DenseIntElementsAttr>(op.getValue());
    auto type = dyn_cast_or_null<RankedTensorType>(getTypeConverter()->convertType(op.getType()));
    if (!dense || !type)
      return rw.notifyMatchFailure(op, "no constant of integers");
    unsigned width = type.getElementTypeBitWidth();
    SmallVector<APInt> values;
    if (dense.isSplat()) {
      values.push_back(dense.getSplatValue<APInt>().zextOrTrunc(width));
    } else {
      for (const APInt &v : dense.getValues<APInt>())
        values.push_back(v.zextOrTrunc(width));
    }
    rw.replaceOpWithNewOp<arith::ConstantOp>(op, DenseElementsAttr::get(type, values));
    return success();
  }
};

/// Ops that move elements or know only sizes: the same op on plain types. What a region or a scalar operand adds is
/// converted as elements are.
struct PlainTensor : ConversionPattern {
  PlainTensor(const TypeConverter &converter, MLIRContext *context)
      : ConversionPattern(converter, MatchAnyOpTypeTag(), /*benefit=*/0, context) {}

  LogicalResult matchAndRewrite(Operation *op, ArrayRef<Value> operands, ConversionPatternRewriter &rw) const override {
    if (!isa<tensor::TensorDialect>(op->getDialect()))
      return rw.notifyMatchFailure(op, "no op of the tensor dialect");
    SmallVector<Type> results;
    if (failed(getTypeConverter()->convertTypes(op->getResultTypes(), results)))
      return rw.notifyMatchFailure(op, "a result type that has no plain form");
    SmallVector<Value> plain(operands);
    if (isa<tensor::FromElementsOp, tensor::SplatOp>(op))
      for (Value &v : plain)
        if (!v.getType().isIndex())
          v = toElement(rw, op->getLoc(), v, getElementTypeOrSelf(results[0]));
    OperationState state(op->getLoc(), op->getName());
    state.addOperands(plain);
    state.addTypes(results);
    state.addAttributes(op->getAttrs());
    for (unsigned i = 0, e = op->getNumRegions(); i < e; ++i)
      state.addRegion();
    Operation *made = rw.create(state);
    for (unsigned i = 0, e = op->getNumRegions(); i < e; ++i) {
      Region &to = made->getRegion(i);
      rw.inlineRegionBefore(op->getRegion(i), to, to.end());
      rw.modifyOpInPlace(made, [&] { convertYield(rw, to.front(), getElementTypeOrSelf(results[0])); });
    }
    rw.replaceOp(op, made->getResults());
    return success();
  }
};
} // namespace

void nnf::populatePlainElementPatterns(const TypeConverter &converter, RewritePatternSet &patterns,
                                       ConversionTarget &target) {
  patterns.add<PlainLinalg, PlainBitcast, PlainExtract, PlainInsert, PlainConstant, PlainTensor>(converter,
                                                                                                 patterns.getContext());
  // Loops and branches that carry such tensors.
  scf::populateSCFStructuralTypeConversionsAndLegality(converter, patterns, target);
  target.markUnknownOpDynamicallyLegal([&converter](Operation *op) {
    // Ops of other dialects that say how they lower do so.
    if (isa<ScalarFormulaOpInterface, DecomposableOpInterface>(op))
      return false;
    if (isa<arith::ConstantOp>(op) || isa_and_nonnull<linalg::LinalgDialect, tensor::TensorDialect>(op->getDialect()))
      return converter.isLegal(op);
    return true;
  });
}
