//===- Mask.cpp - an attention mask on a block of scores -----------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Mask.h"

#include "../Contraction/Pack.h"

using namespace mlir;
using namespace mlir::nnf;
using namespace mlir::nnf::attention;
using contraction::Emit;

MaskEmitter::MaskEmitter(Emit &e, Value mask, Type compute, int64_t lanes, int64_t vectors, Value queries)
    : e(e), mask(mask), compute(compute), lanes(lanes), vectors(vectors), queries(queries) {
  auto type = cast<MemRefType>(mask.getType());
  element = type.getElementType();
  isBool = isa<IntegerType>(element);
  int64_t rank = type.getRank();
  alongKeys = rank >= 1 && type.getDimSize(rank - 1) != 1;
  alongQueries = rank >= 2 && type.getDimSize(rank - 2) != 1;
}

void MaskEmitter::allocate(SmallVectorImpl<Value> &buffers) {
  if (alongKeys || !alongQueries)
    return;
  gathered = memref::AllocOp::create(e.b, e.loc, MemRefType::get({vectors * lanes}, compute), ValueRange(),
                                     e.b.getI64IntegerAttr(64));
  buffers.push_back(gathered);
}

/// What is added to a score; for a bool, 0 where the score is kept and -1 where it is not.
Value MaskEmitter::convert(Value v) {
  if (!isBool)
    return contraction::convertFloat(e, v, compute);
  auto type = dyn_cast<VectorType>(v.getType());
  int64_t n = type ? type.getNumElements() : 0;
  Value keeps = arith::CmpIOp::create(e.b, e.loc, arith::CmpIPredicate::ne, v, e.zero(element, n));
  TypedAttr minusOne = e.b.getFloatAttr(compute, -1);
  if (type)
    minusOne = DenseElementsAttr::get(type.clone(compute), Attribute(minusOne));
  return arith::SelectOp::create(e.b, e.loc, keeps, e.zero(compute, n), arith::ConstantOp::create(e.b, e.loc, minusOne));
}

/// A vector of scores under a vector of converted mask elements.
Value MaskEmitter::combine(Value score, Value mask) {
  if (!isBool)
    return arith::AddFOp::create(e.b, e.loc, score, mask);
  auto type = cast<VectorType>(score.getType());
  Value never = arith::ConstantOp::create(
      e.b, e.loc, DenseElementsAttr::get(type, e.b.getFloatAttr(compute, -std::numeric_limits<double>::infinity())));
  Value hides = arith::CmpFOp::create(e.b, e.loc, arith::CmpFPredicate::OLT, mask, e.zero(compute, lanes));
  return arith::SelectOp::create(e.b, e.loc, hides, never, score);
}

/// The query in a lane of the block; the last one behind the end.
Value MaskEmitter::query(Value lane) {
  Value index = e.add(firstQuery, lane);
  auto known = Emit::known(queries);
  return known && *known % (vectors * lanes) == 0 ? index : e.min(index, e.sub(queries, e.constant(1)));
}

void MaskEmitter::beginBlock(ArrayRef<Value> at, Value first) {
  firstQuery = first;
  prefix.clear();
  auto type = cast<MemRefType>(mask.getType());
  int64_t batch = std::max<int64_t>(type.getRank() - 2, 0);
  for (int64_t d = 0; d < batch; ++d)
    prefix.push_back(type.getDimSize(d) == 1 ? e.constant(0) : at[at.size() - batch + d]);
  if (!gathered)
    return;
  Value last = e.sub(queries, e.constant(1));
  e.forLoop(e.constant(0), e.constant(vectors * lanes), 1, [&](Value q) {
    SmallVector<Value> indices(prefix);
    indices.append({e.min(e.add(firstQuery, q), last), e.constant(0)});
    Value v = convert(memref::LoadOp::create(e.b, e.loc, mask, indices));
    memref::StoreOp::create(e.b, e.loc, v, gathered, ValueRange{q});
  });
}

/// Rows [row, row + lanes) of the scores; with `valid`, only so many of them belong to keys.
void MaskEmitter::applyBlock(Value scores, Value first, Value row, Value valid) {
  auto type = VectorType::get(lanes, element);
  auto scoreType = VectorType::get(lanes, compute);
  e.forLoop(e.constant(0), e.constant(vectors * lanes), lanes, [&](Value part) {
    SmallVector<Value> rows;
    for (int64_t r = 0; r < lanes; ++r) {
      SmallVector<Value> indices(prefix);
      indices.append({query(e.add(part, r)), e.add(first, row)});
      Value loaded = valid ? vector::MaskedLoadOp::create(e.b, e.loc, type, mask, indices, e.mask(lanes, valid),
                                                          e.zero(element, lanes))
                                 .getResult()
                           : vector::LoadOp::create(e.b, e.loc, type, mask, indices).getResult();
      rows.push_back(convert(loaded));
    }
    for (auto [i, m] : llvm::enumerate(contraction::transpose(e, rows))) {
      SmallVector<Value> place{e.add(row, i), part};
      Value score = vector::LoadOp::create(e.b, e.loc, scoreType, scores, place);
      vector::StoreOp::create(e.b, e.loc, combine(score, m), scores, place);
    }
  });
}

void MaskEmitter::apply(Value scores, Value first, Value count) {
  if (alongKeys && alongQueries) {
    Value main = e.mul(e.floorDiv(count, e.constant(lanes)), lanes);
    e.forLoop(e.constant(0), main, lanes, [&](Value row) { applyBlock(scores, first, row, {}); });
    e.forLoop(main, count, lanes, [&](Value row) { applyBlock(scores, first, row, e.sub(count, row)); });
    return;
  }
  auto scoreType = VectorType::get(lanes, compute);
  int64_t rank = cast<MemRefType>(mask.getType()).getRank();
  e.forLoop(e.constant(0), count, 1, [&](Value k) {
    Value same;
    if (!gathered) {
      SmallVector<Value> indices(prefix);
      if (rank >= 2)
        indices.push_back(e.constant(0));
      if (rank >= 1)
        indices.push_back(alongKeys ? e.add(first, k) : e.constant(0));
      same = e.splat(convert(memref::LoadOp::create(e.b, e.loc, mask, indices)), lanes);
    }
    for (int64_t v = 0; v < vectors; ++v) {
      Value m = same ? same
                     : vector::LoadOp::create(e.b, e.loc, scoreType, gathered, ValueRange{e.constant(v * lanes)});
      SmallVector<Value> place{k, e.constant(v * lanes)};
      Value score = vector::LoadOp::create(e.b, e.loc, scoreType, scores, place);
      vector::StoreOp::create(e.b, e.loc, combine(score, m), scores, place);
    }
  });
}
