//===- Control.cpp - functions, branches, loops, assertions ---------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Machine.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::reference;

namespace mlir::nnf::reference {
void registerControl(Handlers &handlers);
} // namespace mlir::nnf::reference

/// How many calls may be open at once.
static constexpr unsigned kMaxDepth = 64;

static LogicalResult call(func::CallOp op, Machine &m) {
  auto callee = SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(op, op.getCalleeAttr());
  if (!callee)
    return m.fail(op, "there is no function '" + op.getCallee() + "'");
  if (m.depth() >= kMaxDepth)
    return m.fail(op, "more than " + Twine(kMaxDepth) + " calls are open: the function calls itself");
  SmallVector<Array> inputs, results;
  for (Value v : op.getOperands())
    inputs.push_back(m.get(v));
  if (failed(Machine::call(callee, inputs, results, m.errorText(), m.depth() + 1)))
    return failure();
  for (auto [result, value] : llvm::zip_equal(op.getResults(), results))
    if (failed(m.set(result, value)))
      return failure();
  return success();
}

/// The values of a region's terminator.
static SmallVector<Array> yielded(Block &block, Machine &m) {
  Operation *terminator = block.getTerminator();
  return llvm::map_to_vector(terminator->getOperands(), [&](Value v) { return m.take(v, terminator); });
}

static LogicalResult setAll(ValueRange to, ArrayRef<Array> values, Machine &m) {
  for (auto [v, value] : llvm::zip_equal(to, values))
    if (failed(m.set(v, value)))
      return failure();
  return success();
}

static LogicalResult ifOp(scf::IfOp op, Machine &m) {
  bool condition = m.integer(op.getCondition());
  Region &region = condition ? op.getThenRegion() : op.getElseRegion();
  if (region.empty())
    return success();
  if (failed(m.run(region.front())))
    return failure();
  return setAll(op.getResults(), yielded(region.front(), m), m);
}

static LogicalResult forOp(scf::ForOp op, Machine &m) {
  int64_t lower = m.integer(op.getLowerBound()), upper = m.integer(op.getUpperBound()), step = m.integer(op.getStep());
  if (step <= 0)
    return m.fail(op, "expects a step greater than 0, but got " + Twine(step));
  SmallVector<Array> carried = llvm::map_to_vector(op.getInitArgs(), [&](Value v) { return m.get(v); });
  for (int64_t i = lower; i < upper; i += step) {
    if (failed(m.set(op.getInductionVar(), Array::scalar(op.getInductionVar().getType(), cell(i)))) ||
        failed(setAll(op.getRegionIterArgs(), carried, m)))
      return failure();
    // Nobody else holds what is carried: the body may write it in place.
    carried.clear();
    if (failed(m.run(*op.getBody())))
      return failure();
    carried = yielded(*op.getBody(), m);
  }
  return setAll(op.getResults(), carried, m);
}

/// The compared values behind a condition, in order: what the placeholders of an assertion's text mean.
static void comparedValues(Value condition, Machine &m, SmallVectorImpl<std::string> &values) {
  Operation *op = condition.getDefiningOp();
  if (!op || !isa<arith::CmpIOp, arith::AndIOp>(op))
    return;
  for (Value v : op->getOperands()) {
    if (isa<arith::AndIOp>(op))
      comparedValues(v, m, values);
    else
      values.push_back(std::to_string(m.integer(v)));
  }
}

static LogicalResult assertOp(cf::AssertOp op, Machine &m) {
  if (m.integer(op.getArg()))
    return success();
  SmallVector<std::string> values;
  comparedValues(op.getArg(), m, values);
  std::string message = op.getMsg().str();
  for (auto [i, value] : llvm::enumerate(values)) {
    std::string placeholder = "{" + std::to_string(i) + "}";
    for (size_t at = message.find(placeholder); at != std::string::npos; at = message.find(placeholder))
      message.replace(at, placeholder.size(), value);
  }
  // The text begins with the op that asks for it.
  m.errorText() = text(op.getLoc()) + ": " + message;
  return failure();
}

static LogicalResult constant(arith::ConstantOp op, Machine &m) {
  Type element = getElementTypeOrSelf(op.getType());
  auto shaped = dyn_cast<ShapedType>(op.getType());
  if (!element.isIntOrIndexOrFloat())
    return m.fail(op, "the reference has no values of this type");
  Array a(element, shaped ? shaped.getShape() : ArrayRef<int64_t>());
  MutableArrayRef<Cell> cells = a.write();
  auto fromFloat = [&](const APFloat &v) {
    APFloat wide = v;
    bool loses;
    wide.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &loses);
    return cell(wide.convertToDouble());
  };
  auto fromInteger = [&](const APInt &v) { return cell(wrapTo(element, v.getSExtValue())); };
  Attribute value = op.getValue();
  if (auto number = dyn_cast<FloatAttr>(value)) {
    cells[0] = fromFloat(number.getValue());
  } else if (auto integer = dyn_cast<IntegerAttr>(value)) {
    cells[0] = fromInteger(integer.getValue());
  } else if (auto floats = dyn_cast<DenseFPElementsAttr>(value)) {
    llvm::transform(floats.getValues<APFloat>(), cells.begin(), fromFloat);
  } else if (auto integers = dyn_cast<DenseIntElementsAttr>(value)) {
    llvm::transform(integers.getValues<APInt>(), cells.begin(), fromInteger);
  } else if (auto resource = dyn_cast<DenseResourceElementsAttr>(value)) {
    llvm::Expected<nnf_dtype> dtype = dtypeOf(element);
    if (!dtype)
      return m.fail(op, llvm::toString(dtype.takeError()));
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob || blob->getData().size() != static_cast<size_t>(a.count()) * dtypeBytes(*dtype))
      return m.fail(op, "the resource '" + resource.getRawHandle().getKey() + "' does not hold the tensor's elements");
    for (auto [i, c] : llvm::enumerate(cells)) {
      const char *at = blob->getData().data() + i * dtypeBytes(*dtype);
      c = a.isFloat() ? cell(loadDouble(*dtype, at)) : cell(loadInteger(*dtype, at));
    }
  } else {
    return m.fail(op, "the reference does not know this kind of constant");
  }
  return m.set(op.getResult(), a);
}

/// affine.apply, affine.min and affine.max of indices.
template <class OpTy>
static LogicalResult affineOp(OpTy op, Machine &m) {
  SmallVector<Attribute> operands;
  Builder b(op.getContext());
  for (Value v : op->getOperands())
    operands.push_back(b.getIndexAttr(m.integer(v)));
  SmallVector<Attribute> folded;
  if (failed(op.getAffineMap().constantFold(operands, folded)))
    return m.fail(op, "divides by zero");
  auto values = llvm::map_range(folded, [](Attribute a) { return cast<IntegerAttr>(a).getInt(); });
  int64_t result = std::is_same_v<OpTy, affine::AffineMaxOp> ? *llvm::max_element(values) : *llvm::min_element(values);
  return m.set(op.getResult(), Array::scalar(b.getIndexType(), cell(result)));
}

void reference::registerControl(Handlers &handlers) {
  handlers.add<func::CallOp, call>();
  handlers.add<scf::IfOp, ifOp>();
  handlers.add<scf::ForOp, forOp>();
  handlers.add<cf::AssertOp, assertOp>();
  handlers.add<arith::ConstantOp, constant>();
  handlers.add<affine::AffineApplyOp, affineOp<affine::AffineApplyOp>>();
  handlers.add<affine::AffineMinOp, affineOp<affine::AffineMinOp>>();
  handlers.add<affine::AffineMaxOp, affineOp<affine::AffineMaxOp>>();
}
