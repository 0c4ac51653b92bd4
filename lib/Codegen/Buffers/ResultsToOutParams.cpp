//===- ResultsToOutParams.cpp - results as trailing out parameters ------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// Upstream's buffer-results-to-out-params leaves an allocation and a copy for dynamic shapes and does not look through
// reshapes; and nothing there compares the caller's sizes with the result's.
//
//===--------------------------------------------------------------------------------------------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Dominance.h"
#include "nnf/Codegen/Buffers/Passes.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFRESULTSTOOUTPARAMS
#include "nnf/Codegen/Buffers/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;

/// A result whose sizes depend on values, and the function that makes its buffer.
static constexpr llvm::StringLiteral kLateAttr = "nnf.late", kLateOfAttr = "nnf.late_of";

namespace {
/// Rewrites one function.
class Rewriter {
public:
  Rewriter(func::FuncOp f) : f(f), entry(f.front()), b(f.getContext()) {}
  LogicalResult run();

private:
  /// The views between the alloc and the returned value, the one next to the alloc first.
  using Chain = SmallVector<Operation *>;
  memref::AllocOp findAlloc(Value returned, Chain &chain);
  bool adopt(memref::AllocOp alloc, ArrayRef<Operation *> chain, Value arg, int64_t result);
  bool followSizes(memref::AllocOp alloc, ArrayRef<Operation *> chain, SmallVectorImpl<SmallVector<Value>> &sizes);
  void copyOut(Operation *ret, Value returned, Value arg, int64_t result);
  void makeLate(Operation *ret, Value returned, MemRefType type, int64_t result);
  void requireSize(Location loc, int64_t result, int64_t dim, Value expected, Value found);
  Value sizeOf(Location loc, Value memref, int64_t dim);
  Value constant(Location loc, int64_t value) { return arith::ConstantIndexOp::create(b, loc, value); }

  func::FuncOp f;
  Block &entry;
  OpBuilder b;
};
} // namespace

Value Rewriter::sizeOf(Location loc, Value memref, int64_t dim) {
  auto type = cast<MemRefType>(memref.getType());
  if (!type.isDynamicDim(dim))
    return constant(loc, type.getDimSize(dim));
  return memref::DimOp::create(b, loc, memref, dim);
}

/// The caller's memory has the size of the result. What both types say is checked by the function's entry.
void Rewriter::requireSize(Location loc, int64_t result, int64_t dim, Value expected, Value found) {
  Value same = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::eq, expected, found);
  cf::AssertOp::create(b, loc, same,
                       (f.getName() + ": output " + llvm::Twine(result) + ": expected size {0} in dimension " +
                        llvm::Twine(dim) + ", got {1}")
                           .str());
}

/// Follows a returned value back to an allocation in the function's block whose memory it is as a whole.
memref::AllocOp Rewriter::findAlloc(Value returned, Chain &chain) {
  Value v = returned;
  while (Operation *def = v.getDefiningOp()) {
    if (auto alloc = dyn_cast<memref::AllocOp>(def)) {
      // Once adopted, an allocation is gone: a second result of the same buffer ends at the parameter, and is copied.
      if (def->getBlock() != &entry || !alloc.getType().getLayout().isIdentity())
        return nullptr;
      std::reverse(chain.begin(), chain.end());
      return alloc;
    }
    if (!isa<memref::CastOp, memref::CollapseShapeOp, memref::ExpandShapeOp>(def) || def->getBlock() != &entry)
      return nullptr;
    auto from = dyn_cast<MemRefType>(def->getOperand(0).getType());
    auto to = dyn_cast<MemRefType>(def->getResult(0).getType());
    if (!from || !to || !from.getLayout().isIdentity() || !to.getLayout().isIdentity())
      return nullptr;
    chain.push_back(def);
    v = def->getOperand(0);
  }
  return nullptr;
}

