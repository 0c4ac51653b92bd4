//===- ShapeFunctions.cpp - result sizes from argument sizes ------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// The sizes of results are traced back to those of the arguments, on tensors, where an op knows its result's size. Only
// what they need is copied into the shape function, so it costs next to nothing to compile.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "nnf/Codegen/Runtime/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFSHAPEFUNCTIONS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

namespace {
/// Copies sizes of one function into another. A null value means: depends on values.
class SizeTracer {
public:
  SizeTracer(func::FuncOp from, func::FuncOp to) : block(from.front()), b(OpBuilder::atBlockEnd(&to.front())) {
    for (auto [a, c] : llvm::zip_equal(from.getArguments(), to.getArguments()))
      copies[a] = c;
  }

  /// Size `dim` of a tensor.
  Value size(Value tensor, int64_t dim);
  /// A scalar made of sizes, scalar arguments and constants.
  Value scalar(Value v);
  OpBuilder &builder() { return b; }

private:
  Value compute(Value v);
  Value fold(OpFoldResult size, Location loc);
  Value computeSize(OpResult tensor, int64_t dim);

  Block &block;
  OpBuilder b;
  llvm::DenseMap<Value, Value> copies;
  llvm::DenseMap<std::pair<Value, int64_t>, Value> sizes;
};
} // namespace

Value SizeTracer::fold(OpFoldResult size, Location loc) {
  if (auto attr = dyn_cast<Attribute>(size))
    return arith::ConstantIndexOp::create(b, loc, cast<IntegerAttr>(attr).getInt());
  return scalar(cast<Value>(size));
}

Value SizeTracer::size(Value tensor, int64_t dim) {
  auto type = cast<RankedTensorType>(tensor.getType());
  Location loc = tensor.getLoc();
  if (!type.isDynamicDim(dim))
    return arith::ConstantIndexOp::create(b, loc, type.getDimSize(dim));
  auto [entry, isNew] = sizes.try_emplace({tensor, dim});
  if (!isNew)
    return entry->second;
  Value result;
  if (auto arg = dyn_cast<BlockArgument>(tensor)) {
    if (arg.getOwner() == &block)
      result = tensor::DimOp::create(b, loc, copies.lookup(tensor), dim);
  } else {
    result = computeSize(cast<OpResult>(tensor), dim);
  }
  // The map may have grown meanwhile.
  sizes[{tensor, dim}] = result;
  return result;
}

/// Whether a tensor that a loop carries has the same size after each iteration: it is only updated in place.
static bool keepsSize(scf::ForOp loop, int64_t result) {
  Value v = loop.getYieldedValues()[result];
  while (true) {
    if (auto dps = v.getDefiningOp<DestinationStyleOpInterface>()) {
      v = dps.getTiedOpOperand(cast<OpResult>(v))->get();
      continue;
    }
    auto inner = v.getDefiningOp<scf::ForOp>();
    if (!inner || !keepsSize(inner, cast<OpResult>(v).getResultNumber()))
      break;
    v = inner.getInitArgs()[cast<OpResult>(v).getResultNumber()];
  }
  return v == loop.getRegionIterArgs()[result];
}

Value SizeTracer::computeSize(OpResult tensor, int64_t dim) {
  Operation *op = tensor.getOwner();
  Location loc = op->getLoc();
  if (op->getBlock() != &block)
    return {};
  if (auto dps = dyn_cast<DestinationStyleOpInterface>(op))
    return size(dps.getTiedOpOperand(tensor)->get(), dim);
  if (auto empty = dyn_cast<tensor::EmptyOp>(op))
    return fold(empty.getMixedSizes()[dim], loc);
  if (auto toTensor = dyn_cast<bufferization::ToTensorOp>(op)) {
    auto alloc = toTensor.getBuffer().getDefiningOp<memref::AllocOp>();
    return alloc ? fold(alloc.getMixedSizes()[dim], loc) : Value();
  }
  if (auto cast = dyn_cast<tensor::CastOp>(op))
    return isa<RankedTensorType>(cast.getSource().getType()) ? size(cast.getSource(), dim) : Value();
  if (auto expand = dyn_cast<tensor::ExpandShapeOp>(op))
    return fold(expand.getMixedOutputShape()[dim], loc);
  if (auto collapse = dyn_cast<tensor::CollapseShapeOp>(op)) {
    Value product;
    SmallVector<ReassociationIndices> groups = collapse.getReassociationIndices();
    for (int64_t d : groups[dim]) {
      Value factor = size(collapse.getSrc(), d);
      if (!factor)
        return {};
      product = product ? arith::MulIOp::create(b, loc, product, factor).getResult() : factor;
    }
    return product;
  }
  if (auto loop = dyn_cast<scf::ForOp>(op))
    return keepsSize(loop, tensor.getResultNumber()) ? size(loop.getInitArgs()[tensor.getResultNumber()], dim)
                                                     : Value();
  auto reify = dyn_cast<ReifyRankedShapedTypeOpInterface>(op);
  if (!reify)
    return {};
  OpBuilder here(op);
  ReifiedRankedShapedTypeDims shapes;
  if (failed(reify.reifyResultShapes(here, shapes)))
    return {};
  return fold(shapes[tensor.getResultNumber()][dim], loc);
}

