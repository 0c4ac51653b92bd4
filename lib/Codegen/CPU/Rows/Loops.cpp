//===- Loops.cpp - loops over lanes and over everything else -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Emitter.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Utils/StaticValueUtils.h"
#include "llvm/ADT/ScopeExit.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::rows;

/// An extent of a memref, without making a temporary live on for its size alone.
static Value extentOf(OpBuilder &b, Location loc, Value memref, int64_t axis) {
  auto type = cast<MemRefType>(memref.getType());
  if (!type.isDynamicDim(axis))
    return arith::ConstantIndexOp::create(b, loc, type.getDimSize(axis));
  if (auto view = memref.getDefiningOp<memref::CollapseShapeOp>()) {
    Value product;
    SmallVector<ReassociationIndices> groups = view.getReassociationIndices();
    for (int64_t k : groups[axis]) {
      Value n = extentOf(b, loc, view.getSrc(), k);
      product = product ? b.createOrFold<arith::MulIOp>(loc, product, n) : n;
    }
    return product;
  }
  if (auto view = memref.getDefiningOp<memref::ExpandShapeOp>())
    return getValueOrCreateConstantIndexOp(b, loc, view.getMixedOutputShape()[axis]);
  return b.createOrFold<memref::DimOp>(loc, memref, axis);
}

Value Emitter::size(unsigned c) {
  Value &n = sizes[c];
  if (n)
    return n;
  const LoopClass &cls = group.classes[c];
  if (!ShapedType::isDynamic(cls.size))
    return n = constant(cls.size);
  Value product;
  for (auto [view, axis] : cls.extents) {
    Value extent = extentOf(b, loc, view, axis);
    product = product ? b.createOrFold<arith::MulIOp>(loc, product, extent) : extent;
  }
  return n = product;
}

void Emitter::allocateLocals() {
  for (const LocalBuffer &local : plan.locals) {
    auto like = cast<MemRefType>(local.like.getType());
    SmallVector<int64_t> shape;
    SmallVector<Value> dynamic;
    for (unsigned axis : local.axes) {
      shape.push_back(like.getDimSize(axis));
      if (like.isDynamicDim(axis))
        dynamic.push_back(extentOf(b, loc, local.like, axis));
    }
    if (local.lanes)
      shape.push_back(local.lanes);
    auto type = MemRefType::get(shape, like.getElementType());
    localBuffers.push_back(memref::AllocOp::create(b, loc, type, dynamic, b.getI64IntegerAttr(64)));
  }
}

void Emitter::freeLocals() {
  for (Value v : localBuffers)
    memref::DeallocOp::create(b, loc, v);
  localBuffers.clear();
}

Emitter::Values Emitter::forLoop(Value lo, Value hi, Value step, ValueRange carried,
                                 llvm::function_ref<Values(Value, ValueRange)> body) {
  std::optional<int64_t> l = getConstantIntValue(lo), h = getConstantIntValue(hi), s = getConstantIntValue(step);
  if (l && h && s && *l >= *h)
    return llvm::to_vector(carried);
  if (l && h && s && *h - *l <= *s)
    return body(lo, carried);
  auto loop = scf::ForOp::create(b, loc, lo, hi, step, carried);
  OpBuilder::InsertionGuard guard(b);
  b.setInsertionPointToStart(loop.getBody());
  Values yielded = body(loop.getInductionVar(), loop.getRegionIterArgs());
  if (!carried.empty())
    scf::YieldOp::create(b, loc, yielded);
  return llvm::to_vector_of<Value>(loop.getResults());
}