/// Sizes of the buffer before the first and after each link of the chain, where they are known at the allocation. A null
/// size is one that is computed later: only the last reshape, an expansion, may have such. False if that is not so.
bool Rewriter::followSizes(memref::AllocOp alloc, ArrayRef<Operation *> chain,
                           SmallVectorImpl<SmallVector<Value>> &sizes) {
  Location loc = alloc.getLoc();
  b.setInsertionPoint(alloc);
  DominanceInfo dominance(f);
  bool late = false;
  auto known = [&](OpFoldResult size) -> Value {
    if (auto attr = dyn_cast<Attribute>(size))
      return constant(loc, cast<IntegerAttr>(attr).getInt());
    Value v = cast<Value>(size);
    bool now = dominance.properlyDominates(v, alloc);
    late |= !now;
    return now ? v : Value();
  };
  sizes.emplace_back();
  for (OpFoldResult size : alloc.getMixedSizes())
    sizes.back().push_back(known(size));
  for (Operation *link : chain) {
    SmallVector<Value> next;
    if (isa<memref::CastOp>(link)) {
      next = sizes.back();
    } else if (late) {
      return false;
    } else if (auto expand = dyn_cast<memref::ExpandShapeOp>(link)) {
      for (OpFoldResult size : expand.getMixedOutputShape())
        next.push_back(known(size));
    } else {
      for (ArrayRef<int64_t> group : cast<memref::CollapseShapeOp>(link).getReassociationIndices()) {
        Value product = sizes.back()[group.front()];
        for (int64_t d : group.drop_front())
          product = arith::MulIOp::create(b, loc, product, sizes.back()[d]);
        next.push_back(product);
      }
    }
    sizes.push_back(std::move(next));
  }
  return true;
}

/// %a = memref.alloc(%d) ; … ; %v = memref.expand_shape %a … ; return %v
///   ->
/// %a = memref.collapse_shape %arg … ; assert its size is %d ; … ; return
///
/// Every view of the chain is inverted: from the parameter, which has the returned type, back to the allocation's type.
/// False, with nothing changed, when that is not possible.
bool Rewriter::adopt(memref::AllocOp alloc, ArrayRef<Operation *> chain, Value arg, int64_t result) {
  SmallVector<SmallVector<Value>> sizes;
  if (!followSizes(alloc, chain, sizes))
    return false;
  Location loc = alloc.getLoc();
  b.setInsertionPoint(alloc);
  auto argType = cast<MemRefType>(arg.getType());
  for (int64_t d = 0; d < argType.getRank(); ++d)
    if (argType.isDynamicDim(d) && sizes.back()[d])
      requireSize(loc, result, d, sizes.back()[d], sizeOf(loc, arg, d));

  Value v = arg;
  for (int64_t i = static_cast<int64_t>(chain.size()) - 1; i >= 0; --i) {
    Operation *link = chain[i];
    auto type = cast<MemRefType>(link->getOperand(0).getType());
    if (isa<memref::CastOp>(link)) {
      v = memref::CastOp::create(b, loc, type, v);
    } else if (auto expand = dyn_cast<memref::ExpandShapeOp>(link)) {
      auto groups = expand.getReassociationIndices();
      v = memref::CollapseShapeOp::create(b, loc, type, v, groups);
      for (int64_t d = 0; d < type.getRank(); ++d) {
        // Sizes that are computed after the allocation are compared there. What is written through this view must fit now:
        // the product of the caller's sizes is the allocation's.
        SmallVector<int64_t> later;
        llvm::copy_if(groups[d], std::back_inserter(later), [&](int64_t g) { return !sizes[i + 1][g]; });
        if (later.empty())
          continue;
        requireSize(loc, result, later.front(), sizes[i][d], sizeOf(loc, v, d));
        OpBuilder::InsertionGuard guard(b);
        b.setInsertionPoint(link);
        for (int64_t g : later)
          requireSize(loc, result, g, cast<Value>(expand.getMixedOutputShape()[g]), sizeOf(loc, arg, g));
      }
    } else {
      auto collapse = cast<memref::CollapseShapeOp>(link);
      SmallVector<OpFoldResult> shape;
      for (int64_t d = 0; d < type.getRank(); ++d)
        shape.push_back(type.isDynamicDim(d) ? OpFoldResult(sizes[i][d])
                                             : OpFoldResult(b.getIndexAttr(type.getDimSize(d))));
      v = memref::ExpandShapeOp::create(b, loc, type, v, collapse.getReassociationIndices(), shape);
    }
  }
  alloc.replaceAllUsesWith(v);
  alloc.erase();
  // The returned views are now detours to the parameter.
  if (!chain.empty())
    chain.back()->getResult(0).replaceAllUsesWith(arg);
  for (Operation *link : llvm::reverse(chain))
    if (link->use_empty())
      link->erase();
  return true;
}

void Rewriter::copyOut(Operation *ret, Value returned, Value arg, int64_t result) {
  Location loc = ret->getLoc();
  b.setInsertionPoint(ret);
  auto type = dyn_cast<MemRefType>(returned.getType());
  if (!type) {
    memref::StoreOp::create(b, loc, returned, arg);
    return;
  }
  for (int64_t d = 0; d < type.getRank(); ++d)
    if (type.isDynamicDim(d))
      requireSize(loc, result, d, sizeOf(loc, returned, d), sizeOf(loc, arg, d));
  memref::CopyOp::create(b, loc, returned, arg);
}

