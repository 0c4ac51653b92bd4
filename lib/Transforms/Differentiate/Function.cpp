//===- Function.cpp - the vector-Jacobian product of a function -------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===------------------------------------------------------------------------------------------------------------===//
#include "Reverse.h"
#include "Vjp.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "nnf/Transforms/Differentiate.h"

using namespace mlir;
using namespace mlir::nnf;

//===-- what is asked for -------------------------------------------------------------------------------------------===//

/// The arguments to differentiate by: those asked for, or all that can be.
static FailureOr<SmallVector<unsigned>> chooseArguments(func::FuncOp f, ArrayRef<unsigned> asked) {
  SmallVector<unsigned> chosen(asked);
  if (asked.empty())
    for (auto [i, type] : llvm::enumerate(f.getArgumentTypes()))
      if (isDifferentiable(type))
        chosen.push_back(i);
  for (unsigned i : chosen) {
    if (i >= f.getNumArguments())
      return f.emitOpError("has no argument ") << i << " to differentiate by; it has " << f.getNumArguments();
    if (!isDifferentiable(f.getArgumentTypes()[i]))
      return f.emitOpError("has no gradient by argument ")
             << i << ": expected a float or a tensor of floats, but got " << f.getArgumentTypes()[i];
  }
  if (chosen.empty())
    return f.emitOpError("has no argument to differentiate by: expected a float or a tensor of floats");
  return chosen;
}

static LogicalResult checkBody(func::FuncOp f, StringRef name) {
  if (f.isExternal())
    return f.emitOpError("cannot differentiate a function without a body");
  if (!f.getBody().hasOneBlock())
    return f.emitOpError("cannot differentiate a function of several blocks");
  for (Type type : f.getResultTypes())
    if (isa<UnrankedTensorType>(type))
      return f.emitOpError("cannot differentiate a function with a result of unknown rank");
  if (Operation *taken = SymbolTable::lookupNearestSymbolFrom(f, StringAttr::get(f.getContext(), name)))
    return f.emitOpError("cannot add its vector-Jacobian product: the name '")
           << name << "' is taken (by '" << taken->getName() << "')";
  return success();
}

//===-- sizes and guards ----------------------------------------------------------------------------------------------===//

/// Replace each tensor.dim of what an op computes by that size in terms of the op's operands, down to arguments: a size
/// must not keep a computation alive.
static void resolveSizes(func::FuncOp f) {
  SmallVector<tensor::DimOp> dims;
  f.walk([&](tensor::DimOp dim) { dims.push_back(dim); });
  while (!dims.empty()) {
    tensor::DimOp dim = dims.pop_back_val();
    std::optional<int64_t> index = dim.getConstantIndex();
    auto source = dyn_cast<OpResult>(dim.getSource());
    if (!source || !index)
      continue;
    OpBuilder b(dim);
    OpFoldResult size;
    if (auto cast = source.getDefiningOp<tensor::CastOp>()) {
      size = tensor::getMixedSize(b, dim.getLoc(), cast.getSource(), *index);
    } else if (auto op = dyn_cast<DestinationStyleOpInterface>(source.getOwner())) {
      size = tensor::getMixedSize(b, dim.getLoc(), op.getTiedOpOperand(source)->get(), *index);
    } else if (auto op = dyn_cast<ReifyRankedShapedTypeOpInterface>(source.getOwner())) {
      ReifiedRankedShapedTypeDims sizes;
      if (failed(op.reifyResultShapes(b, sizes)))
        continue;
      size = sizes[source.getResultNumber()][*index];
    } else {
      continue;
    }
    Value v = getValueOrCreateConstantIndexOp(b, dim.getLoc(), size);
    dim.replaceAllUsesWith(v);
    dim.erase();
    // What was built for it may ask for sizes of the operands' own definitions.
    SetVector<Operation *> slice;
    SmallVector<Value> pending{v};
    while (!pending.empty()) {
      Operation *def = pending.pop_back_val().getDefiningOp();
      if (!def || !slice.insert(def))
        continue;
      if (auto inner = dyn_cast<tensor::DimOp>(def)) {
        if (!llvm::is_contained(dims, inner))
          dims.push_back(inner);
        continue;
      }
      if (def->getNumRegions() == 0 && llvm::all_of(def->getOperandTypes(), llvm::IsaPred<IndexType>))
        llvm::append_range(pending, def->getOperands());
    }
  }
}

