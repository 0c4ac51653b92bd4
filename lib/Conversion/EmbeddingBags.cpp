//===- EmbeddingBags.cpp - bags of indices ----------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Conversion/EmbeddingBags.h"
#include "mlir/Dialect/Arith/Utils/Utils.h"
#include "mlir/Dialect/ControlFlow/IR/ControlFlowOps.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace mlir::nnf;
using Iterator = utils::IteratorType;

static Value i64Constant(OpBuilder &b, Location l, int64_t v) {
  return arith::ConstantOp::create(b, l, b.getI64IntegerAttr(v));
}

/// The largest of a table of i64, and 0: the bound of a loop.
static OpFoldResult largest(TensorBuilder &t, Value table) {
  Value init = linalg::FillOp::create(t.b, t.loc, i64Constant(t.b, t.loc, 0), t.empty({}, t.b.getI64Type())).getResult(0);
  Value most = t.generic({{table, {0}}}, {{init, {}}}, {Iterator::reduction}, [](OpBuilder &b, Location l, ValueRange args) {
    return SmallVector<Value>{arith::MaxSIOp::create(b, l, args[1], args[0])};
  })[0];
  Value v = tensor::ExtractOp::create(t.b, t.loc, most, ValueRange{});
  return arith::IndexCastOp::create(t.b, t.loc, t.b.getIndexType(), v).getResult();
}

/// The first offset is 0.
static void checkFirstOffset(TensorBuilder &t, Value offsets) {
  Value count = tensor::DimOp::create(t.b, t.loc, offsets, 0);
  Value some = arith::CmpIOp::create(t.b, t.loc, arith::CmpIPredicate::ugt, count, t.index(0));
  auto first = scf::IfOp::create(
      t.b, t.loc, some,
      [&](OpBuilder &b, Location l) {
        Value v = tensor::ExtractOp::create(b, l, offsets, ValueRange{arith::ConstantIndexOp::create(b, l, 0)});
        scf::YieldOp::create(b, l, TensorBuilder::convert(b, l, v, b.getI64Type()));
      },
      [&](OpBuilder &b, Location l) { scf::YieldOp::create(b, l, i64Constant(b, l, 0)); });
  Value holds = arith::CmpIOp::create(t.b, t.loc, arith::CmpIPredicate::eq, first.getResult(0), i64Constant(t.b, t.loc, 0));
  cf::AssertOp::create(t.b, t.loc, holds, "nnf.embedding_bag: offsets[0] is {0}, but must be {1}");
}

Bags Bags::of(TensorBuilder &t, EmbeddingBagOp op, EmbeddingBagOp::Adaptor operands) {
  OpBuilder &b = t.b;
  Type i64 = b.getI64Type();
  Value input = operands.getInput(), table = operands.getWeight(), offsets = operands.getOffsets();
  Value rows = tensor::DimOp::create(b, t.loc, table, 0);
  t.checkIndices(input, rows, std::nullopt, "nnf.embedding_bag: input");
  Bags bags;
  bags.scales = operands.getPerSampleWeights();
  if (auto index = op.getPaddingIdx()) {
    bags.padding = i64Constant(b, t.loc, *index);
    if (*index < 0)
      bags.padding =
          arith::AddIOp::create(b, t.loc, bags.padding, arith::IndexCastOp::create(b, t.loc, i64, rows));
  }
  if (!offsets) {
    // Every row is a bag.
    bags.count = t.sizeOf(input, 0);
    bags.reach = t.sizeOf(input, 1);
    Value width = arith::IndexCastOp::create(b, t.loc, i64, getValueOrCreateConstantIndexOp(b, t.loc, bags.reach));
    SmallVector<Along> outs{{t.empty({bags.count}, i64), {0}}, {t.empty({bags.count}, i64), {0}}};
    SmallVector<Value> tables = t.generic({}, outs, {Iterator::parallel}, [&](OpBuilder &n, Location l, ValueRange) {
      Value row = arith::IndexCastOp::create(n, l, i64, linalg::IndexOp::create(n, l, 0));
      return SmallVector<Value>{arith::MulIOp::create(n, l, row, width), width};
    });
    bags.starts = tables[0];
    bags.sizes = tables[1];
    bags.indices = t.collapseDims(input, 0, 2);
    if (bags.scales)
      bags.scales = t.collapseDims(bags.scales, 0, 2);
    return bags;
  }
  bags.indices = input;
  Value length = tensor::DimOp::create(b, t.loc, input, 0);
  Value behind = arith::AddIOp::create(b, t.loc, length, t.index(1));
  checkFirstOffset(t, offsets);
  t.checkIndices(offsets, behind, std::nullopt, "nnf.embedding_bag: offsets");
  Value given = tensor::DimOp::create(b, t.loc, offsets, 0);
  bool includesEnd = op.getIncludeLastOffset();
  OpFoldResult size = t.sizeOf(offsets, 0);
  if (!includesEnd)
    bags.count = size;
  else if (std::optional<int64_t> fixed = getConstantIntValue(size))
    bags.count = b.getIndexAttr(*fixed - 1);
  else
    bags.count = arith::SubIOp::create(b, t.loc, given, t.index(1)).getResult();
  Value end = arith::IndexCastOp::create(b, t.loc, i64, length);
  SmallVector<Along> outs{{t.empty({bags.count}, i64), {0}}, {t.empty({bags.count}, i64), {0}}};
  SmallVector<Value> tables = t.generic({}, outs, {Iterator::parallel}, [&](OpBuilder &n, Location l, ValueRange) {
    TensorBuilder inner(n, l);
    Value bag = linalg::IndexOp::create(n, l, 0), next = arith::AddIOp::create(n, l, bag, inner.index(1));
    Value start = t.convert(n, l, tensor::ExtractOp::create(n, l, offsets, ValueRange{bag}), i64);
    Value more = arith::CmpIOp::create(n, l, arith::CmpIPredicate::ult, next, given);
    Value safe = arith::SelectOp::create(n, l, more, next, bag);
    Value stop = t.convert(n, l, tensor::ExtractOp::create(n, l, offsets, ValueRange{safe}), i64);
    stop = arith::SelectOp::create(n, l, more, stop, end);
    return SmallVector<Value>{start, arith::SubIOp::create(n, l, stop, start)};
  });
  bags.starts = tables[0];
  bags.sizes = tables[1];
  bags.reach = largest(t, bags.sizes);
  return bags;
}