Emitter::Values Emitter::laneLoop(const Item &item, Value lo, Value hi, ValueRange carried,
                                  llvm::function_ref<Values(ValueRange)> body) {
  llvm::scope_exit restore([&, oldLane = lane, oldWidth = width, oldBlocks = blocks] {
    lane = oldLane;
    width = oldWidth;
    blocks = oldBlocks;
  });
  lane = item.lane;
  width = item.width;
  int64_t step = width * item.unroll;
  Value n = b.createOrFold<arith::SubIOp>(loc, hi, lo);
  std::optional<int64_t> known = getConstantIntValue(n);
  Value mid = hi;
  if (!known || *known % step) {
    Value rest = b.createOrFold<arith::RemUIOp>(loc, n, constant(step));
    mid = b.createOrFold<arith::SubIOp>(loc, hi, rest);
  }
  Values values = forLoop(lo, mid, constant(step), carried, [&](Value j, ValueRange in) {
    blocks.clear();
    for (int64_t u = 0; u < item.unroll; ++u)
      blocks.push_back(Block{b.createOrFold<arith::AddIOp>(loc, j, constant(u * width)), Value(), Value()});
    prefetchNextRow(item);
    return body(in);
  });
  if (known && *known % step == 0)
    return values;
  bool masked = !known || *known % width;
  return forLoop(mid, hi, constant(width), values, [&](Value j, ValueRange in) {
    Block block{j, Value(), Value()};
    if (masked) {
      Value left = b.createOrFold<arith::SubIOp>(loc, hi, j);
      block.count = b.createOrFold<arith::MinSIOp>(loc, left, constant(width));
      block.mask = vector::CreateMaskOp::create(b, loc, VectorType::get(width, b.getI1Type()), left);
    }
    blocks.assign({block});
    return body(in);
  });
}

void Emitter::emitIteration(const Item &item) {
  if (item.wholeTile) {
    pushTiles();
    inWholeTile = true;
  }
  scopes.emplace_back();
  emitItems(item.children);
  flush(scopes.back());
  scopes.pop_back();
  if (item.wholeTile) {
    popTiles();
    inWholeTile = false;
  }
}

void Emitter::emitTiles(const Item &item, Value lo, Value hi) {
  tileLoop(item, lo, hi, {}, [&](Value iv, ValueRange) {
    index[*item.cross] = iv;
    emitIteration(item);
    return Values();
  });
  index.erase(*item.cross);
}

void Emitter::emitParallel(const Item &item) {
  SmallVector<unsigned> outer;
  for (unsigned c : item.loops)
    if (item.lane != c && item.cross != c)
      outer.push_back(c);
  auto innermost = [&] {
    if (item.cross)
      return emitTiles(item, constant(0), size(*item.cross));
    emitIteration(item);
  };
  // Every level of loops is a scope: what depends on its index alone is loaded there.
  std::function<void(ArrayRef<unsigned>)> nest = [&](ArrayRef<unsigned> loops) {
    readAhead(item);
    if (!loops.empty()) {
      unsigned c = loops.front();
      forLoop(constant(0), size(c), constant(1), {}, [&](Value iv, ValueRange) {
        index[c] = iv;
        scopes.emplace_back();
        nest(loops.drop_front());
        scopes.pop_back();
        return Values();
      });
      index.erase(c);
      return;
    }
    if (!item.lane)
      return innermost();
    laneLoop(item, constant(0), size(*item.lane), {}, [&](ValueRange) {
      innermost();
      return Values();
    });
  };
  nest(outer);
}

void Emitter::emitItems(ArrayRef<Item> items) {
  for (const Item &item : items) {
    switch (item.kind) {
    case Item::Straight:
      for (unsigned s : item.stmts)
        emitStatement(s);
      break;
    case Item::Parallel:
      emitParallel(item);
      break;
    case Item::Leaf:
      emitLeaf(item);
      break;
    }
  }
}

void Emitter::run() {
  // Sizes are found once, before the tasks.
  for (unsigned c = 0; c < group.classes.size(); ++c)
    if (llvm::any_of(group.stmts, [&](const Stmt &s) { return s.classes().test(c); }))
      size(c);
  scopes.emplace_back();
  switch (root.kind) {
  case Item::Straight:
    emitItems(ArrayRef(&root, 1));
    break;
  case Item::Parallel:
    runParallelRoot();
    break;
  case Item::Leaf:
    runLeafRoot();
    break;
  }
  flush(scopes.back());
  scopes.pop_back();
}