/// The ops that the function's results and side effects need.
static llvm::DenseSet<Operation *> neededOps(Block &body) {
  llvm::DenseSet<Operation *> needed;
  for (Operation &op : llvm::reverse(body)) {
    bool isNeeded = !wouldOpBeTriviallyDead(&op);
    for (Operation *user : op.getUsers())
      isNeeded = isNeeded || needed.contains(body.findAncestorOpInBlock(*user));
    if (isNeeded)
      needed.insert(&op);
  }
  return needed;
}

static void eraseUnneeded(Block &body) {
  llvm::DenseSet<Operation *> needed = neededOps(body);
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(body))) {
    if (!needed.contains(&op)) {
      op.erase();
      continue;
    }
    // A derivative computes more than the scalars it needs in the end.
    for (Region &region : op.getRegions())
      for (Block &inner : region)
        eraseUnneeded(inner);
  }
}

/// An op that only its gradient stood for is gone from the new function, but what it required of dynamic shapes is not:
/// its guards take its place.
static LogicalResult keepGuards(Block &body, ArrayRef<Operation *> differentiated) {
  llvm::DenseSet<Operation *> needed = neededOps(body);
  for (Operation *op : differentiated) {
    auto shaped = dyn_cast<ShapeRuleOpInterface>(op);
    if (!shaped || needed.contains(op))
      continue;
    OpBuilder b(op);
    if (failed(shaped.emitShapes(b, op->getOperands(), /*guards=*/true)))
      return failure();
  }
  return success();
}

/// A cotangent must have the sizes of its result.
static LogicalResult guardCotangent(OpBuilder &b, Location loc, unsigned number, Value cotangent, Value result) {
  if (!isa<RankedTensorType>(result.getType()))
    return success();
  ShapeContext c(b, loc, "nnf.vjp", /*guards=*/true);
  Shape expected = c.shape(result), given = c.shape(cotangent);
  for (auto [i, size] : llvm::enumerate(given))
    if (failed(c.requireEqual(size, expected[i], "dimension " + Twine(i) + " of cotangent " + Twine(number),
                              "dimension " + Twine(i) + " of result " + Twine(number))))
      return failure();
  return success();
}

//===-- the function --------------------------------------------------------------------------------------------------===//

/// Copies the ops of a block without its terminator, the bodies of the functions they call in place of the calls.
static LogicalResult cloneOps(OpBuilder &b, Block &block, IRMapping &mapping, unsigned depth = 0) {
  constexpr unsigned kMaxDepth = 64;
  for (Operation &op : block.without_terminator()) {
    auto call = dyn_cast<func::CallOp>(op);
    auto callee = call ? SymbolTable::lookupNearestSymbolFrom<func::FuncOp>(call, call.getCalleeAttr()) : func::FuncOp();
    if (!callee || callee.isExternal() || !callee.getBody().hasOneBlock()) {
      b.clone(op, mapping);
      continue;
    }
    if (depth == kMaxDepth)
      return op.emitError("cannot differentiate a function that calls itself");
    IRMapping inner;
    for (auto [argument, operand] : llvm::zip_equal(callee.getArguments(), call.getOperands()))
      inner.map(argument, mapping.lookup(operand));
    if (failed(cloneOps(b, callee.getBody().front(), inner, depth + 1)))
      return failure();
    for (auto [result, value] : llvm::zip_equal(call.getResults(), callee.getBody().front().getTerminator()->getOperands()))
      mapping.map(result, inner.lookup(value));
  }
  return success();
}

