//===- Window.cpp - a block's part of an image, in a buffer of its own ---------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A convolution with padding reads a padded copy of its input. Writing that copy to memory and reading it back costs as
// much as a good part of the convolution; a block needs a few rows of it only, which stay in the first or second level
// cache:
//
//   for c, row of the block's input rows:
//     if the row exists:  buffer[c, row, 0...] = margin, then the source's row, then margin
//     else:               buffer[c, row, 0...] = margin
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Window.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::contraction;

bool contraction::allowsWindow(const Access &access, llvm::function_ref<bool(unsigned)> isMoving) {
  for (const Linear &l : access.index) {
    if (l.constant != 0 || llvm::any_of(l.terms, [](const Term &t) { return t.factor < 0; }))
      return false;
  }
  return !access.index.empty() && !access.index.back().terms.empty() &&
         llvm::all_of(access.index.back().terms, [&](const Term &t) { return isMoving(t.loop); });
}

static Value roundUp(Emit &e, Value v, int64_t n) { return e.mul(e.ceilDiv(v, e.constant(n)), n); }

namespace {
class WindowMaker {
public:
  WindowMaker(Emit &e, const Plan &plan, const LoopIndices &at, ArrayRef<MovingLoop> moving)
      : e(e), plan(plan), in(plan.windowAccess()), rank(in.index.size()) {
    for (const Linear &l : in.index) {
      Value start = e.constant(0), extent = e.constant(1);
      Linear local;
      for (const Term &t : l.terms) {
        auto m = llvm::find_if(moving, [&](const MovingLoop &candidate) { return candidate.loop == t.loop; });
        if (m == moving.end()) {
          if (at[t.loop])
            start = e.add(start, e.mul(at[t.loop], t.factor));
          continue;
        }
        start = e.add(start, e.mul(m->begin, t.factor));
        extent = e.add(extent, e.mul(e.sub(m->count, e.constant(1)), t.factor));
        local.terms.push_back(t);
      }
      starts.push_back(start);
      extents.push_back(extent);
      result.access.index.push_back(local);
    }
    source = plan.padding ? plan.padding->source : in.memref;
    auto type = cast<MemRefType>(source.getType());
    for (unsigned d = 0; d < rank; ++d) {
      sizes.push_back(type.isDynamicDim(d) ? memref::DimOp::create(e.b, e.loc, source, d).getResult()
                                           : e.constant(type.getDimSize(d)));
      low.push_back(plan.padding ? getValueOrCreateConstantIndexOp(e.b, e.loc, plan.padding->low[d]) : e.constant(0));
    }
  }

  WindowBuffer run() {
    unsigned last = rank - 1;
    // Room for whole vectors behind the source's row and behind the extent.
    Value copied = e.add(low[last], roundUp(e, sizes[last], plan.lanes));
    Value width = roundUp(e, e.add(e.max(extents[last], copied), plan.lanes), plan.lanes);
    SmallVector<int64_t> shape;
    SmallVector<Value> dynamic;
    for (unsigned d = 0; d < rank; ++d) {
      Value extent = d == last ? width : extents[d];
      auto known = Emit::known(extent);
      shape.push_back(known.value_or(ShapedType::kDynamic));
      if (!known)
        dynamic.push_back(extent);
    }
    result.memref = result.access.memref = memref::AllocOp::create(
        e.b, e.loc, MemRefType::get(shape, plan.p.accumulator), dynamic, e.b.getI64IntegerAttr(64));
    fill = convert(plan.padding ? LaneValue::uniform(plan.padding->fill)
                                : LaneValue::uniform(e.zero(in.type().getElementType(), 0)),
                   plan.lanes);
    rows(0, Value());
    return result;
  }

private:
  /// The factor's body on one element.
  Value convert(LaneValue v, int64_t lanes) {
    SmallVector<LaneValue> args;
    for (const Access &a : plan.windowFactor->ins)
      args.push_back(a ? v : LaneValue());
    BodyEmitter body(e.b, e.loc, lanes);
    return body.materialize(body.emit(*plan.windowFactor->body, args).front());
  }