std::pair<Value, Value> Bags::at(OpBuilder &b, Location l, Value start, Value size, Value k, Value *position) const {
  TensorBuilder t(b, l);
  Value place = arith::IndexCastOp::create(b, l, b.getI64Type(), k);
  Value counts = arith::CmpIOp::create(b, l, arith::CmpIPredicate::slt, place, size);
  Value from = arith::IndexCastOp::create(b, l, b.getIndexType(), start);
  Value where = arith::SelectOp::create(b, l, counts, arith::AddIOp::create(b, l, from, k), t.index(0));
  if (position)
    *position = where;
  Value index = t.convert(b, l, tensor::ExtractOp::create(b, l, indices, ValueRange{where}), b.getI64Type());
  if (padding) {
    Value kept = arith::CmpIOp::create(b, l, arith::CmpIPredicate::ne, index, padding);
    counts = arith::AndIOp::create(b, l, counts, kept);
  }
  return {arith::IndexCastOp::create(b, l, b.getIndexType(), index), counts};
}

Value Bags::counts(TensorBuilder &t) const {
  if (!padding)
    return sizes;
  Type i64 = t.b.getI64Type();
  Value init = linalg::FillOp::create(t.b, t.loc, i64Constant(t.b, t.loc, 0), t.empty({count}, i64)).getResult(0);
  Value loop = t.empty({reach}, i64); // its shape gives the loop over a bag its bound
  return t.generic({{starts, {0}}, {sizes, {0}}, {loop, {1}}}, {{init, {0}}}, {Iterator::parallel, Iterator::reduction},
                   [&](OpBuilder &b, Location l, ValueRange args) {
                     auto [index, counted] = at(b, l, args[0], args[1], linalg::IndexOp::create(b, l, 1));
                     Value one = arith::ExtUIOp::create(b, l, i64, counted);
                     return SmallVector<Value>{arith::AddIOp::create(b, l, args[3], one)};
                   })[0];
}

std::pair<Value, Value> Bags::maxima(TensorBuilder &t, Value table) const {
  Type element = t.elementType(table), i64 = t.b.getI64Type();
  SmallVector<OpFoldResult> outSizes{count, t.sizeOf(table, 1)};
  Value none = linalg::FillOp::create(t.b, t.loc, i64Constant(t.b, t.loc, -1), t.empty(outSizes, i64)).getResult(0);
  Value loop = t.empty({reach}, element);
  SmallVector<Value> best =
      t.generic({{starts, {0}}, {sizes, {0}}, {loop, {1}}}, {{t.filled(outSizes, element, 0), {0, 2}}, {none, {0, 2}}},
                {Iterator::parallel, Iterator::reduction, Iterator::parallel},
                [&](OpBuilder &b, Location l, ValueRange args) {
                  auto [row, counted] = at(b, l, args[0], args[1], linalg::IndexOp::create(b, l, 1));
                  Value column = linalg::IndexOp::create(b, l, 2);
                  Value v = tensor::ExtractOp::create(b, l, table, ValueRange{row, column});
                  // As in PyTorch, the first element stands until a larger one comes: NaN stays where it is first.
                  Value first = arith::CmpIOp::create(b, l, arith::CmpIPredicate::slt, args[4], i64Constant(b, l, 0));
                  Value above = arith::CmpFOp::create(b, l, arith::CmpFPredicate::OGT, v, args[3]);
                  Value take = arith::AndIOp::create(b, l, counted, arith::OrIOp::create(b, l, first, above));
                  Value number = arith::IndexCastOp::create(b, l, i64, row);
                  return SmallVector<Value>{arith::SelectOp::create(b, l, take, v, args[3]),
                                            arith::SelectOp::create(b, l, take, number, args[4])};
                });
  return {best[0], best[1]};
}