Value SizeTracer::scalar(Value v) {
  if (auto it = copies.find(v); it != copies.end())
    return it->second;
  Value result = compute(v);
  copies[v] = result;
  return result;
}

Value SizeTracer::compute(Value v) {
  Operation *op = v.getDefiningOp();
  if (!op || op->getBlock() != &block)
    return {};
  if (auto dim = dyn_cast<tensor::DimOp>(op)) {
    std::optional<int64_t> index = dim.getConstantIndex();
    return index && isa<RankedTensorType>(dim.getSource().getType()) ? size(dim.getSource(), *index) : Value();
  }
  auto isScalar = [](Type type) { return type.isIntOrIndexOrFloat(); };
  if (op->getNumRegions() != 0 || !isMemoryEffectFree(op) || !llvm::all_of(op->getResultTypes(), isScalar) ||
      !llvm::all_of(op->getOperandTypes(), isScalar))
    return {};
  IRMapping mapping;
  for (Value operand : op->getOperands()) {
    Value copy = scalar(operand);
    if (!copy)
      return {};
    mapping.map(operand, copy);
  }
  Operation *copy = b.clone(*op, mapping);
  for (auto [result, copied] : llvm::zip_equal(op->getResults(), copy->getResults()))
    copies[result] = copied;
  return copies[v];
}

/// Makes `@f.shapes`.
static void addShapeFunction(func::FuncOp f) {
  OpBuilder b(f->getContext());
  b.setInsertionPointAfter(f);
  Operation *ret = f.front().getTerminator();
  int64_t open = 0;
  for (Type type : f.getResultTypes())
    if (auto tensor = dyn_cast<RankedTensorType>(type))
      open += tensor.getNumDynamicDims();
  SmallVector<Type> results(open, b.getIndexType());
  auto shapes = func::FuncOp::create(b, f.getLoc(), (f.getName() + ".shapes").str(),
                                     b.getFunctionType(f.getArgumentTypes(), results));
  shapes.setPrivate();
  shapes->setAttr(kShapesOfAttr, FlatSymbolRefAttr::get(f));
  SmallVector<DictionaryAttr> argAttrs;
  f.getAllArgAttrs(argAttrs);
  shapes.setAllArgAttrs(argAttrs);
  shapes.addEntryBlock();

  SizeTracer tracer(f, shapes);
  // Sizes that disagree are as wrong here as in a run.
  for (Operation &op : llvm::make_early_inc_range(f.front()))
    if (auto check = dyn_cast<cf::AssertOp>(op))
      if (Value condition = tracer.scalar(check.getArg()))
        cf::AssertOp::create(tracer.builder(), check.getLoc(), condition, check.getMsg());
  SmallVector<Value> sizes;
  for (auto [i, v] : llvm::enumerate(ret->getOperands())) {
    auto tensor = dyn_cast<RankedTensorType>(v.getType());
    for (int64_t d = 0, rank = tensor ? tensor.getRank() : 0; d < rank; ++d) {
      if (!tensor.isDynamicDim(d))
        continue;
      Value size = tracer.size(v, d);
      if (!size) {
        size = arith::ConstantIndexOp::create(tracer.builder(), v.getLoc(), -1);
        f.setResultAttr(i, kLateAttr, b.getUnitAttr());
      }
      sizes.push_back(size);
    }
  }
  func::ReturnOp::create(tracer.builder(), ret->getLoc(), sizes);
}

namespace {
struct ShapeFunctions : nnf::impl::NnfShapeFunctionsBase<ShapeFunctions> {
  void runOnOperation() override {
    for (auto f : llvm::make_early_inc_range(getOperation().getOps<func::FuncOp>())) {
      if (f.isExternal() || !f.isPublic())
        continue;
      if (!f.getBody().hasOneBlock()) {
        f.emitOpError() << "has several blocks; functions must be straight-line code here";
        return signalPassFailure();
      }
      addShapeFunction(f);
    }
  }
};
} // namespace