/// The function with a copy of the body of `f`; its terminator is left out, and `results` receives what it returned.
static FailureOr<func::FuncOp> cloneWithCotangents(func::FuncOp f, StringRef name, ArrayRef<unsigned> arguments, bool withResults,
                                        SmallVectorImpl<Value> &results) {
  SmallVector<Type> inputs(f.getArgumentTypes()), outputs;
  for (Type type : f.getResultTypes())
    if (isDifferentiable(type))
      inputs.push_back(type);
  if (withResults)
    outputs.append(f.getResultTypes().begin(), f.getResultTypes().end());
  for (unsigned i : arguments)
    outputs.push_back(f.getArgumentTypes()[i]);
  OpBuilder b(f->getContext());
  b.setInsertionPointAfter(f);
  auto vjp = func::FuncOp::create(b, f.getLoc(), name, b.getFunctionType(inputs, outputs));
  vjp.setVisibility(f.getVisibility());
  for (unsigned i = 0; i < f.getNumArguments(); ++i)
    vjp.setArgAttrs(i, f.getArgAttrDict(i));
  Block *body = vjp.addEntryBlock();
  for (auto [from, to] : llvm::zip(f.getArguments(), body->getArguments()))
    to.setLoc(from.getLoc());
  IRMapping mapping;
  mapping.map(f.getArguments(), body->getArguments().take_front(f.getNumArguments()));
  b.setInsertionPointToEnd(body);
  if (failed(cloneOps(b, f.getBody().front(), mapping))) {
    vjp.erase();
    return failure();
  }
  for (Value v : f.getBody().front().getTerminator()->getOperands())
    results.push_back(mapping.lookup(v));
  return vjp;
}

static Value zeroLike(OpBuilder &b, Location loc, Value v) {
  TensorBuilder t(b, loc);
  auto type = dyn_cast<RankedTensorType>(v.getType());
  if (!type)
    return t.constant(v.getType(), 0);
  SmallVector<OpFoldResult> sizes = tensor::getMixedSizes(b, loc, v);
  return t.filled(sizes, type.getElementType(), 0);
}

/// Fill in the reverse part of `vjp`; on failure it is to be erased.
static LogicalResult addReversePart(func::FuncOp vjp, ArrayRef<unsigned> arguments, bool withResults,
                                    ArrayRef<Value> results, unsigned firstCotangent) {
  Block &body = vjp.getBody().front();
  OpBuilder b = OpBuilder::atBlockEnd(&body);
  SmallVector<Operation *> ops;
  for (Operation &op : body)
    ops.push_back(&op);
  SmallVector<Value> wrt;
  for (unsigned i : arguments)
    wrt.push_back(body.getArgument(i));

  ReverseSweep sweep(b, wrt);
  for (auto [i, result] : llvm::enumerate(results)) {
    if (!hasGradient(result))
      continue;
    Value cotangent = body.getArgument(firstCotangent++);
    if (failed(guardCotangent(b, vjp.getLoc(), i, cotangent, result)))
      return failure();
    sweep.add(result, cotangent);
  }
  if (failed(sweep.run(ops)))
    return failure();

  SmallVector<Value> returned;
  if (withResults)
    llvm::append_range(returned, results);
  for (Value v : wrt) {
    Value gradient = sweep.cotangentOf(v);
    returned.push_back(gradient ? gradient : zeroLike(b, vjp.getLoc(), v));
  }
  func::ReturnOp::create(b, vjp.getLoc(), returned);

  resolveSizes(vjp);
  if (failed(keepGuards(body, sweep.differentiated())))
    return failure();
  resolveSizes(vjp);
  eraseUnneeded(body);
  return success();
}

FailureOr<func::FuncOp> nnf::buildVjpFunction(func::FuncOp f, const VjpOptions &options) {
  // What gradients are made of. In a pass these are loaded already.
  f->getContext()->loadDialect<arith::ArithDialect, cf::ControlFlowDialect, linalg::LinalgDialect, math::MathDialect,
                               scf::SCFDialect, tensor::TensorDialect>();
  std::string name = options.name.empty() ? (f.getName() + "_vjp").str() : options.name;
  if (failed(checkBody(f, name)))
    return failure();
  FailureOr<SmallVector<unsigned>> arguments = chooseArguments(f, options.arguments);
  if (failed(arguments))
    return failure();
  SmallVector<Value> results;
  FailureOr<func::FuncOp> vjp = cloneWithCotangents(f, name, *arguments, options.results, results);
  if (failed(vjp))
    return failure();
  if (failed(addReversePart(*vjp, *arguments, options.results, results, f.getNumArguments()))) {
    vjp->erase();
    return failure();
  }
  return vjp;
}