  /// Loops over all dimensions but the last. `exists` (null: yes) says whether the indices so far are in the source.
  void rows(unsigned d, Value exists) {
    if (d + 1 == rank) {
      if (!exists)
        return copyRow();
      auto op = scf::IfOp::create(e.b, e.loc, exists, /*withElseRegion=*/true);
      OpBuilder::InsertionGuard guard(e.b);
      e.b.setInsertionPointToStart(&op.getThenRegion().front());
      copyRow();
      e.b.setInsertionPointToStart(&op.getElseRegion().front());
      fillRow(e.constant(0));
      return;
    }
    e.forLoop(e.constant(0), extents[d], 1, [&](Value i) {
      Value position = e.sub(e.add(starts[d], i), low[d]);
      Value here = exists;
      // Before the source counts as far behind it. Blocks at the end may reach further than the padded buffer.
      if (!inside(d)) {
        Value in = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::ult, position, sizes[d]);
        here = here ? arith::AndIOp::create(e.b, e.loc, here, in).getResult() : in;
      }
      to.push_back(i);
      from.push_back(position);
      rows(d + 1, here);
      to.pop_back();
      from.pop_back();
    });
  }

  /// Whether all positions of a dimension are in the source: no margin, and no loop that may run over the end.
  bool inside(unsigned d) const {
    return Emit::known(low[d]) == 0 && llvm::all_of(in.index[d].terms, [&](const Term &t) {
             return (plan.p.loops[t.loop].reduction && in.index[d].terms.size() == 1) ||
                    llvm::is_contained(plan.outer, t.loop);
           }) && Emit::known(sizes[d]).value_or(-1) == in.type().getDimSize(d);
  }

  SmallVector<Value> target(Value x) {
    SmallVector<Value> indices(to);
    indices.push_back(x);
    return indices;
  }

  void store(Value vector, Value x) { vector::StoreOp::create(e.b, e.loc, vector, result.memref, target(x)); }

  void fillRow(Value begin) {
    e.forLoop(begin, extents[rank - 1], plan.lanes, [&](Value x) { store(fill, x); });
  }

  void copyRow() {
    unsigned last = rank - 1;
    e.forLoop(e.constant(0), low[last], plan.lanes, [&](Value x) { store(fill, x); });
    auto load = [&](Value x, Value left) {
      SmallVector<Value> indices(from);
      indices.push_back(x);
      auto type = VectorType::get(plan.lanes, cast<MemRefType>(source.getType()).getElementType());
      Value v;
      if (!left)
        v = vector::LoadOp::create(e.b, e.loc, type, source, indices);
      else
        v = vector::MaskedLoadOp::create(e.b, e.loc, type, source, indices, e.mask(plan.lanes, left),
                                         e.zero(type.getElementType(), plan.lanes));
      v = convert(LaneValue::varying(v), plan.lanes);
      if (left)
        v = arith::SelectOp::create(e.b, e.loc, e.mask(plan.lanes, left), v, fill);
      store(v, e.add(x, low[last]));
    };
    Value size = sizes[last], main = e.mul(e.floorDiv(size, e.constant(plan.lanes)), plan.lanes);
    e.forLoop(e.constant(0), main, plan.lanes, [&](Value x) { load(x, {}); });
    e.forLoop(main, size, plan.lanes, [&](Value x) { load(x, e.sub(size, x)); });
    fillRow(e.add(low[last], roundUp(e, size, plan.lanes)));
  }

  Emit &e;
  const Plan &plan;
  const Access &in;
  unsigned rank;
  Value source, fill;
  /// For each dimension: where the window begins in the padded buffer, how far it reaches, the source's size, the margin.
  SmallVector<Value> starts, extents, sizes, low;
  /// Indices of the row being copied.
  SmallVector<Value> to, from;
  WindowBuffer result;
};
} // namespace

WindowBuffer contraction::makeWindow(Emit &e, const Plan &plan, const LoopIndices &at, ArrayRef<MovingLoop> moving) {
  return WindowMaker(e, plan, at, moving).run();
}