/// A result whose sizes depend on values: nobody can bring memory for it before it is known how much.
///
/// %a = memref.alloc(%d) ; … ; return %a
///   ->
/// %a = func.call @f.result0(%d) {nnf.late} : (index) -> memref<?xf32> ; … ; return
void Rewriter::makeLate(Operation *ret, Value returned, MemRefType type, int64_t result) {
  OpBuilder outside(f);
  SmallVector<Type> sizes(type.getNumDynamicDims(), b.getIndexType());
  auto maker = func::FuncOp::create(outside, f.getLoc(), (f.getName() + ".result" + Twine(result)).str(),
                                    b.getFunctionType(sizes, type));
  maker.setPrivate();
  maker->setAttr(kLateOfAttr, FlatSymbolRefAttr::get(f));
  NamedAttrList attrs(f.getResultAttrDict(result));
  attrs.set("nnf.result", b.getI64IntegerAttr(result));
  maker.setResultAttrs(0, attrs.getDictionary(f.getContext()));
  Chain chain;
  if (memref::AllocOp alloc = findAlloc(returned, chain); alloc && chain.empty()) {
    b.setInsertionPoint(alloc);
    auto call = func::CallOp::create(b, alloc.getLoc(), maker, alloc.getDynamicSizes());
    call->setAttr(kLateAttr, b.getUnitAttr());
    alloc.replaceAllUsesWith(call.getResult(0));
    alloc.erase();
    return;
  }
  b.setInsertionPoint(ret);
  SmallVector<Value> open;
  for (int64_t d = 0; d < type.getRank(); ++d)
    if (type.isDynamicDim(d))
      open.push_back(sizeOf(ret->getLoc(), returned, d));
  auto call = func::CallOp::create(b, ret->getLoc(), maker, open);
  call->setAttr(kLateAttr, b.getUnitAttr());
  memref::CopyOp::create(b, ret->getLoc(), returned, call.getResult(0));
}

LogicalResult Rewriter::run() {
  Operation *ret = entry.getTerminator();
  SmallVector<Type> types(f.getArgumentTypes());
  SmallVector<DictionaryAttr> argAttrs;
  f.getAllArgAttrs(argAttrs);
  for (int64_t i = 0, n = ret->getNumOperands(); i < n; ++i) {
    // Read anew each time: an earlier result may have replaced it.
    Value v = ret->getOperand(i);
    auto type = dyn_cast<MemRefType>(v.getType());
    if (!type && !v.getType().isIntOrIndexOrFloat())
      return f.emitOpError() << "result " << i << " is neither a ranked tensor nor a scalar, but " << v.getType();
    auto argType = type ? MemRefType::get(type.getShape(), type.getElementType()) : MemRefType::get({}, v.getType());
    if (f.getResultAttr(i, kLateAttr)) {
      makeLate(ret, v, argType, i);
      continue;
    }
    // What was said of the result is said of the parameter.
    NamedAttrList attrs(f.getResultAttrDict(i));
    attrs.set("nnf.result", b.getI64IntegerAttr(i));
    argAttrs.push_back(attrs.getDictionary(f.getContext()));
    types.push_back(argType);
    Value arg = entry.addArgument(argType, v.getLoc());
    Chain chain;
    memref::AllocOp alloc = type ? findAlloc(v, chain) : memref::AllocOp();
    if (!alloc || !adopt(alloc, chain, arg, i))
      copyOut(ret, v, arg, i);
  }
  b.setInsertionPoint(ret);
  func::ReturnOp::create(b, ret->getLoc());
  ret->erase();
  f.removeResAttrsAttr();
  f.setFunctionType(b.getFunctionType(types, {}));
  f.setAllArgAttrs(argAttrs);
  return success();
}

namespace {
struct ResultsToOutParams : nnf::impl::NnfResultsToOutParamsBase<ResultsToOutParams> {
  void runOnOperation() override {
    func::FuncOp f = getOperation();
    if (f.isExternal() || !f.isPublic() || f.getNumResults() == 0)
      return;
    if (!f.getBody().hasOneBlock()) {
      f.emitOpError() << "has several blocks; functions must be straight-line code here";
      return signalPassFailure();
    }
    if (failed(Rewriter(f).run()))
      signalPassFailure();
  }
};
} // namespace
