//===- WatchValues.cpp - a function that returns what it computes on the way -------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "nnf/IR/Location.h"
#include "nnf/IR/NnfBase.h"
#include "nnf/Transforms/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_WATCHVALUES
#include "nnf/Transforms/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// The tensor that an elementwise function of one tensor is taken of: results and operand have the same type.
static Value argumentOf(Operation *op) {
  auto formula = dyn_cast<ScalarFormulaOpInterface>(op);
  if (!formula || isa<ReducingLossOpInterface>(op) || op->getNumResults() != 1)
    return {};
  SmallVector<int64_t> operands = formula.getFormulaOperands();
  if (operands.size() != 1 || operands[0] < 0)
    return {};
  Value x = op->getOperand(operands[0]);
  return x.getType() == op->getResult(0).getType() ? x : Value();
}

/// The slope of the function at every element.
static Value slopeOf(ScalarFormulaOpInterface op, Value x) {
  OpBuilder b(op->getBlock(), std::next(Block::iterator(op)));
  Location loc = op->getLoc();
  auto type = cast<RankedTensorType>(x.getType());
  Type element = type.getElementType(), compute = element.getIntOrFloatBitWidth() < 32 ? b.getF32Type() : element;
  Value out = tensor::EmptyOp::create(b, loc, tensor::getMixedSizes(b, loc, x), element);
  AffineMap identity = b.getMultiDimIdentityMap(type.getRank());
  SmallVector<utils::IteratorType> parallel(type.getRank(), utils::IteratorType::parallel);
  return linalg::GenericOp::create(b, loc, TypeRange(type), ValueRange(x), ValueRange(out),
                                   ArrayRef<AffineMap>{identity, identity}, parallel,
                                   [&](OpBuilder &inner, Location l, ValueRange args) {
                                     Value v = args[0];
                                     if (compute != element)
                                       v = arith::ExtFOp::create(inner, l, compute, v);
                                     Value slope = op.emitPartial(inner, l, v, 0);
                                     if (compute != element)
                                       slope = arith::TruncFOp::create(inner, l, element, slope);
                                     linalg::YieldOp::create(inner, l, slope);
                                   })
      .getResult(0);
}

static bool isFloatTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isa<Float16Type, BFloat16Type, Float32Type, Float64Type>(tensor.getElementType());
}

namespace {
struct WatchValues : mlir::nnf::impl::WatchValuesBase<WatchValues> {
  void runOnOperation() override {
    func::FuncOp f = getOperation();
    if (f.isExternal() || !f.isPublic())
      return;
    if (!llvm::hasSingleElement(f.getBody())) {
      f.emitError() << "nnf-watch-values: expected a function of one block";
      return signalPassFailure();
    }
    Builder b(&getContext());
    SmallVector<Value> values;
    SmallVector<Attribute> attributes;
    auto add = [&](Value v, ArrayRef<NamedAttribute> what) {
      values.push_back(v);
      attributes.push_back(b.getDictionaryAttr(what));
    };
    SmallVector<Operation *> ops;
    for (Operation &op : f.front().without_terminator())
      if (op.getDialect() && isa<NnfDialect>(op.getDialect()))
        ops.push_back(&op);
    for (Operation *op : ops)
      for (OpResult value : op->getResults()) {
        if (!isFloatTensor(value.getType()))
          continue;
        std::string label = op->getName().getStringRef().str();
        if (op->getNumResults() > 1)
          label += ", result " + std::to_string(value.getResultNumber());
        int64_t number = values.size();
        SmallVector<NamedAttribute> what{b.getNamedAttr("nnf.watch", b.getStringAttr(label))};
        if (std::string place = formatPlace(op->getLoc()); !place.empty())
          what.push_back(b.getNamedAttr("nnf.place", b.getStringAttr(place)));
        if (auto module = op->getLoc()->findInstanceOf<NameLoc>())
          what.push_back(b.getNamedAttr("nnf.module", module.getName()));
        add(value, what);
        if (Value x = argumentOf(op))
          add(slopeOf(cast<ScalarFormulaOpInterface>(op), x), b.getNamedAttr("nnf.slope_of", b.getI64IntegerAttr(number)));
      }
    if (values.empty()) {
      f.emitError() << "nnf-watch-values: @" << f.getName() << " has no op of nnf with a result of floating point";
      return signalPassFailure();
    }
    f.front().getTerminator()->setOperands(values);
    f.setFunctionType(FunctionType::get(&getContext(), f.getArgumentTypes(), TypeRange(ValueRange(values))));
    f.setResAttrsAttr(b.getArrayAttr(attributes));
  }
};
} // namespace
